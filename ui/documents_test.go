package ui

import (
	"os"
	"strings"
	"testing"
)

// documents are three of a JSONL file; the second says what is given.
func documents(second string) string {
	return `{"id": "1", "text": "春眠不覺曉。\n"}` + "\n" + `{"id": "2", "text": "` + second + `"}` + "\n" + `{"id": "3", "text": "夜來風雨聲。\n"}` + "\n"
}

// TestOtherDocumentsOfAFileThatWasChanged goes on to the next document of a file
// whose lines are elsewhere by now, and back to the first.
func TestOtherDocumentsOfAFileThatWasChanged(t *testing.T) {
	path := write(t, "a.jsonl", documents("處處聞啼鳥。"))
	d := open(t, path)
	d.keys("6")
	if err := os.WriteFile(path, []byte(`{"id": "0", "text": "孟浩然"}`+"\n"+documents("處處聞啼鳥，鳥。")), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, step := range [][2]string{{"ctrl+n", "處處聞啼鳥，鳥。"}, {"ctrl+n", "夜來風雨聲。\n"}, {"ctrl+p", "處處聞啼鳥，鳥。"}, {"ctrl+p", "春眠不覺曉。\n"}} {
		if d.keys(step[0]); d.app.article.Session.Text().String() != step[1] {
			t.Fatalf("%s: %q, and it says %q", step[0], d.app.article.Session.Text().String(), d.app.message)
		}
	}
	if got := d.claims(); got != "c1 [0,6)春眠不覺曉。 goal/2030\n" {
		t.Errorf("%s", got)
	}
}

// TestTerminalDocumentsChange runs the program on a JSONL file that is changed
// meanwhile: the open document's claim moves with its text, stays when the document
// is taken out, and is in the document's own sidecar at last.
func TestTerminalDocumentsChange(t *testing.T) {
	const old, now = "全省已有企業137家。到2030年，產值破1萬億元，增長不低於12.5%。", "編者按：有改動。全省已有企業137家。到2030年，產值破1萬億元，增長不低於12.5%。"
	path := sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.jsonl")
	change := func(content string) {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	change(documents(old))
	x := start(t, "100x24", t.TempDir(), build(t)+" --as chen "+path)
	x.wait("? keys")
	x.keys("C-n")
	x.wait("全省已有企業")
	x.keys(")", "6")
	x.wait("✓  1 claim")
	change(`{"id": "0", "text": "孟浩然"}` + "\n" + documents(now))
	x.wait("1 claim moved, 0 to look at")
	change(documents(now)[:30])
	x.wait("cannot be read again")
	x.wait("1 claim")
	change(documents(now))
	x.keys("q")
	x.wait("exit 0")
	raw, err := os.ReadFile(path + ".pizhu/2.chen.pizhu.json")
	if err != nil || !strings.Contains(string(raw), `"text": "到2030年，產值破1萬億元，增長不低於12.5%。"`) || !strings.Contains(string(raw), `"start": 19,`) {
		t.Errorf("%v\n%s", err, raw)
	}
}
