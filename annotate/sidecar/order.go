package sidecar

import (
	"cmp"
	"maps"
	"slices"

	"pizhu/model"
)

// An Order lists ids in the order in which they are written as member names: that of the scheme. The codec does not
// know the scheme, so a new file gets its order from NewOrder; a file that was read brings its own. Ids that are not
// listed come after the others, sorted.
type Order struct {
	Documents  []string // label groups of the document
	Groups     []string // label groups of claims
	Attributes []string
}

// NewOrder returns the order of a scheme.
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

// byKind returns the lists of o, indexed by kind.
func (o Order) byKind() [orderKinds][]string {
	return [orderKinds][]string{documentGroups: o.Documents, claimGroups: o.Groups, attributeIDs: o.Attributes}
}

// An orderKind selects one of an Order's lists. Sessions have no list and are sorted.
type orderKind int

const (
	documentGroups orderKind = iota
	claimGroups
	attributeIDs
	sessions
	orderKinds
)

// A rank maps each id of a list to its place, from 1.
type rank map[string]int

func newRank(ids []string) rank {
	r := rank{}
	for i, id := range ids {
		r[id] = i + 1
	}
	return r
}

// compare orders ids by rank. Ids without one come last, sorted.
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

// An idChain collects which id follows which in the objects of a file. In a canonical file they all come from one
// order, though no object need have all ids; any order that agrees with all pairs writes the same file again.
type idChain struct {
	pairs  map[[2]string]bool
	before map[string]int // how many different ids stand right before each
}

// maxPairs limits the pairs that are collected. A scheme has some dozens; the ids of a hostile file are just sorted.
const maxPairs = 10_000

// addPair records that id comes right after previous, or first if previous is empty.
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

// sorted returns an order that agrees with the pairs (Kahn 1962): of the ids that no other must precede, the
// alphabetically first comes next. It leaves out ids whose pairs contradict one another.
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
