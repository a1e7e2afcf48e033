package layout

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pizhu/model/text"

	"golang.org/x/tools/txtar"
)

// TestPictures lays out the texts of testdata/layout and compares the rows.
//
// An archive's comment gives the width in columns and, if it is not "slot", how
// ambiguous characters are counted; "hang" and "keep-all" are options. Its file "text" is the text, with Go's
// escapes for what cannot be seen and without the last line feed; "rows" is what
// its cells show, a row a line, with a | where the row ends.
func TestPictures(t *testing.T) {
	for _, path := range pictures(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			p := parsePicture(t, path)
			l := p.layout()
			if got := draw(l); got != p.rows {
				t.Errorf("%s at %d columns:\n%s\nwant:\n%s", path, p.width, got, p.rows)
			}
		})
	}
}

// draw returns a picture of all rows of l.
func draw(l *Layout) string {
	var b strings.Builder
	for _, r := range rows(l) {
		for _, c := range l.Cells(r) {
			b.WriteString(c.Shown)
		}
		b.WriteString("|\n")
	}
	return b.String()
}

// rows returns all rows of l.
func rows(l *Layout) []Row {
	all := []Row{l.Row(0)}
	for r, ok := l.Next(all[0]); ok; r, ok = l.Next(r) {
		all = append(all, r)
	}
	return all
}

// A picture is an archive of testdata/layout.
type picture struct {
	text    *text.Text
	measure text.Measure
	width   int
	options Style
	rows    string
}

func (p picture) layout() *Layout { return p.options.New(p.text, p.measure, p.width) }

func pictures(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/layout/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	return paths
}

func parsePicture(t testing.TB, path string) picture {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := picture{measure: text.NewMeasure(text.Slot)}
	for line := range strings.Lines(string(archive.Comment)) {
		switch key, value, _ := strings.Cut(strings.TrimSpace(line), " "); key {
		case "width":
			p.width, err = strconv.Atoi(value)
		case "ambiguous":
			p.measure = text.NewMeasure(text.Ambiguous(value))
		case "hang":
			p.options.Hang = true
		case "keep-all":
			p.options.KeepAll = true
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	for _, f := range archive.Files {
		switch f.Name {
		case "text":
			p.text = text.New(unescape(t, strings.TrimSuffix(string(f.Data), "\n")))
		case "rows":
			p.rows = string(f.Data)
		}
	}
	return p
}

// unescape resolves the escapes of a picture's text.
func unescape(t testing.TB, s string) string {
	t.Helper()
	quoted := strings.NewReplacer("\n", `\n`, `"`, `\"`).Replace(s)
	plain, err := strconv.Unquote(`"` + quoted + `"`)
	if err != nil {
		t.Fatalf("bad escape in %q: %v", s, err)
	}
	return plain
}

func TestCells(t *testing.T) {
	l := New(text.New("“a\u3000\te\u0301\u200b👩\u200d🚀 \t "), text.NewMeasure(text.Slot), 14)
	want := []Cell{
		{Span: text.Span{Start: 0, End: 1}, Shown: "“", Columns: 2, Slot: true},
		{Span: text.Span{Start: 1, End: 2}, Shown: "a", Columns: 1},
		{Span: text.Span{Start: 2, End: 3}, Shown: "\u3000", Columns: 2},
		{Span: text.Span{Start: 3, End: 4}, Shown: "   ", Columns: 3},           // from column 5 to 8
		{Span: text.Span{Start: 4, End: 6}, Shown: "é", Columns: 2, Slot: true}, // canonically the same
		{Span: text.Span{Start: 6, End: 7}, Shown: "¦", Columns: 1, StandIn: true},
		{Span: text.Span{Start: 7, End: 10}, Shown: "👩", Columns: 2, Slot: true, StandIn: true},
		{Span: text.Span{Start: 10, End: 11}, Shown: " ", Columns: 1},
		{Span: text.Span{Start: 11, End: 12}}, // no column is left
		{Span: text.Span{Start: 12, End: 13}},
	}
	if got := l.Cells(l.Row(0)); !slices.Equal(got, want) {
		t.Errorf("Cells =\n%+v, want\n%+v", got, want)
	}
}

func TestRowsOutsideTheText(t *testing.T) {
	l := New(text.New("春眠\n不覺"), text.NewMeasure(text.Slot), 0)
	first, last := l.Row(-1), l.Row(99)
	if first != l.Row(0) || last != l.Row(5) {
		t.Errorf("Row(-1), Row(99) = %v, %v", first, last)
	}
	if r, ok := l.Prev(first); ok || r != first {
		t.Errorf("Prev(first) = %v, %v", r, ok)
	}
	if r, ok := l.Next(last); ok || r != last {
		t.Errorf("Next(last) = %v, %v", r, ok)
	}
	if l.Step(first, math.MaxInt) != last || l.Step(last, math.MinInt) != first {
		t.Error("Step does not stop at the ends")
	}
	if l.Column(last, 99) != 2 || l.Column(last, 0) != 0 || l.Offset(last, 99) != 4 || l.Offset(last, -1) != 4 {
		t.Error("Column and Offset do not stop at the ends of a row")
	}
}

// TestRowsAreLaidOutOnDemand checks that the first rows of a long paragraph do not wait for
// its last ones.
func TestRowsAreLaidOutOnDemand(t *testing.T) {
	l := New(text.New(strings.Repeat("春眠不覺曉，", 100_000)), text.NewMeasure(text.Slot), 80)
	l.Step(l.Row(0), 40)
	if known := len(l.cache[0].starts); known > 50 {
		t.Errorf("%d rows are known, where 41 were asked for", known)
	}
}

// TestManyParagraphs asks for rows of more paragraphs than are kept, out of
// order.
func TestManyParagraphs(t *testing.T) {
	l := New(text.New(strings.Repeat("處處聞啼鳥\n", 3*maxCached)), text.NewMeasure(text.Slot), 8)
	all := rows(l)
	rng := rand.New(rand.NewPCG(1, 2))
	for range maxCached {
		i, j := rng.IntN(len(all)), rng.IntN(len(all))
		if got := l.Row(all[i].Span.Start); got != all[i] {
			t.Fatalf("Row(%d) = %v, want %v", all[i].Span.Start, got, all[i])
		}
		if got := l.Step(all[i], j-i); got != all[j] {
			t.Fatalf("Step(%v, %d) = %v, want %v", all[i], j-i, got, all[j])
		}
		last := l.paragraph(all[j].Span.Start)
		if len(l.cache) > maxCached || !slices.Contains(l.cache, last) {
			t.Fatalf("%d paragraphs are kept; among them the last asked for: %v", len(l.cache), slices.Contains(l.cache, last))
		}
	}
}

// TestUndecodable checks that bytes without a character are shown as what they
// are, in a cell of their own width, and that rows are filled by that.
func TestUndecodable(t *testing.T) {
	all := text.New("ab\x9bc\xe5\x8d\ufffd春")
	l := New(all, text.NewMeasure(text.Narrow), 8)
	var got []string
	for row, ok := l.Row(0), true; ok; row, ok = l.Next(row) {
		line, width := "", 0
		for _, c := range l.Cells(row) {
			line += c.Shown
			width += c.Columns
			if c.Shown[0] == '<' != c.StandIn {
				t.Errorf("%q stands in: %v", c.Shown, c.StandIn)
			}
		}
		if width > 8 {
			t.Errorf("%q takes %d columns", line, width)
		}
		got = append(got, line)
	}
	if want := "ab<9B>c|<E58D>\ufffd|春"; strings.Join(got, "|") != want {
		t.Errorf("rows %q, want %q", strings.Join(got, "|"), want)
	}
}
