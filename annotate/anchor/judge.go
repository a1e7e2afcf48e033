package anchor

// What must hold before a place is taken. The figures are flat around these
// values on the revisions that the tests measure.
const (
	minSimilarity = 0.75 // of a quote that was changed
	minLetters    = 6    // letters of a quote that may have been changed at all: 有导体 is not 半导体
	minMargin     = 0.10 // over the score of the next best place

	minContext   = 0.5 // of what stands on either side of the quote must be as it was
	minOneSide   = 0.8 // of what stands on one side, where the other is gone
	maxEcho      = 0.2 // of it is too much to stand beside the same quote elsewhere
	minProof     = 6   // letters of it at least
	minSelfProof = 12  // letters of a quote that is proof enough where it stands where it stood
)

// isLikely reports whether what was found can be the quote: it is the same, or long
// enough to be known when it was changed a little.
func (c candidate) isLikely() bool {
	q := c.parts[within]
	return q.edits == 0 || q.letters >= minLetters && q.similarity() >= minSimilarity
}

// isSupported reports whether enough of what stood on one side of the quote stands
// there still, or all that is known of both.
func (c candidate) isSupported() bool {
	b, a := c.parts[before], c.parts[after]
	return b.isProof(minOneSide) || a.isProof(minOneSide) || b.isProof(minContext) && a.isProof(minContext) ||
		b.edits+a.edits+c.parts[within].edits == 0
}

func (p partEvidence) isProof(share float64) bool {
	return p.kept >= minProof && p.similarity() >= share
}

// isCertain reports whether the best chain is the claim's place: all of it is like
// the claim, what stands around it says so too, and nothing else comes near it.
func (t match) isCertain() bool {
	if !t.best.isLikely() || t.periodic || !t.best.isSupported() && !t.isInOldPlace() {
		return false
	}
	for i := range t.best {
		if t.hasRival(i) {
			return false
		}
	}
	return true
}

// isInOldPlace reports whether a long quote stands just where it stood.
func (t match) isInOldPlace() bool {
	for i, c := range t.best {
		if q := c.parts[within]; q.edits > 0 || q.letters < minSelfProof || c.start != t.claim.Fragments[i].Span.Start {
			return false
		}
	}
	return true
}

// hasRival reports whether another candidate could stand in the chain for one
// with nearly the same right.
func (t match) hasRival(i int) bool {
	for _, c := range t.candidates[i] {
		if c.overlaps(t.best[i]) || c.score() < t.best[i].score()-minMargin && !c.isEcho(t.best[i]) {
			continue
		}
		if i > 0 && !canFollow(t.best[i-1], c, t.gaps[i]) || i+1 < len(t.best) && !canFollow(c, t.best[i+1], t.gaps[i+1]) {
			continue
		}
		return true
	}
	return false
}

// isEcho reports whether the quote stands in two places, unchanged, and a part of
// what stood around it in both: then more of it in one proves nothing, unless one
// side is there whole, and only there.
func (c candidate) isEcho(best candidate) bool {
	b, a := c.parts[before], c.parts[after]
	return c.parts[within].edits == 0 && (b.isProof(maxEcho) || a.isProof(maxEcho)) &&
		!best.parts[before].identifies(b) && !best.parts[after].identifies(a)
}

// identifies reports whether a side of the quote stands whole, and not in the other
// place as well.
func (p partEvidence) identifies(other partEvidence) bool {
	return p.kept >= minProof && p.edits == 0 && other.similarity() < minContext
}
