// Package paint turns what is to be seen into cells, and the difference of two
// screens into bytes.
//
// A Frame is a whole screen as a value: rows of cells, each one grapheme
// cluster with the columns that it takes and a face. Diff writes what a
// terminal has to be sent to show one frame instead of another; no other
// package writes escape codes for cells. Nothing here wraps, measures or knows
// an article. The invariant: after Diff's bytes the terminal shows the same as
// after a repaint of the whole frame, whatever was shown before, and also where
// it draws a slot in another number of columns than the frame says.
package paint

// A Frame is a whole screen. A frame that was given to a Screen is not changed
// any more, nor are its rows.
type Frame struct {
	Rows    []Row // from the top of the terminal to its bottom
	Columns int   // of the terminal, as far as it is painted
	Cursor  Cursor
	Scroll  Region // rows whose content may move up or down as one
}

// A Cursor is a place on the screen, in rows and columns from 0.
type Cursor struct {
	Row, Column int
	Visible     bool
}

// A Region is the rows [Top, Bottom).
type Region struct{ Top, Bottom int }

// within is what of r lies on a screen of so many rows.
func (r Region) within(rows int) Region {
	top := min(max(r.Top, 0), rows)
	return Region{top, min(max(r.Bottom, top), rows)}
}

// sameSize reports whether f and g fill the same terminal.
func (f *Frame) sameSize(g *Frame) bool {
	return len(f.Rows) == len(g.Rows) && f.Columns == g.Columns
}
