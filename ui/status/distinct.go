package status

import (
	"slices"
	"unicode"
)

// Distinct is a name without what it begins and ends with as all the others do.
// Numbers and words of letters are not cut in two, and something is left.
func Distinct(name string, others []string) string {
	if len(others) == 0 {
		return name
	}
	all := []rune(name)
	from, to := len(all), len(all)
	for _, other := range others {
		o := []rune(other)
		from = min(from, shared(all, o))
		back, oback := slices.Clone(all), slices.Clone(o)
		slices.Reverse(back)
		slices.Reverse(oback)
		to = min(to, shared(back, oback))
	}
	to = len(all) - to
	for from > 0 && from < len(all) && joined(all[from-1], all[from]) {
		from--
	}
	for to < len(all) && to > 0 && joined(all[to-1], all[to]) {
		to++
	}
	if from >= to {
		return name
	}
	return string(all[from:to])
}

// shared is how many characters two names begin with alike.
func shared(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// joined reports whether two characters are of one number or one word of
// letters. Han characters each stand for themselves.
func joined(a, b rune) bool {
	word := func(r rune) bool { return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return word(a) && word(b)
}
