package paint

import (
	"slices"

	"pizhu/ui/face"
)

// Options are what Diff has to know of a terminal.
type Options struct {
	// SGR gives the parameters of one SGR sequence that turns the terminal's
	// own face into another, or "" for that face itself.
	SGR func(face.Face) string
	// Synchronized says that the terminal has mode 2026: it holds back what it
	// draws until a frame is whole.
	Synchronized bool
}

const (
	beginUpdate = "\x1b[?2026h"
	endUpdate   = "\x1b[?2026l"
	showCursor  = "\x1b[?25h"
	hideCursor  = "\x1b[?25l"
	// clearScreen: no autowrap (DECAWM), no colours, no scroll region, blank.
	clearScreen = "\x1b[?7l\x1b[m\x1b[r\x1b[2J"
)

// Diff appends to dst the bytes after which a terminal that shows before shows
// now. If before is nil or of another size, the whole frame is painted and
// nothing is taken for granted. If the two show the same, dst is returned as it
// is.
//
// A cell is left alone only where one equal to it stands in the same column, so
// that no half of a wide one is ever written over alone.
func Diff(dst []byte, before, now *Frame, o Options) []byte {
	return diff(dst, before, now, Region{}, o)
}

// diff is Diff where some rows of the terminal do not show before, but anything.
func diff(dst []byte, before, now *Frame, damaged Region, o Options) []byte {
	if before != nil && !before.sameSize(now) {
		before = nil
	}
	w := sgrWriter{out: dst, sgr: o.SGR, columns: now.Columns, row: unknown, column: unknown}
	if o.Synchronized {
		w.out = append(w.out, beginUpdate...)
	}
	start := len(w.out)
	if before != nil {
		damaged = damaged.within(len(now.Rows))
		before = w.eraseDamaged(before, damaged)
	}
	for y, old := range w.ready(before, now) {
		w.updateRow(y, old, now.Rows[y])
	}
	w.setFace(face.Face{})
	painted := len(w.out) > start
	if !painted {
		w.out = w.out[:len(dst)]
	}
	w.placeCursor(before, now.Cursor, painted)
	if painted && o.Synchronized {
		w.out = append(w.out, endUpdate...)
	}
	return w.out
}

// eraseDamaged erases the damaged rows and returns the frame that is then shown.
func (w *sgrWriter) eraseDamaged(shown *Frame, damaged Region) *Frame {
	if damaged.Top >= damaged.Bottom {
		return shown
	}
	f := *shown
	f.Rows = slices.Clone(shown.Rows)
	for y := damaged.Top; y < damaged.Bottom; y++ {
		w.eraseFrom(y, 0)
		f.Rows[y] = nil
	}
	return &f
}

// ready clears the screen or scrolls it, and gives the rows that it then shows.
func (w *sgrWriter) ready(before, now *Frame) []Row {
	if before == nil {
		w.out = append(w.out, clearScreen...)
		return make([]Row, len(now.Rows))
	}
	region, by := shift(before, now)
	if by == 0 {
		return before.Rows
	}
	w.scroll(region, by)
	return scrolled(before.Rows, region, by)
}

// worthErasing is how many bytes it has to save to erase what is then written
// anew: on a terminal without mode 2026 it can be seen to flicker.
const worthErasing = 8

// updateRow changes row y of the terminal from old into now, in one of two ways: cell
// by cell over what is there, or erased from the first difference on and
// written anew, which spares the blanks of slots and of long gaps.
//
// What a cell spills beyond the last column can only be erased together with
// the cells before it. Where the columns of the cells differ, all is erased from
// the first difference on. A row with a fragile cell is written whole.
func (w *sgrWriter) updateRow(y int, old, now Row) {
	if old.is(now) || slices.Equal(old, now) {
		return
	}
	old, now = old.shown(w.columns), now.shown(w.columns)
	same := commonPrefix(old, now)
	if same == len(old) && same == len(now) {
		return
	}
	if slices.ContainsFunc(old, Cell.fragile) || slices.ContainsFunc(now, Cell.fragile) {
		w.eraseFrom(y, 0)
		w.writeChanges(y, nil, now, 0)
		return
	}
	over := *w
	over.writeChanges(y, old, now, same)
	must := w.hasSpillChange(old, now, same) || hasWidthChange(old[same:], now[same:])
	if same < len(old) || must {
		anew := *w
		anew.out = over.out // after it, for now
		anew.rewriteRow(y, now, same)
		written := anew.out[len(over.out):]
		if must || len(w.out)+len(written)+worthErasing <= len(over.out) {
			anew.out = append(w.out, written...)
			over = anew
		}
	}
	*w = over
}

// hasWidthChange reports whether a wide cell of one row overlaps a cell of another width
// in the other, as where hints or an overlay come and leave. Where half of a
// wide cell is written over, xterm with fonts of other widths draws what is left
// at a wrong place, and does not erase all of it.
func hasWidthChange(old, now Row) bool {
	for i := range min(len(old), len(now)) {
		if old[i].Columns != now[i].Columns {
			return true
		}
	}
	return false
}

// hasSpillChange reports whether what is seen beyond the last column may
// differ: a row that ends before it erases what its cells spill. What the last
// cell strays into is beyond it, too.
func (w *sgrWriter) hasSpillChange(old, now Row, same int) bool {
	switch {
	case now.Columns() < w.columns:
		return false
	case old.Columns() < w.columns:
		return slices.ContainsFunc(now[:same], Cell.spills)
	}
	return slices.ContainsFunc(old[same:], Cell.spills) || same < len(old) && old[len(old)-1].strays()
}

// rewriteRow erases row y after its first cells and writes the others of now; where
// these cells spill beyond the last column, from the first that may.
func (w *sgrWriter) rewriteRow(y int, now Row, same int) {
	if now.Columns() >= w.columns {
		if i := slices.IndexFunc(now[:same], Cell.spills); i >= 0 {
			same = i
		}
	}
	w.eraseFrom(y, now[:same].Columns())
	w.writeChanges(y, now[:same], now, same)
}

// is reports whether two rows are one and the same: rows of a frame never change.
func (r Row) is(other Row) bool {
	return len(r) == len(other) && (len(r) == 0 || &r[0] == &other[0])
}

// commonPrefix returns how many cells at their start two rows have in common.
func commonPrefix(a, b Row) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// writeChanges writes the cells of now that differ from old, where row y shows old and
// the first cells are the same. After a cell that may stray the next is written
// too, or erased.
func (w *sgrWriter) writeChanges(y int, old, now Row, same int) {
	column := now[:same].Columns()
	under := walk{rest: old[same:], column: column}
	blank := column + old[same:].Columns() // nothing is shown from here on
	written := same                        // cells of now that are behind the cursor
	stray := false                         // the next column may show a part of the cell before it
	for i, c := range now[same:] {
		if stray || !under.has(c, column) && (c != space || column < blank) {
			w.moveOver(y, column, now[written:same+i])
			w.writeCell(c, column >= blank && !stray)
			written = same + i + 1
			stray = c.strays()
			if c.spills() {
				under, blank = walk{}, w.columns // what is there now is unknown
			}
		}
		column += c.Columns
	}
	if column < blank || stray && column < w.columns {
		w.eraseFrom(y, column)
	}
}

// A walk goes over a row from left to right.
type walk struct {
	rest   Row
	column int // where rest begins
}

// has reports whether c stands at a column, which is not before the last one
// asked for.
func (w *walk) has(c Cell, column int) bool {
	for len(w.rest) > 0 && w.column < column {
		w.column += w.rest[0].Columns
		w.rest = w.rest[1:]
	}
	return len(w.rest) > 0 && w.column == column && w.rest[0] == c
}

// placeCursor moves the cursor to its place, and shows or hides it. Painting moves
// it; in a screen of unknown state it may be shown or not.
func (w *sgrWriter) placeCursor(before *Frame, now Cursor, painted bool) {
	unsure := before == nil
	var was Cursor
	if !unsure {
		was = before.Cursor
	}
	if now.Visible && (painted || unsure || was != now) {
		w.row = unknown
		w.move(now.Row, now.Column)
	}
	switch {
	case now.Visible && (unsure || !was.Visible):
		w.out = append(w.out, showCursor...)
	case !now.Visible && (unsure || was.Visible):
		w.out = append(w.out, hideCursor...)
	}
}
