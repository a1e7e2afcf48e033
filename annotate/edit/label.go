// Package edit makes edits of a set: of claims, relations, notes, labels and verdicts. It changes nothing itself.
package edit

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"pizhu/model"
	"pizhu/model/text"
)

// An Author is who makes an edit, and with what: the clock and the ids are
// given, so that a sidecar can be made again exactly.
type Author struct {
	Name  string
	Now   func() time.Time
	NewID func() string
}

// A Editor is what an edit is made on: the text, the scheme, the set as it is,
// and the author. Its methods make edits and change nothing.
type Editor struct {
	Text   *text.Text
	Scheme *model.Scheme
	Set    model.Set
	Author Author
	Found  []text.Span // noise that was found and that nobody has rejected
}

// What stands in the way of an edit.
var (
	ErrNothingThere = errors.New("nothing is selected but noise or blanks")
	ErrNoClaim      = errors.New("no claim here")
	ErrNoLabels     = errors.New("no claim was labelled yet")
	ErrNoNoise      = errors.New("the scheme has no group for noise")
	ErrEmptyNote    = errors.New("an empty note makes no claim")
	ErrUnchanged    = errors.New("the claim stays as it is")
	ErrNothingLeft  = errors.New("that would leave nothing of the claim: {key:delete-claim} deletes it")
)

// LabelSpan puts a label on the claim that has just this span, noise cut out,
// or takes it off; where there is none, it makes a new claim. A claim whose last
// label goes, and which has no note, goes too. It returns the id of the claim.
func (d Editor) LabelSpan(s text.Span, group, label string) (model.Edit, string, error) {
	spans := d.fragments(s, group)
	if len(spans) == 0 {
		return model.Edit{}, "", ErrNothingThere
	}
	if c := d.Set.With(spans); c != nil {
		return d.LabelClaim(c, group, label)
	}
	c := d.newClaim(spans)
	c.Labels = d.Scheme.Toggle(nil, group, label)
	changes := append(d.startWork(), model.Change{After: c})
	if d.isNoiseGroup(group) {
		changes = append(changes, d.cutNoise(spans)...)
	}
	return model.Edit{Action: model.LabelAction(group, label), Changes: changes}, c.ID, nil
}

// LabelClaim puts a label on a claim, or takes it off where it has it.
func (d Editor) LabelClaim(c *model.Claim, group, label string) (model.Edit, string, error) {
	next := d.editAsPerson(c)
	next.Labels = d.Scheme.Toggle(c.Labels, group, label)
	changes := d.replace(c, next)
	if d.isNoiseGroup(group) && next.Has(group, label) {
		changes = append(changes, d.cutNoise(c.Spans())...)
	}
	return model.Edit{Action: model.LabelAction(group, label), Changes: changes}, c.ID, nil
}

// Repeat puts all the labels of another claim on a span.
func (d Editor) Repeat(s text.Span, labels map[string][]string) (model.Edit, string, error) {
	if len(labels) == 0 {
		return model.Edit{}, "", ErrNoLabels
	}
	var noisy string
	for group := range labels {
		if d.isNoiseGroup(group) {
			noisy = group
		}
	}
	spans := d.fragments(s, noisy)
	if len(spans) == 0 {
		return model.Edit{}, "", ErrNothingThere
	}
	e := model.Edit{Action: model.ActionRepeatLabels, Changes: d.startWork()}
	before := d.Set.With(spans)
	after := d.newClaim(spans)
	if before != nil {
		after = d.editAsPerson(before)
		e.Changes = nil
	}
	after.Labels = maps.Clone(after.Labels)
	for group, list := range labels {
		after.Labels[group] = slices.Clone(list)
	}
	e.Changes = append(e.Changes, changeClaim(before, after))
	return e, after.ID, nil
}

// Note writes the note of a claim.
func (d Editor) Note(c *model.Claim, note string) model.Edit {
	next := d.copyOf(c)
	next.Note = note
	return model.Edit{Action: model.ActionEditNote, Changes: d.replace(c, next)}
}

// On is the claim that has just this span, noise cut out, or nil.
func (d Editor) On(s text.Span) *model.Claim {
	spans := d.fragments(s, "")
	if len(spans) == 0 {
		return nil
	}
	return d.Set.With(spans)
}

// NoteSpan writes the note of the claim that has just this span, noise cut out. Where there is none, it makes one without
// labels. It returns the id of the claim.
func (d Editor) NoteSpan(s text.Span, note string) (model.Edit, string, error) {
	if c := d.On(s); c != nil {
		return d.Note(c, note), c.ID, nil
	}
	spans := d.fragments(s, "")
	switch {
	case len(spans) == 0:
		return model.Edit{}, "", ErrNothingThere
	case strings.TrimSpace(note) == "":
		return model.Edit{}, "", ErrEmptyNote
	}
	c := d.newClaim(spans)
	c.Note = note
	return model.Edit{Action: model.ActionEditNote, Changes: append(d.startWork(), model.Change{After: c})}, c.ID, nil
}

// Delete removes a claim, with the relations that hang on it.
func (d Editor) Delete(c *model.Claim) model.Edit {
	return model.Edit{Action: model.ActionDeleteClaim, Changes: d.Set.Remove(c)}
}

// AddFragment adds a span, noise cut out, to a claim.
func (d Editor) AddFragment(c *model.Claim, s text.Span) (model.Edit, error) {
	added := d.fragments(s, "")
	if len(added) == 0 {
		return model.Edit{}, ErrNothingThere
	}
	return d.reshape(c, joinSpans(append(c.Spans(), added...)), model.ActionAddFragment)
}

// CutFragment cuts a span out of a claim.
func (d Editor) CutFragment(c *model.Claim, s text.Span) (model.Edit, error) {
	return d.reshape(c, subtractSpans(c.Spans(), []text.Span{s}), model.ActionCutFragment)
}

func (d Editor) reshape(c *model.Claim, spans []text.Span, name model.Action) (model.Edit, error) {
	if spans = d.trim(spans); len(spans) == 0 {
		return model.Edit{}, ErrNothingLeft
	}
	if slices.Equal(spans, c.Spans()) {
		return model.Edit{}, ErrUnchanged
	}
	next := d.editAsPerson(c)
	next.Fragments = d.describe(spans)
	return model.Edit{Action: name, Changes: []model.Change{changeClaim(c, next)}}, nil
}

// fragments are the parts of a selection that a claim with a label of the group
// takes: without noise, unless the label says noise or there is nothing else,
// and without blanks at their ends.
func (d Editor) fragments(s text.Span, group string) []text.Span {
	whole := []text.Span{s}
	if d.isNoiseGroup(group) {
		return d.trim(whole)
	}
	if rest := d.trim(subtractSpans(whole, append(d.Set.NoiseIn(s, d.Scheme), d.Found...))); len(rest) > 0 {
		return rest
	}
	return d.trim(whole)
}

// trim takes the blanks off the ends of spans, and drops what was only blank.
func (d Editor) trim(spans []text.Span) []text.Span {
	var trimmed []text.Span
	for _, s := range spans {
		runes := []rune(d.Text.Slice(s))
		for len(runes) > 0 && unicode.IsSpace(runes[0]) {
			runes, s.Start = runes[1:], s.Start+1
		}
		for n := len(runes); n > 0 && unicode.IsSpace(runes[n-1]); n = len(runes) {
			runes, s.End = runes[:n-1], s.End-1
		}
		if s = d.Text.Snap(s); !s.Empty() {
			trimmed = append(trimmed, s)
		}
	}
	return trimmed
}

// cutNoise takes new noise out of the middle of the claims that hold it. A
// claim that would be nothing but noise is left as it is.
func (d Editor) cutNoise(noise []text.Span) []model.Change {
	var changes []model.Change
	for _, c := range d.Set.Claims {
		if c.IsNoise(d.Scheme) || c.Provenance.Verdict == model.Rejected {
			continue
		}
		rest := d.trim(subtractSpans(c.Spans(), noise))
		if len(rest) == 0 || slices.Equal(rest, c.Spans()) || d.Set.With(rest) != nil {
			continue
		}
		next := d.copyOf(c)
		next.Fragments = d.describe(rest)
		changes = append(changes, changeClaim(c, next))
	}
	return changes
}

// newClaim is a new claim with no labels yet.
func (d Editor) newClaim(spans []text.Span) *model.Claim {
	return &model.Claim{
		ID:         d.Author.NewID(),
		Fragments:  d.describe(spans),
		Labels:     map[string][]string{},
		Attributes: map[string]any{},
		Provenance: model.Provenance{By: d.Author.Name, Method: model.Person, Created: d.now()},
	}
}

// copyOf is a copy of a claim that says who changed it.
func (d Editor) copyOf(c *model.Claim) *model.Claim {
	next := c.Clone()
	d.sign(&next.Provenance)
	return next
}

// sign says in what is changed who changed it. What its author changes within the
// second in which it was made counts as new.
func (d Editor) sign(p *model.Provenance) {
	if p.By != d.Author.Name || !p.Created.Equal(d.now()) || !p.Modified.IsZero() {
		p.Modified, p.ModifiedBy = d.now(), d.Author.Name
	}
}

// replace changes a claim, or removes it where nothing is left to keep.
func (d Editor) replace(before, after *model.Claim) []model.Change {
	if !after.Labelled() && strings.TrimSpace(after.Note) == "" {
		return d.Set.Remove(before)
	}
	return []model.Change{changeClaim(before, after)}
}

// changeClaim is a change of a claim, of which before may be nil.
func changeClaim(before, after *model.Claim) model.Change {
	if before == nil {
		return model.Change{After: after}
	}
	return model.Change{Before: before, After: after}
}

// startWork moves an article that nobody worked on to the scheme's next status.
func (d Editor) startWork() []model.Change {
	now, next := d.Set.Document, d.Set.Document
	statuses := d.Scheme.Statuses
	if len(statuses) < 2 || now.Status != statuses[0].ID || statuses[1].Final {
		return nil
	}
	next.Status = statuses[1].ID
	return []model.Change{{Before: &now, After: &next}}
}

func (d Editor) describe(spans []text.Span) []model.Fragment {
	fragments := make([]model.Fragment, len(spans))
	for i, s := range spans {
		fragments[i] = model.Describe(d.Text, s)
	}
	return fragments
}

func (d Editor) isNoiseGroup(group string) bool {
	g := d.Scheme.Group(group)
	return g != nil && g.Noise
}

func (d Editor) now() time.Time { return d.Author.Now().UTC().Truncate(time.Second) }

// subtractSpans is what the spans of cut leave of spans.
func subtractSpans(spans, cut []text.Span) []text.Span {
	var rest []text.Span
	for _, s := range spans {
		rest = append(rest, s.Subtract(cut)...)
	}
	return rest
}

// joinSpans joins spans that overlap or touch, in order.
func joinSpans(spans []text.Span) []text.Span {
	text.SortSpans(spans)
	var joined []text.Span
	for _, s := range spans {
		if n := len(joined); n > 0 && s.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}
