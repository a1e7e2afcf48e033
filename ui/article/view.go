package article

import (
	"fmt"
	"slices"

	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/margin"
	"pizhu/ui/message"
	"pizhu/ui/paint"
)

// A View holds what is drawn of an article in one frame, so that it is found once.
type View struct {
	Current  *model.Claim // may be nil, or not in view
	claims   []*model.Claim
	detached []session.Unresolved // whose text was changed
	indent   int                  // columns left of the text
	bare     paint.Row            // what is left of a row without a claim
}

// Gutter is the number of columns left of the text that the claims' brackets need.
const Gutter = 2

// View finds what is in view, where the text begins so many columns from the left.
func (a *Article) View(indent int) View {
	return View{a.Current(), a.visible(), a.detached(), indent, paint.Row{}.Pad(indent, face.Face{})}
}

// visible returns the claims that are in view and not rejected, in their order.
func (a *Article) visible() []*model.Claim {
	view := text.Span{Start: a.Reader.Top(), End: a.Reader.Bottom()}
	var claims []*model.Claim
	for _, c := range a.Session.Set().Claims {
		if c.Start() >= view.End {
			break
		}
		if c.End() > view.Start && c.Provenance.Verdict != model.Rejected {
			claims = append(claims, c)
		}
	}
	return claims
}

// Paint draws the text with its gutter; matches is the layer of what was searched. The rows belong to the Reader: they must
// not be changed.
func (a *Article) Paint(v View, matches paint.Layer) []paint.Row {
	return a.Reader.Paint(a.layers(v, matches), func(row text.Span) paint.Row { return a.gutter(v, row) })
}

// layers colours the text: the claims, the shorter over the longer; the current one; the matches; the selection over all.
func (a *Article) layers(v View, matches paint.Layer) []paint.Layer {
	byLength := slices.Clone(v.claims)
	slices.SortStableFunc(byLength, func(x, y *model.Claim) int { return y.Len() - x.Len() })
	layers := append(a.candidateLayers(), detachedLayers(v.detached)...)
	for _, c := range byLength {
		layers = append(layers, paint.Layer{Spans: c.Spans(), Face: a.ClaimFace(c)})
	}
	if v.Current != nil {
		layers = append(layers, paint.Layer{Spans: v.Current.Spans(), Face: face.Face{Bold: true}})
	}
	layers = append(layers, matches)
	if span, ok := a.Reader.Selected(); ok {
		layers = append(layers, paint.Layer{Spans: []text.Span{span}, Face: face.Face{Reverse: true}})
	}
	return layers
}

// gutter returns what is left of a row of text: a bracket for the claims on it, the current one before others.
//
//	,  a claim begins      '  a claim ends
//	|  it goes on          [  it begins and ends
func (a *Article) gutter(v View, span text.Span) paint.Row {
	var best *model.Claim
	for _, c := range v.claims {
		here := slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool { return f.Span.Overlaps(span) })
		if here && (best == nil || c == v.Current || best != v.Current && c.Len() < best.Len()) {
			best = c
		}
	}
	if best == nil {
		return v.bare
	}
	f := a.ClaimFace(best)
	f.Mark, f.Bold = face.NoMark, best == v.Current
	row := paint.Row{}.Pad(v.indent-Gutter, face.Face{}).Add(a.Measure, f, bracket(best, span))
	return row.Pad(v.indent, face.Face{})
}

// bracket returns the piece of a claim's bracket on the row of a span.
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

// Margin draws what was said of the claims in view, into a pane of columns and rows. Below the text there is room for the
// current claim, or for a few others.
func (a *Article) Margin(v View, columns, rows int, below bool) []margin.Row {
	var entries []margin.Entry
	for _, c := range v.claims {
		row, _, in := a.Reader.At(c.Start())
		switch {
		case below && v.Current != nil && c != v.Current:
			continue
		case below || !in:
			row = 0
		}
		entries = append(entries, a.Entry(c, row, c == v.Current))
	}
	if !below || v.Current == nil {
		entries = append(entries, a.candidateEntries(v, below)...)
		entries = append(entries, a.detachedEntries(v, below)...)
	}
	return margin.Draw(entries, columns, rows, a.Measure)
}

// guidelines is how many labels' guidelines an open entry shows. With more labels than that it shows none: a person who gives
// so many knows them.
const guidelines = 2

// Entry returns the margin's entry of a claim that begins on a row.
func (a *Article) Entry(c *model.Claim, row int, open bool) margin.Entry {
	e := margin.Entry{ID: c.ID, Row: row, Note: c.Note, Open: open, Tags: a.Tags(c)}
	if open {
		e.Detail = append(a.attributeLines(c), a.relationLines(c)...)
	}
	if open && c.Suggested() {
		e.Detail = append(e.Detail, a.Words.Text("screen.verdictHelp"))
	}
	if len(e.Tags) <= guidelines {
		e.Detail = append(e.Detail, a.guidelines(c)...)
	}
	e.Detail = append(e.Detail, Provenance(a.Words, c.Provenance)...)
	if n := len(c.Fragments); n > 1 {
		e.Detail = append(e.Detail, a.Words.Text("screen.fragments", n))
	}
	return e
}

// Tags returns the labels of a claim, with a question mark where it is a suggestion.
func (a *Article) Tags(c *model.Claim) []margin.Tag {
	var tags []margin.Tag
	for _, group := range a.GroupsOf(c) {
		for _, id := range c.Labels[group] {
			tag := margin.Tag{Name: a.LabelName(group, id), Face: a.LabelFace(group, id)}
			if c.Suggested() {
				tag.Name += "?"
			}
			tags = append(tags, tag)
		}
	}
	if len(tags) == 0 {
		return []margin.Tag{{Name: a.Words.Text("screen.noLabel")}}
	}
	return tags
}

// TagRuns returns the tags of a claim on one line.
func (a *Article) TagRuns(c *model.Claim) []paint.Run {
	var runs []paint.Run
	for _, tag := range a.Tags(c) {
		runs = append(runs, paint.Run{Text: tag.Name, Face: tag.Face}, paint.Run{Text: "  "})
	}
	return runs
}

// guidelines returns the guidelines of a claim's labels.
func (a *Article) guidelines(c *model.Claim) []string {
	var lines []string
	for _, group := range a.GroupsOf(c) {
		for _, id := range c.Labels[group] {
			if l := a.find(group, id); l != nil && l.Guideline != "" {
				lines = append(lines, l.Guideline)
			}
		}
	}
	return lines
}

// attributeLines returns what the margin says of a claim's attributes.
func (a *Article) attributeLines(c *model.Claim) []string {
	var lines []string
	for _, what := range a.Scheme.Attributes {
		if v, ok := c.Attributes[what.ID]; ok {
			lines = append(lines, what.Names.In(a.Lang)+": "+what.ValueName(v, a.Lang))
		}
	}
	return lines
}

// Provenance returns lines that say who made, decided on and changed a claim or a relation, and how. There is at least one.
func Provenance(w *message.Words, p model.Provenance) []string {
	const minute = "2006-01-02 15:04"
	made, changed := p.Created.Format(minute), p.Modified.Format(minute)
	lines := []string{fmt.Sprintf("%s, %s, %s", p.By, w.Term(string(p.Method)), made)}
	if p.Confidence != nil {
		lines[0] += fmt.Sprintf(", %.2f", *p.Confidence)
	}
	if p.Verdict != model.Undecided {
		lines = append(lines, w.Text("screen.decidedBy", w.Term(string(p.Verdict)), p.DecidedBy, p.Decided.Format(minute)))
	}
	if !p.Modified.IsZero() && (p.ModifiedBy != p.By || changed != made) {
		lines = append(lines, w.Text("screen.changedBy", p.ModifiedBy, changed))
	}
	return lines
}
