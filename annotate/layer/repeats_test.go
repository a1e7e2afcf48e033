package layer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/noise"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/model/words"
)

// TestRepeats: what is long, packed, a page or broken is passed over; a line of
// the others is known.
func TestRepeats(t *testing.T) {
	dir := t.TempDir()
	const line = "岚西晚报数字版欢迎您每天阅读\n"
	put(t, filepath.Join(dir, "long.txt"), strings.Repeat("很长的一行，说的是别的事。\n", mostOfOne/30))
	put(t, filepath.Join(dir, "broken.txt.gz"), "no archive")
	put(t, filepath.Join(dir, "page.html"), "<p>page")
	var lines strings.Builder
	for i := range 5 {
		fmt.Fprintf(&lines, "{\"id\": \"%d\", \"text\": %q}\n", i, fmt.Sprintf("第%d篇说的是第%[1]d件事，谁也没有写过这样的事。\n%s", i, line))
	}
	put(t, filepath.Join(dir, "x.jsonl"), lines.String())
	articles := find(t, corpus.Finder{TextField: "text", IDField: "id"}, dir)
	if LearnRepeats(articles[:2], "") != nil {
		t.Error("two articles are enough")
	}
	all := LearnRepeats(articles, "")
	x := text.New("另一篇，说的是别的事，字数也要多一些，这样它才不像是抄来的：产值、就业、投资、出口，样样都写。\n" + line)
	finds := all.Detect(x, words.New(), noise.Rules{})
	if len(finds) != 1 || finds[0].Kind != noise.Repeated {
		t.Errorf("found %v in %d articles", finds, len(articles))
	}
}

// put writes a file.
func put(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// find finds articles.
func find(t *testing.T, o corpus.Finder, path string) []corpus.Article {
	t.Helper()
	found, err := o.Find([]string{path})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
