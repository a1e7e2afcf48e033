package words

import "strings"

// What a word of hiragana costs that is not in the list, and what each of its clusters does. The particles before and
// after it cost less than one more cluster: りんご/を.
const (
	kanaWord    = 40 * nat / 10
	kanaEach    = 32 * nat / 10
	kanaLongest = 8
)

// okurigana is the node under which the dictionary keeps the endings of Japanese verbs and adjectives.
const okurigana node = 1

// hiraganaEdges tries what may begin at the hiragana i: okurigana, if a kanji stands before it; particles and other
// words of the list; and a word that is not in it.
func (w *window) hiraganaEdges(i int) {
	if i > 0 && w.atoms[i-1].script == han {
		w.endings(i)
	}
	w.walk(i, i, 0)
	for j := i; j < i+kanaLongest && w.isHiragana(j); j++ {
		w.edge(i, j+1, kanaWord+kanaEach*cost(j+1-i))
	}
}

// endings lengthens the best word before i by each ending that follows it. The forms of する stay apart from kanji of
// two or more: 話した, but 発表/した.
func (w *window) endings(i int) {
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
			w.lengthen(start, i, j+1, c)
		}
	}
}

// lengthen tries the word that leads from start to i with an ending up to j.
func (w *window) lengthen(start, i, j int, c cost) {
	if c += w.path[i].cost; c < w.path[j].cost {
		w.path[j] = step{cost: c, back: int16(start)}
	}
}
