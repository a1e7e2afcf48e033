package dialog

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/keymap"
)

// A Thread goes through the lines of an outline: the claims that are related to one, directly or over others. Its outcome has
// the index of the chosen line.
type Thread struct {
	base
	at      int
	outline func() Outline
}

// NewThread makes a thread with one line chosen. Outline returns the lines as they are now: other programs may change them
// while the thread is shown. It has at least one line.
func NewThread(at int, outline func() Outline) *Thread { return &Thread{at: at, outline: outline} }

// Key implements Dialog.
func (t *Thread) Key(c Context, msg tea.KeyPressMsg) Outcome {
	o := t.current(c)
	t.at = o.at
	action := c.resolve(keymap.Thread, msg)
	if by, moves := strides[action]; moves {
		t.at = max(0, min(t.at+by.of(o.page(c.Columns, c.Rows, c.Measure)), o.Lines-1))
		return Outcome{}
	}
	return Outcome{Close: action == keymap.Cancel, Action: action, Index: t.at}
}

// Draw implements Dialog.
func (t *Thread) Draw(c Context, _ func() Picture) Picture {
	return Picture{t.current(c).rows(c.Columns, c.Rows, c.Measure), true}
}

// current returns the outline as it is now, with a line chosen that it has.
func (t *Thread) current(c Context) Outline {
	o := t.outline()
	o.at = min(t.at, o.Lines-1)
	o.help = c.help(keymap.Thread, func(a keymap.Action) bool { _, moves := strides[a]; return !moves })
	return o
}
