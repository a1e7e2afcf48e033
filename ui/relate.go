package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/edit"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// relate begins a relation at the current claim.
func (a *App) relate() tea.Cmd {
	c := a.current()
	if c == nil {
		a.message = edit.ErrNoClaim.Error()
		return nil
	}
	a.reader.LetGo()
	a.picked = c.ID
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
	from, to := a.session.Set().Claim(claim), a.current()
	switch {
	case from == nil || to == nil:
		a.message = edit.ErrNoClaim.Error()
		return nil
	case from == to:
		a.message = edit.ErrSelfRelation.Error()
		return nil
	}
	var items []dialog.Item
	for _, r := range a.desk().Fitting(to) {
		item := dialog.Item{Name: ticked(r.Names.In(a.Lang), false), Text: r.Guideline, ID: r.ID}
		if made := a.desk().Related(from, to, r.ID); made != nil {
			item.Name, item.Text = ticked(r.Names.In(a.Lang), true), cmp.Or(made.Note, r.Guideline)
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		a.message = edit.ErrUnfitRelation.Error()
		return nil
	}
	a.choose("relation to "+excerpt(to)+": enter makes it or takes it away, esc leaves", items, 0, func(id string, _ int) tea.Cmd {
		return a.toggleRelation(from, to, id)
	})
	return nil
}

func (a *App) toggleRelation(from, to *model.Claim, kind string) tea.Cmd {
	desk := a.desk()
	if desk.Set.Claim(from.ID) == nil || desk.Set.Claim(to.ID) == nil {
		a.message = edit.ErrNoClaim.Error() // another program took it away meanwhile
		return nil
	}
	if r := desk.Related(from, to, kind); r != nil {
		a.message = takenAway
		return a.commit(desk.Unrelate(r), from.ID, nil)
	}
	e, err := desk.Relate(from, to, kind)
	a.reader.Place(from.Start())
	if a.made(e, from.ID, err) {
		_, a.related = e.Changes[0].After.Ref()
	}
	return nil
}

// relationLines are what the margin says of the relations of a claim: where they
// lead, and where they come from, and their notes.
func (a *App) relationLines(c *model.Claim) []string {
	var lines []string
	for _, k := range a.session.Set().Related(c.ID) {
		line := ""
		for _, run := range a.knotRuns(k) {
			line += run.Text
		}
		lines = append(lines, line)
	}
	return lines
}

// knotRuns say what hangs on a claim: by which relation, what it is, and the
// relation's note.
func (a *App) knotRuns(k model.Knot) []paint.Run {
	runs := append([]paint.Run{{Text: a.leads(k) + " ", Face: face.Face{FG: face.Accent}}}, a.claimRuns(k.ID)...)
	if k.Relation.Note != "" {
		runs = append(runs, paint.Run{Text: ": " + k.Relation.Note, Face: face.Face{Italic: true}})
	}
	return runs
}

// leads is the name of a relation, and which way it leads from the claim that it
// is seen from.
func (a *App) leads(k model.Knot) string {
	name, arrow := k.Relation.Type, "→"
	if k.Back {
		arrow = "←"
	}
	if t := a.Scheme.Relation(name); t != nil {
		name = t.Names.In(a.Lang)
		if t.Symmetric {
			arrow = "↔"
		}
	}
	return name + " " + arrow
}

// unusual is what is to be known of a claim that stands at the end of a relation,
// nil being one that is not there; empty where it is one like others.
func (a *App) unusual(c *model.Claim) string {
	switch {
	case c == nil:
		return "deleted"
	case c.Adrift():
		return "adrift"
	case c.Provenance.Verdict == model.Rejected:
		return "rejected"
	case c.IsNoise(a.Scheme):
		return "noise"
	case a.drowned(c):
		return "in noise"
	case c.Suggested():
		return "suggested"
	}
	return ""
}

// drowned reports whether nothing of a claim lies outside noise.
func (a *App) drowned(c *model.Claim) bool {
	noise := append(a.session.Set().NoiseIn(text.Span{Start: c.Start(), End: c.End()}, a.Scheme), a.found()...)
	return !slices.ContainsFunc(c.Spans(), func(s text.Span) bool { return len(s.Subtract(noise)) > 0 })
}

// claimRuns are what stands for a claim, after what is unusual about it. Of one that
// is not there that is its id.
func (a *App) claimRuns(id string) []paint.Run {
	c := a.session.Set().Find(id)
	short := paint.Run{Text: id}
	if c != nil {
		short = paint.Run{Text: excerpt(c), Face: a.claimFace(c)}
	}
	if said := a.unusual(c); said != "" {
		return []paint.Run{{Text: "(" + said + ") ", Face: dimFace}, short}
	}
	return []paint.Run{short}
}

// excerptLength is how much of a claim stands for it, in clusters.
const excerptLength = 16

// excerpt is the beginning of a claim's text, on one line.
func excerpt(c *model.Claim) string { return excerptOf(c.Quote()) }

// excerptOf is the beginning of a text, on one line.
func excerptOf(quote string) string {
	quote = strings.Join(strings.Fields(quote), " ")
	n, end := 0, 0
	for cluster := range text.Clusters(quote) {
		if n++; n > excerptLength {
			return quote[:end] + "…"
		}
		end += len(cluster)
	}
	return quote
}
