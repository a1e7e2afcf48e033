package paint

import (
	"strconv"

	"pizhu/ui/face"
)

// A pen appends what a terminal is sent, and knows what the terminal then
// stands at and wears.
type pen struct {
	out     []byte
	sgr     func(face.Face) string
	columns int       // of the screen
	worn    face.Face // by what is written next
	row     int       // of the terminal's cursor, or unknown
	column  int       // likewise
}

// unknown is where the cursor stands at first, and its column after a slot.
const unknown = -1

// csi begins a control sequence.
const csi = "\x1b["

// move brings the cursor to a place: CHA within its row, else CUP, in the
// shortest form.
func (p *pen) move(row, column int) {
	switch {
	case p.row == row && p.column == column:
		return
	case p.row == row:
		p.control(column+1, 'G')
	default:
		p.out = append(p.out, csi...)
		p.out = number(p.out, row+1)
		if column > 0 {
			p.out = number(append(p.out, ';'), column+1)
		}
		p.out = append(p.out, 'H')
	}
	p.row, p.column = row, column
}

// control appends a control sequence with one parameter, of which 1 is the
// default.
func (p *pen) control(n int, final byte) {
	p.out = append(p.out, csi...)
	p.out = number(p.out, n)
	p.out = append(p.out, final)
}

// number appends n; nothing for 1, which is what no number means.
func number(b []byte, n int) []byte {
	if n == 1 {
		return b
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// wear makes f the face of what is written next.
func (p *pen) wear(f face.Face) {
	if p.worn == f {
		return
	}
	p.out = restyle(p.out, p.sgr(p.worn), p.sgr(f))
	p.worn = f
}

// put writes a cell at the cursor. Blank says that the terminal shows nothing
// there.
//
// A slot may be drawn one column wide or two. So that the same is seen either
// way, its columns are blanked before it; how far the cursor went is unknown.
func (p *pen) put(c Cell, blank bool) {
	p.wear(c.Face)
	if c.Slot && (!blank || c.Face.OnBlank()) {
		row, column := p.row, p.column
		for range c.Columns {
			p.out = append(p.out, ' ')
		}
		p.column = unknown
		p.move(row, column)
	}
	p.out = append(p.out, c.Text...)
	p.column += c.Columns
	if c.Slot {
		p.column = unknown
	}
}

// reach brings the cursor to a column of row y. The cells between it and that
// column are as they should be; they are written again where that is shorter
// than a jump.
func (p *pen) reach(y, column int, between Row) {
	if p.row == y && p.column != unknown && p.cheap(between) {
		for _, c := range between {
			p.out = append(p.out, c.Text...)
		}
		p.column = column
	}
	p.move(y, column)
}

// cheap reports whether cells take no more bytes than a jump over them, as far
// as they need no change of face.
func (p *pen) cheap(cells Row) bool {
	bytes := 0
	for _, c := range cells {
		bytes += len(c.Text)
		if c.Slot || c.Face != p.worn || bytes > len("\x1b[99G") {
			return false
		}
	}
	return true
}

// eraseFrom erases row y from a column on (EL). That column is on the screen:
// after a cell in the last one, the cursor would still stand in it. The face is
// plain: many terminals erase to the ground that they write on.
func (p *pen) eraseFrom(y, column int) {
	p.wear(face.Face{})
	p.move(y, column)
	p.out = append(p.out, csi+"K"...)
}
