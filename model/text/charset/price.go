package charset

import (
	"strings"
	"sync"
	"unicode"
)

// costPerNat is the cost of an event with the probability 1/e: costs are negative log-likelihoods in eighths of a nat.
const costPerNat = 8

// The costs of characters that a text should not contain.
const (
	invalidCost       = 10 * costPerNat
	controlCost       = 14 * costPerNat
	supplementaryCost = 15 * costPerNat // a character beyond the BMP that is not an emoji
)

// A language is one that the detector has counts for, in one of its scripts.
type language int

const (
	inSimplified language = iota
	inTraditional
	inJapanese
	inKorean
	languages
)

// A level is a cost and the characters that have it.
type level struct {
	cost  uint8
	chars string
}

// A costTable holds the costs of the characters of the Basic Multilingual Plane in each language.
type costTable [languages][0x10000]uint8

// costs builds the table when it is first needed.
var costs = sync.OnceValue(func() *costTable {
	list := new(costTable)
	for l := range list {
		for r := range list[l] {
			list[l][r] = uint8(costPerNat * unlistedCost(rune(r), language(l)))
		}
	}
	for l, levels := range [languages][]level{simplifiedLevels[:], traditionalLevels[:], japaneseLevels[:], koreanLevels[:]} {
		for _, t := range levels {
			for _, r := range t.chars {
				list[l][r] = t.cost
			}
		}
	}
	return list
})

// of returns the cost of a result of a decoder.
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

// unlistedCost estimates the cost, in nats, of a character that no table lists. The values are guesses of which only the
// order matters.
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

// ideographCost estimates the cost of ideographs and Hangul that are rare in the language or foreign to it.
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

// punctuationCost estimates the cost of punctuation, of kana that are not in the table, and of full-width and half-width
// forms.
func punctuationCost(r rune, l language) float64 {
	native := l != inKorean
	switch {
	case native && strings.ContainsRune("。、，", r):
		return 3.5
	case native && r == 0x3000:
		return 5.5
	case isBetween(r, 0xff01, 0xff5e):
		return fullWidth(r, native)
	case isBetween(r, 0x2010, 0x203f), isBetween(r, 0x3001, 0x301f):
		return 6.5
	case l == inJapanese && (isBetween(r, 0x3040, 0x30ff) || isBetween(r, 0xff60, 0xff9f)):
		return 10
	case isBetween(r, 0x3040, 0x30ff):
		return 12
	case !unicode.IsGraphic(r):
		return 18
	case isBetween(r, 0x2190, 0x26ff):
		return 9
	}
	return 11
}

// fullWidth returns the price of a full-width form of ASCII. A language that is not native has ASCII itself in its place.
func fullWidth(r rune, native bool) float64 {
	switch {
	case !native:
		return 9
	case r < 0xff20:
		return 5.5
	}
	return 6.5
}

// isBetween reports whether r is one of low to high, both included.
func isBetween(r, low, high rune) bool { return low <= r && r <= high }
