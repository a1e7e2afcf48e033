// Package margin is the pane beside the text: what was said of each claim,
// level with the claim, as in the margin of an old book. It knows words and
// faces; what they say comes from outside.
package margin

import (
	"math"
	"slices"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// An Entry is what stands in the margin for one claim.
type Entry struct {
	ID     string
	Row    int // of the pane, where the claim begins
	Tags   []Tag
	Note   string
	Detail []string // further lines, shown where the entry is open
	Open   bool
}

// A Tag is a label's name in the face that its claims have in the text.
type Tag struct {
	Name string
	Face face.Face
}

// A Row is a row of the pane and the claim that it is about, if any.
type Row struct {
	Cells paint.Row
	ID    string
}

// Draw sets entries, ordered by their rows, into a pane. Each stands level with
// its claim, or as near to that as those before it leave room; the open one
// stands before others of its row. What finds no room is left out.
func Draw(entries []Entry, columns, height int, m text.Measure) []Row {
	slices.SortStableFunc(entries, func(a, b Entry) int { return 2*(a.Row-b.Row) - open(a) + open(b) })
	pane := make([]Row, height)
	blocks := make([][]paint.Row, len(entries))
	for i, e := range entries {
		blocks[i] = e.draw(columns, height, m)
	}
	for i, at := range places(entries, blocks, height) {
		for k, cells := range blocks[i] {
			if row := at + k; row >= 0 && row < height {
				pane[row] = Row{cells, entries[i].ID}
			}
		}
	}
	return pane
}

func open(e Entry) int {
	if e.Open {
		return 1
	}
	return 0
}

// places gives each block its first row: level with its claim, or as far down
// from that as those before it push it. The open block is always level; those
// before it move up.
func places(entries []Entry, blocks [][]paint.Row, height int) []int {
	at := make([]int, len(entries))
	free := 0
	for i, e := range entries {
		at[i] = max(e.Row, free)
		if e.Open {
			at[i] = max(0, min(e.Row, height-len(blocks[i])))
			pushUp(at[:i], blocks, at[i])
		}
		free = at[i] + len(blocks[i])
	}
	return at
}

// pushUp moves blocks up so that they end before a row.
func pushUp(at []int, blocks [][]paint.Row, end int) {
	for i := len(at) - 1; i >= 0; i-- {
		at[i] = min(at[i], end-len(blocks[i]))
		end = at[i]
	}
}

// draw is the entry's block of rows: one for a closed entry, as many as it
// needs for an open one.
func (e Entry) draw(columns, height int, m text.Measure) []paint.Row {
	if !e.Open {
		return []paint.Row{e.closed(columns, m)}
	}
	rows := e.flow(columns, m)
	if e.Note != "" {
		rows = append(rows, wrap(e.Note, face.Face{Italic: true}, columns, m)...)
	}
	for _, line := range e.Detail {
		rows = append(rows, wrap(line, face.Face{Dim: true}, columns, m)...)
	}
	if len(rows) > height && height > 0 {
		rows = rows[:height]
		rows[height-1] = rows[height-1].Clip(columns-1).Pad(columns-1, face.Face{}).Add(m, face.Face{Bold: true}, "+")
	}
	return rows
}

// flow sets the tags into as many rows as they need, as many to a row as fit.
func (e Entry) flow(columns int, m text.Measure) []paint.Row {
	row := paint.Row{}.Add(m, face.Face{Bold: true}, "> ")
	var rows []paint.Row
	for i, tag := range e.Tags {
		if i > 0 && row.Columns()+1+m.Width(tag.Name) > columns {
			rows = append(rows, row)
			row = paint.Row{}.Add(m, face.Face{}, " ")
		}
		if i > 0 {
			row = row.Add(m, face.Face{}, " ")
		}
		row = row.Add(m, tag.Face, tag.Name).Clip(columns)
	}
	return append(rows, row)
}

// closed is the entry on one row: as many tags as fit whole, a + for those that
// do not, and the beginning of the note.
func (e Entry) closed(columns int, m text.Measure) paint.Row {
	var row paint.Row
	for i, tag := range e.Tags {
		if i > 0 {
			row = row.Add(m, face.Face{}, " ")
		}
		if i > 0 && row.Columns()+m.Width(tag.Name) > columns-2 {
			return row.Add(m, face.Face{Bold: true}, "+").Clip(columns)
		}
		row = row.Add(m, tag.Face, tag.Name)
	}
	if e.Note != "" {
		row = row.Add(m, face.Face{Dim: true}, " "+e.Note)
	}
	return row.Clip(columns)
}

// wrap breaks a text into rows in one face, indented by two columns.
func wrap(s string, f face.Face, columns int, m text.Measure) []paint.Row {
	rows := paint.Wrap([]paint.Run{{Text: s, Face: f}}, columns-2, m, math.MaxInt)
	for i := range rows {
		rows[i] = append(paint.Row{}.Add(m, f, "  "), rows[i]...).Clip(columns)
	}
	return rows
}
