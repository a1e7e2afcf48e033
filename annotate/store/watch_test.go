package store

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestWatcher sees a file that is replaced, in a folder that came later too, and
// ends when it is closed. That what is not watched is not told of is seen by the
// order: it was touched before what is told of first.
func TestWatcher(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	w, err := NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	replaced := func(name, content string) {
		t.Helper()
		if err := Write(filepath.Join(dir, name), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	next := func(want ...string) {
		t.Helper()
		for i := range want {
			want[i] = filepath.Join(dir, want[i])
		}
		if got, ok := w.Next(); !ok || !slices.Equal(got, want) {
			t.Errorf("got %q, %v, want %q", got, ok, want)
		}
	}
	w.Watch(filepath.Join(dir, "a"), filepath.Join(dir, "c"))
	for _, content := range []string{"one", "two", "three"} {
		replaced("b/y", content)
		replaced("a/x", content)
		next("a/x")
	}
	if err := os.Mkdir(filepath.Join(dir, "c"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.Watch(filepath.Join(dir, "c")+"/", filepath.Join(dir, "b"))
	replaced("a/x", "four")
	replaced("c/z", "four")
	next("c/z")
	w.Close()
	if paths, ok := w.Next(); ok {
		t.Errorf("closed it gives %q", paths)
	}
}
