package layout

import (
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// breaks finds where UAX #14 (Unicode 17) lets a line of a paragraph end.
//
// It does not give the whole paragraph to the segmenter: a row would wait for
// all that comes after it, and most of what is read needs no looking up. No rule
// of UAX #14 looks past a character that is solid (see class.solid), from either
// side:
//
//	发 布 了 “ L a r k M i n d - 7 B ” 。 延 迟
//	      └─────┘           └─────────────┘
//
// so each stretch between two solid characters, both included, is a text of its
// own. Between solid characters that are neighbours a line may end (LB31), but
// not between letters (LB28), and where only white space divides them it may end
// after that (LB7, LB18, LB21). Mandatory breaks are the class ender.
type breaks struct {
	body     string
	seg      segmenter.Segmenter
	from, to int   // the stretch that it holds, in bytes
	ends     []int // where lines of the stretch may end, in bytes
	passed   int   // so many of ends are before the place last asked about
}

// before reports whether a line may begin at the given byte of the paragraph,
// with a character of class next, after what stands left of it. It is asked from
// left to right.
func (b *breaks) before(at int, left context, next class) bool {
	if left.ink.solid() && next.solid() {
		return left.last != letter || next != letter
	}
	if at >= b.to {
		b.load(at)
	}
	for b.ends[b.passed] < at { // the last one is b.to
		b.passed++
	}
	return b.ends[b.passed] == at
}

// load takes up the stretch that at lies in.
func (b *breaks) load(at int) {
	b.from, b.to = at, at
	for met := false; b.from > 0 && !met; {
		r, size := utf8.DecodeLastRuneInString(b.body[:b.from])
		b.from -= size
		met = classOf(r).solid()
	}
	for met := false; b.to < len(b.body) && !met; {
		r, size := utf8.DecodeRuneInString(b.body[b.to:])
		b.to += size
		met = classOf(r).solid()
	}
	b.ends, b.passed = b.ends[:0], 0
	_ = b.seg.InitWithString(b.body[b.from:b.to]) // fails on invalid UTF-8 only, which no Text has
	for lines := b.seg.LineIterator(); lines.Next(); {
		line := lines.Line()
		b.ends = append(b.ends, b.from+line.OffsetInBytes+line.LengthInBytes)
	}
}
