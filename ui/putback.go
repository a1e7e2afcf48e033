package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

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
	were, them := "were", "them"
	if w.Changes+w.Deletions == 1 {
		were, them = "was", "it"
	}
	a.setDialog(&openDialog{
		Dialog: &dialog.Confirm{
			Question: fmt.Sprintf("%s %s made after this sidecar: y brings %s, n leaves the sidecar", w, were, them),
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

func (a *App) bringBack() tea.Cmd {
	w, _ := a.article.Session.Withheld()
	if err := a.article.BringBack(); err != nil {
		a.message = "they cannot be brought: " + reason(err)
		return nil
	}
	a.message = fmt.Sprintf("brought %s: u takes that back", w)
	return nil
}

func (a *App) leaveBack() tea.Cmd {
	a.article.Session.DiscardWithheld()
	a.message = "the sidecar stays as it is; pizhu log lists what was made after it"
	return nil
}
