package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHold: a file is held as long as its Hold, and says by whom; a file that
// nobody locked is not, nor is what is no file or has no line.
func TestHold(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "open", "a")
	h, err := NewHold(path, []byte("who\n"))
	if err != nil {
		t.Fatal(err)
	}
	if line, held := On(nil).Held(path); string(line) != "who\n" || held != locks {
		t.Errorf("%q, %v", line, held)
	}
	if _, err := NewHold(path, []byte("another\n")); err == nil {
		t.Error("a file is held twice")
	}
	h.Release()
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there after it was let go")
	}
	for name, content := range map[string]string{"left": "who\n", "torn": "wh", "empty": "", "long": strings.Repeat("x", firstLine+1) + "\n"} {
		put(t, filepath.Join(dir, name), content, 0o600)
		if line, held := On(nil).Held(filepath.Join(dir, name)); held || (len(line) > 0) != (name == "left") {
			t.Errorf("%s: %q, %v", name, line, held)
		}
	}
	if line, held := On(nil).Held(dir); held || line != nil {
		t.Errorf("a folder: %q, %v", line, held)
	}
	if _, err := NewHold(filepath.Join(dir, "left", "a"), nil); err == nil {
		t.Error("a file is made where there is no folder")
	}
}
