package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/motion"
	"pizhu/model/text"
	"pizhu/ui/dialog"
)

// showHints puts letters on the units in view, nearest to the cursor first. They end when another text comes.
func (a *App) showHints(u motion.Unit) {
	spans := a.article.Reader.UnitsInView(u)
	cursor := a.article.Reader.Cursor()
	slices.SortStableFunc(spans, func(x, y text.Span) int { return distance(x, cursor) - distance(y, cursor) })
	if len(spans) == 0 {
		a.notify("screen.noUnitInView", a.Words.Term(u.Name))
		return
	}
	starts := make([]text.Offset, len(spans))
	for i, s := range spans {
		starts[i] = s.Start
	}
	at := func(o text.Offset) (row, column int, ok bool) {
		row, column, ok = a.article.Reader.At(o)
		return row, a.geometry().text + column, ok
	}
	t := a.article.Session.Text()
	a.setDialog(&openDialog{
		Dialog: dialog.NewHints(u.Name, starts, at),
		isMoot: func() bool { return a.article.Session.Text() != t },
		done: func(o dialog.Outcome) tea.Cmd {
			a.article.Reader.Select(spans[o.Index], u.Name)
			return nil
		},
	})
}

// distance returns how many characters lie between a span and a place; 0 where the place is in it.
func distance(s text.Span, o text.Offset) int {
	if s.Contains(o) {
		return 0
	}
	return max(int(s.Start-o), int(o-s.End)+1)
}
