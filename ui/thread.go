package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/model"
	"pizhu/ui/article"
	"pizhu/ui/dialog"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// thread shows what hangs together with the current claim. The relation that was
// made last is chosen, where it is one of the claim's, else the first.
func (a *App) thread() tea.Cmd {
	c := a.needCurrent()
	if c == nil {
		return nil
	}
	lines := a.article.Session.Set().Thread(c.ID)
	if len(lines) == 1 { // it is shown all the same: whoever typed on means a relation, and d deletes claims elsewhere
		a.notify("screen.noRelations")
	}
	newest := slices.IndexFunc(lines, func(k model.ThreadNode) bool { return k.Depth == 1 && k.Relation.ID == a.article.Related })
	d := &openDialog{Dialog: dialog.NewThread(max(1, newest), func() dialog.Outline { return a.outline(c.ID) })}
	d.done = func(o dialog.Outcome) tea.Cmd { return a.actInThread(d, c.ID, o) }
	a.setDialog(d)
	return nil
}

// threadActions is the table of what the keys do with the chosen line, besides choosing another.
var threadActions = map[keymap.Action]func(*App, model.ThreadNode) tea.Cmd{
	keymap.Accept:       (*App).goToNode,
	keymap.NoteRelation: (*App).noteRelation,
	keymap.Unrelate:     (*App).unrelate,
	keymap.Undo:         func(a *App, _ model.ThreadNode) tea.Cmd { return a.revert("Undone", a.article.Session.Undo) },
	keymap.Redo:         func(a *App, _ model.ThreadNode) tea.Cmd { return a.revert("Redone", a.article.Session.Redo) },
}

// actInThread does what a key asks for in the thread of a claim. The thread ends where the claim goes.
func (a *App) actInThread(d *openDialog, claim string, o dialog.Outcome) tea.Cmd {
	do, ok := threadActions[o.Action]
	if !ok {
		return nil
	}
	cmd := do(a, a.article.Session.Set().Thread(claim)[o.Index])
	if a.top() == d && a.article.Session.Set().Find(claim) == nil {
		a.closeTop()
	}
	return cmd
}

// goToNode goes to a claim: to its place in the text, and where it has none to what
// there is to decide about it.
func (a *App) goToNode(k model.ThreadNode) tea.Cmd {
	c := a.article.Session.Set().Find(k.ID)
	switch {
	case c == nil:
		a.notify("screen.threadDeleted")
		return nil
	case c.Adrift():
		a.showUnresolved(c.ID)
		return nil
	}
	a.closeDialogs()
	a.article.GoTo(c)
	if c.Provenance.Verdict == model.Rejected {
		a.article.Pick("")
		a.notify("screen.threadRejected")
	}
	return nil
}

// noteRelation writes the note of a line's relation.
func (a *App) noteRelation(k model.ThreadNode) tea.Cmd {
	if k.Relation == nil {
		a.notify("screen.noRelationHere")
		return nil
	}
	return a.askNote(noting{
		title: a.Words.Text("screen.relationNote"),
		now: func(a *App) (string, bool) {
			if r := a.article.Relation(k.Relation.ID); r != nil {
				return r.Note, true
			}
			return "", false
		},
		write: func(a *App, s string) tea.Cmd {
			a.commit(a.article.Editor().NoteRelation(a.article.Relation(k.Relation.ID), s), a.article.Picked(), nil)
			return nil
		},
	})
}

// unrelate takes the relation of a line away.
func (a *App) unrelate(k model.ThreadNode) tea.Cmd {
	if k.Relation == nil {
		a.notify("screen.noRelationHere")
		return nil
	}
	a.notify("screen.takenAway")
	a.commit(a.article.Editor().Unrelate(k.Relation), a.article.Picked(), nil)
	return nil
}

// outline returns the thread of a claim as it is now.
func (a *App) outline(claim string) dialog.Outline {
	lines := a.article.Session.Set().Thread(claim)
	name := a.article.ClaimRuns(claim)
	return dialog.Outline{
		Title: a.Words.Text("screen.threadTitle", name[len(name)-1].Text, a.Words.Count(threaded(lines), "claim")),
		Lines: len(lines), Line: func(i int) dialog.Line { return a.threadLine(lines, i) },
		About: func(i int) []paint.Run { return a.aboutNode(lines[i]) },
	}
}

// threaded is how many claims a thread has.
func threaded(lines []model.ThreadNode) int {
	n := 0
	for _, k := range lines {
		if !k.Again {
			n++
		}
	}
	return n
}

func (a *App) threadLine(lines []model.ThreadNode, i int) dialog.Line {
	k := lines[i]
	if k.Relation == nil {
		return dialog.Line{Runs: a.article.ClaimRuns(k.ID)}
	}
	line := dialog.Line{Depth: k.Depth, Runs: a.article.NodeRuns(k)}
	if k.Again {
		where := a.Words.Text("screen.above")
		if openLine(lines, k.ID) > i {
			where = a.Words.Text("screen.below")
		}
		line.Runs = slices.Insert(line.Runs, 1, paint.Run{Text: where, Face: dimFace})
	}
	return line
}

// openLine is the line in which a claim is opened.
func openLine(lines []model.ThreadNode, id string) int {
	return slices.IndexFunc(lines, func(k model.ThreadNode) bool { return k.ID == id && !k.Again })
}

// aboutNode is more of the chosen line: who made the relation and what its note
// says, the claim's labels, and its text.
func (a *App) aboutNode(k model.ThreadNode) []paint.Run {
	var runs []paint.Run
	if r := k.Relation; r != nil {
		runs = append(runs, paint.Run{Text: a.article.RelationName(k) + "  " + strings.Join(article.Provenance(a.Words, r.Provenance), "; ") + "\n", Face: dimFace})
		if r.Note != "" {
			runs = append(runs, paint.Run{Text: r.Note + "\n", Face: face.Face{Italic: true}})
		}
	}
	c := a.article.Session.Set().Find(k.ID)
	if c == nil {
		return runs
	}
	for _, tag := range a.article.Tags(c) {
		runs = append(runs, paint.Run{Text: tag.Name, Face: tag.Face}, paint.Run{Text: "  "})
	}
	if c.Adrift() {
		runs = append(runs, paint.Run{Text: standings[c.Standing], Face: dimFace})
	}
	return append(runs, paint.Run{Text: "\n" + c.Quote()})
}
