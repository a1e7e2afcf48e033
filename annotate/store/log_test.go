package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestOpenLog holds that lines are added to a log, and that no other file is touched.
func TestOpenLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	for _, line := range []string{"{\"time\": 1}\n", "{\"time\": 2}\n"} {
		f, err := OpenLog(path, `{"time"`)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if raw, err := os.ReadFile(path); err != nil || string(raw) != "{\"time\": 1}\n{\"time\": 2}\n" {
		t.Errorf("the log holds %q, %v", raw, err)
	}

	for _, content := range []string{"春眠不覺曉", "{", "{\"text\": 1}\n"} {
		article := filepath.Join(t.TempDir(), "a.txt")
		if err := os.WriteFile(article, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if f, err := OpenLog(article, `{"time"`); !errors.Is(err, ErrNotLog) || f != nil {
			t.Errorf("a file that holds %q: %v", content, err)
		}
		if raw, err := os.ReadFile(article); err != nil || string(raw) != content {
			t.Errorf("a file that held %q holds %q, %v", content, raw, err)
		}
	}
	if _, err := OpenLog(t.TempDir(), `{"time"`); !errors.Is(err, ErrNotRegular) {
		t.Errorf("a folder: %v", err)
	}
}
