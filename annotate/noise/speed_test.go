package noise

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pizhu/model/text"
	"pizhu/model/words"
)

// article returns n bytes of Chinese, at least: sentences of the articles, shuffled, so that much repeats.
func article(t testing.TB, n int) string {
	s := string(read(t, "../../testdata/articles/08-zh-hans-scraped-noisy.txt")) + string(read(t, "../../testdata/articles/01-zh-hans-future-industries.txt"))
	sentences := strings.SplitAfter(s, "。")
	g := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(sentences[g.IntN(len(sentences))])
		b.WriteRune(rune(0x4e00 + g.IntN(0x2000)))
	}
	return b.String()
}

func BenchmarkDetect(b *testing.B) {
	s := article(b, 1<<20)
	x, w := text.New(s), words.New()
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Detect(x, w, Rules{})
	}
}
