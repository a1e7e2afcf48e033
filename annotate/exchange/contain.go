package exchange

import (
	"cmp"
	"slices"
)

// A fingerprint is the part of the hashes of a text's strings that stands for
// them: of each window of so many strings in a row the least. Two texts that share
// a passage of window+shingle-1 letters share a fingerprint of it, wherever the
// passage stands in them (S. Schleimer and others, Winnowing, 2003). So of a
// text that is a part of another nearly all of the fingerprint is in that one's,
// however small the part is.
type fingerprint []uint32

// window is how many strings one is taken of.
const window = 16

// A winnower takes the least hash of each window, in one pass.
type winnower struct {
	hashes [window]uint32 // the last ones, in a ring
	n      int
	least  int // the number of the least, the last of several
	out    fingerprint
}

func (w *winnower) add(hash uint32) {
	w.hashes[w.n%window] = hash
	w.n++
	switch first := w.n - window; {
	case w.least < first: // it is in the window no more
		w.least = first
		for i := first + 1; i < w.n; i++ {
			if w.hashes[i%window] <= w.hashes[w.least%window] {
				w.least = i
			}
		}
	case w.n == 1 || hash <= w.hashes[w.least%window]:
		w.least = w.n - 1
	case first != 0:
		return // it is that of the window before
	}
	if w.n >= window {
		w.out = append(w.out, w.hashes[w.least%window])
	}
}

// close returns the hashes, each once. A text with fewer strings than a window has
// one.
func (w *winnower) close() fingerprint {
	if w.n > 0 && w.n < window {
		w.out = append(w.out, w.hashes[w.least%window])
	}
	slices.Sort(w.out)
	return slices.Clip(slices.Compact(w.out))
}

// mostHolders is in how many groups a passage may stand: one that stands in more is
// what many articles say, as an editor's line, and tells none of them.
const mostHolders = 32

// holders are the first documents of the groups that a hash is in.
type holders struct {
	first  map[uint32]int32   // nearly all are in one
	others map[uint32][]int32 // those that are in several
}

// joinContained joins documents of which one is, to the share of near, a part of the other,
// or of the others that it is a part of. Each is looked up among those that are
// larger, which costs its length times mostHolders at most.
func (s *Splitter) joinContained() {
	order := make([]int32, len(s.documents))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(len(s.documents[b].print), len(s.documents[a].print)) })
	h := holders{map[uint32]int32{}, map[uint32][]int32{}}
	for _, i := range order {
		print := s.documents[i].print
		shared := map[int]int{}
		for _, hash := range print {
			s.findHolders(&h, hash, func(group int) { shared[group]++ })
		}
		for group, n := range shared {
			if float64(n) >= near*float64(len(print)) {
				s.merge(int(i), group)
			}
		}
		for _, hash := range print {
			s.addHolder(&h, hash, i)
		}
	}
}

// findHolders calls a function with each group that a hash is in.
func (s *Splitter) findHolders(h *holders, hash uint32, found func(group int)) {
	first, ok := h.first[hash]
	if !ok {
		return
	}
	var seen [mostHolders]int
	n := 0
	for _, i := range append([]int32{first}, h.others[hash]...) {
		s.steps++
		if group := s.root(int(i)); !slices.Contains(seen[:n], group) && n < mostHolders {
			seen[n] = group
			n++
			found(group)
		}
	}
}

// addHolder notes that a document has a hash, unless its group or too many have it.
func (s *Splitter) addHolder(h *holders, hash uint32, document int32) {
	first, ok := h.first[hash]
	if !ok {
		h.first[hash] = document
		return
	}
	others := h.others[hash]
	if len(others)+1 >= mostHolders {
		return
	}
	group := s.root(int(document))
	same := func(i int32) bool { s.steps++; return s.root(int(i)) == group }
	if !same(first) && !slices.ContainsFunc(others, same) {
		h.others[hash] = append(others, document)
	}
}
