package words

import "strings"

// bind joins single characters that stand side by side and are seldom words alone: most likely they are a word that
// the dictionary lacks. Kanji that touch kana are Japanese.
func (w *window) bind() {
	for i := 0; i < w.n; i++ {
		if w.atoms[i].script != han {
			continue
		}
		end := w.run(i)
		if w.isKana(i-1) || w.isKana(end) {
			w.bindJapanese(i, end)
		} else {
			w.bindChinese(i, end)
		}
		i = end
	}
}

// longest is the longest word that bindChinese makes, in characters.
const longest = 4

// bindChinese joins the characters that the dictionary has mostly in words.
func (w *window) bindChinese(i, end int) {
	for i < end {
		j := i
		for j < end && j-i < longest && w.alone(j) && w.trait(j, bound) != 0 {
			w.path[j].cut = j == i
			j++
		}
		i = max(j, i+1)
	}
}

// suffixes are characters that end Japanese compounds and begin few: 法務/省/入国/管理局.
const suffixes = "省庁局部課市県区町村郡州国社会党軍長氏者員人的性化式系製側用型駅店校間等後上下中内外年月日時分円台位名回度"

// bindJapanese joins two kanji, for in Japanese most are seldom alone in a run: 彼女, 知能.
func (w *window) bindJapanese(i, end int) {
	for ; i+1 < end; i++ {
		if w.alone(i) && w.alone(i+1) && w.begins(i) {
			i++
			w.path[i].cut = false
		}
	}
}

// begins reports whether a Japanese compound may begin at atom i.
func (w *window) begins(i int) bool {
	return w.trait(i, numeral) == 0 && !strings.Contains(suffixes, w.word(i, i+1))
}

// alone reports whether atom i is a word by itself.
func (w *window) alone(i int) bool { return w.path[i].cut && w.path[i+1].cut }

func (w *window) isKana(i int) bool {
	return w.isHiragana(i) || i >= 0 && i < w.n && w.atoms[i].script == katakana
}

func (w *window) isHiragana(i int) bool { return i >= 0 && i < w.n && w.atoms[i].script == hiragana }
