package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// picking has one item of a list chosen. Done is told the item, and its place
// among those that were left, to come back to.
type picking struct {
	menu *dialog.Menu
	done func(a *App, item dialog.Item, at int) tea.Cmd
}

// ticked is the name of an item, with a sign where it is on.
func ticked(name string, on bool) string {
	if on {
		return "✓ " + name
	}
	return "  " + name
}

func (m picking) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	action, _ := a.Keys.Resolve(keymap.Menu, "", msg.String())
	switch by, ok := scrolls[action]; {
	case action == keymap.Cancel:
		a.mode = read{}
	case action == keymap.Accept:
		if item, at, ok := m.menu.Chosen(); ok {
			a.mode = read{}
			return m.done(a, item, at)
		}
	case ok:
		m.menu.Move(by.pages*(a.height-4) + by.lines)
	case msg.String() == "backspace":
		m.menu.Widen()
	case msg.Text != "":
		m.menu.Narrow(msg.Text)
	}
	return nil
}

func (m picking) paste(_ *App, s string) { m.menu.Narrow(s) }
