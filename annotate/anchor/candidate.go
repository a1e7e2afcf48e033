package anchor

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"pizhu/model"
	"pizhu/model/text"
)

// A candidate is a place where a fragment may stand.
type candidate struct {
	from, to int         // of the quote, in runes of the folded text
	more     [2]int      // runes before from and after to that stand in the place of the quote's first and last rune
	start    text.Offset // of the quote, in the text
	parts    [3]part
}

// The parts of a pattern, as evidence.
const (
	before = iota // the prefix
	within        // the quote
	after         // the suffix
)

// A part says how like what was sought the part of a place is.
type part struct {
	length  int // of what was sought, in runes
	found   int // of what was found, in runes
	edits   int // that make the one of the other
	letters int // how many of those sought are letters or digits: blanks and stops prove little
	kept    int // how many of these are there still
}

func (p *part) compare(want, have rune) {
	if want != have {
		p.edits++
	} else if isLetter(want) {
		p.kept++
	}
}

func isLetter(r rune) bool {
	return r > unicode.MaxRune || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// alike is from 0, where nothing is kept, to 1, where all is.
func (p part) alike() float64 {
	n := max(p.length, p.found)
	if n == 0 {
		return 1
	}
	return max(0, 1-float64(p.edits)/float64(n))
}

// measure fills in how long the parts of a pattern are.
func (c *candidate) measure(p pattern) {
	bounds := [...]int{0, p.head, p.tail, len(p.runes)}
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

// perfect is the candidate at which a whole pattern stands.
func perfect(p pattern, at int) candidate {
	c := candidate{from: at + p.head, to: at + p.tail}
	c.measure(p)
	for i := range c.parts {
		c.parts[i].kept = c.parts[i].letters
	}
	return c
}

// score is how like the pattern the whole place is, from 0 to 1.
func (c candidate) score() float64 {
	sum, n := 0.0, 0
	for _, p := range c.parts {
		sum += p.alike() * float64(p.length)
		n += p.length
	}
	return sum / float64(max(n, 1))
}

func (c candidate) overlaps(d candidate) bool { return c.from < d.to && d.from < c.to }

// How a fragment is looked for.
const (
	commonest = 32    // of the places of one gram, so many are looked at: those nearest to the old one
	samples   = 512   // so many grams of a pattern are looked up
	peaks     = 8     // so many places are looked at closely
	slack     = 8     // a place may begin and end so many runes off, and an eighth of the pattern more
	longest   = 16384 // a longer pattern is found only as it is
)

// find gives the places where a fragment may stand, the likeliest first. Where
// the quote stands with all that stood around it, other places do not matter.
func (r *Resolver) find(p pattern, a *aligner) []candidate {
	if p.head == p.tail || len(r.folded.runes) == 0 {
		return nil
	}
	found := r.exactly(p)
	if len(found) == 0 && len(p.runes) <= longest {
		found = r.nearly(p, a)
	}
	for i := range found {
		found[i].start = r.folded.at[found[i].from]
	}
	return found
}

// nearly finds places that are like a pattern, the likeliest first.
func (r *Resolver) nearly(p pattern, a *aligner) []candidate {
	var found []candidate
	for _, s := range append(r.vote(p), r.quoted(p)...) {
		if c := a.align(p, s); c.to > c.from {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(x, y candidate) int { return cmp.Compare(y.score(), x.score()) })
	return apart(found)
}

func newPattern(f model.Fragment) pattern {
	prefix, quote, suffix := fold(f.Prefix).runes, fold(f.Text).runes, fold(f.Suffix).runes
	return pattern{
		runes: slices.Concat(prefix, quote, suffix),
		head:  len(prefix), tail: len(prefix) + len(quote),
		old: int(f.Span.Start) - utf8.RuneCountInString(f.Prefix),
	}
}

// periodic reports whether a pattern says one thing over and over, the quote with
// what stands on one side at least: then it is like the text in several places
// even where it stands in one.
func (p pattern) periodic() bool {
	return repeats(p.runes) || repeats(p.runes[:p.tail]) || repeats(p.runes[p.head:])
}

// repeats reports whether runes are like themselves some runes further on.
func repeats(runes []rune) bool {
	for shift := 1; shift <= len(runes)*2/3 && len(runes) >= 2*proof; shift++ {
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

// apart keeps the better of candidates that overlap.
func apart(found []candidate) []candidate {
	var kept []candidate
	for _, c := range found {
		if !slices.ContainsFunc(kept, c.overlaps) {
			kept = append(kept, c)
		}
	}
	return kept
}

// exactly finds a whole pattern, by the rarest of its grams.
func (r *Resolver) exactly(p pattern) []candidate {
	if len(p.runes) < gram {
		return r.short(p)
	}
	rarest, at := r.grams.look(p.runes), 0
	for i := range len(p.runes) - gram + 1 {
		if places := r.grams.look(p.runes[i:]); len(places) < len(rarest) {
			rarest, at = places, i
		}
	}
	var found []candidate
	for _, place := range near(rarest, p.old+at, commonest) {
		if from := int(place) - at; r.stands(p.runes, from) {
			found = append(found, perfect(p, from))
		}
	}
	return found
}

// short finds a pattern that is too short for a gram: of a quote of a character
// or two, with nothing around it.
func (r *Resolver) short(p pattern) []candidate {
	var found []candidate
	for from := range r.folded.runes {
		if r.stands(p.runes, from) && len(found) < commonest {
			found = append(found, perfect(p, from))
		}
	}
	return found
}

// stands reports whether runes stand at a place in the text.
func (r *Resolver) stands(runes []rune, from int) bool {
	return from >= 0 && from+len(runes) <= len(r.folded.runes) && slices.Equal(r.folded.runes[from:from+len(runes)], runes)
}

// vote finds the stretches of the text that have the most grams of the pattern.
// Every gram that both have votes for the diagonal that it lies on.
func (r *Resolver) vote(p pattern) []stretch {
	var votes []int
	n := len(p.runes) - gram + 1
	for i := 0; i < n; i += 1 + n/samples {
		for _, place := range near(r.grams.look(p.runes[i:]), p.old+i, commonest) {
			if r.stands(p.runes[i:i+gram], int(place)) {
				votes = append(votes, int(place)-i)
			}
		}
	}
	slices.Sort(votes)
	reach := slack + min(len(p.runes)/8, 128)
	var found []stretch
	for len(found) < peaks && len(votes) > 0 {
		from, to := peak(votes, 2*reach)
		found = append(found, stretch{votes[from] - reach, votes[to-1] + reach})
		votes = slices.Delete(votes, from, to)
	}
	return found
}

// quoted finds the stretches in which the quote stands as it is: two of them may be
// so near to each other that votes cannot tell them apart.
func (r *Resolver) quoted(p pattern) []stretch {
	quote := pattern{runes: p.quote(), tail: p.tail - p.head, old: p.old + p.head}
	if len(quote.runes) < gram {
		return nil
	}
	var found []stretch
	for _, c := range r.exactly(quote) {
		if len(found) < peaks {
			found = append(found, stretch{c.from - p.head - slack, c.from - p.head + slack})
		}
	}
	return found
}

// peak is the run of votes, within so many diagonals, that has the most.
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
