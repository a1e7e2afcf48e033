package noise

import (
	"hash/fnv"
	"slices"
	"unicode"

	"pizhu/model/text"
)

// CorpusCounts counts in how many documents a line occurs, and each string of four characters. The zero value is empty
// and ready. It holds hashes only: 8 bytes and a count for each line that it has seen, and 5 MB.
type CorpusCounts struct {
	documents int
	lines     map[uint64]int32
	grams     []uint8 // by a hash; strings with the same hash share a count, which the other evidence outweighs

	seen []uint64 // a bit for each gram of the document that is added; empty between two of them
	bits []uint32 // those that are set
}

const (
	gramBits      = 22
	minDocuments  = 3 // a line or string of so many documents is no coincidence
	minKeyLetters = 4 // a line of fewer letters is no evidence
)

// Add counts a document once. Add also the document that is searched.
func (c *CorpusCounts) Add(t *text.Text) {
	if c.lines == nil {
		c.lines, c.grams, c.seen = map[uint64]int32{}, make([]uint8, 1<<gramBits), make([]uint64, (1<<gramBits)/64)
	}
	c.documents++
	p := newPage(t, nil)
	lines := map[uint64]bool{}
	for _, l := range p.lines {
		if key, ok := lineKey(p.foldedText(l.span)); ok && !lines[key] {
			lines[key] = true
			c.lines[key]++
		}
	}
	for i := range max(0, len(p.runes)-gramLen+1) {
		slot := hashGram(p.runes[i:]) >> (64 - gramBits)
		if c.seen[slot/64]>>(slot%64)&1 == 0 && c.grams[slot] < 255 {
			c.grams[slot]++
			c.seen[slot/64] |= 1 << (slot % 64)
			c.bits = append(c.bits, uint32(slot))
		}
	}
	for _, slot := range c.bits {
		c.seen[slot/64] = 0
	}
	c.bits = c.bits[:0]
}

// lineKey returns the hash of a line without blanks, with all digits alike. ok is false for a line that is too short.
func lineKey(line []rune) (uint64, bool) {
	h := fnv.New64a()
	n := 0
	for _, r := range line {
		if isBlank(r) {
			continue
		}
		if unicode.IsLetter(r) {
			n++
		}
		if unicode.IsDigit(r) {
			r = '0'
		}
		h.Write([]byte{byte(r), byte(r >> 8), byte(r >> 16)})
	}
	return h.Sum64(), n >= minKeyLetters
}

// documentsWith returns the number of documents that have a line.
func (c *CorpusCounts) documentsWith(line []rune) int {
	if c == nil {
		return 0
	}
	key, ok := lineKey(line)
	if !ok {
		return 0
	}
	return int(c.lines[key])
}

// guessRepeated guesses about the lines that other documents have, too. A text of which most is in other documents is a
// copy of them, and none of its lines is suspicious.
func (c *CorpusCounts) guessRepeated(p *page) {
	if c == nil || c.documents < minDocuments {
		return
	}
	all, again := 0, 0
	counts := make([]int, len(p.lines))
	for i, l := range p.lines {
		counts[i] = c.documentsWith(p.foldedText(l.span))
		if all += l.span.Len(); counts[i] > 1 {
			again += l.span.Len()
		}
	}
	for i := range p.lines {
		if counts[i] >= minDocuments {
			p.lines[i].raiseConfidence(repeatGuess(counts[i], p.lines[i].prose, 2*again > all))
		}
	}
}

// repeatGuess returns the guess about a line of several documents: many articles on one event may quote a statement, but
// not a headline or a signature.
func repeatGuess(docs int, prose, copied bool) guess {
	g := guess{Repeated, 0.93, "a line of several documents"}
	switch {
	case copied:
		g = guess{Repeated, 0.5, "a line of several documents, as most of this one"}
	case prose && docs < 3*minDocuments:
		g.confidence = 0.7
	}
	return g
}

// corpusStrings returns the strings of the page, in running text, that occur in several documents of the corpus.
func (h *injectionSearch) corpusStrings(c *CorpusCounts) []injection {
	if c == nil || c.documents < minDocuments {
		return nil
	}
	var list []injection
	p := h.page
	for i := 0; i+gramLen <= len(p.runes); i++ {
		start := i
		for i+gramLen <= len(p.runes) && c.isCommon(p.runes[i:]) {
			i++
		}
		if n := i - start + gramLen - 1; i > start && n <= maxInjection && p.isInText(start, start+n) {
			cand := h.newInjection(start, n, []int{start})
			cand.inCorpus = true
			list = append(list, cand)
		}
	}
	return slices.Clip(list)
}

// isCommon reports whether several documents contain the first characters of s.
func (c *CorpusCounts) isCommon(s []rune) bool {
	return !hasBreak(s[:gramLen]) && c.grams[hashGram(s)>>(64-gramBits)] >= minDocuments
}
