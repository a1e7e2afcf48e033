package merge

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
)

// alignPlaces brings what is known of one claim on three sides to one place, where
// they quote the same. That a claim went along with its text, or went adrift from
// it, nobody decided: it is no change of what somebody said, and each side may
// have found it at another time. Where the sides quote different things, or both
// were put elsewhere and say other things too, they stay as they are.
func alignPlaces(base, ours, theirs *model.Claim) (b, o, t *model.Claim) {
	home := commonPlace(base, ours, theirs)
	if home == nil {
		return base, ours, theirs
	}
	return withPlaceOf(base, home), withPlaceOf(ours, home), withPlaceOf(theirs, home)
}

func withPlaceOf(c, home *model.Claim) *model.Claim {
	if c == nil {
		return nil
	}
	return c.At(home)
}

// commonPlace is a claim that is where the claim of three sides is, nil where that
// cannot be said.
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
	home := chooseSide(base, ours, theirs)
	if home == nil {
		return nil
	}
	home = home.Clone()
	var earlier []byte
	if base != nil {
		earlier = base.History
	}
	home.History = mergeHistories(earlier, ours.History, theirs.History)
	return home
}

// chooseSide is the side whose place is taken: the one that was moved, or of two
// the one that says something new. Of two that say nothing new either will do,
// for it is held against the text when the article is opened: one that stands
// goes first, then one that was moved more often. Where both say something new,
// that one went adrift does not take the other with it.
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
	rank := func(c *model.Claim) int {
		if c.Adrift() {
			return 0
		}
		return 1 + len(c.History)
	}
	if cmp.Or(cmp.Compare(rank(ours), rank(theirs)), cmp.Compare(digest(ours), digest(theirs))) < 0 {
		return theirs
	}
	return ours
}

// hasOwnChange reports whether a side says something that the base does not, apart from
// where the claim is; where there is no base, that the other side does not.
func hasOwnChange(base, side, other *model.Claim) bool {
	if base == nil {
		base = other
	}
	return !base.At(side).Equal(side)
}

// isSamePlace reports whether two claims are at the same place.
func isSamePlace(a, b *model.Claim) bool {
	return a != nil && b != nil && a.Standing == b.Standing && a.Stood == b.Stood && slices.Equal(a.Fragments, b.Fragments)
}

// mergeHistories is the history that one side has more of. Where both do it is the
// longer, with what only the other has after that.
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

// historyEntries are those of a history. One that is no list, another program's, is one.
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
