package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
)

// duplicates reports claims that say the same of the same text, and noise that is marked twice: one finding for each
// place, however many claims there are on it.
func duplicates(l Layer, say report) {
	same := map[string]int{} // places in sets, by what a claim says
	var sets, noise [][]*model.Claim
	for _, c := range l.live() {
		key := statement(c)
		at, ok := same[key]
		if !ok {
			at = len(sets)
			same[key] = at
			sets = append(sets, nil)
			if c.IsNoise(l.Scheme) {
				noise = append(noise, []*model.Claim{c})
			}
		}
		sets[at] = append(sets[at], c)
	}
	for _, claims := range sets {
		if len(claims) > 1 {
			say(Twice, claims[1].ID, "it has the spans and labels of %s%s", claims[0].ID, others(claims[2:]))
		}
	}
	for _, claims := range overlapping(noise) {
		say(Twice, claims[1].ID, "it marks noise that %s marks%s", claims[0].ID, others(claims[2:]))
	}
}

// statement writes the spans and labels of a claim so that two claims with the same have the same statement.
func statement(c *model.Claim) string {
	var b strings.Builder
	for _, f := range c.Fragments {
		fmt.Fprintf(&b, "%d-%d ", f.Span.Start, f.Span.End)
	}
	for _, group := range sorted(c.Labels) {
		fmt.Fprintf(&b, "%q%q", group, c.Labels[group])
	}
	return b.String()
}

// mostNamed is how many claims a finding names beside the first two.
const mostNamed = 10

// others names the further claims of a place.
func others(claims []*model.Claim) string {
	if len(claims) == 0 {
		return ""
	}
	ids := make([]string, 0, mostNamed)
	for _, c := range claims[:min(mostNamed, len(claims))] {
		ids = append(ids, c.ID)
	}
	more := ""
	if n := len(claims) - len(ids); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return "; so do " + strings.Join(ids, ", ") + more
}

// overlapping joins the claims that overlap, directly or through others. It returns the sets of two or more claims, in
// the order of the text, and the claims of a set in the order in which they came.
func overlapping(single [][]*model.Claim) [][]*model.Claim {
	type piece struct {
		span text.Span
		of   int // the claim's place in single
	}
	var pieces []piece
	for i, claims := range single {
		for _, f := range claims[0].Fragments {
			pieces = append(pieces, piece{f.Span, i})
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(a.span.Start, b.span.Start) })
	sets := newUnion(len(single))
	var furthest piece
	for i, p := range pieces {
		if i > 0 && p.span.Overlaps(furthest.span) {
			sets.join(p.of, furthest.of)
		}
		if i == 0 || p.span.End > furthest.span.End {
			furthest = p
		}
	}
	joined := make([][]*model.Claim, len(single))
	for i, claims := range single {
		first := sets.find(i)
		joined[first] = append(joined[first], claims...)
	}
	return slices.DeleteFunc(joined, func(claims []*model.Claim) bool { return len(claims) < 2 })
}

// A union holds disjoint sets of numbers: each number leads to a smaller one of its set, or to itself.
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

// find returns the smallest number of a set.
func (u union) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) join(i, j int) {
	i, j = u.find(i), u.find(j)
	u[max(i, j)] = min(i, j)
}
