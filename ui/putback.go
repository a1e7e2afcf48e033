package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/layer"
	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// askPutBack asks what is to come of what was made after the sidecar, where somebody put that back to an earlier state: once
// nothing else is asked or typed. Only y and n answer. Keys that lead to other articles, and out of the program, leave the
// question for the next time that the article is opened.
func (a *App) askPutBack() tea.Cmd {
	if !a.showPutBack() {
		return nil
	}
	return a.letRead()
}

// showPutBack shows the question of askPutBack, and reports whether it is a new one.
func (a *App) showPutBack() bool {
	w, ok := a.article.Session.Withheld()
	if !ok || !a.isIdle() || a.asked.pending || a.quitting {
		return false
	}
	question := "screen.putBackMany"
	if w.Changes+w.Deletions == 1 {
		question = "screen.putBackOne"
	}
	a.setDialog(&openDialog{
		Dialog: &dialog.Confirm{
			Question: a.Words.Text(question, a.withheld(w)),
			Passes:   []keymap.Action{keymap.NextArticle, keymap.PreviousArticle, keymap.Redraw, keymap.Suspend, keymap.Quit},
		},
		done:       a.answerPutBack,
		isMoot:     func() bool { _, ok := a.article.Session.Withheld(); return !ok },
		unprompted: true,
	})
	return true
}

// answerPutBack does what was answered, or what a key does that leaves the question unanswered.
func (a *App) answerPutBack(o dialog.Outcome) tea.Cmd {
	switch o.Action {
	case keymap.Yes:
		return a.bringBack()
	case keymap.No:
		return a.leaveBack()
	}
	return a.do(o.Action)
}

// withheld returns what was made after a sidecar that was put back: how many changes and deletions.
func (a *App) withheld(w layer.Withheld) string {
	changes, deletions := a.Words.Count(w.Changes, "change"), a.Words.Count(w.Deletions, "deletion")
	switch {
	case w.Deletions == 0:
		return changes
	case w.Changes == 0:
		return deletions
	}
	return changes + a.Words.Text("screen.and") + deletions
}

func (a *App) bringBack() tea.Cmd {
	w, _ := a.article.Session.Withheld()
	if err := a.article.BringBack(); err != nil {
		a.notify("screen.cannotBring", reason(err))
		return nil
	}
	a.notify("screen.brought", a.withheld(w))
	return nil
}

func (a *App) leaveBack() tea.Cmd {
	a.article.Session.DiscardWithheld()
	a.notify("screen.leftBack")
	return nil
}
