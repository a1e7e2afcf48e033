package reader

import (
	"slices"

	"pizhu/model/layout"
	"pizhu/model/motion"
	"pizhu/model/text"
	"pizhu/ui/paint"
)

// scrollMargin is how many rows stay in view above and below the cursor.
const scrollMargin = 2

// reveal scrolls the cursor's row into view.
func (r *Reader) reveal() { r.Show(r.Cursor()) }

// Show scrolls the row of an offset into view.
func (r *Reader) Show(o text.Offset) {
	row := r.layout.Row(o)
	margin := min(scrollMargin, (r.height-1)/2)
	high := r.layout.Step(row, -margin)
	low := r.layout.Step(row, margin-r.height+1)
	switch {
	case high.Span.Start < r.top:
		r.top = high.Span.Start
	case low.Span.Start > r.top:
		r.top = low.Span.Start
	}
}

// Center scrolls the cursor's row to the middle.
func (r *Reader) Center() {
	r.top = r.layout.Step(r.layout.Row(r.Cursor()), -r.height/2).Span.Start
}

// Scroll scrolls by n rows. It moves the cursor along if that would leave the window, unless something is selected.
func (r *Reader) Scroll(n int) {
	top := r.layout.Step(r.layout.Row(r.top), n)
	if last := r.layout.Step(r.layout.Row(r.text.Len()), 1-r.height); n > 0 && top.Span.Start > last.Span.Start {
		top = last
	}
	r.top = top.Span.Start
	row := r.layout.Row(r.Cursor())
	first, last := r.layout.Step(top, min(scrollMargin, r.height/3)), r.layout.Step(top, r.height-1-min(scrollMargin, r.height/3))
	column := r.layout.Column(row, r.Cursor())
	switch {
	case r.held || !r.sel.Empty():
	case row.Span.Start < first.Span.Start && top.Span.Start > 0:
		r.sel = motion.CursorAt(r.layout.Offset(first, column))
	case row.Span.Start > last.Span.Start:
		r.sel = motion.CursorAt(r.layout.Offset(last, column))
	}
}

// CursorAt returns the row and the column of the cursor, from the top left of the text, and whether it is in view.
func (r *Reader) CursorAt() (row, column int, ok bool) {
	return r.At(r.Cursor())
}

// At returns the row and the column of an offset, and whether it is in view.
func (r *Reader) At(o text.Offset) (row, column int, ok bool) {
	on := r.layout.Row(r.top)
	for row = range r.height {
		if o < on.Next || on.Next >= r.text.Len() {
			return row, min(r.layout.Column(on, o), r.lastColumn()), o >= on.Span.Start
		}
		next, more := r.layout.Next(on)
		if !more {
			break
		}
		on = next
	}
	return 0, 0, false
}

// hanging is how many columns a stop that hangs right of its row may take.
const hanging = 2

// lastColumn returns the last column that the cursor may be in.
func (r *Reader) lastColumn() int {
	if r.lines.Hang {
		return r.columns + hanging - 1
	}
	return r.columns - 1
}

// offset returns the offset at a row and a column of the pane.
func (r *Reader) offset(row, column int) text.Offset {
	return r.layout.Offset(r.layout.Step(r.layout.Row(r.top), row), max(0, column))
}

// Press moves the cursor to the position of the mouse; a double click selects the word, a triple click the sentence.
func (r *Reader) Press(row, column, times int) {
	r.Place(r.offset(row, column))
	switch {
	case times == 2:
		r.SelectUnit(motion.Word, false)
	case times >= 3:
		r.SelectUnit(motion.Sentence, false)
	}
	r.pressed = r.sel
}

// Drag selects from the press of the mouse to its position, with the clusters at both ends. Above or below the pane it
// scrolls.
func (r *Reader) Drag(row, column int) {
	if row < 0 || row >= r.height {
		r.Scroll(min(max(row, -1), 1))
		row = min(max(row, 0), r.height-1)
	}
	from, to := r.pressed.Span(), r.offset(row, column)
	top := r.top
	switch {
	case to < from.Start:
		r.put(motion.Selection{Anchor: max(from.End, r.text.Next(from.Start)), Head: to}, "")
	case to > from.Start || !r.pressed.Empty():
		r.put(motion.Selection{Anchor: from.Start, Head: max(from.End, r.text.Next(to))}, "")
	}
	r.top = top
}

// A painted row is cached until one of its inputs changes: a key changes few rows of a screen.
type painted struct {
	start  text.Offset
	lead   paint.Row
	layers []paint.Layer
	cells  []layout.Cell
	row    paint.Row
}

// Paint draws the rows of the window under the layers. Each begins with the row that lead returns for its span, line end
// included. The caller must not change the rows.
func (r *Reader) Paint(layers []paint.Layer, lead func(text.Span) paint.Row) []paint.Row {
	rows := make([]paint.Row, 0, r.height+2) // with room for the rows below the text
	kept, before := r.spare[:0], r.painted
	for row, ok := r.layout.Row(r.top), true; ok && len(rows) < r.height; row, ok = r.layout.Next(row) {
		span := text.Span{Start: row.Span.Start, End: row.Next}
		for len(before) > 0 && before[0].start < span.Start {
			before = before[1:]
		}
		p := painted{start: span.Start}
		if len(before) > 0 && before[0].start == span.Start {
			p = before[0]
		}
		p = r.repaint(p, row, lead(span), touching(layers, span))
		kept, rows = append(kept, p), append(rows, p.row)
	}
	r.painted, r.spare = kept, r.painted
	return rows
}

// repaint returns the painted row, the cached one if its inputs are unchanged.
func (r *Reader) repaint(p painted, row layout.Row, lead paint.Row, layers []paint.Layer) painted {
	if p.row != nil && slices.Equal(p.lead, lead) && slices.EqualFunc(p.layers, layers, paint.Layer.Equal) {
		return p
	}
	if p.cells == nil {
		p.cells = r.layout.Cells(row)
	}
	p.lead, p.layers, p.row = lead, layers, lead.Text(p.cells, layers)
	return p
}

// touching returns the layers with a span that overlaps s.
func touching(layers []paint.Layer, s text.Span) []paint.Layer {
	var found []paint.Layer
	for _, l := range layers {
		if slices.ContainsFunc(l.Spans, s.Overlaps) {
			found = append(found, l)
		}
	}
	return found
}
