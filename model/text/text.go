// Package text holds an article's characters and the one coordinate that the
// program counts them in.
//
// A Text is the decoded article, immutable. An Offset counts Unicode code
// points from its start; bytes, rows and columns are computed where they are
// needed and never stored. A user's spans lie on the boundaries of extended
// grapheme clusters (UAX #29, Unicode 17). The package also says what a cluster
// looks like on a terminal, and how many columns that takes: see Safe and
// Measure. It knows nothing of rows, claims or files.
package text

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// An Offset is a place in a Text, in code points from its start.
type Offset int

// A Span is the half-open range [Start, End) of a Text, in code points.
type Span struct{ Start, End Offset }

// Len is the number of code points in s.
func (s Span) Len() int { return int(s.End - s.Start) }

// Empty reports whether s holds no code point.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether the code point at o is in s.
func (s Span) Contains(o Offset) bool { return s.Start <= o && o < s.End }

// Covers reports whether all of t is in s.
func (s Span) Covers(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t have a code point in common.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Minus is s without what the spans of cut cover, in order. The spans of cut
// may come in any order and may overlap.
func (s Span) Minus(cut []Span) []Span {
	sorted := append([]Span(nil), cut...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Start < sorted[j].Start })
	var rest []Span
	from := s.Start
	for _, c := range sorted {
		if c.Start > from && from < s.End {
			rest = append(rest, Span{from, min(c.Start, s.End)})
		}
		from = max(from, c.End)
	}
	if from < s.End {
		rest = append(rest, Span{from, s.End})
	}
	return rest
}

// stride is the distance in bytes between two marks. A conversion between
// bytes and code points walks at most so far.
const stride = 512

// A Text is a decoded article. The zero value is an empty one.
type Text struct {
	s        string
	marks    []Offset // marks[i] is the number of code points that begin before byte i*stride
	length   Offset
	encoding string
	bad      map[Offset]string // the bytes that each undecodable sequence's U+FFFD stands for
	doubt    float64           // how unsure the encoding is, 0 to 1
}

// New makes a Text of a string. Invalid UTF-8 in it is decoded as by DecodeAs.
func New(s string) *Text {
	if !utf8.ValidString(s) {
		return decodeUTF8([]byte(s), "utf-8")
	}
	return index(s, "utf-8", nil)
}

func index(s, encoding string, bad map[Offset]string) *Text {
	t := &Text{s: s, encoding: encoding, bad: bad, marks: make([]Offset, 0, len(s)/stride+1)}
	for from := 0; from < len(s); from += stride {
		t.marks = append(t.marks, t.length)
		t.length += starts(s[from:min(from+stride, len(s))])
	}
	return t
}

// starts counts the bytes of s that begin a code point; s may begin or end
// within one.
func starts(s string) Offset {
	n := 0
	for i := range len(s) {
		if int8(s[i]) >= -0x40 { // not a continuation byte, 0x80 to 0xbf
			n++
		}
	}
	return Offset(n)
}

// Len is the length of t in code points.
func (t *Text) Len() Offset { return t.length }

// All is the span of the whole text.
func (t *Text) All() Span { return Span{0, t.length} }

// String is the whole text in UTF-8.
func (t *Text) String() string { return t.s }

// Encoding names, as Python's codecs do, the encoding that the text was decoded
// from: open(path, encoding=t.Encoding(), errors="replace", newline="") reads
// the same code points.
func (t *Text) Encoding() string {
	if t.encoding == "" {
		return "utf-8"
	}
	return t.encoding
}

// Undecodable is the number of byte sequences that could not be decoded; each
// is one U+FFFD in the text.
func (t *Text) Undecodable() int { return len(t.bad) }

// Raw gives the bytes that the U+FFFD at o stands for, and whether it stands
// for any.
func (t *Text) Raw(o Offset) (string, bool) {
	raw, ok := t.bad[o]
	return raw, ok
}

// Byte gives the place of o in String, in bytes. An o outside the text counts
// as its nearer end.
func (t *Text) Byte(o Offset) int {
	switch {
	case o <= 0:
		return 0
	case o >= t.length:
		return len(t.s)
	}
	i := sort.Search(len(t.marks), func(i int) bool { return t.marks[i] > o }) - 1
	at, left := i*stride, int(o-t.marks[i])
	for at < len(t.s) && !utf8.RuneStart(t.s[at]) {
		at++
	}
	for ; left > 0; left-- {
		_, size := utf8.DecodeRuneInString(t.s[at:])
		at += size
	}
	return at
}

// At gives the offset of the code point that begins at the given byte of
// String. A byte within a code point counts as the next one's.
func (t *Text) At(b int) Offset {
	switch {
	case b <= 0:
		return 0
	case b >= len(t.s):
		return t.length
	}
	i := b / stride
	return t.marks[i] + starts(t.s[i*stride:b])
}

// Slice is the text of a span. What of it lies outside the text is left out.
func (t *Text) Slice(s Span) string {
	if s.Empty() {
		return ""
	}
	from := t.Byte(s.Start)
	if n := s.Len(); n <= stride/4 {
		to := from
		for ; n > 0 && to < len(t.s); n-- {
			_, size := utf8.DecodeRuneInString(t.s[to:])
			to += size
		}
		return t.s[from:to]
	}
	return t.s[from:t.Byte(s.End)]
}

// Rune is the code point at o, or utf8.RuneError outside the text.
func (t *Text) Rune(o Offset) rune {
	if o < 0 || o >= t.length {
		return utf8.RuneError
	}
	r, _ := utf8.DecodeRuneInString(t.s[t.Byte(o):])
	return r
}

// Paragraph is the span of the paragraph that o lies in: what stands between
// two line feeds, the closing one included. At the end of a text that ends
// with a line feed it is empty.
func (t *Text) Paragraph(o Offset) Span {
	at := t.Byte(o)
	from := strings.LastIndexByte(t.s[:at], '\n') + 1
	to := len(t.s)
	if i := strings.IndexByte(t.s[at:], '\n'); i >= 0 {
		to = at + i + 1
	}
	return Span{t.At(from), t.At(to)}
}

// After is the paragraph that follows another, if one does.
func (t *Text) After(paragraph Span) (Span, bool) {
	if paragraph.End >= t.length {
		return Span{}, false
	}
	return t.Paragraph(paragraph.End), true
}

// Body is a paragraph without its line feed, and without the carriage return
// before that.
func (t *Text) Body(paragraph Span) Span {
	s := t.Slice(paragraph)
	if trimmed, ok := strings.CutSuffix(s, "\n"); ok {
		paragraph.End--
		if strings.HasSuffix(trimmed, "\r") {
			paragraph.End--
		}
	}
	return paragraph
}
