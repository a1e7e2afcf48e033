//go:build unix

package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	for _, want := range []string{before, after} {
		if err := Write(path, []byte(want)); err != nil || content(t, path) != want {
			t.Errorf("Write = %v, and the file is %q, want %q", err, content(t, path), want)
		}
	}
	pipe := filepath.Join(filepath.Dir(path), "pipe")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(pipe, nil); !errors.Is(err, ErrNotRegular) {
		t.Errorf("Write to a pipe = %v", err)
	}
}

func TestMakeFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x", "y")
	for range 2 {
		if err := MakeFolder(path); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(path, "file"), "", 0o644)
	if err := MakeFolder(filepath.Join(path, "file")); err == nil {
		t.Error("a file counts as a folder")
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		t.Errorf("%v, %v", info, err)
	}
}
