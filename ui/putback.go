package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

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
	w, ok := a.session.PutBack()
	if m, reading := a.mode.(read); !ok || !reading || m.first != "" || a.asked.pending || a.closing {
		return false
	}
	were, them := "were", "them"
	if w.Changes+w.Deletions == 1 {
		were, them = "was", "it"
	}
	a.mode = asking{
		question: fmt.Sprintf("%s %s made after this sidecar: y brings %s, n leaves the sidecar", w, were, them),
		yes:      (*App).bringBack,
		no:       (*App).leaveBack,
		isMoot:   func(a *App) bool { _, ok := a.session.PutBack(); return !ok },
		passes:   []keymap.Action{keymap.NextArticle, keymap.PreviousArticle, keymap.Redraw, keymap.Suspend, keymap.Quit},

		unprompted: true,
	}
	return true
}

func (a *App) bringBack() tea.Cmd {
	w, _ := a.session.PutBack()
	e, err := a.session.Bring()
	if err != nil {
		a.message = "they cannot be brought: " + reason(err)
		return nil
	}
	a.heed(e)
	a.message = fmt.Sprintf("brought %s: u takes that back", w)
	return nil
}

func (a *App) leaveBack() tea.Cmd {
	a.session.Leave()
	a.message = "the sidecar stays as it is; pizhu log lists what was made after it"
	return nil
}

// isAnswer reports whether a key answers a question that lets other keys pass: leaving it unanswered is no answer then.
func (m asking) isAnswer(msg tea.KeyPressMsg) bool {
	return m.passes == nil || name(msg) == "y" || name(msg) == "n"
}

// pass does what a key does while reading, if the question lets it pass.
func (m asking) pass(a *App, msg tea.KeyPressMsg) tea.Cmd {
	if action, _ := a.Keys.Resolve(keymap.Read, "", name(msg)); slices.Contains(m.passes, action) {
		a.mode = read{}
		return a.do(action)
	}
	return nil
}
