package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/ui/keymap"
)

// press is the last press of the mouse in the text.
type press struct {
	at          time.Time
	row, column int
	times       int
	dragging    bool
}

// again is how soon a press counts as one more of the same.
const again = 400 * time.Millisecond

// wheelRows is how many rows one step of the wheel scrolls.
const wheelRows = 3

// mouse does what the mouse asks for in the text, the margin and the legend.
func (a *App) mouse(msg tea.MouseMsg) tea.Cmd {
	m := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		switch m.Button {
		case tea.MouseWheelUp:
			a.article.Reader.Scroll(-wheelRows)
		case tea.MouseWheelDown:
			a.article.Reader.Scroll(wheelRows)
		}
	case tea.MouseClickMsg:
		if m.Button == tea.MouseLeft {
			return a.click(m.X, m.Y)
		}
	case tea.MouseMotionMsg:
		if a.press.dragging {
			g := a.geometry()
			a.article.Reader.Drag(m.Y, m.X-g.text)
		}
	case tea.MouseReleaseMsg:
		a.press.dragging = false
	}
	return nil
}

// click does what a press of the mouse asks for: on the legend it labels, in the
// margin it goes to the claim, in the text it sets the cursor.
func (a *App) click(x, y int) tea.Cmd {
	a.message = ""
	g := a.geometry()
	switch {
	case y == g.legend:
		return a.clickLegend(x)
	case g.inMargin(x, y):
		a.clickMargin(y - g.marginTop)
	case y < g.body:
		times := 1
		if p := a.press; a.Author.Now().Sub(p.at) < again && p.row == y && p.column == x {
			times = p.times%3 + 1
		}
		a.press = press{a.Author.Now(), y, x, times, true}
		a.article.Reader.Press(y, x-g.text, times)
	}
	return nil
}

func (a *App) clickLegend(x int) tea.Cmd {
	if !a.isReading() {
		return nil
	}
	first := a.chord
	_, hits := a.legend(a.scene())
	for _, hit := range hits {
		if x < hit.From || x >= hit.To {
			continue
		}
		a.chord = ""
		action, more := a.Keys.Resolve(keymap.Read, first, hit.Key)
		if more {
			a.chord = hit.Key
			return nil
		}
		return a.do(action)
	}
	return nil
}

func (a *App) clickMargin(row int) {
	rows := a.margin(a.scene())
	if row < 0 || row >= len(rows) {
		return
	}
	if c := a.article.Session.Set().Claim(rows[row].ID); c != nil {
		a.article.GoTo(c)
	}
}
