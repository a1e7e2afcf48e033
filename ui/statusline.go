package ui

import (
	"errors"
	"fmt"
	"slices"

	"pizhu/annotate/session"
	"pizhu/ui/face"
	"pizhu/ui/paint"
	"pizhu/ui/status"
)

// A statusCache is the last row as it was drawn last. Few keys change it, and it is kept until one does; a new measure drops it.
type statusCache struct {
	left    []paint.Run
	right   string
	columns int
	row     paint.Row
}

// status is the last row: a question, a line to type in, or the state of things.
// Column is where the cursor stands on it; -1 where it does not.
func (a *App) status(s scene) (row paint.Row, column int) {
	d := a.dialogStatus()
	if d.Row != nil {
		return d.Row, d.Cursor
	}
	now := statusCache{left: a.state(d.Hint), right: a.place(), columns: s.columns}
	if was := a.drawn.status; was.row != nil && slices.Equal(was.left, now.left) && was.right == now.right && was.columns == now.columns {
		return was.row, -1
	}
	now.row = status.Line(paint.Row{}.AddRuns(a.Measure, now.left...), paint.Row{}.Add(a.Measure, face.Face{Dim: true}, now.right), s.columns)
	a.drawn.status = now
	return now.row, -1
}

// state is what the last row says on its left. What must be seen stands first: how
// safe the work is, and what the program has to say; the article's name takes what
// room is left.
func (a *App) state(hint string) []paint.Run {
	runs := []paint.Run{a.saved(), {Text: "  " + a.Words.Count(a.article.Session.Set().CountLive(), "claim")}}
	if n := a.article.Session.UnresolvedCount(); n > 0 {
		runs = append(runs, paint.Run{Text: a.Words.Text("screen.waiting", n), Face: face.Face{Bold: true}})
	}
	if len(a.Articles) > 1 {
		runs = append(runs, paint.Run{Text: fmt.Sprintf("  %d/%d", a.position()+1, len(a.Articles))})
	}
	runs = append(runs, paint.Run{Text: "  " + a.encoding(), Face: face.Face{Dim: true}})
	if said := a.say(hint); said != "" {
		return append(runs, paint.Run{Text: said})
	}
	return append(runs, paint.Run{Text: a.article.Session.Article().Name, Face: face.Face{Bold: true}})
}

// position is the index of the article that is on the screen, or of the one that cannot be.
func (a *App) position() int {
	if a.asked.failed {
		return a.asked.index
	}
	return a.index
}

// say returns the message, or else what the program waits for. Hint is what the top dialog waits for.
func (a *App) say(hint string) string {
	switch {
	case a.message != "":
		return a.message
	case a.asked.slow:
		return a.Words.Text("screen.opening", a.Articles[a.asked.index].Name)
	case hint != "":
		return hint
	case a.chord != "":
		return a.chord + " …"
	case a.article.Reader.Held():
		return a.Words.Text("screen.anchorHeld")
	}
	return ""
}

// saved is how safe the work is, that on articles left before included: ✓ on
// disk, · on its way, ! not saved.
func (a *App) saved() paint.Run {
	worst := session.Durable
	for _, s := range a.Sessions() {
		state, err := s.State()
		if state == session.Failed {
			said := a.Words.Text("screen.unsaved", reason(err))
			if s != a.article.Session {
				said = a.Words.Text("screen.unsavedOther", s.Article().Name, reason(err))
			}
			return paint.Run{Text: said, Face: face.Face{FG: face.Vermilion, Bold: true}}
		}
		worst = max(worst, state)
	}
	if worst == session.Pending {
		return paint.Run{Text: "·"}
	}
	return paint.Run{Text: "✓", Face: face.Face{FG: face.Green}}
}

// reason is the innermost of an error, for where there is no room for more.
func reason(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// encoding says what is unusual about the article's encoding, and which bytes
// the cursor stands on where they could not be decoded.
func (a *App) encoding() string {
	t := a.article.Session.Text()
	said := ""
	if e := t.Encoding(); e != "utf-8" {
		said = e + "  "
	}
	if n := t.Undecodable(); n > 0 {
		said += a.Words.Text("screen.undecodable", n)
	}
	if raw, ok := t.Raw(a.article.Reader.Cursor()); ok {
		said += a.Words.Text("screen.bytesHere", raw)
	}
	return said
}

// place says how far the text has been read: what part of it stands above the
// end of the screen.
func (a *App) place() string {
	t := a.article.Session.Text()
	if t.Len() == 0 {
		return a.Words.Text("screen.empty")
	}
	return a.Words.Text("screen.position", int(a.article.Reader.Bottom())*100/int(t.Len()))
}
