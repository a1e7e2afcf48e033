package noise

import "math"

// The evidence for an injected string, in nats: logarithms of how much more often it is seen with an injected string
// than with one of the author's that repeats. The numbers are judgements, adjusted until what is Sure was right 99 times
// in 100 on the development set of the tests; they are not fitted, and below Sure they only rank.
const (
	prior     = -5.0 // a string that repeats, or that advertises, is seldom an injection
	oddThere  = 2.1  // it stands within a word
	evenThere = -0.6 // it does not: an injection falls between two words, too
	misfits   = 2.5  // nothing leads up to it or goes on from it, as it does where an author names something (fit.go)
	gluedIn   = 0.6  // running text on both sides
	looseIn   = -1.6 // not
	mixed     = 1.0  // Chinese and Latin grown together
	plain     = -1.5 // neither that nor a word of advertisements: a turn of the author's, too, may stand so by chance
	alone     = -0.5 // it stands once, and its ends had to be guessed
	shared    = -2.5 // two places have a neighbour in common
	elsewhere = 1.0  // other documents of the corpus have it
	adNat     = 1.5  // each unit of the weight of its advertising words,
	adMost    = 4    // so many at most
	never     = 0.8  // the confidence of a string that nowhere stands within a word, at most: it may be a name
	fewMisfit = 2    // but for one that does not fit in at so many places, or that does not at one and advertises
	loudAds   = 4    // so much
)

// A sighting is the evidence about one string.
type sighting struct {
	places, odd, glued int
	misfit             int // places
	ads                int
	mixed, corpus      bool
	ends               bool // with a word of advertisements
	single             bool
	guessed            float64 // how unlikely a name before its advertising words has that length, in nats
	chance             float64 // how many characters its places would have to share by chance
}

// nats is the logarithm of the odds that the string is injected.
func (s sighting) nats() float64 {
	sum := prior + shared*s.chance + adNat*float64(min(s.ads, adMost))
	sum += oddThere*float64(s.odd) + evenThere*float64(s.places-s.odd)
	sum += gluedIn*float64(s.glued) + looseIn*float64(s.places-s.glued)
	if s.ads >= fewAds {
		sum += misfits * float64(s.misfit)
	}
	for _, extra := range [...]struct {
		seen bool
		nats float64
	}{{s.mixed, mixed}, {s.corpus, elsewhere}, {s.single, alone}, {s.ads == 0 && !s.mixed, plain}} {
		if extra.seen {
			sum += extra.nats
		}
	}
	return sum - s.guessed
}

// confidence is the probability that the string is injected.
func (s sighting) confidence() float64 {
	most := 0.99
	if s.odd == 0 && !s.strange() {
		most = never
	}
	return min(most, 1/(1+math.Exp(-s.nats())))
}

// strange reports whether a string that stands within no word does not fit in either. That two places have a neighbour in
// common, so that it seems longer than it is, is no rare thing: of two, its end must be that of an advertisement.
func (s sighting) strange() bool {
	loud := s.misfit >= fewMisfit || s.misfit > 0 && s.ads >= loudAds
	return loud && !s.single && (s.ends || s.places > 2)
}

func (s sighting) reason() string {
	switch {
	case s.odd == 0 && s.single:
		return "an advertisement where none would be named"
	case s.odd == 0:
		return "an advertisement that repeats"
	case s.ads >= 2 && s.single:
		return "an advertisement within a word"
	case s.ads >= 2:
		return "an advertisement that repeats, within words"
	case s.corpus:
		return "repeats over documents, within words"
	}
	return "repeats within words"
}
