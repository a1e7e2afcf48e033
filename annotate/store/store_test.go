//go:build unix

package store

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	put(t, path, before, 0o644)
	for _, limit := range []int64{int64(len(before)), 1 << 20} {
		if raw, err := Read(path, limit); err != nil || string(raw) != before {
			t.Errorf("Read = %q, %v", raw, err)
		}
	}
	if raw, err := Read(path, int64(len(before))-1); !errors.Is(err, ErrTooLarge) || raw != nil {
		t.Errorf("Read of too much = %q, %v", raw, err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("a.json", link); err != nil {
		t.Fatal(err)
	}
	if raw, err := Read(link, 1<<20); err != nil || string(raw) != before {
		t.Errorf("Read of a link = %q, %v", raw, err)
	}
	_, err := Read(filepath.Join(dir, "none"), 1)
	if want := "none\": no such file or directory"; !errors.Is(err, fs.ErrNotExist) || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("Read of nothing = %v", err)
	}
}

// TestReadNeverBlocks holds that no open waits for a writer: with a pipe that has none the test would not end.
func TestReadNeverBlocks(t *testing.T) {
	dir := t.TempDir()
	pipe, socket := filepath.Join(dir, "pipe"), filepath.Join(dir, "s")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for path, what := range map[string]string{pipe: "a pipe", socket: "a socket", dir: "a directory", "/dev/zero": "a device", "/dev/tty": "a device"} {
		if _, err := Read(path, 1<<20); !errors.Is(err, ErrNotRegular) || !strings.HasSuffix(err.Error(), what) {
			t.Errorf("Read(%q) = %v, want %s", path, err, what)
		}
	}
}

func TestHash(t *testing.T) {
	if got, want := Hash(nil), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; got != want {
		t.Errorf("Hash = %s, want %s", got, want)
	}
}
