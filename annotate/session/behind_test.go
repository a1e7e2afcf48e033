package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/check"
	"pizhu/annotate/layer"
	"pizhu/model/corpus"
)

// inspected are the kinds and places of what is wrong with an article.
func inspected(t *testing.T, a corpus.Article, o layer.Options) string {
	t.Helper()
	var lines []string
	for _, f := range check.Inspect([]corpus.Article{a}, nil, o) {
		lines = append(lines, string(f.Kind)+" "+filepath.Ext(f.File)+": "+f.What)
	}
	return strings.Join(lines, "\n")
}

// TestWorkInAJournalAloneIsFound: a session was cut off before its work was in
// the sidecar; the next one brings it there, where it is asked to, though it changes nothing.
func TestWorkInAJournalAloneIsFound(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "潜力", "goal", "2030")
	flush(t, s)
	if got := inspected(t, a, o); got != "behind .json: edits that only the journals have: 2" {
		t.Errorf("without a sidecar: %q", got)
	}
	tick(s)
	if got := inspected(t, a, o); got != "" {
		t.Errorf("with the sidecar: %q", got)
	}
	do(t, s, "未来产业", "goal", "2030")
	if _, ok, err := s.Undo(); !ok || err != nil {
		t.Fatal(err)
	}
	flush(t, s)
	if got := inspected(t, a, o); got != "" {
		t.Errorf("after what was undone: %q", got)
	}
	if _, ok, err := s.Redo(); !ok || err != nil {
		t.Fatal(err)
	}
	flush(t, s)
	if got := inspected(t, a, o); !strings.HasPrefix(got, "behind .json: ") {
		t.Errorf("after one more: %q", got)
	}
	s = reopen(t, a, o)
	if news := notices(s); len(news) != 1 || !strings.HasPrefix(news[0], "unsaved work was found in a journal") {
		t.Errorf("a new session says %q", news)
	}
	if s.Save() != nil {
		t.Error("opening writes the sidecar")
	}
	s.SaveRecovered()
	tick(s)
	if got := inspected(t, a, o); got != "" {
		t.Errorf("after it was asked to save: %q", got)
	}
	closed(t, s)
	if got := inspected(t, a, o); got != "" {
		t.Errorf("after the next session: %q", got)
	}
}

// TestDamageIsFound finds a record that was changed, and a torn end.
func TestDamageIsFound(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	closed(t, s)
	s = reopen(t, a, o)
	do(t, s, "潜力", "goal", "2030")
	flush(t, s)
	folder := a.JournalFolders("", "")[0]
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 2 {
		t.Fatal(entries, err)
	}
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if corpus.IsJournal(path) {
			raw = raw[:len(raw)-3]
		}
		put(t, path, strings.Replace(string(raw), "市场", "市長", 1))
	}
	got := inspected(t, a, o)
	if want := "damaged .log: the checksum is wrong\ndamaged .journal: the end is torn"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// copied copies what stands in a folder to another, or of it what is a sidecar,
// or what is none: as a backup does it while a session is at work.
func copied(t *testing.T, from, to string, wanted func(path string) bool) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !wanted(path) {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, rel)), 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), raw, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBackupWhileItRuns copies the sidecars, alone, before and after the
// journals, with work in between and after an end of the session or without: a
// copy opens, and has what was in the corpus the whole time.
func TestBackupWhileItRuns(t *testing.T) {
	layer := func(path string) bool { return corpus.IsSidecar(path) }
	other := func(path string) bool { return !layer(path) }
	for _, ends := range []bool{false, true} {
		for order, parts := range map[string][]func(string) bool{
			"sidecars alone": {layer}, "journals first": {other, layer}, "sidecars first": {layer, other},
		} {
			s, a, o := begin(t)
			to := t.TempDir()
			copied(t, filepath.Dir(a.Path), to, func(path string) bool { return path == a.Path })
			do(t, s, "市场", "goal", "2030")
			flush(t, s)
			tick(s)
			for i, part := range parts {
				do(t, s, []string{"潜力", "未来产业"}[i], "goal", "2035")
				flush(t, s)
				copied(t, filepath.Dir(a.Path), to, part)
				do(t, s, []string{"市场潜力大", "去年"}[i], "goal", "2035")
				flush(t, s)
				tick(s)
				if ends {
					closed(t, s)
					s = reopen(t, a, o)
				}
			}
			a.Path = filepath.Join(to, "a.txt")
			if got := short(reopen(t, a, o)); !strings.Contains(got, "市场 map[goal:[2030]]") {
				t.Errorf("%s, ends %v: the copy has\n%s", order, ends, got)
			}
		}
	}
}
