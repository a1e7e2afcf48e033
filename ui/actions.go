package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/motion"
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

		keymap.CenterCursor:     func(a *App) tea.Cmd { a.article.Reader.Center(); return nil },
		keymap.HoldAnchor:       func(a *App) tea.Cmd { a.article.Reader.Hold(); return nil },
		keymap.SwapEnds:         func(a *App) tea.Cmd { a.article.Reader.Swap(); return nil },
		keymap.GrowSelection:    func(a *App) tea.Cmd { a.article.Reader.Grow(); return nil },
		keymap.ShrinkSelection:  func(a *App) tea.Cmd { a.article.Reader.Shrink(); return nil },
		keymap.Cancel:           (*App).cancel,
		keymap.RepeatLabels:     (*App).repeatLabels,
		keymap.AddFragment:      (*App).addFragment,
		keymap.CutFragment:      (*App).cutFragment,
		keymap.NextClaim:        func(a *App) tea.Cmd { return a.stepClaim(1) },
		keymap.PreviousClaim:    func(a *App) tea.Cmd { return a.stepClaim(-1) },
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
		keymap.ClaimHistory:     (*App).askHistory,
		keymap.Undo:             func(a *App) tea.Cmd { return a.revert("Undone", a.article.Session.Undo) },
		keymap.Redo:             func(a *App) tea.Cmd { return a.revert("Redone", a.article.Session.Redo) },
		keymap.Search:           (*App).askSearch,
		keymap.NextMatch:        func(a *App) tea.Cmd { return a.goMatch(false) },
		keymap.PreviousMatch:    func(a *App) tea.Cmd { return a.goMatch(true) },
		keymap.SearchSelection:  (*App).searchSelection,
		keymap.NextArticle:      func(a *App) tea.Cmd { return a.goArticle(1) },
		keymap.PreviousArticle:  func(a *App) tea.Cmd { return a.goArticle(-1) },
		keymap.Save:             (*App).save,
		keymap.Help:             (*App).help,
		keymap.Redraw:           func(*App) tea.Cmd { return func() tea.Msg { return redrawMsg{} } },
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
	return func(a *App) tea.Cmd { a.article.Reader.Move(m); return nil }
}

// extend returns the action that moves the head of the selection.
func extend(m motion.CharMotion) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.article.Reader.Extend(m); return nil }
}

// moveUnit returns the action that selects the next unit, or the one before.
func moveUnit(u motion.Unit, back bool) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.article.Reader.MoveUnit(u, back); return nil }
}

// selectUnit returns the action that selects the unit at the cursor, or takes one more into the selection.
func selectUnit(u motion.Unit, back bool) func(*App) tea.Cmd {
	return func(a *App) tea.Cmd { a.article.Reader.SelectUnit(u, back); return nil }
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
	a.notify("screen.noAction", string(action))
	return nil
}

// needCurrent returns the current claim. Where there is none it says so, and returns nil.
func (a *App) needCurrent() *model.Claim {
	c, err := a.article.NeedCurrent()
	if err != nil {
		a.message = a.Words.Error(err)
	}
	return c
}

// stepClaim goes n claims on, or back.
func (a *App) stepClaim(n int) tea.Cmd {
	if err := a.article.StepClaim(n); err != nil {
		a.message = a.Words.Error(err)
	}
	return nil
}

func (a *App) deleteClaim() tea.Cmd {
	c := a.needCurrent()
	if c == nil || a.asksUnseen(unseen{question: "screen.askDelete"}, c.Spans(), (*App).deleteClaim) {
		return nil
	}
	a.notify("screen.deleted")
	a.commit(a.article.Editor().Delete(c), "", nil)
	return nil
}

// revert undoes or redoes by step, and goes to where that changed something.
func (a *App) revert(done string, step func() (model.Edit, bool, error)) tea.Cmd {
	e, ok, err := a.article.Revert(step)
	switch {
	case err != nil:
		a.message = a.Words.Error(err)
	case !ok:
		a.notify("screen.nothing" + done)
	default:
		a.notify("screen.done"+done, a.called(e.Action))
	}
	return nil
}

// cancel ends the selection. The current claim stays the current one.
func (a *App) cancel() tea.Cmd {
	a.search.shown = false
	a.article.LetGo()
	return nil
}

// commit makes an edit, if err is nil, and says what came of it. It reports whether the edit was made.
func (a *App) commit(e model.Edit, claim string, err error) bool {
	if err := a.article.Do(e, claim, err); err != nil {
		a.message = a.Words.Error(err)
		return false
	}
	if n := cascadedRelations(e); n > 0 {
		a.notify("screen.deletedWith", a.Words.Count(n, "relation"))
	}
	if c := a.article.Session.Set().Claim(claim); c != nil && c.Labelled() {
		a.labels = c.Labels
	}
	return true
}

// cascadedRelations counts the relations that an edit deleted together with their claim.
func cascadedRelations(e model.Edit) int {
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

// called is what people call an action.
func (a *App) called(action keymap.Action) string {
	if group, label, ok := action.Label(); ok {
		return a.article.LabelName(group, label)
	}
	return strings.ReplaceAll(string(action), "-", " ")
}

func (a *App) save() tea.Cmd {
	a.article.Session.SaveRecovered()
	if state, _ := a.article.Session.State(); state == session.Durable {
		a.notify("screen.allSaved")
	}
	return tea.Batch(a.flush(), a.write())
}

func (a *App) help() tea.Cmd {
	var items []dialog.Item
	for _, b := range a.Keys.Of(keymap.Read) {
		help := b.Bubbles().Help()
		items = append(items, dialog.Item{Group: a.Words.Term(b.Group), Name: help.Key, Text: a.Words.Term(help.Desc)})
	}
	a.list(a.Words.Text("screen.keysTitle"), items)
	return nil
}

// quit leaves, and asks first where something is not on disk.
func (a *App) quit() tea.Cmd {
	for _, s := range a.Sessions() {
		if state, err := s.State(); state == session.Failed {
			a.ask(&dialog.Confirm{Question: a.Words.Text("screen.leaveUnsaved", reason(err), s.Article().Name)}, (*App).exit)
			a.top().isMoot = func() bool { return !a.failing() }
			return nil
		}
	}
	return a.exit()
}

// exit ends the program.
func (a *App) exit() tea.Cmd {
	a.quitting = true
	return tea.Quit
}
