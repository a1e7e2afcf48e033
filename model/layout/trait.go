package layout

import (
	"unicode/utf8"

	"pizhu/model/text"
)

// A trait is what row filling has to know of a cluster.
type trait struct {
	columns int32 // of a tab, none: see advance
	class   class
}

// tabStop is the distance in columns between two tab stops.
const tabStop = 4

// advance is how many columns a cluster takes that begins at the given column
// of a row of the given number of columns. A tab is cut off at the row's end.
func (t trait) advance(column, columns int) int {
	switch {
	case t.class == tab:
		return min(tabStop-column%tabStop, max(columns-column, 0))
	case t.class.hangs() && column+int(t.columns) > columns:
		return 0
	}
	return int(t.columns)
}

// traits knows the traits of clusters under one Measure. Those of single code
// points of the Basic Multilingual Plane, which is nearly all that a text has,
// are looked up once. Only the pages that a text has anything on are made: a
// line of a note should not cost what an article does.
type traits struct {
	measure text.Measure
	known   *[1 << 8]*[1 << 8]memo // by the high and the low byte of the code point
}

// A memo is a remembered trait. The zero value is none: what has no columns has
// a class.
type memo struct {
	columns uint8
	class   class
}

func newTraits(m text.Measure) traits {
	return traits{measure: m, known: new([1 << 8]*[1 << 8]memo)}
}

// of is the trait of a cluster.
func (s *traits) of(cluster string) trait {
	r, size := utf8.DecodeRuneInString(cluster)
	if size < len(cluster) || r > 0xffff {
		return s.find(r, cluster)
	}
	page := s.known[r>>8]
	if page == nil {
		page = new([1 << 8]memo)
		s.known[r>>8] = page
	}
	if k := page[r&0xff]; k != (memo{}) {
		return trait{int32(k.columns), k.class}
	}
	t := s.find(r, cluster)
	page[r&0xff] = memo{uint8(t.columns), t.class} // one code point takes less than ten columns
	return t
}

// find computes the trait of a cluster that begins with r.
func (s *traits) find(r rune, cluster string) trait {
	c := classOf(r)
	if c == tab {
		return trait{0, tab}
	}
	if utf8.RuneLen(r) < len(cluster) && (c.solid() || c == blank) {
		c = other // for what stands last in it is neither solid (LB8a) nor white (LB10)
	}
	_, columns := s.measure.Cell(cluster)
	return trait{int32(columns), c}
}
