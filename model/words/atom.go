package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"
)

// A script says which kind of word an atom can belong to.
type script uint8

const (
	gap      script = iota // no word: blanks, punctuation, symbols
	han                    // one cluster
	hiragana               // one cluster
	hangul                 // one cluster
	katakana               // a run
	alphabet               // a run of letters and digits: ChatGPT-4, 3.14, C++
)

// An atom is a piece of text in which no word begins or ends.
type atom struct {
	start  int32 // in bytes of the paragraph
	letter letter
	script script
}

// scriptOf returns the script of a cluster that begins with r.
func scriptOf(r rune) script {
	switch {
	case r < 0x80:
		return asciiScript(r)
	case isBetween(r, 0x4e00, 0x9fff), isBetween(r, 0x3400, 0x4dbf), isBetween(r, 0x20000, 0x3ffff), isBetween(r, 0xf900, 0xfaff),
		isBetween(r, 0x3005, 0x3007), isBetween(r, 0x3021, 0x3029), isBetween(r, 0x2e80, 0x2fd5):
		return han
	case isBetween(r, 0x3041, 0x309a), isBetween(r, 0x309d, 0x309f):
		return hiragana
	case isBetween(r, 0x30a1, 0x30fa), isBetween(r, 0x30fc, 0x30ff), isBetween(r, 0x31f0, 0x31ff), isBetween(r, 0xff66, 0xff9f):
		return katakana
	case isBetween(r, 0xac00, 0xd7a3), unicode.Is(unicode.Hangul, r):
		return hangul
	case isBetween(r, 0x2000, 0x206f), isBetween(r, 0x3000, 0x303f):
		return gap
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.M, r):
		return alphabet
	}
	return gap
}

// isBetween reports whether r is one of low to high, both included.
func isBetween(r, low, high rune) bool { return low <= r && r <= high }

// asciiScript returns the script of an ASCII character.
func asciiScript(r rune) script {
	if r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' {
		return alphabet
	}
	return gap
}

// windowSize is the number of atoms that are segmented together: more than nearly all sentences have, and few enough for
// the stack.
const windowSize = 256

// A window is a piece of a paragraph and the best path through it.
type window struct {
	dict  dict
	text  string
	n     int // the number of atoms; one more holds the end
	atoms [windowSize + 1]atom
	path  [windowSize + 1]step
}

// fill fills the window with the atoms of a paragraph from a byte on.
func (w *window) fill(paragraph string, from int) {
	w.dict, w.text, w.n = openDict(), paragraph, 0
	at := from
	for cluster := range text.Clusters(paragraph[from:]) {
		r, _ := utf8.DecodeRuneInString(cluster)
		if !w.addCluster(r, at) {
			break
		}
		at += len(cluster)
	}
	w.atoms[w.n] = atom{start: int32(at)}
}

// addCluster adds the cluster at byte at, which begins with r, to the last atom or as a new one. It reports false when
// the window is full.
func (w *window) addCluster(r rune, at int) bool {
	s := scriptOf(r)
	if (s == alphabet || s == katakana || r == 'ー') && w.joinToLast(s, r, at) {
		return true
	}
	if (r == '+' || r == '#') && w.isNameSuffix(at) {
		return true
	}
	if w.n == windowSize {
		return false
	}
	a := atom{start: int32(at), script: s}
	if s != gap && s != hangul {
		a.letter = w.dict.letter(r)
	}
	w.atoms[w.n] = a
	w.n++
	return true
}

// joinToLast lengthens the last atom by a cluster of its script, and joins two atoms around a point or a hyphen that
// belongs to a word. It reports whether it did.
func (w *window) joinToLast(s script, r rune, at int) bool {
	if w.n == 0 {
		return false
	}
	last := &w.atoms[w.n-1]
	switch {
	case last.script == s && s != hiragana:
		last.letter = 0
		return true
	case r == 'ー':
		return false
	case s == alphabet && last.script == gap && w.n > 1 && w.atoms[w.n-2].script == alphabet &&
		isInnerMark(w.text[last.start:at], w.text[last.start-1], r):
		w.n--
		w.atoms[w.n-1].letter = 0
		return true
	}
	return false
}

// isInnerMark reports whether a mark between two letters or digits is part of one word: 3.14, 1,000, AK-47, it's.
func isInnerMark(mark string, before byte, after rune) bool {
	switch mark {
	case ".", "-", "_", "'", "’", "&":
		return true
	case ",", ":":
		return before >= '0' && before <= '9' && after >= '0' && after <= '9'
	case "．", "，":
		return before >= 0x80 && after >= '０' && after <= '９'
	}
	return false
}

// isNameSuffix reports whether the + or # at byte at belongs to the letters before it: C++, C#.
func (w *window) isNameSuffix(at int) bool {
	if w.n == 0 || w.atoms[w.n-1].script != alphabet {
		return false
	}
	name := strings.TrimSuffix(w.text[w.atoms[w.n-1].start:at], "+")
	last := name[len(name)-1] | 0x20
	return last >= 'a' && last <= 'z'
}

// word returns the text from atom i to atom j.
func (w *window) word(i, j int) string { return w.text[w.atoms[i].start:w.atoms[j].start] }

// runEnd returns the end of the run of atoms from i on that have the same script.
func (w *window) runEnd(i int) int {
	j := i + 1
	for j < w.n && w.atoms[j].script == w.atoms[i].script {
		j++
	}
	return j
}
