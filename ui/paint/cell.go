package paint

import (
	"slices"
	"unicode/utf8"

	"pizhu/model/text"
	"pizhu/ui/face"
)

// A Cell is one grapheme cluster on the screen. Cells are compared with ==.
type Cell struct {
	Text    string // what is written: it holds no control and no escape code
	Columns int    // that it takes, one or more
	Slot    bool   // the terminal may advance by another number of columns
	Face    face.Face
}

// space is what a terminal shows where nothing was written.
var space = Cell{Text: " ", Columns: 1}

// spills reports whether a terminal may draw c beyond its columns: a sequence
// that it takes apart, such as a letter with marks or an emoji with joiners.
func (c Cell) spills() bool { return c.Slot && utf8.RuneCountInString(c.Text) > 1 }

// strays reports whether a terminal may draw a part of c into the next column,
// and leave the cursor there: st does so with what has no columns, such as a
// mark or a variation selector.
func (c Cell) strays() bool {
	r, size := utf8.DecodeRuneInString(c.Text)
	return size < len(c.Text) && (r >= utf8.RuneSelf || c.Text[size] >= utf8.RuneSelf)
}

// fragile reports whether c belongs in rows that are only written whole. Xterm
// does not erase all of an emoji that it has no glyph for, mlterm loses the
// column after one or after a rare character of plane 2 or 3, and reorders what
// is written from right to left.
func (c Cell) fragile() bool {
	r, _ := utf8.DecodeRuneInString(c.Text)
	switch {
	case r < 0x0590:
		return false
	case r <= 0x08ff, r >= 0xfb1d && r <= 0xfdff, r >= 0xfe70 && r <= 0xfeff, r >= 0x10800 && r <= 0x10fff, r >= 0x1e800 && r <= 0x1efff:
		return true // Hebrew, Arabic, Syriac, Thaana, N'Ko, and what else is written from right to left
	}
	return r >= 0x1f000 && r <= 0x3ffff || r >= 0x2600 && r <= 0x27bf
}

// A Row is one line of the screen, from its first column on. After its last
// cell the line is blank.
type Row []Cell

// Columns is the number of columns of r.
func (r Row) Columns() int {
	n := 0
	for _, c := range r {
		n += c.Columns
	}
	return n
}

// Add appends the clusters of s, as m shows and measures them. It may write to
// the array of r, as append does.
func (r Row) Add(m text.Measure, f face.Face, s string) Row {
	for cluster := range text.Clusters(s) {
		if shown, columns := m.Cell(cluster); columns > 0 {
			r = append(r, Cell{shown, columns, m.NeedsSlot(shown), f})
		}
	}
	return r
}

// Pad appends blanks up to a number of columns. A row that is longer is left
// as it is.
func (r Row) Pad(columns int, f face.Face) Row {
	n := columns - r.Columns()
	r = slices.Grow(r, max(0, n))
	for ; n > 0; n-- {
		r = append(r, Cell{Text: " ", Columns: 1, Face: f})
	}
	return r
}

// Clip is r without what lies beyond a number of columns. A cell that does not
// fit whole leaves blanks of its face. Appending to the result does not change
// r.
func (r Row) Clip(columns int) Row {
	at := 0
	for i, c := range r {
		if at+c.Columns > columns {
			return r[:i:i].Pad(columns, c.Face)
		}
		at += c.Columns
	}
	return r[:len(r):len(r)]
}

// shown is what of r can be seen on a screen of so many columns: no cell that
// goes beyond it, and no blanks at the end.
func (r Row) shown(columns int) Row {
	n, at := 0, 0
	for n < len(r) && at+r[n].Columns <= columns {
		at += r[n].Columns
		n++
	}
	for n > 0 && r[n-1] == space {
		n--
	}
	return r[:n]
}
