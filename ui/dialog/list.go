package dialog

import (
	"strings"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// A List shows items in groups, to be looked through and narrowed by typing.
type List struct {
	title  string
	items  []Item
	filter string
	top    int
}

// An Item is one line of a list.
type Item struct {
	Group, Name, Text string
	ID                string // what it is about, for who chooses it
}

// NewList shows items, from the first.
func NewList(title string, items []Item) *List { return &List{title: title, items: items} }

// Narrow leaves only the items that hold what was typed, in any case.
func (l *List) Narrow(typed string) { l.filter, l.top = l.filter+typed, 0 }

// Widen takes back the last character that was typed.
func (l *List) Widen() {
	if r := []rune(l.filter); len(r) > 0 {
		l.filter, l.top = string(r[:len(r)-1]), 0
	}
}

// Scroll goes n lines on or back, in a pane of so many rows. The last page stays
// full.
func (l *List) Scroll(n, height int) { l.top = max(0, min(l.top+n, len(l.lines())-height+1)) }

// lines are the items that are left, with a heading before each group.
func (l *List) lines() []Item {
	var lines []Item
	group := ""
	for _, item := range l.items {
		if !strings.Contains(strings.ToLower(item.Group+" "+item.Name+" "+item.Text), strings.ToLower(l.filter)) {
			continue
		}
		if item.Group != group {
			group = item.Group
			lines = append(lines, Item{Group: group})
		}
		lines = append(lines, item)
	}
	return lines
}

// Draw fills a pane.
func (l *List) Draw(columns, height int, m text.Measure) []paint.Row {
	title := paint.Row{}.Add(m, face.Face{Bold: true}, l.title)
	if l.filter != "" {
		title = title.Add(m, face.Face{}, "  /"+l.filter)
	}
	rows := []paint.Row{title.Clip(columns)}
	if len(l.lines()) == 0 {
		rows = append(rows, paint.Row{}.Add(m, face.Face{Dim: true}, "  nothing").Clip(columns))
	}
	for _, item := range l.lines()[l.top:] {
		if len(rows) == height {
			break
		}
		rows = append(rows, item.draw(m).Clip(columns))
	}
	return rows
}

// nameColumns is the width of the names.
const nameColumns = 24

func (i Item) draw(m text.Measure) paint.Row {
	if i.Name == "" {
		return paint.Row{}.Add(m, face.Face{Bold: true, FG: face.Accent}, i.Group)
	}
	return paint.Row{}.Add(m, face.Face{}, "  ").Add(m, face.Face{Bold: true}, i.Name).
		Pad(nameColumns, face.Face{}).Add(m, face.Face{}, " "+i.Text)
}
