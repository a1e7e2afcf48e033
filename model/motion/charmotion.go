package motion

import "pizhu/model/text"

// A CharMotion moves the cursor by characters or rows. It does not skip noise: a person who wants to mark or correct noise
// has to get into it.
type CharMotion struct {
	Name string
	// Target returns the offset that the motion leads to from at. Column is the one that the cursor had when the first of
	// several motions by rows began.
	Target   func(c Context, at text.Offset, column int) text.Offset
	Vertical bool // keeps the column
}

// The motions by characters and rows.
var (
	Left         = CharMotion{Name: "left", Target: func(c Context, at text.Offset, _ int) text.Offset { return c.Text.Prev(at) }}
	Right        = CharMotion{Name: "right", Target: func(c Context, at text.Offset, _ int) text.Offset { return c.Text.Next(at) }}
	Up           = CharMotion{Name: "up", Vertical: true, Target: func(c Context, at text.Offset, column int) text.Offset { return moveRows(c, at, column, -1) }}
	Down         = CharMotion{Name: "down", Vertical: true, Target: func(c Context, at text.Offset, column int) text.Offset { return moveRows(c, at, column, 1) }}
	RowStart     = CharMotion{Name: "row-start", Target: func(c Context, at text.Offset, _ int) text.Offset { return c.Rows.Row(at).Span.Start }}
	RowEnd       = CharMotion{Name: "row-end", Target: func(c Context, at text.Offset, _ int) text.Offset { return c.Rows.Offset(c.Rows.Row(at), 1<<30) }}
	PageDown     = CharMotion{Name: "page-down", Vertical: true, Target: func(c Context, at text.Offset, column int) text.Offset { return moveRows(c, at, column, c.Page) }}
	PageUp       = CharMotion{Name: "page-up", Vertical: true, Target: func(c Context, at text.Offset, column int) text.Offset { return moveRows(c, at, column, -c.Page) }}
	HalfPageDown = CharMotion{Name: "half-page-down", Vertical: true, Target: func(c Context, at text.Offset, column int) text.Offset { return moveRows(c, at, column, c.Page/2) }}
	HalfPageUp   = CharMotion{Name: "half-page-up", Vertical: true, Target: func(c Context, at text.Offset, column int) text.Offset { return moveRows(c, at, column, -c.Page/2) }}
	Top          = CharMotion{Name: "top", Target: func(Context, text.Offset, int) text.Offset { return 0 }}
	End          = CharMotion{Name: "end", Target: func(c Context, _ text.Offset, _ int) text.Offset { return lastCluster(c.Text) }}
)

// CharMotions is the table of the motions by characters and rows.
var CharMotions = []CharMotion{Left, Right, Up, Down, RowStart, RowEnd, PageDown, PageUp, HalfPageDown, HalfPageUp, Top, End}

// moveRows returns the offset n rows on, in the cluster that covers the column.
func moveRows(c Context, at text.Offset, column, n int) text.Offset {
	return c.Rows.Offset(c.Rows.Step(c.Rows.Row(at), n), column)
}

// Move moves the cursor and drops the selection.
func (m CharMotion) Move(c Context, s Selection, column int) Selection {
	return CursorAt(min(m.Target(c, s.Cursor(c.Text), column), lastCluster(c.Text)))
}

// Extend moves the head and keeps the anchor.
func (m CharMotion) Extend(c Context, s Selection, column int) Selection {
	s.Head = m.Target(c, s.Head, column)
	if m.Name == "end" {
		s.Head = c.Text.Len()
	}
	return s
}
