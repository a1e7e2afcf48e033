package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/overlay"
)

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
	a.mode = typing{prompt: overlay.NewPrompt(n.title, line), over: n.over, done: func(a *App, s string) tea.Cmd {
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
