package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/annotate"
	"pizhu/model"
	"pizhu/ui/keymap"
	"pizhu/ui/overlay"
)

// relating waits for the claim that another is to be related to.
type relating struct {
	noPaste
	from string // id of the claim
}

// relate begins a relation at the current claim.
func (a *App) relate() tea.Cmd {
	c := a.current()
	if c == nil {
		a.message = annotate.ErrNoClaim.Error()
		return nil
	}
	a.reader.LetGo()
	a.picked, a.mode = c.ID, relating{from: c.ID}
	return nil
}

const relateHint = "relate to: tab to the other claim, enter takes it, esc leaves"

func (m relating) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	switch action, _ := a.Keys.Resolve(keymap.Relate, "", name(msg)); action {
	case "next-claim":
		return a.goClaim(1)
	case "previous-claim":
		return a.goClaim(-1)
	case "cancel":
		a.mode = read{}
	case "accept":
		a.mode = read{}
		return a.relateTo(m.from)
	}
	return nil
}

// relateTo lists the relations that may lead from a claim to the current one.
// Enter makes one, or takes away one that is there.
func (a *App) relateTo(claim string) tea.Cmd {
	from, to := a.session.Set().Claim(claim), a.current()
	switch {
	case from == nil || to == nil:
		a.message = annotate.ErrNoClaim.Error()
		return nil
	case from == to:
		a.message = annotate.ErrSelf.Error()
		return nil
	}
	var items []overlay.Item
	for _, r := range a.desk().Fitting(to) {
		on := a.desk().Related(from, to, r.ID) != nil
		items = append(items, overlay.Item{Name: ticked(r.Names.In(a.Lang), on), Text: r.Guideline, ID: r.ID})
	}
	if len(items) == 0 {
		a.message = annotate.ErrUnfit.Error()
		return nil
	}
	menu := overlay.NewMenu("relation to "+excerpt(to)+": enter makes it or takes it away, esc leaves", items, 0)
	a.mode = picking{menu, func(a *App, item overlay.Item, _ int) tea.Cmd {
		return a.toggleRelation(from, to, item.ID)
	}}
	return nil
}

func (a *App) toggleRelation(from, to *model.Claim, kind string) tea.Cmd {
	desk := a.desk()
	if r := desk.Related(from, to, kind); r != nil {
		return a.commit(desk.Unrelate(r), from.ID, nil)
	}
	e, err := desk.Relate(from, to, kind)
	a.reader.Place(from.Start())
	return a.commit(e, from.ID, err)
}

// relationLines are what the margin says of the relations of a claim: where
// they lead, and where they come from.
func (a *App) relationLines(c *model.Claim) []string {
	var lines []string
	set := a.session.Set()
	for _, r := range set.Relations {
		arrow, other := "→", r.To
		switch {
		case r.To == c.ID:
			arrow, other = "←", r.From
		case r.From != c.ID:
			continue
		}
		name := r.Type
		if t := a.Scheme.Relation(r.Type); t != nil {
			name = t.Names.In(a.Lang)
			if t.Symmetric {
				arrow = "↔"
			}
		}
		if end := set.Claim(other); end != nil {
			lines = append(lines, name+" "+arrow+" "+excerpt(end))
		}
	}
	return lines
}

// excerptLength is how much of a claim stands for it, in code points.
const excerptLength = 16

// excerpt is the beginning of a claim's text.
func excerpt(c *model.Claim) string {
	r := []rune(c.Fragments[0].Text)
	if len(r) <= excerptLength {
		return string(r)
	}
	return string(r[:excerptLength]) + "…"
}
