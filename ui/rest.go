package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/model/motion"
	"pizhu/model/text"
	"pizhu/ui/dialog"
)

// rest reads on in a large article of which the beginning is shown.
func (a *App) rest() tea.Cmd {
	job := a.article.Session.ReadRest()
	if job == nil {
		return nil
	}
	return func() tea.Msg { return restReadMsg{job()} }
}

// goEnd goes to the end of the article: of a large one that is not read to its end yet, as soon as it is.
func (a *App) goEnd() tea.Cmd {
	a.article.Reader.Move(motion.End)
	if a.article.Session.IsPartial() {
		a.onWhole = func(a *App) { a.article.Reader.Move(motion.End) }
	}
	return nil
}

// goPlace goes to the place where the article was left: one that is not read yet as soon as it is.
func (a *App) goPlace(place text.Offset) {
	a.article.Reader.Place(place)
	a.article.Reader.Center()
	if a.article.Session.IsPartial() && place > a.article.Reader.Last() {
		a.onWhole = func(a *App) { a.article.Reader.Place(place); a.article.Reader.Center() }
	}
}

// arrived shows the whole of a large article.
func (a *App) arrived(msg restReadMsg) tea.Cmd {
	s := msg.Session()
	err := msg.Settle()
	if err != nil {
		a.notify("screen.beginningOnly", s.Article().Name, reason(err))
	}
	if s != a.article.Session {
		return a.flush()
	}
	goOn := a.onWhole
	a.onWhole = nil
	switch {
	case err == nil:
		a.article.ShowWhole()
		if goOn != nil {
			goOn(a)
		}
	case goOn != nil && a.typed.Len() > 0:
		a.message = dialog.Dropped(a.Words, a.typed.Drop()) + a.Words.Text("report.joiner") + a.message
	}
	return a.flush()
}
