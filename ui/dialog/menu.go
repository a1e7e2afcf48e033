package dialog

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// A Menu is a list of which one item is chosen. Its outcome has the id of the item and the index among all items.
type Menu struct {
	list List
	at   int // the chosen one of the items that are left
}

// NewMenu makes a menu that shows items, with one of them chosen.
func NewMenu(title string, items []Item, at int) *Menu {
	return &Menu{List{title: title, items: items}, max(0, min(at, len(items)-1))}
}

// Key implements Dialog.
func (m *Menu) Key(c Context, msg tea.KeyPressMsg) Outcome {
	action, _ := c.Keys.Resolve(keymap.Menu, "", msg.String())
	by, moves := strides[action]
	switch {
	case action == keymap.Cancel:
		return Outcome{Close: true}
	case action == keymap.Accept:
		return m.choose()
	case moves:
		m.at = max(0, min(m.at+by.of(c.Rows-2), len(m.left())-1))
	case msg.String() == "backspace":
		m.list.widen()
		m.at = 0
	case msg.Text != "":
		m.narrow(msg.Text)
	}
	return Outcome{}
}

// Paste implements Dialog.
func (m *Menu) Paste(_ Context, s string) Outcome {
	m.narrow(s)
	return Outcome{}
}

// Mouse implements Dialog.
func (m *Menu) Mouse(Context, tea.MouseMsg) Outcome { return Outcome{} }

// Status implements Dialog.
func (m *Menu) Status(Context) Status { return Status{} }

// narrow leaves only the items that contain what was typed, the first chosen.
func (m *Menu) narrow(typed string) {
	m.list.narrow(typed)
	m.at = 0
}

// choose ends the menu with the chosen item, if any is left.
func (m *Menu) choose() Outcome {
	left := m.left()
	if m.at >= len(left) {
		return Outcome{}
	}
	i := left[m.at]
	return Outcome{Close: true, Action: keymap.Accept, Text: m.list.items[i].ID, Index: i}
}

// left returns the indexes of the items that are left.
func (m *Menu) left() []int {
	var left []int
	for i, item := range m.list.items {
		if m.list.matches(item) {
			left = append(left, i)
		}
	}
	return left
}

// Draw implements Dialog. The pane is scrolled so far that the chosen item is in view.
func (m *Menu) Draw(c Context, _ func() Picture) Picture {
	line := m.line()
	shown := m.list
	shown.top = max(0, line-c.Rows+2)
	rows := shown.rows(c)
	if row := 1 + line - shown.top; line >= 0 && row < len(rows) {
		reverse(rows[row])
	}
	return Picture{rows, true}
}

// line returns the index of the chosen item among the lines; -1 for none.
func (m *Menu) line() int {
	left := m.at
	for i, item := range m.list.lines() {
		if item.Name == "" {
			continue
		}
		if left == 0 {
			return i
		}
		left--
	}
	return -1
}

// reverse shows a row as chosen.
func reverse(row paint.Row) {
	for i := range row {
		row[i].Face.Reverse = true
	}
}
