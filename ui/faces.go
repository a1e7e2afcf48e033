package ui

import (
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
	"pizhu/ui/status"
)

// visible are the claims that are on the screen, the rejected left out, in
// their order.
func (a *App) visible() []*model.Claim {
	view := text.Span{Start: a.reader.Top(), End: a.reader.Bottom()}
	var claims []*model.Claim
	for _, c := range a.session.Set().Claims {
		if c.Start() >= view.End {
			break
		}
		if c.End() > view.Start && c.Provenance.Verdict != model.Rejected {
			claims = append(claims, c)
		}
	}
	return claims
}

// layers colour the text: the claims, the shorter over the longer; the current
// one; the selection over all.
func (a *App) layers(s scene) []paint.Layer {
	byLength := slices.Clone(s.claims)
	slices.SortStableFunc(byLength, func(x, y *model.Claim) int { return y.Len() - x.Len() })
	layers := append(a.findLayers(), driftLayers(s.offered)...)
	for _, c := range byLength {
		layers = append(layers, paint.Layer{Spans: c.Spans(), Face: a.claimFace(c)})
	}
	if s.current != nil {
		layers = append(layers, paint.Layer{Spans: s.current.Spans(), Face: face.Face{Bold: true}})
	}
	layers = append(layers, a.matchLayer())
	if span, ok := a.reader.Selected(); ok {
		layers = append(layers, paint.Layer{Spans: []text.Span{span}, Face: face.Face{Reverse: true}})
	}
	return layers
}

// gutter is what stands left of a row of text: a bracket for the claims on it,
// the current one before others.
//
//	,  a claim begins      '  a claim ends
//	|  it goes on          [  it begins and ends
func (a *App) gutter(s scene, span text.Span) paint.Row {
	var best *model.Claim
	for _, c := range s.claims {
		here := slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool { return f.Span.Overlaps(span) })
		if here && (best == nil || c == s.current || best != s.current && c.Len() < best.Len()) {
			best = c
		}
	}
	if best == nil {
		return s.bare
	}
	f := a.claimFace(best)
	f.Mark, f.Bold = face.NoMark, best == s.current
	row := paint.Row{}.Pad(s.text-gutter, face.Face{}).Add(a.Measure, f, bracket(best, span))
	return row.Pad(s.text, face.Face{})
}

// bracket is the piece of a claim's bracket on the row of a span.
func bracket(c *model.Claim, row text.Span) string {
	begins, ends := row.Contains(c.Start()), c.End() <= row.End
	switch {
	case begins && ends:
		return "["
	case begins:
		return ","
	case ends:
		return "'"
	}
	return "|"
}

// claimFace is the face of a claim's text: the colour and the mark of its first
// label; noise is dim.
func (a *App) claimFace(c *model.Claim) face.Face {
	for _, group := range a.groupsOf(c) {
		f := a.labelFace(group, c.Labels[group][0])
		if len(c.Labels) == 1 || f.Mark != face.NoMark || f.Dim {
			return f
		}
	}
	return face.Face{Mark: face.Line}
}

// groupsOf are the groups that a claim has labels of, in the scheme's order,
// those that the scheme does not know after the others.
func (a *App) groupsOf(c *model.Claim) []string {
	var known, unknown []string
	for _, g := range a.Scheme.Groups {
		if len(c.Labels[g.ID]) > 0 {
			known = append(known, g.ID)
		}
	}
	for group, labels := range c.Labels {
		if len(labels) > 0 && a.Scheme.Group(group) == nil {
			unknown = append(unknown, group)
		}
	}
	slices.Sort(unknown)
	return append(known, unknown...)
}

// schemeLabel finds a label in the scheme, or nil.
func (a *App) schemeLabel(group, id string) *model.Label {
	if g := a.Scheme.Group(group); g != nil {
		return g.Label(id)
	}
	return nil
}

// labelFace is the face that a label gives to text: its colour, and the mark of
// its group.
func (a *App) labelFace(group, id string) face.Face {
	g, l := a.Scheme.Group(group), a.schemeLabel(group, id)
	if l == nil {
		return face.Face{Mark: face.Line}
	}
	colour, _ := face.Named(l.Colour)
	if g.Noise {
		return face.Face{FG: colour, Dim: true}
	}
	mark, _ := face.MarkNamed(g.Mark)
	return face.Face{FG: colour, Mark: mark, MarkColour: colour}
}

// labelName is a label's name, or its id where the scheme does not know it.
func (a *App) labelName(group, id string) string {
	if l := a.schemeLabel(group, id); l != nil {
		return l.Names.In(a.Lang)
	}
	return group + "/" + id
}

// shortName is a label's name without what it shares with others of its group: of
// 未来材料 among 未来… 材料 is enough, of Goal for 2030 and Goal for 2035 the years.
func (a *App) shortName(group, id string) string {
	name := a.labelName(group, id)
	g := a.Scheme.Group(group)
	if g == nil {
		return name
	}
	var others []string
	for _, l := range g.Labels {
		if l.ID != id && !strings.Contains(l.Key, " ") {
			others = append(others, l.Names.In(a.Lang))
		}
	}
	return strings.TrimSpace(status.Distinct(name, others))
}
