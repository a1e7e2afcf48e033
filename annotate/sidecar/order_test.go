package sidecar

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pizhu/model"
)

func TestOrderOf(t *testing.T) {
	got := NewOrder(&model.Scheme{
		Documents:  []model.Group{{ID: "genre"}, {ID: "a"}},
		Groups:     []model.Group{{ID: "goal"}, {ID: "cluster"}},
		Attributes: []model.Attribute{{ID: "year"}, {ID: "unit"}},
	})
	for k, want := range map[orderKind]string{documentGroups: "genre a", claimGroups: "goal cluster", attributeIDs: "year unit"} {
		if list := strings.Join(got.byKind()[k], " "); list != want {
			t.Errorf("%d: %s, want %s", k, list, want)
		}
	}
}

func gather(objects ...string) *idChain {
	var c idChain
	for _, o := range objects {
		previous := ""
		for id := range strings.SplitSeq(o, "") {
			c.addPair(previous, id)
			previous = id
		}
	}
	return &c
}

func TestOrderFromObjects(t *testing.T) {
	for _, tt := range []struct {
		name, objects, want string
	}{
		{"nothing", "", ""},
		{"one", "a", "a"},
		{"as the only object", "zxy", "zxy"},
		{"none says, so by letters", "b a c", "abc"},
		{"the design's: modality, value unit modality, year modality, year value unit modality", "m vum ym yvum", "yvum"},
		{"pieced together", "bc ab cd", "abcd"},
		{"a contradiction is left out, and what hangs on it", "xab ba bc", "x"},
	} {
		if got := strings.Join(gather(strings.Fields(tt.objects)...).sorted(), ""); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestOrderFits: whatever objects one order writes, the order made of them
// writes each of them alike.
func TestOrderFits(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 500 {
		hidden := strings.Split("abcdefghij", "")
		rng.Shuffle(len(hidden), func(i, j int) { hidden[i], hidden[j] = hidden[j], hidden[i] })
		var objects []string
		for range 1 + rng.IntN(12) {
			object := slices.DeleteFunc(slices.Clone(hidden), func(string) bool { return rng.IntN(3) > 0 })
			objects = append(objects, strings.Join(object, ""))
		}
		found := newRank(gather(objects...).sorted())
		for _, o := range objects {
			sorted := slices.SortedFunc(strings.SplitSeq(o, ""), found.compare)
			if strings.Join(sorted, "") != o {
				t.Fatalf("%v: %s became %v", objects, o, sorted)
			}
		}
	}
}

func TestHostileOrderIsBounded(t *testing.T) {
	var c idChain
	for i := range 3 * maxPairs {
		c.addPair(string(rune(0x4e00+i%20000)), string(rune(0x4e00+i*7%20000)))
	}
	if len(c.pairs) > maxPairs {
		t.Errorf("%d pairs", len(c.pairs))
	}
	c.sorted()
}
