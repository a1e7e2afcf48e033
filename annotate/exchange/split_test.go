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
	s := &Splitter{Shares: []int{80, 10, 10}, Seed: seed}
	e := &Exporter{Scheme: defaultScheme(t)}
	for i, d := range docs {
		s.Add(e, i, d)
	}
	of := map[string]int{}
	for i, d := range docs {
		side, group := s.SideOf(i)
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
	a, _ := sign(docs[8].Text.String())
	copied, _ := sign(docs[9].Text.String())
	other, _ := sign(docs[7].Text.String())
	if a.alike(&copied) < near || a.alike(&other) > 0.2 {
		t.Errorf("a copy %.2f, another text %.2f", a.alike(&copied), a.alike(&other))
	}
	spaced, _ := sign(strings.Join(strings.Split(docs[8].Text.String(), ""), "　"))
	if a != spaced {
		t.Error("blanks make it another text")
	}
}

// TestSplitParts holds that an article and a part of it that was published alone are on
// one side, whichever part it is, in a corpus whose articles end in the same lines and
// repeat what others say.
func TestSplitParts(t *testing.T) {
	const families = 40
	r := rand.New(rand.NewPCG(5, 6))
	han := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteRune(rune(0x4e00 + r.IntN(2000)))
		}
		return b.String()
	}
	editor, quotation := han(40), han(60) // an editor's line, and what half of them quote
	parts := []struct {
		name string
		of   func(body []rune) string
	}{
		{"the first two thirds", func(x []rune) string { return string(x[:len(x)*2/3]) }},
		{"the first third", func(x []rune) string { return string(x[:len(x)/3]) }},
		{"the last half", func(x []rune) string { return string(x[len(x)/2:]) }},
		{"the middle", func(x []rune) string { return string(x[len(x)/4 : len(x)*3/4]) }},
		{"the first two thirds, edited, with another editor's line", func(x []rune) string {
			cut := slices.Clone(x[:len(x)*2/3])
			cut[50], cut[90], cut[200] = '変', '変', '変'
			return string(cut) + han(30)
		}},
		{"twice as long", func(x []rune) string { return han(len(x)/2) + string(x) + han(len(x)/2) }},
	}
	for _, part := range parts {
		for seed := range uint64(3) {
			var docs []Document
			for i := range families {
				body := han(300 + r.IntN(600))
				if i%2 == 0 {
					body += quotation
				}
				x := text.New(body + editor)
				docs = append(docs, Document{Name: fmt.Sprintf("%04d-a.txt", i), Text: x}, Document{Name: fmt.Sprintf("%04d-b.txt", i), Text: text.New(part.of([]rune(body)))})
			}
			s := &Splitter{Shares: []int{80, 10, 10}, Seed: seed}
			e := &Exporter{Scheme: defaultScheme(t)}
			for i, d := range docs {
				s.Add(e, i, d)
			}
			groups := map[string]bool{}
			for i := 0; i < len(docs); i += 2 {
				side, group := s.SideOf(i)
				other, _ := s.SideOf(i + 1)
				if side != other {
					t.Errorf("%s, seed %d: %s and its part are on two sides", part.name, seed, docs[i].Name)
				}
				groups[group] = true
			}
			if len(groups) != families {
				t.Errorf("%s, seed %d: %d groups of %d families", part.name, seed, len(groups), families)
			}
		}
	}
}

// TestSplitIsLinear holds that the comparisons grow as the corpus does, where all
// articles have lines in common, and where all are copies and parts of one.
func TestSplitIsLinear(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	han := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteRune(rune(0x4e00 + r.IntN(2000)))
		}
		return b.String()
	}
	common, one := han(200), []rune(han(1000))
	for name, body := range map[string]func(i int) string{
		"lines in common": func(int) string { return han(200) + common },
		"parts of one":    func(i int) string { return string(one[i%300 : 700+i%300]) },
	} {
		steps := func(n int) int {
			s := &Splitter{Shares: []int{1, 1}}
			e := &Exporter{Scheme: defaultScheme(t)}
			for i := range n {
				s.Add(e, i, Document{Name: fmt.Sprint(i), Text: text.New(body(i))})
			}
			s.SideOf(0)
			return s.steps
		}
		if once, twice := steps(300), steps(600); twice > 3*once || once == 0 {
			t.Errorf("%s: %d comparisons for 300 articles, %d for 600", name, once, twice)
		}
	}
}

// TestWinnower holds that a passage has one fingerprint wherever it stands, and that
// no window is without one.
func TestWinnower(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	print := func(list []uint32) fingerprint {
		var w winnower
		for _, x := range list {
			w.add(x)
		}
		return w.close()
	}
	for range 200 {
		list := make([]uint32, 1+r.IntN(200))
		for i := range list {
			list[i] = uint32(r.IntN(50)) // some are equal
		}
		var want fingerprint
		for i := 0; i < max(1, len(list)-window+1); i++ {
			want = append(want, slices.Min(list[i:min(len(list), i+window)]))
		}
		slices.Sort(want)
		if got := print(list); !slices.Equal(got, slices.Compact(want)) {
			t.Fatalf("%v of %v, want %v", got, list, want)
		}
	}
}
