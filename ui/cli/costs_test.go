package cli_test

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// costs lists the inputs that were made to be slow.
func costs() []cost {
	all := []cost{
		{
			name: "check of claims on one place", n: 250, args: []string{"check", "a.txt"}, code: 3,
			input: claims(prose, func(i int) string { return claimAt(i, 0, 4, `"goal": ["2030"]`) }),
			holds: onePlace,
		},
		{
			name: "check of noise on one place", n: 250, args: []string{"check", "a.txt"}, code: 3,
			input: claims(prose, func(i int) string { return claimAt(i, 0, 2+i%9, `"noise": ["injected"]`) }),
		},
		{
			name: "check of labels that the scheme lacks", n: 250, args: []string{"check", "a.txt"}, code: 3,
			input: claims(prose, func(i int) string { return claimAt(i, i%90, i%90+4, `"goal": ["x"]`) }),
		},
		{
			name: "check of a changed text", n: 250, args: []string{"check", "a.txt"}, code: 3,
			input: claims("另一篇文章，没有旧的句子。\n", func(i int) string { return claimAt(i, 0, 4, `"goal": ["2030"]`) }),
		},
	}
	all = append(all, cost{
		name: "clean by rules", n: 500, args: []string{"clean", "."},
		input: func(t *testing.T, dir string, n int) {
			write(t, dir, "a.txt", strings.Repeat(prose+"\n", n/100))
			write(t, dir, "pizhu.yaml", rulesScheme+numbered(n, "- {rule: injected, text: 广%d}\n"))
		},
	})
	for name, s := range pages() {
		all = append(all, cost{
			name: "a page of " + name, n: 2000, args: []string{"clean", "a.html"},
			input: func(t *testing.T, dir string, n int) { write(t, dir, "a.html", s(n)) },
		})
	}
	for name, s := range noisy() {
		all = append(all, cost{
			name: "clean " + name, n: 1 << 14, args: []string{"clean", "a.txt"},
			input: func(t *testing.T, dir string, n int) { write(t, dir, "a.txt", s(n)) },
		})
	}
	return all
}

// prose is the text that the claims of the costs are made for.
var prose = strings.Repeat("广东省未来产业集群行动计划公开发布。", 9)

// claims returns a maker of articles with n claims. They were made for prose.
func claims(article string, claim func(i int) string) func(*testing.T, string, int) {
	return func(t *testing.T, dir string, n int) {
		list := make([]string, n)
		for i := range list {
			list[i] = claim(i)
		}
		write(t, dir, "a.txt", article)
		write(t, dir, "a.txt.chen.pizhu.json", fmt.Sprintf(`{"format": "pizhu.sidecar", "version": 1,
"document": {"path": "a.txt", "id": "", "sha256": "%x", "encoding": "utf-8", "length": %d},
"scheme": {"id": "future-industries", "sha256": "324b0639103c34ae96107dda91743c3b230f03aa1da498d46a205ea54b7b4c93"},
"annotator": "chen", "status": "in-progress", "labels": {}, "note": "", "claims": [
%s], "relations": []}
`, sha256.Sum256([]byte(prose)), len([]rune(prose)), strings.Join(list, ",\n")))
	}
}

// claimAt writes the claim number i on a span of prose.
func claimAt(i, start, end int, labels string) string {
	runes := []rune(prose)
	return fmt.Sprintf(`{"id": "c%011d", "spans": [{"start": %d, "end": %d, "text": %q, "prefix": %q, "suffix": %q}], "labels": {%s}, "attributes": {}, "note": "", `+
		`"provenance": {"by": "chen", "method": "person", "created": "2026-11-23T09:06:00Z"}}`,
		i, start, end, string(runes[start:end]), string(runes[max(0, start-8):start]), string(runes[end:end+8]), labels)
}

// onePlace holds that a place has one line, however many claims there are on it.
func onePlace(t *testing.T, n int, printed string) {
	if want := fmt.Sprintf("and %d more\n", n-12); strings.Count(printed, "\n") != 2 || !strings.Contains(printed, want) {
		t.Errorf("%d claims: %s", n, printed)
	}
}

const rulesScheme = `format: pizhu.scheme
version: 1
id: s
names: {en: S}
groups: [{id: goal, names: {en: Goal}, choose: one, labels: [{id: a, names: {en: A}}]}]
statuses: [{id: new, names: {en: New}}]
noise:
`

// pages makes pages of about n elements.
func pages() map[string]func(n int) string {
	const line = "春眠不覺曉，處處聞啼鳥。"
	repeat := func(piece string) func(n int) string {
		return func(n int) string { return strings.Repeat(piece, n) }
	}
	return map[string]func(n int) string{
		"paragraphs": repeat("<p>" + line),
		"links":      repeat("<a href=x>春</a>"),
		"breaks":     repeat(line + "<br>"),
		"cells":      repeat("<table><tr><td>" + line + "</table>"),
		"headings":   repeat("<h1>" + line + "</h1>"),
		"formats":    repeat("<b>春<i>眠</b>不</i>"),
		"bodies":     func(n int) string { return numbered(n, "<body a%d>") + line },
		"attributes": func(n int) string { return numbered(n, "<p a%d>"+line) },
		"headings in headings": func(n int) string {
			return strings.Repeat("<h1><div>", 100) + strings.Repeat(line, n/100)
		},
	}
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// noisy makes texts of about n characters that are hard for the search for noise.
func noisy() map[string]func(n int) string {
	return map[string]func(n int) string{
		"one character": func(n int) string { return strings.Repeat("业", n) },
		"a period":      func(n int) string { return strings.Repeat("产业app下载发展", n/9) },
		"letters":       func(n int) string { return strings.Repeat("a", n) },
		"addresses":     func(n int) string { return strings.Repeat("强www.com.com调", n/13) },
		"words of ads":  func(n int) string { return strings.Repeat("下载官网", n/4) },
		"brackets":      func(n int) string { return strings.Repeat("（编辑：", n/4) },
		"lines":         func(n int) string { return strings.Repeat("编辑：甲\n", n/5) },
		"heads of lists": func(n int) string {
			return strings.Repeat("相关阅读\n", n/5) + strings.Repeat("春眠不覺曉，處處聞啼鳥。\n", 9)
		},
		"blanks":            func(n int) string { return strings.Repeat(" \n", n/2) },
		"combining":         func(n int) string { return strings.Repeat("\u0301", n) },
		"numbered brands":   numberedBrands,
		"two random glyphs": twoGlyphs,
	}
}

// numberedBrands has many different strings that repeat within words.
func numberedBrands(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < 2*n; i++ {
		fmt.Fprintf(&b, "强%[1]cbet%[1]d调，产%[1]cbet%[1]d业。", rune(0x5000+i%0x3000), i)
	}
	return b.String()
}

func twoGlyphs(n int) string {
	g := rand.New(rand.NewPCG(3, 4))
	runes := make([]rune, n)
	for i := range runes {
		runes[i] = []rune("强调")[g.IntN(2)]
	}
	return string(runes)
}
