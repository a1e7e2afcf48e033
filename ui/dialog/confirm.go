package dialog

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// A Confirm asks a question in the status line. Its outcome is keymap.Yes, keymap.No, or one of Passes.
type Confirm struct {
	base
	Question string
	Passes   []keymap.Action // of reading, which leave the question unanswered; nil where every "no" is an answer
	Prose    bool            // a text may have been typed ahead: n may be a letter of it, and only esc declines
}

// Key implements Dialog.
func (q *Confirm) Key(c Context, msg tea.KeyPressMsg) Outcome {
	typed := keyName(msg)
	switch {
	case q.Prose && typed == "n":
		return Outcome{}
	case q.Passes != nil && typed != "y" && typed != "n":
		return q.pass(c, msg)
	}
	switch action := c.resolve(keymap.Ask, msg); action {
	case keymap.Yes, keymap.No:
		return Outcome{Close: true, Action: action}
	}
	return Outcome{}
}

// pass returns what a key does while reading, if the question lets it pass.
func (q *Confirm) pass(c Context, msg tea.KeyPressMsg) Outcome {
	if action := c.resolve(keymap.Read, msg); slices.Contains(q.Passes, action) {
		return Outcome{Close: true, Action: action}
	}
	return Outcome{}
}

// Status implements Dialog.
func (q *Confirm) Status(c Context) Status {
	return Status{Row: paint.Row{}.Add(c.Measure, face.Face{Bold: true}, q.Question).Clip(c.Columns), Cursor: -1}
}
