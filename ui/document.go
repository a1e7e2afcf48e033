package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/ui/dialog"
)

// setStatus lists the statuses of an article, the present one chosen.
func (a *App) setStatus() tea.Cmd {
	now, at := a.article.Session.Set().Document.Status, 0
	var items []dialog.Item
	for i, s := range a.Scheme.Statuses {
		if s.ID == now {
			at = i
		}
		items = append(items, dialog.Item{Name: ticked(s.Names.In(a.Lang), s.ID == now), ID: s.ID})
	}
	a.choose(a.Words.Text("screen.statusTitle"), items, at, func(id string, _ int) tea.Cmd {
		if id == now {
			return nil
		}
		a.commit(a.article.Editor().SetStatus(id), a.article.Picked(), nil)
		return nil
	})
	return nil
}

// labelDocument lists the labels that an article may have. Enter puts one on or
// takes it off, and the list stays.
func (a *App) labelDocument() tea.Cmd { return a.labelDocumentAt(0) }

func (a *App) labelDocumentAt(at int) tea.Cmd {
	now := a.article.Session.Set().Document
	var items []dialog.Item
	for _, g := range a.Scheme.Documents {
		for _, l := range g.Labels {
			items = append(items, dialog.Item{
				Group: g.Names.In(a.Lang), Name: ticked(l.Names.In(a.Lang), slices.Contains(now.Labels[g.ID], l.ID)),
				Text: l.Guideline, ID: g.ID + "/" + l.ID,
			})
		}
	}
	items = append(items, dialog.Item{Group: "note", Name: "  note", Text: now.Note})
	a.choose(a.Words.Text("screen.documentTitle"), items, at, func(id string, at int) tea.Cmd {
		group, label, ok := strings.Cut(id, "/")
		if !ok {
			return a.noteDocument(at)
		}
		a.commit(a.article.Editor().LabelDocument(group, label), a.article.Picked(), nil)
		return a.labelDocumentAt(at)
	})
	return nil
}

// noteDocument writes the note of the article over the list.
func (a *App) noteDocument(at int) tea.Cmd {
	a.labelDocumentAt(at)
	return a.askNote(noting{
		title: a.Words.Text("screen.documentNote"),
		now:   func(a *App) (string, bool) { return a.article.Session.Set().Document.Note, true },
		write: func(a *App, s string) tea.Cmd {
			a.commit(a.article.Editor().NoteDocument(s), a.article.Picked(), nil)
			return a.labelDocumentAt(at)
		},
	})
}
