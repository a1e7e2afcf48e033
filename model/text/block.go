package text

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"pizhu/model/text/charset"
)

// A text is divided into blocks, so that a question about one position reads no more than the block around it, however large
// the text and however long its lines are. No paragraph and no cluster crosses the edge of a block. A block ends with a line
// feed; in a line that is longer than a block, with a sentence; in a longer sentence, between two characters.
//
//	…一行。⏎|…很长很长的一行，没有换行。|还是那一行…
//	        └ edges of blocks           └
const (
	leastBlock = 16 << 10 // bytes, but for the last block
	mostBlock  = 32 << 10 // bytes
)

// A block is the position at which a part of the text begins.
type block struct {
	from  int    // in bytes of UTF-8
	start Offset // in code points
}

// A page is the content of a block.
type page struct {
	s     string
	marks []uint32              // marks[i] is the number of code points that begin before byte i*stride
	bad   []charset.Undecodable // counted from the block's start
}

// firstFrom returns the index of the first sequence at o or after it.
func firstFrom(list []charset.Undecodable, o Offset) int {
	i, _ := slices.BinarySearchFunc(list, o, func(u charset.Undecodable, o Offset) int { return cmp.Compare(u.At, int(o)) })
	return i
}

// stride is the distance in bytes between two marks. A conversion between bytes and code points walks at most so far.
const stride = 512

// newPage makes a page, and indexes it for conversions between bytes and code points.
func newPage(s string, bad []charset.Undecodable) *page {
	p := &page{s: s, bad: bad, marks: make([]uint32, 0, len(s)/stride+1)}
	n := uint32(0)
	for from := 0; from < len(s); from += stride {
		p.marks = append(p.marks, n)
		n += uint32(CountCodePoints(s[from:min(from+stride, len(s))]))
	}
	return p
}

// byteAt returns the byte at which a code point of the page begins. It clamps o to the page.
func (p *page) byteAt(o Offset) int {
	if o <= 0 {
		return 0
	}
	i := sort.Search(len(p.marks), func(i int) bool { return Offset(p.marks[i]) > o }) - 1
	if i < 0 {
		return 0
	}
	at, left := i*stride, int(o)-int(p.marks[i])
	for at < len(p.s) && !utf8.RuneStart(p.s[at]) {
		at++
	}
	for ; left > 0 && at < len(p.s); left-- {
		_, size := utf8.DecodeRuneInString(p.s[at:])
		at += size
	}
	return at
}

// pointsBefore returns the number of code points before a byte of the page.
func (p *page) pointsBefore(b int) Offset {
	if b <= 0 {
		return 0
	}
	i := min(b/stride, len(p.marks)-1)
	return Offset(p.marks[i]) + countStarts(p.s[i*stride:min(b, len(p.s))])
}

// slice returns the text between two code points of the page.
func (p *page) slice(from, to Offset) string {
	at := p.byteAt(from)
	if n := int(to - from); n <= stride/4 {
		end := at
		for ; n > 0 && end < len(p.s); n-- {
			_, size := utf8.DecodeRuneInString(p.s[end:])
			end += size
		}
		return p.s[at:end]
	}
	return p.s[at:p.byteAt(to)]
}

// blockLen returns the length in bytes of the first block of b, which holds all the rest of the text, or at least
// mostBlock bytes of it.
func blockLen(b []byte) int {
	if len(b) <= leastBlock {
		return len(b)
	}
	all := len(b) <= mostBlock
	b = b[:min(len(b), mostBlock)]
	if i := bytes.IndexByte(b[leastBlock-1:], '\n'); i >= 0 {
		return leastBlock + i
	}
	if n := cutBetween(b, afterSentence); n > 0 {
		return n
	}
	if n := cutBetween(b, isBoundary); n > 0 {
		return n
	}
	if all {
		return len(b)
	}
	return lastClusterStart(string(b))
}

// cutBetween returns the first byte of b, from leastBlock on, that lies on a cluster boundary between two characters
// that cut accepts; 0 if there is none.
func cutBetween(b []byte, cut func(a, b rune) bool) int {
	at := leastBlock
	for at < len(b) && !utf8.RuneStart(b[at]) {
		at++
	}
	before, size := utf8.DecodeRune(b[at:])
	for at += size; at < len(b); at += size {
		var r rune
		if r, size = utf8.DecodeRune(b[at:]); isBoundary(before, r) && cut(before, r) {
			return at
		}
		before = r
	}
	return 0
}

// afterSentence reports whether a sentence ends between two characters. A closing mark after its last stop belongs to
// it.
func afterSentence(a, b rune) bool {
	return strings.ContainsRune("。！？", a) && !strings.ContainsRune("。！？”’」』）", b)
}

// lastClusterStart returns the byte at which the last cluster of s begins: the text behind s may belong to it. A cluster
// that fills all of s is cut at its last character.
func lastClusterStart(s string) int {
	last := 0
	for i := 0; i < len(s); {
		last = i
		i += ClusterLen(s[i:])
	}
	if last == 0 {
		last = len(s) - 1
	}
	for last > 0 && !utf8.RuneStart(s[last]) {
		last--
	}
	if last == 0 {
		return len(s) // no character begins in it: it is no text
	}
	return last
}

// A source holds the pages of a text. It is safe for concurrent use.
type source interface {
	page(i int) *page
	transient(i int, buffer *[]byte) string // the text of the page, valid until the buffer is used again
	all() string                            // the text of all pages
}

// resident is a source in memory.
type resident struct {
	s     string
	pages []*page
}

func (r *resident) page(i int) *page                  { return r.pages[i] }
func (r *resident) transient(i int, _ *[]byte) string { return r.pages[i].s }
func (r *resident) all() string                       { return r.s }

// blockIndex returns the index of the block that contains o. The end of the text is in the last one.
func (t *Text) blockIndex(o Offset) int {
	return max(0, sort.Search(len(t.blocks), func(i int) bool { return t.blocks[i].start > o })-1)
}

// pageAt returns the page and the block that contain o.
func (t *Text) pageAt(o Offset) (*page, block) {
	if len(t.blocks) == 0 {
		return &page{}, block{}
	}
	i := t.blockIndex(o)
	return t.source.page(i), t.blocks[i]
}

// A Part is a piece of a text whose edges no paragraph and no cluster crosses. It has at most 32 KiB, or 96 KiB where
// bytes could not be decoded.
type Part struct {
	Text string
	Span Span
}

// Part returns the part of the text that contains o. It clamps an o outside the text to its nearer end.
func (t *Text) Part(o Offset) Part {
	if len(t.blocks) == 0 {
		return Part{}
	}
	i := t.blockIndex(o)
	return Part{t.source.page(i).s, t.blockSpan(i)}
}

// Parts yields the parts of a text in order, from the one that contains o. The string of a part is valid only until the
// next one is yielded: copy what you keep.
func (t *Text) Parts(o Offset) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		var buffer []byte
		for i := t.blockIndex(o); i < len(t.blocks); i++ {
			if !yield(Part{t.source.transient(i, &buffer), t.blockSpan(i)}) {
				return
			}
		}
	}
}

// blockSpan returns the span of block i.
func (t *Text) blockSpan(i int) Span {
	end := t.length
	if i+1 < len(t.blocks) {
		end = t.blocks[i+1].start
	}
	return Span{t.blocks[i].start, end}
}
