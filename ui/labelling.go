package ui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/edit"
	"pizhu/model"
	"pizhu/model/motion"
	"pizhu/model/text"
	"pizhu/ui/article"
	"pizhu/ui/dialog"
)

// label puts a label on the selection; without one on the current claim; without that on the unit at the cursor that the
// scheme names.
func (a *App) label(group, label string) tea.Cmd {
	again := func(a *App) tea.Cmd { return a.label(group, label) }
	span, c := a.target()
	switch {
	case c != nil && !a.asksUnseen(unseen{question: "screen.askLabel"}, c.Spans(), again):
		a.commit(a.article.Editor().LabelClaim(c, group, label))
		return nil
	case c == nil && !span.Empty() && !a.asksUnseen(unseen{question: "screen.askLabel"}, []text.Span{span}, again):
		a.commit(a.article.Editor().LabelSpan(span, group, label))
		return nil
	}
	return nil
}

// target is what a label key labels: the selection, or else the current claim, or else the scheme's unit at the cursor.
// Where there is none of these it says so.
func (a *App) target() (text.Span, *model.Claim) {
	if span, ok := a.article.Reader.Selected(); ok {
		return span, nil
	}
	if c := a.article.Current(); c != nil {
		return text.Span{}, c
	}
	return a.unitHere(), nil
}

// unitHere is the scheme's unit at the cursor. Where there is none it is empty, and the status line says so.
func (a *App) unitHere() text.Span {
	unit, _ := motion.UnitNamed(a.Scheme.Unit)
	span, ok := a.article.Reader.UnitHere(unit)
	if !ok {
		a.notify("screen.noUnitHere", a.Words.Term(cmp.Or(unit.Name, "selection")))
	}
	return span
}

// An unseen says what a key would do to something that is off the screen.
type unseen struct {
	question string // the id of the message, with places for what it is and the key that declines
	args     []any
	prose    bool // what follows the key is a text: its first n must not decline, for the rest of it would be commands
}

// asksUnseen asks before a key changes what is off the screen, and reports whether it does. What is asked about is shown;
// yes types the key again.
func (a *App) asksUnseen(what unseen, spans []text.Span, again func(*App) tea.Cmd) bool {
	view := text.Span{Start: a.article.Reader.Top(), End: a.article.Reader.Bottom()}
	if slices.ContainsFunc(spans, view.Overlaps) {
		return false
	}
	quote := article.Excerpt(a.article.Session.Text().Slice(spans[0]))
	a.article.Reader.Show(spans[0].Start)
	no := "n"
	if what.prose {
		no = "esc"
	}
	a.ask(&dialog.Confirm{Question: a.Words.Text(what.question, slices.Concat([]any{quote, no}, what.args)...), Prose: what.prose}, again)
	return true
}

func (a *App) repeatLabels() tea.Cmd {
	span, ok := a.article.Reader.Selected()
	if !ok {
		span = a.unitHere()
	}
	if span.Empty() || a.asksUnseen(unseen{question: "screen.askLabel"}, []text.Span{span}, (*App).repeatLabels) {
		return nil
	}
	a.commit(a.article.Editor().Repeat(span, a.labels))
	return nil
}

func (a *App) addFragment() tea.Cmd { return a.reshape(edit.Editor.AddFragment) }
func (a *App) cutFragment() tea.Cmd { return a.reshape(edit.Editor.CutFragment) }

// reshape changes the fragments of the claim that was picked, or that the
// selection touches.
func (a *App) reshape(by func(edit.Editor, *model.Claim, text.Span) (model.Edit, error)) tea.Cmd {
	span, ok := a.article.Reader.Selected()
	c := a.article.Session.Set().Claim(a.article.Picked())
	if c == nil {
		c = a.article.Current()
	}
	switch {
	case !ok:
		a.notify("screen.selectPiece")
		return nil
	case c == nil:
		a.message = a.Words.Error(edit.ErrNoClaim)
		return nil
	case a.asksUnseen(unseen{question: "screen.askChange", args: []any{article.Excerpt(c.Quote())}}, []text.Span{span}, func(a *App) tea.Cmd { return a.reshape(by) }):
		return nil
	}
	e, err := by(a.article.Editor(), c, span)
	a.commit(e, c.ID, err)
	return nil
}
