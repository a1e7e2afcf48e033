package charset

import (
	"sync"
	"unicode"
)

// nat is the unit of prices: so many of them make -log(1/e).
const nat = 8

// The prices of what should not be there, and the least price of a control character.
const (
	illPrice = 10 * nat
	control  = 14 * nat
	farPrice = 15 * nat // a character beyond the BMP that is no emoji
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

// A tier is a price and the characters that cost it.
type tier struct {
	price uint8
	chars string
}

// A priceList has the prices of the BMP's characters in each language.
type priceList [languages][0x10000]uint8

// prices makes the list when it is first needed.
var prices = sync.OnceValue(func() *priceList {
	list := new(priceList)
	for l := range list {
		for r := range list[l] {
			list[l][r] = uint8(nat * usual(rune(r), language(l)))
		}
	}
	for l, tiers := range [languages][]tier{simplifiedTiers[:], traditionalTiers[:], japaneseTiers[:], koreanTiers[:]} {
		for _, t := range tiers {
			for _, r := range t.chars {
				list[l][r] = t.price
			}
		}
	}
	return list
})

// of is the price of what a reader gives.
func (p *priceList) of(r rune, l language) int {
	switch {
	case r >= 0 && r < rune(len(p[l])):
		return int(p[l][r])
	case r == silent:
		return 0
	case r == ill:
		return illPrice
	case r >= 0x1f300 && r <= 0x1faff:
		return 9 * nat
	}
	return farPrice
}

// usual prices, in nats, a character that no table lists. They are rough guesses: only their order matters.
func usual(r rune, l language) float64 {
	switch {
	case r < 0x80:
		return usualASCII(r, l)
	case r < 0xa0, r >= 0xe000 && r < 0xf900: // C1 controls, private use
		return 18
	case r < 0x2000:
		return usualLetter(r)
	case r >= 0x3400 && r < 0xa000, r >= 0xac00 && r < 0xd800:
		return usualUnlisted(r, l)
	case r < 0x3100 || r >= 0xff00:
		return usualPunctuation(r, l)
	case !unicode.IsGraphic(r):
		return 18
	}
	return 11 // squared abbreviations, enclosed letters, vertical forms
}

func usualASCII(r rune, l language) float64 {
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
		return control / nat
	case r >= '0' && r <= '9', r >= 'a' && r <= 'z':
		return 5.5
	}
	return 7
}

func usualLetter(r rune) float64 {
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

// usualUnlisted prices the ideographs and the Hangul that are rare in the language or foreign to it.
func usualUnlisted(r rune, l language) float64 {
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

// usualPunctuation prices what stands between the words, kana that are not in the table, and the forms of other widths.
func usualPunctuation(r rune, l language) float64 {
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
