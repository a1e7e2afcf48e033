package noise

// Single injections: an advertisement that stands once has no repeat to say where it begins. Its end is that of its
// advertising words; its beginning is where, without it, the sentence joins to a word:
//
//	邹勇兵强[万博|官方体育app]调     from the words of advertisements leftwards: 博|调 no, 万|调 no, 强|调 yes

// fewAds is what the words of an advertisement that stands once weigh at least.
const fewAds = 3

// brandDoubt is how unlikely a Chinese name of so many characters is before the words of an advertisement, in nats. The
// likeliest is tried first.
var brandDoubt = [...]struct {
	length int
	nats   float64
}{{2, 0}, {3, 2.2}, {4, 1.2}, {0, 1.2}, {5, 2}, {6, 2}, {1, 2}}

// byRule is the doubt about a joint of another length than most words of the dictionary have: names of people and
// transcriptions, which the segmenter makes by rule, join to nearly anything.
const byRule = 2.5

// singles finds advertisements within words.
func (h *hunt) singles() {
	for i := 0; i < len(h.page.fold); {
		start, end, weight := h.adRun(i)
		if weight >= fewAds && h.page.glued(start, end) {
			h.single(start, end, weight)
		}
		i = max(end, i+1)
	}
}

// adRun is the run of advertising words and of letters grown together with them that begins at or around i, and what
// it weighs; end is i where no such word stands at i.
func (h *hunt) adRun(i int) (start, end, weight int) {
	n, w := h.page.adAt(h.ads, i)
	if n == 0 {
		return i, i, 0
	}
	start, end = i, i
	for start > 0 && i-start < longest && address(h.page.fold[start-1]) {
		start--
	}
	for n > 0 && end-start < longest {
		weight += w
		end = h.addressEnd(end+n, start)
		if n, w = 0, 0; end < len(h.page.fold) {
			n, w = h.page.adAt(h.ads, end)
		}
	}
	return start, end, weight
}

// addressEnd is where the letters and figures from i on end, and how far a find that begins at start may go.
func (h *hunt) addressEnd(i, start int) int {
	for i < len(h.page.fold) && i-start < 2*longest && address(h.page.fold[i]) {
		if n, _ := h.page.adAt(h.ads, i); n > 0 {
			return i
		}
		i++
	}
	return i
}

// single looks for the beginning of an advertisement whose words are [start, end), and takes it. One that begins with
// letters begins there.
func (h *hunt) single(start, end, weight int) {
	latin := h.latinBrand(start)
	for _, brand := range brandDoubt {
		from := start - brand.length
		if latin && brand.length > 0 || from <= 0 || !h.brand(from, start) {
			continue
		}
		word := h.join(from, end)
		if word == 0 {
			continue
		}
		s := sighting{places: 1, odd: 1, glued: 1, ads: weight, mixed: mixture(h.page.fold[from:end]), single: true}
		if !latin {
			s.guessed = brand.nats
		}
		if word != 2 && word != 4 {
			s.guessed += byRule
		}
		if latin && h.page.misfit(from, end) {
			s.misfit = 1
		}
		if s.confidence() >= least {
			h.take(from, end, s.confidence(), s.reason())
			return
		}
	}
	if latin && h.page.misfit(start, end) {
		h.stray(start, end, weight)
	}
}

// stray suggests an advertisement between two words where no author would name it. Only one that begins with letters is
// known to begin there, and where it ends is not known for certain.
func (h *hunt) stray(start, end, weight int) {
	s := sighting{places: 1, misfit: 1, glued: 1, ads: weight, mixed: mixture(h.page.fold[start:end]), single: true}
	if s.confidence() >= least {
		h.take(start, end, s.confidence(), s.reason())
	}
}

// latinBrand reports whether letters or figures that are no word of advertisements by themselves stand at i: bet365,
// www.….com, but not app.
func (h *hunt) latinBrand(i int) bool {
	n, _ := h.page.adAt(h.ads, i)
	return address(h.page.fold[i]) && (n == 0 || i+n < len(h.page.fold) && address(h.page.fold[i+n]))
}

// brand reports whether [i, j) could be a name: characters of one run that are not taken.
func (h *hunt) brand(i, j int) bool {
	for k := i; k < j; k++ {
		if h.taken[k] || !worded(h.page.runes[k]) {
			return false
		}
	}
	return true
}
