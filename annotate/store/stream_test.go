package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func TestStream(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jsonl")
	s, err := NewStream(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(s, "春"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there before it is whole")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "春" {
		t.Errorf("it holds %q", got)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if s, err = NewStream(path); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(second(io.WriteString(s, "夏")), s.Abort(), s.Abort()); err != nil {
		t.Fatal(err)
	}
	onlyHolds(t, dir, "a.jsonl", "春")
	if s, err = NewStream(path); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(second(io.WriteString(s, "秋")), s.Close()); err != nil {
		t.Fatal(err)
	}
	onlyHolds(t, dir, "a.jsonl", "秋")
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("its mode is %v", info.Mode())
	}
}

func second[T any](_ T, err error) error { return err }

// onlyHolds reports what is in a folder but one file with its content.
func onlyHolds(t *testing.T, dir, name, content string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("the folder holds %v", entries)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != content {
		t.Errorf("it holds %q, want %q", got, content)
	}
}

func TestStreamRefuses(t *testing.T) {
	dir := t.TempDir()
	fixed := filepath.Join(dir, "fixed")
	if err := os.WriteFile(fixed, nil, 0o444); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{dir: ErrNotRegular, fixed: ErrReadOnly} {
		if _, err := NewStream(path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	for _, name := range []string{"../x", "/x", "", "a/"} {
		if _, err := Folder(dir).Create(name); err == nil {
			t.Errorf("Create(%q) made a file", name)
		}
	}
	s, err := Folder(dir).Create("a/b.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a/b.txt: %v", err)
	}
	for name, want := range map[string]bool{"a/b.txt": true, "a/c.txt": false, "b/b.txt": false} {
		if has, err := (Disk{}).Has(filepath.Join(dir, name)); has != want || err != nil {
			t.Errorf("%s is there: %v, %v", name, has, err)
		}
	}
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	if _, err := Folder(dir).Create("out/b.txt"); !errors.Is(err, ErrLink) {
		t.Errorf("through a link out of the folder: %v", err)
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
		t.Errorf("written outside: %v, %v", left, err)
	}
}
