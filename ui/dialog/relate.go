package dialog

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/keymap"
)

// Relate waits until a person has gone to the claim that another is to be related to. The text stays in view, and the mouse
// is the text's.
type Relate struct{ base }

// Key implements Dialog.
func (*Relate) Key(c Context, msg tea.KeyPressMsg) Outcome {
	switch action := c.resolve(keymap.Relate, msg); action {
	case keymap.NextClaim, keymap.PreviousClaim:
		return Outcome{Action: action}
	case keymap.Cancel:
		return Outcome{Close: true}
	case keymap.Accept:
		return Outcome{Close: true, Action: action}
	}
	return Outcome{}
}

// Mouse implements Dialog.
func (*Relate) Mouse(Context, tea.MouseMsg) Outcome { return Outcome{Pass: true} }

// Status implements Dialog.
func (*Relate) Status(c Context) Status {
	return Status{Hint: c.Words.Text("screen.relateHint")}
}
