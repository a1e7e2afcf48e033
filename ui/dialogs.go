package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// An openDialog is a dialog on the App's stack, and what the App needs to know of it besides.
type openDialog struct {
	dialog.Dialog
	done   func(dialog.Outcome) tea.Cmd // carries out an outcome that has an action; nil for nothing
	isMoot func() bool                  // reports that the dialog has to end by itself; nil for one that only a person ends

	unprompted bool // it came up by itself: what was typed before it could be read waits until it is answered
	unread     bool // an unprompted dialog that nobody can have read yet
	brief      bool // it ends when a person can have read it
	number     int  // of the time until a person can have read it; 0 for none
}

// setDialog puts a dialog in place of all that are open.
func (a *App) setDialog(d *openDialog) {
	a.closeDialogs()
	a.dialogs = append(a.dialogs, d)
}

// pushDialog puts a dialog over those that are open.
func (a *App) pushDialog(d *openDialog) { a.dialogs = append(a.dialogs, d) }

// closeDialogs leaves nothing open but the text, with no chord begun.
func (a *App) closeDialogs() { a.dialogs, a.chord = nil, "" }

// closeTop ends the dialog that takes what is typed.
func (a *App) closeTop() { a.dialogs = a.dialogs[:len(a.dialogs)-1] }

// top returns the dialog that takes what is typed, or nil.
func (a *App) top() *openDialog {
	if len(a.dialogs) == 0 {
		return nil
	}
	return a.dialogs[len(a.dialogs)-1]
}

// isReading reports whether the text takes what is typed.
func (a *App) isReading() bool { return len(a.dialogs) == 0 }

// isIdle reports whether the text takes what is typed and no chord is begun.
func (a *App) isIdle() bool { return a.isReading() && a.chord == "" }

// context returns what a dialog needs to know of the screen.
func (a *App) context() dialog.Context {
	return dialog.Context{Keys: a.Keys, Words: a.Words, Measure: a.Measure, Columns: a.geometry().columns, Rows: max(1, a.height-2)}
}

// carryOut does what came of an input to the top dialog.
func (a *App) carryOut(o dialog.Outcome) tea.Cmd {
	d := a.top()
	if o.Close {
		a.closeTop()
	}
	if o.Notice != "" {
		a.message = o.Notice
	}
	if o.Action == "" || d.done == nil {
		return nil
	}
	return d.done(o)
}

// closeMoot ends the top dialog if it has nothing left to ask or to show.
func (a *App) closeMoot() {
	if d := a.top(); d != nil && d.isMoot != nil && d.isMoot() {
		a.closeTop()
	}
}

// picture draws the pane above the legend: the text, and the dialogs over it.
func (a *App) picture(s scene) dialog.Picture {
	draw := func() dialog.Picture { return dialog.Picture{Rows: a.body(s)} }
	c := a.context()
	for _, d := range a.dialogs {
		below := draw
		draw = func() dialog.Picture { return d.Draw(c, below) }
	}
	p := draw()
	p.Rows = fill(p.Rows, c.Rows)
	return p
}

// dialogStatus returns what the top dialog has the status line show.
func (a *App) dialogStatus() dialog.Status {
	if d := a.top(); d != nil {
		return d.Status(a.context())
	}
	return dialog.Status{}
}

// ask shows a question over the dialogs that are open; yes is done where the answer is yes.
func (a *App) ask(q *dialog.Confirm, yes func(*App) tea.Cmd) {
	a.pushDialog(&openDialog{Dialog: q, done: func(o dialog.Outcome) tea.Cmd {
		if o.Action == keymap.Yes {
			return yes(a)
		}
		return nil
	}})
}

// choose shows a menu of items with one of them chosen. Done is told the id of the item that is taken, and its index.
func (a *App) choose(title string, items []dialog.Item, at int, done func(id string, index int) tea.Cmd) {
	a.setDialog(&openDialog{Dialog: dialog.NewMenu(title, items, at), done: func(o dialog.Outcome) tea.Cmd { return done(o.Text, o.Index) }})
}

// prompt shows a line to type in, over the dialogs that are open. Done is told what was typed.
func (a *App) prompt(title, line string, done func(string) tea.Cmd) {
	a.pushDialog(&openDialog{Dialog: dialog.NewPrompt(title, line), done: func(o dialog.Outcome) tea.Cmd { return done(o.Text) }})
}

// list shows items to look through.
func (a *App) list(title string, items []dialog.Item) {
	a.setDialog(&openDialog{Dialog: dialog.NewList(title, items)})
}

// ticked returns the name of an item, with a sign where it is on.
func ticked(name string, on bool) string {
	if on {
		return "✓ " + name
	}
	return "  " + name
}
