package layout

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestTailorings checks the table of tailorings to what happens: over pairs of
// characters of every kind, with and without something between them, it collects
// for each class the rules of UAX #14 that would let a row end where kinsoku does
// not.
func TestTailorings(t *testing.T) {
	found := make([][]string, len(tailorings))
	kinds := oneOfEachKind()
	for _, a := range kinds {
		for _, b := range kinds {
			for _, between := range []string{"", " ", "\u200b"} {
				c, rule := tailored(string(a)+between, string(b)+"1")
				if c != other && !slices.Contains(found[c], rule) {
					found[c] = append(found[c], rule)
				}
			}
		}
	}
	for c, row := range tailorings {
		want := strings.Fields(row.over)
		slices.Sort(found[c])
		slices.Sort(want)
		if !slices.Equal(found[c], want) {
			t.Errorf("class %d (%s) overrules %v, not %v", c, row.source, found[c], want)
		}
	}
}

// tailored is the class that keeps a row from ending between two strings where
// UAX #14 lets it end, and the rule that does; or other.
func tailored(left, right string) (class, string) {
	var ink class
	for _, r := range left {
		switch c := classOf(r); {
		case c == ender:
			return other, "" // the row has ended there
		case !c.canTrail():
			ink = c
		}
	}
	next := classOf([]rune(right)[0])
	if allowsBreak(ink, next, right[0] < utf8.RuneSelf) {
		return other, ""
	}
	for i, r := range decisions(left + right) {
		if i == len(left) && r.breaks {
			if tailorings[next].noStart {
				return next, r.name
			}
			return ink, r.name
		}
	}
	return other, ""
}

// oneOfEachKind returns a character of each property and class that there is, ASCII
// and not.
func oneOfEachKind() []rune {
	type kind struct {
		property uint8
		class    class
		ascii    bool
	}
	var found []rune
	seen := map[kind]bool{}
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if k := (kind{property(r), classOf(r), r < utf8.RuneSelf}); utf8.ValidRune(r) && !seen[k] {
			seen[k] = true
			found = append(found, r)
		}
	}
	return found
}
