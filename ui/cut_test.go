//go:build unix

package ui

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// A slowLine carries what a terminal answers, and keys that are typed between
// two answers. It cuts that after at most so many bytes, after an Esc if there
// is one among these, and pauses after each piece.
type slowLine struct {
	to    io.Writer
	most  int
	pause time.Duration
	keys  map[int]string // that are typed after so many answers

	mu      sync.Mutex
	queue   []byte
	answers int
	carried sync.WaitGroup
	more    chan struct{}
}

func newSlowLine(to io.Writer, most int, pause time.Duration, keys map[int]string) *slowLine {
	l := &slowLine{to: to, most: most, pause: pause, keys: keys, more: make(chan struct{}, 1)}
	l.carried.Go(l.carry)
	return l
}

// Write takes answers.
func (l *slowLine) Write(b []byte) (int, error) {
	l.mu.Lock()
	for _, c := range b {
		l.queue = append(l.queue, c)
		if c == 'R' { // the end of a cursor's position
			l.answers++
			l.queue = append(l.queue, l.keys[l.answers]...)
		}
	}
	l.mu.Unlock()
	select {
	case l.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

// carry sends pieces until the line is closed.
func (l *slowLine) carry() {
	for range l.more {
		for piece := l.piece(); len(piece) > 0; piece = l.piece() {
			_, _ = l.to.Write(piece)
			time.Sleep(l.pause)
		}
	}
}

// piece takes the next piece from the queue.
func (l *slowLine) piece() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.queue), l.most)
	if esc := bytes.LastIndexByte(l.queue[:n], 0x1b); esc > 0 {
		n = esc + 1
	}
	piece := bytes.Clone(l.queue[:n])
	l.queue = l.queue[n:]
	return piece
}

// close waits until all is sent.
func (l *slowLine) close() {
	close(l.more)
	l.carried.Wait()
}

// delivered reports whether all that a program has asked is answered, and its first frame is there.
func (l *slowLine) delivered(d *drive) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Contains(d.out, []byte("? keys")) && l.answers >= bytes.Count(d.out, []byte("\x1b[6n")) && len(l.queue) == 0
}

// claims is how many the sidecar of an article holds.
func claims(t *testing.T, article string) int {
	if _, err := os.Stat(sidecar(article)); err != nil {
		return 0
	}
	return strings.Count(judged(t, article), "\n")
}

// poll waits until something is so.
func poll(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for ; !ok(); time.Sleep(20 * time.Millisecond) {
		if over(t) {
			t.Fatalf("no %s", what)
		}
	}
}

// annotated has an article labelled over a line, with keys between the answers (none depends on the layout, and the first batch has all of these answers),
// and gives the claims.
func annotated(t *testing.T, binary, name string, most int, pause time.Duration) string {
	t.Helper()
	article := sample(t, "../testdata/articles/"+name, "a.txt")
	cmd := exec.Command(binary, article)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+t.TempDir(), "PIZHU_ANNOTATOR=chen")
	d := newDrive(t, cmd)
	line := newSlowLine(d.ptm, most, pause, map[int]string{1: ")", 2: "s", 3: "6", 4: ")", 5: ")"})
	d.start(t, line)
	poll(t, "first frame", func() bool { return line.delivered(d) })
	poll(t, "claim", func() bool { return claims(t, article) >= 1 })
	types(";7")(d)
	poll(t, "second claim", func() bool { return claims(t, article) >= 2 && line.delivered(d) })
	types("q")(d)
	if faults := left(d.end()); len(faults) > 0 {
		t.Errorf("the terminal is left with %q", faults)
	}
	line.close()
	return judged(t, article)
}

// TestTerminalCutAnswers holds that where the terminal's answers come in pieces
// that end after their Esc, with pauses, the claims are the same as where they
// come at once: no part of an answer labels, and no typed key is lost.
func TestTerminalCutAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the program is not built")
	}
	binary := compile(t)
	for _, tt := range []struct {
		article string
		most    int
		pause   time.Duration
	}{
		{"07-mixed-scripts-and-symbols.txt", 37, 60 * time.Millisecond},
		{"01-zh-hans-future-industries.txt", 7, 100 * time.Millisecond},
		{"01-zh-hans-future-industries.txt", 1, 40 * time.Millisecond},
	} {
		want := annotated(t, binary, tt.article, 1<<20, 0)
		if got := annotated(t, binary, tt.article, tt.most, tt.pause); got != want {
			t.Errorf("%s in pieces of %d bytes: the claims are\n%swant\n%s", tt.article, tt.most, got, want)
		}
	}
}
