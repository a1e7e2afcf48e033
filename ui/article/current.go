package article

import (
	"cmp"
	"errors"

	"pizhu/annotate/edit"
	"pizhu/model"
	"pizhu/model/text"
)

// A keptClaim stays the picked one as long as the cursor is where it was, though it need not be on the claim.
type keptClaim struct {
	claim  string
	cursor text.Offset
}

// Picked returns the id of the claim that was labelled or gone to last; empty for none.
func (a *Article) Picked() string { return a.picked }

// Pick makes a claim the picked one; none if the id is empty.
func (a *Article) Pick(id string) { a.picked = id }

// Current returns the claim that keys are about: the one that was picked, as long as the selection or the cursor is on it or
// LetGo has kept it; else the one with just the selection's spans; else the shortest that covers the cursor. It may be nil.
func (a *Article) Current() *model.Claim {
	set, cursor := a.Session.Set(), a.Reader.Cursor()
	span, selected := a.Reader.Selected()
	if c := set.Claim(a.picked); c != nil && (c.Covers(cursor) || selected && touches(c, span) || a.kept == keptClaim{c.ID, cursor}) {
		return c
	}
	if selected {
		for _, c := range set.At(cursor) {
			if c.Start() == span.Start && c.End() == span.End {
				return c
			}
		}
	}
	if under := set.At(cursor); len(under) > 0 {
		return under[0]
	}
	return nil
}

// touches reports whether a span reaches into a claim, from its first fragment to its last.
func touches(c *model.Claim, s text.Span) bool { return c.Start() < s.End && s.Start < c.End() }

// NeedCurrent returns the current claim, or edit.ErrNoClaim.
func (a *Article) NeedCurrent() (*model.Claim, error) {
	if c := a.Current(); c != nil {
		return c, nil
	}
	return nil, edit.ErrNoClaim
}

// LetGo ends the selection. The current claim stays the current one.
func (a *Article) LetGo() {
	c := a.Current()
	a.Reader.LetGo()
	if c != nil && a.Current() != c {
		a.picked, a.kept = c.ID, keptClaim{c.ID, a.Reader.Cursor()}
	}
}

// The errors of StepClaim.
var (
	ErrNoClaims     = errors.New("no claims yet")
	ErrFirstClaim   = errors.New("no claim before this")
	ErrNoMoreClaims = errors.New("no claim after this")
)

// StepClaim goes n claims on from the current one, or from the cursor; back if n is negative.
func (a *Article) StepClaim(n int) error {
	claims := a.Session.Set().Live()
	if len(claims) == 0 {
		return ErrNoClaims
	}
	next := a.neighbour(claims, n)
	switch {
	case next >= 0 && next < len(claims):
		a.GoTo(claims[next])
		return nil
	case n > 0:
		return ErrNoMoreClaims
	}
	return ErrFirstClaim
}

// GoTo puts the cursor on a claim, and picks it.
func (a *Article) GoTo(c *model.Claim) {
	a.Reader.Place(c.Start())
	a.picked = c.ID
}

// neighbour returns the index of the claim n after the current one, or after the cursor.
func (a *Article) neighbour(claims []*model.Claim, n int) int {
	current := a.Current()
	after := 0 // the first claim at the cursor or after it
	for i, c := range claims {
		if c == current {
			return i + n
		}
		if c.Start() < a.Reader.Cursor() {
			after = i + 1
		}
	}
	if n > 0 {
		return after
	}
	return after - 1
}

// Revert undoes or redoes by step, and shows where that changed something. It reports whether there was an edit to revert.
func (a *Article) Revert(step func() (model.Edit, bool, error)) (e model.Edit, ok bool, err error) {
	e, ok, err = step()
	if err != nil || !ok {
		return e, ok, err
	}
	a.updateNoiseAfter(e)
	for _, c := range e.Changes {
		a.showItem(c.Before)
		a.showItem(c.After)
	}
	a.showRelation(e)
	return e, true, nil
}

// BringBack brings back what was made after a sidecar that somebody has put back to an earlier state.
func (a *Article) BringBack() error {
	e, err := a.Session.RestoreWithheld()
	if err != nil {
		return err
	}
	a.updateNoiseAfter(e)
	return nil
}

// showItem puts the cursor on a claim that an edit changed.
func (a *Article) showItem(item model.Item) {
	c, ok := item.(*model.Claim)
	if !ok || c == nil || c.Adrift() {
		return
	}
	if a.Session.Set().Claim(c.ID) != nil {
		a.picked = c.ID
	}
	if _, selected := a.Reader.Selected(); !selected && !c.Covers(a.Reader.Cursor()) {
		a.Reader.Place(c.Start())
	}
}

// showRelation puts the cursor on an end of the relation that an edit was about. A relation that came or went with its claim
// is not shown.
func (a *Article) showRelation(e model.Edit) {
	if len(e.Changes) != 1 {
		return
	}
	r, ok := cmp.Or(e.Changes[0].After, e.Changes[0].Before).(*model.Relation)
	if !ok {
		return
	}
	from, to := a.Session.Set().Claim(r.From), a.Session.Set().Claim(r.To)
	if current := a.Current(); current == nil || current != from && current != to {
		a.showItem(cmp.Or(from, to))
	}
}
