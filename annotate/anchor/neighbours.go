package anchor

import (
	"pizhu/model/text"
)

// resolveByNeighbours chooses the positions of uncertain claims by the claims around them: where those before and after
// moved by one distance, and one of the candidates did too. The start of the text moves by none.
//
//	claims  a   b   c         a and c moved by 12, and b has two
//	moved  +12  ?  +12        candidates, one of them 12 further on
func resolveByNeighbours(matches []*match) {
	right := make([]*match, len(matches))
	var next *match
	for i := len(matches) - 1; i >= 0; i-- {
		right[i] = next
		if matches[i].certain {
			next = matches[i]
		}
	}
	left := text.Offset(0)
	for i := range matches {
		t := matches[i]
		if t.certain {
			left = t.shift(t.best)
		} else if right[i] != nil && right[i].shift(right[i].best) == left {
			t.chooseShifted(left)
		}
	}
}

// shift returns how far the claim moved if its position is c.
func (t match) shift(c chain) text.Offset { return c[0].start - t.claim.Start() }

// chooseShifted chooses the candidates that moved by a distance, if the quote is unchanged there.
func (t *match) chooseShifted(shift text.Offset) {
	moved := make(chain, 0, len(t.candidates))
	for i, list := range t.candidates {
		for _, c := range list {
			if c.parts[within].edits == 0 && c.start-t.claim.Fragments[i].Span.Start == shift {
				moved = append(moved, c)
			}
		}
	}
	if len(moved) == len(t.candidates) {
		t.best, t.certain = moved, true
	}
}

// alternatives returns the chains that a person may choose from: the best first, and of a claim of one fragment the
// others.
func (t match) alternatives() []chain {
	var all []chain
	if len(t.candidates) > 1 && t.best.isComplete() {
		all = append(all, t.best)
	}
	if len(t.candidates) == 1 {
		for _, c := range t.candidates[0] {
			if c.isLikely() || c.isSupported() || c.parts[within].similarity() >= minContext {
				all = append(all, chain{c})
			}
		}
	}
	return all
}
