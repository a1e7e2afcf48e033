package anchor

import "slices"

// A chain is a candidate for each fragment of a claim, in order and near each other.
type chain []candidate

func (c chain) isComplete() bool { return len(c) > 0 }

// isLikely reports whether each candidate can be its fragment.
func (c chain) isLikely() bool {
	for _, x := range c {
		if !x.isLikely() {
			return false
		}
	}
	return c.isComplete()
}

// isSupported reports whether one candidate is certain by its context: the others are near it, as they were.
func (c chain) isSupported() bool {
	for _, x := range c {
		if x.isSupported() {
			return true
		}
	}
	return false
}

// withReplacements returns the chain with all runes that replace its quotes, none of which reaches into the next.
func (c chain) withReplacements() chain {
	wide := slices.Clone(c)
	end := 0
	for i, x := range c {
		from, to := max(x.from-x.extra[0], end), x.to+x.extra[1]
		if i+1 < len(c) {
			to = min(to, c[i+1].from)
		}
		wide[i].from, wide[i].to, end = from, to, to
	}
	return wide
}

// A chainEnd is the best chain that ends with a candidate.
type chainEnd struct {
	score float64 // of all its candidates; negative if there is no such chain
	from  int     // the candidate of the fragment before
}

// bestChain returns the candidates that fit together and have the best sum of scores, or nil if none do. gaps are how
// many characters were before each fragment, after the one before it.
func bestChain(found [][]candidate, gaps []int) chain {
	ends := make([][]chainEnd, len(found))
	for i, list := range found {
		ends[i] = make([]chainEnd, len(list))
		for k, c := range list {
			if i == 0 {
				ends[i][k] = chainEnd{score: c.score()}
				continue
			}
			ends[i][k] = bestPrefix(found[i-1], ends[i-1], c, gaps[i])
		}
	}
	return backtrack(found, ends)
}

// bestPrefix returns the best chain that continues with c.
func bestPrefix(list []candidate, ends []chainEnd, c candidate, gap int) chainEnd {
	best := chainEnd{score: -1}
	for j, b := range list {
		if score := ends[j].score + c.score(); ends[j].score >= 0 && score > best.score && canFollow(b, c, gap) {
			best = chainEnd{score, j}
		}
	}
	return best
}

// backtrack returns the chain with the best end.
func backtrack(found [][]candidate, ends [][]chainEnd) chain {
	last, at := len(found)-1, -1
	for k, e := range ends[last] {
		if e.score >= 0 && (at < 0 || e.score > ends[last][at].score) {
			at = k
		}
	}
	if at < 0 {
		return nil
	}
	best := make(chain, len(found))
	for i := last; i >= 0; i-- {
		best[i], at = found[i][at], ends[i][at].from
	}
	return best
}

// maxGrowth is how many characters the text between two fragments may have gained.
const maxGrowth = 200

// canFollow reports whether candidate c can follow b, where so many characters were between them.
func canFollow(b, c candidate, gap int) bool {
	return b.to <= c.from && c.from-b.to <= 2*gap+maxGrowth
}
