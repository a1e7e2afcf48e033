package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pizhu/annotate/edit"
	"pizhu/annotate/schemefile"
	"pizhu/model/corpus"
	"pizhu/model/text"
	"pizhu/ui/keymap"
)

// panicAt names where this program is to panic when Z is typed, if it is to be
// the reader of an article and not the tests: update, command, batch or view.
const panicAt = "PIZHU_PANIC"

func TestMain(m *testing.M) {
	where := os.Getenv(panicAt)
	if where == "" {
		os.Exit(m.Run())
	}
	if err := panicking(where, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "the end:", err)
		os.Exit(1)
	}
}

// panicking reads an article as the program does.
func panicking(where, article string) error {
	scheme, err := schemefile.Default()
	if err != nil {
		return err
	}
	keys, err := keymap.New(scheme)
	if err != nil {
		return err
	}
	app, err := New(Config{
		Articles: []corpus.Article{{Path: article, Name: filepath.Base(article)}}, Scheme: scheme, Keys: keys,
		Measure: text.NewMeasure(text.Narrow), SaveIn: time.Hour,
		Author: edit.Author{Name: "chen", Now: time.Now, NewID: edit.NewID},
	})
	if err != nil {
		return err
	}
	app.actions[keymap.Quit] = bomb(where).goOff
	ran := Run(app, Terminal{In: os.Stdin, Out: os.Stdout, Env: os.Environ()})
	_, closed := app.Close(filepath.Join(filepath.Dir(article), "rescued"))
	return errors.Join(ran, closed)
}

// A bomb is what quitting does.
type bomb string

func (b bomb) goOff(a *App) tea.Cmd {
	switch b {
	case "command":
		return func() tea.Msg { panic("in a command") }
	case "batch":
		return tea.Batch(func() tea.Msg { return nil }, tea.Batch(func() tea.Msg { return nil }, func() tea.Msg { panic("in a batch") }))
	case "view":
		a.setDialog(&openDialog{}) // which has nothing to draw
		return nil
	}
	panic("in Update")
}

// TestTerminalPanic holds that a panic in Update or in a command restores the
// terminal and loses nothing.
func TestTerminalPanic(t *testing.T) {
	needTmux(t)
	for _, where := range []string{"update", "command"} {
		article := sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.txt")
		x := start(t, "120x40", t.TempDir(), fmt.Sprintf("%s=%s %s %s", panicAt, where, os.Args[0], article))
		x.wait("? keys")
		if x.restored() {
			t.Fatal("the control: while the program runs the terminal is as it was")
		}
		x.keys("s", "6", "q")
		s := x.wait("exit 1")
		if !strings.Contains(s, "the end: run the screen: ") || !strings.Contains(s, "panic") || strings.Contains(s, "? keys") || !x.restored() {
			t.Errorf("%s: the screen is\n%s", where, s)
		}
		if got := judged(t, article); !strings.Contains(got, `{"goal": ["2030"]}`) {
			t.Errorf("%s: the sidecar holds %q", where, got)
		}
	}
}
