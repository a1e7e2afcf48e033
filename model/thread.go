package model

import (
	"cmp"
	"slices"
)

// A ThreadNode is a claim at the end of a relation, as it is seen from the other end.
// In a thread it is a line, and stands under the claim that it is seen from.
type ThreadNode struct {
	Depth    int       // relations between it and the claim that the thread is of
	Relation *Relation // nil for that claim
	Back     bool      // whether the relation leads from this claim to the one above it
	ID       string    // of the claim, which need not be in the set
	Again    bool      // whether the claim is opened in another line
}

// Related are the claims that relations lead to from a claim, and from which they
// lead to it: by the types of the relations, and then as the claims stand in the
// text, those that are not in the set last.
func (s Set) Related(id string) []ThreadNode {
	var found []ThreadNode
	place := map[string]int{}
	for _, r := range s.Relations {
		if r.From == id || r.To == id {
			k := r.seen(id)
			found, place[k.ID] = append(found, k), 0
		}
	}
	if len(found) > 1 {
		s.place(place)
		arrange(found, place)
	}
	return found
}

// seen is the other end of a relation.
func (r *Relation) seen(from string) ThreadNode {
	if r.From != from {
		return ThreadNode{Depth: 1, Relation: r, Back: true, ID: r.From}
	}
	return ThreadNode{Depth: 1, Relation: r, ID: r.To}
}

// place gives claims the places that they have among those of the set.
func (s Set) place(ids map[string]int) {
	for id := range ids {
		ids[id] = len(s.Claims) + len(s.Adrift)
	}
	n := 0
	for _, list := range [][]*Claim{s.Claims, s.Adrift} {
		for _, c := range list {
			if _, sought := ids[c.ID]; sought {
				ids[c.ID] = n
			}
			n++
		}
	}
}

// arrange puts nodes into the order of Related.
func arrange(nodes []ThreadNode, place map[string]int) {
	slices.SortStableFunc(nodes, func(a, b ThreadNode) int {
		return cmp.Or(cmp.Compare(a.Relation.Type, b.Relation.Type), cmp.Compare(place[a.ID], place[b.ID]))
	})
}

// Thread is all that hangs together with a claim over relations, whichever way
// they lead, as a tree: each line stands before those under it. Every relation has
// one line. Every claim is opened in one, as near to the first claim as it is to
// it; where another relation leads to it as well, that line is Again, and has
// nothing under it.
//
//	a > b    a relation leads from a to b
//
//	a > b, a > c, b > d, c > d         a > b, b > c, c > a
//
//	a                                  a
//	  > b                                > b
//	    > d                                > c  again
//	  > c                                < c
//	    > d  again
func (s Set) Thread(id string) []ThreadNode {
	under := s.branches(id)
	var lines []ThreadNode
	for rest := []ThreadNode{{ID: id}}; len(rest) > 0; {
		last := len(rest) - 1
		k := rest[last]
		rest = rest[:last]
		lines = append(lines, k)
		if !k.Again {
			for _, next := range slices.Backward(under[k.ID]) {
				rest = append(rest, next)
			}
		}
	}
	return lines
}

// branches are the nodes of a thread by the claims that they stand under. The
// nearest claims are opened first.
func (s Set) branches(id string) map[string][]ThreadNode {
	at, place := s.nodes()
	under := map[string][]ThreadNode{}
	opened, tied := map[string]bool{id: true}, map[*Relation]bool{}
	for queue := []ThreadNode{{ID: id}}; len(queue) > 0; queue = queue[1:] {
		above := queue[0]
		nodes := at[above.ID]
		arrange(nodes, place)
		for _, k := range nodes {
			if tied[k.Relation] {
				continue // it leads to the claim above, or has a line already
			}
			tied[k.Relation] = true
			k.Depth, k.Again = above.Depth+1, opened[k.ID]
			under[above.ID] = append(under[above.ID], k)
			if !k.Again {
				opened[k.ID] = true
				queue = append(queue, k)
			}
		}
	}
	return under
}

// nodes are what is Related to each claim, in no order, and the places of the claims.
func (s Set) nodes() (at map[string][]ThreadNode, place map[string]int) {
	at, place = map[string][]ThreadNode{}, map[string]int{}
	for _, r := range s.Relations {
		at[r.From], place[r.From] = append(at[r.From], r.seen(r.From)), 0
		if r.From != r.To {
			at[r.To], place[r.To] = append(at[r.To], r.seen(r.To)), 0
		}
	}
	s.place(place)
	return at, place
}
