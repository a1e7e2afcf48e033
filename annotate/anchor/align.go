package anchor

// A pattern is a quote with the text around it, as it is searched for.
type pattern struct {
	runes                []rune
	quoteStart, quoteEnd int
	oldStart             int // of the pattern in the old text, in code points
}

func (p pattern) quote() []rune { return p.runes[p.quoteStart:p.quoteEnd] }

// A band is a part of the text to align a pattern with: of the matrix of pattern and text, the diagonals from low to
// high. Rune i of the pattern is then aligned with runes i+low to i+high of the text.
type band struct{ low, high int }

// The steps of an alignment.
const (
	stepMatch  = iota // a rune of each, equal or not
	stepDelete        // a rune of the pattern only
	stepInsert        // a rune of the text only
)

// An aligner aligns patterns with a text, and reuses its memory.
type aligner struct {
	text  []rune
	cost  []int32 // of the row before, then of this one, by diagonal
	steps []uint8 // into each cell, row by row
}

const unreachable = 1 << 29

// align returns the cheapest alignment of the pattern with a piece of the text, where a rune that is changed, missing or
// new costs 1 and the text before and after the piece nothing (Sellers 1980).
func (a *aligner) align(p pattern, s band) candidate {
	s.low, s.high = max(s.low, -len(p.runes)), min(s.high, len(a.text))
	width := s.high - s.low + 1
	a.cost = append(a.cost[:0], make([]int32, width)...)
	a.steps = append(a.steps[:0], make([]uint8, width*(len(p.runes)+1))...)
	for d := range a.cost {
		if j := d + s.low; j < 0 || j > len(a.text) {
			a.cost[d] = unreachable
		}
	}
	for i := 1; i <= len(p.runes); i++ {
		a.fillRow(p.runes[i-1], i+s.low, a.steps[i*width:(i+1)*width])
	}
	end := 0
	for d, c := range a.cost {
		if c < a.cost[end] {
			end = d
		}
	}
	if a.cost[end] >= unreachable {
		return candidate{}
	}
	return a.traceBack(p, s, end)
}

// fillRow computes the costs of the next row from those of the row before. Its first cell is left of rune first of the
// text.
func (a *aligner) fillRow(r rune, first int, steps []uint8) {
	left := int32(unreachable) // of the cell to the left in this row
	for d := range a.cost {
		j := first + d
		if j < 0 || j > len(a.text) {
			a.cost[d], left = unreachable, unreachable
			continue
		}
		best, step := int32(unreachable), uint8(stepMatch)
		if j > 0 {
			best = a.cost[d]
			if a.text[j-1] != r {
				best++
			}
		}
		if d+1 < len(a.cost) && a.cost[d+1]+1 < best {
			best, step = a.cost[d+1]+1, stepDelete
		}
		if left+1 < best {
			best, step = left+1, stepInsert
		}
		a.cost[d], steps[d], left = min(best, unreachable), step, min(best, unreachable)
	}
}

// traceBack follows the steps back from a cell of the last row, and counts in each part of the pattern the equal runes
// and the edits. New runes at the edge of the quote do not belong to the quote.
func (a *aligner) traceBack(p pattern, s band, d int) candidate {
	c := candidate{from: -1}
	outer := [2]int{-1, -1} // the quote, with the new runes at its edges
	width := s.high - s.low + 1
	for i := len(p.runes); ; {
		j := i + d + s.low
		if i == p.quoteStart && c.from < 0 {
			c.from = j
		}
		if i == p.quoteStart {
			outer[0] = j
		}
		if i == p.quoteEnd && outer[1] < 0 {
			outer[1] = j
		}
		if i == p.quoteEnd {
			c.to = j
		}
		if i == 0 {
			break
		}
		step := a.steps[i*width+d]
		part := &c.parts[p.partOf(i, step)]
		switch step {
		case stepMatch:
			i--
			part.addPair(p.runes[i], a.text[j-1])
		case stepDelete:
			i, d = i-1, d+1
			part.edits++
		case stepInsert:
			d--
			part.edits++
		}
	}
	c.measureParts(p)
	c.extra = a.replacements(p, c, outer)
	return c
}

// replacements returns how many of the new runes before and after the quote replace a part of it: where its first or
// last rune is missing, all runes between the quote and its old neighbour.
func (a *aligner) replacements(p pattern, c candidate, outer [2]int) (more [2]int) {
	if c.from >= c.to {
		return more
	}
	if p.quoteStart > 0 && outer[0] > 0 && a.text[c.from] != p.runes[p.quoteStart] && a.text[outer[0]-1] == p.runes[p.quoteStart-1] {
		more[0] = c.from - outer[0]
	}
	if p.quoteEnd < len(p.runes) && outer[1] < len(a.text) && a.text[c.to-1] != p.runes[p.quoteEnd-1] && a.text[outer[1]] == p.runes[p.quoteEnd] {
		more[1] = outer[1] - c.to
	}
	return more
}

// partOf returns the part of the pattern that a step into row i belongs to.
func (p pattern) partOf(i int, step uint8) int {
	last := i // the row of the last rune before the step
	if step == stepInsert {
		last++ // a new rune at a border belongs to the outer part
	}
	switch {
	case i <= p.quoteStart:
		return before
	case last <= p.quoteEnd:
		return within
	}
	return after
}
