package layout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pizhu/model/text"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/segmenter"
	"github.com/mattn/go-runewidth"
)

// BenchmarkPeers lays 10 MB of Chinese out at 80 columns, all of it: clusters,
// widths, breaks, rows. In turn with it, on a tenth of the text, run go-text's line
// breaks alone, and uax29's clusters with go-runewidth's widths alone. It reports
// how many times as fast as they it is; the best round of each counts, for on a
// busy machine the others measure the neighbours.
func BenchmarkPeers(b *testing.B) {
	prose := chinese(b, 10_000_000)
	part := prose[:strings.LastIndexByte(prose[:len(prose)/10], '\n')+1]
	x, m := text.New(prose), text.NewMeasure(text.Slot)
	var ours, goText, uax29 rate
	for b.Loop() {
		ours.time(len(prose), func() { New(x, m, 80).Step(Row{}, len(prose)) })
		goText.time(len(part), func() { countLines(part) })
		uax29.time(len(part), func() { countColumns(part) })
	}
	b.ReportMetric(ours.best, "MB/s")
	b.ReportMetric(ours.best/goText.best, "x/go-text")
	b.ReportMetric(ours.best/uax29.best, "x/uax29+runewidth")
	b.ReportMetric(0, "ns/op")
}

// A rate is the best speed seen, in MB/s.
type rate struct{ best float64 }

func (r *rate) time(bytes int, work func()) {
	start := time.Now()
	work()
	r.best = max(r.best, float64(bytes)/1e6/time.Since(start).Seconds())
}

func countLines(s string) (n int) {
	var seg segmenter.Segmenter
	for paragraph := range strings.Lines(s) {
		if err := seg.InitWithString(paragraph); err != nil {
			panic(err)
		}
		for lines := seg.LineIterator(); lines.Next(); {
			n++
		}
	}
	return n
}

func countColumns(s string) (n int) {
	widths := runewidth.Condition{}
	for clusters := graphemes.FromString(s); clusters.Next(); {
		n += widths.StringWidth(clusters.Value())
	}
	return n
}

// chinese returns the Chinese articles of testdata, over and over, in paragraphs.
func chinese(b *testing.B, size int) string {
	b.Helper()
	paths, err := filepath.Glob("../../testdata/articles/0[1-4]-zh-*.txt")
	if err != nil || len(paths) == 0 {
		b.Fatalf("no articles: %v", err)
	}
	var once strings.Builder
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		once.Write(raw)
	}
	return strings.Repeat(once.String(), size/once.Len()+1)
}
