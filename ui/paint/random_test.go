package paint

import (
	"math/rand/v2"
	"slices"
	"strings"

	"pizhu/model/text"
	"pizhu/ui/face"
)

// A random makes frames, each by a change to the one before.
type random struct {
	*rand.Rand
	rows    int // of all frames; if 0, frames have sizes of their own
	columns int
	least   int  // columns of frames with sizes of their own
	joiners bool // rows have emoji sequences, which take any number of columns
	measure text.Measure
	faces   []face.Face
	phrases []string
}

func newRandom(seed uint64) *random {
	return &random{
		Rand:    rand.New(rand.NewPCG(seed, 7)),
		joiners: true,
		measure: text.NewMeasure(text.Slot),
		faces: []face.Face{
			{},
			{},
			{},
			{},
			{FG: face.Blue},
			{Reverse: true},
			{Mark: face.Curl, MarkColour: face.Orange},
			{Mark: face.Line},
			{BG: face.Green},
			{Bold: true, FG: face.Sky},
			{Dim: true},
			{FG: face.Blue, BG: face.Faint, Mark: face.Dots, Italic: true},
		},
		phrases: []string{
			"春眠不覺曉，處處聞啼鳥。", "夜来风雨声", "“花落”知多少…", "——‘半导体’产值破1万亿元·①", "  ", "a", "abc def", "     ", "é×é",
			"가나다", "ｶﾞｷﾞ", "カ゚", "𠮷野家", "👨‍👩‍👧家", "नि", "e\u0303\u0308", "\u0301x", "\x1b[31m", "\u202e", "　",
		},
	}
}

// cells is a random row of about so many columns, at most.
func (r *random) cells(columns int) Row {
	var row Row
	for row.Columns() < columns && r.IntN(12) > 0 {
		row = row.Add(r.measure, r.pick(), r.phrases[r.IntN(len(r.phrases))])
		if r.IntN(9) == 0 && r.joiners { // a sequence that a measure left whole
			row = append(row, Cell{Text: "👨‍👩‍👧", Columns: 2, Slot: true, Face: r.pick()})
		}
	}
	return row.Clip(columns)
}

func (r *random) pick() face.Face { return r.faces[r.IntN(len(r.faces))] }

func (r *random) frame() *Frame {
	f := &Frame{Rows: make([]Row, 3+r.IntN(12)), Columns: max(r.least, 1+r.IntN(60))}
	if r.rows > 0 {
		f.Rows, f.Columns = make([]Row, r.rows), r.columns
	}
	for y := range f.Rows {
		f.Rows[y] = r.cells(f.Columns)
	}
	f.Scroll = Region{r.IntN(3), len(f.Rows) - r.IntN(3)}
	return f
}

// next is a frame that differs from f in one way or several, or not at all.
func (r *random) next(f *Frame) *Frame {
	g := *f
	g.Rows = slices.Clone(f.Rows)
	for range 1 + r.IntN(3) {
		y := r.IntN(len(g.Rows))
		switch r.IntN(10) {
		case 0:
			g.Rows[y] = r.cells(g.Columns)
		case 1, 2:
			g.Rows[y] = r.edit(g.Rows[y]).Clip(g.Columns)
		case 3, 4:
			g.Rows[y] = r.highlight(g.Rows[y])
		case 5, 6:
			r.scroll(&g, 0)
		case 7:
			r.scroll(&g, g.Columns*2/3)
		case 8:
			g.Cursor = Cursor{y, r.IntN(g.Columns), r.IntN(4) > 0}
		case 9:
			if r.IntN(20) == 0 {
				return r.frame()
			}
		}
	}
	return &g
}

// edit puts other cells in place of some.
func (r *random) edit(row Row) Row {
	from := r.IntN(len(row) + 1)
	to := from + r.IntN(len(row)-from+1)
	return slices.Concat(row[:from], r.cells(r.IntN(9)), row[to:])
}

func (r *random) highlight(row Row) Row {
	row = slices.Clone(row)
	from, f := r.IntN(len(row)+1), r.pick()
	for i := from; i < len(row) && r.IntN(9) > 0; i++ {
		row[i].Face = f
	}
	return row
}

// scroll moves the content of the scroll region, but for a margin from a column
// on if that is not 0.
func (r *random) scroll(f *Frame, margin int) {
	s := f.Scroll.within(len(f.Rows))
	by := r.IntN(5) - 2
	old := slices.Clone(f.Rows)
	for y := s.Top; y < s.Bottom; y++ {
		row := r.cells(f.Columns)
		if from := y + by; from >= s.Top && from < s.Bottom {
			row = old[from]
		}
		if margin > 0 {
			row = old[y].Stamp(0, row.Clip(margin).Pad(margin, face.Face{})).Clip(f.Columns)
		}
		f.Rows[y] = row
	}
}

// control is f but for one row that still shows before, if there is such a row
// in which other characters are seen.
func (f *Frame) control(before *Frame) (*Frame, bool) {
	for y := range f.Rows {
		if before != nil && before.sameSize(f) && letters(before.Rows[y]) != letters(f.Rows[y]) {
			g := *f
			g.Rows = slices.Clone(f.Rows)
			g.Rows[y] = before.Rows[y]
			return &g, true
		}
	}
	return f, false
}

func letters(r Row) string {
	var b strings.Builder
	for _, c := range r {
		b.WriteString(c.Text)
	}
	return strings.TrimRight(b.String(), " ")
}
