package words

import "strings"

// The costs of a word of hiragana that is not in the list, and of each of its clusters. The particles before and after it
// cost less than one more cluster: りんご/を.
const (
	kanaWordCost    = 40 * costPerNat / 10
	kanaClusterCost = 32 * costPerNat / 10
	maxKana         = 8
)

// okurigana is the node under which the dictionary keeps the endings of Japanese verbs and adjectives.
const okurigana node = 1

// tryHiragana tries the words that may begin at the hiragana i: okurigana, if a kanji precedes it; particles and other
// words of the list; and a word that is not in it.
func (w *window) tryHiragana(i int) {
	if i > 0 && w.atoms[i-1].script == han {
		w.tryOkurigana(i)
	}
	w.tryDictionary(i, i, 0)
	for j := i; j < i+maxKana && w.isHiragana(j); j++ {
		w.tryWord(i, j+1, kanaWordCost+kanaClusterCost*cost(j+1-i))
	}
}

// tryOkurigana lengthens the best word before i by each ending that follows it. The forms of する stay apart from two or
// more kanji: 話した, but 発表/した.
func (w *window) tryOkurigana(i int) {
	start := int(w.path[i].back)
	if i > 1 && w.atoms[i-2].script == han && strings.Contains("さしすせ", w.word(i, i+1)) {
		return
	}
	n := okurigana
	for j := i; j < w.n && w.atoms[j].letter != 0; j++ {
		if n = w.dict.child(n, w.atoms[j].letter); n == 0 {
			return
		}
		if c := w.dict.cost(n); c != 0 {
			w.tryLonger(start, i, j+1, c)
		}
	}
}

// tryLonger tries the word from start to i with an ending up to j.
func (w *window) tryLonger(start, i, j int, c cost) {
	if c += w.path[i].cost; c < w.path[j].cost {
		w.path[j] = step{cost: c, back: int16(start)}
	}
}
