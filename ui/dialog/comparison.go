package dialog

import (
	"math"
	"slices"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// A Comparison shows a passage as it was and as it is, beside each other where there is room, else one below the other.
type Comparison struct {
	Title    string
	About    []paint.Run // what the passages are of
	Old, New Passage
	help     []string // what the keys do
}

// A Passage is a piece of text under a heading.
type Passage struct {
	Head string
	Runs []paint.Run
}

// The measures of a comparison, in columns.
const (
	beside  = 64 // with fewer the passages stand below each other
	between = 3
)

// rows draws a pane. What there is no room for is left out at the end of the passages.
func (c Comparison) rows(columns, height int, m text.Measure) []paint.Row {
	title := paint.Row{}.Add(m, face.Face{Bold: true}, c.Title).Clip(columns)
	about := paint.Row{}.AddRuns(m, c.About...)
	help := paint.Flow(c.help, columns, m)
	pane := slices.Concat([]paint.Row{title, about.Clip(columns), nil}, c.passages(columns, m))
	if room := max(1, height-len(help)-1); len(pane) > room {
		pane = pane[:room]
	}
	for len(pane) < height-len(help) {
		pane = append(pane, nil)
	}
	pane = append(pane, help...)
	return pane[:min(len(pane), height)]
}

// passages are the old and the new one.
func (c Comparison) passages(columns int, m text.Measure) []paint.Row {
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
	return append([]paint.Row{head}, paint.Wrap(p.Runs, columns, m, math.MaxInt)...)
}
