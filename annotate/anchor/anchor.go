// Package anchor finds the claims of an article again after its text was changed,
// or reports that it cannot.
//
// A claim is searched for by its quote and the text around it. Matching uses a
// folded text, in which all forms of a character are one; results are offsets of
// the text itself, on cluster boundaries:
//
//	text ──fold──> runes ──grams──> bands ──align──> candidates ──isCertain──> Resolution
//
// A claim gets a position only where the evidence is for it and for no other. Its
// state afterwards is one of five, see model.Standing; a claim never
// moves without one of them saying so. The package changes no claim, reads no file
// and holds no scheme.
//
// Begin with Resolver.Resolve; candidate.go finds, align.go compares, judge.go
// decides.
package anchor

import (
	"slices"

	"pizhu/model"
	"pizhu/model/text"
)

// A Resolution is the position of a claim in a text, or the positions that it may have.
type Resolution struct {
	Standing model.Standing
	// Spans are those of the claim's fragments, in order, without overlap, on
	// cluster boundaries. It is empty for an ambiguous claim and for an orphan.
	Spans []text.Span
	// Candidates are the choices of a person where Spans is empty, the likeliest
	// first. Each has the spans of all fragments.
	Candidates [][]text.Span
}

// maxOffered is how many candidates a person can choose from.
const maxOffered = 4

// A Resolver finds claims in one text. It is immutable.
type Resolver struct {
	text   *text.Text
	folded folded
	grams  grams
}

// New makes a resolver of a text. It takes some 20 ns for a character.
func New(t *text.Text) *Resolver {
	f := fold(t.String())
	return &Resolver{text: t, folded: f, grams: indexGrams(f.runes)}
}

// Resolve finds claims, which are ordered by their old positions as those of a set are, and returns a resolution of each
// in the same order. It searches for the claims one by one, and then compares those that are uncertain with their
// neighbours in the same earlier text.
func (r *Resolver) Resolve(claims []*model.Claim) []Resolution {
	a := &aligner{text: r.folded.runes}
	matches := make([]match, len(claims))
	texts := map[string][]*match{}
	for i, c := range claims {
		matches[i] = r.matchClaim(c, a)
		texts[c.Stood] = append(texts[c.Stood], &matches[i])
	}
	for _, neighbours := range texts {
		resolveByNeighbours(neighbours)
	}
	places := make([]Resolution, len(matches))
	for i := range matches {
		places[i] = r.resolution(matches[i])
	}
	return places
}

// A match is one claim, and the candidates that were found for it.
type match struct {
	claim      *model.Claim
	gaps       []int         // how many characters were before each fragment, after the one before it
	candidates [][]candidate // the candidates of each fragment, the best first
	best       chain         // the candidates that fit together best
	certain    bool          // best is the claim's position

	periodic bool // a fragment resembles itself a little further on
}

// matchClaim searches for one claim without regard to others.
func (r *Resolver) matchClaim(c *model.Claim, a *aligner) match {
	t := match{claim: c, gaps: make([]int, len(c.Fragments)), candidates: make([][]candidate, len(c.Fragments))}
	for i, f := range c.Fragments {
		p := newPattern(f)
		t.candidates[i] = r.findPattern(p, a)
		t.periodic = t.periodic || p.isPeriodic()
		if i > 0 {
			t.gaps[i] = int(f.Span.Start - c.Fragments[i-1].Span.End)
		}
	}
	if best := t.inPlace(); best != nil && !t.periodic && r.isUndisturbed(c) {
		t.best, t.certain = best, true
		return t
	}
	t.best = bestChain(t.candidates, t.gaps)
	t.certain = t.isCertain()
	return t
}

// isUndisturbed reports whether a claim is in its old position, between the same prefixes and suffixes. A copy of the
// passage elsewhere is then no reason to doubt it. Without any context it proves nothing.
func (r *Resolver) isUndisturbed(c *model.Claim) bool {
	for _, f := range c.Fragments {
		around := text.Span{Start: f.Span.Start - text.CountCodePoints(f.Prefix), End: f.Span.End + text.CountCodePoints(f.Suffix)}
		if f.Prefix+f.Suffix == "" || around.Start < 0 || around.End > r.text.Len() || r.text.Slice(around) != f.Prefix+f.Text+f.Suffix {
			return false
		}
	}
	return true
}

// inPlace returns the candidates at the old positions of the fragments, or nil if one has none.
func (t match) inPlace() chain {
	best := make(chain, len(t.candidates))
	for i, found := range t.candidates {
		at := slices.IndexFunc(found, func(c candidate) bool { return c.start == t.claim.Fragments[i].Span.Start })
		if at < 0 {
			return nil
		}
		best[i] = found[at]
	}
	return best
}

// resolution returns the result of a match.
func (r *Resolver) resolution(t match) Resolution {
	if !t.certain {
		return r.unresolved(t)
	}
	spans := r.spansOf(t.best)
	return Resolution{Standing: r.standing(t.claim, spans), Spans: spans}
}

// standing compares what was found, character by character, with what was
// sought.
func (r *Resolver) standing(c *model.Claim, spans []text.Span) model.Standing {
	for i, f := range c.Fragments {
		if r.text.Slice(spans[i]) != f.Text {
			return model.Changed
		}
	}
	if slices.Equal(spans, c.Spans()) {
		return model.Unmoved
	}
	return model.Moved
}

// unresolved lists the possible positions of a claim. It is ambiguous where one looks like it, and an orphan where only
// the surroundings do.
func (r *Resolver) unresolved(t match) Resolution {
	p := Resolution{Standing: model.Orphan}
	for _, c := range t.alternatives() {
		if c.isLikely() {
			p.Standing = model.Ambiguous
		}
		spans := r.spansOf(c.withReplacements())
		if areAscending(spans) && !slices.ContainsFunc(p.Candidates, equalSpans(spans)) && len(p.Candidates) < maxOffered {
			p.Candidates = append(p.Candidates, spans)
		}
	}
	return p
}

// equalSpans returns a predicate for spans that equal the given ones.
func equalSpans(spans []text.Span) func([]text.Span) bool {
	return func(other []text.Span) bool { return slices.Equal(spans, other) }
}

// spansOf returns the spans of a chain in the text, on cluster boundaries.
func (r *Resolver) spansOf(c chain) []text.Span {
	spans := make([]text.Span, len(c))
	for i, x := range c {
		spans[i] = r.text.Snap(r.folded.span(x.from, x.to))
	}
	return spans
}

// areAscending reports whether spans can be those of a claim.
func areAscending(spans []text.Span) bool {
	end := text.Offset(0)
	for _, s := range spans {
		if s.Empty() || s.Start < end {
			return false
		}
		end = s.End
	}
	return true
}
