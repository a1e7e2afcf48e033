package ui

import (
	"os"
	"strings"
	"testing"

	"pizhu/annotate/session"
	"pizhu/model/text"
)

// TestTheEndOfALargeArticle holds that who goes to the end while only the beginning is known gets there when all of it is,
// that the place in the beginning is kept, and that a label made meanwhile is saved.
func TestTheEndOfALargeArticle(t *testing.T) {
	path := write(t, "a.txt", strings.Repeat("未来产业是代表未来科技和产业发展新方向的产业。\n", 50_000)+"终。\n")
	for _, tt := range []struct {
		keys string
		end  bool
	}{{"G", true}, {"v G", true}, {"G esc", false}, {"j j s 6", false}} {
		d := openBeginning(t, path)
		if !d.app.article.Session.IsPartial() {
			t.Fatal("all of it was read at once")
		}
		d.keys(tt.keys)
		before := d.app.article.Reader.Cursor()
		d.run(d.app.rest())
		now := d.app.article.Reader.Cursor()
		if end := now == d.app.article.Reader.Last(); d.app.article.Session.IsPartial() || end != tt.end || !end && now != before {
			t.Errorf("%s: from %d to %d of %d", tt.keys, before, now, d.app.article.Session.Text().Len())
		}
		if state, err := d.app.article.Session.State(); state != session.Durable {
			t.Errorf("%s: state %v, %v", tt.keys, state, err)
		}
		if row := d.app.Frame().Picture(); tt.end && !strings.Contains(row, "终。") {
			t.Errorf("%s shows\n%s", tt.keys, row)
		}
	}
}

// TestTypedAheadOfTheRest types on while only the beginning of an article is known: what follows a way to a place in the rest waits
// for that place.
func TestTypedAheadOfTheRest(t *testing.T) {
	const lines = 16_000
	content := strings.Repeat("春眠不覺曉。\n", lines) + "终。\n"
	const end = lines*7 + 1 // the end of the article, but for its last line break
	for _, tt := range []struct {
		name, keys string
		left       text.Offset // where the article was left
		labels     string
	}{
		{"at its beginning", "; 6", 0, "春眠不覺曉 2030"},
		{"to its end", "G 6", 0, "终。 2030"},
		{"to its end, and back", "G k 6 g 7", 0, "春眠不覺曉。 2035, 春眠不覺曉。 2030"},
		{"a selection to its end", "v G 6", 0, content[:len(content)-1] + " 2030"},
		{"to its end, given up", "G 7 esc g 6", 0, "春眠不覺曉。 2030"},
		{"where it was left", "6", end, "终。 2030"},
		{"where it was left, given up", "7 esc g 6", end, "春眠不覺曉。 2030"},
		{"left in the beginning", "6", 7, "春眠不覺曉。 2030"},
	} {
		d := &slowDesk{desk: openBeginning(t, write(t, "a.txt", content))}
		if tt.left > 0 {
			d.app.goPlace(tt.left)
		}
		d.jobs = append(d.jobs, d.app.rest())
		d.keysAhead(tt.keys)
		d.wake()
		if got := strings.TrimPrefix(labelled(t, d.app), "1: "); strings.ReplaceAll(got, "1: ", "") != tt.labels {
			t.Errorf("%s (%s): labelled %.100s, want %.100s", tt.name, tt.keys, got, tt.labels)
		}
	}
}

// TestTheRestCannotBeRead holds that what waited for a place in the rest acts nowhere else.
func TestTheRestCannotBeRead(t *testing.T) {
	path := write(t, "a.txt", strings.Repeat("春眠不覺曉。\n", 50_000))
	d := &slowDesk{desk: openBeginning(t, path)}
	rest := d.app.rest()
	d.keysAhead("G 6")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	d.run(rest)
	if got := d.claims(); got != "" || !strings.HasPrefix(d.app.message, "1 key dropped; only the beginning of a.txt can be read: ") {
		t.Errorf("%q; labelled %s", d.app.message, got)
	}
}
