package session

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/layer"
	"pizhu/model/corpus"
)

// jsonl is a file of documents: pairs of an id, which may be empty, and a text.
func jsonl(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		text, _ := json.Marshal(pairs[i+1])
		if pairs[i] == "" {
			fmt.Fprintf(&b, "{\"text\": %s}\n", text)
			continue
		}
		fmt.Fprintf(&b, "{\"id\": %q, \"text\": %s}\n", pairs[i], text)
	}
	return b.String()
}

// documentOf opens the second document of a file, and makes two claims in it.
func documentOf(t *testing.T, content string) (*Session, corpus.Article, layer.Options) {
	t.Helper()
	file := corpus.Article{Path: filepath.Join(t.TempDir(), "a.jsonl")}
	rewrite(t, file, content)
	all, err := corpus.Find([]string{file.Path})
	if err != nil {
		t.Fatal(err)
	}
	d := newEditor(t)
	o := layer.Options{Scheme: d.Scheme, Author: d.Author}
	s := reopen(t, all[1], o)
	do(t, s, "未来产业是代表未来科技和产业", "cluster", "health")
	do(t, s, "市场潜力大", "goal", "2030")
	return s, all[1], o
}

// TestAFileOfDocumentsChangesMeanwhile changes a JSONL file while one of its
// documents is open and has claims: these go with the document, by its id, and
// the reader is told. Then it is as it was again.
func TestAFileOfDocumentsChangesMeanwhile(t *testing.T) {
	const same, moved = "c1 未来产业是代表未来科技和产业@2\nc2 市场潜力大@32\n", "c1 未来产业是代表未来科技和产业@5\nc2 市场潜力大@35\n"
	before := jsonl("1", "春眠", "x/2", article, "3", "不覺")
	newer := strings.Replace(article, "　　未", "　　昨天，未", 1)
	for name, tt := range map[string]struct{ now, want, news string }{
		"another document is edited":   {jsonl("1", "春眠不覺曉", "x/2", article), same, ""},
		"lines before it":              {jsonl("0", "处处", "", "闻", "1", "春眠", "x/2", article), same, ""},
		"it is edited":                 {jsonl("1", "春眠", "x/2", newer, "3", "不覺"), moved, "the article was changed: 2 claims moved, 0 to look at"},
		"edited, and lines before it":  {jsonl("0", "处处", "1", "春眠", "x/2", newer), moved, "the article was changed: 2 claims moved, 0 to look at"},
		"edited in a claim":            {jsonl("x/2", strings.Replace(article, "潜力大", "前景好", 1)), "c1 未来产业是代表未来科技和产业@2\nc2 orphan市场潜力大@32\n", "the article was changed: 1 to look at"},
		"it is gone":                   {jsonl("1", "春眠", "3", "不覺"), same, `the article was changed, and cannot be read again: read "a.jsonl": no document of the file has this id any more: "x/2"`},
		"the file is cut off in it":    {before[:len(before)/2], same, `the article was changed, and cannot be read again: read "a.jsonl": line 2: not a JSON object`},
		"the file is empty":            {"", same, `the article was changed, and cannot be read again: read "a.jsonl": no document of the file has this id any more: "x/2"`},
		"it has another document's id": {jsonl("x/2", "春眠", "1", article), "c1 orphan未来产业是代表未来科技和产业@2\nc2 orphan市场潜力大@32\n", "the article was changed: 2 to look at"},
	} {
		s, a, o := documentOf(t, before)
		rewrite(t, a, tt.now)
		watching(s)
		news := strings.ReplaceAll(strings.Join(notices(s), "; "), a.Path, "a.jsonl")
		if got := stood(s.Set()); got != tt.want || !strings.HasPrefix(news, tt.news) || tt.news == "" && news != "" {
			t.Errorf("%s: %q\n%swant %q\n%s", name, news, got, tt.news, tt.want)
		}
		flush(t, s)
		finish(t, s)
		rewrite(t, a, before)
		all, err := corpus.Find([]string{a.Path})
		if err != nil {
			t.Fatal(err)
		}
		if again := reopen(t, all[1], o); stood(again.Set()) != same || len(again.Conflicts()) > 0 {
			t.Errorf("%s, and back:\n%s", name, stood(again.Set()))
		}
	}
}

// TestADocumentComesBack takes the document of a session out of its file, and puts
// it in again further down, edited.
func TestADocumentComesBack(t *testing.T) {
	s, a, _ := documentOf(t, jsonl("1", "春眠", "2", article))
	for _, now := range []string{jsonl("1", "春眠"), "", jsonl("1", "春眠", "3", "不覺", "2", strings.Replace(article, "　　未", "　　昨天，未", 1))} {
		rewrite(t, a, now)
		watching(s)
	}
	if news := notices(s); !strings.HasSuffix(news[len(news)-1], "2 claims moved, 0 to look at") {
		t.Errorf("%q", news)
	}
	if got := stood(s.Set()); got != "c1 未来产业是代表未来科技和产业@5\nc2 市场潜力大@35\n" {
		t.Errorf("%s", got)
	}
}

// TestADocumentWithoutAnID has a line inserted before a document that is known by
// its line only: what stands in the line now is another text, and the claims wait
// for a person.
func TestADocumentWithoutAnID(t *testing.T) {
	before := jsonl("", "春眠", "", article)
	s, a, o := documentOf(t, before)
	rewrite(t, a, jsonl("", "处处闻啼鸟", "", "春眠", "", article))
	watching(s)
	if got := stood(s.Set()); got != "c1 orphan未来产业是代表未来科技和产业@2\nc2 orphan市场潜力大@32\n" || s.UnresolvedCount() != 2 {
		t.Errorf("%s", got)
	}
	finish(t, s)
	rewrite(t, a, before)
	if got := stood(reopen(t, a, o).Set()); got != "c1 未来产业是代表未来科技和产业@2\nc2 市场潜力大@32\n" {
		t.Errorf("back again:\n%s", got)
	}
}
