package annotate

import (
	"errors"
	"fmt"
	"slices"

	"pizhu/annotate/sidecar"
	"pizhu/model"
)

// Withheld counts what edits would do to a sidecar that somebody put back to an earlier
// state. They are not made unless a person says so.
type Withheld struct {
	Changes   int // items that would be added or changed
	Deletions int // items that would be deleted
}

// IsZero reports whether there is nothing to be done.
func (w Withheld) IsZero() bool { return w == Withheld{} }

// String is such as "3 changes and 1 deletion".
func (w Withheld) String() string {
	changes, deletions := numbered(w.Changes, "change"), numbered(w.Deletions, "deletion")
	switch {
	case w.Deletions == 0:
		return changes
	case w.Changes == 0:
		return deletions
	}
	return changes + " and " + deletions
}

func numbered(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func withheld(changes []model.Change) (w Withheld) {
	for _, c := range changes {
		if c.After == nil {
			w.Deletions++
		} else {
			w.Changes++
		}
	}
	return w
}

// difference gives the changes that make one set of another: what is added or changed,
// then what goes.
func difference(from, to model.Set) []model.Change {
	var changes []model.Change
	if !from.Document.Equal(to.Document) {
		changes = append(changes, model.Change{Before: &from.Document, After: &to.Document})
	}
	before, after := items(from), items(to)
	for _, key := range itemKeys(to) {
		if was := before[key]; !model.Same(was, after[key]) {
			changes = append(changes, model.Change{Before: was, After: after[key]})
		}
	}
	for _, key := range slices.Backward(itemKeys(from)) { // relations go before the claims at their ends
		if after[key] == nil {
			changes = append(changes, model.Change{Before: before[key]})
		}
	}
	return changes
}

// itemKeys are the names of the claims and relations of a set, in their order.
func itemKeys(s model.Set) (keys []itemKey) {
	for _, c := range s.All() {
		keys = append(keys, itemKey{model.KindClaim, c.ID})
	}
	for _, r := range s.Relations {
		keys = append(keys, itemKey{model.KindRelation, r.ID})
	}
	return keys
}

// items finds the claims and relations of a set by their names.
func items(s model.Set) map[itemKey]model.Item {
	found := map[itemKey]model.Item{}
	for _, c := range s.All() {
		found[itemKey{model.KindClaim, c.ID}] = c
	}
	for _, r := range s.Relations {
		found[itemKey{model.KindRelation, r.ID}] = r
	}
	return found
}

// ErrPutBack is the error of a change to a layer whose sidecar was put back, before a person has said whether the later changes are
// wanted.
var ErrPutBack = errors.New("somebody put the sidecar back to an earlier version; first say in the reader whether the later changes are wanted")

// heldBack is what was made after a sidecar that somebody put back.
type heldBack struct {
	counts Withheld
	base   model.Set // the sidecar's
	found  found
	edits  []sidecar.Record
}

// PutBack says what was made after the sidecar, where somebody put it back to an earlier
// state: it stands, and nothing can be changed, until Bring or Leave. Ok is false where
// there is nothing to ask, or while only the beginning of the article is known.
func (s *Session) PutBack() (w Withheld, ok bool) {
	if s.held == nil || s.Partial() {
		return Withheld{}, false
	}
	return s.held.counts, true
}

// Leave answers that the sidecar stands: what was made after it stays in the journals and
// is not asked about again.
func (s *Session) Leave() {
	if s.held != nil {
		s.decide()
	}
}

// Bring answers that what was made after the sidecar is to be made again, on what it says:
// as one edit, which can be undone. It returns that edit.
func (s *Session) Bring() (model.Edit, error) {
	if s.held == nil {
		return model.Edit{}, nil
	}
	h := s.held
	set, conflicts := replay(h.base, h.edits)
	followed, err := s.chart.Reanchor(set, h.found.source().SHA256, nil)
	if err == nil {
		set, err = set.Apply(followed)
	}
	if err != nil {
		return model.Edit{}, err
	}
	e := model.Edit{Action: brought, Changes: difference(s.set, set)}
	if err := sidecar.Writable(e); err != nil {
		return model.Edit{}, err
	}
	s.list(conflicts)
	s.decide()
	if len(e.Changes) == 0 {
		return e, nil
	}
	return e, s.Do(e)
}

// brought names the edit that brings what was made after a sidecar.
const brought = "bring-back"

// decide ends the question: from now on the sidecar counts as one that has all the edits
// that were made until now. A record says so, before which the session's edits stand.
func (s *Session) decide() {
	s.cover, s.held = s.held.found.trail.all(), nil
	note := s.note(s.cover)
	note.Sidecar, note.Written = string(s.version), note.Time
	s.answer, s.noted = append(s.answer, note), note
}
