package paint

import "pizhu/ui/face"

// scrollCost is about what a hardware scroll takes in bytes: "\x1b[1;38r\x1b[S\x1b[r".
const scrollCost = 16

// bands is the number of parts of a row that are looked for apart when a shift
// is sought, so that a margin that stands still does not hide a text that
// moves.
const bands = 4

// A sketch is a row in short: of each band a hash and the bytes of its text.
// It only helps to choose; the cells are compared afterwards.
type sketch [bands]struct {
	hash  uint64
	bytes int
}

// shift finds by how many rows the content of the scroll region moved up
// (more than 0) or down, if to scroll it saves bytes; else 0.
func shift(before, now *Frame) (Region, int) {
	r := now.Scroll.within(len(now.Rows))
	old, rows := before.Rows[r.Top:r.Bottom], now.Rows[r.Top:r.Bottom]
	if changed(old, rows) < 3 {
		return r, 0 // the common case, a moved highlight, is to be cheap
	}
	a, b := sketches(old, now.Columns), sketches(rows, now.Columns)
	best, most := 0, alikeBytes(a, b, 0)+scrollCost
	for n := 1; n < len(b); n++ {
		for _, by := range [...]int{n, -n} {
			if bytes := alikeBytes(a, b, by); bytes > most {
				best, most = by, bytes
			}
		}
	}
	return r, best
}

// changed counts the rows that differ, up to 3.
func changed(old, now []Row) int {
	n := 0
	for y := 0; y < len(now) && n < 3; y++ {
		if !old[y].is(now[y]) && commonPrefix(old[y], now[y]) < max(len(old[y]), len(now[y])) {
			n++
		}
	}
	return n
}

// alikeBytes is how many bytes of now stand there if old is moved up by some
// rows.
func alikeBytes(old, now []sketch, by int) int {
	n := 0
	for y := max(0, -by); y < min(len(now), len(now)-by); y++ {
		for i, band := range now[y] {
			if band == old[y+by][i] {
				n += band.bytes
			}
		}
	}
	return n
}

func sketches(rows []Row, columns int) []sketch {
	s := make([]sketch, len(rows))
	for y, row := range rows {
		s[y] = row.sketch(columns)
	}
	return s
}

// sketch hashes what is not blank, with its column (FNV-1a, over words).
func (r Row) sketch(columns int) sketch {
	const offset, prime = 14695981039346656037, 1099511628211
	var s sketch
	column := 0
	for _, c := range r {
		if c != space {
			band := &s[min(max(column*bands/max(columns, 1), 0), bands-1)]
			if band.bytes == 0 {
				band.hash = offset
			}
			h := (band.hash ^ uint64(column)) * prime
			h = (h ^ code(c.Face)) * prime
			for i := range len(c.Text) {
				h = (h ^ uint64(c.Text[i])) * prime
			}
			band.hash = h
			band.bytes += len(c.Text)
		}
		column += c.Columns
	}
	return s
}

// code is a number for a face.
func code(f face.Face) uint64 {
	n := uint64(f.FG) | uint64(f.BG)<<8 | uint64(f.Mark)<<16 | uint64(f.MarkColour)<<24
	for i, on := range [...]bool{f.Bold, f.Dim, f.Italic, f.Reverse} {
		if on {
			n |= 1 << (32 + i)
		}
	}
	return n
}

// scroll moves the content of a region up, or by less than 0 down: DECSTBM and
// SU or SD. The rows that come in are blank.
func (w *sgrWriter) scroll(r Region, by int) {
	w.out = append(w.out, csi...)
	w.out = appendNumber(w.out, r.Top+1)
	w.out = appendNumber(append(w.out, ';'), r.Bottom)
	w.out = append(w.out, 'r')
	if by > 0 {
		w.control(by, 'S')
	} else {
		w.control(-by, 'T')
	}
	w.out = append(w.out, csi+"r"...)
}

// scrolled is the rows after that.
func scrolled(rows []Row, r Region, by int) []Row {
	moved := make([]Row, len(rows))
	copy(moved, rows)
	clear(moved[r.Top:r.Bottom])
	for y := r.Top; y < r.Bottom; y++ {
		if from := y + by; from >= r.Top && from < r.Bottom {
			moved[y] = rows[from]
		}
	}
	return moved
}
