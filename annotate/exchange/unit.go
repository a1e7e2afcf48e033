package exchange

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"pizhu/model/text"
)

// An OffsetUnit is what the offsets of a format count.
type OffsetUnit string

// The units.
const (
	Codepoint OffsetUnit = "codepoint"
	UTF16     OffsetUnit = "utf16"
	Byte      OffsetUnit = "byte" // of UTF-8
	Grapheme  OffsetUnit = "grapheme"
)

// allUnits are the units in the order in which they are tried.
var allUnits = []OffsetUnit{Codepoint, UTF16, Byte, Grapheme}

// Why a format or a unit is not taken, where a caller may want to tell.
var (
	ErrNoFormat = errors.New("there is no format")
	ErrNoTexts  = errors.New("the format has no texts, and no articles were named")
	ErrNoUnit   = errors.New("the format does not count in this unit")
)

// An offsetConverter converts between code points of one text and a unit.
type offsetConverter struct {
	ends []int // at each offset, the number of units before it; nil for code points
	last int   // the length of the text in units
}

// newOffsetConverter measures a text once, in time proportional to its length.
func newOffsetConverter(t *text.Text, u OffsetUnit) offsetConverter {
	if u == Codepoint || u == "" {
		return offsetConverter{last: int(t.Len())}
	}
	ends := make([]int, 0, t.Len()+1)
	at := 0
	if u == Grapheme {
		for c := range t.Clusters(t.All()) {
			for range c.Span.Len() {
				ends = append(ends, at)
			}
			at++
		}
		return offsetConverter{append(ends, at), at}
	}
	for _, r := range t.String() {
		ends = append(ends, at)
		at += unitSize(r, u)
	}
	return offsetConverter{append(ends, at), at}
}

func unitSize(r rune, u OffsetUnit) int {
	if u == Byte {
		return utf8.RuneLen(r)
	}
	if r > 0xffff {
		return 2
	}
	return 1
}

// lineEndings say how offsets count the ends of lines. Programs that read a text
// as lines of their own system count another text than the one that is stored.
type lineEndings int

const (
	asTheyAre lineEndings = iota
	crlfAsOne             // CR LF was read as LF
	lfAsTwo               // LF was read as CR LF
)

// endingsOf returns the ways to count line ends that differ in a text.
func endingsOf(t *text.Text) []lineEndings {
	ways := []lineEndings{asTheyAre}
	switch s := t.String(); {
	case strings.Contains(s, "\r\n"):
		ways = append(ways, crlfAsOne)
	case strings.Contains(s, "\n"):
		ways = append(ways, lfAsTwo)
	}
	return ways
}

// newLineEndConverter is newOffsetConverter for a way to count line ends.
func newLineEndConverter(t *text.Text, u OffsetUnit, way lineEndings) offsetConverter {
	r := newOffsetConverter(t, u)
	if way == asTheyAre {
		return r
	}
	ends := r.ends
	if ends == nil {
		ends = make([]int, t.Len()+1)
		for i := range ends {
			ends[i] = i
		}
	}
	i, more := 0, 0
	s := t.String()
	for at, c := range s {
		ends[i] += more
		switch {
		case c == '\n' && way == lfAsTwo:
			more++
		case c == '\r' && way == crlfAsOne && strings.HasPrefix(s[at+1:], "\n") && u != Grapheme: // which is one there
			more--
		}
		i++
	}
	ends[i] += more
	return offsetConverter{ends, r.last + more}
}

// fromOffset is an offset in units, and whether it lies between two of them. One that
// does not is rounded to the nearest before.
func (r offsetConverter) fromOffset(o text.Offset) (n int, ok bool) {
	if r.ends == nil {
		return int(o), true
	}
	n = r.ends[o]
	return n, o == 0 || r.ends[o-1] != n
}

// toOffset converts a place in units to code points. Ok is false if the place is outside the text or within a code
// point.
func (r offsetConverter) toOffset(n int) (text.Offset, bool) {
	if n < 0 || n > r.last {
		return 0, false
	}
	if r.ends == nil {
		return text.Offset(n), true
	}
	i, ok := slices.BinarySearch(r.ends, n)
	return text.Offset(i), ok
}

// convertSpan is a span in units; its ends are moved outwards where they lie within
// one, which is counted.
func (r offsetConverter) convertSpan(s text.Span, report *Report) (start, end int) {
	start, ok := r.fromOffset(s.Start)
	end, sure := r.fromOffset(s.End)
	if !ok {
		report.addLoss(Places, 1)
	}
	if !sure {
		report.addLoss(Places, 1)
		end++
	}
	return start, end
}
