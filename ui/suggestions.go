package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/layer"
	"pizhu/annotate/noise"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/article"
)

// detectedMsg says what noise was detected in a part of an article.
type detectedMsg struct{ article.Detected }

// detect looks for noise where nobody has looked yet.
func (a *App) detect() tea.Cmd {
	job := a.article.Detect(a.repeats)
	if job == nil {
		return nil
	}
	return func() tea.Msg { return detectedMsg{job()} }
}

// decide accepts or rejects the suggestion at the cursor, and goes on to the next. Where the cursor is on none, it goes to the
// next and asks.
func (a *App) decide(v model.Verdict) tea.Cmd {
	cursor := a.article.Reader.Cursor()
	if s, ok := a.article.SuggestionAtCursor(); ok {
		if err := a.article.Decide(s, v); err != nil {
			a.message = a.Words.Error(err)
			return nil
		}
	}
	a.askNext(cursor)
	return nil
}

// askNext goes to what is suggested next, from a place in the text on.
func (a *App) askNext(from text.Offset) {
	s, ok := a.article.NextSuggestion(from)
	if !ok {
		a.notify("screen.nothingSuggested")
		return
	}
	a.article.GoToSuggestion(s)
	says, why := a.article.Describe(s)
	a.notify("screen.suggestion", says, why)
}

// repeatsMsg says what repeats over the articles.
type repeatsMsg struct{ repeats *noise.CorpusCounts }

// learn looks through the articles for what repeats over them. There is one such
// look, when the program begins; noise is then looked for again.
func (a *App) learn() tea.Cmd {
	articles, encoding := a.Articles, a.Encoding
	return func() tea.Msg { return repeatsMsg{layer.LearnRepeats(articles, encoding)} }
}

// learnt takes in what repeats over the articles: what was found without it is looked for again.
func (a *App) learnt(msg repeatsMsg) {
	if a.repeats = msg.repeats; a.repeats != nil {
		a.article.DetectAgain()
	}
}
