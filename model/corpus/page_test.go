package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestPage reads a page that was not saved yet: its text is a draft of the file beside it.
func TestPage(t *testing.T) {
	const markup, want = "<h1>春曉</h1><p>春眠不覺曉<p>處處聞啼鳥", "春曉\n\n春眠不覺曉\n\n處處聞啼鳥\n"
	path := filepath.Join(t.TempDir(), "a.html")
	if err := os.WriteFile(path, []byte(markup), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Article{Path: path}.ReadContent("")
	if err != nil || c.Text.String() != want || string(c.Stored) != want || !c.Unsaved || string(c.Page) != markup {
		t.Errorf("%v: %q, draft %v, of %q", err, c.Stored, c.Unsaved, c.Page)
	}
}

// TestSavedTextOfPage: the page is listed once, under its own name, and
// is not read any more.
func TestSavedTextOfPage(t *testing.T) {
	dir := folder(t, "b.html", "b.html.txt", "c.htm.gz", "c.htm.gz.txt", "d.html.txt", "e.xhtml")
	if got, want := names(t, dir), []string{"b.html", "c.htm.gz", "d.html.txt", "e.xhtml"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	a := Article{Path: filepath.Join(dir, "b.html"), Name: "b.html"}
	c, err := a.ReadContent("gb18030")
	if err != nil || c.Text.String() != "b.html.txt" || c.Unsaved || c.Page != nil {
		t.Errorf("%+v, %v", c, err)
	}
	path, name := a.LayerPrefix()
	if got := fmt.Sprint(a.File(), path, name); got != fmt.Sprint(a.Path+".txt", a.Path+".txt", "b.html.txt") {
		t.Error(got)
	}
}
