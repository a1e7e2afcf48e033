package layout

import (
	"slices"
	"strings"

	"pizhu/model/text"
)

// A paragraph is what Text.Paragraph says, laid out from its start as far as
// anybody has asked: the first screen of an article that is one long line does not
// wait for the rest of it.
type paragraph struct {
	span    text.Span     // with its line end
	body    text.Span     // without
	part    text.Part     // that it stands in
	endByte int           // where it ends in that, with its line end, in bytes
	more    bool          // another follows, if only an empty one
	starts  []text.Offset // where its rows begin, as far as known; never empty
	breaker rowBreaker    // what finds the rows after those
	done    bool          // there are none
}

// newParagraph is the paragraph that begins at the given offset and at that byte
// of a part.
func (l *Layout) newParagraph(part text.Part, start text.Offset, from int) *paragraph {
	all := part.Text
	p := &paragraph{part: part, endByte: len(all)}
	end, ended := len(all), false
	if i := strings.IndexByte(all[from:], '\n'); i >= 0 {
		end, ended = from+i, true
		p.endByte = end + 1
		if i > 0 && all[end-1] == '\r' {
			end--
		}
	}
	p.span = text.Span{Start: start, End: start + text.CountCodePoints(all[from:p.endByte])}
	p.body = text.Span{Start: start, End: p.span.End - text.Offset(p.endByte-end)} // a line end is ASCII
	p.more = ended || p.span.End < l.text.Len()
	p.starts = make([]text.Offset, 1, 2+min((end-from)/(l.columns+1), expectedRows))
	p.starts[0] = start
	p.breaker = l.rowsOf(all[from:end])
	if l.text.Undecodable() > 0 {
		p.breaker.bad, p.breaker.start = l.text, start
	}
	return p
}

// expectedRows is what most paragraphs do not pass.
const expectedRows = 30

// contains reports whether the offset o, which is in the text, is on a row of p.
func (p *paragraph) contains(o text.Offset) bool {
	return p.span.Contains(o) || o == p.span.End && !p.more
}

// addRow finds where one more row of p begins, or that none does.
func (p *paragraph) addRow() {
	points, more := p.breaker.next()
	if !more {
		p.done = true
		return
	}
	p.starts = append(p.starts, p.starts[len(p.starts)-1]+text.Offset(points))
}

// hasRow reports whether p has a row number i.
func (p *paragraph) hasRow(i int) bool {
	for !p.done && i >= len(p.starts) {
		p.addRow()
	}
	return i < len(p.starts)
}

// countRows is the number of p's rows.
func (p *paragraph) countRows() int {
	for !p.done {
		p.addRow()
	}
	return len(p.starts)
}

// rowIndex is the number of the row that the offset o of p is on.
func (p *paragraph) rowIndex(o text.Offset) int {
	for !p.done && p.starts[len(p.starts)-1] < o {
		p.addRow()
	}
	i, found := slices.BinarySearch(p.starts, o)
	if !found {
		i--
	}
	return i
}

// row is row number i, which p has.
func (p *paragraph) row(i int) Row {
	if p.hasRow(i + 1) {
		return Row{text.Span{Start: p.starts[i], End: p.starts[i+1]}, p.starts[i+1]}
	}
	return Row{text.Span{Start: p.starts[i], End: p.body.End}, p.span.End}
}
