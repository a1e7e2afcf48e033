package layer

import (
	"slices"
	"testing"
)

func TestJoinOrder(t *testing.T) {
	for _, tt := range [][3][]string{
		{{}, {}, {}},
		{{"a", "c"}, {"b"}, {"b", "a", "c"}},
		{{"a", "c", "d"}, {"a", "b", "c"}, {"a", "b", "c", "d"}},
		{{"a", "b"}, {"b", "a"}, {"a", "b"}},
	} {
		if got, back := joinOrder(tt[0], tt[1]), joinOrder(tt[1], tt[0]); !slices.Equal(got, tt[2]) || !slices.Equal(back, tt[2]) {
			t.Errorf("%v and %v: %v, %v the other way, want %v", tt[0], tt[1], got, back, tt[2])
		}
	}
}
