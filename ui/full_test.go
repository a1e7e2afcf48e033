//go:build linux

package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// small mounts a file system of 64 KiB with an article on it.
func small(t *testing.T) (dir, article string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root mounts a small disk")
	}
	dir = t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	article = filepath.Join(dir, "a.txt")
	raw, err := os.ReadFile("../testdata/articles/01-zh-hans-future-industries.txt")
	if err == nil {
		err = os.WriteFile(article, raw, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir, article
}

// fillUp takes all that is left of a disk, and gives the file that holds it.
func fillUp(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "filler")
	for n := 4096; n > 0; n /= 2 {
		f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = f.Write(make([]byte, n))
		}
		f.Close()
	}
	return path
}

// TestTerminalFullDisk works on while a real disk is full: what is not on it is shown as
// such, leaving asks, and when there is space again all is written.
func TestTerminalFullDisk(t *testing.T) {
	disk, article := small(t)
	x := start(t, "120x40", filepath.Join(disk, "state"), build(t)+" "+article)
	x.wait("? keys")
	x.keys("s", "6")
	x.wait("✓  1 claim")
	filler := fillUp(t, disk)
	claims := 1
	for full := false; !full; { // the last block of the journal has room for some
		claims++
		x.keys(")", "6")
		failed := fmt.Sprintf("! not saved: no space left on device  %d claims", claims)
		full = strings.Contains(x.until(failed+" or ✓", func(s string) bool {
			return strings.Contains(s, failed) || strings.Contains(s, fmt.Sprintf("✓  %d claims", claims))
		}), failed)
	}
	x.keys("q")
	x.wait("leave without saving? y n   (no space left on device")
	x.keys("n", ")", "6")
	x.wait(fmt.Sprintf("! not saved: no space left on device  %d claims", claims+1))
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	x.wait(fmt.Sprintf("✓  %d claims", claims+1))
	x.keys("q")
	x.wait("exit 0")
	if got := judged(t, article); strings.Count(got, "\n") != claims+1 {
		t.Errorf("the sidecar holds\n%s", got)
	}
	t.Logf("a disk of 64 KiB was full after %d claims; all %d were on it in the end", claims-1, claims+1)
}

// TestTerminalFullDiskBesideAnother has space where the program keeps what it remembers:
// the work is safe there at once, and comes to its place when it can.
func TestTerminalFullDiskBesideAnother(t *testing.T) {
	disk, article := small(t)
	state := t.TempDir()
	filler := fillUp(t, disk)
	binary := build(t)
	x := start(t, "160x40", state, binary+" "+article)
	x.wait("? keys")
	x.keys("s", "6")
	x.wait("✓  1 claim")
	x.wait("the work is safe in")
	x.keys("q")
	x.wait("exit ")
	again := start(t, "160x40", state, binary+" "+article)
	again.wait("✓  1 claim")
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	again.keys(")", "6")
	again.wait("✓  2 claims")
	again.keys("q")
	again.wait("exit 0")
	if got := judged(t, article); strings.Count(got, "\n") != 2 {
		t.Errorf("the sidecar holds\n%s", got)
	}
}
