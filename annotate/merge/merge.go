// Package merge merges the changes that were made to one set in two places: two
// sessions, two machines, two branches of git. It is pure: sets in, a set out. It
// reads no files and no journals.
//
// Items are compared by their ids, and no work is lost: a change of one side is
// kept, an equal change of both once; where the changes differ both stay, the
// second under an id that is computed from its content; and a change outlives a
// deletion. A claim that moved with its text is not changed by that, see
// alignPlaces. Every such case is listed. The result does not depend on which side
// is called ours, so that two people who merge each other's work get the same
// bytes.
//
// Begin with ThreeWay.
package merge

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"pizhu/model"
)

// A Reason is why two sides could not simply be merged, and what was kept.
type Reason string

// The reasons.
const (
	BothKept   Reason = "both changed it"                                        // both are kept
	ChangeKept Reason = "one deleted it, the other changed it"                   // the change is kept
	NeededKept Reason = "one deleted it, the other has a relation that needs it" // it is kept
	OneChosen  Reason = "both changed it, and it holds one value"                // the other value is in Lost
)

// A Conflict is one case that a person should look at.
type Conflict struct {
	Kind   model.Kind
	ID     string // of the claim or relation; of a document's member its name: status, note, or labels and the group
	Reason Reason
	CopyID string // of BothKept: the id of the second
	Lost   string // of OneChosen: the other value
}

// String describes the conflict and its result.
func (c Conflict) String() string {
	description := fmt.Sprintf("%s %s: %s", c.Kind, c.ID, c.Reason)
	switch {
	case c.CopyID != "":
		return description + "; the second is " + c.CopyID
	case c.Reason == OneChosen:
		return fmt.Sprintf("%s; the other was %q", description, c.Lost)
	}
	return description
}

// ThreeWay merges two sets that come from one base, which may be empty. The conflicts are ordered: documents, claims,
// relations.
func ThreeWay(base, ours, theirs model.Set) (model.Set, []Conflict) {
	document, inDocument := mergeDocuments(base.Document, ours.Document, theirs.Document)
	claims, inClaims := mergeItems(claimKind, base.All(), ours.All(), theirs.All())
	relations, inRelations := mergeItems(relationKind, base.Relations, ours.Relations, theirs.Relations)
	merged := model.Set{Document: document, Claims: claims, Relations: relations}
	revived := restoreNeeded(&merged, ours, theirs)
	merged.Normalize()
	return merged, slices.Concat(inDocument, inClaims, revived, inRelations)
}

// An itemKind is what a merge needs to know about items of a type.
type itemKind[T any] struct {
	name        model.Kind
	id          func(*T) string
	equal       func(a, b *T) bool
	provenance  func(*T) model.Provenance
	withID      func(item *T, id string) *T
	alignPlaces func(base, ours, theirs *T) (b, o, t *T)
}

var claimKind = itemKind[model.Claim]{
	name:       model.KindClaim,
	id:         func(c *model.Claim) string { return c.ID },
	equal:      (*model.Claim).Equal,
	provenance: func(c *model.Claim) model.Provenance { return c.Provenance },
	withID: func(c *model.Claim, id string) *model.Claim {
		d := *c
		d.ID = id
		return &d
	},
	alignPlaces: alignPlaces,
}

var relationKind = itemKind[model.Relation]{
	name:       model.KindRelation,
	id:         func(r *model.Relation) string { return r.ID },
	equal:      (*model.Relation).Equal,
	provenance: func(r *model.Relation) model.Provenance { return r.Provenance },
	withID: func(r *model.Relation, id string) *model.Relation {
		s := *r
		s.ID = id
		return &s
	},
	alignPlaces: func(base, ours, theirs *model.Relation) (b, o, t *model.Relation) { return base, ours, theirs },
}

// byID indexes items by their ids.
func (k itemKind[T]) byID(items []*T) map[string]*T {
	found := make(map[string]*T, len(items))
	for _, item := range items {
		found[k.id(item)] = item
	}
	return found
}

// mergeItems merges the items of one kind. It returns them in no particular order.
func mergeItems[T any](k itemKind[T], base, ours, theirs []*T) (merged []*T, conflicts []Conflict) {
	b, o, t := k.byID(base), k.byID(ours), k.byID(theirs)
	all := maps.Clone(o)
	maps.Copy(all, t)
	result := make(map[string]*T, len(all))
	var seconds []*T
	for _, id := range slices.Sorted(maps.Keys(all)) {
		kept, second, reason := k.mergeItem(b[id], o[id], t[id])
		if kept != nil {
			result[id] = kept
		}
		if reason == ChangeKept {
			conflicts = append(conflicts, Conflict{Kind: k.name, ID: id, Reason: ChangeKept})
		}
		if second != nil {
			seconds = append(seconds, second)
		}
	}
	for _, second := range seconds {
		copied := k.copyWithNewID(second, result)
		result[k.id(copied)] = copied
		conflicts = append(conflicts, Conflict{Kind: k.name, ID: k.id(second), Reason: BothKept, CopyID: k.id(copied)})
	}
	return slices.Collect(maps.Values(result)), conflicts
}

// mergeItem merges the versions of one item, nil where there is none. It returns the version to keep under its id, and a
// second one to keep under another.
func (k itemKind[T]) mergeItem(base, ours, theirs *T) (kept, second *T, reason Reason) {
	if kept, ok := k.changedSide(base, ours, theirs); ok {
		return kept, nil, ""
	}
	base, ours, theirs = k.alignPlaces(base, ours, theirs)
	if kept, ok := k.changedSide(base, ours, theirs); ok {
		return kept, nil, ""
	}
	if ours == nil || theirs == nil {
		return cmp.Or(ours, theirs), nil, ChangeKept
	}
	if k.isNewer(theirs, ours) {
		ours, theirs = theirs, ours
	}
	return ours, theirs, BothKept
}

// changedSide returns the version that one side changed, or both alike. ok is false where both changed it and differ.
func (k itemKind[T]) changedSide(base, ours, theirs *T) (item *T, ok bool) {
	switch {
	case k.equal(ours, theirs), k.equal(base, theirs):
		return ours, true
	case k.equal(base, ours):
		return theirs, true
	}
	return nil, false
}

// isNewer reports whether a was edited after b. If both were edited at one time, their content decides, so that both
// sides have the same order.
func (k itemKind[T]) isNewer(a, b *T) bool {
	if c := lastTouched(k.provenance(a)).Compare(lastTouched(k.provenance(b))); c != 0 {
		return c > 0
	}
	return digest(a) > digest(b)
}

// lastTouched returns the time of the last edit or decision.
func lastTouched(p model.Provenance) time.Time {
	last := p.Created
	for _, t := range []time.Time{p.Modified, p.Decided} {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// copyWithNewID returns an item under an id that is computed from its content, so that another merge finds it there
// already.
func (k itemKind[T]) copyWithNewID(item *T, taken map[string]*T) *T {
	for seed := item; ; {
		copied := k.withID(item, digest(seed)[:12])
		if other := taken[k.id(copied)]; other == nil || k.equal(other, copied) {
			return copied
		}
		seed = copied
	}
}

// crockford is the alphabet of ids.
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// digest returns the hash of the content of an item, in the letters of ids.
func digest(item any) string {
	h := sha256.New()
	if err := json.MarshalWrite(h, item, json.Deterministic(true), json.FormatNilSliceAsNull(false)); err != nil {
		fmt.Fprintf(h, "%v: %+v", err, item) // a number that JSON has not, or text that is not UTF-8: no sidecar holds one
	}
	return crockford.EncodeToString(h.Sum(nil))
}

// restoreNeeded restores claims that one side deleted while a relation of the other leads to them.
func restoreNeeded(merged *model.Set, ours, theirs model.Set) []Conflict {
	there := claimKind.byID(merged.Claims)
	sides := [2]map[string]*model.Claim{claimKind.byID(ours.All()), claimKind.byID(theirs.All())}
	from := [2]map[string]*model.Relation{relationKind.byID(ours.Relations), relationKind.byID(theirs.Relations)}
	var conflicts []Conflict
	for _, r := range slices.SortedFunc(slices.Values(merged.Relations), func(a, b *model.Relation) int { return cmp.Compare(a.ID, b.ID) }) {
		for _, end := range []string{r.From, r.To} {
			if there[end] != nil {
				continue
			}
			for i, claims := range sides {
				if c := claims[end]; c != nil && from[i][r.ID] != nil && there[end] == nil {
					there[end] = c
					merged.Claims = append(merged.Claims, c)
					conflicts = append(conflicts, Conflict{Kind: model.KindClaim, ID: end, Reason: NeededKept})
				}
			}
		}
	}
	return conflicts
}
