package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatVanishesIsOnTheScreen takes away the sidecar of a layer without journals, its article and its folder, one after the
// other. The screen says each as what it is, and has a check mark only while the claims are on disk.
func TestWhatVanishesIsOnTheScreen(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "corpus")
	path := filepath.Join(folder, "a.txt")
	if err := errors.Join(os.Mkdir(folder, 0o755), os.WriteFile(path, []byte("半导体产值破1万亿元。"), 0o644)); err != nil {
		t.Fatal(err)
	}
	first := open(t, path)
	first.keys("s 6 .")
	if _, err := first.app.Close(""); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(folder, ".a.txt.pizhu")); err != nil {
		t.Fatal(err)
	}
	d := open(t, path)
	for _, step := range []struct {
		name  string
		do    func() error
		says  string
		saved bool
	}{
		{"nothing", func() error { return nil }, "", true},
		{"the sidecar", func() error { return os.Remove(path + ".chen.pizhu.json") }, "the sidecar was deleted", true}, // it is written again at once
		{"the article", func() error { return os.Rename(path, path+".bak") }, "the article is gone", true},
		{"the article, back", func() error { return os.Rename(path+".bak", path) }, "the article is there again", true},
		{"the folder", func() error { return os.Rename(folder, folder+".moved") }, "the folder is gone", false},
		{"the folder, back", func() error { return os.Rename(folder+".moved", folder) }, "the folder is there again", true},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		d.app.message = ""
		d.send(touchedMsg{})
		d.send(touchedMsg{})
		picture := d.app.Frame().Picture()
		if !strings.Contains(d.app.message, step.says) || step.says == "" && d.app.message != "" || strings.Contains(picture, "✓") != step.saved {
			t.Errorf("%s: %q\n%s", step.name, d.app.message, picture)
		}
	}
	if _, err := os.Stat(path + ".chen.pizhu.json"); err != nil {
		t.Error(err)
	}
}

// TestTheNoticeNamesTheWayToTheJournals shows an article whose sidecar cannot be used, but whose journals hold work.
func TestTheNoticeNamesTheWayToTheJournals(t *testing.T) {
	dir := folder(t, 2)
	first := open(t, filepath.Join(dir, "2.txt"))
	first.keys("s 6 .")
	if _, err := first.app.Close(""); err != nil {
		t.Fatal(err)
	}
	side := filepath.Join(dir, "2.txt.chen.pizhu.json")
	if err := errors.Join(os.Remove(side), os.Mkdir(side, 0o755)); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir)
	d.keys("ctrl+n")
	if picture := d.app.Frame().Picture(); !strings.Contains(picture, "the journals have") || !strings.Contains(picture, "pizhu log") {
		t.Errorf("the screen is\n%s", picture)
	}
}
