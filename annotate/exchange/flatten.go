package exchange

import (
	"cmp"
	"slices"

	"pizhu/model"
	"pizhu/model/text"
)

// A taggedSpan is one fragment of a claim with one label, for formats that know nothing else.
type taggedSpan struct {
	span  text.Span
	label string // group/label, the claim's first
	claim *model.Claim
}

// taggedSpans lists the fragments of all claims of a document, which have labels, in
// order.
func taggedSpans(d Document, s *model.Scheme) []taggedSpan {
	var list []taggedSpan
	for _, l := range d.Layers {
		for _, c := range l.Set.Claims {
			labels := model.LabelPaths(s.Groups, c.Labels)
			for _, f := range c.Fragments {
				list = append(list, taggedSpan{f.Span, labels[0], c})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b taggedSpan) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
	return list
}

// dropOverlaps keeps the longest of overlapping spans, of equal ones the first, and counts the others.
func dropOverlaps(list []taggedSpan) (kept []taggedSpan, dropped int) {
	byLength := slices.Clone(list)
	slices.SortStableFunc(byLength, func(a, b taggedSpan) int { return b.span.Len() - a.span.Len() })
	for _, p := range byLength {
		at, _ := slices.BinarySearchFunc(kept, p, func(k, p taggedSpan) int { return cmp.Compare(k.span.Start, p.span.Start) })
		if at > 0 && kept[at-1].span.End > p.span.Start || at < len(kept) && kept[at].span.Start < p.span.End {
			dropped++
			continue
		}
		kept = slices.Insert(kept, at, p)
	}
	return kept, dropped
}
