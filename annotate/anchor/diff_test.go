package anchor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"市场潜力大", "市场潜力大", "市场潜力大"},
		{"市场潜力大", "市场潜力巨大", "市场潜力[|巨]大"},
		{"到2030年建5个", "到2035年建5个园", "到203[0|5]年建5个[|园]"},
		{"半导体", "集成电路", "[半导体|集成电路]"},
		{"か\u3099く", "かく", "[か\u3099|か]く"},
		{"甲乙丙", "", "[甲乙丙|]"},
		{"", "甲乙丙", "[|甲乙丙]"},
	} {
		var got strings.Builder
		for _, p := range Diff(c.before, c.after) {
			if p.Same {
				got.WriteString(p.Old)
			} else {
				fmt.Fprintf(&got, "[%s|%s]", p.Old, p.New)
			}
		}
		if got.String() != c.want {
			t.Errorf("Diff(%q, %q) = %s, want %s", c.before, c.after, got.String(), c.want)
		}
	}
}

// TestCommonPairsAreLongest compares with the textbook's table.
func TestCommonPairsAreLongest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	list := func() []int {
		l := make([]int, rng.IntN(30))
		for i := range l {
			l[i] = rng.IntN(4)
		}
		return l
	}
	for range 2000 {
		a, b := list(), list()
		pairs := commonPairs(a, b, 100)
		for i, p := range pairs {
			if a[p[0]] != b[p[1]] || i > 0 && (p[0] <= pairs[i-1][0] || p[1] <= pairs[i-1][1]) {
				t.Fatalf("common(%v, %v) = %v", a, b, pairs)
			}
		}
		if len(pairs) != lcs(a, b) {
			t.Fatalf("common(%v, %v) has %d pairs, want %d", a, b, len(pairs), lcs(a, b))
		}
	}
}

func lcs(a, b []int) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		last := slices.Clone(row)
		for j, y := range b {
			row[j+1] = max(last[j+1], row[j])
			if x == y {
				row[j+1] = max(row[j+1], last[j]+1)
			}
		}
	}
	return row[len(b)]
}
