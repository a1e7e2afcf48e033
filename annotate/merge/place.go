package merge

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
)

// alignPlaces gives the three versions of a claim one position, if they quote the same text. A claim that moved with its
// text, or lost its position, was not changed by anybody, and each side may have moved it at another time. If the
// versions quote different texts, or both sides moved the claim and changed something else too, they stay as they are.
func alignPlaces(base, ours, theirs *model.Claim) (b, o, t *model.Claim) {
	place := commonPlace(base, ours, theirs)
	if place == nil {
		return base, ours, theirs
	}
	return withPlaceOf(base, place), withPlaceOf(ours, place), withPlaceOf(theirs, place)
}

// withPlaceOf returns c at the position of another version, or nil.
func withPlaceOf(c, place *model.Claim) *model.Claim {
	if c == nil {
		return nil
	}
	return c.At(place)
}

// commonPlace returns a version with the position that all versions of a claim should have, or nil if they have none in
// common.
func commonPlace(base, ours, theirs *model.Claim) *model.Claim {
	switch {
	case ours == nil || theirs == nil:
		if one := cmp.Or(ours, theirs); base.SameWords(one) {
			return one
		}
		return nil
	case !ours.SameWords(theirs) || base != nil && !base.SameWords(ours):
		return nil
	}
	place := chooseSide(base, ours, theirs)
	if place == nil {
		return nil
	}
	place = place.Clone()
	var earlier []byte
	if base != nil {
		earlier = base.History
	}
	place.History = mergeHistories(earlier, ours.History, theirs.History)
	return place
}

// chooseSide returns the side whose position is kept: the one that moved, or of two the one that has other changes. If
// neither has, either will do, for the position is checked against the text when the article is opened: one in the text
// goes first, then the one with the longer history. If both have, it returns nil, unless one lost its position: that
// does not take the other with it.
func chooseSide(base, ours, theirs *model.Claim) *model.Claim {
	o, t := hasOwnChange(base, ours, theirs), hasOwnChange(base, theirs, ours)
	switch {
	case isSamePlace(ours, theirs):
		return ours
	case isSamePlace(base, theirs) && !(o && t && ours.Adrift()):
		return ours
	case isSamePlace(base, ours) && !(o && t && theirs.Adrift()):
		return theirs
	case o && t:
		return nil
	case o:
		return ours
	case t:
		return theirs
	}
	if cmp.Or(cmp.Compare(rankPlace(ours), rankPlace(theirs)), cmp.Compare(digest(ours), digest(theirs))) < 0 {
		return theirs
	}
	return ours
}

// rankPlace returns how much a claim tells of its place: a claim without one ranks lowest, then one with the shortest history.
func rankPlace(c *model.Claim) int {
	if c.Adrift() {
		return 0
	}
	return 1 + len(c.History)
}

// hasOwnChange reports whether a side has a change besides the position; without a base, whether it differs from the
// other side.
func hasOwnChange(base, side, other *model.Claim) bool {
	if base == nil {
		base = other
	}
	return !base.At(side).Equal(side)
}

// isSamePlace reports whether two versions have the same position.
func isSamePlace(a, b *model.Claim) bool {
	return a != nil && b != nil && a.Standing == b.Standing && a.Stood == b.Stood && slices.Equal(a.Fragments, b.Fragments)
}

// mergeHistories returns the history of the side that extended it. If both did it is the longer, followed by the entries
// that only the other has.
func mergeHistories(base, ours, theirs []byte) []byte {
	switch {
	case bytes.Equal(ours, theirs), bytes.Equal(theirs, base):
		return ours
	case bytes.Equal(ours, base):
		return theirs
	}
	first, second := historyEntries(ours), historyEntries(theirs)
	if cmp.Or(cmp.Compare(len(second), len(first)), bytes.Compare(ours, theirs)) > 0 {
		first, second = second, first
	}
	same := func(a []byte) func([]byte) bool {
		return func(b []byte) bool { return bytes.Equal(a, b) }
	}
	all := slices.Clone(first)
	for _, e := range second {
		if !slices.ContainsFunc(first, same(e)) {
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return slices.Concat([]byte("["), bytes.Join(all, []byte(", ")), []byte("]"))
}

// historyEntries returns the entries of a history. One that is not a list, as of another program, is one entry.
func historyEntries(history []byte) [][]byte {
	var list []jsontext.Value
	if len(history) == 0 {
		return nil
	}
	if json.Unmarshal(history, &list, jsontext.AllowDuplicateNames(true)) != nil {
		return [][]byte{history}
	}
	all := make([][]byte, len(list))
	for i, e := range list {
		all[i] = e
	}
	return all
}
