package charset

import (
	"sync"
	"unicode"
)

// costPerNat is the unit of prices: so many of them make -log(1/e).
const costPerNat = 8

// The prices of what should not be there, and the least price of a control character.
const (
	invalidCost       = 10 * costPerNat
	controlCost       = 14 * costPerNat
	supplementaryCost = 15 * costPerNat // a character beyond the BMP that is no emoji
)

// A language is one that the detector knows, in one of its scripts.
type language int

const (
	inSimplified language = iota
	inTraditional
	inJapanese
	inKorean
	languages
)

// A level is a price and the characters that cost it.
type level struct {
	cost  uint8
	chars string
}

// A costTable has the prices of the BMP's characters in each language.
type costTable [languages][0x10000]uint8

// costs makes the list when it is first needed.
var costs = sync.OnceValue(func() *costTable {
	list := new(costTable)
	for l := range list {
		for r := range list[l] {
			list[l][r] = uint8(costPerNat * unlistedCost(rune(r), language(l)))
		}
	}
	for l, tiers := range [languages][]level{simplifiedLevels[:], traditionalLevels[:], japaneseLevels[:], koreanLevels[:]} {
		for _, t := range tiers {
			for _, r := range t.chars {
				list[l][r] = t.cost
			}
		}
	}
	return list
})

// of is the price of what a reader gives.
func (p *costTable) of(r rune, l language) int {
	switch {
	case r >= 0 && r < rune(len(p[l])):
		return int(p[l][r])
	case r == noCharacter:
		return 0
	case r == invalid:
		return invalidCost
	case r >= 0x1f300 && r <= 0x1faff:
		return 9 * costPerNat
	}
	return supplementaryCost
}

// unlistedCost prices, in nats, a character that no table lists. They are rough guesses: only their order matters.
func unlistedCost(r rune, l language) float64 {
	switch {
	case r < 0x80:
		return asciiCost(r, l)
	case r < 0xa0, r >= 0xe000 && r < 0xf900: // C1 controls, private use
		return 18
	case r < 0x2000:
		return letterCost(r)
	case r >= 0x3400 && r < 0xa000, r >= 0xac00 && r < 0xd800:
		return ideographCost(r, l)
	case r < 0x3100 || r >= 0xff00:
		return punctuationCost(r, l)
	case !unicode.IsGraphic(r):
		return 18
	}
	return 11 // squared abbreviations, enclosed letters, vertical forms
}

func asciiCost(r rune, l language) float64 {
	switch {
	case r == '\n', r == '\r':
		return 4.5
	case r == ' ' && l == inKorean:
		return 2
	case r == ' ':
		return 5
	case r == '\t':
		return 7
	case r == 0:
		return 18
	case r < ' ', r == 0x7f:
		return controlCost / costPerNat
	case r >= '0' && r <= '9', r >= 'a' && r <= 'z':
		return 5.5
	}
	return 7
}

func letterCost(r rune) float64 {
	switch {
	case r == '·':
		return 7
	case r < 0x100, r >= 0x391 && r < 0x460: // Latin-1, Greek, Cyrillic
		return 10.5
	case !unicode.IsGraphic(r):
		return 18
	}
	return 14
}

// ideographCost prices the ideographs and the Hangul that are rare in the language or foreign to it.
func ideographCost(r rune, l language) float64 {
	hangul := r >= 0xac00
	switch {
	case hangul == (l == inKorean) && (hangul || r >= 0x4e00 && r <= 0x9fa5):
		return 12
	case l == inKorean && r >= 0x4e00:
		return 12.5
	case !unicode.IsGraphic(r):
		return 18
	}
	return 15.5
}

// punctuationCost prices what stands between the words, kana that are not in the table, and the forms of other widths.
func punctuationCost(r rune, l language) float64 {
	native := l != inKorean
	switch {
	case native && (r == '。' || r == '、' || r == '，'):
		return 3.5
	case r == 0x3000 && native:
		return 5.5
	case r > 0xff00 && r < 0xff5f && !native: // where ASCII is usual
		return 9
	case r > 0xff00 && r < 0xff20 && native:
		return 5.5
	case r >= 0x2010 && r < 0x2040, r > 0x3000 && r < 0x3020, r > 0xff00 && r < 0xff5f:
		return 6.5
	case r >= 0x3040 && r < 0x3100 && l == inJapanese, r >= 0xff60 && r < 0xffa0 && l == inJapanese:
		return 10
	case r >= 0x3040 && r < 0x3100:
		return 12
	case !unicode.IsGraphic(r):
		return 18
	case r >= 0x2190 && r < 0x2700:
		return 9
	}
	return 11
}
