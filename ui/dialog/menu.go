package dialog

import (
	"slices"

	"pizhu/model/text"
	"pizhu/ui/paint"
)

// A Menu is a list of which one item is to be chosen.
type Menu struct {
	List
	at int // the chosen one of the items that are left
}

// NewMenu shows items, with one of them chosen.
func NewMenu(title string, items []Item, at int) *Menu {
	return &Menu{List{title: title, items: items}, max(0, min(at, len(items)-1))}
}

// Narrow leaves only the items that hold what was typed, the first chosen.
func (l *Menu) Narrow(typed string) { l.List.Narrow(typed); l.at = 0 }

// Widen takes back the last character that was typed.
func (l *Menu) Widen() { l.List.Widen(); l.at = 0 }

// Move goes n items on or back.
func (l *Menu) Move(n int) { l.at = max(0, min(l.at+n, len(l.choices())-1)) }

// Chosen is the chosen item, and its place among those that are left.
func (l *Menu) Chosen() (Item, int, bool) {
	if left := l.choices(); l.at < len(left) {
		return left[l.at], l.at, true
	}
	return Item{}, 0, false
}

// choices are the items that are left, without headings.
func (l *Menu) choices() []Item {
	return slices.DeleteFunc(l.lines(), func(i Item) bool { return i.Name == "" })
}

// Draw fills a pane, scrolled so far that the chosen item is in view.
func (l *Menu) Draw(columns, height int, m text.Measure) []paint.Row {
	line := l.line()
	shown := l.List
	shown.top = max(0, line-height+2)
	rows := shown.Draw(columns, height, m)
	if row := 1 + line - shown.top; line >= 0 && row < len(rows) {
		for i := range rows[row] {
			rows[row][i].Face.Reverse = true
		}
	}
	return rows
}

// line is where the chosen item stands among the lines; -1 for none.
func (l *Menu) line() int {
	left := l.at
	for i, item := range l.lines() {
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
