package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/anchor"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// review begins with the claim that was looked at last, or with the first.
func (a *App) review() tea.Cmd {
	drifts := a.article.Session.Unresolved()
	if len(drifts) == 0 {
		a.notify("screen.allInPlace")
		return nil
	}
	a.showUnresolved(drifts[max(0, driftOf(drifts, a.article.Unresolved))].Claim.ID)
	return nil
}

// showUnresolved shows one of the claims whose place is not resolved, in place of all dialogs.
func (a *App) showUnresolved(id string) {
	a.article.Unresolved = id
	a.setDialog(&openDialog{Dialog: dialog.NewUnresolved(id, a.unresolved, a.comparison), done: a.actOnUnresolved})
}

// unresolved returns the claims that wait for a decision.
func (a *App) unresolved() []dialog.UnresolvedClaim {
	var list []dialog.UnresolvedClaim
	for _, d := range a.article.Session.Unresolved() {
		list = append(list, dialog.UnresolvedClaim{ID: d.Claim.ID, Places: len(ways(d))})
	}
	return list
}

func driftOf(drifts []session.Unresolved, id string) int {
	return slices.IndexFunc(drifts, func(d session.Unresolved) bool { return d.Claim.ID == id })
}

// unresolvedActions returns the table of what the keys do with the claim that is shown and one of its places, besides showing
// another.
func unresolvedActions() map[keymap.Action]func(a *App, d session.Unresolved, place int) tea.Cmd {
	return map[keymap.Action]func(a *App, d session.Unresolved, place int) tea.Cmd{
		keymap.Accept:     (*App).acceptWay,
		keymap.PlaceClaim: (*App).placeClaim,
		keymap.KeepOrphan: (*App).keepOrphan,
		keymap.GoThere:    (*App).goThere,
		keymap.DeleteClaim: func(a *App, d session.Unresolved, _ int) tea.Cmd {
			return a.decided(a.article.Editor().Delete(d.Claim), d, nil)
		},
		keymap.Undo: func(a *App, _ session.Unresolved, _ int) tea.Cmd {
			return a.reviewBack("Undone", a.article.Session.Undo)
		},
		keymap.Redo: func(a *App, _ session.Unresolved, _ int) tea.Cmd {
			return a.reviewBack("Redone", a.article.Session.Redo)
		},
	}
}

// actOnUnresolved does what a key asks for with a claim whose place is not resolved.
func (a *App) actOnUnresolved(o dialog.Outcome) tea.Cmd {
	if o.Action == keymap.ReviewClaims { // another program has decided on the claim
		return a.review()
	}
	a.article.Unresolved = o.Text
	drifts := a.article.Session.Unresolved()
	do, ok := unresolvedActions()[o.Action]
	if !ok {
		return nil
	}
	return do(a, drifts[driftOf(drifts, o.Text)], o.Index)
}

// reviewBack takes an edit back, or makes it again, and shows a claim that is there
// to look at again.
func (a *App) reviewBack(verb string, step func() (model.Edit, bool, error)) tea.Cmd {
	before := a.article.Session.Unresolved()
	a.revert(verb, step)
	for _, d := range a.article.Session.Unresolved() {
		if driftOf(before, d.Claim.ID) < 0 {
			a.article.Unresolved = d.Claim.ID
		}
	}
	drifts := a.article.Session.Unresolved()
	if len(drifts) == 0 {
		a.closeDialogs()
		return nil
	}
	a.showUnresolved(drifts[max(0, driftOf(drifts, a.article.Unresolved))].Claim.ID)
	return nil
}

// ways are the places that a claim may be at, the likeliest first.
func ways(d session.Unresolved) [][]text.Span {
	if len(d.Spans) > 0 {
		return [][]text.Span{d.Spans}
	}
	return d.Candidates
}

// acceptWay agrees with the place that is shown.
func (a *App) acceptWay(d session.Unresolved, place int) tea.Cmd {
	list := ways(d)
	switch {
	case d.Standing == model.Moved:
		a.article.Session.ConfirmMove(d.Claim.ID)
		return a.decided(model.Edit{}, d, nil)
	case place >= len(list):
		a.notify("screen.noPlace")
		return nil
	}
	e, err := a.article.Editor().Place(d.Claim, list[place])
	return a.decided(e, d, err)
}

// placeClaim puts a claim on the selection.
func (a *App) placeClaim(d session.Unresolved, _ int) tea.Cmd {
	span, ok := a.article.Reader.Selected()
	if !ok {
		a.notify("screen.noSelection")
		return nil
	}
	e, err := a.article.Editor().PlaceOn(d.Claim, span)
	return a.decided(e, d, err)
}

func (a *App) keepOrphan(d session.Unresolved, _ int) tea.Cmd {
	e, err := a.article.Editor().Keep(d.Claim)
	return a.decided(e, d, err)
}

// goThere goes to where the claim may be in the text, or to where it stood.
func (a *App) goThere(d session.Unresolved, place int) tea.Cmd {
	at := d.Old[0].Span.Start
	if list := ways(d); place < len(list) {
		at = list[place][0].Start
	}
	a.closeDialogs()
	a.article.Reader.Place(at)
	a.article.Reader.Center()
	a.notify("screen.comeBack")
	return nil
}

// decided makes an edit of the claim that is shown, if it is one, and goes on to the
// next claim that waits.
func (a *App) decided(e model.Edit, d session.Unresolved, err error) tea.Cmd {
	drifts := a.article.Session.Unresolved()
	at := driftOf(drifts, d.Claim.ID)
	if err != nil || len(e.Changes) > 0 {
		if !a.commit(e, "", err) {
			return nil
		}
		drifts = a.article.Session.Unresolved()
	}
	drifts = slices.DeleteFunc(drifts, func(d session.Unresolved) bool { return d.Standing == model.Kept })
	if len(drifts) == 0 {
		a.closeDialogs()
		a.article.Unresolved = ""
		a.notify("screen.noneLeft")
		return nil
	}
	a.showUnresolved(drifts[max(0, min(at, len(drifts)-1))].Claim.ID)
	return nil
}

// The faces of what was changed in a claim.
var (
	goneFace = face.Face{FG: face.Vermilion, Mark: face.Dashes, MarkColour: face.Vermilion}
	newFace  = face.Face{FG: face.Green, Bold: true, Mark: face.Double, MarkColour: face.Green}
	dimFace  = face.Face{Dim: true}
)

// standings say how a claim stands, for the heading of what is there now.
var standings = map[model.Standing]string{
	model.Moved:     "screen.standing.moved",
	model.Changed:   "screen.standing.changed",
	model.Ambiguous: "screen.standing.ambiguous",
	model.Orphan:    "screen.standing.orphan",
	model.Kept:      "screen.standing.kept",
}

// headings stand over what may be the claim's place.
var headings = map[model.Standing]string{
	model.Moved: "screen.nowAt", model.Changed: "screen.nowAt", model.Ambiguous: "screen.perhapsAt",
	model.Orphan: "screen.thereIsNow", model.Kept: "screen.thereIsNow",
}

// comparison returns what is shown of a claim and one of the places where it may be.
func (a *App) comparison(id string, place int) dialog.Comparison {
	drifts := a.article.Session.Unresolved()
	i := driftOf(drifts, id)
	if i < 0 {
		return dialog.Comparison{Title: a.Words.Text("screen.allInPlace")}
	}
	d := drifts[i]
	c := dialog.Comparison{
		Title: a.Words.Text("screen.toLookAt", i+1, len(drifts), a.Words.Text(standings[d.Standing])),
		Old:   dialog.Passage{Head: a.Words.Text("screen.stoodAt", a.offsets((&model.Claim{Fragments: d.Old}).Spans()))},
		New:   dialog.Passage{Head: a.Words.Text("screen.now")},
	}
	for _, tag := range a.article.Tags(d.Claim) {
		c.About = append(c.About, paint.Run{Text: tag.Name, Face: tag.Face}, paint.Run{Text: "  "})
	}
	c.About = append(c.About, paint.Run{Text: d.Claim.Note, Face: face.Face{Italic: true}})
	old, now := d.Old, []model.Fragment(nil)
	if list := ways(d); place < len(list) {
		for _, s := range list[place] {
			now = append(now, model.Describe(a.article.Session.Text(), s))
		}
		c.New.Head = a.Words.Text(headings[d.Standing], a.offsets(list[place]))
		if n := len(list); n > 1 {
			c.New.Head += a.Words.Text("screen.ofPlaces", place+1, n)
		}
	}
	c.Old.Runs, c.New.Runs = compared(old, now)
	if now == nil {
		c.New.Runs = []paint.Run{{Text: a.Words.Text("screen.noLikePlace"), Face: dimFace}}
	}
	return c
}

// offsets writes spans as people read them.
func (a *App) offsets(spans []text.Span) string {
	list := make([]string, len(spans))
	for i, s := range spans {
		list[i] = fmt.Sprintf("%d-%d", s.Start, s.End)
	}
	return strings.Join(list, a.Words.Text("screen.and"))
}

// compared are the texts of a claim's fragments before and after, with what stands
// around them, and what was changed in them marked.
func compared(old, now []model.Fragment) (before, after []paint.Run) {
	before, after = opening(old), opening(now)
	for i, f := range old {
		text := ""
		if i < len(now) {
			text = now[i].Text
		}
		for _, p := range anchor.Diff(f.Text, text) {
			before = append(before, paint.Run{Text: p.Old, Face: unless(p.Same || now == nil, goneFace)})
			after = append(after, paint.Run{Text: p.New, Face: unless(p.Same, newFace)})
		}
		before, after = closing(before, old, i), closing(after, now, i)
	}
	return before, after
}

func unless(same bool, f face.Face) face.Face {
	if same {
		return face.Face{}
	}
	return f
}

// opening is what stands before the first fragment, on its own line.
func opening(list []model.Fragment) []paint.Run {
	if len(list) == 0 {
		return nil
	}
	before := list[0].Prefix
	return []paint.Run{{Text: before[strings.LastIndexByte(before, '\n')+1:], Face: dimFace}}
}

// closing adds what stands after a fragment: the others, or what is on its line.
func closing(runs []paint.Run, list []model.Fragment, i int) []paint.Run {
	switch {
	case i >= len(list):
		return runs
	case i < len(list)-1:
		return append(runs, paint.Run{Text: "…", Face: dimFace})
	}
	line, _, _ := strings.Cut(list[i].Suffix, "\n")
	return append(runs, paint.Run{Text: line, Face: dimFace})
}
