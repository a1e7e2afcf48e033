package noise

import "math"

// The weights of the evidence for an injected string, as log-likelihood ratios in nats: logarithms of how much more often
// it occurs with an injected string than with a repeated one of the author's. They are judgements, adjusted until Certain
// candidates were right 99 times in 100 on the development set of the tests; they are not fitted, and below Certain they
// only rank.
const (
	weightPrior               = -5.0 // a string that repeats or advertises is seldom an injection
	weightInWord              = 2.1  // it occurs within a word
	weightBetweenWords        = -0.6 // it does not: an injection may fall between two words, too
	weightOutOfContext        = 2.5  // no word leads to it or goes on from it, as where an author names something (context.go)
	weightInText              = 0.6  // running text on both sides
	weightOutsideText         = -1.6 // not
	weightMixedScripts        = 1.0  // Chinese and Latin grown together
	weightNoAdWords           = -1.5 // neither that nor an advertising word: a phrase of the author's may occur so by chance
	weightSingle              = -0.5 // it occurs once, and its ends are guesses
	weightSharedByChance      = -2.5 // for each character that two places share by chance
	weightInCorpus            = 1.0  // other documents of the corpus contain it
	weightAd                  = 1.5  // for each unit of weight of its advertising words,
	maxAdWeight               = 4    // up to this many
	maxConfidenceBetweenWords = 0.8  // of a string that never occurs within a word: it may be a name;
	minOutOfContext           = 2    // unless it is out of context at so many places, or at one and advertises
	minLoudAdWeight           = 4    // this much
)

// An evidence is what counts for or against the injection of one string.
type evidence struct {
	places, inWord, inText int // all occurrences, those within a word, those in running text
	outOfContext           int // occurrences where no author would name it
	adWeight               int
	mixedScripts, inCorpus bool
	endsInAd               bool // with an advertising word
	single                 bool
	nameDoubt              float64 // how unlikely a name of that length is before its advertising words, in nats
	sharedByChance         float64 // how many characters its occurrences must share by chance
}

// logOdds returns the logarithm of the odds that the string is injected.
func (s evidence) logOdds() float64 {
	sum := weightPrior + weightSharedByChance*s.sharedByChance + weightAd*float64(min(s.adWeight, maxAdWeight))
	sum += weightInWord*float64(s.inWord) + weightBetweenWords*float64(s.places-s.inWord)
	sum += weightInText*float64(s.inText) + weightOutsideText*float64(s.places-s.inText)
	if s.adWeight >= minSingleAdWeight {
		sum += weightOutOfContext * float64(s.outOfContext)
	}
	for _, extra := range [...]struct {
		applies bool
		weight  float64
	}{{s.mixedScripts, weightMixedScripts}, {s.inCorpus, weightInCorpus}, {s.single, weightSingle}, {s.adWeight == 0 && !s.mixedScripts, weightNoAdWords}} {
		if extra.applies {
			sum += extra.weight
		}
	}
	return sum - s.nameDoubt
}

// confidence returns the probability that the string is injected.
func (s evidence) confidence() float64 {
	most := 0.99
	if s.inWord == 0 && !s.isConspicuous() {
		most = maxConfidenceBetweenWords
	}
	return min(most, 1/(1+math.Exp(-s.logOdds())))
}

// isConspicuous reports whether a string that occurs within no word is out of context instead. Two places often have a
// neighbour in common, so that the string seems longer than it is: with two, its end must be that of an advertisement.
func (s evidence) isConspicuous() bool {
	loud := s.outOfContext >= minOutOfContext || s.outOfContext > 0 && s.adWeight >= minLoudAdWeight
	return loud && !s.single && (s.endsInAd || s.places > 2)
}

// reason returns the reason that is shown to a person.
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
