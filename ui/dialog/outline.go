package dialog

import (
	"fmt"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// An Outline shows lines that stand under one another, each as far in as it is
// deep. One of them is chosen, and more is said of that one below.
type Outline struct {
	Title string
	Lines int              // how many there are
	Line  func(i int) Line // one of them; only those in view are asked for
	At    int              // the chosen one
	About []Run            // of the chosen one
	Help  []string         // what can be done
}

// A Line is one line of an Outline.
type Line struct {
	Depth int
	Runs  []Run
}

// The measures of an outline, in rows and columns.
const (
	aboutMost = 6 // rows, with the blank one above
	footed    = 8 // rows of a pane that has room for more than lines
	deeper    = 2 // columns, for each depth
)

// Draw fills a pane, scrolled so that the chosen line is in view, in the middle
// where there are lines on both sides.
func (o Outline) Draw(columns, height int, m text.Measure) []paint.Row {
	about, help := o.foot(columns, height, m)
	page := o.Page(columns, height, m)
	title := paint.Row{}.Add(m, face.Face{Bold: true}, o.Title)
	if o.Lines > page {
		title = title.Add(m, face.Face{}, fmt.Sprintf("  %d/%d", o.At+1, o.Lines))
	}
	rows := []paint.Row{title.Clip(columns)}
	top := max(0, min(o.At-page/2, o.Lines-page))
	for i := top; i < min(top+page, o.Lines); i++ {
		rows = append(rows, o.row(i, columns, m))
	}
	rows = append(rows, about...)
	for len(rows) < height-len(help) {
		rows = append(rows, nil)
	}
	return append(rows, help...)[:height]
}

// Page is how many lines there is room for.
func (o Outline) Page(columns, height int, m text.Measure) int {
	about, help := o.foot(columns, height, m)
	return max(1, height-1-len(about)-len(help))
}

// foot is what stands below the lines: more of the chosen one, on as many rows
// whichever that is, and what can be done.
func (o Outline) foot(columns, height int, m text.Measure) (about, help []paint.Row) {
	if height < footed {
		return nil, nil
	}
	help = flow(o.Help, columns, m)
	about = make([]paint.Row, min(aboutMost, max(0, height-1-len(help))/3))
	if len(about) > 1 {
		copy(about[1:], wrap(o.About, columns, m, len(about)-1))
	}
	return about, help
}

// row is a line on the screen. What is too deep to be set in as far as it is says
// how deep that is.
func (o Outline) row(i, columns int, m text.Measure) paint.Row {
	line := o.Line(i)
	row, in := paint.Row{}.Add(m, face.Face{}, "  "), 2+deeper*line.Depth
	if i == o.At {
		row = paint.Row{}.Add(m, face.Face{Bold: true}, "> ")
	}
	if most := columns / 3; in > most {
		row = row.Add(m, face.Face{Dim: true}, fmt.Sprint(line.Depth))
		in = max(most, row.Columns()+1)
	}
	row = row.Pad(in, face.Face{})
	for _, r := range line.Runs {
		row = row.Add(m, r.Face, head(r.Text, columns))
	}
	row = row.Clip(columns)
	if i == o.At {
		for k := range row {
			row[k].Face.Reverse = true
		}
	}
	return row
}

// head is the beginning of a text, of so many clusters at most: of a long note no
// more is looked at than may be seen.
func head(s string, clusters int) string {
	end := 0
	for c := range text.Clusters(s) {
		if clusters--; clusters < 0 {
			break
		}
		end += len(c)
	}
	return s[:end]
}
