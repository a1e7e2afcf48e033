//go:build unix

package session

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/check"
	"pizhu/annotate/layer"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

const secret = "何も見せない\n"

// A linked corpus has an article on which chen and wang have worked, and beside it a folder with what is none of its business.
type linked struct {
	root, outside, state string
	a                    corpus.Article
	o                    layer.Options
}

func newLinked(t *testing.T) linked {
	t.Helper()
	l := linked{root: t.TempDir(), outside: t.TempDir(), o: options(t)}
	l.state = filepath.Join(t.TempDir(), "state")
	l.o.State = l.state
	put(t, filepath.Join(l.root, "a.txt"), article)
	l.a = find(t, corpus.Finder{}, l.root)[0]
	for _, name := range []string{"wang", "chen"} {
		l.o.Author.Name = name
		s := reopen(t, l.a, l.o)
		do(t, s, "市场", "goal", "2030")
		closed(t, s)
	}
	put(t, filepath.Join(l.outside, "secret"), secret)
	if err := os.Chmod(filepath.Join(l.outside, "secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l linked) path(name string) string { return filepath.Join(l.root, name) }

// replace puts a link in the place of a file or a folder, which gets another name in the corpus.
func (l linked) replace(t *testing.T, name, target string) {
	t.Helper()
	err := os.Rename(l.path(name), l.path("real"))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err == nil {
		err = os.Symlink(target, l.path(name))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// untouched reports whether what is outside is as it was, and the article.
func (l linked) untouched(t *testing.T) {
	t.Helper()
	entries, err := os.ReadDir(l.outside)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(l.outside, e.Name()))
		if err != nil || e.Name() != "secret" || string(raw) != secret {
			t.Errorf("outside there is %s: %q, %v", e.Name(), raw, err)
		}
	}
	if raw, err := os.ReadFile(l.a.Path); err != nil || string(raw) != article {
		t.Errorf("the article is %q, %v", raw, err)
	}
	for _, name := range strings.Fields(files(t, l.root)) {
		if raw, err := os.ReadFile(l.path(name)); err == nil && corpus.IsUnreadable(name) && strings.Contains(string(raw), secret) {
			t.Errorf("%s shows what is outside", name)
		}
	}
}

// faultsOf are the kinds and files of what check finds.
func (l linked) faultsOf(t *testing.T) (found []string) {
	t.Helper()
	for _, f := range check.Inspect([]corpus.Article{l.a}, []string{l.root}, l.o) {
		found = append(found, string(f.Kind)+" "+filepath.Base(f.File))
	}
	return found
}

// TestSidecarLinks has a sidecar that is a link: it is neither read nor written where it leads to what it should not.
func TestSidecarLinks(t *testing.T) {
	const name = "a.txt.chen.pizhu.json"
	for what, target := range map[string]string{
		"out":                 "^/secret",
		"to itself":           name,
		"nowhere":             "nothing",
		"nowhere outside":     "^/nothing",
		"to the article":      "a.txt",
		"to another's layer":  "a.txt.wang.pizhu.json",
		"to a folder":         ".a.txt.pizhu",
		"to a device":         "/dev/null",
		"to a sidecar beyond": "^/sidecar",
	} {
		l := newLinked(t)
		l.replace(t, name, strings.Replace(target, "^", l.outside, 1))
		was := files(t, l.root)
		if target == "^/sidecar" {
			if err := os.Rename(l.path("real"), filepath.Join(l.outside, "sidecar")); err != nil {
				t.Fatal(err)
			}
			was = files(t, l.root)
			defer func() { _ = os.Remove(filepath.Join(l.outside, "sidecar")) }()
		}
		refused := func(way string, err error) {
			if err == nil || !errors.Is(err, store.ErrLink) && !errors.Is(err, store.ErrNotRegular) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %s: %v", what, way, err)
			}
		}
		_, err := Open(l.a, l.o)
		refused("open", err)
		_, err = layer.ReadLayer(l.a, "chen", l.o)
		refused("read", err)
		_, err = layer.Load(l.a, l.o)
		refused("export", err)
		found := l.faultsOf(t)
		if !slices.Contains(found, "link "+name) && !slices.Contains(found, "unreadable "+name) {
			t.Errorf("%s: check finds %q", what, found)
		}
		if now := files(t, l.root); now != was {
			t.Errorf("%s: there is %s, there was %s", what, now, was)
		}
		if target == "^/sidecar" {
			if err := os.Remove(filepath.Join(l.outside, "sidecar")); err != nil {
				t.Fatal(err)
			}
		}
		l.untouched(t)
	}
}

// TestSidecarLinkWithin follows a link that leads to the annotator's sidecar elsewhere in the corpus, and keeps the link.
func TestSidecarLinkWithin(t *testing.T) {
	l := newLinked(t)
	l.replace(t, "a.txt.chen.pizhu.json", l.path("real"))
	s := reopen(t, l.a, l.o)
	do(t, s, "潜力", "goal", "2030")
	closed(t, s)
	if info, err := os.Lstat(l.path("a.txt.chen.pizhu.json")); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	d, err := layer.Load(l.a, l.o)
	if err != nil || len(d.Layers[0].Set.Claims) != 2 || d.Layers[0].Recovered > 0 {
		t.Errorf("%+v, %v", d.Layers, err)
	}
	if found := l.faultsOf(t); len(found) > 0 {
		t.Errorf("check finds %q", found)
	}
}

// TestSidecarBecomesALink while it is open: the work stays in the journal, which is said, and comes back without the link.
func TestSidecarBecomesALink(t *testing.T) {
	l := newLinked(t)
	s := reopen(t, l.a, l.o)
	do(t, s, "潜力", "goal", "2030")
	l.replace(t, "a.txt.chen.pizhu.json", filepath.Join(l.outside, "secret"))
	flush(t, s)
	tick(s)
	if behind, err := s.Unsaved(); !behind || !errors.Is(err, store.ErrLink) {
		t.Errorf("behind %v, %v", behind, err)
	}
	rescued := (*RescuedError)(nil)
	if err := s.CloseOrRescue(filepath.Join(l.state, "rescued")); !errors.As(err, &rescued) || filepath.Dir(rescued.Path) != filepath.Join(l.state, "rescued") {
		t.Errorf("closed with %v", err)
	}
	l.untouched(t)
	if err := os.Rename(l.path("real"), l.path("a.txt.chen.pizhu.json")); err != nil {
		t.Fatal(err)
	}
	if got, want := short(reopen(t, l.a, l.o)), short(s); got != want {
		t.Errorf("without the link there is\n%swant\n%s", got, want)
	}
}

// TestJournalFolderLinks has a folder of journals that is a link: one that is not followed sends the journal to the state folder.
func TestJournalFolderLinks(t *testing.T) {
	for what, target := range map[string]string{"out": "^", "nowhere": "nothing", "to itself": ".a.txt.pizhu", "within": "real"} {
		l := newLinked(t)
		l.replace(t, ".a.txt.pizhu", strings.Replace(target, "^", l.outside, 1))
		s := reopen(t, l.a, l.o)
		said := strings.Join(notices(s), "; ")
		do(t, s, "潜力", "goal", "2030")
		flush(t, s)
		journal := s.backend.JournalPath()
		closed(t, s)
		l.untouched(t)
		d, err := layer.Load(l.a, l.o)
		if err != nil || len(d.Layers) != 2 || len(d.Layers[0].Set.Claims) != 2 {
			t.Errorf("%s: %+v, %v", what, d.Layers, err)
		}
		_, damaged, err := layer.ReadLog(l.a, "", l.o)
		if err != nil {
			t.Errorf("%s: log: %v", what, err)
		}
		found := l.faultsOf(t)
		if what == "within" {
			if filepath.Dir(journal) != l.path(".a.txt.pizhu") || len(damaged) > 0 || len(found) > 0 || said != "" {
				t.Errorf("within: the journal is in %s, said %q, damaged %v, found %q", journal, said, damaged, found)
			}
			continue
		}
		if rel, err := filepath.Rel(l.state, journal); err != nil || !filepath.IsLocal(rel) {
			t.Errorf("%s: the journal is in %s", what, journal)
		}
		if !strings.Contains(said, `".a.txt.pizhu" is neither read nor written: the link is not followed`) {
			t.Errorf("%s: it says %q", what, said)
		}
		if len(damaged) == 0 || !errors.Is(damaged[0], store.ErrLink) || !slices.Contains(found, "link .a.txt.pizhu") {
			t.Errorf("%s: log says %v, check finds %q", what, damaged, found)
		}
	}
}

// TestJournalFolderLinkOfNobody has nothing but such a link: it may be all that there is of somebody's work.
func TestJournalFolderLinkOfNobody(t *testing.T) {
	l := newLinked(t)
	for _, name := range []string{"chen", "wang"} {
		if err := os.Remove(l.path("a.txt." + name + ".pizhu.json")); err != nil {
			t.Fatal(err)
		}
	}
	l.replace(t, ".a.txt.pizhu", l.outside)
	_, damaged, err := layer.ReadLog(l.a, "", l.o)
	if _, loaded := layer.Load(l.a, l.o); err != nil || len(damaged) != 1 || !errors.Is(loaded, store.ErrLink) {
		t.Errorf("log: %v, %v; export: %v", damaged, err, loaded)
	}
	if found := l.faultsOf(t); !slices.Equal(found, []string{"link .a.txt.pizhu"}) {
		t.Errorf("check finds %q", found)
	}
}

// TestJournalAndLogLinks has links in the folder of journals.
func TestJournalAndLogLinks(t *testing.T) {
	for what, tt := range map[string]struct {
		name, target string
		followed     bool
	}{
		"a log out":                {".a.txt.pizhu/chen.log", "^/secret", false},
		"a log nowhere":            {".a.txt.pizhu/chen.log", "nothing", false},
		"a log to the article":     {".a.txt.pizhu/chen.log", "../a.txt", false},
		"a log to a log within":    {".a.txt.pizhu/chen.log", "../real", true},
		"a journal out":            {".a.txt.pizhu/chen.x.journal", "^/secret", false},
		"a journal to the article": {".a.txt.pizhu/chen.x.journal", "../a.txt", false},
	} {
		l := newLinked(t)
		l.replace(t, tt.name, strings.Replace(tt.target, "^", l.outside, 1))
		s := reopen(t, l.a, l.o)
		said := strings.Join(notices(s), "; ")
		do(t, s, "潜力", "goal", "2030")
		closed(t, s)
		l.untouched(t)
		if d, err := layer.Load(l.a, l.o); err != nil || len(d.Layers[0].Set.Claims) != 2 {
			t.Errorf("%s: %+v, %v", what, d.Layers, err)
		}
		deeds, damaged, err := layer.ReadLog(l.a, "chen", l.o)
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if tt.followed {
			if len(deeds) != 2 || len(damaged) > 0 || said != "" || !strings.Contains(journals(t, l.a.Path), "log") {
				t.Errorf("%s: %d deeds, %v, %q, %s", what, len(deeds), damaged, said, journals(t, l.a.Path))
			}
			continue
		}
		if found := l.faultsOf(t); !slices.Contains(found, "link "+filepath.Base(tt.name)) || !strings.Contains(said, "is neither read nor written") {
			t.Errorf("%s: check finds %q, said %q", what, found, said)
		}
		if got, want := short(reopen(t, l.a, l.o)), short(s); got != want {
			t.Errorf("%s: found\n%swant\n%s", what, got, want)
		}
	}
}

// TestLayerFolderLinks has the folder of the sidecars of documents that is a link.
func TestLayerFolderLinks(t *testing.T) {
	l := newLinked(t)
	put(t, l.path("d.jsonl"), line(t, "x", article))
	l.a = find(t, corpus.Finder{}, l.path("d.jsonl"))[0]
	l.replace(t, "d.jsonl.pizhu", l.outside)
	if _, err := Open(l.a, l.o); !errors.Is(err, store.ErrLink) {
		t.Errorf("open: %v", err)
	}
	if _, err := layer.Load(l.a, l.o); !errors.Is(err, store.ErrLink) {
		t.Errorf("export: %v", err)
	}
	if found := l.faultsOf(t); !slices.Contains(found, "link d.jsonl.pizhu") {
		t.Errorf("check finds %q", found)
	}
	entries, err := os.ReadDir(l.outside)
	if err != nil || len(entries) != 1 {
		t.Errorf("outside there are %v, %v", entries, err)
	}
}

// TestLinksThatWereNamed has links that a person named: to the corpus, to a folder above it, and for the sidecars.
func TestLinksThatWereNamed(t *testing.T) {
	l := newLinked(t)
	for name, target := range map[string]string{"corpus": l.root, "var": filepath.Dir(l.root), "sidecars": l.state} {
		if err := os.Symlink(target, filepath.Join(l.outside, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(l.outside)
	for _, path := range []string{
		"corpus", "corpus/", filepath.Join("corpus", "a.txt"), filepath.Join(l.outside, "corpus", "a.txt"),
		filepath.Join("var", filepath.Base(l.root)), filepath.Join("var", filepath.Base(l.root), "a.txt"),
	} {
		for _, sidecars := range []string{"", "sidecars", filepath.Join(l.outside, "sidecars")} {
			o := l.o
			o.Sidecars = sidecars
			s := reopen(t, find(t, corpus.Finder{}, path)[0], o)
			claims := len(s.Set().Claims)
			do(t, s, "潜力", "goal", "2030")
			closed(t, s)
			d, err := layer.Load(find(t, corpus.Finder{}, path)[0], o)
			if err != nil || len(d.Layers) == 0 || len(d.Layers[0].Set.Claims) != claims+1 || d.Layers[0].Recovered > 0 {
				t.Errorf("%s with %q: %+v, %v", path, sidecars, d.Layers, err)
			}
			if s, err = Open(find(t, corpus.Finder{}, path)[0], o); err != nil {
				t.Fatal(err)
			}
			if _, _, err := s.Undo(); err != nil {
				t.Fatal(err)
			}
			closed(t, s)
		}
	}
}

// TestAKeptSidecarIsNoWider than the one that could not be read.
func TestAKeptSidecarIsNoWider(t *testing.T) {
	l := newLinked(t)
	sidecar := l.path("a.txt.chen.pizhu.json")
	put(t, sidecar, secret)
	if err := os.Chmod(sidecar, 0o600); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, l.a, l.o)
	do(t, s, "潜力", "goal", "2030")
	closed(t, s)
	info, err := os.Stat(corpus.UnreadablePath(sidecar, store.Hash([]byte(secret))))
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("the kept one has %v, %v", info, err)
	}
}
