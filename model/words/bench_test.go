package words

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// Texts to measure speed on: each is repeated to a paragraph of some kilobytes.
var paragraphs = []struct{ name, text string }{
	{"zh-Hans", "面对新科技的冲击，广东省五大未来产业集群行动计划公开发布后，吴东文说，2024年半导体产值达320万元。"},
	{"zh-Hant", "面對新科技的衝擊，廣東省五大未來產業集群行動計劃公開發布後，吳東文說，2024年半導體產值達320萬元。"},
	{"ja", "経済産業省によると、人工知能の研究開発が進められており、新しいコンピューターのデータを使っています。"},
	{"ko", "한국은 반도체 산업에서 세계적인 경쟁력을 가지고 있는 나라이다. 서울까지 발전하는 도시로 간다. "},
	{"en", "The quick brown fox jumps over 3.14 lazy dogs; ChatGPT-4 and C++ don't. "},
}

func BenchmarkWords(b *testing.B) {
	for _, p := range paragraphs {
		b.Run(p.name, func(b *testing.B) {
			text := strings.Repeat(p.text, 40)
			s := New()
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				for range s.Words(text) {
				}
			}
		})
	}
}

// BenchmarkNames is the same with a thousand names that begin alike.
func BenchmarkNames(b *testing.B) {
	var names []string
	for r := rune(0x4e00); len(names) < 1000; r++ {
		names = append(names, "产业"+string(r)+"集群")
	}
	s, text := New(names...), strings.Repeat(paragraphs[0].text, 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for range s.Words(text) {
		}
	}
}

// BenchmarkReady measures what it takes to have a segmenter and the first sentence cut, and the heap that stays.
func BenchmarkReady(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range New().Words(paragraphs[0].text) {
	}
	first := time.Since(start)
	runtime.ReadMemStats(&after)
	for b.Loop() {
		for range New().Words(paragraphs[0].text) {
		}
	}
	b.ReportMetric(float64(first.Microseconds()), "first-µs")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc), "heap-B")
	b.ReportMetric(float64(len(packed)), "dict-B")
}
