// Package layout divides a text into the rows of a screen and converts between
// places in the text and columns of a row.
//
// A Layout divides a text at one width, in columns, under one Measure.
// Paragraphs end with line feeds. Inside them rows end where
// UAX #14 (Unicode 17, uax14.go) allows it and the prohibitions of Chinese (CLREQ,
// "Prohibition Rules for Line Start and Line End", strict) and Japanese (JLREQ,
// "Characters Not Starting a Line" and "Characters Not Ending a Line") do not
// forbid it (kinsoku.go):
//
//	columns 10   他又说：  │   and not   他又说：“│
//	             “你好”。│             你好”。  │
//
// Rows begin and end on cluster boundaries, and their spans with the line ends
// between them cover the text. The package holds no colours, no scroll position
// and no cursor.
//
// Begin with Layout and paragraph.go; fill.go fills a row, scan.go reads clusters,
// uax14.go and kinsoku.go decide on the breaks between them.
package layout

import (
	"slices"
	"strings"

	"pizhu/model/text"
)

// A Row is one row of the screen. Where Next is the length of the text, an empty row may still follow, after a line
// feed: Layout.Next reports it.
type Row struct {
	Span text.Span   // the code points shown on the row, without a line end
	Next text.Offset // where the row after it begins; the text's length at the last row
}

// A Layout is a text divided into rows. It behaves as an immutable value: the same question has the same answer. It lays
// out paragraphs when they are asked for and caches them, so only one goroutine may use it at a time.
type Layout struct {
	text    *text.Text
	measure text.Measure
	columns int
	options Style
	traits  traits
	cache   []*paragraph // by position; no two overlap
}

// maxCached is how many paragraphs are cached: a few screens.
const maxCached = 256

// A Style is how a reader wants rows to end. The zero value is right for most.
type Style struct {
	// Hang lets one 。 ， 、 or ． that does not fit hang right of the row, instead of
	// moving a character with it to the next row (CLREQ, "Hanging Punctuation"), on up to
	// two columns more than the layout has.
	Hang bool
	// KeepAll ends rows only between words that spaces and marks separate, as in
	// Korean (CSS Text, "word-break: keep-all").
	KeepAll bool
}

// New lays t out in rows of the given number of columns, at least one, in the zero Style.
func New(t *text.Text, m text.Measure, columns int) *Layout { return Style{}.New(t, m, columns) }

// New lays t out in this style. columns is the width of a row, at least 1.
func (o Style) New(t *text.Text, m text.Measure, columns int) *Layout {
	return &Layout{text: t, measure: m, columns: max(columns, 1), options: o, traits: newTraits(m)}
}

// rowsOf returns the breaker of the body of a paragraph.
func (l *Layout) rowsOf(body string) rowBreaker {
	return rowBreaker{
		scanner: scanner{body: body, traits: &l.traits, keepAll: l.options.KeepAll},
		columns: l.columns,
		hang:    l.options.Hang,
	}
}

// Row returns the row that contains o. An offset at a soft wrap is on the later row. The length of a text that ends with
// a line feed is on a last, empty row. It clamps an o outside the text to its nearer end.
func (l *Layout) Row(o text.Offset) Row {
	o = min(max(o, 0), l.text.Len())
	p := l.paragraph(o)
	return p.row(p.rowIndex(o))
}

// Next returns the row after r, or r and false if r is the last.
func (l *Layout) Next(r Row) (Row, bool) {
	next := l.Step(r, 1)
	return next, next.Span.Start != r.Span.Start
}

// Prev returns the row before r, or r and false if r is the first.
func (l *Layout) Prev(r Row) (Row, bool) {
	prev := l.Step(r, -1)
	return prev, prev.Span.Start != r.Span.Start
}

// Step returns the row n rows after r, or before it when n is negative. It stops at the first and the last row.
func (l *Layout) Step(r Row, n int) Row {
	most := int(l.text.Len()) + 1 // no text has more rows
	p := l.paragraph(r.Span.Start)
	i := p.rowIndex(r.Span.Start) + min(max(n, -most), most)
	for i < 0 && p.span.Start > 0 {
		p = l.paragraph(p.span.Start - 1)
		i += p.countRows()
	}
	for !p.hasRow(i) && p.more {
		i -= p.countRows()
		p = l.paragraph(p.span.End)
	}
	if i = max(i, 0); !p.hasRow(i) {
		i = p.countRows() - 1
	}
	return p.row(i)
}

// paragraph returns the paragraph that contains o, which is in the text.
func (l *Layout) paragraph(o text.Offset) *paragraph {
	i, found := slices.BinarySearchFunc(l.cache, o, func(p *paragraph, o text.Offset) int {
		return int(p.span.Start - o)
	})
	if found {
		return l.cache[i]
	}
	if i > 0 && l.cache[i-1].contains(o) {
		return l.cache[i-1]
	}
	var p *paragraph
	if i > 0 && l.cache[i-1].span.End == o && l.cache[i-1].endByte < len(l.cache[i-1].part.Text) {
		p = l.newParagraph(l.cache[i-1].part, o, l.cache[i-1].endByte)
	} else {
		p = l.paragraphAt(o)
	}
	l.cacheAt(i, p)
	return p
}

// paragraphAt lays out the paragraph that contains o, without help of a cached one.
func (l *Layout) paragraphAt(o text.Offset) *paragraph {
	part := l.text.Part(o)
	at := l.text.ByteOffset(o) - l.text.ByteOffset(part.Span.Start)
	from := strings.LastIndexByte(part.Text[:at], '\n') + 1
	return l.newParagraph(part, o-text.CountCodePoints(part.Text[from:at]), from)
}

// cacheAt inserts p as number i of the cached paragraphs. When they are too many it drops the farther half of them.
func (l *Layout) cacheAt(i int, p *paragraph) {
	l.cache = slices.Insert(l.cache, i, p)
	switch {
	case len(l.cache) <= maxCached:
	case i < maxCached/2:
		l.cache = slices.Delete(l.cache, maxCached/2+1, len(l.cache))
	default:
		l.cache = slices.Delete(l.cache, 0, maxCached/2)
	}
}
