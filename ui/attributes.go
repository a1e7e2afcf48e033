package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/model"
	"pizhu/ui/dialog"
)

// editAttributes lists the attributes that the current claim may have. Enter
// changes one, and the list comes again.
func (a *App) editAttributes() tea.Cmd {
	c, err := a.article.NeedCurrent()
	switch {
	case err != nil:
		a.noAttributes(a.Words.Error(err))
		return nil
	case a.asksUnseen(unseen{question: "screen.askAttributes"}, c.Spans(), (*App).editAttributes):
		return nil
	}
	return a.attributesAt(c.ID, 0)
}

func (a *App) attributesAt(claim string, at int) tea.Cmd {
	c := a.article.Session.Set().Claim(claim)
	if c == nil {
		return nil
	}
	var items []dialog.Item
	for _, what := range a.article.Editor().Attributes(c) {
		value := what.ValueName(c.Attributes[what.ID], a.Lang)
		items = append(items, dialog.Item{Name: what.Names.In(a.Lang) + ": " + value, Text: what.Guideline, ID: what.ID})
	}
	if len(items) == 0 {
		a.noAttributes(a.Words.Text("screen.noAttributes"))
		return nil
	}
	a.choose(a.Words.Text("screen.attributesTitle"), items, at, func(id string, at int) tea.Cmd {
		return a.editAttribute(c, *a.Scheme.Attribute(id), at)
	})
	return nil
}

// noAttributes shows an empty list that says why it is empty. Whoever types the value at once types into the list: the digits
// of a year are label keys.
func (a *App) noAttributes(why string) {
	a.message = why
	a.choose(a.Words.Text("screen.emptyTitle", why), nil, 0, nil)
}

// editAttribute asks for a value: one of a list, or what is typed.
func (a *App) editAttribute(c *model.Claim, what model.Attribute, at int) tea.Cmd {
	set := func(typed string) tea.Cmd {
		e, err := a.article.Editor().SetAttribute(c, what, typed)
		a.commit(e, c.ID, err)
		return a.attributesAt(c.ID, at)
	}
	if items := a.choices(what); items != nil {
		a.choose(a.Words.Text("screen.choiceTitle", what.Names.In(a.Lang)), items, 0, func(id string, _ int) tea.Cmd { return set(id) })
		return nil
	}
	now := model.FormatValue(c.Attributes[what.ID])
	if now == "" {
		now = what.FindValue(c)
	}
	a.prompt(what.Names.In(a.Lang)+" ("+what.Type.Name+"):", now, set)
	return nil
}

// choices lists the values of an attribute that are chosen from a list, with an item that
// removes the value at the end; nil if a value is typed.
func (a *App) choices(what model.Attribute) []dialog.Item {
	values := what.Values()
	if values == nil {
		return nil
	}
	var items []dialog.Item
	for _, c := range values {
		items = append(items, dialog.Item{Name: c.Names.In(a.Lang), ID: c.ID})
	}
	return append(items, dialog.Item{Name: "(none)"})
}
