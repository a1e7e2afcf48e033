//go:build unix

package ui

import (
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"pizhu/annotate/layer"
	"pizhu/annotate/session"
	"pizhu/model/corpus"
)

// TestSlowDisk runs the program on a pseudo-terminal with a disk that answers when the test lets it. What is typed meanwhile,
// in two bursts, waits for its articles, and q for its turn; the status line says what is being opened.
func TestSlowDisk(t *testing.T) {
	app := open(t, folder(t, 4)).app
	let := make(chan struct{})
	app.openArticle = func(a corpus.Article, o layer.Options) (*session.Session, error) {
		<-let
		return session.Open(a, o)
	}
	keyboard, tty, err := pty.Open()
	if err == nil {
		err = pty.Setsize(keyboard, &pty.Winsize{Rows: 24, Cols: 80})
	}
	if err != nil {
		t.Fatal(err)
	}
	screen := vt.NewEmulator(80, 24)
	go func() { _, _ = io.Copy(keyboard, screen) }() // what the terminal answers
	shown := make(chan string, 1<<10)
	go func() {
		defer close(shown)
		for b := make([]byte, 1<<16); ; {
			n, err := keyboard.Read(b)
			_, _ = screen.Write(b[:n])
			if err != nil {
				return
			}
			var row strings.Builder
			for x := range 80 {
				if c := screen.CellAt(x, 23); c != nil {
					row.WriteString(c.Content)
				}
			}
			shown <- row.String()
		}
	}()
	until := func(what string) {
		t.Helper()
		for row := range shown {
			if strings.Contains(row, what) {
				return
			}
		}
		t.Errorf("the status line never says %q", what)
	}

	ran := make(chan error, 1)
	go func() {
		ran <- Run(app, Terminal{In: tty, Out: tty, Env: []string{"TERM=xterm-256color"}})
		tty.Close()
	}()
	until("? keys")
	_, _ = io.WriteString(keyboard, "\x0e;6")
	until("opening 2.txt")
	_, _ = io.WriteString(keyboard, "\x0e\x0e;7q;1")
	go func() {
		for range shown {
		}
	}()
	close(let)
	if err := <-ran; err != nil {
		t.Error(err)
	}
	if got, want := labelled(t, app), "2: 夏眠2 2030, 4: 夏眠4 2035"; got != want {
		t.Errorf("labelled %s, want %s", got, want)
	}
}
