package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/ui/dialog"
)

// historyMsg is what the journals tell of an article.
type historyMsg struct {
	session *session.Session
	claim   string // the claim that was asked about
	deeds   []journal.Entry
	damaged int
	err     error
}

// askHistory asks the journals what was done to the current claim.
func (a *App) askHistory() tea.Cmd {
	c := a.needCurrent()
	if c == nil {
		return nil
	}
	a.historyOf = c.ID
	msg := historyMsg{session: a.article.Session, claim: c.ID}
	options := a.options()
	return func() tea.Msg {
		deeds, damaged, err := layer.ReadLog(msg.session.Article(), options.Author.Name, options)
		msg.deeds, msg.damaged, msg.err = deeds, len(damaged), err
		return msg
	}
}

// remembered lists what was done, the newest first, unless the person has gone on
// to something else meanwhile.
func (a *App) remembered(msg historyMsg) {
	if msg.session != a.article.Session || msg.claim != a.historyOf {
		return
	}
	a.historyOf = ""
	if !a.isReading() || a.asked.pending {
		return
	}
	if msg.err != nil {
		a.notify("screen.journalsUnreadable", reason(msg.err))
		return
	}
	var items []dialog.Item
	for _, d := range slices.Backward(msg.deeds) {
		for _, t := range d.Changes {
			if t.Kind == model.KindClaim && t.ID == msg.claim {
				items = append(items, a.historyItem(d, t))
			}
		}
	}
	title := a.Words.Text("screen.historyTitle")
	if len(items) == 0 {
		title = a.Words.Text("screen.historyNone")
	}
	if msg.damaged > 0 {
		title += a.Words.Text("screen.historyDamaged", msg.damaged)
	}
	a.list(title, items)
}

func (a *App) historyItem(d journal.Entry, t journal.ChangeSummary) dialog.Item {
	did := strings.TrimSpace(string(d.UndoOrRedo) + " " + a.called(d.Action))
	return dialog.Item{
		Group: d.Annotator, Name: d.Time.Format("2006-01-02 15:04:05"),
		Text: did + ": " + strings.Join(t.Parts, " "),
	}
}
