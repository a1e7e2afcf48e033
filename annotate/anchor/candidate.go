package anchor

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"pizhu/model"
	"pizhu/model/text"
)

// A candidate is a position that a fragment may have.
type candidate struct {
	from, to int         // of the quote, in runes of the folded text
	extra    [2]int      // runes before from and after to that replace the quote's first and last rune
	start    text.Offset // of the quote, in the text
	parts    [3]partEvidence
}

// The parts of a pattern, as evidence.
const (
	before = iota // the prefix
	within        // the quote
	after         // the suffix
)

// A partEvidence compares a part of a pattern with the text at a candidate.
type partEvidence struct {
	length  int // of the pattern, in runes
	found   int // of the text, in runes
	edits   int // between the two
	letters int // letters and digits of the pattern: blanks and stops prove little
	kept    int // of these, those that are unchanged
}

// addPair counts an aligned pair of runes.
func (p *partEvidence) addPair(want, have rune) {
	if want != have {
		p.edits++
	} else if isLetter(want) {
		p.kept++
	}
}

func isLetter(r rune) bool {
	return r > unicode.MaxRune || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// similarity returns 0 where nothing is unchanged, up to 1 where all is.
func (p partEvidence) similarity() float64 {
	n := max(p.length, p.found)
	if n == 0 {
		return 1
	}
	return max(0, 1-float64(p.edits)/float64(n))
}

// measureParts sets the lengths of the parts of a pattern.
func (c *candidate) measureParts(p pattern) {
	bounds := [...]int{0, p.quoteStart, p.quoteEnd, len(p.runes)}
	for i := range c.parts {
		part := &c.parts[i]
		sought := p.runes[bounds[i]:bounds[i+1]]
		part.length, part.found = len(sought), len(sought)
		for _, r := range sought {
			if isLetter(r) {
				part.letters++
			}
		}
	}
	c.parts[within].found = c.to - c.from
}

// exactCandidate returns the candidate at which a whole pattern is unchanged.
func exactCandidate(p pattern, at int) candidate {
	c := candidate{from: at + p.quoteStart, to: at + p.quoteEnd}
	c.measureParts(p)
	for i := range c.parts {
		c.parts[i].kept = c.parts[i].letters
	}
	return c
}

// score returns the similarity of the whole pattern, from 0 to 1.
func (c candidate) score() float64 {
	sum, n := 0.0, 0
	for _, p := range c.parts {
		sum += p.similarity() * float64(p.length)
		n += p.length
	}
	return sum / float64(max(n, 1))
}

func (c candidate) overlaps(d candidate) bool { return c.from < d.to && d.from < c.to }

// The limits of the search for a fragment.
const (
	maxPlacesPerGram = 32    // places of one gram, those nearest to the old position
	maxGrams         = 512   // grams of a pattern that are looked up
	maxBands         = 8     // bands that are aligned
	bandSlack        = 8     // runes by which an alignment may shift, besides an eighth of the pattern
	maxPattern       = 16384 // runes of a pattern; a longer one is found only unchanged
)

// findPattern returns the candidates for a fragment, the likeliest first. If the quote is unchanged with all its
// context, other places do not matter.
func (r *Resolver) findPattern(p pattern, a *aligner) []candidate {
	if p.quoteStart == p.quoteEnd || len(r.folded.runes) == 0 {
		return nil
	}
	found := r.findExact(p)
	if len(found) == 0 && len(p.runes) <= maxPattern {
		found = r.findSimilar(p, a)
	}
	for i := range found {
		found[i].start = r.folded.starts[found[i].from]
	}
	return found
}

// findSimilar returns the candidates that resemble a pattern, the likeliest first.
func (r *Resolver) findSimilar(p pattern, a *aligner) []candidate {
	var found []candidate
	for _, s := range append(r.bandsByVotes(p), r.bandsAtQuotes(p)...) {
		if c := a.align(p, s); c.to > c.from {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(x, y candidate) int { return cmp.Compare(y.score(), x.score()) })
	return dropOverlapping(found)
}

// newPattern makes the pattern of a fragment.
func newPattern(f model.Fragment) pattern {
	prefix, quote, suffix := fold(f.Prefix).runes, fold(f.Text).runes, fold(f.Suffix).runes
	return pattern{
		runes:      slices.Concat(prefix, quote, suffix),
		quoteStart: len(prefix), quoteEnd: len(prefix) + len(quote),
		oldStart: int(f.Span.Start) - utf8.RuneCountInString(f.Prefix),
	}
}

// isPeriodic reports whether a pattern repeats itself, the quote with its context on one side at least: then it
// resembles the text in several places even if it is in one.
func (p pattern) isPeriodic() bool {
	return repeats(p.runes) || repeats(p.runes[:p.quoteEnd]) || repeats(p.runes[p.quoteStart:])
}

// repeats reports whether runes resemble themselves some runes further on.
func repeats(runes []rune) bool {
	for shift := 1; shift <= len(runes)*2/3 && len(runes) >= 2*minProof; shift++ {
		most := (len(runes) - shift) / 8
		for i := shift; i < len(runes) && most >= 0; i++ {
			if runes[i] != runes[i-shift] {
				most--
			}
		}
		if most >= 0 {
			return true
		}
	}
	return false
}

// dropOverlapping keeps the better of candidates that overlap.
func dropOverlapping(found []candidate) []candidate {
	var kept []candidate
	for _, c := range found {
		if !slices.ContainsFunc(kept, c.overlaps) {
			kept = append(kept, c)
		}
	}
	return kept
}

// findExact returns the candidates of a whole pattern, by its rarest gram.
func (r *Resolver) findExact(p pattern) []candidate {
	if len(p.runes) < gramLen {
		return r.findShort(p)
	}
	rarest, at := r.grams.placesOf(p.runes), 0
	for i := range len(p.runes) - gramLen + 1 {
		if places := r.grams.placesOf(p.runes[i:]); len(places) < len(rarest) {
			rarest, at = places, i
		}
	}
	var found []candidate
	for _, place := range nearestPlaces(rarest, p.oldStart+at, maxPlacesPerGram) {
		if from := int(place) - at; r.isAt(p.runes, from) {
			found = append(found, exactCandidate(p, from))
		}
	}
	return found
}

// findShort returns the candidates of a pattern that is too short for a gram: a quote of a character or two without
// context.
func (r *Resolver) findShort(p pattern) []candidate {
	var found []candidate
	for from := range r.folded.runes {
		if r.isAt(p.runes, from) && len(found) < maxPlacesPerGram {
			found = append(found, exactCandidate(p, from))
		}
	}
	return found
}

// isAt reports whether runes are at a position of the text.
func (r *Resolver) isAt(runes []rune, from int) bool {
	return from >= 0 && from+len(runes) <= len(r.folded.runes) && slices.Equal(r.folded.runes[from:from+len(runes)], runes)
}

// bandsByVotes returns the bands of the text that share the most grams with the pattern. Each shared gram votes for the
// diagonal that it lies on.
func (r *Resolver) bandsByVotes(p pattern) []band {
	var votes []int
	n := len(p.runes) - gramLen + 1
	for i := 0; i < n; i += 1 + n/maxGrams {
		for _, place := range nearestPlaces(r.grams.placesOf(p.runes[i:]), p.oldStart+i, maxPlacesPerGram) {
			if r.isAt(p.runes[i:i+gramLen], int(place)) {
				votes = append(votes, int(place)-i)
			}
		}
	}
	slices.Sort(votes)
	reach := bandSlack + min(len(p.runes)/8, 128)
	var found []band
	for len(found) < maxBands && len(votes) > 0 {
		from, to := peak(votes, 2*reach)
		found = append(found, band{votes[from] - reach, votes[to-1] + reach})
		votes = slices.Delete(votes, from, to)
	}
	return found
}

// bandsAtQuotes returns the bands in which the quote is unchanged: two of them may be too near to each other for votes
// to separate them.
func (r *Resolver) bandsAtQuotes(p pattern) []band {
	quote := pattern{runes: p.quote(), quoteEnd: p.quoteEnd - p.quoteStart, oldStart: p.oldStart + p.quoteStart}
	if len(quote.runes) < gramLen {
		return nil
	}
	var found []band
	for _, c := range r.findExact(quote) {
		if len(found) < maxBands {
			found = append(found, band{c.from - p.quoteStart - bandSlack, c.from - p.quoteStart + bandSlack})
		}
	}
	return found
}

// peak returns the run of votes, within so many diagonals, that has the most.
func peak(votes []int, within int) (from, to int) {
	low := 0
	for i := range votes {
		for votes[i]-votes[low] > within {
			low++
		}
		if i+1-low > to-from {
			from, to = low, i+1
		}
	}
	return from, to
}
