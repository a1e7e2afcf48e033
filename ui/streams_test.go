package ui

import (
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"
)

// A modelTerminal is a model terminal at the other end of two pipes.
type modelTerminal struct {
	*vt.SafeEmulator
	keys  *io.PipeWriter
	shown chan string // the last row of the screen, after each write to it
}

// connect makes a Terminal of pipes to a model of a size.
func connect(size Size, resized <-chan Size) (Terminal, *modelTerminal) {
	in, keys := io.Pipe()
	screen, out := io.Pipe()
	m := &modelTerminal{vt.NewSafeEmulator(size.Width, size.Height), keys, make(chan string, 1<<10)}
	go func() { // what the terminal answers; where nobody takes it any more it is dropped, for the terminal goes on
		for b := make([]byte, 1<<10); ; {
			n, err := m.Read(b)
			if err != nil {
				return
			}
			_, _ = keys.Write(b[:n])
		}
	}()
	go func() {
		defer close(m.shown)
		for b := make([]byte, 1<<16); ; {
			n, err := screen.Read(b)
			_, _ = m.Write(b[:n])
			if err != nil {
				return
			}
			m.shown <- m.row(m.Height() - 1)
		}
	}()
	return Terminal{In: in, Out: out, Env: []string{"TERM=xterm-256color"}, Size: size, Resized: resized}, m
}

// row returns the text of a row.
func (m *modelTerminal) row(y int) string {
	var row strings.Builder
	for x := range m.Width() {
		if c := m.CellAt(x, y); c != nil {
			row.WriteString(c.Content)
		}
	}
	return row.String()
}

// until waits until the last row of the screen has a text.
func (m *modelTerminal) until(t *testing.T, what string) {
	t.Helper()
	for row := range m.shown {
		if strings.Contains(row, what) {
			return
		}
	}
	t.Fatalf("the last row never says %q", what)
}

// ignore drops what is shown from now on.
func (m *modelTerminal) ignore() {
	go func() {
		for range m.shown {
		}
	}()
}

// TestRunOverStreams runs a whole App over pipes, with no file of a terminal: keys in, screen out, a new size, claims on disk.
func TestRunOverStreams(t *testing.T) {
	app := open(t, write(t, "a.txt", "春眠不覺曉。處處聞啼鳥。\n")).app
	sizes := make(chan Size)
	terminal, m := connect(Size{80, 24}, sizes)
	ran := make(chan error, 1)
	go func() {
		ran <- Run(app, terminal)
		terminal.Out.(io.Closer).Close()
		terminal.In.(io.Closer).Close()
	}()
	m.until(t, "? keys")
	if got := m.row(0); !strings.Contains(got, "春眠不覺曉。處處聞啼鳥。") {
		t.Errorf("the first row is %q", got)
	}
	_, _ = io.WriteString(m.keys, "s6")
	m.until(t, "✓  1 claim")
	_, _ = io.WriteString(m.keys, "\x1a")
	m.until(t, "there is no shell to go to here")
	m.Resize(100, 30)
	sizes <- Size{100, 30}
	_, _ = io.WriteString(m.keys, ")7")
	m.until(t, "✓  2 claims")
	m.ignore()
	_, _ = io.WriteString(m.keys, "q")
	if err := <-ran; err != nil {
		t.Error(err)
	}
	if app.width != 100 || app.height != 30 {
		t.Errorf("the screen is %dx%d, want 100x30", app.width, app.height)
	}
	if got, want := labelled(t, app), "1: 春眠不覺曉。 2030, 1: 處處聞啼鳥。 2035"; got != want {
		t.Errorf("labelled %s, want %s", got, want)
	}
}

// TestStreamsThatEnd holds that an App is left where its keys end, as when a connection is cut.
func TestStreamsThatEnd(t *testing.T) {
	app := open(t, write(t, "a.txt", "春眠不覺曉。\n")).app
	terminal, m := connect(Size{40, 10}, nil)
	ran := make(chan error, 1)
	go func() {
		ran <- Run(app, terminal)
		terminal.Out.(io.Closer).Close()
		terminal.In.(io.Closer).Close()
	}()
	m.until(t, "? keys")
	m.ignore()
	m.keys.Close()
	if err := <-ran; err != nil {
		t.Error(err)
	}
}
