package paint

import (
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"pizhu/model/text"
	"pizhu/ui/face"
)

// The screen that is measured: a full page of Chinese, 80 columns of text with
// labels and a margin at its right, under mode 2026.
const (
	benchColumns = 119 // one less than the terminal has
	benchRows    = 40
	benchText    = 80
)

func benchOptions() Options {
	return Options{SGR: face.NewPalette(colorprofile.TrueColor, true, true).SGR, Synchronized: true}
}

// benchPage is the page that begins with a line of the text.
func benchPage(tb testing.TB, top int) *Frame {
	tb.Helper()
	raw, err := os.ReadFile("../../testdata/articles/01-zh-hans-future-industries.txt")
	if err != nil {
		tb.Fatal(err)
	}
	m := text.NewMeasure(text.Slot)
	cells := Row{}.Add(m, face.Face{}, strings.Repeat(string(raw), 20))
	f := &Frame{Columns: benchColumns, Scroll: Region{0, benchRows - 2}}
	for y := range benchRows - 2 {
		f.Rows = append(f.Rows, benchLine(m, cells, top+y))
	}
	legend := Row{}.Add(m, face.Face{FG: face.Blue}, "1 电子信息  2 智能装备  3 生命健康")
	status := Row{}.Add(m, face.Face{Dim: true}, "01-zh-hans-future-industries.txt  12 claims  ✓")
	f.Rows = append(f.Rows, legend, status)
	f.Cursor = Cursor{3, 4, true}
	return f
}

// benchLine is a line of text, a label on each fifth, and each third with a
// note in the margin.
func benchLine(m text.Measure, cells Row, n int) Row {
	r := append(Row(nil), cells[n*40:n*40+benchText]...).Clip(benchText).Pad(benchText+2, face.Face{})
	if n%5 == 0 {
		for i := 4; i < 20; i++ {
			r[i].Face = face.Face{Mark: face.Curl, MarkColour: face.Orange}
		}
	}
	if n%3 == 0 {
		r = r.Add(m, face.Face{FG: face.Green}, "■ 未来生命健康 ")
		r = r.Add(m, face.Face{Dim: true}, "2030年目标")
	}
	return r
}

// benchExtend is f with one cluster more selected, and the cursor after it.
func benchExtend(f *Frame) *Frame {
	g := *f
	g.Rows = append([]Row(nil), f.Rows...)
	g.Rows[3] = append(Row(nil), f.Rows[3]...)
	g.Rows[3][2].Face.Reverse = true
	g.Cursor.Column += 2
	return &g
}

// benchHints is f with a hint over each seventh character of its text.
func benchHints(f *Frame) *Frame {
	g := *f
	g.Rows = append([]Row(nil), f.Rows...)
	hint := Row{{Text: "v", Columns: 1, Face: face.Face{FG: face.Yellow, Bold: true}}}
	for y := range benchRows - 2 {
		for column := 4; column < benchText; column += 14 {
			g.Rows[y] = g.Rows[y].Stamp(column, hint)
		}
	}
	return &g
}

func moved(f *Frame) *Frame {
	g := *f
	g.Cursor = Cursor{30, 71, true}
	return &g
}

// TestBytes holds what the screen may cost.
func TestBytes(t *testing.T) {
	f := benchPage(t, 10)
	tests := []struct {
		name        string
		before, now *Frame
		most        int
	}{
		{"cursor", f, moved(f), 10},
		{"extend a selection", f, benchExtend(f), 60},
		{"scroll a line", f, benchPage(t, 11), 800},
		{"scroll a line back", f, benchPage(t, 9), 800},
		{"hints", f, benchHints(f), 14000},
		{"hints leave", benchHints(f), f, 8000},
		{"page", f, benchPage(t, 47), 8000},
		{"whole", nil, f, 8000},
	}
	for _, tt := range tests {
		n := len(Diff(nil, tt.before, tt.now, benchOptions()))
		t.Logf("%s: %d bytes", tt.name, n)
		if n > tt.most {
			t.Errorf("%s: %d bytes, want at most %d", tt.name, n, tt.most)
		}
	}
}

func bench(b *testing.B, unit string, before, now *Frame) {
	o := benchOptions()
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = Diff(dst[:0], before, now, o)
	}
	b.ReportMetric(float64(len(dst)), "bytes/"+unit)
}

func BenchmarkNothing(b *testing.B) {
	bench(b, "frame", benchPage(b, 10), benchPage(b, 10))
}

func BenchmarkCursorMove(b *testing.B) {
	f := benchPage(b, 10)
	bench(b, "move", f, moved(f))
}

func BenchmarkExtendSelection(b *testing.B) {
	f := benchPage(b, 10)
	bench(b, "step", f, benchExtend(f))
}

func BenchmarkScrollLine(b *testing.B) {
	bench(b, "line", benchPage(b, 10), benchPage(b, 11))
}

func BenchmarkPageDown(b *testing.B) {
	bench(b, "page", benchPage(b, 10), benchPage(b, 47))
}

func BenchmarkFullPage(b *testing.B) {
	bench(b, "page", nil, benchPage(b, 10))
}
