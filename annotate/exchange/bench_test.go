package exchange

import (
	"runtime"
	"strings"
	"testing"

	"pizhu/model/text"
)

// written counts the bytes of an output.
type written struct{ n int64 }

func (w *written) Write(p []byte) (int, error) {
	w.n += int64(len(p))
	return len(p), nil
}

// BenchmarkExport writes 500,000 claims over 50,000 documents, and says how
// much memory is held at the end.
func BenchmarkExport(b *testing.B) {
	const documents, claims = 50_000, 10
	s := defaultScheme(b)
	d := stress("a.txt", text.New(strings.Repeat("到2030年，这五大产业集群要成为新的经济增长点，广泛培育企业。\n", 30)), s)
	set := &d.Layers[0].Set
	set.Claims, set.Relations = set.Claims[:claims], nil
	for _, name := range []string{"jsonl", "parquet"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w := &written{}
				e := &Export{Format: format(b, name), Scheme: s, W: w}
				for range documents {
					if err := e.Write(d); err != nil {
						b.Fatal(err)
					}
				}
				if err := e.Close(); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(documents * len(d.Text.String())))
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapSys)/1e6, "heap-MB")
				b.ReportMetric(float64(w.n)/1e6, "written-MB")
			}
		})
	}
}
