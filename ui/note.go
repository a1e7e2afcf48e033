package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
)

// editNote writes the note of the claim that has just the selection; without a selection that of the current claim. Where
// there is none, the note makes a claim without labels, of the selection or of the scheme's unit at the cursor.
func (a *App) editNote() tea.Cmd {
	span, selected := a.article.Reader.Selected()
	c := a.article.Current()
	if selected && (c == nil || !slices.Contains(c.Spans(), span)) {
		c = a.article.Editor().On(span)
	}
	if c == nil && !selected {
		span = a.unitHere()
	}
	switch {
	case c != nil && !a.asksUnseen(unseen{question: "screen.askNote", prose: true}, c.Spans(), (*App).editNote):
		return a.noteClaim(c.ID)
	case c == nil && span.Empty():
		a.prompt(a.Words.Text("screen.noNote", a.message), "", func(string) tea.Cmd {
			a.unitHere() // says that there is none
			return nil
		})
	case c == nil && !a.asksUnseen(unseen{question: "screen.askNote", prose: true}, []text.Span{span}, (*App).editNote):
		a.article.Reader.Select(span, a.Scheme.Unit)
		return a.noteSelection()
	}
	return nil
}

func (a *App) noteClaim(id string) tea.Cmd {
	return a.askNote(noting{
		title: a.Words.Text("screen.claimNote"),
		now: func(a *App) (string, bool) {
			if now := a.article.Session.Set().Claim(id); now != nil {
				return now.Note, true
			}
			return "", false
		},
		write: func(a *App, s string) tea.Cmd {
			a.commit(a.article.Editor().Note(a.article.Session.Set().Claim(id), s), id, nil)
			return nil
		},
	})
}

// noteSelection writes a note that makes a claim of the selection.
func (a *App) noteSelection() tea.Cmd {
	return a.askNote(noting{
		title: a.Words.Text("screen.newNote"),
		now: func(a *App) (string, bool) {
			span, ok := a.article.Reader.Selected()
			if c := a.article.Editor().On(span); ok && c != nil {
				return c.Note, true // another program made it meanwhile
			}
			return "", ok
		},
		write: func(a *App, s string) tea.Cmd {
			span, _ := a.article.Reader.Selected()
			a.commit(a.article.Editor().NoteSpan(span, s))
			return nil
		},
	})
}

// A noting is how a note is written.
type noting struct {
	title string
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
	a.prompt(n.title, line, func(s string) tea.Cmd {
		is, there := n.now(a)
		switch {
		case !there:
			a.notify("screen.noteGone")
			return nil
		case s == is || s == was:
			return nil
		case is != was:
			n.title = a.Words.Text("screen.noteElsewhere")
			return a.askNoteFrom(n, is+"; "+s)
		}
		return n.write(a, s)
	})
	return nil
}
