package dialog

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/schemefile"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// A stage shows one dialog on a pane of 40 columns and 8 rows.
type stage struct {
	t *testing.T
	c Context
	d Dialog
}

func play(t *testing.T, d Dialog) *stage {
	t.Helper()
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keymap.New(scheme)
	if err != nil {
		t.Fatal(err)
	}
	return &stage{t, Context{Keys: keys, Measure: text.NewMeasure(text.Narrow), Columns: 40, Rows: 8}, d}
}

var specialKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
}

// press types keys by their names, and returns what came of the last.
func (s *stage) press(keys string) Outcome {
	var o Outcome
	for _, name := range strings.Fields(keys) {
		if o.Close {
			s.t.Errorf("%s: typed after the end", name)
		}
		msg := tea.KeyPressMsg{Code: specialKeys[name]}
		rest, ctrl := strings.CutPrefix(name, "ctrl+")
		switch {
		case ctrl:
			msg.Code, msg.Mod = rune(rest[0]), tea.ModCtrl
		case msg.Code == 0:
			msg.Code, msg.Text = []rune(name)[0], name
		}
		o = s.d.Key(s.c, msg)
	}
	return o
}

// picture returns the pane as text, with > before the row that is chosen, and the status line below it.
func (s *stage) picture() string {
	below := func() Picture {
		return Picture{Rows: []paint.Row{paint.Row{}.Add(s.c.Measure, face.Face{}, "春眠不覺曉，處處聞啼鳥。")}}
	}
	var b strings.Builder
	for _, row := range s.d.Draw(s.c, below).Rows {
		chosen, line := false, ""
		for _, cell := range row {
			line += cell.Text
			chosen = chosen || cell.Face.Reverse && cell.Text == " "
		}
		if line = strings.TrimRight(line, " "); chosen && strings.HasPrefix(line, "  ") {
			line = "> " + line[2:]
		}
		b.WriteString(line + "\n")
	}
	status := s.d.Status(s.c)
	for _, cell := range status.Row {
		b.WriteString(cell.Text)
	}
	return strings.TrimSpace(b.String()+status.Hint) + "\n"
}

// shows compares the picture.
func (s *stage) shows(want string) {
	s.t.Helper()
	if got := s.picture(); got != strings.TrimPrefix(want, "\n") {
		s.t.Errorf("shows\n%swant%s", got, want)
	}
}

// is compares an outcome.
func (s *stage) is(o, want Outcome) {
	s.t.Helper()
	if o != want {
		s.t.Errorf("got %+v, want %+v", o, want)
	}
}

var poems = []Item{
	{Group: "春", Name: "a", Text: "眠不覺曉", ID: "1"},
	{Group: "春", Name: "b", Text: "處處聞啼鳥", ID: "2"},
	{Group: "夜", Name: "c", Text: "來風雨聲", ID: "3"},
	{Group: "夜", Name: "d", Text: "花落知多少", ID: "4"},
}

func TestList(t *testing.T) {
	s := play(t, NewList("poem", poems))
	s.shows(`
poem
春
  a                      眠不覺曉
  b                      處處聞啼鳥
夜
  c                      來風雨聲
  d                      花落知多少
`)
	s.c.Rows = 4
	s.press("end")
	s.shows(`
poem
夜
  c                      來風雨聲
  d                      花落知多少
`)
	s.press("up")
	s.press("風")
	s.shows(`
poem  /風
夜
  c                      來風雨聲
`)
	s.press("x")
	s.shows("\npoem  /風x\n  nothing\n")
	s.press("backspace backspace")
	s.d.Paste(s.c, "鳥")
	s.shows(`
poem  /鳥
春
  b                      處處聞啼鳥
`)
	s.is(s.press("enter"), Outcome{Close: true})
}

func TestMenu(t *testing.T) {
	s := play(t, NewMenu("poem", poems, 1))
	s.shows(`
poem
春
  a                      眠不覺曉
> b                      處處聞啼鳥
夜
  c                      來風雨聲
  d                      花落知多少
`)
	for keys, want := range map[string]Outcome{
		"enter":        {Close: true, Action: keymap.Accept, Text: "2", Index: 1},
		"down enter":   {Close: true, Action: keymap.Accept, Text: "3", Index: 2},
		"end enter":    {Close: true, Action: keymap.Accept, Text: "4", Index: 3},
		"up up enter":  {Close: true, Action: keymap.Accept, Text: "1"},
		"夜 down enter": {Close: true, Action: keymap.Accept, Text: "4", Index: 3},
		"風 x enter":    {},
		"esc":          {Close: true},
	} {
		s := play(t, NewMenu("poem", poems, 1))
		s.is(s.press(keys), want)
	}
	s.c.Rows = 3
	s.press("end")
	s.shows(`
poem
  c                      來風雨聲
> d                      花落知多少
`)
	empty := play(t, NewMenu("no claim here: esc leaves", nil, 0))
	empty.is(empty.press("2 0 3 0 enter"), Outcome{})
	empty.shows("\nno claim here: esc leaves  /2030\n  nothing\n")
}

// TestPrompt edits a line by clusters.
func TestPrompt(t *testing.T) {
	p := NewPrompt("note:", "春👨‍👩‍👧")
	s := play(t, p)
	s.press("backspace")
	p.Paste(s.c, "眠\n不")
	s.press("left left e")
	p.Paste(s.c, "\u0301")
	if got := p.text(); got != "春眠e\u0301 不" {
		t.Errorf("typed %q", got)
	}
	s.press("left delete end ctrl+w")
	s.shows("\n春眠不覺曉，處處聞啼鳥。\nnote: 春眠\n")
	s.is(s.press("enter"), Outcome{Close: true, Action: keymap.Accept, Text: "春眠 "})
	s.is(play(t, p).press("esc"), Outcome{Close: true})
	row, cursor := p.draw(10, s.c.Measure)
	if row.Columns() > 10 || cursor >= 10 {
		t.Errorf("%d columns, cursor at %d", row.Columns(), cursor)
	}
}

func TestConfirm(t *testing.T) {
	yes, no := Outcome{Close: true, Action: keymap.Yes}, Outcome{Close: true, Action: keymap.No}
	next := Outcome{Close: true, Action: keymap.NextArticle}
	for _, tt := range []struct {
		name string
		q    Confirm
		keys map[string]Outcome
	}{
		{"a question", Confirm{}, map[string]Outcome{"y": yes, "ｙ": yes, "n": no, "esc": no, "enter": {}, "ctrl+n": {}}},
		{"about a text", Confirm{Prose: true}, map[string]Outcome{"y": yes, "n": {}, "esc": no}},
		{"one that lets a key pass", Confirm{Passes: []keymap.Action{keymap.NextArticle}}, map[string]Outcome{
			"y": yes, "n": no, "esc": {}, "ctrl+n": next, "ctrl+p": {}, "q": {},
		}},
	} {
		for key, want := range tt.keys {
			q := tt.q
			if o := play(t, &q).press(key); o != want {
				t.Errorf("%s: %s gives %+v, want %+v", tt.name, key, o, want)
			}
		}
	}
	play(t, &Confirm{Question: "sure?"}).shows("\n春眠不覺曉，處處聞啼鳥。\nsure?\n")
}

func TestHints(t *testing.T) {
	hints := func() *stage {
		at := func(o text.Offset) (row, column int, ok bool) { return 0, int(o) * 2, o < 12 }
		return play(t, NewHints("clause", []text.Offset{6, 0, 99}, at))
	}
	s := hints()
	s.shows("\nj 眠不覺曉，f 處聞啼鳥。\ntype a letter to select its clause\n")
	s.is(s.press("f"), Outcome{Close: true, Action: keymap.Accept})
	s.is(hints().press("j"), Outcome{Close: true, Action: keymap.Accept, Index: 1})
	s.is(hints().press("z"), Outcome{Close: true})
	s.is(hints().press("esc"), Outcome{Close: true})

	many := play(t, NewHints("clause", make([]text.Offset, 30), func(text.Offset) (int, int, bool) { return 0, 0, false }))
	many.is(many.press("F"), Outcome{})
	many.is(many.press("d"), Outcome{Close: true, Action: keymap.Accept, Index: 28})
}

// TestHintLetters holds that no hint begins another.
func TestHintLetters(t *testing.T) {
	var names []string
	for i := 0; ; i++ {
		name, ok := hintLetters(i)
		if !ok {
			break
		}
		for _, n := range names {
			if strings.HasPrefix(name, n) || strings.HasPrefix(n, name) {
				t.Fatalf("%q and %q", n, name)
			}
		}
		if (i < 26) != (len(name) == 1) {
			t.Fatalf("the letters of hint %d are %q", i, name)
		}
		names = append(names, name)
	}
	if len(names) != 26+26*26 {
		t.Errorf("%d hints", len(names))
	}
}

func TestRelate(t *testing.T) {
	for key, want := range map[string]Outcome{
		"tab": {Action: keymap.NextClaim}, "[": {Action: keymap.PreviousClaim},
		"enter": {Close: true, Action: keymap.Accept}, "esc": {Close: true}, "x": {},
	} {
		s := play(t, &Relate{})
		s.is(s.press(key), want)
		s.is(s.d.Mouse(s.c, tea.MouseClickMsg{}), Outcome{Pass: true})
	}
}

// TestThread goes through lines while others take some away.
func TestThread(t *testing.T) {
	lines := []string{"春眠", "處處", "夜來", "花落"}
	thread := NewThread(1, func() Outline {
		return Outline{
			Title: "thread", Lines: len(lines),
			Line:  func(i int) Line { return Line{Depth: i, Runs: []paint.Run{{Text: lines[i]}}} },
			About: func(i int) []paint.Run { return []paint.Run{{Text: "about " + lines[i]}} },
		}
	})
	s := play(t, thread)
	s.c.Columns, s.c.Rows = 60, 12
	s.shows(`
thread
  春眠
>   處處
      夜來
        花落

about 處處



enter goes to the claim  i writes the relation's note
d takes the relation away  u undo  U redo  esc leaves
`)
	s.is(s.press("down enter"), Outcome{Action: keymap.Accept, Index: 2})
	s.is(s.press("end i"), Outcome{Action: keymap.NoteRelation, Index: 3})
	lines = lines[:2]
	s.is(s.press("d"), Outcome{Action: keymap.Unrelate, Index: 1})
	s.is(s.press("home u"), Outcome{Action: keymap.Undo})
	s.is(s.press("x"), Outcome{})
	s.is(s.press("q"), Outcome{Close: true, Action: keymap.Cancel})
}

// TestUnresolved goes through claims and their places while others decide on some.
func TestUnresolved(t *testing.T) {
	claims := []UnresolvedClaim{{"c1", 2}, {"c2", 0}}
	u := NewUnresolved("c1", func() []UnresolvedClaim { return claims }, func(id string, place int) Comparison {
		run := func(s string) []paint.Run { return []paint.Run{{Text: s}} }
		return Comparison{Title: id, Old: Passage{"old", run("春眠")}, New: Passage{"new", run(strings.Repeat("醒", place+1))}}
	})
	s := play(t, u)
	s.c.Columns, s.c.Rows = 90, 9
	s.press("down down")
	s.shows(`
c1


old                                           new
春眠                                          醒醒

enter it stands there  p puts it on the selection  o keeps it as an orphan  d deletes it
down next place  up place before  g goes there in the text  tab next claim
shift+tab claim before  u undo  U redo  esc leaves
`)
	s.is(s.press("enter"), Outcome{Action: keymap.Accept, Text: "c1", Index: 1})
	s.is(s.press("tab o"), Outcome{Action: keymap.KeepOrphan, Text: "c2"})
	s.is(s.press("tab [ p"), Outcome{Action: keymap.PlaceClaim, Text: "c1"})
	claims = claims[1:]
	s.is(s.press("d"), Outcome{Close: true, Action: keymap.ReviewClaims})
	u.id = "c2"
	s.is(s.press("esc"), Outcome{Close: true, Action: keymap.Cancel, Text: "c2"})
}

func TestBlocked(t *testing.T) {
	s := play(t, NewBlocked("this is the last article", 0, nil))
	s.is(s.press("x"), Outcome{Notice: "1 key dropped; this is the last article"})
	s.is(s.d.Paste(s.c, "春眠"), Outcome{Notice: "2 keys dropped; this is the last article"})
	s.is(s.press("esc"), Outcome{Notice: "3 keys dropped; this is the last article"})
	s.is(s.press("ctrl+p"), Outcome{Action: keymap.PreviousArticle, Notice: "this is the last article"})
	s.shows("\n春眠不覺曉，處處聞啼鳥。\n")

	s = play(t, NewBlocked("a.txt cannot be opened", 1, &Cause{"a.txt", errors.New("it is a folder"), "; move it away"}))
	s.shows(`
a.txt

it is a folder; move it away


ctrl+n next article
ctrl+p article before
ctrl+c leave; asks only where something
`)
}
