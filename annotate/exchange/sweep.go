package exchange

import (
	"cmp"
	"slices"

	"pizhu/model"
	"pizhu/model/text"
)

// A sweep goes through a text once, from one end of a fragment to the next.
type sweep struct {
	claims []*model.Claim // the shortest first
	ends   []sweepEnd
	steps  int // ends passed and places of claims looked at
}

// A sweepEnd is where a claim begins or ends, by its number.
type sweepEnd struct {
	at     text.Offset
	number int
	begins bool
}

// newSweep makes a sweep over the claims of a set that are not rejected.
func newSweep(set model.Set) *sweep {
	s := &sweep{claims: set.Live()}
	length := map[*model.Claim]int{}
	for _, c := range s.claims {
		length[c] = c.Len()
	}
	slices.SortStableFunc(s.claims, func(a, b *model.Claim) int { return cmp.Compare(length[a], length[b]) })
	for i, c := range s.claims {
		for _, f := range c.Fragments {
			s.ends = append(s.ends, sweepEnd{f.Span.Start, i, true}, sweepEnd{f.Span.End, i, false})
		}
	}
	slices.SortFunc(s.ends, func(a, b sweepEnd) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.number, b.number))
	})
	return s
}

// pieces calls a function with each piece of a text of this length that no claim begins
// or ends in, and the claims over it, the shortest first.
func (s *sweep) pieces(length text.Offset, piece func(text.Span, []*model.Claim)) {
	var over []*model.Claim
	var numbers []int
	from := text.Offset(0)
	show := func(to text.Offset) {
		if to > from {
			piece(text.Span{Start: from, End: to}, over)
			from = to
		}
	}
	change := func(e sweepEnd) {
		i, is := slices.BinarySearch(numbers, e.number)
		s.steps++
		switch {
		case e.begins:
			numbers, over = slices.Insert(numbers, i, e.number), slices.Insert(over, i, s.claims[e.number])
		case is:
			numbers, over = slices.Delete(numbers, i, i+1), slices.Delete(over, i, i+1)
		}
	}
	for i := 0; i < len(s.ends); {
		end := i
		for end < len(s.ends) && s.ends[end].at == s.ends[i].at {
			end++
		}
		show(s.ends[i].at)
		for _, begins := range []bool{false, true} { // a fragment may begin where the one before it ends
			for _, e := range s.ends[i:end] {
				if e.begins == begins {
					change(e)
				}
			}
		}
		i = end
	}
	show(length)
}

// related finds the claims and relations of a set by the ids of claims.
type related struct {
	claims map[string]*model.Claim
	from   map[string][]*model.Relation
}

func relatedIn(set model.Set) related {
	r := related{make(map[string]*model.Claim, len(set.Claims)), map[string][]*model.Relation{}}
	for _, c := range set.Claims {
		r.claims[c.ID] = c
	}
	for _, x := range set.Relations {
		r.from[x.From] = append(r.from[x.From], x)
	}
	return r
}
