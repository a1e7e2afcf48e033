package layout

import (
	"slices"

	"pizhu/model/text"
)

// A paragraph is what stands between two line feeds, laid out from its start as
// far as anybody has asked: the first screen of an article that is one long
// line does not wait for the rest of it.
type paragraph struct {
	span   text.Span     // with its line end
	body   text.Span     // without
	starts []text.Offset // where its rows begin, as far as known; never empty
	rest   *filler       // what finds the rows after those; nil when there are none
}

func (l *Layout) newParagraph(o text.Offset) *paragraph {
	span := l.text.Paragraph(o)
	body := l.text.Body(span)
	return &paragraph{
		span:   span,
		body:   body,
		starts: []text.Offset{span.Start},
		rest:   newFiller(l.text.Slice(body), &l.traits, l.columns),
	}
}

// closed reports whether p ends with a line feed, so that another paragraph, if
// only an empty one, follows it.
func (p *paragraph) closed() bool { return p.body.End < p.span.End }

// contains reports whether the offset o, which is in the text, is on a row of p.
func (p *paragraph) contains(o text.Offset) bool {
	return p.span.Contains(o) || o == p.span.End && !p.closed()
}

// extend finds where one more row of p begins, or that none does.
func (p *paragraph) extend() {
	points, more := p.rest.next()
	if !more {
		p.rest = nil
		return
	}
	p.starts = append(p.starts, p.starts[len(p.starts)-1]+text.Offset(points))
}

// has reports whether p has a row number i.
func (p *paragraph) has(i int) bool {
	for p.rest != nil && i >= len(p.starts) {
		p.extend()
	}
	return i < len(p.starts)
}

// count is the number of p's rows.
func (p *paragraph) count() int {
	for p.rest != nil {
		p.extend()
	}
	return len(p.starts)
}

// find is the number of the row that the offset o of p is on.
func (p *paragraph) find(o text.Offset) int {
	for p.rest != nil && p.starts[len(p.starts)-1] < o {
		p.extend()
	}
	i, found := slices.BinarySearch(p.starts, o)
	if !found {
		i--
	}
	return i
}

// row is row number i, which p has.
func (p *paragraph) row(i int) Row {
	if p.has(i + 1) {
		return Row{text.Span{Start: p.starts[i], End: p.starts[i+1]}, p.starts[i+1]}
	}
	return Row{text.Span{Start: p.starts[i], End: p.body.End}, p.span.End}
}
