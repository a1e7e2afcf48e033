package ui

import (
	"fmt"
	"strings"
	"testing"

	"pizhu/annotate/edit"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/paint"
)

// do makes changes as another program might have made them.
func (d *desk) do(changes ...model.Change) {
	d.t.Helper()
	if err := d.app.article.Session.Do(model.Edit{Action: "import", Changes: changes}); err != nil {
		d.t.Fatal(err)
	}
}

// suggest makes a claim that a model suggested.
func (d *desk) suggest(id string, s text.Span, v model.Verdict) {
	d.t.Helper()
	d.do(model.Change{After: &model.Claim{
		ID: id, Fragments: []model.Fragment{model.Describe(d.app.article.Session.Text(), s)}, Labels: map[string][]string{"goal": {"2030"}},
		Provenance: model.Provenance{By: "m", Method: model.Model, Created: d.app.Author.Now(), Verdict: v, DecidedBy: "chen", Decided: d.app.Author.Now()},
	}})
}

// relate leads a relation of a type from one claim to another.
func (d *desk) relate(id, kind, from, to, note string) {
	d.t.Helper()
	d.do(model.Change{After: &model.Relation{
		ID: id, Type: kind, From: from, To: to, Note: note,
		Provenance: model.Provenance{By: "chen", Method: model.Person, Created: d.app.Author.Now()},
	}})
}

// picture is the text of the screen.
func (d *desk) picture() string {
	var b strings.Builder
	for _, row := range d.app.Frame().Rows {
		b.WriteString(strings.TrimRight(rowText(row), " ") + "\n")
	}
	return b.String()
}

// TestEndsOfRelations are those that are not as other claims: the margin and the
// thread say so, and going there says why it cannot be gone to.
func TestEndsOfRelations(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉。處處聞啼鳥。夜來風雨聲。花落知多少。\n"))
	d.keys("size:120x30 s 6 esc")
	d.suggest("m1", text.Span{Start: 6, End: 12}, model.Undecided)
	d.suggest("m2", text.Span{Start: 12, End: 18}, model.Rejected)
	for i, to := range []string{"m1", "m2", "gone", "c1"} {
		d.relate(fmt.Sprint("r", i), "supports", "c1", to, "")
	}
	d.relate("r9", "unknown", "gone", "m1", "")
	want := []string{"支持 → 春眠不覺曉。", "支持 → (suggested) 處處聞啼鳥。", "支持 → (rejected) 夜來風雨聲。", "支持 → (deleted) gone"}
	for _, line := range want {
		if got := d.picture(); !strings.Contains(got, "  "+line) {
			t.Errorf("the margin lacks %q:\n%s", line, got)
		}
	}
	d.keys("M")
	want[0] = "支持 → (above) 春眠不覺曉。"
	for _, line := range append(want, "unknown ← (below) (deleted) gone") {
		if got := d.picture(); !strings.Contains(got, "  "+line) {
			t.Errorf("the thread lacks %q:\n%s", line, got)
		}
	}
	for _, tt := range []struct{ keys, said, claim string }{
		{"end enter", "that claim was deleted: there is nothing to go to", ""},
		{"up enter", "that claim was rejected: the text does not show it", ""},
		{"g M home down down enter", "", "m1"},
		{"M home d", "this line has no relation of its own", "m1"},
		{"i", "this line has no relation of its own", "m1"},
	} {
		d.keys(tt.keys)
		if d.app.message != tt.said || d.app.article.Picked() != tt.claim && tt.claim != "" {
			t.Errorf("%s: %q, claim %q", tt.keys, d.app.message, d.app.article.Picked())
		}
	}
}

// TestTheThreadBeginsAtTheNewestRelation, whose note is written next as a rule.
func TestTheThreadBeginsAtTheNewestRelation(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉。處處聞啼鳥。夜來風雨聲。\n"))
	d.keys("s 6 ) 6 ) 6 R [ enter enter R [ [ enter enter M i 一 enter esc R [ enter down enter M i 二 enter esc")
	got := ""
	for _, k := range d.app.article.Session.Set().Related("c3") {
		got += k.Relation.Type + " " + k.ID + " " + k.Relation.Note + "\n"
	}
	if want := "contradicts c2 二\nsupports c1 一\nsupports c2 \n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	d.keys("g M")
	if row := chosenRow(d.app.Frame()); row != 2 || !strings.Contains(d.picture(), "thread of 春眠不覺曉") {
		t.Errorf("row %d of\n%s", row, d.picture())
	}
}

// TestThreadWhileOthersWork: what it is of, or the chosen line, goes.
func TestThreadWhileOthersWork(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉。處處聞啼鳥。\n"))
	d.keys("s 6 ) 7 R [ enter enter M i")
	r := d.app.article.Session.Set().Relations[0]
	d.do(model.Change{Before: r})
	d.keys("X enter")
	if !shows[*dialog.Thread](d) || d.app.message != "what the note was of is not there any more" {
		t.Errorf("%s, %q", d.mode(), d.app.message)
	}
	d.keys("esc R [")
	d.keys("enter")
	c := d.app.article.Session.Set().Claim("c1")
	d.do(model.Change{Before: c})
	if d.keys("enter"); d.app.message != edit.ErrNoClaim.Error() || len(d.app.article.Session.Set().Relations) > 0 {
		t.Errorf("led to a claim that went: %q", d.app.message)
	}
	d.do(model.Change{After: c}, model.Change{After: r})
	d.keys("] M")
	d.do(model.Change{Before: r})
	d.keys("d")
	if d.app.message != "this line has no relation of its own" {
		t.Errorf("%q", d.app.message)
	}
	d.do(model.Change{Before: d.app.article.Session.Set().Claim("c2")})
	if got := d.picture(); !strings.Contains(got, "thread of c2, 1 claim") {
		t.Errorf("the claim went:\n%s", got)
	}
	d.keys("down")
	d.keys("u")
	if !shows[*dialog.Thread](d) || d.app.article.Session.Set().Claim("c2") == nil {
		t.Errorf("%s, %q", d.mode(), d.app.message)
	}
}

// TestANoteThatIsWrittenTwiceAtATime: of a claim, a relation and the article. What
// another program wrote while the line was typed is not written over unseen.
func TestANoteThatIsWrittenTwiceAtATime(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉。處處聞啼鳥。\n"))
	d.keys("s 6 ) 7 R [ enter enter")
	set := d.app.article.Session.Set
	for _, tt := range []struct {
		name, ask string
		edit      func(note string) model.Edit
		note      func() string
	}{
		{"claim", "i", func(note string) model.Edit { return d.app.article.Editor().Note(set().Claim("c2"), note) }, func() string { return set().Claim("c2").Note }},
		{"relation", "M i", func(note string) model.Edit { return d.app.article.Editor().NoteRelation(set().Relations[0], note) }, func() string { return set().Relations[0].Note }},
		{"article", "esc D end enter", func(note string) model.Edit { return d.app.article.Editor().NoteDocument(note) }, func() string { return set().Document.Note }},
	} {
		steps := []struct{ meanwhile, keys, want string }{
			{"", "一 enter", "一"},
			{"二", "enter", "二"},
			{"三", "ctrl+u 三 enter", "三"},
			{"四", "ctrl+u 五 enter enter", "四; 五"},
			{"六", "ctrl+u 七 enter esc", "六"},
		}
		for _, s := range steps {
			d.keys(tt.ask)
			if s.meanwhile != "" {
				d.do(tt.edit(s.meanwhile).Changes...)
			}
			d.keys(s.keys)
			if got := tt.note(); got != s.want {
				t.Errorf("%s: %q meanwhile and %s: %q, want %q", tt.name, s.meanwhile, s.keys, got, s.want)
			}
			d.keys("esc")
		}
	}
}

// TestUndoGoesToARelation: what u took back is to be seen.
func TestUndoGoesToARelation(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉。處處聞啼鳥。夜來風雨聲。\n"))
	d.keys("s 6 ) 7 R [ enter enter ) esc u")
	if c := d.app.article.Current(); c == nil || c.ID != "c2" || d.app.message != "undone: relate" {
		t.Errorf("at %v, %q", c, d.app.message)
	}
	d.keys("[ U")
	if c := d.app.article.Current(); c == nil || c.ID != "c1" {
		t.Errorf("gone from one end to %v", c)
	}
	d.keys("d u") // its relation comes back with it
	if set := d.app.article.Session.Set(); len(set.Claims) != 2 || len(set.Relations) != 1 {
		t.Errorf("%d claims, %d relations", len(set.Claims), len(set.Relations))
	}
}

// TestThreadOfAnySize draws a long thread in panes down to one cell, the chosen line
// in view, and goes through it.
func TestThreadOfAnySize(t *testing.T) {
	d := open(t, write(t, "a.txt", strings.Repeat("春眠不覺曉。", 60)+"\n"))
	d.keys("s 6")
	for i := range 59 {
		at := text.Offset(6 * (i + 1))
		d.suggest(fmt.Sprint("m", i), text.Span{Start: at, End: at + 6}, model.Accepted)
		from := "c1"
		if i%30 > 0 {
			from = fmt.Sprint("m", i-1)
		}
		d.relate(fmt.Sprint("r", i), "supports", from, fmt.Sprint("m", i), strings.Repeat("记", i))
	}
	d.keys("M")
	for _, size := range []string{"1x1", "2x2", "5x3", "12x9", "40x10", "80x24", "300x90"} {
		for _, keys := range []string{"home", "pgdown", "pgdown pgdown pgup", "end", "up up"} {
			d.keys("size:" + size + " " + keys)
			d.fits(size + " " + keys)
			if d.app.height > 3 && chosenRow(d.app.Frame()) < 0 {
				t.Errorf("%s %s: no line is chosen:\n%s", size, keys, d.picture())
			}
		}
	}
	d.keys("size:80x24")
	if got := d.picture(); !strings.Contains(got, "  58/60\n") {
		t.Errorf("the third from the last line is not chosen:\n%s", got)
	}
}

// chosenRow is the row of the chosen line; -1 for none.
func chosenRow(f paint.Frame) int {
	for y, row := range f.Rows {
		if len(row) > 0 && row[0].Text == ">" && row[0].Face.Reverse {
			return y
		}
	}
	return -1
}
