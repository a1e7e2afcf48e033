package term

import (
	"os"
	"strings"
	"testing"
	"time"
)

// feed writes pieces into a pipe, with a pause before each after the first, and
// gives what an Input hands on, the reads parted by |.
func feed(t *testing.T, pause time.Duration, pieces ...string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i, p := range pieces {
			if i > 0 {
				time.Sleep(pause)
			}
			w.WriteString(p)
		}
		w.Close()
	}()
	in := NewInput(r)
	var got []string
	for {
		p := make([]byte, 4096)
		n, err := in.Read(p)
		if err != nil {
			break
		}
		got = append(got, string(p[:n]))
	}
	<-done
	return strings.Join(got, "")
}

func TestInput(t *testing.T) {
	const short, long = 5 * time.Millisecond, 150 * time.Millisecond
	tests := []struct {
		name   string
		pause  time.Duration
		pieces []string
		want   string
	}{
		{"keys", short, []string{"s6春"}, "s6春"},
		{"esc", short, []string{"\x1b"}, escKey},
		{"esc, later a letter", long, []string{"\x1b", "s"}, escKey + "s"},
		{"esc and a letter at once", short, []string{"\x1bs"}, escKey + "s"},
		{"esc and a bracket typed fast", short, []string{"\x1b["}, escKey + "["},
		{"esc, ], ;, 3 in one", short, []string{"\x1b];3"}, escKey + "];3"},
		{"twice esc", short, []string{"\x1b\x1b"}, escKey + escKey},
		{"an arrow", short, []string{"\x1b[A"}, "\x1b[A"},
		{"an arrow in pieces", long, []string{"\x1b[", "A"}, "\x1b[A"},
		{"F1 by SS3", short, []string{"\x1bOP"}, "\x1bOP"},
		{"the mouse in pieces", long, []string{"\x1b[<0;57", ";14M", "\x1b[<0;57;14m"}, "\x1b[<0;57;14M\x1b[<0;57;14m"},
		{"F10 in pieces", long, []string{"\x1b[2", "1~"}, "\x1b[21~"},
		{"a sequence that never ends", 1100 * time.Millisecond, []string{"\x1b[<0;5", "s"}, "s"},
		{"a paste in pieces", long, []string{"\x1b[20", "0~;1;2\x1b[20", "1~;"}, "\x1b[200~;1;2\x1b[201~;"},
		{"a paste with escapes", short, []string{"\x1b[200~a\x1bsb\x1b[201~"}, "\x1b[200~a\x1bsb\x1b[201~"},
		{"the answer about a colour", long, []string{"\x1b]11;rgb:00", "00/0000/0000\x1b\\s"}, "\x1b]11;rgb:0000/0000/0000\x1b\\s"},
		{"a character in pieces", long, []string{"\xe6\x98", "\xa5"}, "春"},
		{"what is no character", short, []string{"\xff6"}, "\xff6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := feed(t, tt.pause, tt.pieces...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestInputFits holds that what is handed on fits into the reader's buffer even
// if all of it is Esc.
func TestInputFits(t *testing.T) {
	if got, want := feed(t, 0, strings.Repeat("\x1b", 2000)), strings.Repeat(escKey, 2000); got != want {
		t.Errorf("got %d bytes, want %d", len(got), len(want))
	}
}

// TestReadTakesOver holds that a key goes to the newest Read: what still waits from before a suspension gets none.
func TestReadTakesOver(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	in := NewInput(r)
	type result struct {
		n   int
		err error
	}
	read := func() chan result {
		done := make(chan result, 1)
		go func() {
			n, err := in.Read(make([]byte, 64))
			done <- result{n, err}
		}()
		return done
	}
	left := read()
	for in.turn.TryLock() { // until it waits
		in.turn.Unlock()
		time.Sleep(time.Millisecond)
	}
	next := read()
	if got := <-left; got.n != 0 || got.err == nil {
		t.Errorf("the one that was left got %d bytes, error %v", got.n, got.err)
	}
	if _, err := w.WriteString("j"); err != nil {
		t.Fatal(err)
	}
	if got := <-next; got.n != 1 || got.err != nil {
		t.Errorf("the next got %d bytes, error %v", got.n, got.err)
	}
}
