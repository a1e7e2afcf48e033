// Package reader is the pane that shows an article's text: its cursor, its
// selection and its place on the screen. It knows spans and faces, no claims,
// no keys and no disk.
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

	top     text.Offset // the first row is the one that it is on
	sel     motion.Selection
	unit    string // the kind of unit that is selected, if any
	held    bool   // the anchor is held: every motion extends
	column  int    // that the cursor keeps over several motions by rows; -1 for its own
	smaller []motion.Selection
	skip    []text.Span
	pressed motion.Selection // what a drag of the mouse goes on from

	painted []painted // the rows that were painted last, in the order of the text
	spare   []painted // the ones before: room for the next
}

// New makes a reader of a text, the cursor at its start.
func New(t *text.Text, w *words.Segmenter, m text.Measure) *Reader {
	r := &Reader{text: t, words: w, measure: m, column: -1}
	r.Resize(80, 24, layout.Style{})
	return r
}

// Resize gives the text a width in columns and a height in rows, and says how
// its lines are broken. Where stops may hang there must be room for one right of
// the columns. The row at the top keeps its place in the text.
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

// Remeasure lays the text out by another measure. The row at the top keeps its
// place in the text.
func (r *Reader) Remeasure(m text.Measure) {
	r.measure, r.painted = m, nil
	r.layout = r.lines.New(r.text, m, r.columns)
	r.top = r.layout.Row(r.top).Span.Start
	r.reveal()
}

// Retext shows all of a text of which the beginning was shown.
func (r *Reader) Retext(t *text.Text) {
	r.text = t
	r.Remeasure(r.measure)
}

// Follow shows a text that came in the place of another. To says where a place of
// the one is in the other: the cursor, the selection and the top row stay at theirs.
func (r *Reader) Follow(t *text.Text, to func(text.Offset) text.Offset) {
	r.sel = motion.Selection{Anchor: to(r.sel.Anchor), Head: to(r.sel.Head)}
	r.top, r.pressed, r.smaller, r.skip = to(r.top), motion.Selection{}, nil, nil
	r.Retext(t)
}

// Skip says what noise is, ordered by start: the motions by units leave it out.
func (r *Reader) Skip(spans []text.Span) { r.skip = spans }

func (r *Reader) context() motion.Context {
	return motion.Context{Text: r.text, Words: r.words, Skip: r.skip, Rows: r.layout, Page: max(1, r.height-2)}
}

// Text is what is shown.
func (r *Reader) Text() *text.Text { return r.text }

// Cursor is the cluster that the cursor is on.
func (r *Reader) Cursor() text.Offset { return r.sel.Cursor(r.text) }

// Selected is the selection, and whether there is one.
func (r *Reader) Selected() (text.Span, bool) { return r.sel.Span(), !r.sel.Empty() }

// Held reports whether the anchor is held.
func (r *Reader) Held() bool { return r.held }

// Last is the last cluster of the text.
func (r *Reader) Last() text.Offset { return r.text.Prev(r.text.Len()) }

// Top is where the first row that is shown begins.
func (r *Reader) Top() text.Offset { return r.top }

// Bottom is where the last row that is shown ends.
func (r *Reader) Bottom() text.Offset {
	return r.layout.Step(r.layout.Row(r.top), r.height-1).Next
}

// put makes a selection the present one, and shows its cursor.
func (r *Reader) put(s motion.Selection, unit string) {
	r.sel, r.unit, r.column, r.smaller = s, unit, -1, nil
	r.reveal()
}

// Move moves the cursor. With the anchor held the selection is extended,
// without it is let go.
func (r *Reader) Move(m motion.CharMotion) { r.caret(m, r.held) }

// Extend moves the head of the selection.
func (r *Reader) Extend(m motion.CharMotion) { r.caret(m, true) }

func (r *Reader) caret(m motion.CharMotion, extend bool) {
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

// MoveUnit selects the next unit, or the one before. With the anchor held the
// selection is extended by one.
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

// SelectUnit selects the unit under the cursor; where one of this kind is
// selected, it takes in one more, or gives one back.
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

// Select makes a span the selection.
func (r *Reader) Select(s text.Span, unit string) { r.put(motion.SelectSpan(s), unit) }

// Place puts the cursor on a cluster and lets the selection go.
func (r *Reader) Place(o text.Offset) {
	r.held = false
	r.put(motion.CursorAt(r.text.Floor(min(max(o, 0), r.text.Prev(r.text.Len())))), "")
}

// Grow takes in the next larger unit.
func (r *Reader) Grow() {
	grown, ok := motion.Grow(r.context(), r.sel)
	if !ok {
		return
	}
	smaller := append(r.smaller, r.sel)
	r.put(grown, "")
	r.smaller = smaller
}

// Shrink goes back to what the selection was before it grew, else to the next
// smaller unit.
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

// Hold holds the anchor, with the cluster under the cursor selected, or lets go
// of it.
func (r *Reader) Hold() {
	r.held = !r.held
	if r.held && r.sel.Empty() {
		r.put(motion.SelectSpan(text.Span{Start: r.sel.Head, End: r.text.Next(r.sel.Head)}), "")
	}
}

// Swap goes on at the other end of the selection.
func (r *Reader) Swap() { r.put(r.sel.Flip(), r.unit) }

// LetGo lets the selection go, and reports whether there was anything to let
// go.
func (r *Reader) LetGo() bool {
	if r.sel.Empty() && !r.held {
		return false
	}
	r.Place(r.Cursor())
	return true
}

// UnitHere is the unit of a kind at the cursor.
func (r *Reader) UnitHere(u motion.Unit) (text.Span, bool) {
	return u.Covering(r.context(), r.Cursor())
}

// UnitsInView are the units of a kind that begin on the screen.
func (r *Reader) UnitsInView(u motion.Unit) []text.Span {
	return u.StartingIn(r.context(), text.Span{Start: r.top, End: r.Bottom()})
}
