package noise

// Single injections: an advertisement that occurs once has no repeat to show where it begins. It ends with its
// advertising words; it begins where, without it, the sentence joins to a word:
//
//	邹勇兵强[万博|官方体育app]调     from the advertising words leftwards: 博|调 no, 万|调 no, 强|调 yes

// minSingleAdWeight is the least weight of the words of an advertisement that occurs once.
const minSingleAdWeight = 3

// brandDoubt is how unlikely a Chinese name of a length is before advertising words, in nats. The likeliest is tried first.
var brandDoubt = [...]struct {
	length int // in characters
	doubt  float64
}{{2, 0}, {3, 2.2}, {4, 1.2}, {0, 1.2}, {5, 2}, {6, 2}, {1, 2}}

// ruleNameDoubt is the doubt about a joined word of a length that few words of the dictionary have: names of people and
// transcriptions, which the segmenter makes by rule, join to nearly anything.
const ruleNameDoubt = 2.5

// findSingles finds advertisements within words.
func (h *injectionSearch) findSingles() {
	for i := 0; i < len(h.page.fold); {
		start, end, weight := h.adRun(i)
		if weight >= minSingleAdWeight && h.page.isInText(start, end) {
			h.findSingle(start, end, weight)
		}
		i = max(end, i+1)
	}
}

// adRun returns the run of advertising words, and of letters joined to them, that begins at or around i, and its weight.
// end is i where no such word begins at i.
func (h *injectionSearch) adRun(i int) (start, end, weight int) {
	n, w := h.page.adAt(h.ads, i)
	if n == 0 {
		return i, i, 0
	}
	start, end = i, i
	for start > 0 && i-start < maxInjection && isAddressRune(h.page.fold[start-1]) {
		start--
	}
	for n > 0 && end-start < maxInjection {
		weight += w
		end = h.addressEnd(end+n, start)
		if n, w = 0, 0; end < len(h.page.fold) {
			n, w = h.page.adAt(h.ads, end)
		}
	}
	return start, end, weight
}

// addressEnd returns where the letters and digits from i on end, or the farthest end of a candidate that begins at
// start.
func (h *injectionSearch) addressEnd(i, start int) int {
	for i < len(h.page.fold) && i-start < 2*maxInjection && isAddressRune(h.page.fold[i]) {
		if n, _ := h.page.adAt(h.ads, i); n > 0 {
			return i
		}
		i++
	}
	return i
}

// findSingle finds the beginning of an advertisement whose words are [start, end), and adds it. One that begins with
// letters begins there.
func (h *injectionSearch) findSingle(start, end, weight int) {
	latin := h.startsWithBrand(start)
	for _, brand := range brandDoubt {
		from := start - brand.length
		if latin && brand.length > 0 || from <= 0 || !h.canBeName(from, start) {
			continue
		}
		word := h.joinedWordLen(from, end)
		if word == 0 {
			continue
		}
		s := evidence{places: 1, inWord: 1, inText: 1, adWeight: weight, mixedScripts: hasMixedScripts(h.page.fold[from:end]), single: true}
		if !latin {
			s.nameDoubt = brand.doubt
		}
		if word != 2 && word != 4 {
			s.nameDoubt += ruleNameDoubt
		}
		if latin && h.page.isOutOfContext(from, end) {
			s.outOfContext = 1
		}
		if s.confidence() >= minConfidence {
			h.addCandidate(from, end, s.confidence(), s.reason())
			return
		}
	}
	if latin && h.page.isOutOfContext(start, end) {
		h.suggestBetweenWords(start, end, weight)
	}
}

// suggestBetweenWords suggests an advertisement between two words where no author would name it. Only one that begins
// with letters is known to begin there, and its end is uncertain.
func (h *injectionSearch) suggestBetweenWords(start, end, weight int) {
	s := evidence{places: 1, outOfContext: 1, inText: 1, adWeight: weight, mixedScripts: hasMixedScripts(h.page.fold[start:end]), single: true}
	if s.confidence() >= minConfidence {
		h.addCandidate(start, end, s.confidence(), s.reason())
	}
}

// startsWithBrand reports whether letters or digits at i are not an advertising word by themselves: bet365, www.….com,
// but not app.
func (h *injectionSearch) startsWithBrand(i int) bool {
	n, _ := h.page.adAt(h.ads, i)
	return isAddressRune(h.page.fold[i]) && (n == 0 || i+n < len(h.page.fold) && isAddressRune(h.page.fold[i+n]))
}

// canBeName reports whether [i, j) could be a name: word characters that belong to no candidate.
func (h *injectionSearch) canBeName(i, j int) bool {
	for k := i; k < j; k++ {
		if h.used[k] || !isWordRune(h.page.runes[k]) {
			return false
		}
	}
	return true
}
