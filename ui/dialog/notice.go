package dialog

import (
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// A Notice shows a text in the place of an article.
type Notice struct {
	Title string
	Runs  []Run
	Help  []string // what can be done; they are set into as few rows as they need
}

// Draw fills a pane. What it has no room for is left out at the end of the text.
func (n Notice) Draw(columns, height int, m text.Measure) []paint.Row {
	rows := []paint.Row{paint.Row{}.Add(m, face.Face{Bold: true}, n.Title).Clip(columns), nil}
	help := flow(n.Help, columns, m)
	rows = append(rows, wrap(n.Runs, columns, m, max(1, height-len(rows)-len(help)))...)
	for len(rows) < height-len(help) {
		rows = append(rows, nil)
	}
	rows = append(rows, help...)
	return rows[:min(len(rows), height)]
}
