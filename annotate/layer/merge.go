package layer

import (
	"cmp"
	"errors"
	"slices"

	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
)

// Why two sidecars cannot be joined.
var (
	ErrTwoLayers  = errors.New("the two sides are of different annotators or documents")
	ErrTwoFutures = errors.New("both sides changed what only a later version of pizhu knows")
)

// A Merged is what came of joining two sidecars.
type Merged struct {
	File      sidecar.File
	Conflicts []merge.Conflict
	TwoTexts  bool // the sides were made for different texts of the article
	Moved     int  // claims that are at another place than in one of the sides
	Adrift    int  // claims that stood in one of the sides, and have no place now
}

// MergeFiles joins two sidecars of one annotator and article that come from one
// base, which may be the zero File. What would be lost it does not join. Where
// the sides were made for different texts their claims are brought to one: to the
// article as it is now, which is read then, or, where it has no text, to that of
// the side that was changed.
func MergeFiles(base, ours, theirs sidecar.File, now func() corpus.Content) (Merged, error) {
	if ours.Annotator != theirs.Annotator || ours.Document.ID != theirs.Document.ID {
		return Merged{}, ErrTwoLayers
	}
	sides := [3]sidecar.File{base, ours, theirs}
	document := ours.Document
	j := Merged{TwoTexts: !sameText(ours.Document, theirs.Document)}
	if j.TwoTexts {
		document = reanchorToOneText(&sides, now())
	}
	merged := sidecar.File{Annotator: ours.Annotator, Document: document, Order: joinOrders(ours.Order, theirs.Order)}
	merged.Document.Path = pickValue(base.Document.Path, ours.Document.Path, theirs.Document.Path)
	merged.Scheme = pickScheme(base.Scheme, ours.Scheme, theirs.Scheme)
	for _, u := range []struct {
		to                 *string
		base, ours, theirs string
	}{
		{&merged.Unknown, base.Unknown, ours.Unknown, theirs.Unknown},
		{&merged.Document.Unknown, base.Document.Unknown, ours.Document.Unknown, theirs.Document.Unknown},
		{&merged.Scheme.Unknown, base.Scheme.Unknown, ours.Scheme.Unknown, theirs.Scheme.Unknown},
	} {
		var ok bool
		if *u.to, ok = merge.ThreeWayValue(u.base, u.ours, u.theirs); !ok {
			return Merged{}, ErrTwoFutures
		}
	}
	merged.Set, j.Conflicts = merge.ThreeWay(sides[0].Set, sides[1].Set, sides[2].Set)
	j.File = merged
	if j.TwoTexts {
		j.countMoved(ours.Set, theirs.Set)
	}
	return j, nil
}

// pickValue is what one side changed; where both did, the later by its letters,
// which is the same whichever side is ours.
func pickValue(base, ours, theirs string) string {
	if one, ok := merge.ThreeWayValue(base, ours, theirs); ok {
		return one
	}
	return max(ours, theirs)
}

// pickScheme is either for the scheme, whose id and hash go together. The next
// session that writes the sidecar names its own.
func pickScheme(base, ours, theirs sidecar.SchemeRef) sidecar.SchemeRef {
	base.Unknown, ours.Unknown, theirs.Unknown = "", "", ""
	if one, ok := merge.ThreeWayValue(base, ours, theirs); ok {
		return one
	}
	if cmp.Or(cmp.Compare(ours.SHA256, theirs.SHA256), cmp.Compare(ours.ID, theirs.ID)) > 0 {
		return ours
	}
	return theirs
}

// joinOrders is an order that has the ids of two.
func joinOrders(a, b sidecar.Order) sidecar.Order {
	return sidecar.Order{
		Documents:  joinOrder(a.Documents, b.Documents),
		Groups:     joinOrder(a.Groups, b.Groups),
		Attributes: joinOrder(a.Attributes, b.Attributes),
	}
}

// joinOrder is the longer list with the ids that only the other has, each after
// the one that it follows there.
func joinOrder(a, b []string) []string {
	if cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a, b)) > 0 {
		a, b = b, a
	}
	joined, at := slices.Clone(a), 0
	for _, id := range b {
		if i := slices.Index(joined, id); i >= 0 {
			at = i + 1
			continue
		}
		joined = slices.Insert(joined, at, id)
		at++
	}
	return joined
}
