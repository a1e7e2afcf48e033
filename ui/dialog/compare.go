package dialog

import (
	"math"
	"slices"

	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// A Compare shows a passage as it was and as it is, beside each other where there
// is room, else one below the other.
type Compare struct {
	Title    string
	About    []Run // what the passages are of
	Old, New Passage
	Help     []string // what can be done; they are set into as few rows as they need
}

// A Passage is a piece of text under a heading.
type Passage struct {
	Head string
	Runs []Run
}

// A Run is text of one face.
type Run struct {
	Text string
	Face face.Face
}

// The measures of a comparison, in columns.
const (
	beside  = 64 // with fewer the passages stand below each other
	between = 3
)

// Draw fills a pane. What it has no room for is left out at the end of the passages.
func (c Compare) Draw(columns, height int, m text.Measure) []paint.Row {
	title := paint.Row{}.Add(m, face.Face{Bold: true}, c.Title).Clip(columns)
	about := paint.Row{}
	for _, r := range c.About {
		about = about.Add(m, r.Face, r.Text)
	}
	help := flow(c.Help, columns, m)
	rows := slices.Concat([]paint.Row{title, about.Clip(columns), nil}, c.passages(columns, m))
	if room := max(1, height-len(help)-1); len(rows) > room {
		rows = rows[:room]
	}
	for len(rows) < height-len(help) {
		rows = append(rows, nil)
	}
	rows = append(rows, help...)
	return rows[:min(len(rows), height)]
}

// passages are the old and the new one.
func (c Compare) passages(columns int, m text.Measure) []paint.Row {
	if columns < beside {
		return slices.Concat(c.Old.draw(columns, m), []paint.Row{nil}, c.New.draw(columns, m))
	}
	half := (columns - between) / 2
	left, right := c.Old.draw(half, m), c.New.draw(half, m)
	rows := make([]paint.Row, max(len(left), len(right)))
	for i := range rows {
		if i < len(left) {
			rows[i] = left[i]
		}
		if i < len(right) && len(right[i]) > 0 {
			rows[i] = append(rows[i].Pad(half+between, face.Face{}), right[i]...)
		}
	}
	return rows
}

// draw sets a passage into rows, its heading first.
func (p Passage) draw(columns int, m text.Measure) []paint.Row {
	head := paint.Row{}.Add(m, face.Face{Bold: true, FG: face.Accent}, p.Head).Clip(columns)
	return append([]paint.Row{head}, wrap(p.Runs, columns, m, math.MaxInt)...)
}

// wrap sets runs into rows as an article is set, so many at most.
func wrap(runs []Run, columns int, m text.Measure, most int) []paint.Row {
	whole, layers := "", []paint.Layer(nil)
	for _, r := range runs {
		from := text.CountCodePoints(whole)
		whole += r.Text
		layers = append(layers, paint.Layer{Spans: []text.Span{{Start: from, End: text.CountCodePoints(whole)}}, Face: r.Face})
	}
	var rows []paint.Row
	lines := layout.New(text.New(whole), m, max(2, columns))
	for row, ok := lines.Row(0), whole != ""; ok && len(rows) < most; row, ok = lines.Next(row) {
		rows = append(rows, paint.Row{}.Text(lines.Cells(row), layers).Clip(columns))
	}
	return rows
}

// flow sets what can be done into rows.
func flow(help []string, columns int, m text.Measure) []paint.Row {
	var rows []paint.Row
	row := paint.Row{}
	for _, what := range help {
		if len(row) > 0 && row.Columns()+2+m.Width(what) > columns {
			rows, row = append(rows, row), paint.Row{}
		}
		if len(row) > 0 {
			row = row.Add(m, face.Face{}, "  ")
		}
		row = row.Add(m, face.Face{Dim: true}, what).Clip(columns)
	}
	return append(rows, row)
}
