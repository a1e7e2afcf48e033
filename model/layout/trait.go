package layout

import (
	"unicode/utf8"

	"pizhu/model/text"
)

// A trait is what row filling needs to know about a cluster.
type trait struct {
	columns uint8 // 0 for a tab: see advance
	class   class
	atom    uint8 // of UAX #14, of its first character
	flags   flags
}

// flags are properties of a cluster.
type flags uint8

const (
	valid        flags = 1 << iota // the trait is computed; that of the zero value is not
	simple                         // text.IsSimple
	keepAllBinds                   // "word-break: keep-all" binds it to another
)

func (t trait) has(f flags) bool { return t.flags&f != 0 }

// hanTrait is the trait of every character that isHan accepts.
var hanTrait = trait{columns: hanColumns, class: other, atom: atomHan, flags: valid | simple | keepAllBinds}

// tabStop is the distance in columns between two tab stops.
const tabStop = 4

// advance returns how many columns a cluster takes that begins at a column of a row of so many columns. A tab ends with
// the row.
func (t trait) advance(column, columns int) int {
	switch {
	case t.class == tab:
		return min(tabStop-column%tabStop, max(columns-column, 0))
	case t.class.canTrail() && column+int(t.columns) > columns:
		return 0
	}
	return int(t.columns)
}

// traits computes the traits of clusters under one Measure, and caches them: those of code points of the Basic
// Multilingual Plane, which nearly all of a text consists of, in pages that are made when a text needs them, and others
// while they are few. A line of a note must not cost what an article does.
type traits struct {
	measure text.Measure
	pages   *[1 << 8]*[1 << 8]trait // by the high and the low byte of the code point
	others  map[string]trait        // at most maxOthers
}

// maxOthers is how many clusters are cached that are not one code point of the
// Basic Multilingual Plane: emoji, rare Han, letters with marks.
const maxOthers = 1 << 12

func newTraits(m text.Measure) traits {
	return traits{measure: m, pages: new([1 << 8]*[1 << 8]trait)}
}

// ofCluster returns the trait of a cluster.
func (s *traits) ofCluster(cluster string) trait {
	if len(cluster) == hanBytes && isHan(cluster[0], cluster[1]) {
		return hanTrait
	}
	r, size := decodeRune(cluster)
	if size == len(cluster) {
		return s.ofRune(r, cluster)
	}
	return s.ofRareCluster(r, cluster)
}

// ofRune returns the trait of a cluster that is r alone.
func (s *traits) ofRune(r rune, cluster string) trait {
	if r > 0xffff {
		return s.ofRareCluster(r, cluster)
	}
	if page := s.pages[r>>8]; page != nil && page[r&0xff].has(valid) {
		return page[r&0xff]
	}
	return s.addToPage(r, cluster)
}

// addToPage computes and caches the trait of a code point of the Basic Multilingual Plane.
func (s *traits) addToPage(r rune, cluster string) trait {
	if s.pages[r>>8] == nil {
		s.pages[r>>8] = new([1 << 8]trait)
	}
	t := s.compute(r, cluster)
	s.pages[r>>8][r&0xff] = t
	return t
}

// ofRareCluster returns the trait of a cluster that begins with r and has no place on a page.
func (s *traits) ofRareCluster(r rune, cluster string) trait {
	if t, ok := s.others[cluster]; ok {
		return t
	}
	if s.others == nil {
		s.others = map[string]trait{}
	}
	if len(s.others) == maxOthers {
		clear(s.others)
	}
	t := s.compute(r, cluster)
	s.others[cluster] = t
	return t
}

// compute computes the trait of a cluster that begins with r.
func (s *traits) compute(r rune, cluster string) trait {
	p := property(r)
	t := trait{class: classOf(r), atom: p &^ keptBit, flags: valid}
	if p&keptBit != 0 {
		t.flags |= keepAllBinds
	}
	if utf8.RuneLen(r) == len(cluster) && text.IsSimple(r) {
		t.flags |= simple
	}
	if t.class == tab {
		return t
	}
	if t.class == blank && utf8.RuneLen(r) < len(cluster) {
		t.class = other // a mark on it can be seen, and is a letter (LB10)
	}
	_, columns := s.measure.Cell(cluster)
	t.columns = uint8(columns) // a cluster takes less than ten
	return t
}
