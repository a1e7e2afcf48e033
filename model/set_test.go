package model

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pizhu/model/text"
)

func claim(id string, spans ...text.Span) *Claim {
	c := &Claim{ID: id, Labels: map[string][]string{"goal": {"2030"}}}
	for _, s := range spans {
		c.Fragments = append(c.Fragments, Fragment{Span: s})
	}
	return c
}

func ids(claims []*Claim) []string {
	var list []string
	for _, c := range claims {
		list = append(list, c.ID)
	}
	return list
}

func TestClaimsStandInOrder(t *testing.T) {
	var s Set
	for _, c := range []*Claim{
		claim("c", text.Span{Start: 5, End: 9}),
		claim("b", text.Span{Start: 2, End: 9}),
		claim("a", text.Span{Start: 2, End: 9}),
		claim("d", text.Span{Start: 2, End: 3}, text.Span{Start: 4, End: 5}),
	} {
		next, err := s.Apply(Edit{Changes: []Change{{After: c}}})
		if err != nil {
			t.Fatal(err)
		}
		s = next
	}
	if got, want := ids(s.Claims), []string{"d", "a", "b", "c"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if got, want := ids(s.At(4)), []string{"d", "a", "b"}; !slices.Equal(got, want) {
		t.Errorf("At(4) = %v, want %v, the shortest first", got, want)
	}
	if got := s.With([]text.Span{{Start: 2, End: 3}, {Start: 4, End: 5}}); got == nil || got.ID != "d" {
		t.Errorf("With finds %v", got)
	}
}

// TestUndoGivesTheStart makes random edits and takes them back, and has a
// control: with one inverse dropped the start is not reached.
func TestUndoGivesTheStart(t *testing.T) {
	start := Set{Claims: []*Claim{claim("a", text.Span{Start: 1, End: 2}), claim("b", text.Span{Start: 3, End: 8})}}
	start.Adrift = []*Claim{astray(claim("c", text.Span{Start: 900, End: 990}))}
	edits, states := randomEdits(t, start, 300)
	end := states[len(states)-1]

	if got, err := undoAll(end, edits, -1); err != nil || !reflect.DeepEqual(got, start) {
		t.Errorf("undone: %v, %v, want %v", ids(got.Claims), err, ids(start.Claims))
	}
	for drop := range edits {
		if got, err := undoAll(end, edits, drop); err == nil && reflect.DeepEqual(got, start) {
			t.Errorf("without the inverse of edit %d the start was reached all the same: the test proves nothing", drop)
		}
	}
}

func randomEdits(t *testing.T, s Set, n int) ([]Edit, []Set) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 7))
	var edits []Edit
	var states []Set
	for i := range n {
		c := claim(fmt.Sprintf("n%d", i), text.Span{Start: text.Offset(rng.IntN(50)), End: 60})
		change := Change{After: c}
		if all := s.All(); len(all) > 0 && rng.IntN(3) > 0 {
			old := all[rng.IntN(len(all))]
			change = Change{Before: old}
			if rng.IntN(2) == 0 {
				changed := old.Clone()
				changed.Note = fmt.Sprint(i)
				change.After = changed
				if rng.IntN(3) == 0 && old.Adrift() {
					changed.Standing, changed.Stood = "", ""
				} else if rng.IntN(3) == 0 {
					change.After = astray(changed)
				}
			}
		}
		e := Edit{Action: "edit", Changes: []Change{change, {
			Before: &Document{Note: s.Document.Note}, After: &Document{Note: fmt.Sprint("after ", i)},
		}}}
		next, err := s.Apply(e)
		if err != nil {
			t.Fatal(err)
		}
		edits, states, s = append(edits, e), append(states, next), next
	}
	return edits, states
}

// astray is a claim that has lost its place.
func astray(c *Claim) *Claim {
	c = c.Clone()
	c.Standing, c.Stood = Orphan, "5"
	return c
}

// undoAll takes the edits back from the last to the first, but for the one
// dropped.
func undoAll(s Set, edits []Edit, drop int) (Set, error) {
	for i := len(edits) - 1; i >= 0; i-- {
		if i == drop {
			continue
		}
		next, err := s.Apply(edits[i].Inverse())
		if err != nil {
			return s, err
		}
		s = next
	}
	return s, nil
}

// TestListsStayApart holds that no claim is in the other's list, whatever was
// done, and that what is adrift is not found in the text.
func TestListsStayApart(t *testing.T) {
	_, states := randomEdits(t, Set{}, 300)
	for _, s := range states {
		for i, c := range s.All() {
			if c.Adrift() != (i >= len(s.Claims)) || (s.Claim(c.ID) == nil) != c.Adrift() {
				t.Fatalf("%s, %q, at %d of %d", c.ID, c.Standing, i, len(s.Claims))
			}
		}
		mixed := Set{Claims: s.All()}
		if mixed.Normalize(); len(mixed.Claims) != len(s.Claims) || len(mixed.Adrift) != len(s.Adrift) {
			t.Fatalf("%d and %d claims, want %d and %d", len(mixed.Claims), len(mixed.Adrift), len(s.Claims), len(s.Adrift))
		}
	}
	if last := states[len(states)-1]; len(last.Claims) == 0 || len(last.Adrift) == 0 {
		t.Error("a list is empty: the test proves nothing")
	}
}

func TestApplyRefusesWhatIsStale(t *testing.T) {
	c := claim("a", text.Span{Start: 1, End: 2})
	s := Set{Claims: []*Claim{c}}
	for name, change := range map[string]Change{
		"a claim that is not there":    {Before: claim("x", text.Span{Start: 1, End: 2})},
		"a claim that has changed":     {Before: noted(c, "x"), After: c.Clone()},
		"a document that has changed":  {Before: &Document{Note: "x"}, After: &Document{}},
		"a claim added twice":          {After: c},
		"a relation that is not there": {Before: &Relation{ID: "r"}},
	} {
		if got, err := s.Apply(Edit{Changes: []Change{change}}); !errors.Is(err, ErrStale) || got.Claims != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if len(s.Claims) != 1 || s.Claims[0] != c {
		t.Error("a refused edit changed the set")
	}
}

// noted is a copy of a claim with a note.
func noted(c *Claim, note string) *Claim {
	d := c.Clone()
	d.Note = note
	return d
}

// TestEditsGoByValue: a claim that was read from a file is the one that was
// written.
func TestEditsGoByValue(t *testing.T) {
	c := claim("a", text.Span{Start: 1, End: 2})
	s := Set{Claims: []*Claim{c.Clone()}, Document: Document{Labels: map[string][]string{}}}
	after := noted(c, "x")
	got, err := s.Apply(Edit{Changes: []Change{{Before: c, After: after}, {Before: &Document{}, After: &Document{Note: "y"}}}})
	if err != nil || len(got.Claims) != 1 || got.Claims[0] != after || got.Document.Note != "y" || s.Claims[0].Note != "" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, differs := range []func(*Claim){
		func(c *Claim) { c.Unknown = `"x": 1` },
		func(c *Claim) { c.History = []byte("[]") },
		func(c *Claim) { c.Attributes = map[string]any{"x": true} },
		func(c *Claim) { c.Labels = map[string][]string{"g": {"l"}} },
		func(c *Claim) { c.Fragments[0].Prefix = "x" },
		func(c *Claim) { c.Fragments[0].Unknown = `"x": 1` },
		func(c *Claim) { c.Provenance.Confidence = new(float64) },
		func(c *Claim) { c.Provenance.Unknown = `"x": 1` },
	} {
		d := c.Clone()
		if differs(d); c.Equal(d) || d.Equal(nil) || !d.Equal(d.Clone()) {
			t.Errorf("%+v equals %+v", c, d)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	var s Set
	for i := range text.Offset(10_000) {
		s.Claims = append(s.Claims, claim(fmt.Sprint(i), text.Span{Start: i, End: i + 5}))
	}
	c := s.Claims[5000]
	e := Edit{Changes: []Change{{Before: c.Clone(), After: noted(c, "x")}}}
	for b.Loop() {
		if _, err := s.Apply(e); err != nil {
			b.Fatal(err)
		}
	}
}

func TestRemoveTakesRelationsAlong(t *testing.T) {
	a, b := claim("a", text.Span{Start: 1, End: 2}), claim("b", text.Span{Start: 3, End: 4})
	s := Set{Claims: []*Claim{a, b}, Relations: []*Relation{{ID: "r", Type: "supports", From: "b", To: "a"}}}
	got, err := s.Apply(Edit{Changes: s.Remove(a)})
	if err != nil || len(got.Claims) != 1 || len(got.Relations) != 0 {
		t.Fatalf("%v, %v", got, err)
	}
}

func TestDescribe(t *testing.T) {
	x := text.New("👨‍👩‍👧‍👦春眠不覺曉，處處聞啼鳥。夜來風雨聲，花落知多少。春眠不覺曉，處處聞啼鳥。e\u0301夜來風雨聲")
	f := Describe(x, text.Span{Start: 7, End: 12})
	if f.Text != "春眠不覺曉" || f.Prefix != "👨‍👩‍👧‍👦" {
		t.Errorf("%+v", f)
	}
	if n := len([]rune(f.Suffix)); n != 31 { // the 32nd is the e of é, which has two code points
		t.Errorf("the suffix has %d code points, want 31: %q", n, f.Suffix)
	}
	// Half a cluster is left out: the family is 7 code points, and 36 - 32 = 4 is in it.
	if f := Describe(x, text.Span{Start: 36, End: 37}); []rune(f.Prefix)[0] != '春' {
		t.Errorf("prefix %q begins within a cluster", f.Prefix)
	}
}

func TestToggle(t *testing.T) {
	s := &Scheme{Groups: []Group{
		{ID: "goal", Many: true, Labels: []Label{{ID: "a"}, {ID: "b"}, {ID: "c"}}},
		{ID: "role", Labels: []Label{{ID: "x"}, {ID: "y"}}},
	}}
	labels := map[string][]string{}
	steps := []struct {
		group, label string
		want         map[string][]string
	}{
		{"goal", "c", map[string][]string{"goal": {"c"}}},
		{"goal", "a", map[string][]string{"goal": {"a", "c"}}},
		{"role", "x", map[string][]string{"goal": {"a", "c"}, "role": {"x"}}},
		{"role", "y", map[string][]string{"goal": {"a", "c"}, "role": {"y"}}},
		{"role", "y", map[string][]string{"goal": {"a", "c"}}},
		{"goal", "a", map[string][]string{"goal": {"c"}}},
		{"goal", "c", map[string][]string{}},
	}
	for _, step := range steps {
		before := fmt.Sprint(labels)
		next := s.Toggle(labels, step.group, step.label)
		if !reflect.DeepEqual(next, step.want) {
			t.Errorf("%s/%s: %v, want %v", step.group, step.label, next, step.want)
		}
		if fmt.Sprint(labels) != before {
			t.Errorf("%s/%s changed its input", step.group, step.label)
		}
		labels = next
	}
}
