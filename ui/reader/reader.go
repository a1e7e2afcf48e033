// Package reader is the pane that shows an article's text, with its cursor, its
// selection and its scroll position. It holds spans and faces, no claims, no keys
// and no files.
//
// Begin with Reader; view.go scrolls, converts screen positions and paints.
package reader

import (
	"pizhu/model/layout"
	"pizhu/model/motion"
	"pizhu/model/text"
	"pizhu/model/words"
)

// A Reader is the view of one article. The zero value is not usable.
type Reader struct {
	text    *text.Text
	words   *words.Segmenter
	measure text.Measure
	layout  *layout.Layout
	lines   layout.Style
	columns int // of the text
	height  int // in rows

	top     text.Offset // on the first row of the window
	sel     motion.Selection
	unit    string             // the kind of unit that was selected last; empty after any other step
	held    bool               // every motion extends the selection
	column  int                // that motions by rows keep; -1 for the cursor's own
	smaller []motion.Selection // before each Grow
	skip    []text.Span
	pressed motion.Selection // where a drag of the mouse began

	painted []painted // the rows of the last Paint, in order
	spare   []painted // the rows before those: memory for the next
}

// New makes a reader of a text, with the cursor at its start.
func New(t *text.Text, w *words.Segmenter, m text.Measure) *Reader {
	r := &Reader{text: t, words: w, measure: m, column: -1}
	r.Resize(80, 24, layout.Style{})
	return r
}

// Resize sets the width of the text in columns, its height in rows, and the style of line breaking. If stops may hang,
// the pane needs room for one right of the columns. The row at the top keeps its position in the text.
func (r *Reader) Resize(columns, height int, lines layout.Style) {
	if columns == r.columns && height == r.height && lines == r.lines {
		return
	}
	if columns != r.columns || lines != r.lines {
		r.layout = lines.New(r.text, r.measure, columns)
		r.painted = nil
	}
	r.columns, r.height, r.lines = columns, max(1, height), lines
	r.top = r.layout.Row(r.top).Span.Start
	r.reveal()
}

// Remeasure lays the text out with another measure. The row at the top keeps its position in the text.
func (r *Reader) Remeasure(m text.Measure) {
	r.measure, r.painted = m, nil
	r.layout = r.lines.New(r.text, m, r.columns)
	r.top = r.layout.Row(r.top).Span.Start
	r.reveal()
}

// Retext shows the whole text after its beginning.
func (r *Reader) Retext(t *text.Text) {
	r.text = t
	r.Remeasure(r.measure)
}

// Follow shows a text that replaces the current one. to maps offsets from the old text to the new: the cursor, the
// selection and the top row keep their positions.
func (r *Reader) Follow(t *text.Text, to func(text.Offset) text.Offset) {
	r.sel = motion.Selection{Anchor: to(r.sel.Anchor), Head: to(r.sel.Head)}
	r.top, r.pressed, r.smaller, r.skip = to(r.top), motion.Selection{}, nil, nil
	r.Retext(t)
}

// Skip sets the noise, ordered by start: motions by units omit it.
func (r *Reader) Skip(spans []text.Span) { r.skip = spans }

func (r *Reader) context() motion.Context {
	return motion.Context{Text: r.text, Words: r.words, Skip: r.skip, Rows: r.layout, Page: max(1, r.height-2)}
}

// Text returns the text that is shown.
func (r *Reader) Text() *text.Text { return r.text }

// Cursor returns the start of the cluster under the cursor.
func (r *Reader) Cursor() text.Offset { return r.sel.Cursor(r.text) }

// Selected returns the selection, and whether it is not empty.
func (r *Reader) Selected() (text.Span, bool) { return r.sel.Span(), !r.sel.Empty() }

// Held reports whether the anchor is held.
func (r *Reader) Held() bool { return r.held }

// Last returns the start of the last cluster of the text.
func (r *Reader) Last() text.Offset { return r.text.Prev(r.text.Len()) }

// Top returns where the first row of the window begins.
func (r *Reader) Top() text.Offset { return r.top }

// Bottom returns where the last row of the window ends.
func (r *Reader) Bottom() text.Offset {
	return r.layout.Step(r.layout.Row(r.top), r.height-1).Next
}

// put replaces the selection, forgets what repeated steps depend on, and scrolls to the cursor.
func (r *Reader) put(s motion.Selection, unit string) {
	r.sel, r.unit, r.column, r.smaller = s, unit, -1, nil
	r.reveal()
}

// Move moves the cursor. It extends the selection while the anchor is held, and else drops it.
func (r *Reader) Move(m motion.CharMotion) { r.moveBy(m, r.held) }

// Extend moves the head of the selection.
func (r *Reader) Extend(m motion.CharMotion) { r.moveBy(m, true) }

func (r *Reader) moveBy(m motion.CharMotion, extend bool) {
	from := r.Cursor()
	if extend {
		from = r.sel.Head
	}
	column := r.column
	if column < 0 {
		column = r.layout.Column(r.layout.Row(from), from)
	}
	move := m.Move
	if extend {
		move = m.Extend
	}
	r.put(move(r.context(), r.sel, column), "")
	if m.Vertical {
		r.column = column
	}
}

// MoveUnit selects the next unit, or the one before. While the anchor is held it extends the selection by one.
func (r *Reader) MoveUnit(u motion.Unit, back bool) {
	move := u.SelectNext
	switch {
	case r.held && back:
		move = u.ExtendBack
	case r.held:
		move = u.Extend
	case back:
		move = u.SelectPrev
	}
	r.put(move(r.context(), r.sel), u.Name)
}

// SelectUnit selects the unit under the cursor. If the last step selected one of this kind, it extends the selection by
// one more, or back by one.
func (r *Reader) SelectUnit(u motion.Unit, back bool) {
	move := u.Select
	switch again := r.unit == u.Name && !r.sel.Empty() || r.held; {
	case again && back:
		move = u.ExtendBack
	case again:
		move = u.Extend
	}
	r.put(move(r.context(), r.sel), u.Name)
}

// Select selects a span. unit names its kind, if it is one.
func (r *Reader) Select(s text.Span, unit string) { r.put(motion.SelectSpan(s), unit) }

// Place moves the cursor to a cluster, and drops the selection and the held anchor.
func (r *Reader) Place(o text.Offset) {
	r.held = false
	r.put(motion.CursorAt(r.text.Floor(min(max(o, 0), r.text.Prev(r.text.Len())))), "")
}

// Grow selects the next larger unit.
func (r *Reader) Grow() {
	grown, ok := motion.Grow(r.context(), r.sel)
	if !ok {
		return
	}
	smaller := append(r.smaller, r.sel)
	r.put(grown, "")
	r.smaller = smaller
}

// Shrink restores the selection before the last Grow, or else selects the next smaller unit.
func (r *Reader) Shrink() {
	if n := len(r.smaller); n > 0 {
		smaller := r.smaller[:n-1]
		r.put(r.smaller[n-1], "")
		r.smaller = smaller
		return
	}
	if less, ok := motion.Shrink(r.context(), r.sel); ok {
		r.put(less, "")
	}
}

// Hold holds the anchor, with at least the cluster under the cursor selected, or releases it.
func (r *Reader) Hold() {
	r.held = !r.held
	if r.held && r.sel.Empty() {
		r.put(motion.SelectSpan(text.Span{Start: r.sel.Head, End: r.text.Next(r.sel.Head)}), "")
	}
}

// Swap exchanges the ends of the selection.
func (r *Reader) Swap() { r.put(r.sel.Flip(), r.unit) }

// LetGo drops the selection and the held anchor, and reports whether there was either.
func (r *Reader) LetGo() bool {
	if r.sel.Empty() && !r.held {
		return false
	}
	r.Place(r.Cursor())
	return true
}

// UnitHere returns the unit of a kind at the cursor.
func (r *Reader) UnitHere(u motion.Unit) (text.Span, bool) {
	return u.Covering(r.context(), r.Cursor())
}

// UnitsInView returns the units of a kind that begin in the window.
func (r *Reader) UnitsInView(u motion.Unit) []text.Span {
	return u.StartingIn(r.context(), text.Span{Start: r.top, End: r.Bottom()})
}
