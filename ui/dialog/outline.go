package dialog

import (
	"fmt"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// An Outline is a tree as indented lines. One of them is chosen, and more is said of that one below.
type Outline struct {
	Title string
	Lines int                     // how many there are
	Line  func(i int) Line        // returns one of them; only those in view are asked for
	About func(i int) []paint.Run // returns more of one, for below the lines

	at   int      // the chosen one
	help []string // what the keys do
}

// A Line is one line of an Outline.
type Line struct {
	Depth int
	Runs  []paint.Run
}

// The measures of an outline, in rows and columns.
const (
	aboutMost = 6 // rows, with the blank one above
	footed    = 8 // rows of a pane that has room for more than lines
	deeper    = 2 // columns, for each depth
)

// rows draws a pane, scrolled so that the chosen line is in view, in the middle where there are lines on both sides.
func (o Outline) rows(columns, height int, m text.Measure) []paint.Row {
	about, help := o.foot(columns, height, m)
	page := o.page(columns, height, m)
	title := paint.Row{}.Add(m, face.Face{Bold: true}, o.Title)
	if o.Lines > page {
		title = title.Add(m, face.Face{}, fmt.Sprintf("  %d/%d", o.at+1, o.Lines))
	}
	rows := []paint.Row{title.Clip(columns)}
	top := max(0, min(o.at-page/2, o.Lines-page))
	for i := top; i < min(top+page, o.Lines); i++ {
		rows = append(rows, o.row(i, columns, m))
	}
	rows = append(rows, about...)
	for len(rows) < height-len(help) {
		rows = append(rows, nil)
	}
	return append(rows, help...)[:height]
}

// page returns how many lines there is room for.
func (o Outline) page(columns, height int, m text.Measure) int {
	about, help := o.foot(columns, height, m)
	return max(1, height-1-len(about)-len(help))
}

// foot returns what is below the lines: more of the chosen one, on as many rows whichever that is, and what the keys do.
func (o Outline) foot(columns, height int, m text.Measure) (about, help []paint.Row) {
	if height < footed {
		return nil, nil
	}
	help = paint.Flow(o.help, columns, m)
	about = make([]paint.Row, min(aboutMost, max(0, height-1-len(help))/3))
	if len(about) > 1 {
		copy(about[1:], paint.Wrap(o.About(o.at), columns, m, len(about)-1))
	}
	return about, help
}

// row returns a line on the screen. One that is too deep to be indented as far as it should be shows its depth as a number.
func (o Outline) row(i, columns int, m text.Measure) paint.Row {
	line := o.Line(i)
	row, in := paint.Row{}.Add(m, face.Face{}, "  "), 2+deeper*line.Depth
	if i == o.at {
		row = paint.Row{}.Add(m, face.Face{Bold: true}, "> ")
	}
	if most := columns / 3; in > most {
		row = row.Add(m, face.Face{Dim: true}, fmt.Sprint(line.Depth))
		in = max(most, row.Columns()+1)
	}
	row = row.Pad(in, face.Face{})
	for _, r := range line.Runs {
		row = row.Add(m, r.Face, text.FirstClusters(r.Text, columns))
	}
	row = row.Clip(columns)
	if i == o.at {
		reverse(row)
	}
	return row
}
