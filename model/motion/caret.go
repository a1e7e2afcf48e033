package motion

import "pizhu/model/text"

// A Caret is a motion of the cursor by characters or rows. These do not skip
// noise: a person who wants to mark or correct it has to get into it.
type Caret struct {
	Name string
	// Move gives the place that at leads to. Column is the column that the
	// cursor had when the first of several motions by rows began.
	Move     func(c Context, at text.Offset, column int) text.Offset
	Vertical bool // keeps the column
}

// Carets is the table of the motions by characters and rows.
var Carets = []Caret{
	{Name: "left", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Text.Prev(at) }},
	{Name: "right", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Text.Next(at) }},
	{Name: "up", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, -1) }},
	{Name: "down", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, 1) }},
	{Name: "row-start", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Rows.Row(at).Span.Start }},
	{Name: "row-end", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Rows.Offset(c.Rows.Row(at), 1<<30) }},
	{Name: "page-down", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, c.Page) }},
	{Name: "page-up", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, -c.Page) }},
	{Name: "half-page-down", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, c.Page/2) }},
	{Name: "half-page-up", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, -c.Page/2) }},
	{Name: "top", Move: func(Context, text.Offset, int) text.Offset { return 0 }},
	{Name: "end", Move: func(c Context, _ text.Offset, _ int) text.Offset { return last(c.Text) }},
}

// CaretNamed finds a motion in the table.
func CaretNamed(name string) (Caret, bool) {
	for _, m := range Carets {
		if m.Name == name {
			return m, true
		}
	}
	return Caret{}, false
}

// rows goes n rows on, to the cluster that covers the column.
func rows(c Context, at text.Offset, column, n int) text.Offset {
	return c.Rows.Offset(c.Rows.Step(c.Rows.Row(at), n), column)
}

// Move makes a motion with nothing held: the selection is let go.
func (m Caret) Go(c Context, s Selection, column int) Selection {
	return At(min(m.Move(c, s.Cursor(c.Text), column), last(c.Text)))
}

// Extend makes a motion with the anchor held.
func (m Caret) Extend(c Context, s Selection, column int) Selection {
	s.Head = m.Move(c, s.Head, column)
	if m.Name == "end" {
		s.Head = c.Text.Len()
	}
	return s
}
