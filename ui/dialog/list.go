package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// A List shows items in groups, to be looked through and narrowed by typing.
type List struct {
	base
	title  string
	items  []Item
	filter string
	top    int
}

// An Item is one line of a list.
type Item struct {
	Group, Name, Text string
	ID                string // of what it stands for
}

// NewList makes a list that shows items from the first.
func NewList(title string, items []Item) *List { return &List{title: title, items: items} }

// Key implements Dialog.
func (l *List) Key(c Context, msg tea.KeyPressMsg) Outcome {
	action := c.resolve(keymap.List, msg)
	by, moves := strides[action]
	switch {
	case action == keymap.Cancel:
		return Outcome{Close: true}
	case moves:
		l.scroll(by.of(c.Rows-2), c.Rows)
	case msg.String() == "backspace":
		l.widen()
	case msg.Text != "":
		l.narrow(msg.Text)
	}
	return Outcome{}
}

// Paste implements Dialog.
func (l *List) Paste(_ Context, s string) Outcome {
	l.narrow(s)
	return Outcome{}
}

// narrow leaves only the items that contain what was typed, in any case.
func (l *List) narrow(typed string) { l.filter, l.top = l.filter+typed, 0 }

// widen takes back the last character that was typed.
func (l *List) widen() {
	if r := []rune(l.filter); len(r) > 0 {
		l.filter, l.top = string(r[:len(r)-1]), 0
	}
}

// scroll moves n lines on or back, in a pane of so many rows. The last page stays full.
func (l *List) scroll(n, rows int) { l.top = max(0, min(l.top+n, len(l.lines())-rows+1)) }

// matches reports whether an item contains what was typed.
func (l *List) matches(i Item) bool {
	return strings.Contains(strings.ToLower(i.Group+" "+i.Name+" "+i.Text), strings.ToLower(l.filter))
}

// lines returns the items that are left, with a heading before each group.
func (l *List) lines() []Item {
	var lines []Item
	group := ""
	for _, item := range l.items {
		if !l.matches(item) {
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

// Draw implements Dialog.
func (l *List) Draw(c Context, _ func() Picture) Picture {
	return Picture{l.rows(c), true}
}

// rows draws a pane.
func (l *List) rows(c Context) []paint.Row {
	m, columns, height := c.Measure, c.Columns, c.Rows
	title := paint.Row{}.Add(m, face.Face{Bold: true}, l.title)
	if l.filter != "" {
		title = title.Add(m, face.Face{}, "  /"+l.filter)
	}
	rows := []paint.Row{title.Clip(columns)}
	if len(l.lines()) == 0 {
		rows = append(rows, paint.Row{}.Add(m, face.Face{Dim: true}, "  "+c.Words.Text("screen.nothing")).Clip(columns))
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

// draw returns the row of an item, or of a heading.
func (i Item) draw(m text.Measure) paint.Row {
	if i.Name == "" {
		return paint.Row{}.Add(m, face.Face{Bold: true, FG: face.Accent}, i.Group)
	}
	return paint.Row{}.Add(m, face.Face{}, "  ").Add(m, face.Face{Bold: true}, i.Name).
		Pad(nameColumns, face.Face{}).Add(m, face.Face{}, " "+i.Text)
}
