package paint

import (
	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/ui/face"
)

// A Run is text of one face.
type Run struct {
	Text string
	Face face.Face
}

// AddRuns appends runs as Add does.
func (r Row) AddRuns(m text.Measure, runs ...Run) Row {
	for _, run := range runs {
		r = r.Add(m, run.Face, run.Text)
	}
	return r
}

// Wrap breaks runs into at most so many rows, as an article is broken into rows.
func Wrap(runs []Run, columns int, m text.Measure, most int) []Row {
	whole, layers := "", []Layer(nil)
	for _, r := range runs {
		from := text.CountCodePoints(whole)
		whole += r.Text
		layers = append(layers, Layer{Spans: []text.Span{{Start: from, End: text.CountCodePoints(whole)}}, Face: r.Face})
	}
	var rows []Row
	lines := layout.New(text.New(whole), m, max(2, columns))
	for row, ok := lines.Row(0), whole != ""; ok && len(rows) < most; row, ok = lines.Next(row) {
		rows = append(rows, Row{}.Text(lines.Cells(row), layers).Clip(columns))
	}
	return rows
}

// Flow sets dim phrases into rows, two blanks between them, as many to a row as fit. It returns at least one row.
func Flow(phrases []string, columns int, m text.Measure) []Row {
	var rows []Row
	row := Row{}
	for _, phrase := range phrases {
		if len(row) > 0 && row.Columns()+2+m.Width(phrase) > columns {
			rows, row = append(rows, row), Row{}
		}
		if len(row) > 0 {
			row = row.Add(m, face.Face{}, "  ")
		}
		row = row.Add(m, face.Face{Dim: true}, phrase).Clip(columns)
	}
	return append(rows, row)
}
