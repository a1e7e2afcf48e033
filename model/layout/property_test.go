package layout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pizhu/model/text"
)

// sample is an article as users have them; it is not the project's to copy.
const sample = "../../../shared/samples/000_d0b006f6bbb81b49.txt"

// The marks that no row may start and end with; as a reader would list them, not
// as the table of this package has them.
const (
	noStart = "，。、；：？！）》〉」』】〕〗”’…—～·,.;:?!)]}%℃ぁぃぅぇぉっゃゅょァィゥェォッャュョー々ゝゞヽヾ"
	noEnd   = "“‘「『（《〈【〔〖([{"
)

// checkLayout checks all that callers rely on.
func checkLayout(t testing.TB, l *Layout) {
	t.Helper()
	all := rows(l)
	checkJoin(t, l, all)
	checkSteps(t, l, all)
	for _, r := range all {
		checkCells(t, l, r)
	}
	for i, r := range all {
		if n := exceptions(l, all, i); n > 0 && couldMove(l, r) {
			t.Errorf("row %d, %q, ends badly, and need not", i, l.text.Slice(r.Span))
		}
	}
}

// checkJoin checks that the rows and the line ends between them are the text,
// and that Row finds each.
func checkJoin(t testing.TB, l *Layout, all []Row) {
	t.Helper()
	at := text.Offset(0)
	for i, r := range all {
		if r.Span.Start != at || r.Span.End > r.Next {
			t.Fatalf("row %d is %v, after one that ends at %d", i, r, at)
		}
		switch end := l.text.Slice(text.Span{Start: r.Span.End, End: r.Next}); end {
		case "", "\n", "\r\n":
		default:
			t.Fatalf("row %d leaves out %q", i, end)
		}
		for at = r.Span.Start; at < r.Next; at++ {
			if got := l.Row(at); got != r {
				t.Fatalf("Row(%d) = %v, want %v", at, got, r)
			}
		}
	}
	if at != l.text.Len() || l.Row(at) != all[len(all)-1] {
		t.Fatalf("the rows end at %d of %d; Row there is %v", at, l.text.Len(), l.Row(at))
	}
}

// checkSteps checks that Next, Prev and Step agree, and that a layout that is
// asked from the end has the same rows.
func checkSteps(t testing.TB, l *Layout, all []Row) {
	t.Helper()
	back := l.options.New(l.text, l.measure, l.columns)
	for i := len(all) - 1; i > 0; i-- {
		if r, ok := back.Prev(all[i]); !ok || r != all[i-1] {
			t.Fatalf("Prev(%v) = %v, %v, want %v", all[i], r, ok, all[i-1])
		}
		j := i * 7 % len(all)
		if r := l.Step(all[i], j-i); r != all[j] {
			t.Fatalf("Step(%v, %d) = %v, want %v", all[i], j-i, r, all[j])
		}
	}
}

// checkCells checks that the cells of r are its clusters, that they fit, and that
// Column and Offset are each other's inverse.
func checkCells(t testing.TB, l *Layout, r Row) {
	t.Helper()
	at, column, drawn, hung := r.Span.Start, 0, 0, 0
	for _, c := range l.Cells(r) {
		if c.Span.Start != at || c.Span.End != l.text.Next(at) || (c.Shown == "") != (c.Columns == 0) {
			t.Fatalf("row %v: cell %+v at %d", r, c, at)
		}
		if got := l.Column(r, at); got != column {
			t.Fatalf("row %v: Column(%d) = %d, want %d", r, at, got, column)
		}
		for i := range c.Columns {
			if got := l.Offset(r, column+i); got != at {
				t.Fatalf("row %v: Offset(%d) = %d, want %d", r, column+i, got, at)
			}
		}
		if c.Columns > 0 {
			drawn++
		}
		if l.options.Hang && column <= l.columns && classOf(l.text.Rune(at)) == stop {
			hung = max(0, column+c.Columns-l.columns)
		}
		at, column = c.Span.End, column+c.Columns
	}
	if at != r.Span.End || l.Column(r, at) != column {
		t.Fatalf("row %v: cells end at %d, column %d", r, at, l.Column(r, at))
	}
	if column > l.columns+hung && drawn > 1 {
		t.Fatalf("row %v: %d cells in %d columns, of %d", r, drawn, column, l.columns)
	}
}

// exceptions counts how the break after row i breaks kinsoku: by the mark before
// it and by the mark after it.
func exceptions(l *Layout, all []Row, i int) int {
	if i+1 == len(all) || all[i].Span.End < all[i].Next {
		return 0 // a line end is no choice of ours
	}
	ended := l.text.Slice(all[i].Span)
	last, _ := utf8.DecodeLastRuneInString(ended)
	if classOf(last) == ender {
		return 0
	}
	n := 0
	last, _ = utf8.DecodeLastRuneInString(strings.TrimRight(ended, " \t\u3000"))
	if strings.ContainsRune(noEnd, last) {
		n++
	}
	if strings.ContainsRune(noStart, l.text.Rune(all[i+1].Span.Start)) {
		n++
	}
	return n
}

// couldMove reports whether the break after r could be somewhere else in r where neither kinsoku nor a rule of UAX #14
// about marks forbids it.
func couldMove(l *Layout, r Row) bool {
	marks := markRules(l, r.Span)
	before := ""
	for c := range l.text.Clusters(r.Span) {
		first, _ := utf8.DecodeRuneInString(c.Text)
		ink := strings.TrimRightFunc(before, func(r rune) bool { return classOf(r).canTrail() })
		last, _ := utf8.DecodeLastRuneInString(ink)
		if before != "" && allowsBreak(classOf(last), classOf(first), first < utf8.RuneSelf) && !marks[len(before)] {
			return true
		}
		before += c.Text
	}
	return false
}

// markRules returns the places in s, in bytes from its start, where a rule of
// UAX #14 keeps a mark from the start or the end of a row.
func markRules(l *Layout, s text.Span) map[int]bool {
	line := text.Span{Start: l.Row(s.Start).Span.Start, End: l.text.Len()}
	for {
		r, ok := l.Prev(l.Row(line.Start))
		if !ok || r.Span.End < r.Next {
			break
		}
		line.Start = r.Span.Start
	}
	body, _, _ := strings.Cut(l.text.Slice(line), "\n")
	start := len(l.text.Slice(text.Span{Start: line.Start, End: s.Start}))
	found := map[int]bool{}
	for at, rule := range decisions(body) {
		if rule.prohibits() {
			found[at-start] = true
		}
	}
	return found
}

// TestArticles lays the articles of testdata and the sample out at all widths.
func TestArticles(t *testing.T) {
	exhaustive(t)
	for _, path := range articles(t) {
		for width := 10; width <= 100; width++ {
			a := []text.Ambiguous{text.Slot, text.Narrow, text.Slot, text.Wide}[width%4]
			o := Style{Hang: width%3 == 0, KeepAll: width%5 == 0}
			checkLayout(t, o.New(read(t, path), text.NewMeasure(a), width))
			if t.Failed() {
				t.Fatalf("%s at %d columns, ambiguous %s", path, width, a)
			}
		}
	}
}

// TestSampleKeepsKinsoku checks that on an article as they come no row of 20
// columns or more starts or ends with a mark that should not be there.
func TestSampleKeepsKinsoku(t *testing.T) {
	if _, err := os.Stat(sample); err != nil {
		t.Skip("needs ../shared:", err)
	}
	x := read(t, sample)
	for width := 20; width <= 100; width++ {
		l := New(x, text.NewMeasure(text.Slot), width)
		all := rows(l)
		for i := range all {
			if exceptions(l, all, i) > 0 {
				t.Errorf("%d columns: %q", width, l.text.Slice(all[i].Span))
			}
		}
	}
}

// articles returns the paths of what there is to lay out; the sample is among them
// where it is present.
func articles(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/articles/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	if _, err := os.Stat(sample); err == nil {
		paths = append(paths, sample)
	}
	return paths
}

func read(t testing.TB, path string) *text.Text {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text.Decode(raw)
}

// FuzzLayout checks the properties for any text at any width.
func FuzzLayout(f *testing.F) {
	for _, path := range pictures(f) {
		p := parsePicture(f, path)
		f.Add([]byte(p.text.String()), uint8(p.width), p.options.Hang, p.options.KeepAll)
	}
	f.Add([]byte("a\xe5b\r\u2028\n\n"), uint8(2), true, false)
	f.Add([]byte("\xff|!\xff"), uint8(5), true, true) // no row may begin with ! or, by LB21, with |
	f.Fuzz(func(t *testing.T, raw []byte, width uint8, hang, keepAll bool) {
		if len(raw) > 1<<12 {
			return // the properties are checked in quadratic time
		}
		l := Style{hang, keepAll}.New(text.Decode(raw), text.NewMeasure(text.Slot), int(width))
		checkLayout(t, l)
		if t.Failed() {
			t.Fatalf("%q at %d columns", raw, width)
		}
	})
}

// exhaustive passes over a test that goes through all there is, where the run is
// for something else: there are no goroutines in it for the race detector.
func exhaustive(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("goes through all there is")
	}
}
