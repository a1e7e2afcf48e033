package words

import (
	"strings"
	"unicode/utf8"
)

// A cost is a negative logarithm of a probability, in fourteenths of a nat.
type cost int32

const (
	nat     cost = 14
	forever cost = 1 << 30

	unknown  = 17 * nat // a character that no word has
	longRun  = 7 * nat  // a run of letters or of katakana
	gapCost  = nat      // what is no word
	nameCost = 6 * nat  // a name that was handed to New
)

// A step is the best way to an atom: what it costs, and where its last word begins; then, in trace, whether a word
// ends before the atom.
type step struct {
	cost cost
	back int16
	cut  bool
}

// relax goes through the atoms in order and tries each word that begins at one.
func (w *window) relax(extra map[rune][]string) {
	for i := range w.path[:w.n+1] {
		w.path[i] = step{cost: forever}
	}
	w.path[0].cost = 0
	for i := range w.n {
		if w.path[i].cost == forever {
			continue
		}
		w.edges(i)
		if extra != nil && w.atoms[i].script != gap {
			w.names(i, extra)
		}
	}
}

func (w *window) edges(i int) {
	switch w.atoms[i].script {
	case gap:
		w.edge(i, i+1, gapCost)
	case han:
		w.hanEdges(i)
	case hiragana:
		w.hiraganaEdges(i)
	case hangul:
		w.hangulEdges(i)
	case katakana:
		w.edge(i, i+1, longRun)
	case alphabet:
		w.alphabetEdges(i)
	}
}

// edge tries the word from atom i to atom j.
func (w *window) edge(i, j int, c cost) {
	if c += w.path[i].cost; c < w.path[j].cost {
		w.path[j] = step{cost: c, back: int16(i)}
	}
}

// names tries the names that begin at atom i. One that ends within an atom, as AI does in AIDS, is none.
func (w *window) names(i int, extra map[rune][]string) {
	rest := w.text[w.atoms[i].start:]
	r, _ := utf8.DecodeRuneInString(rest)
	for _, name := range extra[r] {
		if !strings.HasPrefix(rest, name) {
			continue
		}
		end := w.atoms[i].start + int32(len(name))
		j := i + 1
		for j < w.n && w.atoms[j].start < end {
			j++
		}
		if w.atoms[j].start == end && w.atoms[j-1].script != gap {
			w.edge(i, j, nameCost)
		}
	}
}

// trace marks the cuts of the best path, and takes out those between characters that are seldom alone.
func (w *window) trace() {
	for j := w.n; ; j = int(w.path[j].back) {
		w.path[j].cut = true
		if j == 0 {
			break
		}
	}
	w.bind()
}

// margin is how many atoms from the end of a full window the path may still change when more is read.
const margin = 32

// settled is the atom up to which the path is final: the end of the text; else a gap well before the end of the
// window, for nothing reaches over a gap but a name; else any cut there; else, in a word longer than the window, its end.
func (w *window) settled() int {
	if int(w.atoms[w.n].start) == len(w.text) {
		return w.n
	}
	last := w.n
	for i := w.n - margin; i > 0; i-- {
		if !w.path[i].cut {
			continue
		}
		if w.atoms[i-1].script == gap {
			return i
		}
		if last == w.n {
			last = i
		}
	}
	return last
}

// emit yields the words before atom end.
func (w *window) emit(end int, yield func(int, int) bool) bool {
	for i := 0; i < end; {
		j := i + 1
		for j < end && !w.path[j].cut {
			j++
		}
		if (w.atoms[i].script != gap || j > i+1) && !yield(int(w.atoms[i].start), int(w.atoms[j].start)) {
			return false
		}
		i = j
	}
	return true
}
