package sidecar

import (
	"cmp"
	"maps"
	"slices"

	"pizhu/model"
)

// An Order says in which order ids are written where they are the names of
// members: the order of the scheme. The codec has no scheme, so that whoever
// makes a new file gives it, see NewOrder; a file that is read brings its own.
// Ids that it does not have stand after those that it has, by their letters.
type Order struct {
	Documents  []string // label groups of the document
	Groups     []string // label groups of claims
	Attributes []string
}

// NewOrder is the order of a scheme.
func NewOrder(s *model.Scheme) Order {
	var o Order
	for _, g := range s.Documents {
		o.Documents = append(o.Documents, g.ID)
	}
	for _, g := range s.Groups {
		o.Groups = append(o.Groups, g.ID)
	}
	for _, a := range s.Attributes {
		o.Attributes = append(o.Attributes, a.ID)
	}
	return o
}

// byKind are the lists of o by their keys.
func (o Order) byKind() [orderKinds][]string {
	return [orderKinds][]string{documentGroups: o.Documents, claimGroups: o.Groups, attributeIDs: o.Attributes}
}

// Keys says which of an Order's lists names belong to.
type orderKind int

const (
	documentGroups orderKind = iota
	claimGroups
	attributeIDs
	sessions
	orderKinds
)

// A rank is the place of each id in a list, from 1.
type rank map[string]int

func newRank(ids []string) rank {
	r := rank{}
	for i, id := range ids {
		r[id] = i + 1
	}
	return r
}

// compare orders by rank; what has none comes last, by its letters.
func (r rank) compare(a, b string) int {
	const last = 1 << 62
	place := func(id string) int {
		if n := r[id]; n > 0 {
			return n
		}
		return last
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b))
}

// A idChain gathers which ids follow which in the objects of a file. In a file in
// canonical form they all come from one order, though no object need have all
// of them; any order that fits all the pairs then writes the same file.
type idChain struct {
	pairs  map[[2]string]bool
	before map[string]int // how many different ids stand right before each
}

// maxPairs is how many pairs are gathered. A scheme has some dozens; a hostile
// file gets its ids ordered by their letters.
const maxPairs = 10_000

// addPair notes that id comes right after previous, or first where that is
// empty.
func (c *idChain) addPair(previous, id string) {
	pair := [2]string{previous, id}
	if c.pairs[pair] || len(c.pairs) >= maxPairs {
		return
	}
	if c.pairs == nil {
		c.pairs, c.before = map[[2]string]bool{}, map[string]int{}
	}
	c.pairs[pair] = true
	if previous == "" {
		c.before[id] += 0
	} else {
		c.before[id]++
	}
}

// sorted is one that fits the pairs, after Kahn (1962): of the ids that no other
// must precede, the first by its letters. Ids of which the pairs contradict one
// another are left out.
func (c *idChain) sorted() []string {
	followers := map[string][]string{}
	for pair := range c.pairs {
		followers[pair[0]] = append(followers[pair[0]], pair[1])
	}
	before := maps.Clone(c.before)
	var order, ready []string
	for id, n := range before {
		if n == 0 {
			ready = append(ready, id)
		}
	}
	slices.Sort(ready)
	for len(ready) > 0 {
		id := ready[0]
		order, ready = append(order, id), ready[1:]
		for _, next := range followers[id] {
			if before[next]--; before[next] == 0 {
				i, _ := slices.BinarySearch(ready, next)
				ready = slices.Insert(ready, i, next)
			}
		}
	}
	return order
}
