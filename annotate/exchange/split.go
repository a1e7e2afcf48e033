package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"pizhu/model"
)

// A Splitter divides documents into sets to train on and to test with. An article, its near-duplicates and articles
// that mostly contain one another are never on two sides; each side has its share of every label, as far as whole
// articles allow. The result depends on the texts, the labels and the seed, not on the order of the documents.
type Splitter struct {
	Shares []int // of each side; they need not add up to 100
	Seed   uint64

	documents []splitDocument
	sides     map[int]int // by the document's number, once made
	groups    map[int]string
	steps     int // comparisons of groups, for the tests
}

// A splitDocument is what is known of a document in the first pass.
type splitDocument struct {
	number int // as it was noted
	name   string
	hash   string // of the text
	labels map[string]int
	sig    signature
	print  fingerprint
	group  int // the first document of its group
}

// Add takes a document into account, in the first of two passes. Its number is
// the caller's.
func (s *Splitter) Add(e *Exporter, number int, d Document) {
	d, ok := e.selectDocument(d, &Report{})
	if !ok {
		return
	}
	sum := sha256.Sum256([]byte(d.Text.String()))
	x := splitDocument{number: number, name: d.Name, hash: hex.EncodeToString(sum[:]), labels: map[string]int{}, group: len(s.documents)}
	x.sig, x.print = sign(d.Text.String())
	for _, layer := range d.Layers {
		for _, c := range layer.Set.Claims {
			for _, l := range model.LabelPaths(e.Scheme.Groups, c.Labels) {
				x.labels[l]++
			}
		}
	}
	s.documents = append(s.documents, x)
}

// SideOf is the side of a document, in the second pass, and the name of the first
// of its near-duplicates, its own if it has none. Of a document that is not
// exported both mean nothing.
func (s *Splitter) SideOf(number int) (side int, group string) {
	if s.sides == nil {
		s.assignSides()
	}
	return s.sides[number], s.groups[number]
}

// A bundle is the documents of one group.
type bundle struct {
	key     string // what orders bundles: of the seed and the hashes
	members []int
	labels  map[string]int
}

func (s *Splitter) assignSides() {
	slices.SortFunc(s.documents, func(a, b splitDocument) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.name, b.name)) })
	s.joinDuplicates()
	groups := map[int]*bundle{}
	for i, d := range s.documents {
		g := groups[d.group]
		if g == nil {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", s.Seed, d.hash))
			g = &bundle{key: hex.EncodeToString(sum[:]), labels: map[string]int{}}
			groups[d.group] = g
		}
		g.members = append(g.members, i)
		for l, n := range d.labels {
			g.labels[l] += n
		}
	}
	bundles := slices.Collect(maps.Values(groups))
	slices.SortFunc(bundles, func(a, b *bundle) int { return cmp.Compare(a.key, b.key) })
	s.distribute(bundles)
}

// joinDuplicates finds the near-duplicates: texts that agree in a band are compared. Those
// of one group already are not, so that many copies cost little.
func (s *Splitter) joinDuplicates() {
	for i := range s.documents {
		s.documents[i].group = i
	}
	seen := map[[1 + hashes/bands]uint32][]int{}
	for i := range s.documents {
		d := &s.documents[i]
		for b := range bands {
			key := d.sig.band(b)
			again := false // a copy adds nothing to compare with
			for _, j := range seen[key] {
				again = again || d.sig == s.documents[j].sig
				if s.root(i) != s.root(j) && d.sig.alike(&s.documents[j].sig) >= near {
					s.merge(i, j)
				}
			}
			if !again {
				seen[key] = append(seen[key], i)
			}
		}
	}
	s.joinContained()
	for i := range s.documents {
		s.documents[i].group = s.root(i)
	}
}

func (s *Splitter) root(i int) int {
	for s.documents[i].group != i {
		s.documents[i].group = s.documents[s.documents[i].group].group // half as far the next time
		i = s.documents[i].group
	}
	return i
}

func (s *Splitter) merge(i, j int) {
	a, b := s.root(i), s.root(j)
	s.documents[max(a, b)].group = min(a, b)
}

// distribute gives each bundle to a side: those with the rarest label first, to the
// side that is furthest from its share of that label, else of documents (K.
// Sechidis and others, On the stratification of multi-label data, 2011).
func (s *Splitter) distribute(bundles []*bundle) {
	totals := map[string]int{}
	for _, b := range bundles {
		for l, n := range b.labels {
			totals[l] += n
		}
	}
	rarest := func(b *bundle) string {
		best := ""
		for _, l := range slices.Sorted(maps.Keys(b.labels)) {
			if best == "" || totals[l] < totals[best] {
				best = l
			}
		}
		return best
	}
	slices.SortStableFunc(bundles, func(a, b *bundle) int {
		x, y := rarest(a), rarest(b)
		bySize := cmp.Compare(len(b.members), len(a.members)) // the small ones even out what the large ones left
		if x == "" || y == "" {
			return cmp.Or(cmp.Compare(y, x), bySize) // those without labels come last
		}
		return cmp.Or(cmp.Compare(totals[x], totals[y]), cmp.Compare(x, y), bySize)
	})
	t := newSideNeeds(s.Shares, totals, len(s.documents))
	s.sides, s.groups = map[int]int{}, map[int]string{}
	for _, b := range bundles {
		side := t.neediestSide(rarest(b))
		t.addBundle(side, b)
		for _, i := range b.members {
			d := s.documents[i]
			s.sides[d.number], s.groups[d.number] = side, s.documents[d.group].name
		}
	}
}

// A sideNeeds counts what each side still wants of each label; the label "" is the
// documents.
type sideNeeds struct {
	wants []map[string]float64
	share []float64
}

func newSideNeeds(shares []int, totals map[string]int, documents int) sideNeeds {
	sum := 0
	for _, n := range shares {
		sum += n
	}
	t := sideNeeds{}
	for _, n := range shares {
		share := float64(n) / float64(max(sum, 1))
		wants := map[string]float64{"": share * float64(documents)}
		for l, total := range totals {
			wants[l] = share * float64(total)
		}
		t.wants, t.share = append(t.wants, wants), append(t.share, share)
	}
	return t
}

// neediestSide is the side that wants most of a label; a tie goes to the one that
// wants most documents.
func (t sideNeeds) neediestSide(label string) int {
	best := -1
	for i, wants := range t.wants {
		if t.share[i] == 0 {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(wants[label], t.wants[best][label]), cmp.Compare(wants[""], t.wants[best][""])) > 0 {
			best = i
		}
	}
	return best
}

func (t sideNeeds) addBundle(side int, b *bundle) {
	t.wants[side][""] -= float64(len(b.members))
	for l, n := range b.labels {
		t.wants[side][l] -= float64(n)
	}
}
