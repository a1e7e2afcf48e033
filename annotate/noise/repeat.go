package noise

import "unicode/utf8"

// gramLen is the length of the shortest string that is searched for repeats, maxInjection that of the longest, in code points.
const (
	gramLen      = 4
	maxInjection = 24
)

// A repeats knows, for each position, where its first gramLen characters occurred before.
type repeats struct {
	runes []rune
	prev  []int32 // -1 where they did not occur before
}

// maxProbes is how many slots of the table are tried before a gram is ignored: a text that was made to collide loses
// repeats, not time.
const maxProbes = 16

// findRepeats indexes the repeats of a text.
func findRepeats(runes []rune) repeats {
	r := repeats{runes, make([]int32, max(0, len(runes)-gramLen+1))}
	bits := 4
	for 1<<bits < 2*len(r.prev) {
		bits++
	}
	table := make([]int32, 1<<bits) // the place of a gram, plus one
	for i := range r.prev {
		r.prev[i] = -1
		if hasBreak(runes[i : i+gramLen]) {
			continue
		}
		slot := hashGram(runes[i:]) >> (64 - bits)
		for range maxProbes {
			at := table[slot] - 1
			if at < 0 || r.equalAt(int(at), i, gramLen) {
				r.prev[i], table[slot] = at, int32(i)+1
				break
			}
			slot = (slot + 1) & uint64(len(table)-1)
		}
	}
	return r
}

// hasBreak reports whether a string contains a character that no injected string has.
func hasBreak(s []rune) bool {
	for _, r := range s {
		if r == '\n' || r == '。' || r == '，' || r == '；' || r == utf8.RuneError {
			return true
		}
	}
	return false
}

func hashGram(s []rune) uint64 {
	h := uint64(0)
	for _, r := range s[:gramLen] {
		h = (h ^ uint64(r)) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h * 0xbf58476d1ce4e5b9
}

// equalAt reports whether the n characters at a and at b are equal.
func (r repeats) equalAt(a, b, n int) bool {
	if max(a, b)+n > len(r.runes) {
		return false
	}
	for k := range n {
		if r.runes[a+k] != r.runes[b+k] {
			return false
		}
	}
	return true
}

// eachPair calls yield for each string that occurs at i and before at j, as long as it can be there, of gramLen to
// maxInjection characters. It reads each position at most maxInjection times.
func (r repeats) eachPair(yield func(j, i, n int)) {
	for i, before := range r.prev {
		j := int(before)
		if j < 0 || i > 0 && r.prev[i-1] == before-1 && j > 0 {
			continue // it belongs to the repeat one position earlier
		}
		from, n := r.extend(j, i)
		if n <= maxInjection && from+n-i+j <= from {
			yield(from-i+j, from, n)
		}
	}
}

// extend extends the equal strings at j and at i in both directions, and returns the start of the one at i and its
// length.
func (r repeats) extend(j, i int) (from, n int) {
	n = gramLen
	for n <= maxInjection && i+n < len(r.runes) && r.runes[j+n] == r.runes[i+n] && !hasBreak(r.runes[i+n:i+n+1]) {
		n++
	}
	for n <= maxInjection && j > 0 && r.runes[j-1] == r.runes[i-1] && !hasBreak(r.runes[i-1:i]) {
		i, j, n = i-1, j-1, n+1
	}
	return i, n
}

// placesOf returns the positions of the n characters at i: i and earlier ones, latest first, at most most.
func (r repeats) placesOf(i, n, most int) []int {
	var places []int
	for at := i; at >= 0 && most > 0; at = int(r.prev[at]) {
		if r.equalAt(at, i, n) && (len(places) == 0 || at+n <= places[len(places)-1]) {
			places = append(places, at)
		}
		most--
	}
	return places
}
