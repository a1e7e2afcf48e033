package layer

import (
	"fmt"
	"slices"

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
	changes, deletions := Counted(w.Changes, "change"), Counted(w.Deletions, "deletion")
	switch {
	case w.Deletions == 0:
		return changes
	case w.Changes == 0:
		return deletions
	}
	return changes + " and " + deletions
}

// Counted returns a number with the noun that it counts, in the plural unless n is 1.
func Counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func countWithheld(changes []model.Change) (w Withheld) {
	for _, c := range changes {
		if c.After == nil {
			w.Deletions++
		} else {
			w.Changes++
		}
	}
	return w
}

// Difference gives the changes that make one set of another: what is added or changed,
// then what goes.
func Difference(from, to model.Set) []model.Change {
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
