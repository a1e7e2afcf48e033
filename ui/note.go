package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/dialog"
)

// editNote writes the note of the claim that has just the selection; without a selection that of the current claim. Where
// there is none, the note makes a claim without labels, of the selection or of the scheme's unit at the cursor.
func (a *App) editNote() tea.Cmd {
	span, selected := a.reader.Selected()
	c := a.current()
	if selected && (c == nil || !slices.Contains(c.Spans(), span)) {
		c = a.desk().On(span)
	}
	if c == nil && !selected {
		span = a.unitHere()
	}
	switch {
	case c != nil && !a.asksUnseenNote(c.Spans()):
		return a.noteClaim(c.ID)
	case c == nil && span.Empty():
		a.mode = typing{prompt: dialog.NewPrompt(a.message+", nothing can be noted:", ""), done: func(a *App, _ string) tea.Cmd {
			a.unitHere() // says that there is none
			return nil
		}}
	case c == nil && !a.asksUnseenNote([]text.Span{span}):
		a.reader.Select(span, a.Scheme.Unit)
		return a.noteSelection()
	}
	return nil
}

// asksUnseenNote asks as asksUnseen does. A note that was typed without a look must not decline by its first n, for the rest
// of it would be commands.
func (a *App) asksUnseenNote(spans []text.Span) bool {
	if !a.asksUnseen("note", spans, (*App).editNote) {
		return false
	}
	if m, asks := a.mode.(asking); asks {
		m.prose, m.question = true, strings.TrimSuffix(m.question, "n")+"esc"
		a.mode = m
	}
	return true
}

func (a *App) noteClaim(id string) tea.Cmd {
	return a.askNote(noting{
		title: "note:",
		now: func(a *App) (string, bool) {
			if now := a.session.Set().Claim(id); now != nil {
				return now.Note, true
			}
			return "", false
		},
		write: func(a *App, s string) tea.Cmd {
			return a.commit(a.desk().Note(a.session.Set().Claim(id), s), id, nil)
		},
	})
}

// noteSelection writes a note that makes a claim of the selection.
func (a *App) noteSelection() tea.Cmd {
	return a.askNote(noting{
		title: "note of a new claim:",
		now: func(a *App) (string, bool) {
			span, ok := a.reader.Selected()
			if c := a.desk().On(span); ok && c != nil {
				return c.Note, true // another program made it meanwhile
			}
			return "", ok
		},
		write: func(a *App, s string) tea.Cmd {
			span, _ := a.reader.Selected()
			return a.commit(a.desk().NoteSpan(span, s))
		},
	})
}

// A noting is how a note is written.
type noting struct {
	title string
	over  mode                      // what it is written over; nil for reading
	now   func(*App) (string, bool) // what the note is, and whether what it is of is there
	write func(*App, string) tea.Cmd
}

// askNote has a note written.
func (a *App) askNote(n noting) tea.Cmd {
	now, _ := n.now(a)
	return a.askNoteFrom(n, now)
}

// askNoteFrom begins with a line that need not be the note. Where the note becomes
// another while it is written both come into the line: the one that would be lost is
// one that nobody has seen.
func (a *App) askNoteFrom(n noting, line string) tea.Cmd {
	was, _ := n.now(a)
	a.mode = typing{prompt: dialog.NewPrompt(n.title, line), over: n.over, done: func(a *App, s string) tea.Cmd {
		is, there := n.now(a)
		switch {
		case !there:
			a.message = "what the note was of is not there any more"
			return nil
		case s == is || s == was:
			return nil
		case is != was:
			n.title = "written elsewhere meanwhile, both:"
			return a.askNoteFrom(n, is+"; "+s)
		}
		return n.write(a, s)
	}}
	return nil
}
