// Package text holds the characters of an article and the one coordinate that the
// program counts them in.
//
// A Text is the decoded article, immutable. An Offset counts Unicode code
// points from its start; bytes, rows and columns are computed where they are
// needed and never stored. A user's spans lie on the boundaries of extended
// grapheme clusters (UAX #29, Unicode 17). The package also computes what a cluster
// looks like on a terminal and how many columns it takes: see Safe and Measure. It
// holds no rows (model/layout), no claims and no encodings (model/text/charset).
//
// Begin with Text and Span; block.go and window.go hold the characters of a Text,
// cluster.go their clusters.
package text

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
	"unsafe"

	"pizhu/model/text/charset"
)

// An Offset is a position in a Text, in code points from its start.
type Offset int

// A Span is the half-open range [Start, End) of a Text, in code points.
type Span struct{ Start, End Offset }

// Len returns the number of code points in s.
func (s Span) Len() int { return int(s.End - s.Start) }

// Empty reports whether s holds no code point.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether the code point at o is in s.
func (s Span) Contains(o Offset) bool { return s.Start <= o && o < s.End }

// Covers reports whether all of t is in s.
func (s Span) Covers(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t have a code point in common.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// SortSpans sorts spans by their starts, then by their ends.
func SortSpans(spans []Span) {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
}

// Subtract returns the parts of s that no span of cut covers, in order. The spans of cut may come in any order and may
// overlap.
func (s Span) Subtract(cut []Span) []Span {
	sorted := slices.Clone(cut)
	SortSpans(sorted)
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

// A Text is a decoded article. The zero value is an empty one.
type Text struct {
	blocks      []block
	source      source
	length      Offset
	size        int // in bytes of UTF-8
	encoding    string
	undecodable int
	doubt       float64 // how unsure the encoding is, 0 to 1
}

// New makes a Text of s, in memory. Invalid UTF-8 is decoded as DecodeAs does.
func New(s string) *Text {
	if !utf8.ValidString(s) {
		return decodeUTF8([]byte(s), "utf-8")
	}
	return newResident(s, "utf-8", nil)
}

// Decode detects the encoding of raw and makes a Text of it, as charset.Decode does. Text.Raw keeps the bytes that could
// not be decoded.
func Decode(raw []byte) *Text { return fromDecoded(charset.Decode(raw)) }

// DecodeAs decodes raw in the named encoding and makes a Text of it, as charset.DecodeAs does. An unknown name is
// charset.ErrUnknownEncoding.
func DecodeAs(raw []byte, encoding string) (*Text, error) {
	d, err := charset.DecodeAs(raw, encoding)
	if err != nil {
		return nil, err
	}
	return fromDecoded(d), nil
}

// fromDecoded makes a Text in memory. It takes over d.Undecodable.
func fromDecoded(d charset.Decoded) *Text {
	t := newResident(d.Text, d.Encoding, d.Undecodable)
	t.doubt = 1 - d.Confidence
	return t
}

// decodeUTF8 makes a Text of UTF-8, in which a byte order mark is a character.
func decodeUTF8(raw []byte, encoding string) *Text {
	s, bad := charset.DecodeUTF8(raw)
	return newResident(s, encoding, bad)
}

// newResident makes a Text in memory, in blocks. It takes over bad.
func newResident(s, encoding string, bad []charset.Undecodable) *Text {
	t := &Text{encoding: encoding, undecodable: len(bad), size: len(s)}
	r := &resident{s: s}
	raw := unsafe.Slice(unsafe.StringData(s), len(s)) // which cutBlock only reads
	for from := 0; from < len(s); {
		n := blockLen(raw[from:])
		p := newPage(s[from:from+n], nil)
		t.blocks = append(t.blocks, block{from, t.length})
		r.pages = append(r.pages, p)
		t.length += p.pointsBefore(n)
		from += n
	}
	t.source = r
	for i := 0; len(bad) > 0; i++ {
		n := len(bad)
		if i+1 < len(t.blocks) {
			n = firstFrom(bad, t.blocks[i+1].start)
		}
		for k := range bad[:n] {
			bad[k].At -= int(t.blocks[i].start)
		}
		r.pages[i].bad, bad = bad[:n:n], bad[n:]
	}
	return t
}

// countStarts counts the bytes of s that begin a code point. s may begin or end within one.
func countStarts(s string) Offset {
	n := 0
	for i := range len(s) {
		if int8(s[i]) >= -0x40 { // not a continuation byte, 0x80 to 0xbf
			n++
		}
	}
	return Offset(n)
}

// Len returns the length of t in code points.
func (t *Text) Len() Offset { return t.length }

// All returns the span of the whole text.
func (t *Text) All() Span { return Span{0, t.length} }

// String returns the whole text in UTF-8. A large article then takes its size in memory: Part reads a piece of it.
func (t *Text) String() string {
	if t.source == nil {
		return ""
	}
	return t.source.all()
}

// Encoding returns the name of the Python codec that the text was decoded with: open(path, encoding=t.Encoding(),
// errors="replace", newline="") reads the same code points.
func (t *Text) Encoding() string {
	if t.encoding == "" {
		return "utf-8"
	}
	return t.encoding
}

// Confidence returns how likely it is that Encoding is right, from 0 to 1, which is certain.
func (t *Text) Confidence() float64 { return 1 - t.doubt }

// Undecodable returns the number of byte sequences that could not be decoded. Each is one U+FFFD in the text.
func (t *Text) Undecodable() int { return t.undecodable }

// Raw returns the bytes that the U+FFFD at o replaces. ok is false where o is no such U+FFFD.
func (t *Text) Raw(o Offset) (raw string, ok bool) {
	if t.undecodable == 0 || o < 0 || o >= t.length {
		return "", false
	}
	p, b := t.pageAt(o)
	i := firstFrom(p.bad, o-b.start)
	if i == len(p.bad) || p.bad[i].At != int(o-b.start) {
		return "", false
	}
	return p.bad[i].Raw, true
}

// ByteOffset returns the byte of String at which the code point at o begins. It clamps an o outside the text to its
// nearer end.
func (t *Text) ByteOffset(o Offset) int {
	switch {
	case o <= 0:
		return 0
	case o >= t.length:
		return t.size
	}
	p, b := t.pageAt(o)
	return b.from + p.byteAt(o-b.start)
}

// OffsetOfByte returns the offset of the code point that begins at a byte of String. A byte within a code point counts
// as the start of the next one.
func (t *Text) OffsetOfByte(at int) Offset {
	switch {
	case at <= 0:
		return 0
	case at >= t.size:
		return t.length
	}
	i := sort.Search(len(t.blocks), func(i int) bool { return t.blocks[i].from > at }) - 1
	return t.blocks[i].start + t.source.page(i).pointsBefore(at-t.blocks[i].from)
}

// Slice returns the text of a span, clipped to the text.
func (t *Text) Slice(s Span) string {
	s.Start, s.End = max(s.Start, 0), min(s.End, t.length)
	if s.Empty() {
		return ""
	}
	i, last := t.blockIndex(s.Start), t.blockIndex(s.End-1)
	if i == last {
		start := t.blocks[i].start
		return t.source.page(i).slice(s.Start-start, s.End-start)
	}
	var b strings.Builder
	b.WriteString(t.source.page(i).slice(s.Start-t.blocks[i].start, t.blocks[i+1].start-t.blocks[i].start))
	for i++; i < last; i++ {
		b.WriteString(t.source.page(i).s)
	}
	b.WriteString(t.source.page(i).slice(0, s.End-t.blocks[i].start))
	return b.String()
}

// Rune returns the code point at o, or utf8.RuneError outside the text.
func (t *Text) Rune(o Offset) rune {
	if o < 0 || o >= t.length {
		return utf8.RuneError
	}
	p, b := t.pageAt(o)
	r, _ := utf8.DecodeRuneInString(p.s[p.byteAt(o-b.start):])
	return r
}

// Paragraph returns the span of the paragraph that contains o: from behind one line feed to the next, with that. A line
// of more than 16 KiB is divided into several paragraphs, at the end of a sentence where there is one. At the end of a
// text that ends with a line feed the paragraph is empty.
func (t *Text) Paragraph(o Offset) Span {
	p, b := t.pageAt(o)
	at := p.byteAt(o - b.start)
	from := strings.LastIndexByte(p.s[:at], '\n') + 1
	to := len(p.s)
	if i := strings.IndexByte(p.s[at:], '\n'); i >= 0 {
		to = at + i + 1
	}
	return Span{b.start + p.pointsBefore(from), b.start + p.pointsBefore(to)}
}

// NextParagraph returns the paragraph that follows another, and false after the last one.
func (t *Text) NextParagraph(paragraph Span) (Span, bool) {
	if paragraph.End >= t.length {
		return Span{}, false
	}
	return t.Paragraph(paragraph.End), true
}

// ParagraphBody returns a paragraph without its line end, LF or CR LF.
func (t *Text) ParagraphBody(paragraph Span) Span {
	s := t.Slice(paragraph)
	if trimmed, ok := strings.CutSuffix(s, "\n"); ok {
		paragraph.End--
		if strings.HasSuffix(trimmed, "\r") {
			paragraph.End--
		}
	}
	return paragraph
}
