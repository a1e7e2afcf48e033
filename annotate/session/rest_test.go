package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/layer"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// large opens a session on an article of several MiB.
func large(t *testing.T) (*Session, corpus.Article, layer.Options) {
	t.Helper()
	a := corpus.Article{Path: filepath.Join(t.TempDir(), "a.txt"), Name: "a.txt"}
	content := strings.Repeat("未来产业是代表未来科技和产业发展新方向的产业。\n", 50_000)
	if err := os.WriteFile(a.Path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author}
	return reopen(t, a, o), a, o
}

// label makes a claim of a span of a session's text.
func label(t *testing.T, s *Session, span text.Span) {
	t.Helper()
	e, _, err := s.Editor().LabelSpan(span, "goal", "2030")
	if err == nil {
		err = s.Do(e)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestALabelWaitsForTheWholeArticle holds that what is labelled in the beginning of a large article is written when all of
// it was read, and not before.
func TestALabelWaitsForTheWholeArticle(t *testing.T) {
	s, a, o := large(t)
	beginning := s.Text()
	label(t, s, text.Span{Start: 0, End: 4})
	if state, _ := s.State(); !s.IsPartial() || s.Flush() != nil || state != Pending {
		t.Fatalf("partial %v, state %v", s.IsPartial(), state)
	}
	if err := s.ReadRest()().Settle(); err != nil {
		t.Fatal(err)
	}
	if s.IsPartial() || s.ReadRest() != nil || s.Text().Len() != 50_000*24 || s.Text().Slice(beginning.All()) != beginning.String() {
		t.Fatalf("%d code points", s.Text().Len())
	}
	s.Flush()().Settle()
	last := text.Span{Start: s.Text().Len() - 24, End: s.Text().Len() - 20}
	label(t, s, last)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if f := onDisk(t, a); f.Document.Length != s.Text().Len() || len(f.Set.Claims) != 2 || f.Document.SHA256 == "" {
		t.Errorf("%+v with %d claims", f.Document, len(f.Set.Claims))
	}
	again := reopen(t, a, o)
	if !again.IsPartial() || len(again.Set().Claims) != 2 {
		t.Errorf("opened again, partial %v with %d claims", again.IsPartial(), len(again.Set().Claims))
	}
}

// TestLeavingBeforeTheRestWasRead holds that leaving reads what saving needs, and that without work nothing is read.
func TestLeavingBeforeTheRestWasRead(t *testing.T) {
	s, a, _ := large(t)
	if err := s.Close(); err != nil || !s.IsPartial() {
		t.Errorf("partial %v, %v", s.IsPartial(), err)
	}
	label(t, s, text.Span{Start: 0, End: 4})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if f := onDisk(t, a); len(f.Set.Claims) != 1 || f.Document.Length != 50_000*24 {
		t.Errorf("%+v with %d claims", f.Document, len(f.Set.Claims))
	}
}
