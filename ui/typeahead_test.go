package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/layer"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
)

// TestTypeAhead is the queue by itself: what was added comes out in its order, and once.
func TestTypeAhead(t *testing.T) {
	click := func(x int) tea.Msg { return tea.MouseClickMsg{X: x} }
	drag := func(x int) tea.Msg { return tea.MouseMotionMsg{X: x} }
	tests := []struct {
		name      string
		add, want []tea.Msg
	}{
		{"nothing", nil, nil},
		{"keys", []tea.Msg{key(t, ";"), key(t, "5")}, []tea.Msg{key(t, ";"), key(t, "5")}},
		{"the same key twice", []tea.Msg{key(t, "c"), key(t, "c")}, []tea.Msg{key(t, "c"), key(t, "c")}},
		{"a paste between keys", []tea.Msg{key(t, "i"), tea.PasteMsg{Content: "a"}, key(t, "enter")}, []tea.Msg{key(t, "i"), tea.PasteMsg{Content: "a"}, key(t, "enter")}},
		{"presses", []tea.Msg{click(1), click(1)}, []tea.Msg{click(1), click(1)}},
		{"a drag", []tea.Msg{click(1), drag(2), drag(3), key(t, "6"), drag(4)}, []tea.Msg{click(1), drag(3), key(t, "6"), drag(4)}},
	}
	for _, tt := range tests {
		var q typeAhead
		for _, msg := range tt.add {
			q.Add(msg)
		}
		dropped := q
		if n := dropped.Drop(); n != len(tt.want) || dropped.Len() != 0 {
			t.Errorf("%s: dropped %d, left %d", tt.name, n, dropped.Len())
		}
		var got []tea.Msg
		for msg, ok := q.Peek(); ok; msg, ok = q.Peek() {
			got = append(got, msg)
			q.Pop()
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// folder makes a folder of short articles: 1.txt says 春眠1。夏眠1。秋眠1。
func folder(t testing.TB, articles int) string {
	t.Helper()
	dir := t.TempDir()
	for n := range articles {
		content := fmt.Sprintf("春眠%d。夏眠%[1]d。秋眠%[1]d。\n", n+1)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txt", n+1)), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A slowDesk is a desk with a disk as slow as the test wants: nothing that is to be read or written comes back before the
// test says so.
type slowDesk struct {
	*desk
	jobs []tea.Cmd
}

func openSlow(t testing.TB, dir string) *slowDesk { return &slowDesk{desk: open(t, dir)} }

// keysAhead types keys, named as in desk.keys.
func (d *slowDesk) keysAhead(list string) {
	for _, word := range strings.Fields(list) {
		d.give(word, d.app.Update)
	}
}

// give hands one event to the App by a function of it.
func (d *slowDesk) give(word string, to func(tea.Msg) tea.Cmd) {
	var msg tea.Msg
	switch {
	case strings.HasPrefix(word, "paste:"):
		msg = tea.PasteMsg{Content: word[len("paste:"):]}
	case word == "press": // on the first character
		msg = tea.MouseClickMsg{X: d.app.geometry().text, Button: tea.MouseLeft}
	default:
		msg = key(d.t, word)
	}
	d.jobs = append(d.jobs, to(msg))
}

// wake has the disk answer all that was asked of it.
func (d *slowDesk) wake() {
	for len(d.jobs) > 0 {
		job := d.jobs[0]
		d.jobs = d.jobs[1:]
		d.run(job)
	}
}

// openings gives the App what commands answer about opening articles, and nothing else of what they answer.
func (d *desk) openings(cmd tea.Cmd) {
	d.t.Helper()
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			d.openings(c)
		}
	case openedMsg:
		d.app.Update(msg)
	}
}

// labelled are the claims of all articles, as their sidecars have them: 2: 夏眠2 goal/2030.
func labelled(t testing.TB, app *App) string {
	t.Helper()
	if _, err := app.Close(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, article := range app.Articles {
		s, err := session.Open(article, app.options())
		if err != nil {
			all = append(all, fmt.Sprintf("%d: %v", i+1, errors.Unwrap(err)))
			continue
		}
		for _, c := range s.Set().Claims {
			all = append(all, fmt.Sprintf("%d: %s %s%s", i+1, c.Quote(), strings.Join(slices.Concat(c.Labels["goal"], c.Labels["cluster"]), " "), c.Note))
		}
	}
	return strings.Join(all, ", ")
}

// TestTypedAhead types bursts while the disk is slow: the keys act in the article that they were typed for.
func TestTypedAhead(t *testing.T) {
	tests := []struct{ name, keys, shown, labels string }{
		{"a label in the next article", "ctrl+n ; 6", "2", "2: 夏眠2 2030"},
		{"a label in each", "; 6 ctrl+n ; 7 ctrl+n ; 1 ctrl+p ; 6", "2", "1: 夏眠1 2030, 2: 夏眠2 2035, 2: 秋眠2 2030, 3: 夏眠3 electronics"},
		{"two articles on", "ctrl+n ctrl+n ; 6", "3", "3: 夏眠3 2030"},
		{"three articles on", "ctrl+n ctrl+n ctrl+n", "4", ""},
		{"on and back", "ctrl+n ctrl+n ctrl+p ; 6", "2", "2: 夏眠2 2030"},
		{"back to where one is", "ctrl+n ctrl+p ; 6", "1", "1: 夏眠1 2030"},
		{"back, and on again", "ctrl+n ctrl+p ctrl+n ; 6", "2", "2: 夏眠2 2030"},
		{"a session that is being left", "; 6 ctrl+n ctrl+p ; 7 ctrl+n ; 1", "2", "1: 夏眠1 2030, 1: 秋眠1 2035, 2: 夏眠2 electronics"},
		{"a chord", "ctrl+n ; o 3", "2", "2: 夏眠2 2030-parks"},
		{"into a history", "; 6 I 7", "1", "1: 夏眠1 2030"},
		{"into a history, and on from it", "; 6 I 7 enter 7", "1", "1: 夏眠1 2030 2035"},
		{"esc gives a history up", "; 6 I 7 esc ; 7", "1", "1: 夏眠1 2030, 1: 秋眠1 2035"},
		{"on from a history", "; 6 I ctrl+n ; 7", "2", "1: 夏眠1 2030, 2: 夏眠2 2035"},
		{"on from a history, a key late", "; 6 I 7 ctrl+n ; 7", "1", "1: 夏眠1 2030"}, // all of it is for the list
		{"a chord in two articles", "o ctrl+n ; 6", "1", "1: 夏眠1 2030"},
		{"a note", "ctrl+n ; 6 i 春 paste:眠 enter", "2", "2: 夏眠2 2030春眠"},
		{"a press and a label", "ctrl+n press 6", "2", "2: 春眠2。 2030"},
		{"esc drops what waits", "ctrl+n ; 6 esc ; 7", "2", "2: 夏眠2 2035"},
		{"esc, the article stays asked for", "ctrl+n esc ; 6", "2", "2: 夏眠2 2030"},
		{"esc drops articles that wait too", "ctrl+n ; 6 ctrl+n ; 7 esc ctrl+n ; 1", "3", "3: 夏眠3 electronics"},
		{"alt and a letter are esc and the letter", "ctrl+n ; 6 alt+; 7", "2", "2: 夏眠2 2035"},
		{"q waits its turn", "ctrl+n ; 6 q ; 7", "2 quit", "2: 夏眠2 2030"},
		{"ctrl+c does not", "ctrl+n ; 6 ctrl+c ; 7", "1 quit", ""},
		{"past the last article", "ctrl+n ctrl+n ctrl+n ctrl+n ; 6", "4", ""},
		{"past the last article, from there", "ctrl+n ctrl+n ctrl+n ; 6 ctrl+n ; 7", "4", "4: 夏眠4 2030"},
	}
	for _, tt := range tests {
		d := openSlow(t, folder(t, 4))
		d.keysAhead(tt.keys)
		d.wake()
		shown := strings.TrimSuffix(d.app.article.Session.Article().Name, ".txt")
		if d.quit {
			shown += " quit"
		}
		if got := labelled(t, d.app); shown != tt.shown || got != tt.labels {
			t.Errorf("%s (%s): in article %s: %s; want %s: %s", tt.name, tt.keys, shown, got, tt.shown, tt.labels)
		}
	}
}

// TestTypedAheadWithoutAQueue is the control of the tests above: handed to the App past its queue, the same burst labels the
// article that is left.
func TestTypedAheadWithoutAQueue(t *testing.T) {
	for _, tt := range []struct{ keys, labels string }{
		{"ctrl+n ; 6", "1: 夏眠1 2030"},
		{"; 6 ctrl+n ; 7", "1: 夏眠1 2030, 1: 秋眠1 2035"},
	} {
		d := openSlow(t, folder(t, 4))
		for _, word := range strings.Fields(tt.keys) {
			d.give(word, d.app.act)
		}
		d.wake()
		if got := labelled(t, d.app); got != tt.labels {
			t.Errorf("%s without a queue: %s, want %s: the tests of the queue prove nothing", tt.keys, got, tt.labels)
		}
	}
}

// TestWhatWaitsIsSaid holds that a long wait is said with the article's name, and how many keys were dropped.
func TestWhatWaitsIsSaid(t *testing.T) {
	says := func(d *slowDesk, want string) {
		t.Helper()
		if got := d.app.say(""); got != want {
			t.Errorf("the status says %q, want %q", got, want)
		}
	}
	d := openSlow(t, folder(t, 4))
	d.keysAhead("ctrl+n")
	says(d, "")
	d.app.Update(stillOpeningMsg{d.app.asked.number})
	says(d, "opening 2.txt")
	d.keysAhead("ctrl+n ; 6")
	says(d, "opening 3.txt")
	d.keysAhead("esc")
	says(d, "2 keys dropped")
	d.app.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	d.app.Update(tea.FocusMsg{})
	d.wake()
	if d.app.index != 2 || d.app.width != 100 {
		t.Errorf("in article %d at %d columns", d.app.index, d.app.width)
	}
	old := d.app.asked.number
	d.keysAhead("ctrl+p")
	d.app.Update(stillOpeningMsg{old})
	says(d, "")
}

// TestAHangupDoesNotWait holds that the end of the terminal ends the program while an article is being opened, and that what
// waited is in no article.
func TestAHangupDoesNotWait(t *testing.T) {
	d := openSlow(t, folder(t, 2))
	d.keysAhead("; 6 ctrl+n ; 7")
	d.run(d.app.Update(hungUpMsg{}))
	if got := labelled(t, d.app); !d.quit || got != "1: 夏眠1 2030" {
		t.Errorf("quit %v, labelled %s", d.quit, got)
	}
}

// TestOneArticleIsOpenedAtATime holds that a held key does not have the disk open all that it passes.
func TestOneArticleIsOpenedAtATime(t *testing.T) {
	d := openSlow(t, folder(t, 9))
	var opened []string
	d.app.openArticle = func(a corpus.Article, o layer.Options) (*session.Session, error) {
		opened = append(opened, a.Name)
		return session.Open(a, o)
	}
	d.keysAhead("ctrl+n ctrl+n ctrl+n ctrl+n ctrl+n ctrl+n")
	d.wake()
	if got := strings.Join(opened, " "); got != "2.txt 7.txt" || d.app.index != 6 {
		t.Errorf("opened %s, shown is %s", got, d.app.article.Session.Article().Name)
	}
}

// TestTypedAheadOfWhatCannotBeOpened holds that keys act neither in the article that is left nor in one behind.
func TestTypedAheadOfWhatCannotBeOpened(t *testing.T) {
	for _, tt := range []struct{ early, late, says string }{
		{"ctrl+n ; 6 ctrl+n ; 7", "", "5 keys dropped; 2.txt cannot be opened: it is gone"},
		{"ctrl+n ; 6 esc ; 7", "", "2 keys dropped; 2.txt cannot be opened: it is gone"},
		{"ctrl+n", "; 6", "2 keys dropped; 2.txt cannot be opened: it is gone"},
		{"ctrl+n ;", "6 esc 6", "4 keys dropped; 2.txt cannot be opened: it is gone"},
		{"ctrl+n ; 6 q", "", "3 keys dropped; 2.txt cannot be opened: it is gone"},
	} {
		d := openSlow(t, folder(t, 4))
		d.app.openArticle = func(a corpus.Article, o layer.Options) (*session.Session, error) {
			if a.Name == "2.txt" {
				return nil, fmt.Errorf("read: %w", errors.New("it is gone"))
			}
			return session.Open(a, o)
		}
		d.keysAhead(tt.early)
		d.wake()
		d.keysAhead(tt.late)
		d.wake()
		if d.app.message != tt.says || d.quit {
			t.Errorf("%s, %s: says %q, quit %v", tt.early, tt.late, d.app.message, d.quit)
		}
		d.keysAhead("ctrl+n ; 1")
		d.wake()
		if got := labelled(t, d.app); got != "3: 夏眠3 electronics" {
			t.Errorf("%s, %s, ctrl+n ; 1 labels %s", tt.early, tt.late, got)
		}
	}
}

// TestAQuestionThatComesUpByItself is answered only by what was typed when it could be read. The rest waits for the answer.
func TestAQuestionThatComesUpByItself(t *testing.T) {
	d := openSlow(t, folder(t, 4))
	answers := ""
	ask := func() {
		d.app.setDialog(&openDialog{
			Dialog: &dialog.Confirm{Question: "?"}, unprompted: true,
			done: func(o dialog.Outcome) tea.Cmd { answers += string(o.Action) + " "; return nil },
		})
	}
	d.keysAhead("ctrl+n")
	d.openings(d.jobs[0])
	d.jobs = nil
	ask()
	read := d.app.letRead()
	d.keysAhead("y ; 6")
	if answers != "" || d.app.typed.Len() != 3 {
		t.Errorf("answered %q by keys that came before it could be read; %d wait", answers, d.app.typed.Len())
	}
	d.run(read)
	d.keysAhead("enter")
	if answers != "" {
		t.Errorf("enter answers %q", answers)
	}
	d.keysAhead("n")
	d.wake()
	if got := labelled(t, d.app); answers != "no " || got != "2: 夏眠2 2030" {
		t.Errorf("answered %q; labelled %s", answers, got)
	}
}

// TestAQuestionIsPassedOver holds that what waits for the answer to a question does not act in another article.
func TestAQuestionIsPassedOver(t *testing.T) {
	d := open(t, folder(t, 4))
	d.app.setDialog(&openDialog{
		Dialog: &dialog.Confirm{Question: "?", Passes: []keymap.Action{keymap.NextArticle}}, unprompted: true,
		done: func(o dialog.Outcome) tea.Cmd { return d.app.do(o.Action) },
	})
	read := d.app.letRead()
	d.keys("; 6")
	d.run(read)
	d.keys("ctrl+n")
	if d.app.index != 1 || d.app.message != "2 keys dropped" {
		t.Errorf("article %d, %q", d.app.index, d.app.message)
	}
	if got := labelled(t, d.app); got != "" {
		t.Errorf("labelled %s", got)
	}
}

// TestTypedAheadOfAMatch types on while a large article is searched: the keys act on the match, and on none where there is
// another article to go to.
func TestTypedAheadOfAMatch(t *testing.T) {
	dir := folder(t, 1)
	large := strings.Repeat("春眠不覺曉。\n", atOnce/7+1)
	if err := os.WriteFile(filepath.Join(dir, "2.txt"), []byte(large+"終。\n春。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ keys, labels string }{
		{"ctrl+n / 終 enter 6", "2: 終 2030"},
		{"ctrl+n / 終 enter 6 n 7", "2: 終 2030 2035"},
		{"ctrl+n / 終 enter ; 6 esc ; 7", "2: 春 2035"},
		{"ctrl+n / 終 enter 6 ctrl+p ; 7", "1: 夏眠1 2035, 2: 終 2030"},
		{"ctrl+n / 無 enter 6", "2: 春眠不覺曉。 2030"}, // nothing is found, so the cursor is where it was
	} {
		d := openSlow(t, dir)
		first, rest, _ := strings.Cut(tt.keys, " enter ")
		d.keysAhead(first)
		d.wake()
		d.wake()
		d.run(d.app.rest())
		d.keysAhead("enter " + rest)
		d.wake()
		if got := labelled(t, d.app); got != tt.labels {
			t.Errorf("%s: labelled %s, want %s", tt.keys, got, tt.labels)
		}
		for _, layer := range []string{"1.txt.chen.pizhu.json", ".1.txt.pizhu", "2.txt.chen.pizhu.json", ".2.txt.pizhu"} {
			if err := os.RemoveAll(filepath.Join(dir, layer)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestTypedAheadOfManyClaims types into an article of 10,000 claims, which takes long to open.
func TestTypedAheadOfManyClaims(t *testing.T) {
	dir := folder(t, 1)
	path := filepath.Join(dir, "2.txt")
	const claims = 10_000
	if err := os.WriteFile(path, []byte(strings.Repeat("春眠不覺曉。", claims)+"終。\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	claimEach(t, open(t, path).app, claims)
	d := openSlow(t, dir)
	d.keysAhead("; 6 ctrl+n G 7 ctrl+p ; 1")
	d.wake()
	if got := d.claims(); !strings.HasSuffix(got, "夏眠1 goal/2030\nc3 [8,11)秋眠1 cluster/electronics\n") {
		t.Errorf("the first article has\n%s", got)
	}
	d.keysAhead("ctrl+n")
	d.wake()
	set := d.app.article.Session.Set()
	if n := len(set.Claims); n != claims+1 || set.Claims[claims].Quote() != "終。" || !set.Claims[claims].Has("goal", "2035") {
		t.Errorf("the second article has %d claims, the last %v", n, set.Claims[n-1])
	}
}

// claimEach makes a claim of each of the first sentences of six characters, and saves them.
func claimEach(t *testing.T, app *App, sentences int) {
	t.Helper()
	desk := app.article.Session.Editor()
	var e model.Edit
	for i := range sentences {
		one, _, err := desk.LabelSpan(text.Span{Start: text.Offset(6 * i), End: text.Offset(6*i + 6)}, "goal", "2030")
		if err != nil {
			t.Fatal(err)
		}
		change := one.Changes[len(one.Changes)-1]
		change.After.(*model.Claim).ID = fmt.Sprintf("m%d", i)
		e.Changes = append(e.Changes, change)
	}
	e.Action = "import"
	err := app.article.Session.Do(e)
	if err == nil {
		_, err = app.Close(t.TempDir())
	}
	if err != nil {
		t.Fatal(err)
	}
}
