package words

import "strings"

// The costs of words that the dictionary lacks, besides those of their characters. Chosen on the development part of UD Chinese
// GSDSimp, flat around these values.
const (
	shortNameCost     = 4 * costPerNat // a surname and one character
	fullNameCost      = 3 * costPerNat // a surname and two
	transcriptionCost = 4 * costPerNat
	numberCost        = 6 * costPerNat
)

// tryHan tries the words that may begin at the Chinese character i: words of the dictionary, the character alone, names,
// transcriptions, numbers.
func (w *window) tryHan(i int) {
	alone := w.tryDictionary(i, i, 0)
	if alone == 0 {
		w.tryWord(i, i+1, unknownCost)
	}
	w.tryPersonNames(i)
	w.tryTranscriptions(i)
	w.tryNumbers(i)
}

// tryDictionary tries the dictionary's words that begin at atom i, from atom k and node n of the trie on. It returns the
// cost of the word that ends with atom k, or 0.
func (w *window) tryDictionary(i, k int, n node) (first cost) {
	for j := k; j < w.n && w.atoms[j].letter != 0; j++ {
		if n == 0 {
			n = node(w.atoms[j].letter)
		} else if n = w.dict.child(n, w.atoms[j].letter); n == 0 {
			break
		}
		if c := w.dict.cost(n); c != 0 {
			w.tryWord(i, j+1, c)
			if j == k {
				first = c
			}
		}
	}
	return first
}

// trait returns a trait of atom i, 0 if it is not a Chinese character.
func (w *window) trait(i int, t trait) cost {
	if i >= w.n || w.atoms[i].script != han {
		return 0
	}
	return w.dict.trait(w.atoms[i].letter, t)
}

// tryPersonNames tries a surname with one and with two characters of a given name.
func (w *window) tryPersonNames(i int) {
	family, one := w.trait(i, surname), w.trait(i+1, given)
	if family == 0 || one == 0 {
		return
	}
	w.tryWord(i, i+2, shortNameCost+family+one)
	if two := w.trait(i+2, given); two != 0 {
		w.tryWord(i, i+3, fullNameCost+family+one+two)
	}
}

// tryTranscriptions tries three to eight characters that are used for foreign names: 史特林. Each costs a nat less than
// alone, for such characters come together.
func (w *window) tryTranscriptions(i int) {
	total := transcriptionCost
	for j := i; j < i+8; j++ {
		c := w.trait(j, transcribe)
		if c == 0 {
			return
		}
		if total += c - costPerNat; j >= i+2 {
			w.tryWord(i, j+1, total)
		}
	}
}

// tryNumbers tries a run of numerals as one word, and the ordinal mark with the number after it: 二〇二四, 第12, 第三十.
func (w *window) tryNumbers(i int) {
	if strings.HasPrefix(w.text[w.atoms[i].start:], "第") && i+1 < w.n {
		if j := w.numeralsEnd(i + 1); j > i+1 {
			w.tryWord(i, j, numberCost)
		} else if w.isDigits(i + 1) {
			w.tryWord(i, i+2, numberCost)
		}
	}
	if w.trait(i, numeral) == 0 || i > 0 && w.trait(i-1, numeral) != 0 {
		return
	}
	if j := w.numeralsEnd(i); j > i+1 {
		w.tryWord(i, j, numberCost)
	}
}

// numeralsEnd returns the end of the run of Chinese numerals from i on.
func (w *window) numeralsEnd(i int) int {
	for w.trait(i, numeral) != 0 {
		i++
	}
	return i
}

// tryAlphabet tries a run of letters and digits, numbers with 万 and 亿 after them, and the dictionary's words of a
// letter and Chinese characters: 320万, X光.
func (w *window) tryAlphabet(i int) {
	w.tryWord(i, i+1, runCost)
	if w.atoms[i].letter != 0 {
		w.tryDictionary(i, i, 0)
	}
	if !w.isDigits(i) {
		return
	}
	j := i + 1
	for j < w.n && j < i+3 && strings.Contains("万亿萬億", w.word(j, j+1)) {
		j++
	}
	if j > i+1 {
		w.tryWord(i, j, runCost)
	}
}

// isDigits reports whether atom i is a number in digits.
func (w *window) isDigits(i int) bool {
	return w.atoms[i].script == alphabet && strings.Trim(w.word(i, i+1), "0123456789.,０１２３４５６７８９．，") == ""
}
