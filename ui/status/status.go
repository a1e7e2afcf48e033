// Package status draws the two lines below the text: the legend of the label
// keys, and the state of things.
package status

import (
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// A Key is one entry of the legend.
type Key struct {
	Key, Name string
	Face      face.Face // of the name
	On        bool      // the current claim has this label
}

// A Hit is the place of an entry on its row, in columns.
type Hit struct {
	From, To int
	Key      string
}

// Legend draws the keys on one row, and says where each stands. Where the row
// is too short the names are cut, all to one length, so that every key stays in
// view.
func Legend(keys []Key, columns int, m text.Measure) (paint.Row, []Hit) {
	var row paint.Row
	var hits []Hit
	for _, fit := range fits {
		if atLeast(keys, fit.name, fit.gap, m) > columns {
			continue
		}
		if row, hits = draw(keys, fit.name, fit.gap, m); row.Columns() <= columns {
			break
		}
	}
	return row.Clip(columns), hits
}

// atLeast is the least number of columns of a legend, found without drawing it.
func atLeast(keys []Key, name, gap int, m text.Measure) int {
	n := gap * (len(keys) - 1)
	for _, k := range keys {
		n += m.Width(k.Key) + min(m.Width(k.Name), name)
	}
	return n
}

// fits are the lengths of names and gaps, in columns, that are tried in turn.
var fits = []struct{ name, gap int }{{40, 2}, {20, 2}, {12, 2}, {10, 1}, {8, 1}, {6, 1}, {4, 1}, {4, 0}, {2, 1}, {2, 0}, {0, 1}, {0, 0}}

func draw(keys []Key, name, gap int, m text.Measure) (paint.Row, []Hit) {
	var row paint.Row
	var hits []Hit
	for i, k := range keys {
		if i > 0 {
			row = row.Pad(row.Columns()+max(gap, latinEnd(row)), face.Face{})
		}
		from := row.Columns()
		row = append(row, k.draw(name, m)...)
		hits = append(hits, Hit{from, row.Columns(), k.Key})
	}
	return row, hits
}

// latinEnd is the gap that there has to be after a row that ends with a Latin
// letter or a digit: 7 2035 8, not 7 20358.
func latinEnd(row paint.Row) int {
	if last := row[len(row)-1]; len(last.Text) == 1 {
		return 1
	}
	return 0
}

func (k Key) draw(columns int, m text.Measure) paint.Row {
	row := paint.Row{}.Add(m, face.Face{Bold: true, Reverse: k.On}, k.Key)
	if last := k.Key[len(k.Key)-1]; last >= '0' && last <= '9' && k.Name != "" && k.Name[0] >= '0' && k.Name[0] <= '9' {
		row = row.Pad(row.Columns()+1, face.Face{}) // 6 2030, not 62030
	}
	f := k.Face
	f.Reverse = k.On
	return append(row, paint.Row{}.Add(m, f, k.Name).Clip(columns)...)
}

// Line is the status line: what is on its left, and on its right.
func Line(left, right paint.Row, columns int) paint.Row {
	if left.Columns()+1+right.Columns() > columns {
		left = left.Clip(max(0, columns-right.Columns()-1))
	}
	return append(left.Pad(columns-right.Columns(), face.Face{}), right...).Clip(columns)
}
