package noise

import (
	"cmp"
	"slices"
	"unicode"
)

// A candidate is a string that may be injected, and where it stands.
type candidate struct {
	from, n int // one of its places, and its length
	places  []int
	sighting
}

// mostPlaces is how many places of a string are looked at: more say nothing new.
const mostPlaces = 64

// budget is how many places of a text of n characters are tested for words that grow over them: a bound for texts
// that were made to be slow, far above what articles need.
func budget(n int) int { return 4096 + n/32 }

// A hunt is one search of a page for injected strings.
type hunt struct {
	page  *page
	ads   lexicon[int]
	left  int    // tests that may still be made
	taken []bool // characters that are part of a find
	finds []Candidate
}

// injections finds what was learnt, what repeats at odd places, and what advertises within a word.
func (p *page) injections(c *CorpusCounts, r Rules) []Candidate {
	h := hunt{page: p, ads: ads(), left: budget(len(p.runes)), taken: make([]bool, len(p.runes))}
	h.learnt(r.Injected)
	rep := findRepeats(p.runes)
	for _, cand := range append(h.repeated(rep), h.shared(c)...) {
		h.judge(cand)
	}
	h.singles()
	return h.finds
}

// repeated lists the strings that repeat in running text, the most suspicious first.
func (h *hunt) repeated(rep repeats) []candidate {
	latest := map[string]int{}
	rep.pairs(func(j, i, n int) {
		if p := h.page; p.glued(i, i+n) && p.glued(j, j+n) && worded(p.runes[i]) {
			latest[string(p.runes[i:i+n])] = i
		}
	})
	list := make([]candidate, 0, len(latest))
	for s, i := range latest {
		n := len([]rune(s))
		list = append(list, h.candidate(i, n, rep.places(i, n, mostPlaces)))
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(a.from, b.from), cmp.Compare(b.n, a.n))
	})
	return list
}

// rank is what the string could be worth: which of them are tested while the budget lasts.
func (c candidate) rank() float64 {
	best := c.sighting
	best.odd = min(best.places, 3)
	return best.nats()
}

func (h *hunt) candidate(from, n int, places []int) candidate {
	c := candidate{from: from, n: n, places: places}
	c.sighting.places = len(places)
	c.ads = h.page.adWeight(h.ads, from, from+n)
	c.mixed = mixture(h.page.fold[from : from+n])
	c.ends = h.endsInAd(from + n)
	for _, at := range places {
		if h.page.glued(at, at+n) {
			c.glued++
		}
		if h.page.misfit(at, at+n) {
			c.misfit++
		}
	}
	return c
}

// mixture reports whether Latin letters or figures have grown together with other characters.
func mixture(s []rune) bool {
	latin, other := false, false
	for _, r := range s {
		latin = latin || letter(r)
		other = other || r > 0x7f && unicode.IsLetter(r)
	}
	return latin && other
}

// judge tests the places of a candidate and takes them if it is likelier than not an injection.
func (h *hunt) judge(c candidate) {
	if c.rank() < 0 || !h.free(&c) {
		return
	}
	if c.ads == 0 && h.torn(c) {
		return
	}
	h.weigh(&c)
	c = h.trim(c)
	if c.confidence() < least {
		return
	}
	for _, at := range c.places {
		h.take(at, h.stretch(at, at+c.n), c.confidence(), c.reason())
	}
}

// torn reports whether the string is only a part of what repeats: it holds a mark, or begins or ends within a word of the
// author's.
func (h *hunt) torn(c candidate) bool {
	for _, r := range h.page.runes[c.from : c.from+c.n] {
		if !worded(r) {
			return true
		}
	}
	begins, ends := 0, 0
	for _, at := range c.places {
		if h.test(at, at) {
			begins++
		}
		if h.test(at+c.n, at+c.n) {
			ends++
		}
	}
	return 2*max(begins, ends) > len(c.places)
}

// free drops the places that are taken, and reports whether any is left.
func (h *hunt) free(c *candidate) bool {
	c.places = slices.DeleteFunc(c.places, func(at int) bool { return slices.Contains(h.taken[at:at+c.n], true) })
	if len(c.places) == c.sighting.places {
		return true
	}
	corpus := c.corpus
	*c = h.candidate(c.from, c.n, c.places)
	c.corpus = corpus
	return len(c.places) > 0 && c.rank() >= 0
}

// weigh counts the places of a candidate at which it stands within a word.
func (h *hunt) weigh(c *candidate) {
	c.odd = 0
	for _, at := range c.places {
		if h.test(at, at+c.n) {
			c.odd++
		}
	}
}

// test is odd, while the budget lasts.
func (h *hunt) test(i, j int) bool { return h.join(i, j) > 0 }

// join is that of the page, while the budget lasts.
func (h *hunt) join(i, j int) int {
	if h.left <= 0 {
		return 0
	}
	h.left--
	return h.page.join(i, j)
}

// trim takes off a character or two that the string shares with its neighbours by chance, where that puts more of its
// places within words. That they share it by chance is unlikely, so the gain must be worth it; but that an advertisement
// goes on for one character after its last word is unlikelier still:
//
//	企[业万博app]家, 产[业万博app]园      without 业 both are odd: 企业家, 产业园
func (h *hunt) trim(c candidate) candidate {
	best := c
	for head := range 3 {
		for tail := range 3 {
			n := c.n - head - tail
			if head+tail == 0 || n < gram {
				continue
			}
			places := make([]int, len(c.places))
			for i, at := range c.places {
				places[i] = at + head
			}
			t := h.candidate(c.from+head, n, places)
			t.corpus = c.corpus
			if t.misfit = min(c.misfit, t.misfit); head > 0 {
				t.misfit = 0 // next to what was cut off anything seems one
			}
			h.weigh(&t)
			t.chance = float64((head + tail) * max(2, len(places)-1))
			if tail == 1 && t.ends {
				t.chance = float64(head*max(2, len(places)-1)) - 0.1
			}
			if t.nats() > best.nats() {
				best = t
			}
		}
	}
	return best
}

// endsInAd reports whether a word of advertisements ends at i.
func (h *hunt) endsInAd(i int) bool {
	for k := max(0, i-longest); k < i; k++ {
		if n, _ := h.page.adAt(h.ads, k); k+n == i && n > 0 {
			return true
		}
	}
	return false
}

// stretch takes in what else advertises right after [i, j), where that puts it within a word: brands come with several
// tails.
func (h *hunt) stretch(i, j int) int {
	end := j
	for end < len(h.page.fold) {
		n, _ := h.page.adAt(h.ads, end)
		if n == 0 {
			break
		}
		end += n
	}
	if end > j && end-i <= longest && !h.test(i, j) && h.test(i, end) {
		return end
	}
	return j
}

// take marks [i, j) as a find, if it is free.
func (h *hunt) take(i, j int, confidence float64, reason string) {
	if slices.Contains(h.taken[i:j], true) {
		return
	}
	for k := i; k < j; k++ {
		h.taken[k] = true
	}
	h.finds = append(h.finds, Candidate{span(i, j), Injected, confidence, reason})
}
