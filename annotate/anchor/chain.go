package anchor

import "slices"

// A chain is a candidate for each fragment of a claim, in order and near each
// other.
type chain []candidate

func (c chain) whole() bool { return len(c) > 0 }

// likely reports whether each can be its fragment.
func (c chain) likely() bool {
	for _, x := range c {
		if !x.likely() {
			return false
		}
	}
	return c.whole()
}

// supported reports whether one of them is certain by what stands around it: the
// others stand near it, as they did.
func (c chain) supported() bool {
	for _, x := range c {
		if x.supported() {
			return true
		}
	}
	return false
}

// instead is the chain with all that stands in the place of its quotes, of which
// none goes into the next.
func (c chain) instead() chain {
	wide := slices.Clone(c)
	end := 0
	for i, x := range c {
		from, to := max(x.from-x.more[0], end), x.to+x.more[1]
		if i+1 < len(c) {
			to = min(to, c[i+1].from)
		}
		wide[i].from, wide[i].to, end = from, to, to
	}
	return wide
}

// An end is the best chain that ends with a candidate.
type end struct {
	score float64 // of all its candidates; negative if there is no such chain
	from  int     // which candidate of the fragment before it has
}

// link chooses the candidates that go together and have the best scores in sum.
// It is nil where no candidates of all fragments do. Gaps are how many characters
// stood before each fragment, from the end of the one before it.
func link(found [][]candidate, gaps []int) chain {
	ends := make([][]end, len(found))
	for i, list := range found {
		ends[i] = make([]end, len(list))
		for k, c := range list {
			if i == 0 {
				ends[i][k] = end{score: c.score()}
				continue
			}
			ends[i][k] = follow(found[i-1], ends[i-1], c, gaps[i])
		}
	}
	return back(found, ends)
}

// follow is the best chain that goes on with c.
func follow(list []candidate, ends []end, c candidate, gap int) end {
	best := end{score: -1}
	for j, b := range list {
		if score := ends[j].score + c.score(); ends[j].score >= 0 && score > best.score && fits(b, c, gap) {
			best = end{score, j}
		}
	}
	return best
}

// back is the chain with the best end.
func back(found [][]candidate, ends [][]end) chain {
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

// between is how much longer what stands between two fragments may have become.
const between = 200

// fits reports whether one candidate can follow another, where so many
// characters stood between them.
func fits(b, c candidate, gap int) bool {
	return b.to <= c.from && c.from-b.to <= 2*gap+between
}
