// Package anchor finds the claims of an article in its text again after the
// text was changed, or says that it cannot.
//
// A claim is looked for by its quote and by what stood around it. Matching goes
// over a folded text, in which the forms of one character are one; what is found
// is said in offsets of the text itself, on boundaries of clusters:
//
//	the text ──fold──> runes ──grams──> places to look at ──align──> candidates ──judge──> a Place
//
// A place is taken only where the evidence is for it and for no other. There are
// five ways that a claim can stand, see model.Standing; a claim never goes to
// another place without one of them saying so. What the package does not do: it
// changes no claim, reads no file, and knows no scheme.
package anchor

import (
	"slices"

	"pizhu/model"
	"pizhu/model/text"
)

// A Resolution is where a claim stands in a text, or what may be its place.
type Resolution struct {
	Standing model.Standing
	// Spans are those of the claim's fragments, in order, without overlap, on
	// boundaries of clusters. There are none of an ambiguous claim and of an
	// orphan.
	Spans []text.Span
	// Candidates are what a person may choose from where Spans is empty: the
	// likeliest first. Each has the spans of all fragments.
	Candidates [][]text.Span
}

// maxOffered is how many places a person is offered.
const maxOffered = 4

// A Resolver finds claims in one text. It never changes.
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

// Resolve finds claims that are ordered by where they stood, as those of a set
// are; the places come in the same order. The claims are looked for one by one;
// then those whose place is not sure are held against their neighbours, which are
// those that stood in the same text.
func (r *Resolver) Resolve(claims []*model.Claim) []Resolution {
	a := &aligner{text: r.folded.runes}
	trials := make([]match, len(claims))
	texts := map[string][]*match{}
	for i, c := range claims {
		trials[i] = r.matchClaim(c, a)
		texts[c.Stood] = append(texts[c.Stood], &trials[i])
	}
	for _, neighbours := range texts {
		resolveByNeighbours(neighbours)
	}
	places := make([]Resolution, len(trials))
	for i := range trials {
		places[i] = r.resolution(trials[i])
	}
	return places
}

// A match is one claim, and what was found of it.
type match struct {
	claim      *model.Claim
	gaps       []int         // how many characters stood before each fragment, from the end of the one before it
	candidates [][]candidate // the candidates of each fragment, the best first
	best       chain         // the candidates that go together best
	certain    bool          // best is the claim's place

	periodic bool // a fragment is like itself a little further on
}

// matchClaim looks for one claim without regard to others.
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

// isUndisturbed reports whether a claim stands where it stood, between the same prefixes
// and suffixes. A copy of the passage elsewhere is no reason to doubt it then. A claim
// that has nothing around it proves nothing.
func (r *Resolver) isUndisturbed(c *model.Claim) bool {
	for _, f := range c.Fragments {
		around := text.Span{Start: f.Span.Start - text.CountCodePoints(f.Prefix), End: f.Span.End + text.CountCodePoints(f.Suffix)}
		if f.Prefix+f.Suffix == "" || around.Start < 0 || around.End > r.text.Len() || r.text.Slice(around) != f.Prefix+f.Text+f.Suffix {
			return false
		}
	}
	return true
}

// inPlace are the candidates that stand where the fragments stood; nil where one has none.
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

// resolution says what came of a trial.
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

// unresolved lists what may be the claim's place. It is ambiguous where that looks
// like it, an orphan where it only stands where the claim once stood.
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

func equalSpans(spans []text.Span) func([]text.Span) bool {
	return func(other []text.Span) bool { return slices.Equal(spans, other) }
}

// spansOf are those of a chain in the text, on boundaries of clusters.
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
