package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate"
	"pizhu/annotate/anchor"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
)

// reviewing goes through the claims that are to be looked at since the article was
// changed, and shows one of them as it stood and as it may stand now.
type reviewing struct {
	noPaste
	id  string // of the claim
	way int    // which of the places that it may be at is shown
}

// review begins with the claim that was looked at last, or with the first.
func (a *App) review() tea.Cmd {
	drifts := a.session.Drifts()
	if len(drifts) == 0 {
		a.message = "every claim is in its place"
		return nil
	}
	a.mode = reviewing{id: drifts[max(0, driftOf(drifts, a.reviewed))].Claim.ID}
	return nil
}

func driftOf(drifts []annotate.Drift, id string) int {
	return slices.IndexFunc(drifts, func(d annotate.Drift) bool { return d.Claim.ID == id })
}

// reviews is the table of what the keys do with the claim that is shown.
var reviews = map[keymap.Action]func(*App, reviewing, annotate.Drift) tea.Cmd{
	keymap.Cancel:        func(a *App, _ reviewing, _ annotate.Drift) tea.Cmd { a.mode = read{}; return nil },
	keymap.NextClaim:     func(a *App, m reviewing, _ annotate.Drift) tea.Cmd { return a.reviewStep(m, 1) },
	keymap.PreviousClaim: func(a *App, m reviewing, _ annotate.Drift) tea.Cmd { return a.reviewStep(m, -1) },
	keymap.ListDown:      func(a *App, m reviewing, d annotate.Drift) tea.Cmd { return a.reviewWay(m, d, 1) },
	keymap.ListUp:        func(a *App, m reviewing, d annotate.Drift) tea.Cmd { return a.reviewWay(m, d, -1) },
	keymap.Accept:        (*App).acceptWay,
	keymap.PlaceClaim:    (*App).placeClaim,
	keymap.KeepOrphan:    (*App).keepOrphan,
	keymap.GoThere:       (*App).goThere,
	keymap.DeleteClaim: func(a *App, _ reviewing, d annotate.Drift) tea.Cmd {
		return a.decided(a.desk().Delete(d.Claim), d, nil)
	},
	keymap.Undo: func(a *App, _ reviewing, _ annotate.Drift) tea.Cmd { return a.reviewBack("undone", a.session.Undo) },
	keymap.Redo: func(a *App, _ reviewing, _ annotate.Drift) tea.Cmd { return a.reviewBack("redone", a.session.Redo) },
}

func (m reviewing) key(a *App, msg tea.KeyPressMsg) tea.Cmd {
	drifts := a.session.Drifts()
	action, _ := a.Keys.Resolve(keymap.Review, "", name(msg))
	i := driftOf(drifts, m.id)
	if i < 0 { // another program took it away
		a.mode = read{}
		return a.review()
	}
	a.reviewed = m.id
	if do, ok := reviews[action]; ok {
		return do(a, m, drifts[i])
	}
	return nil
}

// reviewStep shows the next claim, or the one before.
func (a *App) reviewStep(m reviewing, n int) tea.Cmd {
	drifts := a.session.Drifts()
	if len(drifts) == 0 {
		a.mode = read{}
		return nil
	}
	i := min(max(driftOf(drifts, m.id)+n, 0), len(drifts)-1)
	a.reviewed = drifts[i].Claim.ID
	a.mode = reviewing{id: a.reviewed}
	return nil
}

// reviewBack takes an edit back, or makes it again, and shows a claim that is there
// to look at again.
func (a *App) reviewBack(verb string, step func() (model.Edit, bool, error)) tea.Cmd {
	before := a.session.Drifts()
	a.history(verb, step)
	for _, d := range a.session.Drifts() {
		if driftOf(before, d.Claim.ID) < 0 {
			a.reviewed = d.Claim.ID
		}
	}
	return a.reviewStep(reviewing{id: a.reviewed}, 0)
}

// ways are the places that a claim may be at, the likeliest first.
func ways(d annotate.Drift) [][]text.Span {
	if len(d.Spans) > 0 {
		return [][]text.Span{d.Spans}
	}
	return d.Candidates
}

// reviewWay shows the next place that a claim may be at, or the one before.
func (a *App) reviewWay(m reviewing, d annotate.Drift, n int) tea.Cmd {
	m.way = min(max(m.way+n, 0), max(0, len(ways(d))-1))
	a.mode = m
	return nil
}

// acceptWay agrees with the place that is shown.
func (a *App) acceptWay(m reviewing, d annotate.Drift) tea.Cmd {
	list := ways(d)
	switch {
	case d.Standing == model.Moved:
		a.session.Seen(d.Claim.ID)
		return a.decided(model.Edit{}, d, nil)
	case m.way >= len(list):
		a.message = "it has no place: leave, select its text, then Q and p"
		return nil
	}
	e, err := a.desk().Place(d.Claim, list[m.way])
	return a.decided(e, d, err)
}

// placeClaim puts a claim on the selection.
func (a *App) placeClaim(_ reviewing, d annotate.Drift) tea.Cmd {
	span, ok := a.reader.Selected()
	if !ok {
		a.message = "nothing is selected: leave, select its text, then Q and p"
		return nil
	}
	e, err := a.desk().PlaceOn(d.Claim, span)
	return a.decided(e, d, err)
}

func (a *App) keepOrphan(_ reviewing, d annotate.Drift) tea.Cmd {
	e, err := a.desk().Keep(d.Claim)
	return a.decided(e, d, err)
}

// goThere goes to where the claim may be in the text, or to where it stood.
func (a *App) goThere(m reviewing, d annotate.Drift) tea.Cmd {
	at := d.Old[0].Span.Start
	if list := ways(d); m.way < len(list) {
		at = list[m.way][0].Start
	}
	a.mode = read{}
	a.reader.Place(at)
	a.reader.Center()
	a.message = "Q comes back to the claim"
	return nil
}

// decided makes an edit of the claim that is shown, if it is one, and goes on to the
// next claim that waits.
func (a *App) decided(e model.Edit, d annotate.Drift, err error) tea.Cmd {
	drifts := a.session.Drifts()
	at := driftOf(drifts, d.Claim.ID)
	if err != nil || len(e.Changes) > 0 {
		if !a.made(e, "", err) {
			return nil
		}
		drifts = a.session.Drifts()
	}
	drifts = slices.DeleteFunc(drifts, func(d annotate.Drift) bool { return d.Standing == model.Kept })
	if len(drifts) == 0 {
		a.mode, a.reviewed, a.message = read{}, "", "no claim is left to look at"
		return nil
	}
	a.reviewed = drifts[max(0, min(at, len(drifts)-1))].Claim.ID
	a.mode = reviewing{id: a.reviewed}
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
	model.Moved:     "moved with its text",
	model.Changed:   "its text was changed",
	model.Ambiguous: "at one of several places",
	model.Orphan:    "its text is not there any more",
	model.Kept:      "an orphan, and kept",
}

// headings stand over what may be the claim's place.
var headings = map[model.Standing]string{
	model.Moved: "now, at ", model.Changed: "now, at ", model.Ambiguous: "perhaps at ",
	model.Orphan: "there is now, at ", model.Kept: "there is now, at ",
}

// comparison is what is shown of the claim.
func (a *App) comparison(m reviewing) dialog.Compare {
	drifts := a.session.Drifts()
	i := driftOf(drifts, m.id)
	if i < 0 {
		return dialog.Compare{Title: "every claim is in its place"}
	}
	d := drifts[i]
	c := dialog.Compare{
		Title: fmt.Sprintf("claims to look at, %d of %d: %s", i+1, len(drifts), standings[d.Standing]),
		Old:   dialog.Passage{Head: "as it stood, at " + offsets((&model.Claim{Fragments: d.Old}).Spans())},
		New:   dialog.Passage{Head: "now"},
	}
	for _, tag := range a.entry(d.Claim, 0, false).Tags {
		c.About = append(c.About, dialog.Run{Text: tag.Name, Face: tag.Face}, dialog.Run{Text: "  "})
	}
	c.About = append(c.About, dialog.Run{Text: d.Claim.Note, Face: face.Face{Italic: true}})
	for _, b := range a.Keys.Of(keymap.Review) {
		c.Help = append(c.Help, b.Keys[0]+" "+b.Help)
	}
	old, now := d.Old, []model.Fragment(nil)
	if list := ways(d); m.way < len(list) {
		for _, s := range list[m.way] {
			now = append(now, model.Describe(a.session.Text(), s))
		}
		c.New.Head = headings[d.Standing] + offsets(list[m.way])
		if n := len(list); n > 1 {
			c.New.Head += fmt.Sprintf(" (%d of %d places)", m.way+1, n)
		}
	}
	c.Old.Runs, c.New.Runs = compared(old, now)
	if now == nil {
		c.New.Runs = []dialog.Run{{Text: "no place in the text is like it", Face: dimFace}}
	}
	return c
}

// offsets writes spans as people read them.
func offsets(spans []text.Span) string {
	list := make([]string, len(spans))
	for i, s := range spans {
		list[i] = fmt.Sprintf("%d-%d", s.Start, s.End)
	}
	return strings.Join(list, " and ")
}

// compared are the texts of a claim's fragments before and after, with what stands
// around them, and what was changed in them marked.
func compared(old, now []model.Fragment) (before, after []dialog.Run) {
	before, after = opening(old), opening(now)
	for i, f := range old {
		text := ""
		if i < len(now) {
			text = now[i].Text
		}
		for _, p := range anchor.Diff(f.Text, text) {
			before = append(before, dialog.Run{Text: p.Old, Face: unless(p.Same || now == nil, goneFace)})
			after = append(after, dialog.Run{Text: p.New, Face: unless(p.Same, newFace)})
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
func opening(list []model.Fragment) []dialog.Run {
	if len(list) == 0 {
		return nil
	}
	before := list[0].Prefix
	return []dialog.Run{{Text: before[strings.LastIndexByte(before, '\n')+1:], Face: dimFace}}
}

// closing adds what stands after a fragment: the others, or what is on its line.
func closing(runs []dialog.Run, list []model.Fragment, i int) []dialog.Run {
	switch {
	case i >= len(list):
		return runs
	case i < len(list)-1:
		return append(runs, dialog.Run{Text: "…", Face: dimFace})
	}
	line, _, _ := strings.Cut(list[i].Suffix, "\n")
	return append(runs, dialog.Run{Text: line, Face: dimFace})
}
