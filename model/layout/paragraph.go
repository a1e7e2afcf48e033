package layout

import (
	"slices"
	"strings"

	"pizhu/model/text"
)

// A paragraph is one of Text.Paragraph, laid out from its start as far as anybody has asked: the first screen of an
// article that is one long line does not wait for the rest of it.
type paragraph struct {
	span    text.Span     // with its line end
	body    text.Span     // without it
	part    text.Part     // that contains it
	endByte int           // of it in part, behind its line end
	more    bool          // another follows, if only an empty one
	starts  []text.Offset // of its rows, as far as laid out; never empty
	breaker rowBreaker    // of the rows after those
	done    bool          // all rows are laid out
}

// newParagraph makes the paragraph that begins at an offset of the text, which is byte from of a part.
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

// expectedRows is how many rows room is made for at first: most paragraphs have fewer.
const expectedRows = 30

// contains reports whether the offset o, which is in the text, is on a row of p.
func (p *paragraph) contains(o text.Offset) bool {
	return p.span.Contains(o) || o == p.span.End && !p.more
}

// addRow lays out one more row of p, or finds that there is none.
func (p *paragraph) addRow() {
	points, more := p.breaker.next()
	if !more {
		p.done = true
		return
	}
	p.starts = append(p.starts, p.starts[len(p.starts)-1]+text.Offset(points))
}

// hasRow reports whether p has a row i.
func (p *paragraph) hasRow(i int) bool {
	for !p.done && i >= len(p.starts) {
		p.addRow()
	}
	return i < len(p.starts)
}

// countRows returns the number of rows of p.
func (p *paragraph) countRows() int {
	for !p.done {
		p.addRow()
	}
	return len(p.starts)
}

// rowIndex returns the index of the row that contains the offset o of p.
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

// row returns row i, which p has.
func (p *paragraph) row(i int) Row {
	if p.hasRow(i + 1) {
		return Row{text.Span{Start: p.starts[i], End: p.starts[i+1]}, p.starts[i+1]}
	}
	return Row{text.Span{Start: p.starts[i], End: p.body.End}, p.span.End}
}
