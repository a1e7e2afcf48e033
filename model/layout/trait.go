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
// are looked up once.
type traits struct {
	measure text.Measure
	known   []memo // by code point
}

// A memo is a remembered trait. The zero value is none: what has no columns has
// a class.
type memo struct {
	columns uint8
	class   class
}

func newTraits(m text.Measure) traits {
	return traits{measure: m, known: make([]memo, 1<<16)}
}

// of is the trait of a cluster.
func (s *traits) of(cluster string) trait {
	r, size := utf8.DecodeRuneInString(cluster)
	if size < len(cluster) || int(r) >= len(s.known) {
		return s.find(r, cluster)
	}
	if k := s.known[r]; k != (memo{}) {
		return trait{int32(k.columns), k.class}
	}
	t := s.find(r, cluster)
	s.known[r] = memo{uint8(t.columns), t.class} // one code point takes less than ten columns
	return t
}

// find computes the trait of a cluster that begins with r.
func (s *traits) find(r rune, cluster string) trait {
	c := classOf(r)
	if c == tab {
		return trait{0, tab}
	}
	if c.solid() && utf8.RuneLen(r) < len(cluster) {
		c = other // what stands last in it may not be solid
	}
	_, columns := s.measure.Cell(cluster)
	return trait{int32(columns), c}
}
