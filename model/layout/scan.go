package layout

import (
	"slices"
	"unicode/utf8"

	"pizhu/model/text"
)

// A boundary says whether a row may begin with a cluster.
type boundary uint8

const (
	bound boundary = iota // no: kinsoku, or the cluster hangs on the row before
	loose                 // if need be: it is amid a word or an address
	open                  // yes
)

// An item is a cluster of a paragraph as row filling sees it.
type item struct {
	trait
	before boundary
	points int32 // its code points
}

// A scanner reads a paragraph's clusters, each once, and keeps those that are
// not yet on a row. So the work is linear, whatever the rows come to.
type scanner struct {
	body   string
	at     int // in bytes: what is before has been read
	traits *traits
	breaks breaks
	left   context // of at
	items  []item
	taken  int // so many of items are on rows
}

// A context is what stands before a place.
type context struct {
	last class // of the cluster before it
	ink  class // of the last cluster before it that does not hang
}

// pass moves the context over a cluster of class c.
func (x *context) pass(c class) {
	x.last = c
	if !c.hangs() {
		x.ink = c
	}
}

// batch is how many clusters are read at a time.
const batch = 128

// item is the item number i of those that are not on a row, and whether there
// is one.
func (s *scanner) item(i int) (item, bool) {
	if s.taken+i >= len(s.items) && !s.read() {
		return item{}, false
	}
	return s.items[s.taken+i], true
}

// take puts the first n items on a row, and gives the number of their code
// points.
func (s *scanner) take(n int) int {
	points := 0
	for _, it := range s.items[s.taken : s.taken+n] {
		points += int(it.points)
	}
	s.taken += n
	return points
}

// read reads a batch of clusters, and reports whether there was any.
func (s *scanner) read() bool {
	if s.at == len(s.body) {
		return false
	}
	if s.taken > 0 {
		s.items = s.items[:copy(s.items, s.items[s.taken:])]
		s.taken = 0
	}
	s.items = slices.Grow(s.items, min(batch, len(s.body)-s.at))
	limit := len(s.items) + batch
	for c := range text.Clusters(s.body[s.at:]) {
		s.items = append(s.items, s.next(c))
		if len(s.items) == limit {
			break
		}
	}
	return true
}

// next makes an item of c, the cluster at s.at, and steps over it.
func (s *scanner) next(c string) item {
	t := s.traits.of(c)
	it := item{trait: t, before: s.before(c, t.class), points: int32(utf8.RuneCountInString(c))}
	s.at += len(c)
	s.left.pass(t.class)
	return it
}

// before is the boundary before c, the cluster at s.at. Kinsoku comes first,
// for it also holds where a word has to be split.
func (s *scanner) before(c string, next class) boundary {
	switch {
	case s.at == 0 || !permits(s.left.ink, next, c[0] < utf8.RuneSelf):
		return bound
	case s.breaks.before(s.at, s.left, next):
		return open
	}
	return loose
}
