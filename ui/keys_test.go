package ui

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// TestEveryActionIsDone holds that the keymap's tables and what they call go together: no key without an action, no action
// without a key. In the modes that a dialog owns every key does something: it ends the dialog, or changes what is shown.
func TestEveryActionIsDone(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉，處處聞啼鳥。\n"))
	bound := map[keymap.Action]bool{}
	for _, b := range d.app.Keys.Bindings() {
		if b.Mode != keymap.Read {
			testDialogKey(t, b)
			continue
		}
		bound[b.Action] = true
		d.app.message = ""
		d.app.closeDialogs()
		d.app.do(b.Action)
		if strings.HasPrefix(d.app.message, "nothing is called") {
			t.Errorf("%s: %s", b.Action, d.app.message)
		}
	}
	for action := range d.app.actions {
		if !bound[action] {
			t.Errorf("no key for %s", action)
		}
	}
	if d.app.do("dance"); d.app.message != "nothing is called dance" {
		t.Error("an action that is not there went unsaid")
	}
}

// dialogsOfModes are the keys that open a dialog of each mode, so that each of its keys has something to do.
var dialogsOfModes = map[keymap.Mode]string{
	keymap.Input:  "/ a b space c d left left",
	keymap.List:   "? pgdown",
	keymap.Menu:   "! down",
	keymap.Ask:    "s wheel:15 6",
	keymap.Relate: "s 6 ) 6 ) 6 [ R",
	keymap.Thread: "s 6 ) 6 ) 6 ) 6 R [ enter enter R [ [ enter enter R [ [ [ enter enter M down",
	keymap.Review: "Q tab down",
}

// testDialogKey types the first key of a binding in a dialog of its mode. One that does nothing changes nothing: that is the
// control.
func testDialogKey(t *testing.T, b keymap.Binding) {
	t.Helper()
	keys, ok := dialogsOfModes[b.Mode]
	if !ok {
		t.Fatalf("no dialog of mode %s", b.Mode)
	}
	d := open(t, write(t, "a.txt", "春眠不覺曉。處處聞啼鳥。夜來風雨聲。花落知多少。\n"+strings.Repeat("床前明月光。\n", 60)))
	if b.Mode == keymap.Review {
		d = driftingClaims(t)
	}
	d.keys(keys)
	if d.app.isReading() {
		t.Fatalf("%s: %s opens no dialog", b.Mode, keys)
	}
	state := func() string { return d.app.Frame().Picture() + d.claims() + d.mode() }
	d.app.message = ""
	d.keys("f5")
	before := state()
	if d.keys("f5"); state() != before {
		t.Fatalf("%s: the key f5 does something", b.Mode)
	}
	if d.keys(b.Keys[0]); state() == before {
		t.Errorf("%s: the key %s does nothing, not %s", b.Mode, b.Keys[0], b.Action)
	}
}

// driftingClaims opens an article that was changed under three claims. Each may be at several places.
func driftingClaims(t *testing.T) *desk {
	t.Helper()
	path := write(t, "a.txt", "甲。春眠不覺曉。乙。\n丙。處處聞啼鳥。丁。\n戊。夜來風雨聲。己。\n")
	d := open(t, path)
	d.keys("/ 春 enter s 6 / 處 enter s 6 / 夜 enter s 6")
	return d.changed(path, []byte(strings.Repeat("春眠不覺曉。\n處處聞啼鳥。\n夜來風雨聲。\n", 3)))
}

// TestLabelRule is the rule of what a label key labels.
func TestLabelRule(t *testing.T) {
	const article = "春眠不覺曉，處處聞啼鳥。夜來風雨聲。\n"
	tests := []struct{ name, keys, want string }{
		{"a selection", "c 6", "c1 [0,5)春眠不覺曉 goal/2030\n"},
		{"a selection with a claim of just its spans", "c 6 7", "c1 [0,5)春眠不覺曉 goal/2030 goal/2035\n"},
		{"the same label again", "c 6 7 6", "c1 [0,5)春眠不覺曉 goal/2035\n"},
		{"the last label", "c 6 6", ""},
		{"the claim under the cursor", "c 6 esc 7", "c1 [0,5)春眠不覺曉 goal/2030 goal/2035\n"},
		{"the shortest claim under the cursor", "s 6 esc g c 7 esc 8", "c2 [0,5)春眠不覺曉 goal/2035 criterion/strategic\nc1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030\n"},
		{"the one that tab went to", "s 6 esc g c 7 esc g tab tab tab 8", "c2 [0,5)春眠不覺曉 goal/2035\nc1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030 criterion/strategic\n"},
		{"nothing: the sentence", "6", "c1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030\n"},
		{"next clause, label", "; 6 ; 7", "c1 [6,11)處處聞啼鳥 goal/2030\nc2 [12,17)夜來風雨聲 goal/2035\n"},
		{"the labels of the last claim again", "; 6 8 ; .", "c1 [6,11)處處聞啼鳥 goal/2030 criterion/strategic\nc2 [12,17)夜來風雨聲 goal/2030 criterion/strategic\n"},
		{"full-width keys of an input method", "ｃ ６ ； ７", "c1 [0,5)春眠不覺曉 goal/2030\nc2 [6,11)處處聞啼鳥 goal/2035\n"},
		{"a chord ended by another key", "c o s 6", "c1 [0,5)春眠不覺曉 goal/2030\n"},
		{"a chord ended by esc", "c o esc 6", "c1 [0,5)春眠不覺曉 goal/2030\n"},
		{"esc and a letter that came as one", "c 6 alt+; 7", "c1 [0,5)春眠不覺曉 goal/2030\nc2 [6,11)處處聞啼鳥 goal/2035\n"},
		{"fragments", "c 6 ; ; + home v _", "c1 [1,5)眠不覺曉 [12,17)夜來風雨聲 goal/2030\n"},
		{"hold", "v l l 6", "c1 [0,3)春眠不 goal/2030\n"},
		{"swap", "l l v l V h h 6", "c1 [0,4)春眠不覺 goal/2030\n"},
		{"grow and shrink", "= = = - 6", "c1 [0,5)春眠不覺曉 goal/2030\n"},
		{"a note of the sentence", "i n enter", "c1 [0,12)春眠不覺曉，處處聞啼鳥。 \"n\"\n"},
		{"a note of a selection", "; i n enter 6", "c1 [6,11)處處聞啼鳥 goal/2030 \"n\"\n"},
		{"a note of a selection in a claim", "s 6 esc g c i n enter", "c2 [0,5)春眠不覺曉 \"n\"\nc1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030\n"},
		{"a note of the claim just labelled", "c 6 i n enter", "c1 [0,5)春眠不覺曉 goal/2030 \"n\"\n"},
		{"a note of the claim under the cursor", "c 6 esc h i n enter", "c1 [0,5)春眠不覺曉 goal/2030 \"n\"\n"},
		{"a note of the claim that tab went to", "s 6 esc g c 7 esc g tab tab tab i n enter", "c2 [0,5)春眠不覺曉 goal/2035\nc1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030 \"n\"\n"},
		{"the one that tab went to, after more than one esc", "s 6 esc g c 7 esc g tab tab tab ? esc esc esc i n enter", "c2 [0,5)春眠不覺曉 goal/2035\nc1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030 \"n\"\n"},
		{"a note of a fragment just added", "c 6 ; ; + i n enter", "c1 [0,5)春眠不覺曉 [12,17)夜來風雨聲 goal/2030 \"n\"\n"},
		{"a note and undo", "c i n enter u", ""},
		{"an empty note", "c i enter", ""},
		{"a note of blanks", "c i space space enter", ""},
		{"a note that is left", "c i 6 7 esc", ""},
		{"a thread of one claim, typed on", "c 6 M d i n esc", "c1 [0,5)春眠不覺曉 goal/2030\n"},
		{"an attribute without a claim", "A enter 2 0 3 0 enter", ""},
		{"delete and undo", "c 6 d u", "c1 [0,5)春眠不覺曉 goal/2030\n"},
	}
	for _, tt := range tests {
		d := open(t, write(t, "a.txt", article))
		d.keys(tt.keys)
		if got := d.claims(); got != tt.want {
			t.Errorf("%s (%s): got\n%swant\n%s", tt.name, tt.keys, got, tt.want)
		}
	}
}

// TestNothingAtTheCursor holds that a key labels and notes nothing where the cursor is on no sentence, and that what is
// typed as a note there is no command.
func TestNothingAtTheCursor(t *testing.T) {
	const article = "　春眠不覺曉。  \n\n\n處處聞啼鳥。\n"
	for _, tt := range []struct{ keys, want string }{
		{"7", "c1 [1,7)春眠不覺曉。 goal/2035\n"},
		{"end 7", "c1 [1,7)春眠不覺曉。 goal/2035\n"},
		{"j 7", ""},
		{"j .", ""},
		{"j i 7 6 x d enter", ""},
		{"j i 7 6 x d esc", ""},
		{"G 7", "c1 [12,18)處處聞啼鳥。 goal/2035\n"},
		{"G k 7", ""},
	} {
		d := open(t, write(t, "a.txt", article))
		d.keys(tt.keys)
		if got := d.claims(); got != tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.keys, got, tt.want)
		}
		if tt.want == "" && !strings.HasSuffix(tt.keys, "esc") && d.app.message != "no sentence at the cursor" {
			t.Errorf("%s: says %q", tt.keys, d.app.message)
		}
	}
}

// TestUnseen holds that nothing is changed off the screen before it is shown and a person has said yes.
func TestUnseen(t *testing.T) {
	const claim = "c1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030\n"
	article := "春眠不覺曉，處處聞啼鳥。\n" + strings.Repeat("夜來風雨聲。\n", 200)
	for _, tt := range []struct{ begin, key, no, yes string }{
		{"s", "6", "", claim},
		{"s 6 esc g c", ".", claim, "c2 [0,5)春眠不覺曉 goal/2030\n" + claim},
		{"s 6", "7", claim, strings.ReplaceAll(claim, "2030\n", "2030 goal/2035\n")},
		{"s 6", "d", claim, ""},
		{"s 6 esc g c", "_", claim, "c1 [5,12)，處處聞啼鳥。 goal/2030\n"},
		{"s 6", "i", claim, claim},
		{"s 6", "A", claim, claim},
		{"s", "i", "", ""},
	} {
		for _, answer := range []struct{ key, want string }{{"n", tt.no}, {"esc", tt.no}, {"enter", tt.no}, {"y", tt.yes}} {
			d := open(t, write(t, "a.txt", article))
			d.keys(tt.begin)
			for range 20 {
				d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
			}
			d.keys(tt.key)
			asked := d.question()
			if top := d.app.article.Reader.Top(); !strings.Contains(asked, "春眠不覺曉") || top != 0 || d.claims() != tt.no {
				t.Errorf("%s, off the screen %s: asks %q, top %d, claims\n%s", tt.begin, tt.key, asked, top, d.claims())
			}
			d.keys(answer.key)
			if got := d.claims(); got != answer.want {
				t.Errorf("%s, off the screen %s %s: got\n%swant\n%s", tt.begin, tt.key, answer.key, got, answer.want)
			}
		}
	}
}

// TestNoteTypedUnseen holds that no letter of a note acts, where the note's claim or selection is off the screen.
func TestNoteTypedUnseen(t *testing.T) {
	const claim = "c1 [0,12)春眠不覺曉，處處聞啼鳥。 goal/2030\n"
	article := "春眠不覺曉，處處聞啼鳥。\n" + strings.Repeat("夜來風雨聲。\n", 200)
	for _, tt := range []struct{ begin, note, want string }{
		{"s 6", "i n o 3 d", claim},
		{"s 6", "i n o d y n 3 d", claim},
		{"s", "i n s 6", ""},
	} {
		d := open(t, write(t, "a.txt", article))
		d.keys(tt.begin)
		for range 20 {
			d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		}
		d.keys(tt.note)
		if got := d.claims(); got != tt.want {
			t.Errorf("%s, off the screen %s: got\n%swant\n%s", tt.begin, tt.note, got, tt.want)
		}
		d.keys("esc")
		if !d.app.isReading() {
			t.Errorf("%s, off the screen %s esc: %#v is open", tt.begin, tt.note, d.app.top())
		}
	}
}

// TestEscKeepsTheClaim types keys at random, with other random keys between: esc never changes which claim is current.
func TestEscKeepsTheClaim(t *testing.T) {
	keys := strings.Fields("c C s S w ; , ) ( h l j k g G e b f F 1 6 7 8 x + _ = - v V tab shift+tab H L u U d i ? A R o n")
	claims := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 4))
		d := open(t, write(t, "a.txt", "春眠不覺曉，處處聞啼鳥。夜來風雨聲，花落知多少。\n床前明月光，疑是地上霜。\n"))
		typed := ""
		for range 40 {
			k := keys[r.IntN(len(keys))]
			d.keys(k)
			typed += " " + k
			if r.IntN(3) > 0 {
				continue
			}
			for range 1 + r.IntN(3) {
				before := d.app.article.Current()
				d.keys("esc")
				if after := d.app.article.Current(); after != before {
					t.Fatalf("seed %d, after%s esc changes the current claim from %v to %v", seed, typed, before, after)
				}
				if before != nil {
					claims++
				}
			}
			typed += " esc"
		}
	}
	if claims < 100 {
		t.Errorf("only %d times there was a claim: too few to prove anything", claims)
	}
}

// TestRedrawEndsNoMode holds that ctrl+l paints the screen again in every mode, and that the mode goes on.
func TestRedrawEndsNoMode(t *testing.T) {
	for _, keys := range []string{"", "f", "f F", "o", "?", "i", "A", "R", "!", "/ a", "ctrl+n 6"} {
		dir := folder(t, 1)
		d := open(t, dir)
		d.keys("c 6 " + keys)
		before, picture := d.mode(), d.app.Frame().Picture()
		cmd := d.app.Update(key(t, "ctrl+l"))
		if cmd == nil || cmd() != (redrawMsg{}) {
			t.Errorf("after %q nothing is painted again", keys)
		}
		if after := d.mode(); after != before || d.app.Frame().Picture() != picture && keys != "" {
			t.Errorf("after %q: from %s to %s", keys, before, after)
		}
	}
}

// TestArticles goes through a folder and back, and finds the place again.
func TestArticles(t *testing.T) {
	d := open(t, "../testdata/articles")
	n := len(d.app.Articles)
	d.keys("ctrl+p")
	if d.app.message == "" || d.app.index != 0 {
		t.Error("there is an article before the first")
	}
	d.keys("ctrl+n ) )")
	at := d.app.article.Reader.Cursor()
	d.keys("ctrl+n ctrl+p")
	if d.app.index != 1 || d.app.article.Reader.Cursor() != at || at == 0 {
		t.Errorf("article %d at %d, want 1 at %d", d.app.index, d.app.article.Reader.Cursor(), at)
	}
	for range n {
		d.keys("ctrl+n")
	}
	if d.app.index != n-1 || d.app.message != "this is the last article" {
		t.Errorf("article %d, %q", d.app.index, d.app.message)
	}
	d.keys("q")
	if !d.quit {
		t.Error("q does not leave")
	}
}

// unwritable puts a file where the journals of an article would go.
func unwritable(t *testing.T, article string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(filepath.Dir(article), "."+filepath.Base(article)+".pizhu"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestQuitAsks holds that leaving asks only where something is not saved.
func TestQuitAsks(t *testing.T) {
	d := open(t, write(t, "a.txt", "春眠不覺曉。\n"))
	unwritable(t, d.app.article.Session.Article().Path)
	d.send(key(t, "c"))
	cmd := d.app.Update(key(t, "7")) // its flush fails, and would be tried again after a while
	d.app.Update(cmd().(flushedMsg))
	d.app.Update(key(t, "q"))
	if d.question() == "" {
		t.Fatal("nothing is asked")
	}
	d.app.Update(key(t, "n"))
	if !d.app.isReading() || d.quit {
		t.Errorf("%#v is open, quit %v", d.app.top(), d.quit)
	}
	if saved := d.app.saved().Text; !strings.Contains(saved, "! not saved") {
		t.Errorf("the status says %q", saved)
	}
}

func rowText(row paint.Row) string {
	var b strings.Builder
	for _, c := range row {
		b.WriteString(c.Text)
	}
	return b.String()
}

// TestAnySize draws every mode at sizes down to one cell.
func TestAnySize(t *testing.T) {
	for _, size := range []string{"1x1", "2x2", "5x3", "10x5", "40x10", "63x16", "80x24", "300x90"} {
		for _, keys := range []string{"", "f", "?", "o", "c 6 i x", "c 6 7 8"} {
			d := open(t, sample(t, "../testdata/articles/10-astral-and-clusters.txt", "a.txt"))
			d.keys("size:" + size + " " + keys)
			d.fits(size + " " + keys)
		}
	}
}

// fits holds that the screen has as many rows as the terminal, and none that is too
// wide.
func (d *desk) fits(when string) {
	d.t.Helper()
	f := d.app.Frame()
	if len(f.Rows) != d.app.height {
		d.t.Errorf("%s: %d rows", when, len(f.Rows))
	}
	for y, row := range f.Rows {
		if n := row.Columns(); n > max(f.Columns, 2) {
			d.t.Errorf("%s: row %d has %d columns of %d", when, y, n, f.Columns)
		}
	}
}

// TestResizeKeepsThePlace holds that the top row's place in the text stays on
// the screen.
func TestResizeKeepsThePlace(t *testing.T) {
	d := open(t, "../testdata/articles/01-zh-hans-future-industries.txt")
	d.keys("size:120x20 pgdown pgdown")
	cursor := d.app.article.Reader.Cursor()
	for _, size := range []string{"60x18", "40x30", "200x20", "120x20"} {
		d.keys("size:" + size)
		if _, _, ok := d.app.article.Reader.CursorAt(); !ok || d.app.article.Reader.Cursor() != cursor {
			t.Errorf("%s: the cursor at %d is lost", size, cursor)
		}
	}
}

// TestNotice holds that what was passed over before the start is said on the screen.
func TestNotice(t *testing.T) {
	d := open(t, sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.txt"))
	c := d.app.Config
	c.Notice = "passed over: open news/priv: permission denied"
	app, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(app.message, c.Notice) {
		t.Errorf("the message is %q", app.message)
	}
}

// TestAnArticleThatCannotBeOpened holds that it does not wall off the others, neither at the start nor on the way, and that
// on the way nothing acts but what leads elsewhere.
func TestAnArticleThatCannotBeOpened(t *testing.T) {
	dir := folder(t, 4)
	for _, name := range []string{"1", "3"} {
		if err := os.WriteFile(filepath.Join(dir, name+".txt.chen.pizhu.json"), []byte(`{"format": "pizhu.sidecar", "version": 2}`), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, dir)
	if d.app.index != 1 || !strings.Contains(d.app.message, "1.txt cannot be opened") {
		t.Errorf("began with article %d, %q", d.app.index, d.app.message)
	}
	for _, step := range []struct {
		keys  string
		shown int
		says  string
	}{
		{"ctrl+n", 1, "3.txt cannot be opened: made by a later version of pizhu"},
		{"6 esc s x i paste:d", 1, "6 keys dropped; 3.txt cannot be opened: made by a later version of pizhu"},
		{"ctrl+n", 3, ""},
		{"ctrl+n", 3, "this is the last article"},
		{"ctrl+p", 3, "3.txt cannot be opened"},
		{"ctrl+p", 1, ""},
		{"ctrl+p", 1, "1.txt cannot be opened"},
		{"ctrl+p", 1, "there is no article before this one"},
		{"6", 1, "1 key dropped; 1.txt cannot be opened: made by a later version of pizhu"},
		{"ctrl+n", 1, ""},
	} {
		d.keys(step.keys)
		if d.app.index != step.shown || !strings.HasPrefix(d.app.message, step.says) || step.says == "" && d.app.message != "" {
			t.Errorf("after %s: article %d, %q", step.keys, d.app.index, d.app.message)
		}
		if (step.says != "" && step.says != "this is the last article") != strings.Contains(d.app.Frame().Picture(), "read sidecar") {
			t.Errorf("after %s the screen is\n%s", step.keys, d.app.Frame().Picture())
		}
	}
	for _, s := range d.app.Sessions() {
		if n := len(s.Set().Claims); n > 0 {
			t.Errorf("%s has %d claims", s.Article().Name, n)
		}
	}
	d.keys("6")
	if got := d.claims(); !strings.HasPrefix(got, "c1 [0,") {
		t.Errorf("the article has the claims\n%s", got)
	}
}

// TestAnUnsavedArticleIsSaidEverywhere holds that ✓ stands for all of the work.
func TestAnUnsavedArticleIsSaidEverywhere(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"1", "2"} {
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte("春眠。\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, dir)
	unwritable(t, filepath.Join(dir, "1.txt"))
	d.send(key(t, "c"))
	d.app.Update(d.app.Update(key(t, "7"))().(flushedMsg))
	d.openings(d.app.Update(key(t, "ctrl+n")))
	if said := d.app.saved().Text; !strings.HasPrefix(said, "! 1.txt not saved: ") {
		t.Errorf("in the second article the status says %q", said)
	}
	d.app.Update(key(t, "q"))
	if asked := d.question(); !strings.HasPrefix(asked, "leave without saving? y n") {
		t.Errorf("asks %q", asked)
	}
}

// TestUndecodableBytesAreSaid holds that bytes without a character are counted,
// and shown where the cursor is on them.
func TestUndecodableBytesAreSaid(t *testing.T) {
	d := open(t, sample(t, "../testdata/articles/13-invalid-utf8.txt", "a.txt"))
	all := d.app.article.Session.Text()
	for o := text.Offset(0); o < all.Len(); o++ {
		if raw, ok := all.Raw(o); ok && raw == "\xe5\x8d" {
			d.app.article.Reader.Place(o)
			break
		}
	}
	row, _ := d.app.status(d.app.scene())
	if said := rowText(row); !strings.Contains(said, "undecodable") || !strings.Contains(said, "here E5 8D") {
		t.Errorf("the status says %q", said)
	}
}

// TestADocumentWithoutAnIDIsSaid holds that the warning stays when the document
// is come to from another.
func TestADocumentWithoutAnIDIsSaid(t *testing.T) {
	d := open(t, write(t, "a.jsonl", `{"id":"1","text":"春眠。"}`+"\n"+`{"text":"夏眠。"}`+"\n"))
	if d.app.message != "" {
		t.Errorf("of the first: %q", d.app.message)
	}
	d.keys("ctrl+n")
	if !strings.Contains(d.app.message, "no id") {
		t.Errorf("of the second: %q", d.app.message)
	}
}
