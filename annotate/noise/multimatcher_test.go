package noise

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestMultiMatcher compares the places of words with those that a search for each word finds.
func TestMultiMatcher(t *testing.T) {
	g := rand.New(rand.NewPCG(5, 6))
	random := func(n int) string {
		s := make([]rune, n)
		for i := range s {
			s[i] = []rune("广告a")[g.IntN(3)]
		}
		return string(s)
	}
	for range 300 {
		text := random(g.IntN(60))
		var words [][]rune
		for range g.IntN(9) {
			if w := []rune(random(1 + g.IntN(5))); !slices.ContainsFunc(words, func(x []rune) bool { return slices.Equal(x, w) }) {
				words = append(words, w)
			}
		}
		f := newMultiMatcher(words)
		f.scan([]rune(text))
		for i, word := range words {
			if want := placesOf(text, string(word)); !slices.Equal(f.places[i], want) {
				t.Fatalf("%q in %q: %v, want %v", string(word), text, f.places[i], want)
			}
		}
	}
}

func placesOf(text, word string) (places []int) {
	at := 0
	for {
		next := strings.Index(text[at:], word)
		if next < 0 {
			return places
		}
		places = append(places, len([]rune(text[:at+next])))
		at += next + len(word)
	}
}
