package dialog

import (
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// A notice shows a text in place of an article.
type notice struct {
	title string
	runs  []paint.Run
	help  []string // what the keys do
}

// rows draws a pane. What there is no room for is left out at the end of the text.
func (n notice) rows(columns, height int, m text.Measure) []paint.Row {
	rows := []paint.Row{paint.Row{}.Add(m, face.Face{Bold: true}, n.title).Clip(columns), nil}
	help := paint.Flow(n.help, columns, m)
	rows = append(rows, paint.Wrap(n.runs, columns, m, max(1, height-len(rows)-len(help)))...)
	for len(rows) < height-len(help) {
		rows = append(rows, nil)
	}
	rows = append(rows, help...)
	return rows[:min(len(rows), height)]
}
