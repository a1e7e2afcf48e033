package session

import (
	"os"
	"path/filepath"
	"testing"
)

// TestAJournalThatIsReplacedIsNoticed does to the journal of a session what programs do that synchronize folders, restore or
// edit files in place. What is acknowledged afterwards is found by a new session. Where the whole corpus is moved, the
// journal goes along.
func TestAJournalThatIsReplacedIsNoticed(t *testing.T) {
	again := func(path string) error { // another file with the same bytes
		raw, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path+"~", raw, 0o644)
		}
		if err == nil {
			err = os.Rename(path+"~", path)
		}
		return err
	}
	for name, replace := range map[string]func(folder, journal string) error{
		"the file":           func(_, journal string) error { return again(journal) },
		"the file, removed":  func(_, journal string) error { return os.Remove(journal) },
		"the folder":         func(folder, _ string) error { return renew(folder) },
		"the folder, gone":   func(folder, _ string) error { return os.Rename(folder, folder+"~") },
		"the folder, erased": func(folder, _ string) error { return os.RemoveAll(folder) },
	} {
		t.Run(name, func(t *testing.T) {
			s, a, o := begin(t)
			do(t, s, "市场", "goal", "2030")
			flush(t, s)
			tick(s)
			if err := replace(s.backend.Folders[0], s.backend.JournalPath()); err != nil {
				t.Fatal(err)
			}
			do(t, s, "潜力", "goal", "2030")
			flush(t, s)
			if n := len(reopen(t, a, o).Set().Claims); n != 2 {
				t.Errorf("a new session finds %d claims of 2", n)
			}
			finish(t, s)
			if n := len(reopen(t, a, o).Set().Claims); n != 2 {
				t.Errorf("at the end a new session finds %d claims of 2", n)
			}
		})
	}
	t.Run("the corpus, moved", func(t *testing.T) {
		s, a, o := begin(t)
		do(t, s, "市场", "goal", "2030")
		flush(t, s)
		was, now := filepath.Dir(a.Path), filepath.Join(t.TempDir(), "moved")
		if err := os.Rename(was, now); err != nil {
			t.Fatal(err)
		}
		do(t, s, "潜力", "goal", "2030")
		flush(t, s)
		if _, err := os.Stat(was); err == nil {
			t.Error("the old folder is made again")
		}
		a.Path = filepath.Join(now, "a.txt")
		if n := len(reopen(t, a, o).Set().Claims); n != 2 {
			t.Errorf("a new session finds %d claims of 2", n)
		}
	})
}

// renew puts another folder with the same files in the place of one.
func renew(folder string) error {
	if err := os.Rename(folder, folder+"~"); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder + "~")
	for _, e := range entries {
		raw, failed := os.ReadFile(filepath.Join(folder+"~", e.Name()))
		if failed == nil {
			failed = os.WriteFile(filepath.Join(folder, e.Name()), raw, 0o644)
		}
		if failed != nil {
			err = failed
		}
	}
	return err
}
