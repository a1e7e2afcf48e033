package session

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/anchor"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

func put(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func find(t *testing.T, o corpus.Finder, path string) []corpus.Article {
	t.Helper()
	found, err := o.Find([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func options(t *testing.T) layer.Options {
	t.Helper()
	d := newEditor(t)
	return layer.Options{Scheme: d.Scheme, Author: d.Author}
}

func closed(t *testing.T, s *Session) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// line is a document of JSONL.
func line(t *testing.T, id, text string) string {
	t.Helper()
	raw, err := json.Marshal(map[string]string{"id": id, "text": text})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw) + "\n"
}

func files(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(at string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			at, err = filepath.Rel(dir, at)
			names = append(names, at)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, " ")
}

// TestADocumentHasItsOwnLayer labels two documents of a file, and finds each
// claim again, in the document that it was made in.
func TestADocumentHasItsOwnLayer(t *testing.T) {
	dir, o := t.TempDir(), options(t)
	path := put(t, filepath.Join(dir, "n.jsonl"), line(t, "a/1", article)+line(t, "", article)+line(t, "c", "x"))
	articles := find(t, corpus.Finder{}, path)
	for i, piece := range []string{"市场潜力大", "未来产业"} {
		s := reopen(t, articles[i], o)
		do(t, s, piece, "goal", "2030")
		closed(t, s)
	}
	if got, want := files(t, dir), "n.jsonl n.jsonl.pizhu/.a%2F1.pizhu/chen.log n.jsonl.pizhu/.line-000002.pizhu/chen.log n.jsonl.pizhu/a%2F1.chen.pizhu.json n.jsonl.pizhu/line-000002.chen.pizhu.json"; got != want {
		t.Errorf("files %s, want %s", got, want)
	}
	f := onDisk(t, articles[0])
	if d := f.Document; d.Path != "n.jsonl" || d.ID != "a/1" || d.SHA256 != store.Hash([]byte(article)) || d.Encoding != "utf-8" || d.Unknown != "" {
		t.Errorf("%+v", d)
	}
	loader := layer.NewLoader(o)
	for i, want := range []int{1, 1, 0} {
		d, err := loader.Load(articles[i])
		if err != nil || len(d.Layers) != want || d.Name != articles[i].Name {
			t.Errorf("%s has %d layers, %v", d.Name, len(d.Layers), err)
		}
	}
	if short(reopen(t, articles[0], o)) == short(reopen(t, articles[1], o)) {
		t.Error("two documents have one layer")
	}
}

// TestALayerOfAnotherDocumentIsNotOpened: one that goes by its line, for its id
// is long, and now another document stands there.
func TestALayerOfAnotherDocumentIsNotOpened(t *testing.T) {
	o, path := options(t), filepath.Join(t.TempDir(), "n.jsonl")
	put(t, path, line(t, strings.Repeat("長", 99), article))
	s := reopen(t, find(t, corpus.Finder{}, path)[0], o)
	do(t, s, "市场", "goal", "2030")
	closed(t, s)
	put(t, path, line(t, strings.Repeat("短", 99), article))
	if _, err := Open(find(t, corpus.Finder{}, path)[0], o); !errors.Is(err, anchor.ErrOtherText) {
		t.Error(err)
	}
}

func TestDocumentsInAFolderOfSidecars(t *testing.T) {
	dir, o := t.TempDir(), options(t)
	o.Sidecars = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "sub", "n.jsonl"), line(t, "a", article))
	put(t, filepath.Join(dir, "p.html"), page(article))
	for _, a := range find(t, corpus.Finder{}, dir) {
		s := reopen(t, a, o)
		do(t, s, "市场", "goal", "2030")
		closed(t, s)
	}
	if got, want := files(t, o.Sidecars), ".p.html.txt.pizhu/chen.log p.html.txt.chen.pizhu.json sub/n.jsonl.pizhu/.a.pizhu/chen.log sub/n.jsonl.pizhu/a.chen.pizhu.json"; got != want {
		t.Errorf("sidecars %s, want %s", got, want)
	}
	if got, want := files(t, dir), "p.html p.html.txt sub/n.jsonl"; got != want {
		t.Errorf("files %s, want %s", got, want)
	}
}

func page(text string) string {
	return "<html><body><article><pre>\n" + strings.TrimSuffix(text, "\n") + "</pre></article></body></html>"
}

// TestTheFirstClaimSavesThePage holds that nothing is written before, the text
// no later than the sidecar, and the text once.
func TestTheFirstClaimSavesThePage(t *testing.T) {
	dir, o := t.TempDir(), options(t)
	path := put(t, filepath.Join(dir, "p.html"), page(article))
	a := find(t, corpus.Finder{}, dir)[0]
	s := reopen(t, a, o)
	closed(t, s)
	if got := files(t, dir); got != "p.html" {
		t.Errorf("opening wrote %s", got)
	}
	do(t, s, "市场潜力大", "goal", "2030")
	closed(t, s)
	if got, want := files(t, dir), ".p.html.txt.pizhu/chen.log p.html p.html.txt p.html.txt.chen.pizhu.json"; got != want {
		t.Errorf("files %s, want %s", got, want)
	}
	raw, err := os.ReadFile(path + ".txt")
	d := onDisk(t, a).Document
	origin := `"origin": {"path": "p.html", "sha256": "` + store.Hash([]byte(page(article))) + `"}`
	if err != nil || d.Path != "p.html.txt" || d.ID != "" || d.SHA256 != store.Hash(raw) || d.Encoding != "utf-8" || d.Unknown != origin {
		t.Errorf("%+v, %v", d, err)
	}
	put(t, path, page("another text"))
	again := reopen(t, a, o)
	if got, want := short(again), short(s); got != want {
		t.Errorf("found\n%swant\n%s", got, want)
	}
	do(t, again, "未来产业", "goal", "2030")
	closed(t, again)
	if now, _ := os.ReadFile(path + ".txt"); string(now) != string(raw) || onDisk(t, a).Document.Unknown != origin {
		t.Error("the text or its origin was written anew")
	}
}

// TestTwoPeopleOpenAPage: the second finds the text saved, and right; one that
// is not the same is never written over.
func TestTwoPeopleOpenAPage(t *testing.T) {
	for now, want := range map[string]error{article: nil, article + "。": store.ErrChanged} {
		dir, o := t.TempDir(), options(t)
		path := put(t, filepath.Join(dir, "p.html"), page(article))
		s := reopen(t, find(t, corpus.Finder{}, path)[0], o)
		do(t, s, "市场", "goal", "2030")
		if now == article {
			now = s.Text().String()
		}
		put(t, path+".txt", now)
		if err := s.Close(); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("closed with %v, want %v", err, want)
		}
		if raw, _ := os.ReadFile(path + ".txt"); string(raw) != now {
			t.Error("the text was written over")
		}
		if _, err := os.Stat(path + ".txt.chen.pizhu.json"); (err == nil) != (want == nil) {
			t.Errorf("the sidecar: %v", err)
		}
	}
}

func TestStandardInputIsReadOnly(t *testing.T) {
	a := find(t, corpus.Finder{Input: strings.NewReader(article)}, "-")[0]
	s := reopen(t, a, options(t))
	e, _, err := s.Editor().LabelSpan(span(t, "市场"), "goal", "2030")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Do(e); !errors.Is(err, ErrReadOnly) || len(s.Set().Claims) != 0 {
		t.Error(err)
	}
	closed(t, s)
	if d, err := layer.Load(a, options(t)); err != nil || d.Name != "stdin" || d.Layers != nil {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestStandardInputIsKept(t *testing.T) {
	dir, o := t.TempDir(), options(t)
	path := filepath.Join(dir, "new.txt")
	raw := "\ufeff" + article
	a := find(t, corpus.Finder{Input: strings.NewReader(raw), SaveAs: path}, "-")[0]
	s := reopen(t, a, o)
	closed(t, s)
	if got := files(t, dir); got != "" {
		t.Errorf("opening wrote %s", got)
	}
	do(t, s, "市场潜力大", "goal", "2030")
	closed(t, s)
	kept, err := os.ReadFile(path)
	d := onDisk(t, a).Document
	if err != nil || string(kept) != raw || d.Path != "new.txt" || d.SHA256 != store.Hash(kept) || d.Encoding != "utf-8-sig" {
		t.Errorf("%+v, %v", d, err)
	}
	if got, want := short(reopen(t, find(t, corpus.Finder{}, path)[0], o)), short(s); got != want {
		t.Errorf("found\n%swant\n%s", got, want)
	}
	if _, err := (corpus.Finder{Input: strings.NewReader(raw), SaveAs: path}).Find([]string{"-"}); !errors.Is(err, os.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
}

// TestATextIsRescuedWithItsClaims: without it they would be of nothing.
func TestATextIsRescuedWithItsClaims(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gone", "new.txt")
	s := reopen(t, find(t, corpus.Finder{Input: strings.NewReader(article), SaveAs: path}, "-")[0], options(t))
	do(t, s, "市场", "goal", "2030")
	put(t, filepath.Dir(path), "a file where the folder was to be")
	folder := filepath.Join(t.TempDir(), "rescued")
	rescued := (*RescuedError)(nil)
	if err := s.CloseOrRescue(filepath.Join(filepath.Dir(path), "rescued"), folder); !errors.As(err, &rescued) {
		t.Fatal(err)
	}
	if info, err := os.Stat(folder); err != nil || filepath.Dir(rescued.Path) != folder || info.Mode().Perm() != 0o700 {
		t.Errorf("rescued to %s, mode %v, %v", rescued.Path, info.Mode(), err)
	}
	id := filepath.Ext(rescued.Path)
	raw, err := os.ReadFile(filepath.Join(folder, "new.txt"+id))
	if err != nil || string(raw) != article {
		t.Errorf("%q, %v", raw, err)
	}
	if raw, err = os.ReadFile(rescued.Path); err != nil {
		t.Fatal(err)
	}
	if f, err := sidecar.Parse(raw); err != nil || len(f.Set.Claims) != 1 {
		t.Errorf("%+v, %v", f, err)
	}
}
