package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
)

// told is what the journals and the log tell of an article, in short.
func told(t *testing.T, deeds []journal.Entry) string {
	t.Helper()
	var lines []string
	for _, d := range deeds {
		line := d.Annotator + ": " + string(d.UndoOrRedo+" "+d.Action)
		for _, c := range d.Changes {
			line += "; " + strings.Join(c.Parts, " ") + " " + c.Quote
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestDeeds lists what three sessions did, of which one ended, one was cut off
// and one is open, each edit once.
func TestDeeds(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "市场", "goal", "2035")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, a, o)
	if _, ok, err := s.Undo(); !ok || err != nil {
		t.Fatal(err)
	}
	flush(t, s)
	s = reopen(t, a, o)
	if _, ok, err := s.Redo(); !ok || err != nil {
		t.Fatal(err)
	}
	flush(t, s)
	want := strings.Join([]string{
		"chen:  label:goal/2030; status=in-progress ; made +goal/2030 市场",
		"chen:  label:goal/2035; +goal/2035 市场",
		"chen: undo label:goal/2035; -goal/2035 市场",
		"chen: redo label:goal/2035; +goal/2035 市场",
	}, "\n")
	deeds, damaged, err := layer.ReadLog(a, "", o)
	if got := told(t, deeds); got != want || len(damaged) > 0 || err != nil {
		t.Errorf("got\n%s\n%v, %v", got, damaged, err)
	}
	if others, _, _ := layer.ReadLog(a, "li", o); len(others) > 0 {
		t.Errorf("li did %v", others)
	}
	folder := a.JournalFolders("", "")[0]
	names, _ := filepath.Glob(filepath.Join(folder, "*.journal"))
	raw, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	put(t, names[0], string(raw[:len(raw)-9]))
	put(t, filepath.Join(folder, "chen.twice.journal"), string(raw))
	deeds, damaged, err = layer.ReadLog(a, "", o)
	if got := told(t, deeds); got != want || len(damaged) != 1 || !strings.Contains(damaged[0].Error(), "torn") || err != nil {
		t.Errorf("with a torn end: got\n%s\n%v, %v", got, damaged, err)
	}
}
