package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pizhu/model/text"
)

// graph makes a set of a picture: the claims in the order in which they stand in
// the text, those adrift after a bar, and the relations, TYPE:FROM>TO, where a
// type of supports may be left out.
func graph(claims, relations string) Set {
	var s Set
	standing, adrift, _ := strings.Cut(claims, "|")
	at := text.Offset(0)
	claim := func(id string, st Standing) {
		s.Claims = append(s.Claims, &Claim{ID: id, Standing: st, Fragments: []Fragment{{Span: text.Span{Start: at, End: at + 1}}}})
		at++
	}
	for _, id := range strings.Fields(standing) {
		claim(id, "")
	}
	for _, id := range strings.Fields(adrift) {
		claim(id, Orphan)
	}
	for i, word := range strings.Fields(relations) {
		kind, ends, ok := strings.Cut(word, ":")
		if !ok {
			kind, ends = "supports", word
		}
		from, to, _ := strings.Cut(ends, ">")
		s.Relations = append(s.Relations, &Relation{ID: fmt.Sprint("r", i), Type: kind, From: from, To: to})
	}
	s.Normalize()
	return s
}

// drawn is a thread as lines: indents, which way the relation leads, the claim.
func drawn(lines []ThreadNode) string {
	var b strings.Builder
	for _, k := range lines {
		b.WriteString(strings.Repeat("  ", k.Depth))
		switch {
		case k.Relation == nil:
		case k.Back:
			b.WriteString("< ")
		default:
			b.WriteString("> ")
		}
		b.WriteString(k.ID)
		if k.Again {
			b.WriteString(" again")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestThread(t *testing.T) {
	tests := []struct{ name, claims, relations, of, want string }{
		{"alone", "a b", "", "a", "a\n"},
		{"others hang together", "a b c", "b>c", "a", "a\n"},
		{"forth", "a b", "a>b", "a", "a\n  > b\n"},
		{"back", "a b", "a>b", "b", "b\n  < a\n"},
		{"a chain, from its middle", "a b c d", "a>b b>c c>d", "c", "c\n  < b\n    < a\n  > d\n"},
		{"a diamond", "a b c d", "a>b a>c b>d c>d", "a", "a\n  > b\n    > d\n  > c\n    > d again\n"},
		{"a cycle", "a b c", "a>b b>c c>a", "a", "a\n  > b\n    > c again\n  < c\n"},
		{"two that lead to each other", "a b", "a>b b>a", "a", "a\n  > b\n  < b again\n"},
		{"two relations to one", "a b", "a>b same-as:a>b", "a", "a\n  > b\n  > b again\n"},
		{"to itself", "a b", "a>a a>b", "a", "a\n  > a again\n  > b\n"},
		{"as they stand in the text", "z m a", "a>m a>z", "a", "a\n  > z\n  > m\n"},
		{"by types before that", "a b c", "supports:a>b part-of:a>c", "a", "a\n  > c\n  > b\n"},
		{"adrift after those that stand", "a c | b", "a>b a>c b>c", "a", "a\n  > c\n    < b again\n  > b\n"},
		{"over a claim that is not there", "a b", "a>x b>x", "a", "a\n  > x\n    < b\n"},
		{"of a claim that is not there", "a b", "b>x", "x", "x\n  < b\n"},
	}
	for _, tt := range tests {
		if got := drawn(graph(tt.claims, tt.relations).Thread(tt.of)); got != tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestRelated(t *testing.T) {
	s := graph("c a b", "a>b c>a part-of:b>a b>c")
	want := "  < b\n  < c\n  > b\n"
	if got := drawn(s.Related("a")); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestThreadOfAnyGraph: it ends, has each relation that hangs together with the
// claim in one line and no other, opens each claim once and at its distance, and
// every line stands under an end of its relation.
func TestThreadOfAnyGraph(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		n := 1 + r.IntN(12)
		id := func() string { return string(rune('a' + r.IntN(n))) }
		var claims, relations []string
		for i := range n {
			if r.IntN(5) > 0 { // else it is deleted
				claims = append(claims, string(rune('a'+i)))
			}
		}
		for range r.IntN(3 * n) {
			relations = append(relations, []string{"supports", "part-of"}[r.IntN(2)]+":"+id()+">"+id())
		}
		s, of := graph(strings.Join(claims, " "), strings.Join(relations, " ")), id()
		if fault := threadFault(s, of, s.Thread(of)); fault != "" {
			t.Fatalf("%s: of %s in %q\n%s", fault, of, relations, drawn(s.Thread(of)))
		}
	}
}

// distances are how many relations are between a claim and those that hang
// together with it: each is one more than the least of its neighbours has.
func distances(s Set, of string) map[string]int {
	far := map[string]int{of: 0}
	for changed := true; changed; {
		changed = false
		for _, r := range s.Relations {
			for _, ends := range [][2]string{{r.From, r.To}, {r.To, r.From}} {
				d, known := far[ends[0]]
				if was, there := far[ends[1]]; known && (!there || was > d+1) {
					far[ends[1]], changed = d+1, true
				}
			}
		}
	}
	return far
}

// threadFault is what is wrong with a thread; empty where nothing is.
func threadFault(s Set, of string, lines []ThreadNode) string {
	far, opened, tied := distances(s, of), map[string]int{}, map[*Relation]int{}
	path := []string{of} // the claims above a line, by their depth
	for i, k := range lines {
		switch {
		case (i == 0) != (k.Relation == nil), k.Depth > len(path), i > 0 && k.Depth == 0:
			return fmt.Sprintf("line %d stands nowhere", i)
		case i > 0:
			above := path[k.Depth-1]
			if (ThreadNode{k.Depth, k.Relation, k.Back, k.ID, k.Again}) != k.from(above) {
				return fmt.Sprintf("line %d does not hang on %s", i, above)
			}
			tied[k.Relation]++
		}
		if !k.Again {
			opened[k.ID]++
			path = append(path[:k.Depth], k.ID)
			if far[k.ID] != k.Depth {
				return fmt.Sprintf("%s is %d away", k.ID, far[k.ID])
			}
		} else {
			path = path[:k.Depth]
		}
	}
	for id := range far {
		if opened[id] != 1 {
			return fmt.Sprintf("%s is opened %d times", id, opened[id])
		}
	}
	for _, r := range s.Relations {
		_, hangs := far[r.From]
		if want := map[bool]int{true: 1}[hangs]; tied[r] != want {
			return fmt.Sprintf("%s>%s has %d lines", r.From, r.To, tied[r])
		}
	}
	if len(opened) != len(far) {
		return "others are opened"
	}
	return ""
}

// from is the node as its relation says that it is, seen from a claim.
func (k ThreadNode) from(above string) ThreadNode {
	seen := ThreadNode{Depth: k.Depth, Relation: k.Relation, Again: k.Again}
	switch {
	case k.Relation.From == above:
		seen.ID = k.Relation.To
	case k.Relation.To == above:
		seen.ID, seen.Back = k.Relation.From, true
	}
	return seen
}

// TestALongThread is one of more claims than a stack of calls should hold.
func TestALongThread(t *testing.T) {
	var s Set
	for i := range 100_000 {
		s.Relations = append(s.Relations, &Relation{ID: fmt.Sprint(i), Type: "supports", From: fmt.Sprint(i), To: fmt.Sprint(i + 1)})
	}
	lines := s.Thread("0")
	if len(lines) != 100_001 || lines[100_000].Depth != 100_000 {
		t.Errorf("%d lines", len(lines))
	}
	if slices.ContainsFunc(lines, func(k ThreadNode) bool { return k.Again }) {
		t.Error("a claim of a chain stands there again")
	}
}
