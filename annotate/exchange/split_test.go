package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// many makes documents of random text; every tenth is the one before with one
// character changed. Each has a claim with one of two labels, one of them rare.
func many(n int) []Document {
	r := rand.New(rand.NewPCG(1, 2))
	docs := make([]Document, n)
	for i := range docs {
		var b strings.Builder
		for range 300 {
			b.WriteRune(rune(0x4e00 + r.IntN(2000)))
		}
		body := b.String()
		if i%10 == 9 {
			body = "変" + docs[i-1].Text.String()[3:]
		}
		label := "2030"
		if i%10 == 0 {
			label = "2035"
		}
		x := text.New(body)
		set := model.Set{Claims: []*model.Claim{{
			ID: "c", Labels: map[string][]string{"goal": {label}}, Fragments: []model.Fragment{model.Describe(x, text.Span{End: 5})},
		}}}
		docs[i] = Document{Name: fmt.Sprintf("%04d.txt", i), Text: x, Layers: []Layer{{Annotator: "chen", Set: set}}}
	}
	return docs
}

func sides(t *testing.T, docs []Document, seed uint64) map[string]int {
	t.Helper()
	s := &Split{Shares: []int{80, 10, 10}, Seed: seed}
	e := &Export{Scheme: defaultScheme(t)}
	for i, d := range docs {
		s.Note(e, i, d)
	}
	of := map[string]int{}
	for i, d := range docs {
		side, group := s.Side(i)
		if of[d.Name] = side; !strings.ContainsAny(d.Name[3:4], "89") && group != d.Name {
			t.Errorf("%s is in the group of %s", d.Name, group)
		}
	}
	return of
}

func TestSplit(t *testing.T) {
	docs := many(400)
	of := sides(t, docs, 7)
	var sizes, rare [3]int
	for i, d := range docs {
		side := of[d.Name]
		sizes[side]++
		if i%10 == 0 {
			rare[side]++
		}
		if i%10 == 9 && side != of[docs[i-1].Name] {
			t.Errorf("%s and its near-duplicate are on two sides", d.Name)
		}
	}
	if sizes != [3]int{320, 40, 40} {
		t.Errorf("the sides have %v documents, want 320, 40 and 40", sizes)
	}
	if rare != [3]int{32, 4, 4} {
		t.Errorf("the rare label has %v, want 32, 4 and 4", rare)
	}
	back := slices.Clone(docs)
	slices.Reverse(back)
	for name, side := range sides(t, back, 7) {
		if of[name] != side {
			t.Fatalf("the side of %s hangs on the order of the documents", name)
		}
	}
	moved := 0
	for name, side := range sides(t, docs, 8) {
		if of[name] != side {
			moved++
		}
	}
	if moved == 0 {
		t.Error("another seed gives the same split")
	}
}

// TestAlike holds that the signature tells a copy from another text.
func TestAlike(t *testing.T) {
	docs := many(20)
	a, copied, other := sign(docs[8].Text.String()), sign(docs[9].Text.String()), sign(docs[7].Text.String())
	if a.alike(&copied) < near || a.alike(&other) > 0.2 {
		t.Errorf("a copy %.2f, another text %.2f", a.alike(&copied), a.alike(&other))
	}
	spaced := sign(strings.Join(strings.Split(docs[8].Text.String(), ""), "　"))
	if a != spaced {
		t.Error("blanks make it another text")
	}
}
