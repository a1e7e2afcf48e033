package noise

import (
	"hash/fnv"
	"slices"
	"unicode"

	"pizhu/model/text"
)

// A CorpusCounts counts in how many documents a line stands, and each string of four characters. The zero value is empty
// and ready. It holds hashes only: 8 bytes and a count for each line that it has seen, and 5 MB.
type CorpusCounts struct {
	documents int
	lines     map[uint64]int32
	grams     []uint8 // by a hash; two strings that share one count together, which the other evidence makes up for

	seen []uint64 // a bit for each gram of the document that is added; empty between two of them
	bits []uint32 // those that are set
}

const (
	gramBits      = 22
	minDocuments  = 3 // in so many documents a line or string is no chance
	minKeyLetters = 4 // a line of fewer characters says nothing
)

// Add counts a document once. Add the document that is looked through, too.
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

// lineKey is a line without blanks, all its figures alike; lines that say too little have none.
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

// documentsWith is the number of documents that have a line.
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

// guessRepeated guesses about the lines that other documents have, too. Where most of a text is in other documents, it is a
// copy of them, and none of its lines stands out.
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

// repeatGuess is what a line of several documents seems to be: a statement may be quoted by many articles on one
// event, a headline or a signature is not.
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

// corpusStrings lists the strings of the page that stand in several documents of the corpus, in running text.
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

func (c *CorpusCounts) isCommon(s []rune) bool {
	return !hasBreak(s[:gramLen]) && c.grams[hashGram(s)>>(64-gramBits)] >= minDocuments
}
