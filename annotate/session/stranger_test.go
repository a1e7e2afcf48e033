package session

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/model/corpus"
)

// TestJournalsOfAnotherArticleAreSaid copies the log of one article into the folder of another.
func TestJournalsOfAnotherArticleAreSaid(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	finish(t, s)
	other := corpus.Article{Path: filepath.Join(filepath.Dir(a.Path), "b.txt"), Name: "b.txt"}
	put(t, other.Path, "另一篇。")
	folder := other.JournalFolders("", "")[0]
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(folder, "chen.log"), contents(t, filepath.Join(a.JournalFolders("", "")[0], "chen.log")))
	if got := inspected(t, other, o); !strings.Contains(got, `damaged .log: the records are of another article: "a.txt"`) {
		t.Errorf("check: %q", got)
	}
	if _, damaged, err := layer.ReadLog(other, "", o); err != nil || len(damaged) != 1 || !strings.Contains(damaged[0].Error(), "another article") {
		t.Errorf("log: %v, %v", damaged, err)
	}
	if got := inspected(t, a, o); got != "" {
		t.Errorf("of its own article: %q", got)
	}
}

// TestRenamedArticlesAreNoStrangers renames an article with all that was made of it.
func TestRenamedArticlesAreNoStrangers(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	finish(t, s)
	renamed := corpus.Article{Path: filepath.Join(filepath.Dir(a.Path), "b.txt"), Name: "b.txt"}
	for from, to := range map[string]string{
		a.Path: renamed.Path, a.SidecarPath("chen", ""): renamed.SidecarPath("chen", ""), a.JournalFolders("", "")[0]: renamed.JournalFolders("", "")[0],
	} {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	if got := inspected(t, renamed, o); got != "" {
		t.Errorf("check: %q", got)
	}
}

// TestRecordsWithoutABeginAreSaid reverses the lines of a log and of a journal.
func TestRecordsWithoutABeginAreSaid(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	finish(t, s)
	s = reopen(t, a, o)
	do(t, s, "潜力", "goal", "2030")
	flush(t, s)
	tick(s)
	entries, err := os.ReadDir(a.JournalFolders("", "")[0])
	if err != nil || len(entries) != 2 {
		t.Fatal(entries, err)
	}
	for _, e := range entries {
		path := filepath.Join(a.JournalFolders("", "")[0], e.Name())
		lines := strings.SplitAfter(strings.TrimSuffix(contents(t, path), "\n")+"\n", "\n")
		lines = lines[:len(lines)-1]
		slices.Reverse(lines)
		put(t, path, strings.Join(lines, ""))
	}
	got := inspected(t, a, o)
	if !strings.Contains(got, "damaged .log: "+journal.ErrUnowned.Error()) || !strings.Contains(got, "damaged .journal: "+journal.ErrNoBegin.Error()) {
		t.Errorf("check: %q", got)
	}
	if _, damaged, err := layer.ReadLog(a, "", o); err != nil || len(damaged) != 2 {
		t.Errorf("log: %v, %v", damaged, err)
	}
}
