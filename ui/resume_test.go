package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"pizhu/annotate/store"
)

// TestRestartGoesOn holds that a start goes on in the article that was left, however the corpus is named.
func TestRestartGoesOn(t *testing.T) {
	dir := folder(t, 12)
	state := t.TempDir()
	files := func(n int) (list []string) {
		for i := range n {
			list = append(list, filepath.Join(dir, fmt.Sprintf("%d.txt", i+1)))
		}
		return list
	}
	documents := write(t, "a.jsonl", `{"id":"1","text":"春"}`+"\n"+`{"text":"夏"}`+"\n"+`{"id":"3","text":"秋"}`+"\n")
	for _, step := range []struct {
		paths       []string
		begin, keys string
	}{
		{[]string{dir}, "1.txt", "ctrl+n ctrl+n l"},
		{[]string{dir}, "3.txt", ""},
		{files(12), "3.txt", "ctrl+p"},
		{[]string{filepath.Join(dir, "5.txt")}, "5.txt", "l"},
		{[]string{dir}, "2.txt", "ctrl+n ctrl+n"},
		{files(3), "1.txt", "ctrl+n"},
		{slices.Concat(files(12)[6:], files(2)), "2.txt", ""},
		{[]string{documents}, "a.jsonl#1", "ctrl+n"},
		{[]string{documents}, "a.jsonl#line-000002", "ctrl+n"},
		{[]string{documents}, "a.jsonl#3", ""},
		{[]string{dir}, "2.txt", "ctrl+n"},
		{[]string{dir, documents}, "1.txt", "ctrl+n"},
		{[]string{dir, documents}, "2.txt", ""},
	} {
		d := open(t, step.paths...)
		c := d.app.Config
		c.Places = store.LoadPlaces(state)
		app, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		d.app = app
		if got := app.article.Session.Article().Name; got != step.begin {
			t.Errorf("%v begins with %s, want %s", step.paths, got, step.begin)
		}
		d.keys(step.keys)
		places, err := app.Close(t.TempDir())
		if err == nil {
			err = places.Save()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
