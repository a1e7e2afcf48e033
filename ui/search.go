package ui

import (
	"fmt"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/session"
	"pizhu/model/search"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// Searching is what is looked for in the articles.
type searching struct {
	query  search.Query
	typed  string
	number int  // of the newest search
	shown  bool // the matches in view are marked

	pending bool // a command looks for a match: what is typed meanwhile is for that
}

// matchedMsg answers a search.
type matchedMsg struct {
	number  int
	session *session.Session
	cursor  text.Offset // when it was asked for
	match   search.Match
	found   bool
	place   string // 3/17
}

// What a search does at most before it answers.
const (
	atOnce    = 1 << 20 // code points of a text that is searched without a command: a few milliseconds
	countable = 1 << 22 // code points of a text whose matches are counted
	most      = 9999    // matches that are counted
)

// askSearch asks what to look for. Nothing typed looks for the same again.
func (a *App) askSearch() tea.Cmd {
	a.prompt(a.Words.Text("screen.searchTitle"), "", func(s string) tea.Cmd {
		if s == "" {
			return a.goMatch(false)
		}
		return a.find(s)
	})
	return nil
}

// searchSelection looks for what is selected, from there on.
func (a *App) searchSelection() tea.Cmd {
	span, ok := a.article.Reader.Selected()
	if !ok {
		a.notify("screen.selectSearch")
		return nil
	}
	return a.find(a.article.Session.Text().Slice(span))
}

// find looks for something new.
func (a *App) find(typed string) tea.Cmd {
	a.search.query, a.search.typed = search.NewQuery(typed), typed
	return a.goMatch(false)
}

// goMatch goes to the next match, or the one before. Where the text is long a
// command looks for it.
func (a *App) goMatch(back bool) tea.Cmd {
	if a.search.query.Empty() {
		a.notify("screen.noSearch")
		return nil
	}
	a.search.number++
	a.search.shown = true
	job := a.searchJob(back)
	if a.article.Session.Text().Len() <= atOnce {
		a.matched(job())
		return nil
	}
	a.notify("screen.searching")
	a.search.pending = true
	return func() tea.Msg { return job() }
}

// searchJob looks for a match from the cursor or the selection on.
func (a *App) searchJob(back bool) func() matchedMsg {
	at, from := a.article.Reader.Cursor(), a.article.Reader.Cursor()
	query, msg, t := a.search.query, matchedMsg{number: a.search.number, session: a.article.Session, cursor: at}, a.article.Session.Text()
	if span, ok := a.article.Reader.Selected(); ok {
		at, from = span.Start, t.Next(span.Start)
	}
	return func() matchedMsg {
		if back {
			msg.match, msg.found = query.Previous(t, at)
		} else {
			msg.match, msg.found = query.Next(t, from)
		}
		if msg.found {
			msg.place = matchNumber(t, query, msg.match.Span)
		}
		return msg
	}
}

// tally says which of the matches one is, where they are soon counted.
func matchNumber(t *text.Text, q search.Query, one text.Span) string {
	if t.Len() > countable {
		return ""
	}
	number, all := 0, 0
	for m := range q.Matches(t, t.All()) {
		if all++; all > most {
			break
		}
		if number == 0 && m.Start >= one.Start {
			number = all
		}
	}
	switch {
	case number == 0:
		return ""
	case all > most:
		return strconv.Itoa(number) + "/…"
	}
	return fmt.Sprintf("%d/%d", number, all)
}

// matched selects what was found, so that a label key can follow. An answer to
// a search that is not the newest is dropped, and so is one that comes when the
// cursor has gone elsewhere.
func (a *App) matched(msg matchedMsg) {
	if msg.number == a.search.number {
		a.search.pending = false
	}
	if msg.number != a.search.number || msg.session != a.article.Session || msg.cursor != a.article.Reader.Cursor() {
		return
	}
	if !msg.found {
		a.notify("screen.notFound", strconv.Quote(a.search.typed))
		return
	}
	a.article.Reader.Select(msg.match.Span, "")
	a.message = msg.place
	if msg.match.Wrapped {
		a.notify("screen.wrapped", msg.place)
	}
}

// matchFace is the face of the matches in view.
var matchFace = face.Face{BG: face.Yellow}

// matchLayer shows the matches in view.
func (a *App) matchLayer() paint.Layer {
	if !a.search.shown {
		return paint.Layer{}
	}
	t, top := a.article.Session.Text(), a.article.Reader.Top()
	view := text.Span{Start: top, End: a.article.Reader.Bottom()}
	return paint.Layer{Spans: slices.Collect(a.search.query.Matches(t, view)), Face: matchFace}
}
