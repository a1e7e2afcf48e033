package text

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// TestGraphemeBreakTest runs Unicode's own test of grapheme clusters, 17.0.
func TestGraphemeBreakTest(t *testing.T) {
	all := 0
	for s, want := range breakTests(t, "GraphemeBreakTest.txt") {
		all++
		if got := clusterEnds(s); !slices.Equal(got, want) {
			t.Errorf("%q: clusters end at %v, want %v", s, got, want)
		}
	}
	t.Logf("GraphemeBreakTest 17.0: %d lines", all)
	if all < 700 {
		t.Errorf("only %d lines of test data", all)
	}
}

// TestWordBreakTest checks that no word of Unicode's test of words, 17.0, ends
// within a cluster: a selection that snaps to clusters can hold every word. In one
// line WB4 and WB15 pair flags otherwise than GB11 and GB12 do.
func TestWordBreakTest(t *testing.T) {
	alike, all := 0, 0
	for s, words := range breakTests(t, "WordBreakTest.txt") {
		ends := clusterEnds(s)
		if all++; slices.Equal(ends, words) {
			alike++
		}
		for _, at := range words {
			if !slices.Contains(ends, at) && s != "a🇦\u200d🇧🇨b" {
				t.Errorf("%q: a word ends at %d, within a cluster", s, at)
			}
		}
	}
	t.Logf("WordBreakTest 17.0: the words of %d lines end with clusters, but one; in %d lines every cluster is a word", all, alike)
	if all < 1_900 {
		t.Errorf("only %d lines of test data", all)
	}
}

// breakTests yields the texts of a file of break tests, and where its parts end.
func breakTests(t *testing.T, name string) func(yield func(string, []int) bool) {
	t.Helper()
	f, err := os.Open("../../../shared/conformance/unicode/17.0/" + name)
	if err != nil {
		t.Skip("needs ../shared:", err)
	}
	t.Cleanup(func() { f.Close() })
	return func(yield func(string, []int) bool) {
		for lines := bufio.NewScanner(f); lines.Scan(); {
			data, _, _ := strings.Cut(lines.Text(), "#")
			if s, ends := parseBreakTest(t, data); s != "" && !yield(s, ends) {
				return
			}
		}
	}
}

func parseBreakTest(t *testing.T, data string) (s string, ends []int) {
	t.Helper()
	for _, field := range strings.Fields(data) {
		switch field {
		case "×":
		case "÷":
			ends = append(ends, len(s))
		default:
			r, err := strconv.ParseUint(field, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			s += string(rune(r))
		}
	}
	return s, ends[min(1, len(ends)):]
}

func clusterEnds(s string) []int {
	var ends []int
	at := 0
	for c := range Clusters(s) {
		at += len(c)
		ends = append(ends, at)
	}
	return ends
}

// TestIsSimple checks that there is a boundary on both sides of every plain character
// between two others, of every kind that is plain.
func TestIsSimple(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !IsSimple(r) {
			continue
		}
		for _, other := range "a春é가①（🚀" {
			if !IsSimple(other) {
				continue
			}
			s := string(other) + string(r) + string(other)
			var ends []int
			for it := graphemes.FromString(s); it.Next(); {
				ends = append(ends, it.End())
			}
			if len(ends) != 3 {
				t.Fatalf("%U: clusters of %q end at %v", r, s, ends)
			}
		}
	}
}

func TestCountCodePoints(t *testing.T) {
	s := strings.Repeat("a春é🚀\u0301\n", 5)
	for from := range s {
		for to := range s[from:] {
			if part := s[from : from+to]; int(CountCodePoints(part)) != utf8.RuneCountInString(part) {
				t.Fatalf("Points(%q) = %d", part, CountCodePoints(part))
			}
		}
	}
}

func TestFirstClusters(t *testing.T) {
	for _, tt := range []struct {
		s             string
		n             int
		head, excerpt string
	}{
		{"", 3, "", ""},
		{"春眠", 0, "", "…"},
		{"春眠", 1, "春", "春…"},
		{"春眠", 2, "春眠", "春眠"},
		{"春眠", 9, "春眠", "春眠"},
		{"か\u3099く", 1, "か\u3099", "か\u3099…"},
		{"e\u0301\u0302x", 1, "e\u0301\u0302", "e\u0301\u0302…"},
		{"👩‍🚀月", 1, "👩‍🚀", "👩‍🚀…"},
		{"\r\na", 1, "\r\n", "\r\n…"},
	} {
		if got := FirstClusters(tt.s, tt.n); got != tt.head {
			t.Errorf("FirstClusters(%q, %d) = %q, want %q", tt.s, tt.n, got, tt.head)
		}
		if got := Excerpt(tt.s, tt.n); got != tt.excerpt {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", tt.s, tt.n, got, tt.excerpt)
		}
	}
}
