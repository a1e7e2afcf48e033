package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/edit"
	"pizhu/model"
	"pizhu/ui/article"
	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// relate begins a relation at the current claim.
func (a *App) relate() tea.Cmd {
	c := a.needCurrent()
	if c == nil {
		return nil
	}
	a.article.Reader.LetGo()
	a.article.Pick(c.ID)
	a.setDialog(&openDialog{Dialog: &dialog.Relate{}, done: func(o dialog.Outcome) tea.Cmd {
		if o.Action == keymap.Accept {
			return a.relateTo(c.ID)
		}
		return a.do(o.Action)
	}})
	return nil
}

// relateTo lists the relations that may lead from a claim to the current one.
// Enter makes one, or takes away one that is there.
func (a *App) relateTo(claim string) tea.Cmd {
	from, to := a.article.Session.Set().Claim(claim), a.article.Current()
	switch {
	case from == nil || to == nil:
		a.message = a.Words.Error(edit.ErrNoClaim)
		return nil
	case from == to:
		a.message = a.Words.Error(edit.ErrSelfRelation)
		return nil
	}
	var items []dialog.Item
	for _, r := range a.article.Editor().Fitting(to) {
		item := dialog.Item{Name: ticked(r.Names.In(a.Lang), false), Text: r.Guideline, ID: r.ID}
		if made := a.article.Editor().Related(from, to, r.ID); made != nil {
			item.Name, item.Text = ticked(r.Names.In(a.Lang), true), cmp.Or(made.Note, r.Guideline)
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		a.message = a.Words.Error(edit.ErrUnfitRelation)
		return nil
	}
	a.choose(a.Words.Text("screen.relationTitle", article.Excerpt(to.Quote())), items, 0, func(id string, _ int) tea.Cmd {
		return a.toggleRelation(from, to, id)
	})
	return nil
}

func (a *App) toggleRelation(from, to *model.Claim, kind string) tea.Cmd {
	desk := a.article.Editor()
	if desk.Set.Claim(from.ID) == nil || desk.Set.Claim(to.ID) == nil {
		a.message = a.Words.Error(edit.ErrNoClaim) // another program took it away meanwhile
		return nil
	}
	if r := desk.Related(from, to, kind); r != nil {
		a.notify("screen.takenAway")
		a.commit(desk.Unrelate(r), from.ID, nil)
		return nil
	}
	e, err := desk.Relate(from, to, kind)
	a.article.Reader.Place(from.Start())
	if a.commit(e, from.ID, err) {
		_, a.article.Related = e.Changes[0].After.Ref()
	}
	return nil
}
