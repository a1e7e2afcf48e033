package session

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/anchor"
	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// rewrite gives an article another text.
func rewrite(t *testing.T, a corpus.Article, content string) {
	t.Helper()
	if err := os.WriteFile(a.Path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// articleOf is an article of its own.
func articleOf(t *testing.T, content string) corpus.Article {
	t.Helper()
	a := corpus.Article{Path: filepath.Join(t.TempDir(), "a.txt"), Name: "a.txt"}
	rewrite(t, a, content)
	return a
}

// finish closes a session.
func finish(t *testing.T, s *Session) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// stood gives the claims of a set in short: how each stands, and at which text.
func stood(s model.Set) string {
	var b strings.Builder
	for _, c := range s.All() {
		fmt.Fprintf(&b, "%s %s%s@%d\n", c.ID, c.Standing, c.Quote(), c.Start())
	}
	return b.String()
}

// annotated is an article with two claims, and what was edited in it since. The
// sidecar is on disk.
func annotated(t *testing.T, old, new string) (corpus.Article, layer.Options) {
	t.Helper()
	s, a, o := begin(t)
	do(t, s, "未来产业是代表未来科技和产业", "cluster", "health")
	do(t, s, "市场潜力大", "goal", "2030")
	finish(t, s)
	if old != new && strings.Count(article, old) != 1 {
		t.Fatalf("%q does not stand once in the article", old)
	}
	rewrite(t, a, strings.Replace(article, old, new, 1))
	return a, o
}

// TestAChangedArticle edits the article of two claims, and opens it.
func TestAChangedArticle(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want, news string }{
		{"after them", "去年5月", "去年6月", "c1 未来产业是代表未来科技和产业@2\nc2 市场潜力大@32\n", ""},
		{"before them", "　　未", "　　昨天，未", "c1 未来产业是代表未来科技和产业@5\nc2 市场潜力大@35\n", "the article was changed: 2 claims moved, 0 to look at"},
		{"between them", "万博体育app", "", "c1 未来产业是代表未来科技和产业@2\nc2 市场潜力大@25\n", "the article was changed: 1 claim moved, 0 to look at"},
		{"within one", "未来科技", "未来技术", "c2 市场潜力大@32\nc1 changed未来产业是代表未来科技和产业@2\n", "the article was changed: 1 to look at"},
		{"one is gone", "市场潜力大", "前景好", "c1 未来产业是代表未来科技和产业@2\nc2 orphan市场潜力大@32\n", "the article was changed: 1 to look at"},
		{"all is gone", article, "春眠不覺曉。", "c1 orphan未来产业是代表未来科技和产业@2\nc2 orphan市场潜力大@32\n", "the article was changed: 2 to look at"},
	} {
		a, o := annotated(t, tt.old, tt.new)
		s := reopen(t, a, o)
		if got, news := stood(s.Set()), strings.Join(notices(s), "; "); got != tt.want || news != tt.news {
			t.Errorf("%s: %q\n%swant %q\n%s", tt.name, news, got, tt.news, tt.want)
		}
	}
}

// TestLookingWritesNothing holds that an article that was changed can be looked at
// without a file being written, and that the first change writes all.
func TestLookingWritesNothing(t *testing.T) {
	a, o := annotated(t, "　　未", "　　昨天，未")
	before := onDisk(t, a)
	s := reopen(t, a, o)
	if s.Flush() != nil || s.Save() != nil {
		t.Error("there is something to write")
	}
	finish(t, s)
	if got := onDisk(t, a); stood(got.Set) != stood(before.Set) || got.Document != before.Document {
		t.Errorf("written: %s", stood(got.Set))
	}

	s = reopen(t, a, o)
	e := s.Editor().Note(s.Set().Claim("c2"), "还在")
	if err := s.Do(e); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	f := onDisk(t, a)
	if f.Document.SHA256 == before.Document.SHA256 || f.Document.Length != s.Text().Len() {
		t.Errorf("%+v", f.Document)
	}
	for _, c := range f.Set.Claims {
		if !isInContext(s.Text(), c) || !strings.Contains(string(c.History), `"standing": "moved", "stood": [{"start": `) ||
			!strings.Contains(string(c.History), before.Document.SHA256) {
			t.Errorf("%s at %v, history %s", c.Quote(), c.Spans(), c.History)
		}
	}
	if again := reopen(t, a, o); len(notices(again)) > 0 || len(again.Unresolved()) > 0 {
		t.Error("it is said again")
	}
}

// TestAdriftAndBack goes through three texts: what is adrift keeps its place in the
// first, and comes back with that.
func TestAdriftAndBack(t *testing.T) {
	a, o := annotated(t, "市场潜力大", "前景好")
	first := onDisk(t, a).Document.SHA256
	s := reopen(t, a, o)
	label(t, s, text.Span{Start: s.Text().Len() - 7, End: s.Text().Len() - 5})
	finish(t, s)
	f := onDisk(t, a)
	if len(f.Set.Adrift) != 1 || f.Set.Adrift[0].Stood != first || f.Set.Adrift[0].Standing != model.Orphan || len(f.Set.Claims) != 2 {
		t.Fatalf("adrift: %+v", f.Set.Adrift)
	}
	rewrite(t, a, "春眠。")
	s = reopen(t, a, o)
	if err := s.Do(s.Editor().SetStatus("done")); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	if f := onDisk(t, a); len(f.Set.Adrift) != 3 || len(f.Set.Claims) != 0 {
		t.Fatalf("%s", stood(f.Set))
	}
	rewrite(t, a, article)
	s = reopen(t, a, o)
	if got := stood(s.Set()); strings.Contains(got, "orphan") || !strings.Contains(got, "c2 市场潜力大@32\n") {
		t.Errorf("back:\n%s", got)
	}
}

// TestDecisions makes what a person can say of a claim that is adrift, and takes it
// back.
func TestDecisions(t *testing.T) {
	a, o := annotated(t, "未来科技", "未来技术")
	s := reopen(t, a, o)
	start := stood(s.Set())
	drift := s.Unresolved()[0]
	if drift.Standing != model.Changed || s.Text().Slice(drift.Spans[0]) != "未来产业是代表未来技术和产业" {
		t.Fatalf("%s at %v", drift.Standing, drift.Spans)
	}
	accept, err := s.Editor().Place(drift.Claim, drift.Spans)
	if err != nil {
		t.Fatal(err)
	}
	on, err := s.Editor().PlaceOn(drift.Claim, text.Span{Start: 0, End: 23})
	if err != nil {
		t.Fatal(err)
	}
	keep, err := s.Editor().Keep(drift.Claim)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		edit model.Edit
		want string
		left int
	}{
		{"accepted", accept, "c1 未来产业是代表未来技术和产业@2\nc2 市场潜力大@32\n", 0},
		{"put on a selection", on, "c1 未来产业是代表未来技术和产业万博体育app@2\nc2 市场潜力大@32\n", 0},
		{"kept", keep, "c2 市场潜力大@32\nc1 kept未来产业是代表未来科技和产业@2\n", 1},
		{"deleted", s.Editor().Delete(drift.Claim), "c2 市场潜力大@32\n", 0},
	} {
		if err := s.Do(tt.edit); err != nil {
			t.Fatal(err)
		}
		if got := stood(s.Set()); got != tt.want || s.UnresolvedCount() != 0 || len(s.Unresolved()) != tt.left {
			t.Errorf("%s:\n%swant\n%s", tt.name, got, tt.want)
		}
		_, _, _ = s.Undo()
		if got := stood(s.Set()); got != start || s.UnresolvedCount() != 1 {
			t.Errorf("%s, taken back:\n%swant\n%s", tt.name, got, start)
		}
	}
	if _, err := s.Editor().Keep(s.Set().Claim("c2")); !errors.Is(err, edit.ErrStands) {
		t.Errorf("kept a claim that stands: %v", err)
	}
	_, _, _ = s.Redo()
	finish(t, s)
	if again := reopen(t, a, o); stood(again.Set()) != "c2 市场潜力大@32\n" {
		t.Errorf("after all:\n%s", stood(again.Set()))
	}
}

// TestUndoOverAChange takes back, in the new text, what was done in the old one: a
// label goes from where the claim is now, and a claim that was deleted comes back
// where its text is now, or adrift. That the claims followed is never taken back.
func TestUndoOverAChange(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "未来产业是代表未来科技和产业", "cluster", "health")
	do(t, s, "市场潜力大", "goal", "2030")
	do(t, s, "市场潜力大", "goal", "2035")
	if err := s.Do(s.Editor().Delete(s.Set().Claim("c1"))); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	rewrite(t, a, strings.Replace(article, "　　未", "　　昨天，未", 1))
	s = reopen(t, a, o)
	want := []string{
		"c1 未来产业是代表未来科技和产业@5\nc2 市场潜力大@35\n",
		"c1 未来产业是代表未来科技和产业@5\nc2 市场潜力大@35\n",
		"c1 未来产业是代表未来科技和产业@5\n",
		"",
	}
	for i, w := range want {
		if _, ok, err := s.Undo(); !ok || err != nil || stood(s.Set()) != w {
			t.Fatalf("undo %d: %v, %v\n%swant\n%s", i, ok, err, stood(s.Set()), w)
		}
	}
	if _, ok, err := s.Undo(); ok || err != nil {
		t.Errorf("there is more to undo: %v", err)
	}
	for range want {
		if _, ok, err := s.Redo(); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if c := s.Set().Claim("c2"); c == nil || len(c.Labels["goal"]) != 2 || c.Start() != 35 {
		t.Errorf("redone: %+v", c)
	}
	finish(t, s)
	if got := stood(reopen(t, a, o).Set()); got != "c2 市场潜力大@35\n" {
		t.Errorf("opened again:\n%s", got)
	}
}

// TestTwoFollowAlike holds that two sessions that find the same changed article do
// the same to the claims, and nothing is kept twice.
func TestTwoFollowAlike(t *testing.T) {
	a, o := annotated(t, "　　未", "　　昨天，未")
	s, other := reopen(t, a, o), reopen(t, a, o)
	for i, x := range []*Session{s, other} {
		if err := x.Do(x.Editor().Note(x.Set().Claims[i], "记")); err != nil {
			t.Fatal(err)
		}
		finish(t, x)
	}
	if f := onDisk(t, a); len(f.Set.Claims) != 2 || f.Set.Claims[0].Note != "记" || f.Set.Claims[1].Note != "记" || len(other.Conflicts()) > 0 {
		t.Errorf("%s%v", stood(f.Set), other.Conflicts())
	}
}

// TestAShortWordDoesNotLandOnItsLike: 半导体 is not 有导体.
func TestAShortWordDoesNotLandOnItsLike(t *testing.T) {
	const before = "省里重点发展半导体产业，推动创新。有导体材料也在其列。"
	a := articleOf(t, before)
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author}
	s := reopen(t, a, o)
	label(t, s, text.Span{Start: 6, End: 9})
	finish(t, s)
	rewrite(t, a, strings.Replace(before, "半导体", "集成电路", 1))
	s = reopen(t, a, o)
	if drifts := s.Unresolved(); len(drifts) != 1 || drifts[0].Standing != model.Orphan || len(drifts[0].Spans) > 0 || len(s.Set().Claims) > 0 {
		t.Errorf("%+v", drifts)
	}
}

// TestEditsThroughTheSession makes claims in the sample articles, edits these at
// random, and opens them: a claim far from the edit stays on its text, one that the
// edit is in is never left in the text as if nothing were, and none is lost.
func TestEditsThroughTheSession(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/articles/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	rng := rand.New(rand.NewPCG(11, 12))
	elsewhere, inside := 0, 0
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			x := text.New(string(raw))
			a := articleOf(t, x.String())
			d := newEditor(t)
			o := layer.Options{Scheme: d.Scheme, Author: d.Author, Encoding: "utf-8"}
			s := reopen(t, a, o)
			claims := scatter(t, rng, s)
			finish(t, s)
			at := x.Floor(text.Offset(rng.IntN(int(x.Len()))))
			gone := x.Floor(min(at+text.Offset(rng.IntN(6)), x.Len()))
			added := []string{"", "另据报道，", "新", "\n"}[rng.IntN(4)]
			rewrite(t, a, x.Slice(text.Span{End: at})+added+x.Slice(text.Span{Start: gone, End: x.Len()}))
			s = reopen(t, a, o)
			if len(s.Set().All()) != len(claims) {
				t.Fatalf("%d of %d claims", len(s.Set().All()), len(claims))
			}
			for _, c := range claims {
				now := s.Set().Any(c)
				switch {
				case !now.Adrift() && !anchor.IsInPlace(s.Text(), now):
					t.Errorf("%s: %q does not stand at %v", path, c.Quote(), now.Spans())
				case c.End()+40 < at || c.Start() > gone+40:
					elsewhere++
					if now.Adrift() {
						t.Errorf("%s: %q at %d is %s after an edit at %d", path, c.Quote(), c.Start(), now.Standing, at)
					}
				case c.Start() < at && c.End() > gone && added != x.Slice(text.Span{Start: at, End: gone}) && len(c.Fragments) == 1:
					inside++
					if !now.Adrift() {
						t.Errorf("%s: %q, edited at %d, stands at %v as if nothing were", path, c.Quote(), at, now.Spans())
					}
				}
			}
		}
	}
	if elsewhere < 500 || inside < 20 {
		t.Errorf("%d claims elsewhere, %d with the edit in them: too few", elsewhere, inside)
	}
}

// scatter makes claims at random places of a session's text.
func scatter(t *testing.T, rng *rand.Rand, s *Session) []*model.Claim {
	t.Helper()
	for range 40 {
		from := text.Offset(rng.IntN(int(s.Text().Len())))
		span := s.Text().Snap(text.Span{Start: from, End: min(from+4+text.Offset(rng.IntN(40)), s.Text().Len())})
		e, _, err := s.Editor().LabelSpan(span, "goal", "2030")
		if err != nil {
			continue // only blanks
		}
		if err := s.Do(e); err != nil {
			t.Fatal(err)
		}
	}
	return s.Set().Claims
}
