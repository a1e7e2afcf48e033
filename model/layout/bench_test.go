package layout

import (
	"os/exec"
	"strings"
	"testing"

	"pizhu/model/text"
)

// BenchmarkLayout lays whole texts out at 80 columns.
func BenchmarkLayout(b *testing.B) {
	prose := generate(b, "1MB")
	for _, bench := range []struct{ name, text string }{
		{"chinese", prose},
		{"one-line", strings.ReplaceAll(prose, "\n", "")},
		{"english", strings.Repeat("The quick brown fox jumps over the lazy dog, and 12 others. ", 16_000)},
		{"mixed", strings.Repeat(read(b, "../../testdata/articles/07-mixed-scripts-and-symbols.txt").String(), 300)},
		{"closers", strings.Repeat("。", 300_000)},
		{"spaces", strings.Repeat("ab"+strings.Repeat(" ", 330_000)+",x", 3)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			x, m := text.New(bench.text), text.NewMeasure(text.Slot)
			b.SetBytes(int64(len(bench.text)))
			b.ReportAllocs()
			for b.Loop() {
				New(x, m, 80).Step(Row{}, len(bench.text))
			}
		})
	}
}

// BenchmarkFirstScreen lays out 40 rows of a paragraph of 1 MB and asks for their
// cells, as for a first frame.
func BenchmarkFirstScreen(b *testing.B) {
	x, m := text.New(strings.ReplaceAll(generate(b, "1MB"), "\n", "")), text.NewMeasure(text.Slot)
	b.ReportAllocs()
	for b.Loop() {
		l := New(x, m, 80)
		r := l.Row(0)
		for range 40 {
			l.Cells(r)
			r, _ = l.Next(r)
		}
	}
}

// BenchmarkColumn converts between offsets and columns on a row far down a
// paragraph of 1 MB.
func BenchmarkColumn(b *testing.B) {
	x := text.New(strings.ReplaceAll(generate(b, "1MB"), "\n", ""))
	l := New(x, text.NewMeasure(text.Slot), 80)
	r := l.Row(x.Len() - 100)
	b.ReportAllocs()
	for b.Loop() {
		l.Offset(r, l.Column(r, r.Span.End-1))
	}
}

// generate returns Chinese prose: of the generator beside the project, or the
// articles of testdata over and over.
func generate(b *testing.B, size string) string {
	b.Helper()
	cmd := exec.Command("go", "run", ".", "-size", size)
	cmd.Dir = "../../../shared/tools/gencorpus"
	if out, err := cmd.Output(); err == nil {
		return string(out)
	}
	var s strings.Builder
	for s.Len() < 1_000_000 {
		s.WriteString(read(b, "../../testdata/articles/01-zh-hans-future-industries.txt").String())
	}
	return s.String()
}
