package ui

import (
	"path/filepath"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/session"
	"pizhu/model/corpus"
	"pizhu/ui/article"
)

// Going from article to article. The article that is shown stays until the one that was asked for is open. What is typed
// meanwhile is for that one, so it waits (see typeAhead).
//
//	          ctrl+n                 opened
//	  shown ──────────▶ asked for ──────────▶ shown; what waited acts
//	    ▲                │  ▲  │
//	    │     ctrl+p     │  │  │ cannot be opened: what waited is dropped
//	    ├────────────────┘  │  ▼
//	    │                   └─ blocked: only keys that lead elsewhere work
//	    │    ctrl+p            │
//	    └──────────────────────┘

// A request says which article was asked for last.
type request struct {
	index    int  // of the article; that of the shown one where no other was asked for
	pending  bool // it is not open yet
	fetching bool // a command is opening an article, this one or one that was asked for before it
	number   int  // of the wait for it
	slow     bool // the person has waited long enough to be told
	failed   bool // it cannot be opened, which a dialog says
}

// The messages about a request.
type (
	// openedMsg says what came of opening an article.
	openedMsg struct {
		index   int
		session *session.Session
		err     error
	}
	// stillOpeningMsg says that the wait of this number has been long.
	stillOpeningMsg struct{ number int }
)

// enter makes a session the present one, where its article was left.
func (a *App) enter(index int, s *session.Session) {
	a.index, a.article = index, article.New(s, a.labelNames(), a.Measure)
	a.closing = slices.DeleteFunc(a.closing, func(x *session.Session) bool { return x == s })
	a.closeDialogs()
	a.press = press{}
	a.search.pending, a.historyOf, a.onWhole = false, "", nil
	a.resize(a.width, a.height)
	if place, ok := a.Places.Get(home(s.Article())); ok {
		a.goPlace(place)
	}
	if s.Article().NamedByLine() {
		a.notify("screen.noID")
	}
	a.showNotices(s)
}

// leaveArticle notes where the article is left, and keeps its session until all of its work is in its sidecar.
func (a *App) leaveArticle() tea.Cmd {
	a.notePlace()
	a.closing = append(a.closing, a.article.Session)
	return a.closeSaved()
}

func (a *App) notePlace() {
	path := home(a.article.Session.Article())
	if path == "" || a.onWhole != nil {
		return
	}
	if _, known := a.Places.Get(path); known || a.article.Reader.Cursor() > 0 {
		a.Places = a.Places.With(path, a.article.Reader.Cursor(), a.Author.Now())
	}
}

// goArticle asks for the article n after the one that was asked for last, or before it where n is negative.
func (a *App) goArticle(n int) tea.Cmd {
	switch to := a.asked.index + n; {
	case to < 0:
		return a.refuse(a.Words.Text("screen.firstArticle"))
	case to >= len(a.Articles):
		return a.refuse(a.Words.Text("screen.lastArticle"))
	default:
		a.closeDialogs()
		a.asked.index, a.asked.failed, a.message = to, false, ""
	}
	if a.asked.index == a.index {
		a.stay()
		return nil
	}
	return a.openAsked()
}

// stay makes the article that is shown the one that was asked for.
func (a *App) stay() {
	a.asked.index, a.asked.pending, a.asked.slow, a.asked.failed = a.index, false, false, false
}

// openAsked opens the article that was asked for.
func (a *App) openAsked() tea.Cmd {
	if a.asked.pending {
		return a.fetch()
	}
	a.asked.pending, a.asked.slow = true, false
	a.asked.number++
	number := a.asked.number
	return tea.Batch(a.fetch(), tea.Tick(a.Reaction, func(time.Time) tea.Msg { return stillOpeningMsg{number} }))
}

// fetch brings the session of the article that was asked for: one that is still being left, or a new one. One article is
// opened at a time.
func (a *App) fetch() tea.Cmd {
	index := a.asked.index
	article, open, options := a.Articles[index], a.openArticle, a.options()
	for _, s := range a.closing {
		if s.Article() == article {
			return a.opened(openedMsg{index: index, session: s})
		}
	}
	if a.asked.fetching {
		return nil
	}
	a.asked.fetching = true
	return func() tea.Msg {
		session, err := open(article, options)
		return openedMsg{index, session, err}
	}
}

// opened shows the article that was asked for.
func (a *App) opened(msg openedMsg) tea.Cmd {
	switch {
	case !a.asked.pending:
		return nil
	case msg.index != a.asked.index:
		return a.fetch()
	case msg.err != nil:
		a.block(msg.err)
		return nil
	}
	left := a.leaveArticle()
	a.enter(msg.index, msg.session)
	a.stay()
	return tea.Batch(left, a.letRead(), a.poll(), a.flush(), a.write(), a.rest())
}

// stillOpening has the status line say what is being opened.
func (a *App) stillOpening(msg stillOpeningMsg) {
	a.asked.slow = a.asked.pending && msg.number == a.asked.number
}

// home is the name that the place in an article is kept under; empty for one
// that has none.
func home(article corpus.Article) string {
	path, _ := article.LayerPrefix()
	if abs, err := filepath.Abs(path); path != "" && err == nil {
		return abs
	}
	return path
}
