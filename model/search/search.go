// Package search finds a typed string in an article. It reads the text part by
// part, so that a long one is never in memory as a whole, and only in the span
// that it is given. It keeps no history and no position: begin with Query.
package search

import (
	"bytes"
	"encoding/binary"
	"iter"
	"unicode/utf8"
	"unsafe"

	"pizhu/model/text"
)

// A Query is the string to find, as it was typed; the letters of ASCII and Latin-1 match in either case. The zero value
// finds nothing.
type Query struct {
	needle  []byte      // in small letters
	length  text.Offset // in code points
	hasCase bool        // has letters that match in either case
}

// NewQuery makes a query for a typed string.
func NewQuery(typed string) Query {
	q := Query{needle: []byte(typed), length: text.Offset(utf8.RuneCountInString(typed))}
	toLower(q.needle)
	upper := []byte(typed)
	toUpper(upper)
	q.hasCase = !bytes.Equal(upper, q.needle)
	return q
}

// Empty reports whether the query finds nothing because nothing was typed.
func (q Query) Empty() bool { return q.length == 0 }

// A Match is an occurrence of a query.
type Match struct {
	Span    text.Span
	Wrapped bool // it was found after going on from the other end of the text
}

// Next returns the first match that begins at from or after it, else the first of the text.
func (q Query) Next(t *text.Text, from text.Offset) (Match, bool) {
	from = min(max(from, 0), t.Len())
	if s, ok := q.firstIn(t, text.Span{Start: from, End: t.Len()}); ok {
		return Match{Span: s}, true
	}
	s, ok := q.firstIn(t, text.Span{Start: 0, End: from})
	return Match{s, ok}, ok
}

// Previous returns the last match that begins before an offset, else the last of the text.
func (q Query) Previous(t *text.Text, before text.Offset) (Match, bool) {
	before = min(max(before, 0), t.Len())
	if s, ok := q.lastIn(t, text.Span{Start: 0, End: before}); ok {
		return Match{Span: s}, true
	}
	s, ok := q.lastIn(t, text.Span{Start: before, End: t.Len()})
	return Match{s, ok}, ok
}

// Matches yields the matches that begin in a span, in order. Matches do not overlap.
func (q Query) Matches(t *text.Text, in text.Span) iter.Seq[text.Span] {
	return func(yield func(text.Span) bool) {
		if q.Empty() {
			return
		}
		w := window{at: in.Start, end: in.Start}
		for part := range t.Parts(in.Start) {
			if w.at >= in.End {
				return
			}
			q.addPart(&w, part, in.End)
			from := 0
			for {
				i := bytes.Index(w.buf[from:], q.needle)
				if i < 0 {
					break
				}
				w.at += countCodePoints(w.buf[from : from+i])
				from += i
				if w.at >= in.End {
					return
				}
				match := t.Snap(text.Span{Start: w.at, End: w.at + q.length})
				if !yield(match) {
					return
				}
				from += len(t.Slice(text.Span{Start: w.at, End: match.End}))
				w.at = match.End
			}
			w.dropBefore(max(from, len(w.buf)-len(q.needle)+1))
		}
	}
}

// A window is the part of the text that is being searched, and before it the end of the last one, where a match may
// begin.
type window struct {
	buf     []byte
	at, end text.Offset // of what is in the buffer
}

// addPart appends the next part to the window; behind the last offset where a match may begin only as much as one may
// need.
func (q Query) addPart(w *window, part text.Part, last text.Offset) {
	s := part.Text
	for ; w.end > part.Span.Start; part.Span.Start++ { // the first part begins before what is searched
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	if w.end >= last {
		s = s[:min(len(s), len(q.needle)-1)]
	}
	old := len(w.buf)
	w.buf = append(w.buf, s...)
	w.end = part.Span.End
	if q.hasCase {
		toLower(w.buf[old:])
	}
}

// dropBefore drops the bytes before from, and the rest of a character there.
func (w *window) dropBefore(from int) {
	for from < len(w.buf) && !utf8.RuneStart(w.buf[from]) {
		from++
	}
	w.buf = w.buf[:copy(w.buf, w.buf[from:])]
	w.at = w.end - countCodePoints(w.buf)
}

// countCodePoints returns the number of code points that begin in b.
func countCodePoints(b []byte) text.Offset {
	return text.CountCodePoints(unsafe.String(unsafe.SliceData(b), len(b)))
}

// firstIn returns the first match that begins in a span.
func (q Query) firstIn(t *text.Text, in text.Span) (text.Span, bool) {
	for m := range q.Matches(t, in) {
		return m, true
	}
	return text.Span{}, false
}

// lastIn returns the last match that begins in a span.
func (q Query) lastIn(t *text.Text, in text.Span) (last text.Span, ok bool) {
	for end := in.End; end > in.Start && !ok; {
		part := text.Span{Start: max(t.Part(end-1).Span.Start, in.Start), End: end}
		for m := range q.Matches(t, part) {
			last, ok = m, true
		}
		end = part.Start
	}
	return last, ok
}

// toLower makes the capitals of ASCII and Latin-1 in UTF-8 small, in place: both have the same length.
func toLower(s []byte) {
	for i := skipUncased(s); i < len(s); i += skipUncased(s[i:]) {
		for end := min(i+8, len(s)); i < end || i < len(s) && s[i-1] == 0xc3; i++ {
			switch b := s[i]; {
			case 'A' <= b && b <= 'Z', isLatin1Letter(s, i, 0x80, 0x97):
				s[i] = b + 0x20
			}
		}
	}
}

// skipUncased returns how many bytes at the start of s surely belong to no letter that has a capital: it skips eight at
// a time, none of which is ASCII or begins a letter of Latin-1.
func skipUncased(s []byte) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; len(s)-n >= 8; n += 8 {
		w := binary.LittleEndian.Uint64(s[n:])
		latin := w ^ 0xc3*ones
		if w&high != high || (latin-ones)&^latin&high != 0 {
			break
		}
	}
	return n
}

// toUpper makes the small letters of ASCII and Latin-1 capitals, in place.
func toUpper(s []byte) {
	for i, b := range s {
		switch {
		case 'a' <= b && b <= 'z', isLatin1Letter(s, i, 0xa0, 0xb7):
			s[i] = b - 0x20
		}
	}
}

// isLatin1Letter reports whether byte i is the second of a letter of Latin-1: in a range of 31 bytes that begins at low
// and contains a sign, × or ÷.
func isLatin1Letter(s []byte, i int, low, sign byte) bool {
	return i > 0 && s[i-1] == 0xc3 && s[i] >= low && s[i] < low+31 && s[i] != sign
}
