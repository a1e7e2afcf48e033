package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// rest reads on in a large article of which the beginning is shown.
func (a *App) rest() tea.Cmd {
	job := a.session.Rest()
	if job == nil {
		return nil
	}
	return func() tea.Msg { return arrived{job()} }
}

// arrived shows the whole of a large article. Who went to the end of the beginning meant to
// go on: to where the article was left, or to its end.
func (a *App) arrived(msg arrived) tea.Cmd {
	s := msg.Of()
	if err := msg.Settle(); err != nil {
		a.message = fmt.Sprintf("only the beginning of %s can be read: %s", s.Article().Name, reason(err))
		return nil
	}
	if s == a.session {
		a.finds, a.looked = nil, nil
		shown := a.reader.Last()
		a.reader.Retext(s.Text())
		if a.reader.Cursor() == shown {
			place, ok := a.Places.Get(home(s.Article()))
			if !ok || place <= shown {
				place = s.Text().Len()
			}
			a.reader.Place(place)
		}
	}
	return a.flush()
}
