package dialog

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pizhu/ui/keymap"
)

// Unresolved goes through the claims whose place in a changed text a person has to decide on, and shows one of them as it was
// and as it may be now. Its outcome has the id of the claim and the index of the place that is shown.
type Unresolved struct {
	base
	id      string
	place   int
	claims  func() []UnresolvedClaim
	compare func(id string, place int) Comparison
}

// An UnresolvedClaim is a claim that waits for a decision.
type UnresolvedClaim struct {
	ID     string
	Places int // where it may be in the text
}

// NewUnresolved begins with the claim of an id. Claims returns those that wait now, compare what is shown of one of them.
func NewUnresolved(id string, claims func() []UnresolvedClaim, compare func(id string, place int) Comparison) *Unresolved {
	return &Unresolved{id: id, claims: claims, compare: compare}
}

// Key implements Dialog. Where the claim does not wait any more, since another program has changed it, the dialog ends with
// keymap.ReviewClaims: begin again.
func (u *Unresolved) Key(c Context, msg tea.KeyPressMsg) Outcome {
	claims := u.claims()
	i := slices.IndexFunc(claims, func(w UnresolvedClaim) bool { return w.ID == u.id })
	if i < 0 {
		return Outcome{Close: true, Action: keymap.ReviewClaims}
	}
	action := c.resolve(keymap.Review, msg)
	switch action {
	case keymap.NextClaim:
		u.id, u.place = claims[min(i+1, len(claims)-1)].ID, 0
	case keymap.PreviousClaim:
		u.id, u.place = claims[max(i-1, 0)].ID, 0
	case keymap.ListDown:
		u.place = max(0, min(u.place+1, claims[i].Places-1))
	case keymap.ListUp:
		u.place = max(0, u.place-1)
	}
	return Outcome{Close: action == keymap.Cancel, Action: action, Text: u.id, Index: u.place}
}

// Draw implements Dialog.
func (u *Unresolved) Draw(c Context, _ func() Picture) Picture {
	shown := u.compare(u.id, u.place)
	shown.help = c.help(keymap.Review, func(keymap.Action) bool { return true })
	return Picture{shown.rows(c.Columns, c.Rows, c.Measure), true}
}
