package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/tools/txtar"

	"pizhu/annotate/edit"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/ui/dialog"
	"pizhu/ui/keymap"
	"pizhu/ui/message"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// A desk is an App without a terminal, its clock and its ids fixed.
type desk struct {
	t    testing.TB
	app  *App
	quit bool
}

func open(t testing.TB, paths ...string) *desk {
	t.Helper()
	d := openBeginning(t, paths...)
	d.run(d.app.rest())
	return d
}

// openBeginning is open for who wants to see a large article before all of it was read.
func openBeginning(t testing.TB, paths ...string) *desk {
	t.Helper()
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := keymap.New(scheme)
	if err != nil {
		t.Fatal(err)
	}
	articles, err := corpus.Find(paths)
	if err != nil {
		t.Fatal(err)
	}
	var ids int
	app, err := New(Config{
		Articles: articles, Scheme: scheme, Keys: keys, Measure: text.NewMeasure(text.Narrow), Lang: "zh",
		Lines:  layout.Style{Hang: true},
		Places: store.LoadPlaces(t.TempDir()),
		Author: edit.Author{
			Name:  "chen",
			Now:   func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
			NewID: func() string { ids++; return fmt.Sprintf("c%d", ids) },
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, app: app}
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	return d
}

// write makes an article of a text.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// send hands a message to the App, and what its commands answer.
func (d *desk) send(msg tea.Msg) {
	d.t.Helper()
	d.run(d.app.Update(msg))
}

func (d *desk) run(cmd tea.Cmd) {
	d.t.Helper()
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	case tea.QuitMsg:
		d.quit = true
	default:
		d.send(msg)
	}
}

// keys types keys by their names, with blanks between. Other words:
// size:80x24, press:X,Y, drag:X,Y, release:X,Y, wheel:STEPS, paste:TEXT.
func (d *desk) keys(list string) {
	d.t.Helper()
	for _, word := range strings.Fields(list) {
		kind, rest, ok := strings.Cut(word, ":")
		if !ok || rest == "" {
			d.send(key(d.t, word))
			continue
		}
		var x, y int
		_, _ = fmt.Sscanf(strings.Map(func(r rune) rune {
			if r == 'x' || r == ',' {
				return ' '
			}
			return r
		}, rest), "%d %d", &x, &y)
		mouse := tea.Mouse{X: x, Y: y, Button: tea.MouseLeft}
		switch kind {
		case "size":
			d.send(tea.WindowSizeMsg{Width: x, Height: y})
		case "press":
			d.send(tea.MouseClickMsg(mouse))
		case "drag":
			d.send(tea.MouseMotionMsg(mouse))
		case "release":
			d.send(tea.MouseReleaseMsg(mouse))
		case "wheel":
			for range x {
				d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
			}
		case "paste":
			d.send(tea.PasteMsg{Content: rest})
		default:
			d.t.Fatalf("no event %q", word)
		}
	}
}

var specialKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "space": tea.KeySpace, "f1": tea.KeyF1, "f5": tea.KeyF5, "f10": tea.KeyF10,
}

// key makes the message of a key, named as in the keymap.
func key(t testing.TB, name string) tea.KeyPressMsg {
	t.Helper()
	var k tea.Key
	rest := name
	for _, mod := range []struct {
		name string
		mod  tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if after, ok := strings.CutPrefix(rest, mod.name); ok && after != "" {
			k.Mod |= mod.mod
			rest = after
		}
	}
	if code, ok := specialKeys[rest]; ok {
		k.Code = code
		if rest == "space" && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	runes := []rune(rest)
	if len(runes) != 1 {
		t.Fatalf("no key %q", name)
	}
	k.Code = runes[0]
	if k.Mod == 0 {
		k.Text = rest
	}
	return tea.KeyPressMsg(k)
}

// question returns what a Confirm asks, if one is open.
func (d *desk) question() string {
	if top := d.app.top(); top != nil {
		if q, ok := top.Dialog.(*dialog.Confirm); ok {
			return q.Question
		}
	}
	return ""
}

// mode returns what takes the keys, and in what state it is.
func (d *desk) mode() string {
	s := "chord " + d.app.chord
	for _, o := range d.app.dialogs {
		s += fmt.Sprintf("; %T %v", o.Dialog, o.Dialog.Status(d.app.context()))
	}
	return s
}

// shows reports whether a dialog of type T takes what is typed.
func shows[T dialog.Dialog](d *desk) bool {
	top := d.app.top()
	if top == nil {
		return false
	}
	_, ok := top.Dialog.(T)
	return ok
}

// claims are the claims in short: id, spans, labels, note.
func (d *desk) claims() string {
	var b strings.Builder
	for _, c := range d.app.article.Session.Set().Claims {
		fmt.Fprintf(&b, "%s", c.ID)
		for _, f := range c.Fragments {
			fmt.Fprintf(&b, " [%d,%d)%s", f.Span.Start, f.Span.End, f.Text)
		}
		for _, g := range d.app.article.GroupsOf(c) {
			for _, l := range c.Labels[g] {
				fmt.Fprintf(&b, " %s/%s", g, l)
			}
		}
		if c.Note != "" {
			fmt.Fprintf(&b, " %q", c.Note)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// changed leaves an article, gives it another text and opens it again.
func (d *desk) changed(path string, content []byte) *desk {
	d.t.Helper()
	_, err := d.app.Close(d.t.TempDir())
	if err == nil {
		err = os.WriteFile(path, content, 0o644)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return open(d.t, path)
}

// speak has the screen speak a language.
func (d *desk) speak(lang string) {
	d.app.Words = message.New(lang).WithKeys(keysOf(d.app.Keys))
	d.app.article.Words = d.app.Words
}

// TestScreens types the keys of each script and compares the screen, its faces
// and the claims with what is written there.
func TestScreens(t *testing.T) {
	scripts, err := filepath.Glob("../testdata/screen/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { testScreen(t, path) })
	}
}

func testScreen(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*txtar.File{}
	for i := range archive.Files {
		files[archive.Files[i].Name] = &archive.Files[i]
	}
	article := ""
	if f := files["text"]; f != nil {
		article = write(t, "a.txt", string(f.Data))
	} else {
		raw, err := os.ReadFile("../testdata/articles/" + strings.TrimSpace(string(files["article"].Data)))
		if err != nil {
			t.Fatal(err)
		}
		article = write(t, "a.txt", string(raw))
	}
	d := open(t, article)
	if f := files["lang"]; f != nil {
		d.speak(strings.TrimSpace(string(f.Data)))
	}
	d.keys(string(files["keys"].Data))
	if f := files["changed"]; f != nil {
		d = d.changed(article, f.Data)
		if f := files["lang"]; f != nil {
			d.speak(strings.TrimSpace(string(f.Data)))
		}
		d.keys(string(files["then"].Data))
	}
	got := map[string]string{"screen": d.app.Frame().Picture(), "claims": d.claims()}
	for name, f := range files {
		want, ok := got[name]
		if !ok {
			continue
		}
		if *update {
			f.Data = []byte(want)
		} else if string(f.Data) != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, want, f.Data)
		}
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
