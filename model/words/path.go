package words

import (
	"strings"
	"unicode/utf8"
)

// A cost is a negative log-probability, in fourteenths of a nat.
type cost int32

const (
	costPerNat  cost = 14
	unreachable cost = 1 << 30

	unknownCost = 17 * costPerNat // of a character that no word has
	runCost     = 7 * costPerNat  // of a run of letters or of katakana
	gapCost     = costPerNat      // of white space, punctuation and symbols
	nameCost    = 6 * costPerNat  // of a name given to New
)

// A step is the cheapest way to an atom: its cost and where its last word begins; markCuts then notes whether a word
// ends before the atom.
type step struct {
	cost cost
	back int16
	cut  bool
}

// findPaths visits the atoms in order and tries each word that begins at one (Viterbi).
func (w *window) findPaths(extra map[rune][]string) {
	for i := range w.path[:w.n+1] {
		w.path[i] = step{cost: unreachable}
	}
	w.path[0].cost = 0
	for i := range w.n {
		if w.path[i].cost == unreachable {
			continue
		}
		w.tryWords(i)
		if extra != nil && w.atoms[i].script != gap {
			w.tryNames(i, extra)
		}
	}
}

// tryWords tries the words that may begin at atom i, by its script.
func (w *window) tryWords(i int) {
	switch w.atoms[i].script {
	case gap:
		w.tryWord(i, i+1, gapCost)
	case han:
		w.tryHan(i)
	case hiragana:
		w.tryHiragana(i)
	case hangul:
		w.tryHangul(i)
	case katakana:
		w.tryWord(i, i+1, runCost)
	case alphabet:
		w.tryAlphabet(i)
	}
}

// tryWord tries the word from atom i to atom j.
func (w *window) tryWord(i, j int, c cost) {
	if c += w.path[i].cost; c < w.path[j].cost {
		w.path[j] = step{cost: c, back: int16(i)}
	}
}

// tryNames tries the names that begin at atom i. It ignores one that ends within an atom, as AI does in AIDS.
func (w *window) tryNames(i int, extra map[rune][]string) {
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
			w.tryWord(i, j, nameCost)
		}
	}
}

// markCuts marks the word boundaries of the best path, and removes those between characters that are seldom alone.
func (w *window) markCuts() {
	for j := w.n; ; j = int(w.path[j].back) {
		w.path[j].cut = true
		if j == 0 {
			break
		}
	}
	w.joinSingles()
}

// openMargin is how many atoms before the end of a full window the path may still change when more is read.
const openMargin = 32

// settledAtom returns the atom up to which the path is final: the end of the text; else a gap well before the end of the
// window, for only a name crosses a gap; else any boundary there; else, in a word longer than the window, its end.
func (w *window) settledAtom() int {
	if int(w.atoms[w.n].start) == len(w.text) {
		return w.n
	}
	last := w.n
	for i := w.n - openMargin; i > 0; i-- {
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

// emit yields the words before atom end. It reports false when yield does.
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
