package exchange

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// written counts the bytes of an output.
type written struct{ n int64 }

func (w *written) Write(p []byte) (int, error) {
	w.n += int64(len(p))
	return len(p), nil
}

// articlesOf makes documents of random Chinese lines, so many bytes each, with
// ten claims.
func articlesOf(n, size int, s *model.Scheme) []Document {
	r := rand.New(rand.NewPCG(1, 2))
	docs := make([]Document, n)
	for i := range docs {
		var b strings.Builder
		for b.Len() < size {
			for range 30 {
				b.WriteRune(rune(0x4e00 + int(r.ExpFloat64()*300)%4000)) // some more often than others, as in a language
			}
			b.WriteString("。\n")
		}
		docs[i] = stress(fmt.Sprintf("%05d.txt", i), text.New(b.String()), s)
		set := &docs[i].Layers[0].Set
		set.Claims, set.Relations = set.Claims[:10], nil
	}
	return docs
}

// BenchmarkExport writes 500,000 claims over 50,000 documents of 2.7 kB, and
// says how much memory the program has at the end.
func BenchmarkExport(b *testing.B) {
	const documents = 50_000
	s := defaultScheme(b)
	docs := articlesOf(100, 2700, s)
	for _, name := range []string{"jsonl", "parquet"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w := &written{}
				e := &Exporter{Format: format(b, name), Scheme: s, Writer: w}
				size := 0
				for i := range documents {
					d := docs[i%len(docs)]
					size += len(d.Text.String())
					if err := e.Write(d); err != nil {
						b.Fatal(err)
					}
				}
				if err := e.Close(); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(size))
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapSys)/1e6, "heap-MB")
				b.ReportMetric(float64(w.n)/1e6, "written-MB")
			}
		})
	}
}

// TestMemoryIsFlat holds that to write ten times as much takes no more memory,
// in any format that makes one file. One that hoards shows that the measure finds
// it.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes 160 MB")
	}
	s := defaultScheme(t)
	docs := articlesOf(10, 20_000, s)
	hoard := Format{Name: "hoard", write: func(*Exporter) codec { return &hoarder{} }}
	for _, f := range append(Formats(), hoard) {
		if !f.Exports() || f.Folder {
			continue
		}
		few, docs := 15, docs
		if f.Name == "parquet" { // which holds a group of rows
			few, docs = 100, articlesOf(10, 100_000, s)
		}
		one, ten := held(t, f, s, docs, few), held(t, f, s, docs, 10*few)
		t.Logf("%s holds %.1f MB, of ten times as much %.1f MB", f.Name, one, ten)
		if grows := ten > 2*one+2; grows != (f.Name == "hoard") {
			t.Errorf("%s holds %.1f MB, of ten times as much %.1f MB", f.Name, one, ten)
		}
	}
}

// held is the most memory that is in use while n documents are written, in MB,
// over what is before.
func held(t *testing.T, f Format, s *model.Scheme, docs []Document, n int) float64 {
	t.Helper()
	var m runtime.MemStats
	measure := func() float64 {
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / 1e6
	}
	before, most := measure(), 0.0
	e := &Exporter{Format: f, Scheme: s, Writer: &written{}}
	for i := range n {
		if err := e.Write(docs[i%len(docs)]); err != nil {
			t.Fatal(err)
		}
		if i%(n/10) == 0 || i == n-1 {
			most = max(most, measure()-before)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return most
}

// A hoarder keeps a copy of all that it is to write.
type hoarder struct{ texts [][]byte }

func (h *hoarder) write(d Document) error {
	h.texts = append(h.texts, []byte(d.Text.String()))
	return nil
}

func (h *hoarder) close() error { return nil }
