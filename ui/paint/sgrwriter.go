package paint

import (
	"strconv"

	"pizhu/ui/face"
)

// An sgrWriter appends control sequences and text, and keeps the cursor and the face that the terminal then has.
type sgrWriter struct {
	out     []byte
	sgr     func(face.Face) string
	columns int       // of the screen
	face    face.Face // of what is written next
	row     int       // of the terminal's cursor, or unknown
	column  int       // likewise
}

// unknown is the place of the cursor before the first move, and its column after a slot.
const unknown = -1

// csi begins a control sequence.
const csi = "\x1b["

// move moves the cursor to a place: CHA within its row, else CUP, in the
// shortest form.
func (w *sgrWriter) move(row, column int) {
	switch {
	case w.row == row && w.column == column:
		return
	case w.row == row:
		w.control(column+1, 'G')
	default:
		w.out = append(w.out, csi...)
		w.out = appendNumber(w.out, row+1)
		if column > 0 {
			w.out = appendNumber(append(w.out, ';'), column+1)
		}
		w.out = append(w.out, 'H')
	}
	w.row, w.column = row, column
}

// control appends a control sequence with one parameter, of which 1 is the
// default.
func (w *sgrWriter) control(n int, final byte) {
	w.out = append(w.out, csi...)
	w.out = appendNumber(w.out, n)
	w.out = append(w.out, final)
}

// appendNumber appends n; nothing for 1, which is what no number means.
func appendNumber(b []byte, n int) []byte {
	if n == 1 {
		return b
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// setFace makes f the face of what is written next.
func (w *sgrWriter) setFace(f face.Face) {
	if w.face == f {
		return
	}
	w.out = restyle(w.out, w.sgr(w.face), w.sgr(f))
	w.face = f
}

// writeCell writes a cell at the cursor. Blank says that the terminal shows nothing
// there.
//
// A slot may be drawn one column wide or two. So that the same is seen either
// way, its columns are blanked before it; how far the cursor went is unknown.
func (w *sgrWriter) writeCell(c Cell, blank bool) {
	w.setFace(c.Face)
	if c.Slot && (!blank || c.Face.OnBlank()) {
		row, column := w.row, w.column
		for range c.Columns {
			w.out = append(w.out, ' ')
		}
		w.column = unknown
		w.move(row, column)
	}
	w.out = append(w.out, c.Text...)
	w.column += c.Columns
	if c.Slot {
		w.column = unknown
	}
}

// moveOver brings the cursor to a column of row y. The cells between it and that
// column are as they should be; they are written again where that is shorter
// than a jump.
func (w *sgrWriter) moveOver(y, column int, between Row) {
	if w.row == y && w.column != unknown && w.isCheap(between) {
		for _, c := range between {
			w.out = append(w.out, c.Text...)
		}
		w.column = column
	}
	w.move(y, column)
}

// isCheap reports whether cells take no more bytes than a jump over them, as far
// as they need no change of face.
func (w *sgrWriter) isCheap(cells Row) bool {
	bytes := 0
	for _, c := range cells {
		bytes += len(c.Text)
		if c.Slot || c.Face != w.face || bytes > len("\x1b[99G") {
			return false
		}
	}
	return true
}

// eraseFrom erases row y from a column on (EL). That column is on the screen:
// after a cell in the last one, the cursor would still stand in it. The face is
// plain: many terminals erase to the ground that they write on.
func (w *sgrWriter) eraseFrom(y, column int) {
	w.setFace(face.Face{})
	w.move(y, column)
	w.out = append(w.out, csi+"K"...)
}
