package noise

import "math"

// The evidence for an injected string, in nats: logarithms of how much more often it is seen with an injected string
// than with one of the author's that repeats. The numbers are judgements, adjusted until what is Sure was right 99 times
// in 100 on the development set of the tests; they are not fitted, and below Sure they only rank.
const (
	weightPrior               = -5.0 // a string that repeats, or that advertises, is seldom an injection
	weightInWord              = 2.1  // it stands within a word
	weightBetweenWords        = -0.6 // it does not: an injection falls between two words, too
	weightOutOfContext        = 2.5  // nothing leads up to it or goes on from it, as it does where an author names something (fit.go)
	weightInText              = 0.6  // running text on both sides
	weightOutsideText         = -1.6 // not
	weightMixedScripts        = 1.0  // Chinese and Latin grown together
	weightNoAdWords           = -1.5 // neither that nor a word of advertisements: a turn of the author's, too, may stand so by chance
	weightSingle              = -0.5 // it stands once, and its ends had to be guessed
	weightSharedByChance      = -2.5 // two places have a neighbour in common
	weightInCorpus            = 1.0  // other documents of the corpus have it
	weightAd                  = 1.5  // each unit of the weight of its advertising words,
	maxAdWeight               = 4    // so many at most
	maxConfidenceBetweenWords = 0.8  // the confidence of a string that nowhere stands within a word, at most: it may be a name
	minOutOfContext           = 2    // but for one that does not fit in at so many places, or that does not at one and advertises
	minLoudAdWeight           = 4    // so much
)

// A evidence is the evidence about one string.
type evidence struct {
	places, inWord, inText int
	outOfContext           int // places
	adWeight               int
	mixedScripts, inCorpus bool
	endsInAd               bool // with a word of advertisements
	single                 bool
	nameDoubt              float64 // how unlikely a name before its advertising words has that length, in nats
	sharedByChance         float64 // how many characters its places would have to share by chance
}

// logOdds is the logarithm of the odds that the string is injected.
func (s evidence) logOdds() float64 {
	sum := weightPrior + weightSharedByChance*s.sharedByChance + weightAd*float64(min(s.adWeight, maxAdWeight))
	sum += weightInWord*float64(s.inWord) + weightBetweenWords*float64(s.places-s.inWord)
	sum += weightInText*float64(s.inText) + weightOutsideText*float64(s.places-s.inText)
	if s.adWeight >= minSingleAdWeight {
		sum += weightOutOfContext * float64(s.outOfContext)
	}
	for _, extra := range [...]struct {
		seen bool
		nats float64
	}{{s.mixedScripts, weightMixedScripts}, {s.inCorpus, weightInCorpus}, {s.single, weightSingle}, {s.adWeight == 0 && !s.mixedScripts, weightNoAdWords}} {
		if extra.seen {
			sum += extra.nats
		}
	}
	return sum - s.nameDoubt
}

// confidence is the probability that the string is injected.
func (s evidence) confidence() float64 {
	most := 0.99
	if s.inWord == 0 && !s.isConspicuous() {
		most = maxConfidenceBetweenWords
	}
	return min(most, 1/(1+math.Exp(-s.logOdds())))
}

// isConspicuous reports whether a string that stands within no word does not fit in either. That two places have a neighbour in
// common, so that it seems longer than it is, is no rare thing: of two, its end must be that of an advertisement.
func (s evidence) isConspicuous() bool {
	loud := s.outOfContext >= minOutOfContext || s.outOfContext > 0 && s.adWeight >= minLoudAdWeight
	return loud && !s.single && (s.endsInAd || s.places > 2)
}

func (s evidence) reason() string {
	switch {
	case s.inWord == 0 && s.single:
		return "an advertisement where none would be named"
	case s.inWord == 0:
		return "an advertisement that repeats"
	case s.adWeight >= 2 && s.single:
		return "an advertisement within a word"
	case s.adWeight >= 2:
		return "an advertisement that repeats, within words"
	case s.inCorpus:
		return "repeats over documents, within words"
	}
	return "repeats within words"
}
