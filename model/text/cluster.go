package text

import (
	"iter"
	"math/bits"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Clusters yields the extended grapheme clusters of s in order.
func Clusters(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(s); {
			n := ClusterLen(s[i:])
			if !yield(s[i : i+n]) {
				return
			}
			i += n
		}
	}
}

// ClusterLen returns the length in bytes of the first cluster of s, which is not empty.
func ClusterLen(s string) int {
	a, n := utf8.DecodeRuneInString(s)
	if n == len(s) {
		return n
	}
	if b, _ := utf8.DecodeRuneInString(s[n:]); IsSimple(a) && IsSimple(b) {
		return n
	}
	it := graphemes.FromString(s)
	it.Next()
	return len(it.Value())
}

// FirstClusters returns the first n clusters of s. It reads no further than they reach.
func FirstClusters(s string, n int) string {
	end := 0
	for c := range Clusters(s) {
		if n--; n < 0 {
			break
		}
		end += len(c)
	}
	return s[:end]
}

// Excerpt returns the first n clusters of s, with … after it if s is longer.
func Excerpt(s string, n int) string {
	head := FirstClusters(s, n)
	if len(head) < len(s) {
		head += "…"
	}
	return head
}

// CountCodePoints returns the number of code points in s, which is valid UTF-8. It reads eight bytes at a time and
// subtracts those of the form 10xxxxxx, which begin none.
func CountCodePoints(s string) Offset {
	const low = 0x0101010101010101 // the lowest bit of each byte
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		word := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		n -= bits.OnesCount64(word >> 7 &^ (word >> 6) & low)
	}
	return Offset(n-len(s)) + countStarts(s)
}

// IsSimple reports whether r is one of the common characters that join neither the character before them nor another
// simple one after them: between two simple characters there is always a cluster boundary (rules GB3 to GB13 name no
// pair of them).
func IsSimple(r rune) bool {
	switch {
	case r < 0x20:
		return false
	case r < 0x7f:
		return true
	case r >= 0x3001 && r <= 0x3029, r >= 0x3041 && r <= 0x3096, r >= 0x309b && r <= 0x30ff,
		r >= 0x3400 && r <= 0x4dbf, r >= 0x4e00 && r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xff01 && r <= 0xff9d, r >= 0x2010 && r <= 0x2027, r >= 0x20000 && r <= 0x3ffff:
		return true
	}
	return false
}

// isBoundary reports whether there is certainly a boundary between a and b: only GB6 and GB9b could join a simple b to
// the character before it, and no a that they name is listed here.
func isBoundary(a, b rune) bool {
	if !IsSimple(b) {
		return false
	}
	switch {
	case IsSimple(a), a < 0x600, a >= 0xe00 && a <= 0x10ff, a >= 0x2000 && a <= 0x206f, a >= 0x1f000 && a <= 0x1faff:
		return true
	}
	return false
}

// knownBoundary returns the last byte of s, at or before at, that is certainly a cluster boundary: the start of s, or
// between two characters that isBoundary knows.
func knownBoundary(s string, at int) int {
	for at > 0 && at < len(s) {
		b, _ := utf8.DecodeRuneInString(s[at:])
		a, n := utf8.DecodeLastRuneInString(s[:at])
		if isBoundary(a, b) || a == '\n' {
			return at
		}
		at -= n
	}
	return at
}

// Floor returns the last cluster boundary at or before o.
func (t *Text) Floor(o Offset) Offset {
	if o <= 0 {
		return 0
	}
	if o >= t.length {
		return t.length
	}
	p, b := t.pageAt(o)
	at := p.byteAt(o - b.start)
	i := knownBoundary(p.s, at)
	for i < at {
		n := ClusterLen(p.s[i:])
		if i+n > at {
			break
		}
		i += n
	}
	return o - countStarts(p.s[i:at])
}

// Next returns the first cluster boundary after o, or the end of the text.
func (t *Text) Next(o Offset) Offset {
	o = t.Floor(o)
	if o >= t.length {
		return t.length
	}
	p, b := t.pageAt(o)
	at := p.byteAt(o - b.start)
	return o + countStarts(p.s[at:at+ClusterLen(p.s[at:])])
}

// Prev returns the last cluster boundary before o, or the start of the text.
func (t *Text) Prev(o Offset) Offset { return t.Floor(o - 1) }

// Snap returns the smallest span on cluster boundaries that covers s.
func (t *Text) Snap(s Span) Span {
	s.Start = t.Floor(s.Start)
	if end := t.Floor(s.End); end < s.End {
		s.End = t.Next(end)
	} else {
		s.End = end
	}
	return s
}

// A Cluster is one grapheme cluster and its span.
type Cluster struct {
	Span Span
	Text string
}

// Clusters yields the clusters of a span, which begins on a boundary, in order.
func (t *Text) Clusters(s Span) iter.Seq[Cluster] {
	return func(yield func(Cluster) bool) {
		at := s.Start
		for c := range Clusters(t.Slice(s)) {
			next := at + countStarts(c)
			if !yield(Cluster{Span{at, next}, c}) {
				return
			}
			at = next
		}
	}
}
