// Package words segments Chinese, Japanese and Korean text into words.
//
// Each paragraph is a row of atoms: a character, or a whole run of letters and digits or of katakana. Words
// are edges from atom to atom, each with a cost, and the cheapest path wins (Viterbi, unigram):
//
//	  ┌──新科───┬──技──┐
//	新 ──┴──科技────┴── 的 ── 冲击
//
// Chinese edges come from a dictionary that is packed at generate time and read without unpacking; those of names of
// people, transcriptions and numbers from rules. Japanese edges come from the same dictionary for kanji, by way of
// variants, and from a small list of particles, function words and okurigana (own.txt). Korean edges separate a word from
// its particle. The package holds no claims and no schemes: names from them come in as strings. A word never begins or
// ends within a grapheme cluster.
//
// Begin with Segmenter.Words; path.go finds the cheapest path, han.go, kana.go and hangul.go the edges.
package words

//go:generate go run gen.go gen_pack.go

import (
	"cmp"
	"iter"
	"slices"
	"unicode/utf8"
)

// A Segmenter divides text into words. It is immutable, and the zero value is ready.
type Segmenter struct {
	extra map[rune][]string // names by their first character
}

// New makes a Segmenter that also knows the given names. A name counts as a common word: it loses only where another
// reading is more likely. It may contain blanks, marks and letters (Open AI, 约翰·史密斯), and never cuts a run of
// letters.
func New(extra ...string) *Segmenter {
	if len(extra) == 0 {
		return &Segmenter{}
	}
	s := &Segmenter{extra: make(map[rune][]string, len(extra))}
	for _, name := range extra {
		if r, n := utf8.DecodeRuneInString(name); n > 0 && n < len(name) {
			s.extra[r] = append(s.extra[r], name)
		}
	}
	for r, names := range s.extra {
		slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
		s.extra[r] = slices.Compact(names)
	}
	return s
}

// Words yields the start and the end of each word of a paragraph, in bytes, in order. White space, punctuation and
// symbols lie between words. It allocates nothing per word.
func (s *Segmenter) Words(paragraph string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		var w window
		for from := 0; from < len(paragraph); {
			w.fill(paragraph, from)
			w.findPaths(s.extra)
			w.markCuts()
			end := w.settledAtom()
			if !w.emit(end, yield) {
				return
			}
			from = int(w.atoms[end].start)
		}
	}
}
