package model

import (
	"bytes"
	"maps"
	"slices"
)

// Equal reports whether two claims say the same in all that is kept of them.
// Two nils are equal.
func (c *Claim) Equal(d *Claim) bool {
	if c == d || c == nil || d == nil {
		return c == d
	}
	return c.ID == d.ID && c.Note == d.Note && c.Unknown == d.Unknown &&
		c.Standing == d.Standing && c.Stood == d.Stood &&
		slices.Equal(c.Fragments, d.Fragments) &&
		SameLabels(c.Labels, d.Labels) &&
		maps.Equal(c.Attributes, d.Attributes) &&
		c.Provenance.Equal(d.Provenance) &&
		bytes.Equal(c.History, d.History)
}

// SameWords reports whether two claims quote the same, wherever that stands. Nil
// quotes nothing.
func (c *Claim) SameWords(d *Claim) bool {
	return c != nil && d != nil && slices.EqualFunc(c.Fragments, d.Fragments, func(f, g Fragment) bool { return f.Text == g.Text })
}

// Equal is as for claims.
func (r *Relation) Equal(s *Relation) bool {
	if r == s || r == nil || s == nil {
		return r == s
	}
	return r.ID == s.ID && r.Type == s.Type && r.From == s.From && r.To == s.To &&
		r.Note == s.Note && r.Unknown == s.Unknown && r.Provenance.Equal(s.Provenance)
}

// Equal reports whether the same is said of the article as a whole.
func (d Document) Equal(e Document) bool {
	return d.Status == e.Status && d.Note == e.Note && SameLabels(d.Labels, e.Labels)
}

// Equal compares moments, not how they are written, and confidences, not where
// they are kept.
func (p Provenance) Equal(q Provenance) bool {
	same := p.Created.Equal(q.Created) && p.Modified.Equal(q.Modified) && p.Decided.Equal(q.Decided)
	if p.Confidence != nil && q.Confidence != nil {
		same = same && *p.Confidence == *q.Confidence
		q.Confidence = p.Confidence
	}
	q.Created, q.Modified, q.Decided = p.Created, p.Modified, p.Decided
	return same && p == q
}

// SameLabels reports whether two maps of groups to labels have the same ones in
// the same order. A group without labels is as good as none.
func SameLabels(a, b map[string][]string) bool {
	within := func(a, b map[string][]string) bool {
		for group, labels := range a {
			if !slices.Equal(labels, b[group]) {
				return false
			}
		}
		return true
	}
	return within(a, b) && within(b, a)
}

// Same reports whether two items are equal. Nil is an item that is not there.
func Same(a, b Item) bool {
	switch a := a.(type) {
	case *Claim:
		b, ok := b.(*Claim)
		return ok && a.Equal(b)
	case *Relation:
		b, ok := b.(*Relation)
		return ok && a.Equal(b)
	case *Document:
		b, ok := b.(*Document)
		return ok && a.Equal(*b)
	}
	return b == nil
}

// Equal reports whether two sets hold equal items, the claims that are adrift among
// them, in the same order.
func (s Set) Equal(t Set) bool {
	return s.Document.Equal(t.Document) && slices.EqualFunc(s.Claims, t.Claims, (*Claim).Equal) &&
		slices.EqualFunc(s.Adrift, t.Adrift, (*Claim).Equal) && slices.EqualFunc(s.Relations, t.Relations, (*Relation).Equal)
}
