package noise

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// reach is how many characters on each side of a gap are segmented to see whether a word spans it.
const reach = 5

// isInText reports whether [i, j) is inside running text, with a letter or character on either side.
func (p *page) isInText(i, j int) bool {
	return i > 0 && j < len(p.runes) && isWordRune(p.runes[i-1]) && isWordRune(p.runes[j])
}

// isWordRune reports whether r can be part of a word.
func isWordRune(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || unicode.IsLetter(r) || unicode.IsNumber(r)
}

// joinedWordLen returns the length in code points of the word that spans the gap when [i, j) is removed, 0 if none does.
// Only a joint between two Chinese characters is evidence; runs of letters, kana or Hangul always join, and so do
// numerals.
func (p *page) joinedWordLen(i, j int) int {
	if i == 0 || j >= len(p.runes) || !tellsBoundary(p.runes[i-1]) || !tellsBoundary(p.runes[j]) {
		return 0
	}
	var b strings.Builder
	for k := p.textStart(i); k < i; k++ {
		b.WriteRune(p.runes[k])
	}
	joint := b.Len()
	for k := j; k < min(j+reach, len(p.runes)) && isWordRune(p.runes[k]); k++ {
		b.WriteRune(p.runes[k])
	}
	s := b.String()
	for from, to := range p.words.Words(s) {
		if to > joint {
			if from >= joint {
				return 0
			}
			return utf8.RuneCountInString(s[from:to])
		}
	}
	return 0
}

// textStart returns where the running text before i begins, at most reach characters back.
func (p *page) textStart(i int) int {
	k := i
	for k > max(0, i-reach) && isWordRune(p.runes[k-1]) {
		k--
	}
	return k
}

// tellsBoundary reports whether r is a Chinese character that does not join to everything.
func tellsBoundary(r rune) bool {
	return unicode.Is(unicode.Han, r) && !strings.ContainsRune("〇一二三四五六七八九十百千万萬亿億零两兩第几幾数數年月日", r)
}
