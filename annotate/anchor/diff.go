package anchor

import (
	"slices"

	"pizhu/model/text"
)

// A DiffPart is a part of two texts: equal in both, or different, and then either may be empty.
type DiffPart struct {
	Same     bool
	Old, New string
}

// mostEdits is how many edits apart two texts may be and still be compared inside.
const mostEdits = 2000

// Diff returns the parts that turn one text into another. It cuts no cluster.
func Diff(before, after string) []DiffPart {
	a, b := slices.Collect(text.Clusters(before)), slices.Collect(text.Clusters(after))
	var pieces []DiffPart
	add := func(same bool, old, new string) {
		if n := len(pieces); n > 0 && pieces[n-1].Same == same {
			pieces[n-1].Old += old
			pieces[n-1].New += new
		} else if old+new != "" {
			pieces = append(pieces, DiffPart{same, old, new})
		}
	}
	i, j := 0, 0
	for _, m := range append(commonPairs(a, b, mostEdits), [2]int{len(a), len(b)}) {
		for ; i < m[0]; i++ {
			add(false, a[i], "")
		}
		for ; j < m[1]; j++ {
			add(false, "", b[j])
		}
		if i < len(a) && j < len(b) {
			add(true, a[i], b[j])
			i, j = i+1, j+1
		}
	}
	return pieces
}

// commonPairs pairs the items of a longest common subsequence of two lists (Myers 1986). Lists that differ in more than
// most items have none in common but at their ends.
func commonPairs[T comparable](a, b []T, most int) [][2]int {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var pairs [][2]int
	for i := range head {
		pairs = append(pairs, [2]int{i, i})
	}
	for _, p := range commonMiddle(a[head:len(a)-tail], b[head:len(b)-tail], most) {
		pairs = append(pairs, [2]int{p[0] + head, p[1] + head})
	}
	for i := tail; i > 0; i-- {
		pairs = append(pairs, [2]int{len(a) - i, len(b) - i})
	}
	return pairs
}

// commonMiddle pairs the items as commonPairs does, for lists that differ at both ends. It records for every number of
// edits how far each diagonal came.
func commonMiddle[T comparable](a, b []T, most int) [][2]int {
	most = min(most, len(a)+len(b))
	far := make([]int, 2*most+3) // by diagonal i-j, from -most-1 on
	var rounds [][]int
	for d := 0; d <= most; d++ {
		rounds = append(rounds, slices.Clone(far[most+1-d:most+2+d]))
		for k := -d; k <= d; k += 2 {
			i := 0
			if d > 0 {
				i = enterDiagonal(far, k+most+1, k == -d, k == d)
			}
			for i < len(a) && i-k < len(b) && i-k >= 0 && a[i] == b[i-k] {
				i++
			}
			far[k+most+1] = i
			if i >= len(a) && i-k >= len(b) {
				return retrace(rounds, d, k, i)
			}
		}
	}
	return nil
}

// enterDiagonal returns where a diagonal is entered: from the one below, by an item of b, or from the one above, by an
// item of a.
func enterDiagonal(far []int, at int, lowest, highest bool) int {
	if lowest || !highest && far[at-1] < far[at+1] {
		return far[at+1]
	}
	return far[at-1] + 1
}

// retrace follows the edits back from the end, and returns the pairs in order.
func retrace(rounds [][]int, d, k, i int) [][2]int {
	var pairs [][2]int
	for ; d >= 0; d-- {
		enter := 0
		if d > 0 {
			far := rounds[d] // as it was before this round: diagonals from -d to d
			enter = enterDiagonal(far, k+d, k == -d, k == d)
		}
		for ; i > enter; i-- {
			pairs = append(pairs, [2]int{i - 1, i - 1 - k})
		}
		if d == 0 {
			break
		}
		far := rounds[d]
		if k == -d || k != d && far[k-1+d] < far[k+1+d] {
			k++
			i = far[k+d]
		} else {
			k--
			i = far[k+d]
		}
	}
	slices.Reverse(pairs)
	return pairs
}
