package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
	"golang.org/x/text/unicode/norm"
)

// A Measure says how many columns a cluster takes on one terminal. Terminals
// disagree: about East Asian Ambiguous characters (UAX #11), which are half of
// Chinese punctuation, about emoji sequences, and about characters newer than
// their tables. What a Measure is not sure of is given a slot of two columns,
// and the painter sets the column anew after it, which is right on every
// terminal that draws one column or two.
//
// The zero value is not usable; make one with NewMeasure.
type Measure struct {
	widths    *runewidth.Condition
	ambiguous Ambiguous
}

// Ambiguous says how East Asian Ambiguous characters are counted.
type Ambiguous string

// The choices of --ambiguous.
const (
	Slot   Ambiguous = "slot" // two columns, whatever the terminal draws
	Narrow Ambiguous = "1"
	Wide   Ambiguous = "2"
)

// NewMeasure makes a Measure. Widths come from a private table: the ones of
// go-runewidth's package level change with the locale.
func NewMeasure(a Ambiguous) Measure {
	return Measure{
		widths:    &runewidth.Condition{EastAsianWidth: a == Wide, StrictEmojiNeutral: true},
		ambiguous: a,
	}
}

// Cell says what is shown for a cluster and how many columns that takes. What
// is shown is Safe. It differs from the cluster where that cannot be shown as
// it is.
func (m Measure) Cell(cluster string) (shown string, columns int) {
	if len(cluster) == 1 && cluster[0] >= 0x20 && cluster[0] < 0x7f {
		return cluster, 1
	}
	shown = Safe(cluster)
	if r, size := utf8.DecodeRuneInString(shown); size < len(shown) {
		shown = norm.NFC.String(shown) // a precomposed letter or syllable is safer than its parts
		if ascii(shown) {
			return shown, len(shown)
		}
		if joined(shown) {
			shown = string(r)
		}
	}
	if shown == "" {
		return "", 0
	}
	if m.Slot(shown) {
		return shown, 2
	}
	return shown, m.widths.StringWidth(shown)
}

// Slot reports whether it is unknown how many columns the terminal takes for
// what is shown.
func (m Measure) Slot(shown string) bool {
	r, size := utf8.DecodeRuneInString(shown)
	if size < len(shown) {
		return !ascii(shown)
	}
	if unicode.Is(sure, r) {
		return false
	}
	return m.ambiguous == Slot || m.ambiguous == "" || !runewidth.IsAmbiguousWidth(r)
}

// Width is the number of columns of s, cluster by cluster.
func (m Measure) Width(s string) int {
	n := 0
	for c := range Clusters(s) {
		_, columns := m.Cell(c)
		n += columns
	}
	return n
}

// sure has the characters on whose width all terminals that were measured
// agree: xterm (plain, -mk_width, -cjk_width), mlterm, kitty, tmux, vim.
var sure = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x20, Hi: 0x7e, Stride: 1},
		{Lo: 0xa6, Hi: 0xa6, Stride: 1},
		{Lo: 0x3000, Hi: 0x3029, Stride: 1},
		{Lo: 0x3041, Hi: 0x3096, Stride: 1},
		{Lo: 0x309b, Hi: 0x30ff, Stride: 1},
		{Lo: 0x3105, Hi: 0x312d, Stride: 1},
		{Lo: 0x3131, Hi: 0x318e, Stride: 1},
		{Lo: 0x3400, Hi: 0x4db5, Stride: 1},
		{Lo: 0x4e00, Hi: 0x9fa5, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1},
		{Lo: 0xf900, Hi: 0xfa2d, Stride: 1},
		{Lo: 0xff01, Hi: 0xff60, Stride: 1},
		{Lo: 0xff61, Hi: 0xff9d, Stride: 1},
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x20000, Hi: 0x2a6d6, Stride: 1},
		{Lo: 0x2a700, Hi: 0x2ebe0, Stride: 1},
	},
	LatinOffset: 2,
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// joined reports whether a cluster is a sequence that terminals draw as
// anything from nothing to all of its parts: emoji with joiners, selectors,
// modifiers or flags, and ideographs with a variation selector.
func joined(shown string) bool {
	for i, r := range shown {
		switch {
		case i == 0:
		case r == 0x200d, r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef, r >= 0x1f3fb && r <= 0x1f3ff, r == 0x20e3,
			r >= 0x1f1e6 && r <= 0x1f1ff:
			return true
		}
	}
	return false
}
