package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"pizhu/annotate/layer"
	"pizhu/annotate/schemefile"
	"pizhu/model/text"
)

// watching has a session look at its files until it has seen what was written to
// them: twice, for a file that is being written is let be.
func watching(s *Session) {
	for range 2 {
		s.Poll()().Settle()
	}
}

// TestTheSchemeChangesMeanwhile holds that a session says once that its scheme was replaced, also where that was before it was
// opened, and says nothing of a file that was only written again.
func TestTheSchemeChangesMeanwhile(t *testing.T) {
	a, o := annotated(t, "　", "　")
	path := filepath.Join(t.TempDir(), "pizhu.yaml")
	put(t, path, string(schemefile.Builtin()))
	scheme, err := schemefile.Parse(schemefile.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	scheme.File, o.Scheme = path, scheme
	s := reopen(t, a, o)
	says := func(s *Session) bool {
		watching(s)
		return strings.Contains(strings.Join(notices(s), "; "), `the scheme "pizhu.yaml" was changed`)
	}
	if says(s) {
		t.Error("an unchanged scheme is said to be changed")
	}
	if err := os.Chtimes(path, time.Time{}, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if says(s) {
		t.Error("a scheme that was written again is said to be changed")
	}
	put(t, path, strings.ReplaceAll(string(schemefile.Builtin()), "goal", "aim"))
	for i, want := range []bool{true, false} {
		if got := says(s); got != want {
			t.Errorf("look %d: it is said %v", i, got)
		}
	}
	if !says(reopen(t, a, o)) {
		t.Error("a session that is opened later says nothing")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if says(s) {
		t.Error("a scheme that is gone is said to be changed")
	}
}

// TestTheArticleChangesMeanwhile edits an article while a session is open on it.
func TestTheArticleChangesMeanwhile(t *testing.T) {
	a, o := annotated(t, "　", "　") // unchanged
	s := reopen(t, a, o)
	watching(s)
	if news := notices(s); len(news) > 0 {
		t.Fatalf("nothing was written, and it says %q", news)
	}
	rewrite(t, a, strings.Replace(article, "　　未", "　　昨天，未", 1))
	s.Poll()().Settle()
	if s.Text().String() != article {
		t.Error("the file was read while it was perhaps still being written")
	}
	watching(s)
	if got := stood(s.Set()); got != "c1 未来产业是代表未来科技和产业@5\nc2 市场潜力大@35\n" || s.Text().Slice(s.Set().Claims[1].Spans()[0]) != "市场潜力大" {
		t.Errorf("%s", got)
	}
	if news := strings.Join(notices(s), ""); news != "the article was changed: 2 claims moved, 0 to look at" {
		t.Errorf("it says %q", news)
	}
	if s.Flush() != nil || s.Save() != nil {
		t.Error("nobody has changed anything, and there is something to write")
	}
	rewrite(t, a, article)
	watching(s)
	if got := stood(s.Set()); got != "c1 未来产业是代表未来科技和产业@2\nc2 市场潜力大@32\n" || len(s.Set().Claims[0].History) > 0 {
		t.Errorf("back again: %s%s", got, s.Set().Claims[0].History)
	}
}

// TestTheArticleChangesAtWork changes the article after a label was made: both are
// on disk at once, and undo goes back over it.
func TestTheArticleChangesAtWork(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场潜力大", "goal", "2030")
	do(t, s, "市场潜力大", "goal", "2035")
	rewrite(t, a, strings.Replace(article, "　　未", "　　昨天，未", 1))
	watching(s)
	if state, _ := s.State(); state != Pending || stood(s.Set()) != "c1 市场潜力大@35\n" {
		t.Fatalf("state %v\n%s", state, stood(s.Set()))
	}
	s.Flush()().Settle()
	if again := reopen(t, a, o); stood(again.Set()) != "c1 市场潜力大@35\n" || len(again.Conflicts()) > 0 {
		t.Errorf("after a crash: %s", stood(again.Set()))
	}
	_, _, _ = s.Undo()
	if c := s.Set().Claim("c1"); c == nil || len(c.Labels["goal"]) != 1 || c.Start() != 35 {
		t.Errorf("undone: %+v", c)
	}
	finish(t, s)
	f := onDisk(t, a)
	if f.Document.Length != s.Text().Len() || stood(f.Set) != "c1 市场潜力大@35\n" {
		t.Errorf("%+v\n%s", f.Document, stood(f.Set))
	}
}

// TestTwoSeeTheChange has two sessions at work on one article that is changed: what
// both have done is there once.
func TestTwoSeeTheChange(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场潜力大", "goal", "2030")
	s.Flush()().Settle()
	s.Save()().Settle()
	other := reopen(t, a, o)
	rewrite(t, a, strings.Replace(article, "　　未", "　　昨天，未", 1))
	watching(s)
	finish(t, s)
	other.Poll()().Settle() // the sidecar says that the article is another
	if got := stood(other.Set()); got != "c1 市场潜力大@35\n" || other.Text().Len() != s.Text().Len() {
		t.Errorf("%s", got)
	}
	if err := other.Do(other.Editor().Note(other.Set().Claims[0], "记")); err != nil {
		t.Fatal(err)
	}
	finish(t, other)
	if f := onDisk(t, a); len(f.Set.All()) != 1 || f.Set.Claims[0].Note != "记" || len(other.Conflicts()) > 0 {
		t.Errorf("%s%v", stood(f.Set), other.Conflicts())
	}
}

// TestAnotherEncodingMeanwhile saves the article in another encoding, and takes it
// away.
func TestAnotherEncodingMeanwhile(t *testing.T) {
	a, o := annotated(t, "　", "　")
	s := reopen(t, a, o)
	raw, err := simplifiedchinese.GB18030.NewEncoder().String(article + strings.Repeat("到2030年，这五大产业集群要成为新的经济增长点，广泛培育大中小企业。\n", 9))
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, a, raw)
	watching(s)
	if s.Text().Encoding() != "gb18030" || s.UnresolvedCount() > 0 {
		t.Errorf("%s, %s", s.Text().Encoding(), stood(s.Set()))
	}
	if err := os.Remove(a.Path); err != nil {
		t.Fatal(err)
	}
	watching(s)
	if len(s.Set().All()) != 2 || s.Text().Len() == 0 {
		t.Error("what is gone for a moment is forgotten")
	}
}

// TestCarry holds that the cursor stays at its place in the text.
func TestCarry(t *testing.T) {
	a, o := annotated(t, "　", "　")
	s := reopen(t, a, o)
	old := s.Text()
	rewrite(t, a, strings.Replace(strings.Replace(article, "　　未", "　　昨天，未", 1), "潜力大", "潜力很大", 1))
	watching(s)
	for _, at := range []string{"未来产业", "万博", "市场", "去年"} {
		from, to := strings.Index(old.String(), at), strings.Index(s.Text().String(), at)
		if got := s.MoveOffset(old, old.OffsetOfByte(from)); got != s.Text().OffsetOfByte(to) {
			t.Errorf("%s is at %d, want %d", at, got, s.Text().OffsetOfByte(to))
		}
	}
	if got := s.MoveOffset(text.New(strings.Repeat("别的。", 100)), 290); got != s.Text().Len() {
		t.Errorf("a place that is gone is at %d", got)
	}
}

// TestALargeArticleThatChanged holds that the claims in the end of one follow when
// that was read.
func TestALargeArticleThatChanged(t *testing.T) {
	a := articleOf(t, strings.Repeat("未来产业是代表未来科技和产业发展新方向的产业。\n", 50_000)+"到2030年，半导体产值破1万亿元。\n")
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author}
	s := reopen(t, a, o)
	if err := s.ReadRest()().Settle(); err != nil {
		t.Fatal(err)
	}
	end := s.Text().Len()
	label(t, s, text.Span{Start: end - 12, End: end - 2})
	finish(t, s)
	raw, err := os.ReadFile(a.Path)
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, a, strings.Replace(string(raw), "到2030年", "据说到2030年", 1))
	s = reopen(t, a, o)
	if !s.IsPartial() {
		t.Fatal("all of it was read at once")
	}
	if err := s.ReadRest()().Settle(); err != nil {
		t.Fatal(err)
	}
	if got := s.Set(); len(got.Claims) != 1 || !isInContext(s.Text(), got.Claims[0]) || got.Claims[0].Start() != end-10 {
		t.Errorf("%s", stood(got))
	}
	rewrite(t, a, "新"+string(raw))
	if s = reopen(t, a, o); s.IsPartial() {
		if err := s.ReadRest()().Settle(); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Set(); len(got.Claims) != 1 || got.Claims[0].Start() != end-11 {
		t.Errorf("%s", stood(got))
	}
}
