package session

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
)

// illNamed is an article whose name is in GBK.
func illNamed(t *testing.T) (corpus.Article, layer.Options) {
	t.Helper()
	a := corpus.Article{Path: filepath.Join(t.TempDir(), "\xd0\xc2\xce\xc5.txt"), Name: "\xd0\xc2\xce\xc5.txt"}
	if err := os.WriteFile(a.Path, []byte(article), 0o644); err != nil {
		t.Skipf("the file system takes no such name: %v", err)
	}
	d := newEditor(t)
	return a, layer.Options{Scheme: d.Scheme, Author: d.Author}
}

// TestAnIllNamedArticleIsAnnotated holds that the work on an article whose name is not UTF-8 is acknowledged, found after
// a crash, saved and exported, and that the name is said.
func TestAnIllNamedArticleIsAnnotated(t *testing.T) {
	const escaped = "%D0%C2%CE%C5.txt"
	a, o := illNamed(t)
	s := reopen(t, a, o)
	if news := strings.Join(notices(s), "; "); !strings.Contains(news, escaped) {
		t.Errorf("the reader says %q", news)
	}
	do(t, s, "市场潜力大", "goal", "2030")
	flush(t, s)
	crashed := reopen(t, a, o)
	if len(crashed.Set().Claims) != 1 {
		t.Error("a crash loses the claim")
	}
	finish(t, s)
	raw, err := os.ReadFile(a.Path + ".chen.pizhu.json")
	if err != nil {
		t.Fatal(err)
	}
	if f, err := sidecar.Parse(raw); err != nil || f.Document.Path != escaped || len(f.Set.Claims) != 1 {
		t.Errorf("%+v, %v", f.Document, err)
	}
	if d, err := layer.Load(a, o); err != nil || d.Name != escaped || len(d.Layers) != 1 {
		t.Errorf("exported as %q, %v", d.Name, err)
	}
	if got := inspected(t, a, o); !strings.HasPrefix(got, "name .txt: ") || strings.Contains(got, "\n") {
		t.Errorf("check says %q", got)
	}
	deeds, _, err := layer.ReadLog(a, "", o)
	if err != nil || len(deeds) != 1 || deeds[0].Article != escaped {
		t.Errorf("the log has %+v, %v", deeds, err)
	}
	articles := layer.NewLibrary([]corpus.Article{a}, o)
	if name, err := articles.Find(escaped, ""); err != nil || name != escaped {
		t.Errorf("an import finds %q, %v", name, err)
	}
}

// TestAnIllNamedArticleIsRescued holds that its work is kept where neither journals nor sidecars can be written.
func TestAnIllNamedArticleIsRescued(t *testing.T) {
	a, o := illNamed(t)
	s := reopen(t, a, o)
	do(t, s, "市场潜力大", "goal", "2030")
	s.backend.Folders = []string{filepath.Join(a.Path, "no folder")} // below a file
	folder := filepath.Join(t.TempDir(), "rescued")
	rescued := (*RescuedError)(nil)
	if err := s.CloseOrRescue(folder); !errors.As(err, &rescued) {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(rescued.Path)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := sidecar.Parse(raw); err != nil || len(f.Set.Claims) != 1 || !strings.HasPrefix(filepath.Base(rescued.Path), "\xd0") {
		t.Errorf("%q: %+v, %v", rescued.Path, f, err)
	}
}
