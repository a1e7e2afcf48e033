package article

import (
	"fmt"
	"slices"

	"pizhu/annotate/noise"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/margin"
	"pizhu/ui/paint"
)

// The one list of what waits for a verdict, in the order of the text: claims that a rule, a model or another tool suggested,
// and candidates for noise, which become claims by the verdict.

// A Suggestion waits for a person to accept or reject it.
type Suggestion struct {
	Claim     *model.Claim    // nil for a candidate
	Candidate noise.Candidate // for noise
}

// Start returns where a suggestion begins in the text.
func (s Suggestion) Start() text.Offset {
	if s.Claim != nil {
		return s.Claim.Start()
	}
	return s.Candidate.Span.Start
}

// pending holds what was detected in the text. The suggested claims are in the set.
type pending struct {
	detected   []noise.Candidate
	parts      map[text.Offset]bool // the parts of the text that were looked through, by their start
	candidates []noise.Candidate    // of those detected, the ones that nobody has decided on
}

// forget drops what was detected, as another text has come.
func (p *pending) forget() { p.detected, p.parts = nil, nil }

// SuggestionAtCursor returns the suggestion that a verdict is about: the current claim, or else the candidate at the cursor.
func (a *Article) SuggestionAtCursor() (Suggestion, bool) {
	if c := a.Current(); c != nil && c.Suggested() {
		return Suggestion{Claim: c}, true
	}
	c, ok := a.candidateAt(a.Reader.Cursor())
	return Suggestion{Candidate: c}, ok
}

// Candidates returns the candidates for noise that nobody has decided on, in the order of the text.
func (a *Article) Candidates() []noise.Candidate { return a.pending.candidates }

// candidateAt returns the candidate at a place of the text.
func (a *Article) candidateAt(o text.Offset) (noise.Candidate, bool) {
	i := slices.IndexFunc(a.pending.candidates, func(c noise.Candidate) bool { return c.Span.Contains(o) })
	if i < 0 {
		return noise.Candidate{}, false
	}
	return a.pending.candidates[i], true
}

// NextSuggestion returns the first suggestion that begins at a place of the text or after it. Of two that begin together the
// claim comes first.
func (a *Article) NextSuggestion(from text.Offset) (Suggestion, bool) {
	var next Suggestion
	ok := false
	claims := a.Session.Set().Claims
	if i := slices.IndexFunc(claims, func(c *model.Claim) bool { return c.Start() >= from && c.Suggested() }); i >= 0 {
		next, ok = Suggestion{Claim: claims[i]}, true
	}
	candidates := a.pending.candidates
	i := slices.IndexFunc(candidates, func(c noise.Candidate) bool { return c.Span.Start >= from })
	if i >= 0 && (!ok || candidates[i].Span.Start < next.Start()) {
		next, ok = Suggestion{Candidate: candidates[i]}, true
	}
	return next, ok
}

// Decide accepts or rejects a suggestion.
func (a *Article) Decide(s Suggestion, v model.Verdict) error {
	if s.Claim != nil {
		return a.Do(a.Editor().Judge(s.Claim, v), "", nil)
	}
	e, _, err := a.Editor().Decide(s.Candidate, v)
	return a.Do(e, "", err)
}

// GoToSuggestion puts the cursor on a suggestion.
func (a *Article) GoToSuggestion(s Suggestion) {
	if s.Claim != nil {
		a.GoTo(s.Claim)
		return
	}
	a.Reader.Place(s.Start())
}

// Describe returns what a suggestion says, and why or by whom.
func (a *Article) Describe(s Suggestion) (says, why string) {
	if s.Claim != nil {
		return a.LabelNames(s.Claim), Provenance(a.Words, s.Claim.Provenance)[0]
	}
	return a.Words.Term(string(s.Candidate.Kind)), a.Words.Term(s.Candidate.Reason)
}

// detectable is the length in code points up to which an article is looked through as a whole.
const detectable = 1 << 20

// Detected holds the candidates for noise in a part of an article; in one that is not large, in all of it.
type Detected struct {
	text       *text.Text
	part       text.Span
	counts     *noise.CorpusCounts // that was used
	candidates []noise.Candidate
}

// Detect returns a job that looks for noise where nobody has looked yet: in a large article only in the part that is in view.
// Counts says what repeats over the articles; it may be nil. The job is nil where there is nothing to do.
func (a *Article) Detect(counts *noise.CorpusCounts) func() Detected {
	if a.Session.IsPartial() {
		return nil
	}
	t := a.Session.Text()
	large, part := t.Len() > detectable, text.Part{Span: t.All()}
	if large {
		part = t.Part(a.Reader.Top())
	}
	if a.pending.parts[part.Span.Start] {
		return nil
	}
	if a.pending.parts == nil {
		a.pending.parts = map[text.Offset]bool{}
	}
	a.pending.parts[part.Span.Start] = true
	w, rules := a.words, noise.SchemeRules(a.Scheme)
	return func() Detected {
		looked := t
		if large {
			looked = text.New(part.Text)
		}
		candidates := counts.Detect(looked, w, rules)
		for i := range candidates {
			candidates[i].Span.Start += part.Span.Start
			candidates[i].Span.End += part.Span.Start
		}
		return Detected{t, part.Span, counts, candidates}
	}
}

// Adopt puts what was detected in a part in place of what was there. Counts are those that are known now: what was detected by
// others, or in another text, is dropped.
func (a *Article) Adopt(d Detected, counts *noise.CorpusCounts) {
	if d.text != a.Session.Text() || d.counts != counts {
		return
	}
	kept := slices.DeleteFunc(a.pending.detected, func(c noise.Candidate) bool { return d.part.Contains(c.Span.Start) })
	i, _ := slices.BinarySearchFunc(kept, d.part.Start, func(c noise.Candidate, o text.Offset) int { return int(c.Span.Start - o) })
	a.pending.detected = slices.Insert(kept, i, d.candidates...)
	a.UpdateNoise()
}

// DetectAgain makes Detect look through all parts again.
func (a *Article) DetectAgain() { a.pending.parts = nil }

// The faces of candidates: what counts as noise is dim, what may be some is only marked.
var (
	certainFace   = face.Face{FG: face.Grey, Dim: true}
	uncertainFace = face.Face{Mark: face.Dots, MarkColour: face.Grey}
)

// candidateLayers shows the candidates in the text, below the claims.
func (a *Article) candidateLayers() []paint.Layer {
	var uncertain []text.Span
	for _, c := range a.pending.candidates {
		if c.Confidence < noise.Certain {
			uncertain = append(uncertain, c.Span)
		}
	}
	return []paint.Layer{{Spans: uncertain, Face: uncertainFace}, {Spans: a.certainNoise(), Face: certainFace}}
}

// candidateEntries returns the margin's entries of the candidates in view. The one at the cursor is open, unless a claim is.
// Below the text there is room for that one only.
func (a *Article) candidateEntries(v View, below bool) []margin.Entry {
	at, on := a.candidateAt(a.Reader.Cursor())
	var entries []margin.Entry
	for _, c := range a.pending.candidates {
		row, _, in := a.Reader.At(c.Span.Start)
		open := on && c.Span == at.Span && v.Current == nil
		if !in || below && !open {
			continue
		}
		if below {
			row = 0
		}
		e := margin.Entry{Row: row, Open: open, Tags: []margin.Tag{{Name: a.Words.Term(string(c.Kind)) + "?", Face: certainFace}}}
		if open {
			e.Detail = []string{fmt.Sprintf("%.2f %s", c.Confidence, a.Words.Term(c.Reason)), a.Words.Text("screen.verdictHelp")}
		}
		entries = append(entries, e)
	}
	return entries
}
