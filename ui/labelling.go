package ui

import (
	tea "charm.land/bubbletea/v2"

	"pizhu/annotate"
	"pizhu/model"
	"pizhu/model/motion"
	"pizhu/model/text"
)

// label puts a label on the selection; without one on the current claim;
// without that on the unit under the cursor that the scheme names.
func (a *App) label(group, label string) tea.Cmd {
	desk := a.desk()
	if span, ok := a.reader.Selected(); ok {
		return a.commit(desk.LabelSpan(span, group, label))
	}
	if c := a.current(); c != nil {
		return a.commit(desk.LabelClaim(c, group, label))
	}
	if span, ok := a.unitHere(); ok {
		return a.commit(desk.LabelSpan(span, group, label))
	}
	a.message = annotate.ErrNothingThere.Error()
	return nil
}

// unitHere is the scheme's unit under the cursor.
func (a *App) unitHere() (text.Span, bool) {
	unit, ok := motion.UnitNamed(a.Scheme.Unit)
	if !ok {
		return text.Span{}, false
	}
	return a.reader.UnitHere(unit)
}

func (a *App) repeatLabels() tea.Cmd {
	span, ok := a.reader.Selected()
	if !ok {
		span, ok = a.unitHere()
	}
	if !ok {
		return nil
	}
	return a.commit(a.desk().Repeat(span, a.labels))
}

func (a *App) addFragment() tea.Cmd { return a.reshape(annotate.Desk.AddFragment) }
func (a *App) cutFragment() tea.Cmd { return a.reshape(annotate.Desk.CutFragment) }

// reshape changes the fragments of the claim that was picked, or that the
// selection touches.
func (a *App) reshape(by func(annotate.Desk, *model.Claim, text.Span) (model.Edit, error)) tea.Cmd {
	span, ok := a.reader.Selected()
	c := a.session.Set().Claim(a.picked)
	if c == nil {
		c = a.current()
	}
	switch {
	case !ok:
		a.message = "select what to add or to cut first"
		return nil
	case c == nil:
		a.message = annotate.ErrNoClaim.Error()
		return nil
	}
	e, err := by(a.desk(), c, span)
	return a.commit(e, c.ID, err)
}
