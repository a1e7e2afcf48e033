package exchange

import (
	"strings"

	"pizhu/model"
	"pizhu/model/text"
)

// removeSpans returns a document without the given spans of its text. Claims move with their text; a claim without any
// text left is dropped and counted.
func removeSpans(d Document, cut []text.Span, r *Report) Document {
	kept := d.Text.All().Subtract(cut)
	starts := make([]text.Offset, len(kept)) // of each piece in the new text
	var b strings.Builder
	at := text.Offset(0)
	for i, s := range kept {
		starts[i] = at
		at += text.Offset(s.Len())
		b.WriteString(d.Text.Slice(s))
	}
	cleaned := text.New(b.String())
	layers := make([]Layer, len(d.Layers))
	for i, l := range d.Layers {
		layers[i] = l
		layers[i].Set = removeSpansFromSet(l.Set, cleaned, kept, starts)
		r.addLeftOut(byCut, len(l.Set.Claims)-len(layers[i].Set.Claims))
		r.addLeftOut(byEnds, len(l.Set.Relations)-len(layers[i].Set.Relations))
	}
	d.Text, d.Layers = cleaned, layers
	return d
}

func removeSpansFromSet(s model.Set, t *text.Text, kept []text.Span, starts []text.Offset) model.Set {
	claims := make([]*model.Claim, 0, len(s.Claims))
	left := map[string]bool{}
	for _, c := range s.Claims {
		if fragments := moveFragments(c.Spans(), t, kept, starts); len(fragments) > 0 {
			next := c.Clone()
			next.Fragments = fragments
			claims = append(claims, next)
			left[c.ID] = true
		}
	}
	var relations []*model.Relation
	for _, r := range s.Relations {
		if left[r.From] && left[r.To] {
			relations = append(relations, r)
		}
	}
	s.Claims, s.Relations = claims, relations
	s.Normalize()
	return s
}

// moveFragments are the fragments of spans in the text that the kept pieces make. Two
// that have only what was cut between them are one.
func moveFragments(spans []text.Span, t *text.Text, kept []text.Span, starts []text.Offset) []model.Fragment {
	var out []text.Span
	for _, s := range spans {
		for i, k := range kept {
			if !k.Overlaps(s) {
				continue
			}
			from := starts[i] + max(s.Start, k.Start) - k.Start
			to := starts[i] + min(s.End, k.End) - k.Start
			if n := len(out); n > 0 && out[n-1].End == from {
				out[n-1].End = to
			} else {
				out = append(out, text.Span{Start: from, End: to})
			}
		}
	}
	fragments := make([]model.Fragment, len(out))
	for i, s := range out {
		fragments[i] = model.Describe(t, s)
	}
	return fragments
}
