package noise

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pizhu/model/text"
	"pizhu/model/words"
)

// article is n bytes of Chinese, at least: sentences of the articles, shuffled, so that much repeats.
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

// Texts that were made to be slow take time in proportion to their length: four times the text, not sixteen times the
// time.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	makers := map[string]func(n int) string{
		"one character":     func(n int) string { return strings.Repeat("业", n) },
		"a period":          func(n int) string { return strings.Repeat("产业app下载发展", n/9) },
		"letters":           func(n int) string { return strings.Repeat("a", n) },
		"addresses":         func(n int) string { return strings.Repeat("强www.com.com调", n/13) },
		"words of ads":      func(n int) string { return strings.Repeat("下载官网", n/4) },
		"brackets":          func(n int) string { return strings.Repeat("（编辑：", n/4) },
		"lines":             func(n int) string { return strings.Repeat("编辑：甲\n", n/5) },
		"heads of lists":    func(n int) string { return strings.Repeat("相关阅读\n", n/5) + body },
		"blanks":            func(n int) string { return strings.Repeat(" \n", n/2) },
		"combining":         func(n int) string { return strings.Repeat("\u0301", n) },
		"numbered brands":   func(n int) string { return numbered(n) },
		"two random glyphs": func(n int) string { return binary(n) },
	}
	for name, s := range makers {
		small, big := lasts(s(1<<16)), lasts(s(1<<18))
		t.Logf("%-18s %8v %8v", name, small.Round(time.Millisecond/10), big.Round(time.Millisecond/10))
		if big > 10*small+200*time.Millisecond {
			t.Errorf("%s: %v for a text, %v for one of four times the length", name, small, big)
		}
	}
}

func lasts(s string) time.Duration {
	x := text.New(s)
	start := time.Now()
	Detect(x, words.New(), Rules{})
	return time.Since(start)
}

// numbered has many different strings that repeat within words.
func numbered(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < 2*n; i++ {
		fmt.Fprintf(&b, "强%[1]cbet%[1]d调，产%[1]cbet%[1]d业。", rune(0x5000+i%0x3000), i)
	}
	return b.String()
}

func binary(n int) string {
	g := rand.New(rand.NewPCG(3, 4))
	runes := make([]rune, n)
	for i := range runes {
		runes[i] = []rune("强调")[g.IntN(2)]
	}
	return string(runes)
}
