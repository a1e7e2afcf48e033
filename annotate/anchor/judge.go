package anchor

// What must hold before a place is taken. The figures are flat around these
// values on the revisions that the tests measure.
const (
	likeness = 0.75 // of a quote that was changed
	fewest   = 6    // letters of a quote that may have been changed at all: 有导体 is not 半导体
	margin   = 0.10 // over the score of the next best place

	surroundings = 0.5 // of what stands on either side of the quote must be as it was
	oneSide      = 0.8 // of what stands on one side, where the other is gone
	echo         = 0.2 // of it is too much to stand beside the same quote elsewhere
	proof        = 6   // letters of it at least
	itself       = 12  // letters of a quote that is proof enough where it stands where it stood
)

// likely reports whether what was found can be the quote: it is the same, or long
// enough to be known when it was changed a little.
func (c candidate) likely() bool {
	q := c.parts[within]
	return q.edits == 0 || q.letters >= fewest && q.alike() >= likeness
}

// supported reports whether enough of what stood on one side of the quote stands
// there still, or all that is known of both.
func (c candidate) supported() bool {
	b, a := c.parts[before], c.parts[after]
	return b.proves(oneSide) || a.proves(oneSide) || b.proves(surroundings) && a.proves(surroundings) ||
		b.edits+a.edits+c.parts[within].edits == 0
}

func (p part) proves(share float64) bool { return p.kept >= proof && p.alike() >= share }

// judge reports whether the best chain is the claim's place: all of it is like
// the claim, what stands around it says so too, and nothing else comes near it.
func (t trial) judge() bool {
	if !t.best.likely() || t.periodic || !t.best.supported() && !t.stayed() {
		return false
	}
	for i := range t.best {
		if t.rivalled(i) {
			return false
		}
	}
	return true
}

// stayed reports whether a long quote stands just where it stood.
func (t trial) stayed() bool {
	for i, c := range t.best {
		if q := c.parts[within]; q.edits > 0 || q.letters < itself || c.start != t.claim.Fragments[i].Span.Start {
			return false
		}
	}
	return true
}

// rivalled reports whether another candidate could stand in the chain for one
// with nearly the same right.
func (t trial) rivalled(i int) bool {
	for _, c := range t.found[i] {
		if c.overlaps(t.best[i]) || c.score() < t.best[i].score()-margin && !c.echoes(t.best[i]) {
			continue
		}
		if i > 0 && !fits(t.best[i-1], c, t.gaps[i]) || i+1 < len(t.best) && !fits(c, t.best[i+1], t.gaps[i+1]) {
			continue
		}
		return true
	}
	return false
}

// echoes reports whether the quote stands in two places, unchanged, and a part of
// what stood around it in both: then more of it in one proves nothing, unless one
// side is there whole, and only there.
func (c candidate) echoes(best candidate) bool {
	b, a := c.parts[before], c.parts[after]
	return c.parts[within].edits == 0 && (b.proves(echo) || a.proves(echo)) &&
		!best.parts[before].tells(b) && !best.parts[after].tells(a)
}

// tells reports whether a side of the quote stands whole, and not in the other
// place as well.
func (p part) tells(other part) bool {
	return p.kept >= proof && p.edits == 0 && other.alike() < surroundings
}
