// Package noise finds the parts of a scraped article that its author did not write: strings injected into words, lines of
// editors and sources, blocks of links, disclaimers, share bars, runs of blank lines, and lines that repeat over a corpus.
// It never deletes: a Candidate has a span, a kind, a confidence and a reason, and a person decides.
//
// Lines are classified by tables of words and by their position (lines.go, linetable.go, tail.go). Injected strings are
// found by evidence that adds up (evidence.go): an injection repeats (repeat.go), contains advertising words (lexicon.go),
// and occurs where no string of the author's can, in the middle of a word (inword.go), or where no word of the sentence
// leads to it (context.go):
//
//	邹勇兵强[万博官方体育app]调，广东        强 and 调 join to a word when it is gone
//	      └┬┘└──────┬──────┘└┬┘
//	       强───────────────调
//
// Time is linear in the length of the text, whatever the text. The package is pure: it reads no files and keeps no
// state but the CorpusCounts that a caller owns. Begin with Detect.
package noise

import (
	"cmp"
	"slices"

	"pizhu/model/text"
	"pizhu/model/words"
)

// Version numbers the rules; it grows whenever the same text may have other candidates.
const Version = 2

// Certain is the confidence from which a candidate counts as noise until somebody rejects it.
const Certain = 0.9

// minConfidence is the confidence below which a candidate is dropped: one that is more often wrong than right helps nobody.
const minConfidence = 0.5

// A Kind is the sort of noise that a candidate is.
type Kind string

// The kinds.
const (
	Injected   Kind = "injected"   // a string within a sentence
	Editor     Kind = "editor"     // the names of editors or proof-readers
	Source     Kind = "source"     // the name or address of the original
	Related    Kind = "related"    // links to other articles, and the line above them
	Disclaimer Kind = "disclaimer" // liability and copying
	Share      Kind = "share"      // buttons of the page, as text
	Blank      Kind = "blank"      // two or more blank lines together
	Repeated   Kind = "repeated"   // a line that many documents of the corpus have
)

// A Candidate is one piece of text that may be noise.
//
// Its span lies on cluster boundaries. That of an injected string is exactly the string. That of a line is the line
// without white space around it and without its end, so that a dimmed line keeps its indent; a run of blank lines is all
// of their lines, ends included. An editor or a source in brackets at the end of a paragraph is the brackets.
type Candidate struct {
	Span       text.Span
	Kind       Kind
	Confidence float64 // from minConfidence to 1; from Certain on measured (TestGenerated), below it a ranking
	Reason     string
}

// Detect returns the noise of one text, in order. Candidates do not overlap, except that a certain one may lie inside an
// uncertain line: the one is cut out, the other only suggested.
func Detect(t *text.Text, w *words.Segmenter, r Rules) []Candidate {
	return (*CorpusCounts)(nil).Detect(t, w, r)
}

// Detect returns the noise of a text that belongs to the corpus that c counted. c may be nil.
func (c *CorpusCounts) Detect(t *text.Text, w *words.Segmenter, r Rules) []Candidate {
	p := newPage(t, w)
	found := p.findBlankLines()
	found = append(found, p.findLines(c, r)...)
	found = append(found, p.findInjections(c, r)...)
	return resolveOverlaps(t, slices.DeleteFunc(found, func(f Candidate) bool { return f.Confidence < minConfidence || r.isKept(t, f) }))
}

// resolveOverlaps moves candidates to cluster boundaries, sorts them and resolves overlaps: the more certain stays, at a
// tie the longer.
func resolveOverlaps(t *text.Text, candidates []Candidate) []Candidate {
	for i := range candidates {
		candidates[i].Span = t.Snap(candidates[i].Span)
	}
	slices.SortStableFunc(candidates, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End), cmp.Compare(b.Confidence, a.Confidence))
	})
	var kept []Candidate
	for _, f := range candidates {
		kept = insertBest(kept, f)
	}
	return slices.Clip(kept)
}

// insertBest adds f, which begins no earlier than those kept, unless one of them is better. Kept candidates overlap two
// deep at most, so only the last two can overlap f.
func insertBest(kept []Candidate, f Candidate) []Candidate {
	for i := len(kept) - 1; i >= max(0, len(kept)-2); i-- {
		k := kept[i]
		if !k.Span.Overlaps(f.Span) || canNest(k, f) {
			continue
		}
		if k.Confidence > f.Confidence || k.Confidence == f.Confidence && k.Span.Len() >= f.Span.Len() {
			return kept
		}
		kept = slices.Delete(kept, i, i+1)
	}
	return append(kept, f)
}

// canNest reports whether inner may lie within outer: inner is certain and is cut out, outer is only suggested.
func canNest(outer, inner Candidate) bool {
	return outer.Span.Covers(inner.Span) && outer.Span != inner.Span && outer.Confidence < Certain && inner.Confidence >= Certain
}
