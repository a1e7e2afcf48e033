package ui

import (
	"fmt"
	"io"
	"os"

	tea "charm.land/bubbletea/v2"
	xterm "github.com/charmbracelet/x/term"

	"pizhu/ui/term"
)

// A Terminal is what an App is shown on: a pair of streams, and what is known of the terminal at their other end. Where a stream
// is the file of a terminal, its modes are set and restored, and its size is asked for.
type Terminal struct {
	In      io.Reader   // keys, and the terminal's answers; at its end the App is left
	Out     io.Writer   // the screen
	Env     []string    // TERM, COLORTERM and others that say what the terminal can do
	Size    Size        // at the start, where Out is no file of a terminal; the zero value stands for 80x24
	Resized <-chan Size // gives each new size, where Out is no file of a terminal; nil if it stays the same
}

// A Size is the size of a screen, in columns and rows.
type Size struct{ Width, Height int }

// size returns the size of the screen at the start.
func (t Terminal) size() Size {
	if f, ok := t.Out.(*os.File); ok {
		if width, height, err := xterm.GetSize(f.Fd()); err == nil && width > 0 && height > 0 {
			return Size{width, height}
		}
	}
	if t.Size.Width > 0 && t.Size.Height > 0 {
		return t.Size
	}
	return Size{80, 24}
}

// screen returns the stream that the painter writes to, and what Bubble Tea writes to: the same, with the methods of the file
// where it is one.
func (t Terminal) screen() (*term.Stream, io.Writer) {
	if f, ok := t.Out.(*os.File); ok {
		w := term.NewWriter(f)
		return w.Stream, w
	}
	s := term.NewStream(t.Out)
	return s, s
}

// A keyboard is a file that keys are read from, and the command that fills it.
type keyboard struct {
	file *os.File
	fill tea.Cmd // nil where the file is the terminal's own
	stop func()  // ends the command, if In gives anything more
}

// keyboard returns the file that In is, or else a pipe: a pipe can be waited for with a time limit, which tells Esc from the
// beginning of a sequence.
func (t Terminal) keyboard() (keyboard, error) {
	if f, ok := t.In.(*os.File); ok {
		return keyboard{file: term.Reopened(f), stop: func() {}}, nil
	}
	read, write, err := os.Pipe()
	if err != nil {
		return keyboard{}, fmt.Errorf("make a pipe for the keys: %w", err)
	}
	fill := func() tea.Msg {
		term.FeedKeys(write, t.In)
		return hungUpMsg{}
	}
	return keyboard{read, fill, func() { read.Close(); write.Close() }}, nil
}

// isFile reports whether the terminal is one of this system, which has a shell to go back to for a while.
func (t Terminal) isFile() bool {
	_, in := t.In.(*os.File)
	_, out := t.Out.(*os.File)
	return in && out
}

// awaitSize waits for a new size of the screen.
func (p *program) awaitSize() tea.Msg {
	size, ok := <-p.resized
	if !ok {
		return nil
	}
	return tea.BatchMsg{func() tea.Msg { return tea.WindowSizeMsg(size) }, p.awaitSize}
}
