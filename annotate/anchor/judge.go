package anchor

// The thresholds of a certain position. Results change little around these values
// on the revisions that the tests measure.
const (
	minSimilarity = 0.75 // of a quote that was changed
	minLetters    = 6    // letters of a changed quote: 有导体 is not 半导体
	minMargin     = 0.10 // over the score of the next best place

	minContext   = 0.5 // similarity of the context on both sides
	minOneSide   = 0.8 // similarity of the context on one side alone
	maxEcho      = 0.2 // similarity of the context of the same quote elsewhere
	minProof     = 6   // letters of the context
	minSelfProof = 12  // letters of a quote that proves itself in its old position
)

// isLikely reports whether the candidate can be the quote: it is equal, or long enough to be recognized after small
// changes.
func (c candidate) isLikely() bool {
	q := c.parts[within]
	return q.edits == 0 || q.letters >= minLetters && q.similarity() >= minSimilarity
}

// isSupported reports whether enough of the context on one side of the quote is unchanged, or all that is known of both.
func (c candidate) isSupported() bool {
	b, a := c.parts[before], c.parts[after]
	return b.isProof(minOneSide) || a.isProof(minOneSide) || b.isProof(minContext) && a.isProof(minContext) ||
		b.edits+a.edits+c.parts[within].edits == 0
}

// isProof reports whether enough letters are unchanged, and a share of the part.
func (p partEvidence) isProof(share float64) bool {
	return p.kept >= minProof && p.similarity() >= share
}

// isCertain reports whether the best chain is the claim's position: all of it resembles the claim, its context does too,
// and no other candidate comes near it.
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

// isInOldPlace reports whether a long quote is exactly in its old position.
func (t match) isInOldPlace() bool {
	for i, c := range t.best {
		if q := c.parts[within]; q.edits > 0 || q.letters < minSelfProof || c.start != t.claim.Fragments[i].Span.Start {
			return false
		}
	}
	return true
}

// hasRival reports whether another candidate could replace number i of the chain nearly as well.
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

// isEcho reports whether the quote is unchanged in two places, with a part of its context in both: then more context in
// one proves nothing, unless one side is complete there, and only there.
func (c candidate) isEcho(best candidate) bool {
	b, a := c.parts[before], c.parts[after]
	return c.parts[within].edits == 0 && (b.isProof(maxEcho) || a.isProof(maxEcho)) &&
		!best.parts[before].identifies(b) && !best.parts[after].identifies(a)
}

// identifies reports whether a side of the context is complete, and not in the other place as well.
func (p partEvidence) identifies(other partEvidence) bool {
	return p.kept >= minProof && p.edits == 0 && other.similarity() < minContext
}
