// Package dialog holds what is shown for a while over the text or in the status line: a line to type in, a list, a menu, a
// question, a thread and so on. A Dialog owns its keys, its pastes, its mouse, its picture and its status line. It is made of
// values, changes nothing but itself, and returns what a person decided as an Outcome.
package dialog

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
	"pizhu/ui/paint"
)

// A Dialog takes what a person types until it has an Outcome that closes it. Dialogs may lie over one another.
type Dialog interface {
	// Key handles a key.
	Key(c Context, msg tea.KeyPressMsg) Outcome
	// Paste handles a pasted text.
	Paste(c Context, s string) Outcome
	// Mouse handles a press, a drag, a release or the wheel.
	Mouse(c Context, msg tea.MouseMsg) Outcome
	// Draw returns the picture of the pane above the legend. Below returns the picture of what lies under the dialog.
	Draw(c Context, below func() Picture) Picture
	// Status returns what the status line shows.
	Status(c Context) Status
}

// A Context holds what a dialog needs to know of the screen: the keys, how wide characters are, and the size of the pane.
type Context struct {
	Keys          keymap.Map
	Words         *message.Words // nil for English
	Measure       text.Measure
	Columns, Rows int
}

// resolve returns the action of a key in a mode. The key of an input method that was left on counts as its ASCII key.
func (c Context) resolve(mode keymap.Mode, msg tea.KeyPressMsg) keymap.Action {
	action, _ := c.Keys.Resolve(mode, "", keyName(msg))
	return action
}

// help returns a phrase for each binding of a mode that keep accepts: its first key, and what it does.
func (c Context) help(mode keymap.Mode, keep func(keymap.Action) bool) []string {
	var list []string
	for _, b := range c.Keys.Of(mode) {
		if keep(b.Action) {
			list = append(list, b.Keys[0]+" "+c.Words.Term(b.Help))
		}
	}
	return list
}

// keyName returns the key's name in the keymap.
func keyName(msg tea.KeyPressMsg) string { return keymap.Normalize(msg.String()) }

// An Outcome is what came of an input. The zero value means that nothing did, or that the dialog dealt with it itself.
type Outcome struct {
	Close  bool          // the dialog has ended
	Action keymap.Action // what the program has to do
	Text   string        // the text that was typed, or the id of what was chosen
	Index  int           // the position of what was chosen
	Notice string        // what the status line is to say
	Pass   bool          // the input is for the text under the dialog
}

// A Picture is the pane above the legend. It may have fewer rows than the pane.
type Picture struct {
	Rows   []paint.Row
	Covers bool // the article's text is not in view, nor is its cursor
}

// A Status is what a dialog has the status line show: a row of its own, or a hint where there is no message.
type Status struct {
	Row    paint.Row // nil for none
	Cursor int       // the column of the cursor on Row; -1 for none
	Hint   string
}

// A base is a dialog that takes nothing and shows nothing.
type base struct{}

// Paste implements Dialog.
func (base) Paste(Context, string) Outcome { return Outcome{} }

// Mouse implements Dialog.
func (base) Mouse(Context, tea.MouseMsg) Outcome { return Outcome{} }

// Draw implements Dialog.
func (base) Draw(_ Context, below func() Picture) Picture { return below() }

// Status implements Dialog.
func (base) Status(Context) Status { return Status{} }

// A stride is how far an action moves in a list, in parts of a page and in lines.
type stride struct{ pages, lines int }

// farthest is more lines than any list has.
const farthest = 1 << 20

// strides is the table of the actions that move in a list.
var strides = map[keymap.Action]stride{
	keymap.ListUp: {0, -1}, keymap.ListDown: {0, 1}, keymap.ListPageUp: {-1, 0}, keymap.ListPageDown: {1, 0},
	keymap.ListHome: {0, -farthest}, keymap.ListEnd: {0, farthest},
}

// of returns the number of lines of a stride where a page has so many.
func (s stride) of(page int) int { return s.pages*page + s.lines }
