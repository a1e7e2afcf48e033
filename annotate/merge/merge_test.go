package merge

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pizhu/model"
	"pizhu/model/text"
)

// parse makes a set of a picture: claims as id@start "note", relations as
// id:from>to, of the document status=, note= and group=label+label.
func parse(t *testing.T, picture string) model.Set {
	t.Helper()
	s := model.Set{Document: model.Document{Labels: map[string][]string{}}}
	for word := range strings.FieldsSeq(picture) {
		if name, value, ok := strings.Cut(word, "="); ok {
			switch name {
			case "status":
				s.Document.Status = value
			case "note":
				s.Document.Note = value
			default:
				s.Document.Labels[name] = strings.Split(value, "+")
			}
			continue
		}
		if id, ends, ok := strings.Cut(word, ":"); ok {
			from, to, _ := strings.Cut(ends, ">")
			s.Relations = append(s.Relations, &model.Relation{ID: id, Type: "supports", From: from, To: to})
			continue
		}
		id, note, _ := strings.Cut(word, "/")
		s.Claims = append(s.Claims, claim(id, note))
	}
	s.Normalize()
	return s
}

func claim(id, note string) *model.Claim {
	start := text.Offset(id[0])
	return &model.Claim{
		ID: id, Note: note, Fragments: []model.Fragment{{Span: text.Span{Start: start, End: start + 2}}},
		Labels: map[string][]string{"goal": {"2030"}},
	}
}

// draw returns the picture of a set. An id that was computed is a ~.
func draw(s model.Set) string {
	var words []string
	short := func(id string) string {
		if len(id) == 12 {
			return "~"
		}
		return id
	}
	if s.Document.Status != "" {
		words = append(words, "status="+s.Document.Status)
	}
	if s.Document.Note != "" {
		words = append(words, fmt.Sprintf("note=%q", s.Document.Note))
	}
	for _, group := range []string{"genre", "level"} {
		if labels := s.Document.Labels[group]; len(labels) > 0 {
			words = append(words, group+"="+strings.Join(labels, "+"))
		}
	}
	var claims []string
	for _, c := range s.Claims {
		claims = append(claims, strings.TrimSuffix(short(c.ID)+"/"+c.Note, "/"))
	}
	slices.Sort(claims)
	words = append(words, claims...)
	for _, r := range s.Relations {
		words = append(words, short(r.ID)+":"+r.From+">"+r.To)
	}
	return strings.Join(words, " ")
}

func TestThreeWay(t *testing.T) {
	for _, tt := range []struct {
		name, base, ours, theirs string
		want                     string
		conflicts                []string
	}{
		{"nothing", "", "", "", "", nil},
		{"one side changed", "a b", "a/new b", "a b", "a/new b", nil},
		{"both the same", "a", "a/new", "a/new", "a/new", nil},
		{"both added", "", "a", "b", "a b", nil},
		{"each deleted one", "a b c", "b c", "a c", "c", nil},
		{"both differ", "a", "a/one", "a/two", "a/one ~/two", []string{"claim a: both changed it; the second is "}},
		{"both added one id", "", "a/one", "a/two", "a/one ~/two", []string{"claim a: both changed it; the second is "}},
		{"deletion against change", "a b", "b", "a/new b", "a/new b", []string{"claim a: one deleted it, the other changed it"}},
		{"a relation needs a claim", "a b", "b", "a b r:a>b", "a b r:a>b", []string{"claim a: one deleted it, the other has a relation that needs it"}},
		{"a claim and its relation deleted", "a b r:a>b", "b", "a b r:a>b", "b", nil},
		{"both changed a relation", "a b r:a>b", "a b r:b>a", "a b r:a>a", "a b r:a>a ~:b>a", []string{"relation r: both changed it; the second is "}},
		{"status of one", "status=new", "status=done", "status=new", "status=done", nil},
		{"status of both", "status=new", "status=done", "status=in-progress", "status=in-progress", []string{`document status: both changed it, and it holds one value; the other was "done"`}},
		{"note of both", "", "note=b", "note=a", `note="a\nb"`, []string{"document note: both changed it"}},
		{"note in a note", "note=a", "note=ab", "note=abc", `note="abc"`, []string{"document note: both changed it"}},
		{"groups of labels", "", "genre=news", "level=city", "genre=news level=city", nil},
		{"labels of both", "genre=news", "genre=plan", "genre=comment", "genre=comment+plan", []string{"document labels genre: both changed it"}},
		{"label deleted", "genre=news", "", "genre=news", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base, ours, theirs := parse(t, tt.base), parse(t, tt.ours), parse(t, tt.theirs)
			got, conflicts := ThreeWay(base, ours, theirs)
			back, _ := ThreeWay(base, theirs, ours)
			// Which of two that were touched at one time keeps its id, what they say decides.
			if want := tt.want; draw(got) != want && draw(got) != swapTwin(want) {
				t.Errorf("%s, want %s", draw(got), want)
			}
			if !equal(got, back) {
				t.Errorf("%s one way, %s the other", draw(got), draw(back))
			}
			if len(conflicts) != len(tt.conflicts) {
				t.Fatalf("conflicts %v, want %v", conflicts, tt.conflicts)
			}
			for i, c := range conflicts {
				if !strings.HasPrefix(c.String(), tt.conflicts[i]) {
					t.Errorf("conflict %q, want %q", c, tt.conflicts[i])
				}
			}
		})
	}
}

// swapTwin returns a picture in which the two of a pair have each other's ids.
func swapTwin(picture string) string {
	return strings.NewReplacer("a/one ~/two", "a/two ~/one", "r:a>a ~:b>a", "~:a>a r:b>a").Replace(picture)
}

// TestNewerKeepsItsID: relations lead to what was touched last.
func TestNewerKeepsItsID(t *testing.T) {
	older, newer := claim("a", "older"), claim("a", "newer")
	older.Provenance.Modified = time.Unix(100, 0)
	newer.Provenance.Decided = time.Unix(200, 0)
	for _, pair := range [][2]*model.Claim{{older, newer}, {newer, older}} {
		got, _ := ThreeWay(model.Set{}, model.Set{Claims: pair[:1]}, model.Set{Claims: pair[1:]})
		if c := got.Claim("a"); len(got.Claims) != 2 || !c.Equal(newer) {
			t.Errorf("%d claims, %+v keeps the id", len(got.Claims), c)
		}
	}
}

// TestMergedAgain checks that another merge of two copies, with the side that one came from or with the same merge of
// somebody else, makes no third.
func TestMergedAgain(t *testing.T) {
	base, ours, theirs := parse(t, "a"), parse(t, "a/one"), parse(t, "a/two")
	once, _ := ThreeWay(base, ours, theirs)
	for name, set := range map[string]model.Set{"ours": ours, "theirs": theirs, "itself": once} {
		if again, conflicts := ThreeWay(base, once, set); !equal(again, once) {
			t.Errorf("with %s: %s, %v", name, draw(again), conflicts)
		}
	}
}

func equal(a, b model.Set) bool {
	return a.Document.Equal(b.Document) &&
		slices.EqualFunc(a.All(), b.All(), (*model.Claim).Equal) &&
		slices.EqualFunc(a.Relations, b.Relations, (*model.Relation).Equal)
}

// TestProperties makes random sets and holds what a merge is, and that nothing
// that a side added or changed is missing from it.
func TestProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 11))
	for range 3000 {
		base := random(rng, model.Set{})
		ours, theirs := follow(rng, random(rng, base)), follow(rng, random(rng, base))
		for name, sides := range map[string][4]model.Set{
			"merge(b, x, x) = x": {base, ours, ours, ours},
			"merge(b, b, x) = x": {base, base, theirs, theirs},
			"merge(b, x, b) = x": {base, ours, base, ours},
			"merge(-, x, x) = x": {{}, ours, ours, ours},
		} {
			if got, conflicts := ThreeWay(sides[0], sides[1], sides[2]); !equal(got, sides[3]) || len(conflicts) > 0 {
				t.Fatalf("%s: %s, want %s (%v)", name, draw(got), draw(sides[3]), conflicts)
			}
		}
		got, conflicts := ThreeWay(base, ours, theirs)
		back, backs := ThreeWay(base, theirs, ours)
		if !equal(got, back) || !slices.Equal(conflicts, backs) {
			t.Fatalf("not symmetric:\n%s %v\n%s %v", draw(got), conflicts, draw(back), backs)
		}
		for _, side := range []model.Set{ours, theirs} {
			nothingLost(t, base, side, got)
		}
	}
}

// nothingLost checks that the merged set contains the work of a side, under its id or another.
func nothingLost(t *testing.T, base, side, merged model.Set) {
	t.Helper()
	for _, c := range side.All() {
		if was := base.Any(c); was != nil && was.At(c).Equal(c) {
			continue
		}
		if !slices.ContainsFunc(merged.All(), func(m *model.Claim) bool { return claimKind.withID(m, c.ID).At(c).Equal(c) }) {
			t.Fatalf("%s/%s is lost in %s", c.ID, c.Note, draw(merged))
		}
	}
	for _, r := range side.Relations {
		for _, end := range []string{r.From, r.To} {
			if merged.Any(&model.Claim{ID: end}) == nil && slices.Contains(merged.Relations, r) {
				t.Fatalf("the relation %s leads to nothing in %s", r.ID, draw(merged))
			}
		}
	}
}

// follow moves some claims of a set, or has them go adrift, as when the text was
// changed.
func follow(rng *rand.Rand, s model.Set) model.Set {
	next := model.Set{Document: s.Document, Relations: s.Relations}
	for _, c := range s.All() {
		d := c.Clone()
		switch rng.IntN(4) {
		case 0:
			by := text.Offset(1 + rng.IntN(2))
			d.Fragments[0].Span.Start += by
			d.Fragments[0].Span.End += by
			d.History = fmt.Appendf(nil, `[{"by": %d}]`, by)
		case 1:
			d.Standing, d.Stood = model.Orphan, fmt.Sprint(rng.IntN(2))
		}
		next.Claims = append(next.Claims, d)
	}
	next.Normalize()
	return next
}

// TestMovedIsNoChange checks that a side whose claims only moved with their text changes nothing of the other side, and
// that two different moves are no conflict.
func TestMovedIsNoChange(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	for range 3000 {
		base := random(rng, model.Set{})
		ours, theirs := follow(rng, base), follow(rng, random(rng, base))
		got, conflicts := ThreeWay(base, ours, theirs)
		if slices.ContainsFunc(conflicts, func(c Conflict) bool { return c.Kind == model.KindClaim && c.Reason != NeededKept }) {
			t.Fatalf("%v", conflicts)
		}
		nothingLost(t, base, theirs, got)
		if len(got.All()) < len(theirs.All()) || len(conflicts) == 0 && len(got.All()) != len(theirs.All()) {
			t.Fatalf("%d claims of %d", len(got.All()), len(theirs.All()))
		}
	}
}

// TestHistories joins what two sides remember of one claim.
func TestHistories(t *testing.T) {
	for _, tt := range [][4]string{
		{"", "", "", ""},
		{"", "[1]", "", "[1]"},
		{"[1]", "[1]", "[1, 2]", "[1, 2]"},
		{"", "[1]", "[1, 2]", "[1, 2]"},
		{"[1]", "[1, 2]", "[1, 3]", "[1, 2, 3]"},
		{"", `{"a": [1]}`, "[2, 3]", `[2, 3, {"a": [1]}]`},
	} {
		for _, way := range [][2]string{{tt[1], tt[2]}, {tt[2], tt[1]}} {
			if got := string(mergeHistories([]byte(tt[0]), []byte(way[0]), []byte(way[1]))); got != tt[3] {
				t.Errorf("%q: %s, want %s", way, got, tt[3])
			}
		}
	}
}

// random changes a few items of a set. Its relations lead to claims that are
// there, as those that the program makes do.
func random(rng *rand.Rand, s model.Set) model.Set {
	next := model.Set{Document: model.Document{
		Status: s.Document.Status, Note: s.Document.Note, Labels: map[string][]string{},
	}}
	for group, labels := range s.Document.Labels {
		next.Document.Labels[group] = labels
	}
	switch rng.IntN(6) {
	case 0:
		next.Document.Status = fmt.Sprint("s", rng.IntN(3))
	case 1:
		next.Document.Note = fmt.Sprint("n", rng.IntN(3))
	case 2:
		next.Document.Labels["genre"] = []string{fmt.Sprint("l", rng.IntN(3))}
	}
	for id := range 8 {
		name := string(rune('a' + id))
		c := s.Any(&model.Claim{ID: name})
		switch rng.IntN(8) {
		case 0:
			c = nil
		case 1, 2:
			c = claim(name, fmt.Sprint(rng.IntN(3)))
		}
		if c != nil {
			next.Claims = append(next.Claims, c)
		}
	}
	for i, r := range s.Relations {
		if rng.IntN(6) > 0 && next.Any(&model.Claim{ID: r.From}) != nil && next.Any(&model.Claim{ID: r.To}) != nil {
			next.Relations = append(next.Relations, s.Relations[i])
		}
	}
	for n := len(next.Claims); n > 0 && rng.IntN(2) > 0; n = 0 {
		id := fmt.Sprint("r", rng.IntN(4))
		next.Relations = slices.DeleteFunc(next.Relations, func(r *model.Relation) bool { return r.ID == id })
		next.Relations = append(next.Relations, &model.Relation{
			ID: id, Type: "supports", From: next.Claims[rng.IntN(n)].ID, To: next.Claims[rng.IntN(n)].ID,
		})
	}
	next.Normalize()
	return next
}

// TestDigestIsStable pins the ids that merges give to copies: two people who merge with different versions of the program
// must get the same ones. The names of the fields of a claim and of a relation are part of the digest.
func TestDigestIsStable(t *testing.T) {
	made := model.Provenance{By: "chen", Method: model.Person, Created: time.Date(2028, 2, 29, 9, 30, 0, 0, time.UTC)}
	c := &model.Claim{
		ID:         "a",
		Fragments:  []model.Fragment{{Span: text.Span{Start: 2, End: 4}, Text: "不覺", Prefix: "春眠", Suffix: "曉"}},
		Labels:     map[string][]string{"topic": {"spring"}},
		Attributes: map[string]any{"sure": true, "value": 1.5},
		Note:       "孟浩然", Provenance: made, Standing: model.Orphan, Stood: "0a1b",
	}
	r := &model.Relation{ID: "r", From: "a", To: "b", Provenance: made}
	for item, want := range map[any]string{c: "ca8f3jat0f27", r: "tgpdrb7dxepg"} {
		if got := digest(item)[:12]; got != want {
			t.Errorf("%T has the digest %s, want %s: a renamed field needs its old name in JSON", item, got, want)
		}
	}
}
