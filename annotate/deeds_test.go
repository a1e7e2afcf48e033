package annotate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// told is what the journals and the log tell of an article, in short.
func told(t *testing.T, deeds []Deed) string {
	t.Helper()
	var lines []string
	for _, d := range deeds {
		line := d.Annotator + ": " + string(d.Again+" "+d.Action)
		for _, c := range d.Changes {
			line += "; " + strings.Join(c.Did, " ") + " " + c.Quote
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
	deeds, damaged, err := Deeds(a, "", o)
	if got := told(t, deeds); got != want || len(damaged) > 0 || err != nil {
		t.Errorf("got\n%s\n%v, %v", got, damaged, err)
	}
	if others, _, _ := Deeds(a, "li", o); len(others) > 0 {
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
	deeds, damaged, err = Deeds(a, "", o)
	if got := told(t, deeds); got != want || len(damaged) != 1 || !strings.Contains(damaged[0].Error(), "torn") || err != nil {
		t.Errorf("with a torn end: got\n%s\n%v, %v", got, damaged, err)
	}
}

// TestDid has what each kind of a change is told as.
func TestDid(t *testing.T) {
	piece := func(start text.Offset, s string) model.Fragment {
		return model.Fragment{Span: text.Span{Start: start, End: start + text.Offset(len([]rune(s)))}, Text: s}
	}
	full := &model.Claim{
		Fragments: []model.Fragment{piece(0, "市场"), piece(4, "大")}, Labels: map[string][]string{"goal": {"2030", "2035"}},
		Attributes: map[string]any{"year": "2030", "value": 1e12, "sure": true}, Note: "看", Provenance: model.Provenance{Verdict: model.Rejected},
	}
	bare := &model.Claim{Fragments: []model.Fragment{piece(0, "市场")}, Labels: map[string][]string{"role": {"firm"}}}
	moved := &model.Claim{Fragments: []model.Fragment{piece(7, "市场")}, Labels: map[string][]string{"role": {"firm"}}}
	for _, row := range []struct {
		before, after model.Item
		want          string
	}{
		{nil, full, "made +goal/2030 +goal/2035 sure=true value=1000000000000 year=2030 note=看 verdict=rejected"},
		{full, nil, "deleted"},
		{full, bare, `+role/firm -goal/2030 -goal/2035 -sure -value -year text was "市场…大" -note -verdict`},
		{bare, moved, "moved from 0-2"},
		{bare, bare, ""},
		{nil, &model.Relation{Type: "supports", Note: "n"}, "made type=supports note=n"},
		{&model.Relation{Type: "supports"}, nil, "deleted"},
		{
			&model.Document{Status: "new", Labels: map[string][]string{"genre": {"news"}}}, &model.Document{Status: "done", Note: "n"},
			"status=done -genre/news note=n",
		},
	} {
		if got := strings.Join(did(model.Change{Before: row.before, After: row.after}), " "); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}
