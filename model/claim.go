// Package model holds the nouns of annotation: claims and the relations
// between them, the set of them that one person made of one article, the edits
// that change a set, and the scheme that names the labels. They are values:
// whoever holds one may keep it, and a change makes a new one.
package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"pizhu/model/text"
)

// A Claim is one annotation: fragments of the text with labels, attributes and
// a note, and who made it.
type Claim struct {
	ID         string
	Fragments  []Fragment          // in order, not overlapping, at least one
	Labels     map[string][]string // group id to label ids in the scheme's order
	Attributes map[string]any      // attribute id to string, float64 or bool
	Note       string
	Provenance Provenance
	History    []byte // earlier anchors as JSON, as they were read; nil if it was never moved
	Unknown    string // fields of later versions as JSON members, kept as they were read

	// A claim that has no place in the text, or none that a person has agreed
	// to, is adrift. Its fragments count in an earlier text.
	Standing Standing // of one that is adrift; empty while it stands in the text
	Stood    string   // the SHA-256 of the earlier text
}

// A Fragment is one span of a claim with the selectors of the W3C Web
// Annotation Data Model: its position, and its quote with what stands around.
type Fragment struct {
	Span                 text.Span
	Text, Prefix, Suffix string
	Unknown              string // as in Claim
}

// Provenance says who made a claim or a relation, when and how.
type Provenance struct {
	By         string
	Method     Method
	Created    time.Time
	Modified   time.Time // zero if it was never changed
	ModifiedBy string
	Version    string   // of the rule or model
	Confidence *float64 // of the rule or model, 0 to 1
	Verdict    Verdict  // on a suggestion; empty while undecided
	DecidedBy  string
	Decided    time.Time
	Unknown    string // as in Claim
}

// Method says how a claim came about.
type Method string

// The methods.
const (
	Person Method = "person"
	Rule   Method = "rule"
	Model  Method = "model"
	Import Method = "import"
)

// Verdict is what a person made of a suggestion.
type Verdict string

// The verdicts. A rejected suggestion is kept as an explicit negative.
const (
	Undecided Verdict = ""
	Accepted  Verdict = "accepted"
	Edited    Verdict = "edited"
	Rejected  Verdict = "rejected"
)

// A Relation goes from one claim to another.
type Relation struct {
	ID, Type, From, To string
	Note               string
	Provenance         Provenance
	Unknown            string // as in Claim
}

// context is how many code points of prefix and suffix are kept at most.
const context = 32

// Describe makes the fragment of a span: its text, and what stands before and
// after it, shortened to whole clusters.
func Describe(t *text.Text, s text.Span) Fragment {
	from, to := max(0, s.Start-context), min(t.Len(), s.End+context)
	if floor := t.Floor(from); floor < from {
		from = min(t.Next(floor), s.Start)
	}
	to = max(t.Floor(to), s.End)
	return Fragment{
		Span:   s,
		Text:   t.Slice(s),
		Prefix: t.Slice(text.Span{Start: from, End: s.Start}),
		Suffix: t.Slice(text.Span{Start: s.End, End: to}),
	}
}

// Adrift reports whether the claim has no place in the text: its spans are those
// of an earlier one.
func (c *Claim) Adrift() bool { return c.Standing != "" }

// At is a copy of the claim at the place of another.
func (c *Claim) At(other *Claim) *Claim {
	d := c.Clone()
	d.Fragments, d.History = slices.Clone(other.Fragments), other.History
	d.Standing, d.Stood = other.Standing, other.Stood
	return d
}

// Spans are the places of the claim's fragments.
func (c *Claim) Spans() []text.Span {
	spans := make([]text.Span, len(c.Fragments))
	for i, f := range c.Fragments {
		spans[i] = f.Span
	}
	return spans
}

// isAt reports whether the fragments are just at these places.
func (c *Claim) isAt(spans []text.Span) bool {
	return slices.EqualFunc(c.Fragments, spans, func(f Fragment, s text.Span) bool { return f.Span == s })
}

// Start is where the first fragment begins.
func (c *Claim) Start() text.Offset { return c.Fragments[0].Span.Start }

// End is where the last fragment ends.
func (c *Claim) End() text.Offset { return c.Fragments[len(c.Fragments)-1].Span.End }

// Len is the number of code points in the fragments.
func (c *Claim) Len() int {
	n := 0
	for _, f := range c.Fragments {
		n += f.Span.Len()
	}
	return n
}

// Covers reports whether the code point at o is in a fragment.
func (c *Claim) Covers(o text.Offset) bool {
	return slices.ContainsFunc(c.Fragments, func(f Fragment) bool { return f.Span.Contains(o) })
}

// Has reports whether the claim has a label.
func (c *Claim) Has(group, label string) bool { return slices.Contains(c.Labels[group], label) }

// Labelled reports whether the claim has any label.
func (c *Claim) Labelled() bool { return len(c.Labels) > 0 }

// LabelPaths lists labels as group/label: the groups in the scheme's order, then those
// that it does not know.
func LabelPaths(groups []Group, labels map[string][]string) []string {
	list := []string{}
	found := 0
	add := func(group string) {
		if of, ok := labels[group]; ok {
			found++
			for _, l := range of {
				list = append(list, group+"/"+l)
			}
		}
	}
	for _, g := range groups {
		add(g.ID)
	}
	if found == len(labels) {
		return list
	}
	for _, group := range slices.Sorted(maps.Keys(labels)) {
		if !slices.ContainsFunc(groups, func(g Group) bool { return g.ID == group }) {
			add(group)
		}
	}
	return list
}

// Quote is the claim's text, its fragments with … between.
func (c *Claim) Quote() string {
	parts := make([]string, len(c.Fragments))
	for i, f := range c.Fragments {
		parts[i] = f.Text
	}
	return strings.Join(parts, "…")
}

// IsNoise reports whether the claim says that its text is none of the
// article's: it has a label of one of the scheme's noise groups, and is not
// rejected.
func (c *Claim) IsNoise(s *Scheme) bool {
	return c.NoiseGroup(s) != "" && !c.rejected()
}

// NoiseGroup is the id of the scheme's first noise group of which the claim has a
// label; empty where it has none.
func (c *Claim) NoiseGroup(s *Scheme) string {
	for i := range s.Groups { // they are few, and to look one up is quicker than to go through the claim's
		if g := &s.Groups[i]; g.Noise && len(c.Labels[g.ID]) > 0 {
			return g.ID
		}
	}
	return ""
}

// Suggested reports whether a rule, a model or another tool made the claim, and
// nobody has decided on it yet.
func (c *Claim) Suggested() bool {
	return c.Provenance.Method != Person && c.Provenance.Verdict == Undecided
}

// Clone is a copy whose fragments, labels and attributes may be changed.
func (c *Claim) Clone() *Claim {
	d := *c
	d.Fragments = slices.Clone(c.Fragments)
	d.Labels = make(map[string][]string, len(c.Labels))
	for group, labels := range c.Labels {
		d.Labels[group] = slices.Clone(labels)
	}
	d.Attributes = maps.Clone(c.Attributes)
	return &d
}

// compare orders claims by first start, last end and id.
func compare(a, b *Claim) int {
	return cmp.Or(cmp.Compare(a.Start(), b.Start()), cmp.Compare(a.End(), b.End()), cmp.Compare(a.ID, b.ID))
}

// compareRelations orders relations by type, ends and id.
func compareRelations(a, b *Relation) int {
	return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.ID, b.ID))
}
