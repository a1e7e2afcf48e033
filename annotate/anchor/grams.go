package anchor

import (
	"math/bits"
	"slices"
)

// gramLen is how many characters are looked up at once. Two Chinese characters are
// often a word that a text has many times; three seldom are.
const gramLen = 3

// grams index the positions of each three characters of a text. Those with the
// same hash are adjacent, in the order of the text:
//
//	starts  [0 2 2 5 …]
//	places  [7 90 | 3 12 88 | …]
type grams struct {
	starts []int32
	places []int32
	shift  uint
}

// indexGrams indexes a text.
func indexGrams(runes []rune) grams {
	n := max(len(runes)-gramLen+1, 0)
	size := bits.Len(uint(n)) + 1
	g := grams{starts: make([]int32, 1<<size+1), places: make([]int32, n), shift: uint(64 - size)}
	for i := range n {
		g.starts[g.hash(runes[i:])+1]++
	}
	for i := range len(g.starts) - 1 {
		g.starts[i+1] += g.starts[i]
	}
	next := slices.Clone(g.starts)
	for i := range n {
		h := g.hash(runes[i:])
		g.places[next[h]] = int32(i)
		next[h]++
	}
	return g
}

// hash returns the hash of the first three runes of r, by multiplication with the golden ratio.
func (g grams) hash(r []rune) uint64 {
	k := uint64(r[0])<<42 | uint64(r[1])<<21 | uint64(r[2])
	return k * 0x9e3779b97f4a7c15 >> g.shift
}

// placesOf returns the positions whose gram has the hash of the first three runes of r.
func (g grams) placesOf(r []rune) []int32 {
	h := g.hash(r)
	return g.places[g.starts[h]:g.starts[h+1]]
}

// nearestPlaces returns the places nearest to one, at most most, of an ordered list.
func nearestPlaces(places []int32, to, most int) []int32 {
	if len(places) <= most {
		return places
	}
	i, _ := slices.BinarySearch(places, int32(to))
	from := min(max(i-most/2, 0), len(places)-most)
	return places[from : from+most]
}
