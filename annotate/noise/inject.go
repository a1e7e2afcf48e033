package noise

import (
	"cmp"
	"slices"
	"unicode"
)

// An injection is a string that may be injected, and its occurrences.
type injection struct {
	from, n int // one of its occurrences, and its length
	places  []int
	evidence
}

// maxPlaces limits the occurrences of a string that are tested: more say nothing new.
const maxPlaces = 64

// maxTests limits how many places of a text of n characters are tested for words that grow over them. It bounds the time
// for texts that were made to be slow, far above what articles need.
func maxTests(n int) int { return 4096 + n/32 }

// An injectionSearch is one search of a page for injected strings.
type injectionSearch struct {
	page      *page
	ads       lexicon[int]
	testsLeft int
	used      []bool // characters that are part of a candidate
	found     []Candidate
}

// findInjections returns the strings that were learned, that repeat in suspicious places, and that advertise within a
// word.
func (p *page) findInjections(c *CorpusCounts, r Rules) []Candidate {
	h := injectionSearch{page: p, ads: adLexicon(), testsLeft: maxTests(len(p.runes)), used: make([]bool, len(p.runes))}
	h.addLearned(r.Injected)
	rep := findRepeats(p.runes)
	for _, cand := range append(h.repeatedStrings(rep), h.corpusStrings(c)...) {
		h.testInjection(cand)
	}
	h.findSingles()
	return h.found
}

// repeatedStrings returns the strings that repeat in running text, the most suspicious first.
func (h *injectionSearch) repeatedStrings(rep repeats) []injection {
	latest := map[string]int{}
	rep.eachPair(func(j, i, n int) {
		if p := h.page; p.isInText(i, i+n) && p.isInText(j, j+n) && isWordRune(p.runes[i]) {
			latest[string(p.runes[i:i+n])] = i
		}
	})
	list := make([]injection, 0, len(latest))
	for s, i := range latest {
		n := len([]rune(s))
		list = append(list, h.newInjection(i, n, rep.placesOf(i, n, maxPlaces)))
	}
	slices.SortFunc(list, func(a, b injection) int {
		return cmp.Or(cmp.Compare(b.maxLogOdds(), a.maxLogOdds()), cmp.Compare(a.from, b.from), cmp.Compare(b.n, a.n))
	})
	return list
}

// maxLogOdds returns the log-odds that the string could reach: the budget of tests goes to the highest.
func (c injection) maxLogOdds() float64 {
	best := c.evidence
	best.inWord = min(best.places, 3)
	return best.logOdds()
}

// newInjection collects the evidence about a string that needs no segmenter.
func (h *injectionSearch) newInjection(from, n int, places []int) injection {
	c := injection{from: from, n: n, places: places}
	c.evidence.places = len(places)
	c.adWeight = h.page.adWeight(h.ads, from, from+n)
	c.mixedScripts = hasMixedScripts(h.page.fold[from : from+n])
	c.endsInAd = h.endsInAd(from + n)
	for _, at := range places {
		if h.page.isInText(at, at+n) {
			c.inText++
		}
		if h.page.isOutOfContext(at, at+n) {
			c.outOfContext++
		}
	}
	return c
}

// hasMixedScripts reports whether Latin letters or digits are joined to other characters.
func hasMixedScripts(s []rune) bool {
	latin, other := false, false
	for _, r := range s {
		latin = latin || isLatin(r)
		other = other || r > 0x7f && unicode.IsLetter(r)
	}
	return latin && other
}

// testInjection tests the occurrences of a string, and adds them if it is more likely an injection than not.
func (h *injectionSearch) testInjection(c injection) {
	if c.maxLogOdds() < 0 || !h.dropUsedPlaces(&c) {
		return
	}
	if c.adWeight == 0 && h.isFragment(c) {
		return
	}
	h.countInWord(&c)
	c = h.trimShared(c)
	if c.confidence() < minConfidence {
		return
	}
	for _, at := range c.places {
		h.addCandidate(at, h.extendOverAds(at, at+c.n), c.confidence(), c.reason())
	}
}

// isFragment reports whether the string is only a part of what repeats: it contains a mark, or begins or ends within a
// word of the author's.
func (h *injectionSearch) isFragment(c injection) bool {
	for _, r := range h.page.runes[c.from : c.from+c.n] {
		if !isWordRune(r) {
			return true
		}
	}
	begins, ends := 0, 0
	for _, at := range c.places {
		if h.isInWord(at, at) {
			begins++
		}
		if h.isInWord(at+c.n, at+c.n) {
			ends++
		}
	}
	return 2*max(begins, ends) > len(c.places)
}

// dropUsedPlaces drops the occurrences that overlap other candidates, and reports whether any is left.
func (h *injectionSearch) dropUsedPlaces(c *injection) bool {
	c.places = slices.DeleteFunc(c.places, func(at int) bool { return slices.Contains(h.used[at:at+c.n], true) })
	if len(c.places) == c.evidence.places {
		return true
	}
	corpus := c.inCorpus
	*c = h.newInjection(c.from, c.n, c.places)
	c.inCorpus = corpus
	return len(c.places) > 0 && c.maxLogOdds() >= 0
}

// countInWord counts the occurrences within a word.
func (h *injectionSearch) countInWord(c *injection) {
	c.inWord = 0
	for _, at := range c.places {
		if h.isInWord(at, at+c.n) {
			c.inWord++
		}
	}
}

// isInWord reports whether [i, j) lies within a word, while the budget lasts.
func (h *injectionSearch) isInWord(i, j int) bool { return h.joinedWordLen(i, j) > 0 }

// joinedWordLen returns page.joinedWordLen while the budget of tests lasts, and then 0.
func (h *injectionSearch) joinedWordLen(i, j int) int {
	if h.testsLeft <= 0 {
		return 0
	}
	h.testsLeft--
	return h.page.joinedWordLen(i, j)
}

// trimShared removes a character or two that the string shares with its neighbours by chance, where more of its
// occurrences are then within words. To share them by chance is unlikely, so the gain must be worth it; an advertisement
// that goes on for one character after its last word is unlikelier still:
//
//	企[业万博app]家, 产[业万博app]园      without 业 both are within words: 企业家, 产业园
func (h *injectionSearch) trimShared(c injection) injection {
	best := c
	for head := range 3 {
		for tail := range 3 {
			n := c.n - head - tail
			if head+tail == 0 || n < gramLen {
				continue
			}
			places := make([]int, len(c.places))
			for i, at := range c.places {
				places[i] = at + head
			}
			t := h.newInjection(c.from+head, n, places)
			t.inCorpus = c.inCorpus
			if t.outOfContext = min(c.outOfContext, t.outOfContext); head > 0 {
				t.outOfContext = 0 // next to a cut anything seems out of context
			}
			h.countInWord(&t)
			t.sharedByChance = float64((head + tail) * max(2, len(places)-1))
			if tail == 1 && t.endsInAd {
				t.sharedByChance = float64(head*max(2, len(places)-1)) - 0.1
			}
			if t.logOdds() > best.logOdds() {
				best = t
			}
		}
	}
	return best
}

// endsInAd reports whether an advertising word ends at i.
func (h *injectionSearch) endsInAd(i int) bool {
	for k := max(0, i-maxInjection); k < i; k++ {
		if n, _ := h.page.adAt(h.ads, k); k+n == i && n > 0 {
			return true
		}
	}
	return false
}

// extendOverAds extends [i, j) over the advertising words right after it, where that puts it within a word: brands come
// with several tails.
func (h *injectionSearch) extendOverAds(i, j int) int {
	end := j
	for end < len(h.page.fold) {
		n, _ := h.page.adAt(h.ads, end)
		if n == 0 {
			break
		}
		end += n
	}
	if end > j && end-i <= maxInjection && !h.isInWord(i, j) && h.isInWord(i, end) {
		return end
	}
	return j
}

// addCandidate adds [i, j) as a candidate, if it overlaps no other.
func (h *injectionSearch) addCandidate(i, j int, confidence float64, reason string) {
	if slices.Contains(h.used[i:j], true) {
		return
	}
	for k := i; k < j; k++ {
		h.used[k] = true
	}
	h.found = append(h.found, Candidate{span(i, j), Injected, confidence, reason})
}
