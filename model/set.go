package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"pizhu/model/text"
)

// A Set is all that one annotator said of one article. It is a value: Apply
// makes a new one.
type Set struct {
	Document  Document
	Claims    []*Claim    // that stand in the text, ordered by first start, last end, id
	Adrift    []*Claim    // that do not, in the same order
	Relations []*Relation // ordered by type, ends, id
}

// Document is what is said of the article as a whole.
type Document struct {
	Status string
	Labels map[string][]string
	Note   string
}

// An Edit is one step of a person's work, and the only form of a change to a
// Set. It holds its own inverse.
type Edit struct {
	Action  Action // what was done
	Changes []Change
}

// A Change is one item before and after: a nil Before adds it, a nil After
// removes it. Both are of one kind and have one id.
type Change struct{ Before, After Item }

// An Item is what a change is about: a *Claim, a *Relation, or the *Document.
type Item interface {
	// Ref says which item it is. A document has no id.
	Ref() (kind Kind, id string)
}

// Kind is a kind of item.
type Kind string

// The kinds.
const (
	KindClaim    Kind = "claim"
	KindRelation Kind = "relation"
	KindDocument Kind = "document"
)

// Ref is the claim's kind and id.
func (c *Claim) Ref() (Kind, string) { return KindClaim, c.ID }

// Ref is the relation's kind and id.
func (r *Relation) Ref() (Kind, string) { return KindRelation, r.ID }

// Ref is the document's kind.
func (d *Document) Ref() (Kind, string) { return KindDocument, "" }

// ErrStale says that an edit was made for another state of the set than it is
// applied to.
var ErrStale = errors.New("the claim has changed since")

// Inverse is the edit that takes e back.
func (e Edit) Inverse() Edit {
	back := Edit{Action: e.Action, Changes: make([]Change, len(e.Changes))}
	for i, c := range e.Changes {
		back.Changes[len(e.Changes)-1-i] = Change{Before: c.After, After: c.Before}
	}
	return back
}

// Apply is s after e. It fails with ErrStale, and changes nothing, where what
// an edit changes does not equal its Before. Of a list that an edit does not
// change the new set has the same.
func (s Set) Apply(e Edit) (Set, error) {
	next := s
	var owned [2]bool  // whether the list of claims, and of those adrift, is a copy already
	var relations bool // as owned
	for _, c := range e.Changes {
		ok := true
		switch item := cmp.Or(c.After, c.Before).(type) {
		case *Claim:
			before, _ := c.Before.(*Claim)
			after, _ := c.After.(*Claim)
			ok = next.change(before, after, &owned, len(e.Changes))
		case *Relation:
			next.Relations, relations = own(next.Relations, relations, len(e.Changes)), true
			before, _ := c.Before.(*Relation)
			after, _ := c.After.(*Relation)
			next.Relations, ok = replace(next.Relations, before, after, compareRelations, (*Relation).Equal)
		case *Document:
			before, there := c.Before.(*Document)
			ok = there && c.After != nil && next.Document.Equal(*before)
			next.Document = *item
		}
		if !ok {
			return Set{}, fmt.Errorf("%s: %w", e.Action, ErrStale)
		}
	}
	return next, nil
}

// change puts one claim in the place of another, each in its list: a claim may go
// adrift, and come back.
func (s *Set) change(before, after *Claim, owned *[2]bool, room int) bool {
	ok := true
	for i, list := range []*[]*Claim{&s.Claims, &s.Adrift} {
		b, a := before, after
		if b != nil && b.Adrift() != (i == 1) {
			b = nil
		}
		if a != nil && a.Adrift() != (i == 1) {
			a = nil
		}
		if b == nil && a == nil {
			continue
		}
		*list, owned[i] = own(*list, owned[i], room), true
		changed := false
		*list, changed = replace(*list, b, a, compare, (*Claim).Equal)
		ok = ok && changed
	}
	return ok
}

// own is a list that may be changed, with room for so many more.
func own[T any](list []*T, is bool, more int) []*T {
	if is {
		return list
	}
	return append(make([]*T, 0, len(list)+more), list...)
}

// replace takes before out of the ordered list and puts after in; either may
// be nil. What is there must equal before, though it be another pointer: it may
// have been read from a file since.
func replace[T any](list []*T, before, after *T, order func(a, b *T) int, equal func(a, b *T) bool) ([]*T, bool) {
	if before != nil {
		i, found := slices.BinarySearchFunc(list, before, order)
		if !found || !equal(list[i], before) {
			return list, false
		}
		if after != nil && order(before, after) == 0 {
			list[i] = after
			return list, true
		}
		list = slices.Delete(list, i, i+1)
	}
	if after != nil {
		i, found := slices.BinarySearchFunc(list, after, order)
		if found {
			return list, false
		}
		list = slices.Insert(list, i, after)
	}
	return list, true
}

// Normalize puts claims and relations into their order, after they were read,
// and the claims that are adrift into their list.
func (s *Set) Normalize() {
	if slices.ContainsFunc(s.Claims, (*Claim).Adrift) {
		all := s.Claims
		s.Claims, s.Adrift = nil, slices.Clip(s.Adrift)
		for _, c := range all {
			if c.Adrift() {
				s.Adrift = append(s.Adrift, c)
			} else {
				s.Claims = append(s.Claims, c)
			}
		}
	}
	slices.SortFunc(s.Adrift, compare)
	slices.SortFunc(s.Claims, compare)
	slices.SortFunc(s.Relations, compareRelations)
}

// All are the claims that stand in the text, then those that are adrift.
func (s Set) All() []*Claim { return slices.Concat(s.Claims, s.Adrift) }

// Claim finds a claim that stands in the text by its id, or nil.
func (s Set) Claim(id string) *Claim {
	for _, c := range s.Claims {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// Any finds a claim that has the id of another, whether it stands in the text or is
// adrift; nil for none.
func (s Set) Any(c *Claim) *Claim {
	if c == nil {
		return nil
	}
	return s.Find(c.ID)
}

// Find finds a claim by its id, whether it stands in the text or is adrift; nil for
// none.
func (s Set) Find(id string) *Claim {
	for _, list := range [][]*Claim{s.Claims, s.Adrift} {
		for _, c := range list {
			if c.ID == id {
				return c
			}
		}
	}
	return nil
}

// Live gives the claims that stand: all but the rejected suggestions.
func (s Set) Live() []*Claim { return slices.DeleteFunc(slices.Clone(s.Claims), (*Claim).rejected) }

// CountLive is how many claims stand.
func (s Set) CountLive() int {
	n := 0
	for _, c := range s.Claims {
		if !c.rejected() {
			n++
		}
	}
	return n
}

func (c *Claim) rejected() bool { return c.Provenance.Verdict == Rejected }

// At gives the claims that cover o and are not rejected, the shortest first.
func (s Set) At(o text.Offset) []*Claim {
	var found []*Claim
	for _, c := range s.Claims {
		if c.Start() > o {
			break
		}
		if !c.rejected() && c.Covers(o) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b *Claim) int { return a.Len() - b.Len() })
	return found
}

// With gives the claim that has exactly these spans and is not a rejected
// suggestion, or nil.
func (s Set) With(spans []text.Span) *Claim {
	if len(spans) == 0 {
		return nil
	}
	first, _ := slices.BinarySearchFunc(s.Claims, spans[0].Start, func(c *Claim, o text.Offset) int { return int(c.Start() - o) })
	for _, c := range s.Claims[first:] {
		switch {
		case c.Start() > spans[0].Start:
			return nil
		case !c.rejected() && c.isAt(spans):
			return c
		}
	}
	return nil
}

// Noise gives the spans of the claims that mark noise, ordered by their start.
func (s Set) Noise(scheme *Scheme) []text.Span {
	var spans []text.Span
	for _, c := range s.Claims {
		if c.IsNoise(scheme) {
			spans = append(spans, c.Spans()...)
		}
	}
	text.SortSpans(spans)
	return spans
}

// NoiseIn gives those of Noise that overlap a span.
func (s Set) NoiseIn(within text.Span, scheme *Scheme) []text.Span {
	var spans []text.Span
	for _, c := range s.Claims {
		if c.Start() >= within.End {
			break
		}
		if c.End() <= within.Start || !c.IsNoise(scheme) {
			continue
		}
		for _, f := range c.Fragments {
			if f.Span.Overlaps(within) {
				spans = append(spans, f.Span)
			}
		}
	}
	text.SortSpans(spans)
	return spans
}

// Remove is the edit that removes a claim, with the relations that hang on it.
func (s Set) Remove(c *Claim) []Change {
	var changes []Change
	for _, r := range s.Relations {
		if r.From == c.ID || r.To == c.ID {
			changes = append(changes, Change{Before: r})
		}
	}
	return append(changes, Change{Before: c})
}

// NewSet returns the set of an article that nobody has annotated: it has no claims, and the first status of the scheme. The
// scheme may be nil.
func NewSet(scheme *Scheme) Set {
	set := Set{Document: Document{Labels: map[string][]string{}}}
	if scheme != nil && len(scheme.Statuses) > 0 {
		set.Document.Status = scheme.Statuses[0].ID
	}
	return set
}
