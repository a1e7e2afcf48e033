package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate"
	"pizhu/model/corpus"
	"pizhu/model/words"
	"pizhu/ui/reader"
)

// Going from article to article.

// opened answers a request to open an article.
type opened struct {
	number  int // of the request
	index   int // of the article
	step    int // to the next, or back
	session *annotate.Session
	err     error
	skipped string
}

// enter makes a session the present one, where its article was left.
func (a *App) enter(index int, s *annotate.Session) {
	a.index, a.session = index, s
	a.leaving = slices.DeleteFunc(a.leaving, func(x *annotate.Session) bool { return x == s })
	a.words = words.New(names(a.Scheme, s.Set())...)
	a.reader = reader.New(s.Text(), a.words, a.Measure)
	a.picked, a.reviewed, a.mode, a.finds, a.looked = "", "", read{}, nil, nil
	a.resize(a.width, a.height)
	a.refresh()
	if place, ok := a.Places.Get(home(s.Article())); ok {
		a.reader.Place(place)
		a.reader.Center()
	}
	if s.Article().Numbered() {
		a.message = "this document has no id: its claims go by the number of its line"
	}
	a.hear(s)
}

// leave notes where the article is left, and keeps its session until all of its
// work is in its sidecar.
func (a *App) leave() tea.Cmd {
	a.notePlace()
	a.leaving = append(a.leaving, a.session)
	return a.let()
}

func (a *App) notePlace() {
	path := home(a.session.Article())
	if path == "" {
		return
	}
	if _, known := a.Places.Get(path); known || a.reader.Cursor() > 0 {
		a.Places = a.Places.With(path, a.reader.Cursor(), a.Author.Now())
	}
}

// goArticle opens the next article, n being 1, or the one before, n being -1.
func (a *App) goArticle(n int) tea.Cmd { return a.goFrom(a.index, n, "") }

// goFrom opens the article next to the one at an index. Skipped says which could
// not be opened on the way.
func (a *App) goFrom(index, n int, skipped string) tea.Cmd {
	if index += n; index < 0 || index >= len(a.Articles) {
		a.message = skipped + "there is no article before this one"
		if n > 0 {
			a.message = skipped + "this is the last article"
		}
		return nil
	}
	a.opening++
	msg := opened{number: a.opening, index: index, step: n, skipped: skipped}
	article, options := a.Articles[index], a.options()
	for _, s := range a.leaving {
		if s.Article() == article {
			msg.session = s
			return a.opened(msg)
		}
	}
	return func() tea.Msg {
		msg.session, msg.err = annotate.Open(article, options)
		return msg
	}
}

// opened shows the article that was asked for last. One that cannot be opened is
// passed over: it must not wall off those behind it.
func (a *App) opened(msg opened) tea.Cmd {
	switch {
	case msg.number != a.opening:
		return nil
	case msg.err != nil:
		skipped := fmt.Sprintf("%s cannot be opened: %s; ", a.Articles[msg.index].Name, reason(msg.err))
		return a.goFrom(msg.index, msg.step, skipped)
	}
	left := a.leave()
	a.enter(msg.index, msg.session)
	if msg.skipped != "" {
		a.message = strings.TrimSuffix(msg.skipped, "; ")
	}
	return tea.Batch(left, a.look(), a.flush(), a.write(), a.rest())
}

// home is the name that the place in an article is kept under; empty for one
// that has none.
func home(article corpus.Article) string {
	path, _ := article.Home()
	if abs, err := filepath.Abs(path); path != "" && err == nil {
		return abs
	}
	return path
}
