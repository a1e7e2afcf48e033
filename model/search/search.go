// Package search finds what a person typed in an article. It goes through the
// text by windows, so that a long one is never copied whole, and begins and
// ends where it is told to.
package search

import (
	"bytes"
	"unicode/utf8"

	"pizhu/model/text"
)

// window is how much of a text is looked through at once, in code points; in
// bytes it is at most four times as much.
const window = 1 << 18

// A Query is what is looked for: the characters as they were typed, but that
// the letters of ASCII and Latin-1 match in either case. The zero value finds
// nothing.
type Query struct {
	needle []byte
	runes  text.Offset
	cased  bool // has letters that match in either case
}

// New makes a query of what was typed.
func New(typed string) Query {
	q := Query{needle: []byte(typed), runes: text.Offset(utf8.RuneCountInString(typed))}
	lower(q.needle)
	upper := []byte(typed)
	raise(upper)
	q.cased = !bytes.Equal(upper, q.needle)
	return q
}

// Empty reports whether the query finds nothing because nothing was typed.
func (q Query) Empty() bool { return q.runes == 0 }

// A Match is a place where a query was found.
type Match struct {
	Span    text.Span
	Wrapped bool // it was found only from the other end of the text on
}

// Next is the first match that begins at from or after it, else the first of
// the text.
func (q Query) Next(t *text.Text, from text.Offset) (Match, bool) {
	from = min(max(from, 0), t.Len())
	if s, ok := q.first(t, text.Span{Start: from, End: t.Len()}); ok {
		return Match{Span: s}, true
	}
	s, ok := q.first(t, text.Span{Start: 0, End: from})
	return Match{s, ok}, ok
}

// Previous is the last match that begins before a place, else the last of the
// text.
func (q Query) Previous(t *text.Text, before text.Offset) (Match, bool) {
	before = min(max(before, 0), t.Len())
	if s, ok := q.last(t, text.Span{Start: 0, End: before}); ok {
		return Match{Span: s}, true
	}
	s, ok := q.last(t, text.Span{Start: before, End: t.Len()})
	return Match{s, ok}, ok
}

// Within are the matches that begin in a span, at most so many. A match begins
// where the one before it ends, or later.
func (q Query) Within(t *text.Text, s text.Span, most int) []text.Span {
	var found []text.Span
	for from := s.Start; len(found) < most; {
		m, ok := q.first(t, text.Span{Start: from, End: s.End})
		if !ok {
			break
		}
		found = append(found, m)
		from = m.End
	}
	return found
}

// first is the first match that begins in a span.
func (q Query) first(t *text.Text, in text.Span) (text.Span, bool) {
	var buf []byte
	for from := in.Start; from < in.End && !q.Empty(); from += window {
		buf = q.read(t, text.Span{Start: from, End: min(from+window, in.End)}, buf)
		if i := bytes.Index(buf, q.needle); i >= 0 {
			return q.span(t, from, buf[:i]), true
		}
	}
	return text.Span{}, false
}

// last is the last match that begins in a span.
func (q Query) last(t *text.Text, in text.Span) (text.Span, bool) {
	var buf []byte
	for to := in.End; to > in.Start && !q.Empty(); to -= window {
		from := max(in.Start, to-window)
		buf = q.read(t, text.Span{Start: from, End: to}, buf)
		if i := lastIndex(buf, q.needle); i >= 0 {
			return q.span(t, from, buf[:i]), true
		}
	}
	return text.Span{}, false
}

// read puts into a buffer what a match that begins in a span may consist of.
func (q Query) read(t *text.Text, s text.Span, buf []byte) []byte {
	s.End = min(s.End+q.runes-1, t.Len())
	buf = append(buf[:0], t.Slice(s)...)
	if q.cased {
		lower(buf)
	}
	return buf
}

// span is the match after what stands before it in its window, grown to whole
// clusters.
func (q Query) span(t *text.Text, from text.Offset, before []byte) text.Span {
	start := from + text.Offset(utf8.RuneCount(before))
	return t.Snap(text.Span{Start: start, End: start + q.runes})
}

// lastIndex is bytes.LastIndex at the speed of bytes.Index: it is for windows
// that most often hold no match.
func lastIndex(s, needle []byte) int {
	last := -1
	for from := 0; ; from = last + 1 {
		i := bytes.Index(s[from:], needle)
		if i < 0 {
			return last
		}
		last = from + i
	}
}

// lower makes the capitals of ASCII and Latin-1 in UTF-8 small, in place: each
// is as long as its small letter.
func lower(s []byte) {
	for i, b := range s {
		switch {
		case 'A' <= b && b <= 'Z', latin1(s, i, 0x80, 0x97):
			s[i] = b + 0x20
		}
	}
}

// raise is the other way of lower.
func raise(s []byte) {
	for i, b := range s {
		switch {
		case 'a' <= b && b <= 'z', latin1(s, i, 0xa0, 0xb7):
			s[i] = b - 0x20
		}
	}
}

// latin1 reports whether byte i is the second of a letter of Latin-1: in a range
// of 31 bytes that begins at low and has a sign, × or ÷, in it.
func latin1(s []byte, i int, low, sign byte) bool {
	return i > 0 && s[i-1] == 0xc3 && s[i] >= low && s[i] < low+31 && s[i] != sign
}
