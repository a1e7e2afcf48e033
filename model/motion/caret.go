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

// The motions by characters and rows.
var (
	Left         = Caret{Name: "left", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Text.Prev(at) }}
	Right        = Caret{Name: "right", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Text.Next(at) }}
	Up           = Caret{Name: "up", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, -1) }}
	Down         = Caret{Name: "down", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, 1) }}
	RowStart     = Caret{Name: "row-start", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Rows.Row(at).Span.Start }}
	RowEnd       = Caret{Name: "row-end", Move: func(c Context, at text.Offset, _ int) text.Offset { return c.Rows.Offset(c.Rows.Row(at), 1<<30) }}
	PageDown     = Caret{Name: "page-down", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, c.Page) }}
	PageUp       = Caret{Name: "page-up", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, -c.Page) }}
	HalfPageDown = Caret{Name: "half-page-down", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, c.Page/2) }}
	HalfPageUp   = Caret{Name: "half-page-up", Vertical: true, Move: func(c Context, at text.Offset, column int) text.Offset { return rows(c, at, column, -c.Page/2) }}
	Top          = Caret{Name: "top", Move: func(Context, text.Offset, int) text.Offset { return 0 }}
	End          = Caret{Name: "end", Move: func(c Context, _ text.Offset, _ int) text.Offset { return last(c.Text) }}
)

// Carets is the table of the motions by characters and rows.
var Carets = []Caret{Left, Right, Up, Down, RowStart, RowEnd, PageDown, PageUp, HalfPageDown, HalfPageUp, Top, End}

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
