package words

import (
	"strings"
	"unicode/utf8"
)

// A stemEnding is the sound at the end of a stem that a particle requires.
type stemEnding uint8

const (
	anyEnding stemEnding = iota
	vowelEnding
	consonantEnding
	vowelOrREnding // 로 and its like, for which ㄹ counts as a vowel
)

// maxParticle is the length of the longest particle, in syllables.
const maxParticle = 5

// findParticle returns the ending that the stem before a particle must have. ok is false if s is not one: the 조사 of
// 국립국어원's dictionary that are common in articles, and the copula, without those that often end a word of their own
// (아, 야, 서).
func findParticle(s string) (after stemEnding, ok bool) {
	switch s {
	case "이었습니다", "에서부터", "에서는", "에서도", "에서의", "에게는", "에게서", "까지는", "까지도", "까지의", "부터는", "부터의", "이었다",
		"입니다", "처럼", "보다", "마다", "조차", "마저", "밖에", "에서", "에선", "에게", "에는", "에도", "에만", "까지", "부터", "이다", "한테", "께서",
		"에", "의", "도", "만", "씨", "님", "쯤":
		return anyEnding, true
	case "으로부터", "으로는", "으로도", "으로의", "으로서", "으로써", "이라고", "이라는", "이라며", "으로", "이며", "이나", "이라", "이랑", "과의",
		"과는", "은", "이", "을", "과":
		return consonantEnding, true
	case "라고", "라는", "라며", "였다", "와의", "와는", "는", "가", "를", "와":
		return vowelEnding, true
	case "로부터", "로서", "로써", "로는", "로도", "로의", "로":
		return vowelOrREnding, true
	}
	return anyEnding, false
}

// verbStems are the syllables after which 는 and its like are endings of a verb, not particles: 발전하는, 있는.
const verbStems = "하되있없않"

// tryHangul tries a whole run of Hangul, and its stem with the particle separate. White space marks where a word begins,
// so within a run one begins only after a stem or a name, and the rest is most likely a particle.
func (w *window) tryHangul(i int) {
	end := w.runEnd(i)
	if _, ok := findParticle(w.word(i, end)); ok && w.isHangul(i-1) {
		w.tryWord(i, end, gapCost)
		return
	}
	if n := w.particleLen(i, end); n > 0 {
		end -= n
	}
	w.tryWord(i, end, runCost+2*costPerNat*cost(end-i))
}

func (w *window) isHangul(i int) bool { return i >= 0 && w.atoms[i].script == hangul }

// particleLen returns the number of syllables of the longest particle that the run of Hangul ends with, 0 if there is
// none. A stem has two syllables or more, or follows a number: 16명/을.
func (w *window) particleLen(i, end int) int {
	least := 2
	if i > 0 && w.isDigits(i-1) {
		least = 1
	}
	for n := min(maxParticle, end-i-least); n > 0; n-- {
		stem, ending := w.word(i, end-n), w.word(end-n, end)
		if after, ok := findParticle(ending); ok && after.matches(stem) && !isVerb(stem, ending) {
			return n
		}
	}
	return 0
}

// isVerb reports whether the ending is more likely that of a verb than a particle.
func isVerb(stem, ending string) bool {
	last, _ := utf8.DecodeLastRuneInString(stem)
	return strings.Contains("는은을", ending) && strings.ContainsRune(verbStems, last)
}

// matches reports whether a stem ends as f requires. Syllables are composed by arithmetic: The Unicode Standard, 3.12.
func (f stemEnding) matches(stem string) bool {
	syllable, _ := utf8.DecodeLastRuneInString(stem)
	const base, last, finals, l = 0xac00, 0xd7a3, 28, 8
	if syllable < base || syllable > last {
		return false
	}
	switch end := (syllable - base) % finals; f {
	case vowelEnding:
		return end == 0
	case consonantEnding:
		return end != 0
	case vowelOrREnding:
		return end == 0 || end == l
	}
	return true
}
