package session

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// crowded makes an article with so many claims, made one by one, and opens it.
func crowded(b *testing.B, claims int) (*Session, corpus.Article, layer.Options) {
	b.Helper()
	d := newEditor(b)
	a := corpus.Article{Path: filepath.Join(b.TempDir(), "a.txt"), Name: "a.txt"}
	var prose strings.Builder
	for i := range max(claims, 1) {
		fmt.Fprintf(&prose, "第%05d项：半导体产值破1万亿元，建成六个未来产业科技园。\n", i)
	}
	if err := os.WriteFile(a.Path, []byte(prose.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	o := layer.Options{Scheme: d.Scheme, Author: edit.Author{Name: "chen", Now: time.Now, NewID: edit.NewID}}
	s := openWhole(b, a, o)
	line := s.Text().Len() / text.Offset(max(claims, 1))
	for i := range claims {
		at := text.Offset(i)*line + 9
		e, _, err := s.Editor().LabelSpan(text.Span{Start: at, End: at + 10}, "goal", "2030")
		if err == nil {
			err = s.Do(e)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return openWhole(b, a, o), a, o
}

// openWhole opens an article and reads all of it.
func openWhole(b *testing.B, a corpus.Article, o layer.Options) *Session {
	b.Helper()
	s, err := Open(a, o)
	if err == nil && s.IsPartial() {
		err = s.ReadRest()().Settle()
	}
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// median is that of some times.
func median(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2])
}

// BenchmarkAcknowledge labels a claim and makes it durable, in turn with a bare write and fdatasync of as many bytes, and
// says how many times as long it takes at the median.
func BenchmarkAcknowledge(b *testing.B) {
	for _, claims := range []int{0, 10_000} {
		b.Run(fmt.Sprintf("claims=%d", claims), func(b *testing.B) {
			s, a, _ := crowded(b, claims)
			bare, err := os.Create(filepath.Join(filepath.Dir(a.Path), "bare"))
			if err != nil {
				b.Fatal(err)
			}
			defer bare.Close()
			end := s.Text().Len()
			var ours, theirs []time.Duration
			for i := 0; b.Loop(); i++ {
				at := text.Offset(i) % (end - 2)
				begun := time.Now()
				e, _, err := s.Editor().LabelSpan(text.Span{Start: at, End: at + 2}, "goal", []string{"2030", "2035"}[i/int(end-2)%2])
				if err == nil {
					err = s.Do(e)
				}
				if err != nil {
					continue // a blank
				}
				s.Flush()().Settle()
				ours = append(ours, time.Since(begun))
				line, err := sidecar.AppendRecord(nil, s.edits[len(s.edits)-1], s.backend.Order)
				if err != nil {
					b.Fatal(err)
				}
				begun = time.Now()
				if _, err := bare.Write(line); err != nil {
					b.Fatal(err)
				}
				if err := syscall.Fdatasync(int(bare.Fd())); err != nil {
					b.Fatal(err)
				}
				theirs = append(theirs, time.Since(begun))
			}
			b.ReportMetric(median(ours)/median(theirs), "times-bare")
			b.ReportMetric(median(ours)/1e3, "µs/label")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkOpen opens an article of many claims, in turn with parsing its sidecar, and says how many times as long it takes
// at the median.
func BenchmarkOpen(b *testing.B) {
	_, a, o := crowded(b, 10_000)
	raw, err := os.ReadFile(a.SidecarPath("chen", ""))
	if err != nil {
		b.Fatal(err)
	}
	var ours, theirs []time.Duration
	for b.Loop() {
		begun := time.Now()
		if s := openWhole(b, a, o); len(s.Set().Claims) != 10_000 {
			b.Fatal("there are not as many claims as were made")
		}
		ours = append(ours, time.Since(begun))
		begun = time.Now()
		if _, err := sidecar.Parse(raw); err != nil {
			b.Fatal(err)
		}
		theirs = append(theirs, time.Since(begun))
	}
	b.ReportMetric(median(ours)/median(theirs), "times-parse")
	b.ReportMetric(median(ours)/1e6, "ms/open")
	b.ReportMetric(0, "ns/op")
}
