//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"pizhu/model/text"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func saved(t *testing.T, p Places) {
	t.Helper()
	if err := p.Save(); err != nil {
		t.Fatal(err)
	}
}

func at(t *testing.T, p Places, path string, want text.Offset) {
	t.Helper()
	if got, ok := p.Get(path); !ok || got != want {
		t.Errorf("%s: %d, %v, want %d", path, got, ok, want)
	}
}

func TestPlaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "pizhu")
	p := LoadPlaces(dir)
	if _, ok := p.Get("/a.txt"); ok {
		t.Error("a place from nowhere")
	}
	q := p.With("/a.txt", 7, noon).With("/文/b.txt", 9, noon)
	if _, ok := p.Get("/a.txt"); ok {
		t.Error("With changed its receiver")
	}
	saved(t, q)
	q = LoadPlaces(dir)
	at(t, q, "/a.txt", 7)
	at(t, q, "/文/b.txt", 9)
	saved(t, q.With("/a.txt", 8, noon.Add(time.Second)))
	at(t, LoadPlaces(dir), "/a.txt", 8)
	if got := content(t, filepath.Join(dir, placesName)); got != `{"/a.txt":{"offset":8,"time":"2026-11-23T12:00:01Z"},"/文/b.txt":{"offset":9,"time":"2026-11-23T12:00:00Z"}}` {
		t.Error(got)
	}
}

func TestPlacesOfTwoSessions(t *testing.T) {
	dir := t.TempDir()
	one, two := LoadPlaces(dir), LoadPlaces(dir)
	saved(t, one.With("/a", 1, noon).With("/both", 1, noon.Add(time.Minute)))
	saved(t, two.With("/b", 2, noon).With("/both", 2, noon))
	p := LoadPlaces(dir)
	at(t, p, "/a", 1)
	at(t, p, "/b", 2)
	at(t, p, "/both", 1)
}

func TestPlacesKeepTheNewest(t *testing.T) {
	dir := t.TempDir()
	p := LoadPlaces(dir)
	for i := range maxPlaces + 5 {
		p = p.With(fmt.Sprintf("/%04d", i), text.Offset(i), noon.Add(time.Duration(i)*time.Second))
	}
	saved(t, p)
	p = LoadPlaces(dir)
	if _, ok := p.Get("/0004"); ok || len(p.at) != maxPlaces {
		t.Errorf("%d places are kept, the oldest among them: %v", len(p.at), ok)
	}
	at(t, p, "/0005", 5)
}

func TestBrokenPlacesStartAnew(t *testing.T) {
	for _, broken := range []string{"", "{", "null", "[]", `{"/a": 1}`, `{"/a": {"offset": -4}, "relative": {"offset": 1}}`, "\x00\xff"} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, placesName), broken, 0o600)
		p := LoadPlaces(dir)
		if len(p.at) != 0 {
			t.Errorf("%q gave %v", broken, p.at)
		}
		saved(t, p.With("/b", 3, noon))
		at(t, LoadPlaces(dir), "/b", 3)
	}
}

func TestPlacesErrors(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, placesName), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := LoadPlaces(dir).With("/a", 1, noon).Save(); !errors.Is(err, ErrNotRegular) {
		t.Errorf("a pipe: %v", err)
	}
	file := filepath.Join(dir, "file")
	put(t, file, "", 0o600)
	if err := LoadPlaces(filepath.Join(file, "x")).Save(); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("a directory in a file: %v", err)
	}
	if err := LoadPlaces("").Save(); err == nil {
		t.Error("no directory: saved all the same")
	}
	if _, err := os.Stat(placesName); err == nil {
		t.Error("it is in the working directory")
	}
}

func TestStateDir(t *testing.T) {
	for _, tt := range []struct{ xdg, home, want string }{
		{"/x", "/h", "/x/pizhu"},
		{"", "/h", "/h/.local/state/pizhu"},
		{"relative", "/h", "/h/.local/state/pizhu"},
		{"", "", ""},
		{"", "relative", ""},
	} {
		env := map[string]string{"XDG_STATE_HOME": tt.xdg, "HOME": tt.home}
		got, err := StateDir(func(name string) string { return env[name] })
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%+v: %q, %v", tt, got, err)
		}
	}
}

// TestPlacesOfIllNamedFiles holds that places are kept apart for names that are not UTF-8.
func TestPlacesOfIllNamedFiles(t *testing.T) {
	dir := t.TempDir()
	saved(t, LoadPlaces(dir).With("/\xd0\xc2.txt", 7, noon).With("/\xd0\xc3.txt", 9, noon))
	p := LoadPlaces(dir)
	at(t, p, "/\xd0\xc2.txt", 7)
	at(t, p, "/\xd0\xc3.txt", 9)
}
