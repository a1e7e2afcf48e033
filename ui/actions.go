package ui

import (
	"cmp"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/edit"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/motion"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// readActions returns the table of what the keys of reading do. The actions of labels come from the scheme and are not in it.
//
// Long: it is one table. It is no variable, since what an action does may lead to another by way of a dialog.
func readActions() map[keymap.Action]func(*App) tea.Cmd {
	return map[keymap.Action]func(*App) tea.Cmd{
		keymap.MoveLeft:     move(motion.Left),
		keymap.MoveRight:    move(motion.Right),
		keymap.MoveUp:       move(motion.Up),
		keymap.MoveDown:     move(motion.Down),
		keymap.MoveRowStart: move(motion.RowStart),
		keymap.MoveRowEnd:   move(motion.RowEnd),
		keymap.PageDown:     move(motion.PageDown),
		keymap.PageUp:       move(motion.PageUp),
		keymap.HalfPageDown: move(motion.HalfPageDown),
		keymap.HalfPageUp:   move(motion.HalfPageUp),
		keymap.MoveTop:      move(motion.Top),
		keymap.MoveEnd:      (*App).goEnd,
		keymap.ExtendLeft:   extend(motion.Left),
		keymap.ExtendRight:  extend(motion.Right),
		keymap.ExtendUp:     extend(motion.Up),
		keymap.ExtendDown:   extend(motion.Down),

		keymap.MoveWordBack:          moveUnit(motion.Word, backward),
		keymap.MoveWord:              moveUnit(motion.Word, forward),
		keymap.MoveClauseBack:        moveUnit(motion.Clause, backward),
		keymap.MoveClause:            moveUnit(motion.Clause, forward),
		keymap.MoveSentenceBack:      moveUnit(motion.Sentence, backward),
		keymap.MoveSentence:          moveUnit(motion.Sentence, forward),
		keymap.MoveParagraphBack:     moveUnit(motion.Paragraph, backward),
		keymap.MoveParagraph:         moveUnit(motion.Paragraph, forward),
		keymap.SelectWord:            selectUnit(motion.Word, forward),
		keymap.SelectWordBack:        selectUnit(motion.Word, backward),
		keymap.SelectClause:          selectUnit(motion.Clause, forward),
		keymap.SelectClauseBack:      selectUnit(motion.Clause, backward),
		keymap.SelectSentence:        selectUnit(motion.Sentence, forward),
		keymap.SelectSentenceBack:    selectUnit(motion.Sentence, backward),
		keymap.SelectQuotation:       selectUnit(motion.Quotation, forward),
		keymap.SelectQuotationBack:   selectUnit(motion.Quotation, backward),
		keymap.SelectFigure:          selectUnit(motion.Number, forward),
		keymap.SelectFigureBack:      selectUnit(motion.Number, backward),
		keymap.SelectTime:            selectUnit(motion.Date, forward),
		keymap.SelectTimeBack:        selectUnit(motion.Date, backward),
		keymap.SelectParenthesis:     selectUnit(motion.Parenthesis, forward),
		keymap.SelectParenthesisBack: selectUnit(motion.Parenthesis, backward),
		keymap.SelectParagraph:       selectUnit(motion.Paragraph, forward),
		keymap.SelectParagraphBack:   selectUnit(motion.Paragraph, backward),
		keymap.HintClause:            hintUnits(motion.Clause),
		keymap.HintSentence:          hintUnits(motion.Sentence),

		keymap.CenterCursor:     func(a *App) tea.Cmd { a.reader.Center(); return nil },
		keymap.HoldAnchor:       func(a *App) tea.Cmd { a.reader.Hold(); return nil },
		keymap.SwapEnds:         func(a *App) tea.Cmd { a.reader.Swap(); return nil },
		keymap.GrowSelection:    func(a *App) tea.Cmd { a.reader.Grow(); return nil },
		keymap.ShrinkSelection:  func(a *App) tea.Cmd { a.reader.Shrink(); return nil },
		keymap.Cancel:           (*App).cancel,
		keymap.RepeatLabels:     (*App).repeatLabels,
		keymap.AddFragment:      (*App).addFragment,
		keymap.CutFragment:      (*App).cutFragment,
		keymap.NextClaim:        func(a *App) tea.Cmd { return a.goClaim(1) },
		keymap.PreviousClaim:    func(a *App) tea.Cmd { return a.goClaim(-1) },
		keymap.EditNote:         (*App).editNote,
		keymap.EditAttributes:   (*App).editAttributes,
		keymap.BeginRelation:    (*App).relate,
		keymap.ShowThread:       (*App).thread,
		keymap.LabelDocument:    (*App).labelDocument,
		keymap.SetStatus:        (*App).setStatus,
		keymap.DeleteClaim:      (*App).deleteClaim,
		keymap.AcceptSuggestion: func(a *App) tea.Cmd { return a.decide(model.Accepted) },
		keymap.RejectSuggestion: func(a *App) tea.Cmd { return a.decide(model.Rejected) },
		keymap.ReviewClaims:     (*App).review,
		keymap.ClaimHistory:     (*App).askDeeds,
		keymap.Undo:             func(a *App) tea.Cmd { return a.history("undone", a.session.Undo) },
		keymap.Redo:             func(a *App) tea.Cmd { return a.history("redone", a.session.Redo) },
		keymap.Search:           (*App).askSearch,
		keymap.NextMatch:        func(a *App) tea.Cmd { return a.goMatch(false) },
		keymap.PreviousMatch:    func(a *App) tea.Cmd { return a.goMatch(true) },
		keymap.SearchSelection:  (*App).searchSelection,
		keymap.NextArticle:      func(a *App) tea.Cmd { return a.goArticle(1) },
		keymap.PreviousArticle:  func(a *App) tea.Cmd { return a.goArticle(-1) },
		keymap.Save:             (*App).save,
		keymap.Help:             (*App).help,
		keymap.Redraw:           func(*App) tea.Cmd { return func() tea.Msg { return redraw{} } },
		keymap.Suspend:          func(*App) tea.Cmd { return tea.Suspend },
		keymap.Quit:             (*App).quit,
	}
}

// The two ways of a motion.
const (
	forward  = false
	backward = true
)

// move returns the action that moves the cursor.
func move(m motion.CharMotion) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.reader.Move(m); return nil }
}

// extend returns the action that moves the head of the selection.
func extend(m motion.CharMotion) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.reader.Extend(m); return nil }
}

// moveUnit returns the action that selects the next unit, or the one before.
func moveUnit(u motion.Unit, back bool) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.reader.MoveUnit(u, back); return nil }
}

// selectUnit returns the action that selects the unit at the cursor, or takes one more into the selection.
func selectUnit(u motion.Unit, back bool) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.reader.SelectUnit(u, back); return nil }
}

// hintUnits returns the action that puts letters on the units in view.
func hintUnits(u motion.Unit) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.showHints(u); return nil }
}

// do carries out an action of the keymap.
func (a *App) do(action keymap.Action) tea.Cmd {
	if do, ok := a.actions[action]; ok {
		return do(a)
	}
	if group, label, ok := action.Label(); ok {
		return a.label(group, label)
	}
	a.message = "nothing is called " + string(action)
	return nil
}

// cancel lets the selection go. The current claim stays the current one.
func (a *App) cancel() tea.Cmd {
	a.search.shown = false
	c := a.current()
	a.reader.LetGo()
	if c != nil && a.current() != c {
		a.picked, a.kept = c.ID, kept{c.ID, a.reader.Cursor()}
	}
	return nil
}

// A kept claim stays the picked one as long as the cursor is where it was, though it need not be on the claim.
type kept struct {
	claim  string
	cursor text.Offset
}

// current is the claim that keys are about: the one that was picked, as long as
// the selection or the cursor is on it or esc has kept it; else the one with just the selection's
// spans; else the shortest that covers the cursor.
func (a *App) current() *model.Claim {
	set, cursor := a.session.Set(), a.reader.Cursor()
	span, selected := a.reader.Selected()
	if c := set.Claim(a.picked); c != nil && (c.Covers(cursor) || selected && touchesClaim(c, span) || a.kept == kept{c.ID, cursor}) {
		return c
	}
	if selected {
		for _, c := range set.At(cursor) {
			if c.Start() == span.Start && c.End() == span.End {
				return c
			}
		}
	}
	if under := set.At(cursor); len(under) > 0 {
		return under[0]
	}
	return nil
}

func touchesClaim(c *model.Claim, s text.Span) bool { return c.Start() < s.End && s.Start < c.End() }

// commit makes an edit and shows what came of it.
func (a *App) commit(e model.Edit, claim string, err error) tea.Cmd {
	a.made(e, claim, err)
	return nil
}

// made is commit, and reports whether the edit was made.
func (a *App) made(e model.Edit, claim string, err error) bool {
	if err == nil {
		err = a.session.Do(e)
	}
	if err != nil {
		a.message = err.Error()
		return false
	}
	a.picked = claim
	a.heed(e)
	if n := torn(e); n > 0 {
		a.message = "deleted with " + count(n, "relation") + "; u brings all back"
	}
	if c := a.session.Set().Claim(claim); c != nil && c.Labelled() {
		a.labels = c.Labels
	}
	return true
}

// torn is how many relations went because a claim did that they led from or to.
func torn(e model.Edit) int {
	relations, claims := 0, 0
	for _, c := range e.Changes {
		if c.After != nil {
			continue
		}
		switch kind, _ := c.Before.Ref(); kind {
		case model.KindRelation:
			relations++
		case model.KindClaim:
			claims++
		}
	}
	if claims == 0 {
		return 0
	}
	return relations
}

// goClaim goes to the next claim, or the one before.
func (a *App) goClaim(n int) tea.Cmd {
	claims := a.session.Set().Live()
	if len(claims) == 0 {
		a.message = "no claims yet"
		return nil
	}
	next := a.neighbour(claims, n)
	if next < 0 || next >= len(claims) {
		a.message = "no claim before this"
		if n > 0 {
			a.message = "no claim after this"
		}
		return nil
	}
	a.reader.Place(claims[next].Start())
	a.picked = claims[next].ID
	return nil
}

// neighbour is the index of the claim next to the current one, or to the
// cursor.
func (a *App) neighbour(claims []*model.Claim, n int) int {
	current := a.current()
	after := 0 // the first claim at the cursor or after it
	for i, c := range claims {
		if c == current {
			return i + n
		}
		if c.Start() < a.reader.Cursor() {
			after = i + 1
		}
	}
	if n > 0 {
		return after
	}
	return after - 1
}

func (a *App) deleteClaim() tea.Cmd {
	c := a.current()
	if c == nil {
		a.message = edit.ErrNoClaim.Error()
		return nil
	}
	if a.asksUnseen(unseen{verb: "delete"}, c.Spans(), (*App).deleteClaim) {
		return nil
	}
	a.message = "deleted; u brings it back"
	return a.commit(a.desk().Delete(c), "", nil)
}

// history undoes or redoes, and goes to where that changed something.
func (a *App) history(verb string, step func() (model.Edit, bool, error)) tea.Cmd {
	e, ok, err := step()
	switch {
	case err != nil:
		a.message = err.Error()
		return nil
	case !ok:
		a.message = "nothing to be " + verb
		return nil
	}
	a.heed(e)
	a.message = verb + ": " + a.called(e.Action)
	for _, c := range e.Changes {
		a.show(c.Before)
		a.show(c.After)
	}
	a.showRelation(e)
	return nil
}

// called is what people call an action.
func (a *App) called(action keymap.Action) string {
	if group, label, ok := action.Label(); ok {
		return a.labelName(group, label)
	}
	return strings.ReplaceAll(string(action), "-", " ")
}

// show puts the cursor on a claim that an edit changed.
func (a *App) show(item model.Item) {
	c, ok := item.(*model.Claim)
	if !ok || c == nil || c.Adrift() {
		return
	}
	if a.session.Set().Claim(c.ID) != nil {
		a.picked = c.ID
	}
	if _, selected := a.reader.Selected(); !selected && !c.Covers(a.reader.Cursor()) {
		a.reader.Place(c.Start())
	}
}

// showRelation puts the cursor on an end of the relation that an edit was about.
func (a *App) showRelation(e model.Edit) {
	if len(e.Changes) != 1 {
		return // it went or came with its claim
	}
	r, ok := cmp.Or(e.Changes[0].After, e.Changes[0].Before).(*model.Relation)
	if !ok {
		return
	}
	from, to := a.session.Set().Claim(r.From), a.session.Set().Claim(r.To)
	if current := a.current(); current == nil || current != from && current != to {
		a.show(cmp.Or(from, to))
	}
}

func (a *App) save() tea.Cmd {
	a.session.SaveRecovered()
	if state, _ := a.session.State(); state == session.Durable {
		a.message = "all is saved"
	}
	return tea.Batch(a.flush(), a.write())
}

func (a *App) help() tea.Cmd {
	var items []dialog.Item
	for _, b := range a.Keys.Of(keymap.Read) {
		help := b.Bubbles().Help()
		items = append(items, dialog.Item{Group: b.Group, Name: help.Key, Text: help.Desc})
	}
	a.list("keys: type to find, esc to close", items)
	return nil
}

// quit leaves, and asks first where something is not on disk.
func (a *App) quit() tea.Cmd {
	for _, s := range a.Sessions() {
		if state, err := s.State(); state == session.Failed {
			a.ask(&dialog.Confirm{Question: fmt.Sprintf("leave without saving? y n   (%s: %s)", reason(err), s.Article().Name)}, (*App).exit)
			a.top().isMoot = func() bool { return !a.failing() }
			return nil
		}
	}
	return a.exit()
}

// exit ends the program.
func (a *App) exit() tea.Cmd {
	a.closing = true
	return tea.Quit
}
