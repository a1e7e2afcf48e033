package annotate

import (
	"cmp"
	"errors"
	"slices"

	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
)

// Why two sidecars cannot be joined.
var (
	ErrTwoTexts   = errors.New("the two sides were made for different texts")
	ErrTwoLayers  = errors.New("the two sides are of different annotators or documents")
	ErrTwoFutures = errors.New("both sides changed what only a later version of pizhu knows")
)

// MergeFiles joins two sidecars of one annotator and article that come from one
// base, which may be the zero File. What would be lost it does not join: spans
// count in one text, so the sides must be made for the same.
func MergeFiles(base, ours, theirs sidecar.File) (sidecar.File, []merge.Conflict, error) {
	switch {
	case ours.Annotator != theirs.Annotator || ours.Document.ID != theirs.Document.ID:
		return sidecar.File{}, nil, ErrTwoLayers
	case ours.Document.SHA256 != theirs.Document.SHA256 || ours.Document.Encoding != theirs.Document.Encoding ||
		ours.Document.Length != theirs.Document.Length:
		return sidecar.File{}, nil, ErrTwoTexts
	}
	merged := sidecar.File{Annotator: ours.Annotator, Document: ours.Document, Order: joinOrders(ours.Order, theirs.Order)}
	merged.Document.Path = either(base.Document.Path, ours.Document.Path, theirs.Document.Path)
	merged.Scheme = eitherScheme(base.Scheme, ours.Scheme, theirs.Scheme)
	for _, u := range []struct {
		to                 *string
		base, ours, theirs string
	}{
		{&merged.Unknown, base.Unknown, ours.Unknown, theirs.Unknown},
		{&merged.Document.Unknown, base.Document.Unknown, ours.Document.Unknown, theirs.Document.Unknown},
		{&merged.Scheme.Unknown, base.Scheme.Unknown, ours.Scheme.Unknown, theirs.Scheme.Unknown},
	} {
		var ok bool
		if *u.to, ok = merge.Pick(u.base, u.ours, u.theirs); !ok {
			return sidecar.File{}, nil, ErrTwoFutures
		}
	}
	var conflicts []merge.Conflict
	merged.Set, conflicts = merge.Three(base.Set, ours.Set, theirs.Set)
	return merged, conflicts, nil
}

// either is what one side changed; where both did, the later by its letters,
// which is the same whichever side is ours.
func either(base, ours, theirs string) string {
	if one, ok := merge.Pick(base, ours, theirs); ok {
		return one
	}
	return max(ours, theirs)
}

// eitherScheme is either for the scheme, whose id and hash go together. The next
// session that writes the sidecar names its own.
func eitherScheme(base, ours, theirs sidecar.SchemeRef) sidecar.SchemeRef {
	base.Unknown, ours.Unknown, theirs.Unknown = "", "", ""
	if one, ok := merge.Pick(base, ours, theirs); ok {
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
