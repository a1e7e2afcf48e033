// Package noise finds what a scraper left in an article that its author did not write: strings injected into words,
// lines of editors and sources, blocks of links, disclaimers, share bars, runs of blank lines, and lines that repeat
// over a corpus. It never deletes: a Find is a place, a kind, a confidence and a reason, and a person has the last word.
//
// Lines are judged by tables of words and by where they stand (lines.go, linetable.go, tail.go). Injected strings are
// judged by evidence that adds up (evidence.go): an injection repeats (repeat.go), speaks like an advertisement
// (lexicon.go), and stands where a string of the author's cannot, in the middle of a word (odd.go), or where nothing in
// the sentence leads up to it (fit.go):
//
//	邹勇兵强[万博官方体育app]调，广东        强 and 调 join to a word when it is gone
//	      └┬┘└──────┬──────┘└┬┘
//	       强───────────────调
//
// Time is linear in the length of the text, whatever the text. The package is pure: it reads no files and keeps no
// state but the Corpus that a caller owns.
package noise

import (
	"cmp"
	"slices"

	"pizhu/model/text"
	"pizhu/model/words"
)

// Version numbers the rules; it grows whenever the same text may give other finds.
const Version = 2

// Certain is the confidence from which a find counts as noise until somebody rejects it.
const Certain = 0.9

// minConfidence is the confidence below which nothing is said: a find that is more often wrong than right helps nobody.
const minConfidence = 0.5

// A Kind says what sort of noise a find is.
type Kind string

const (
	Injected   Kind = "injected"   // a string within a sentence
	Editor     Kind = "editor"     // who edited or checked the article
	Source     Kind = "source"     // where it was taken from
	Related    Kind = "related"    // links to other articles, and the line above them
	Disclaimer Kind = "disclaimer" // who answers for it, who may copy it
	Share      Kind = "share"      // buttons, as text
	Blank      Kind = "blank"      // two or more blank lines together
	Repeated   Kind = "repeated"   // a line of many documents of the corpus
)

// A Candidate is one piece of noise.
//
// Its span lies on cluster boundaries. That of an injected string is the string to the letter. That of a line is the
// line without white space around it and without its end, so that a dimmed line keeps its indent; a run of blank
// lines is their whole lines, ends included. An editor or a source in brackets at the end of a paragraph is the brackets.
type Candidate struct {
	Span       text.Span
	Kind       Kind
	Confidence float64 // from least to 1; from Sure on measured (TestGenerated), below it a ranking
	Reason     string
}

// Detect finds the noise of one text, in order of place. Finds do not overlap, but for a find that is Sure inside a
// line that is not: the one is cut out, the other only suggested.
func Detect(t *text.Text, w *words.Segmenter, r Rules) []Candidate {
	return (*CorpusCounts)(nil).Detect(t, w, r)
}

// Detect finds the noise of a text that belongs to c, which may be nil.
func (c *CorpusCounts) Detect(t *text.Text, w *words.Segmenter, r Rules) []Candidate {
	p := newPage(t, w)
	finds := p.findBlankLines()
	finds = append(finds, p.findLines(c, r)...)
	finds = append(finds, p.findInjections(c, r)...)
	return resolveOverlaps(t, slices.DeleteFunc(finds, func(f Candidate) bool { return f.Confidence < minConfidence || r.isKept(t, f) }))
}

// resolveOverlaps puts finds on cluster boundaries and in order, and resolves overlaps: the surer find stays, at a tie the longer.
func resolveOverlaps(t *text.Text, finds []Candidate) []Candidate {
	for i := range finds {
		finds[i].Span = t.Snap(finds[i].Span)
	}
	slices.SortStableFunc(finds, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End), cmp.Compare(b.Confidence, a.Confidence))
	})
	var kept []Candidate
	for _, f := range finds {
		kept = insertBest(kept, f)
	}
	return slices.Clip(kept)
}

// insertBest adds f, which begins no earlier than those kept, unless one of them is better. Kept finds overlap two deep at
// most, so the last two are all that f can meet.
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

// canNest reports whether inner may stand within outer: it is cut out for certain, outer only suggested.
func canNest(outer, inner Candidate) bool {
	return outer.Span.Covers(inner.Span) && outer.Span != inner.Span && outer.Confidence < Certain && inner.Confidence >= Certain
}
