package ui

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"pizhu/ui/dialog"
)

// TestTheArticleChangesWhileItIsRead edits an article on the screen: the cursor and
// the selection stay at their places in the text, and what moved is said.
func TestTheArticleChangesWhileItIsRead(t *testing.T) {
	const old = "到2030年，产值破1万亿元。\n增长30%。\n全省已有半导体企业137家。\n"
	path := write(t, "a.txt", old)
	d := open(t, path)
	d.keys("/ paste:产值破1万亿元 enter 6 / paste:半导体 enter 1 esc / paste:企业137家 enter")
	change := func(content string) {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		d.run(d.app.poll())
		d.run(d.app.poll())
	}
	change("编者按：有改动。\n" + old)
	span, ok := d.app.article.Reader.Selected()
	if got := d.app.article.Session.Text().Slice(span); !ok || got != "企业137家" {
		t.Errorf("selected %q", got)
	}
	if said := d.app.message; said != "the article was changed: 2 claims moved, 0 to look at" {
		t.Errorf("it says %q", said)
	}
	if got := d.claims(); !strings.Contains(got, "c1 [16,23)产值破1万亿元") || !strings.Contains(d.app.Frame().Picture(), "产值破1万亿元") {
		t.Errorf("%s", got)
	}
	d.keys("esc")
	change(strings.Replace(old, "半导体", "集成电路", 1))
	if said := d.app.message; !strings.Contains(said, "1 to look at") {
		t.Errorf("it says %q", said)
	}
	if shown := d.app.article.Session.Text().String(); !strings.Contains(shown, "集成电路") {
		t.Error("the old text is shown")
	}
	change("")
	if f := d.app.Frame(); len(f.Rows) != d.app.height || len(d.app.article.Session.Set().Adrift) != 2 {
		t.Errorf("%s", d.claims())
	}
	d.keys("Q o o Q u u")
	change(old)
	if got := d.claims(); got != "c1 [7,14)产值破1万亿元 goal/2030\nc2 [27,30)半导体 cluster/electronics\n" {
		t.Errorf("back again:\n%s", got)
	}
}

// TestReviewWithNothingToLookAt holds that every key of the review is harmless when
// another program has taken the claims away.
func TestReviewWithNothingToLookAt(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠。\n"))
	d.keys("Q")
	if !d.app.isReading() || d.app.message == "" {
		t.Errorf("%s, %q", d.mode(), d.app.message)
	}
	for _, k := range []string{"enter", "p", "o", "d", "down", "g", "tab", "u", "U", "esc"} {
		d.app.showUnresolved("gone")
		d.app.Frame()
		d.keys(k)
		if !d.app.isReading() {
			t.Errorf("%s: %s", k, d.mode())
		}
	}
}

// TestReviewOfHostileText looks at claims of hostile articles that were changed, at
// sizes down to one cell: what is shown is safe, and within the screen.
func TestReviewOfHostileText(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 30
	}
	looked := 0
	for seed := range uint64(rounds) {
		rng := rand.New(rand.NewPCG(seed, 8))
		piece := func() string { return "产值" + hostile(rng) + "破1万亿元，" + hostile(rng) + "。\n" }
		pieces := []string{piece(), piece(), piece(), piece()}
		path := write(t, "a.txt", strings.Join(pieces, ""))
		d := open(t, path)
		d.keys("s 6 ) 6 ) 6 ) 6")
		pieces[rng.IntN(4)] = piece()
		d = d.changed(path, []byte(hostile(rng)+strings.Join(pieces, "")))
		d.keys("Q")
		for _, size := range []string{"1x1", "5x3", "40x10", "63x16", "80x24", "140x50"} {
			d.keys("size:" + size + " tab down")
			f := d.app.Frame()
			if err := cellsFault(f); err != nil || len(f.Rows) != d.app.height {
				t.Fatalf("seed %d, %s: %v, %d rows", seed, size, err, len(f.Rows))
			}
			for y, row := range f.Rows {
				if n := row.Columns(); n > max(f.Columns, 2) {
					t.Errorf("seed %d, %s: row %d has %d columns of %d", seed, size, y, n, f.Columns)
				}
			}
		}
		if shows[*dialog.Unresolved](d) {
			looked++
		}
	}
	if looked < rounds/2 {
		t.Errorf("%d of %d articles had a claim to look at", looked, rounds)
	}
}
