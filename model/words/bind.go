package words

import "strings"

// joinSingles joins adjacent single characters that are seldom words alone: most likely they are a word that the
// dictionary lacks. Kanji next to kana are Japanese.
func (w *window) joinSingles() {
	for i := 0; i < w.n; i++ {
		if w.atoms[i].script != han {
			continue
		}
		end := w.runEnd(i)
		if w.isKana(i-1) || w.isKana(end) {
			w.joinKanji(i, end)
		} else {
			w.joinChinese(i, end)
		}
		i = end
	}
}

// maxJoined is the longest word that joinChinese makes, in characters.
const maxJoined = 4

// joinChinese joins the characters that the dictionary has mostly within words.
func (w *window) joinChinese(i, end int) {
	for i < end {
		j := i
		for j < end && j-i < maxJoined && w.isAlone(j) && w.trait(j, bound) != 0 {
			w.path[j].cut = j == i
			j++
		}
		i = max(j, i+1)
	}
}

// suffixes are characters that end many Japanese compounds and begin few: 法務/省/入国/管理局.
const suffixes = "省庁局部課市県区町村郡州国社会党軍長氏者員人的性化式系製側用型駅店校間等後上下中内外年月日時分円台位名回度"

// joinKanji joins two kanji: most are seldom alone in a run of Japanese, as in 彼女 and 知能.
func (w *window) joinKanji(i, end int) {
	for ; i+1 < end; i++ {
		if w.isAlone(i) && w.isAlone(i+1) && w.canBegin(i) {
			i++
			w.path[i].cut = false
		}
	}
}

// canBegin reports whether a Japanese compound may begin at atom i.
func (w *window) canBegin(i int) bool {
	return w.trait(i, numeral) == 0 && !strings.Contains(suffixes, w.word(i, i+1))
}

// isAlone reports whether atom i is a word by itself.
func (w *window) isAlone(i int) bool { return w.path[i].cut && w.path[i+1].cut }

func (w *window) isKana(i int) bool {
	return w.isHiragana(i) || i >= 0 && i < w.n && w.atoms[i].script == katakana
}

func (w *window) isHiragana(i int) bool { return i >= 0 && i < w.n && w.atoms[i].script == hiragana }
