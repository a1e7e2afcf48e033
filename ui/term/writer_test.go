package term

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
)

var (
	_ term.File = (*Writer)(nil)
	_ io.Writer = (*Stream)(nil)
)

// A fake paints "<full>" or "<part>".
type fake struct{}

func (fake) Damage(top, bottom int) {}

func (fake) Paint(full bool) []byte {
	if full {
		return []byte("<full>")
	}
	return []byte("<part>")
}

// A tape records each write.
type tape struct {
	mu     sync.Mutex
	writes []string
	err    error
}

func (o *tape) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.writes, "")
}

func (o *tape) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	o.writes = append(o.writes, string(b))
	return len(b), nil
}

const (
	enter = "\x1b[?1049h"
	leave = "\x1b[?1049l"
	mouse = "\x1b[?1002h"
	clear = "\x1b[H\x1b[2J"
)

func TestWriter(t *testing.T) {
	const refresh, open, again, gone = "refresh", "open", "again", "gone"
	tests := []struct {
		name string
		in   []string
		want []string
	}{
		{"before the screen is up", []string{"text", refresh, mouse}, nil},
		{"start", []string{mouse + enter + "\x1b[?25l" + clear}, []string{enter + mouse + "<full>"}},
		{"opened before Bubble Tea does", []string{open, mouse + enter + "\x1b[?25l" + clear, refresh}, []string{enter + "<full>", mouse, "<part>"}},
		{"frames", []string{enter, refresh, refresh}, []string{enter + "<full>", "<part>", "<part>"}},
		{"modes", []string{enter, mouse, refresh}, []string{enter + "<full>", mouse, "<part>"}},
		{"cells", []string{enter, clear, refresh}, []string{enter + "<full>", "<part>"}},
		{"the cursor", []string{enter, "\x1b[?25l"}, []string{enter + "<full>"}},
		{"repaint", []string{enter, again, refresh}, []string{enter + "<full>", "<full>", "<part>"}},
		{"leave", []string{enter, "\x1b[40H" + leave + "\x1b[?25h", refresh, "text"}, []string{enter + "<full>", restore + leave}},
		{"modes are switched off before", []string{enter, mouse + "\x1b[?2004h\x1b[>4;2m\x1b[>1u", leave + "\x1b[?2004l" + "\x1b[?1002l"}, []string{enter + "<full>", mouse + "\x1b[?2004h\x1b[>4;2m\x1b[>1u", "\x1b[<u\x1b[>4m\x1b[?2004l\x1b[?1002l" + restore + leave}},
		{"once", []string{enter, mouse, "\x1b[?1002l", leave}, []string{enter + "<full>", mouse, "\x1b[?1002l", restore + leave}},
		{"and return", []string{enter, leave, enter, refresh}, []string{enter + "<full>", restore + leave, enter + "<full>", "<part>"}},
		{"within one write", []string{enter + leave}, []string{enter, restore + leave}},
		{"leave what was not entered", []string{leave}, nil},
		{"for good", []string{open, mouse, gone, refresh, mouse, enter, open, gone}, []string{enter + "<full>", mouse, "\x1b[?1002l" + restore + leave}},
		{"for good, when it was left", []string{enter, leave, gone, "\x1b[?2026$p"}, []string{enter + "<full>", restore + leave}},
		{"split", []string{enter, "a\x1b[?10", refresh, "49l"}, []string{enter + "<full>", "<part>", restore + leave}},
		{"a split title", []string{enter, "\x1b]2;春", refresh, "眠\x07"}, []string{enter + "<full>", "<part>", "\x1b]2;春眠\x07"}},
		{"a split question", []string{enter, "\x1b[?2026$", refresh, "p"}, []string{enter + "<full>", "<part>", "\x1b[?2026$p" + lastQuestion}},
	}
	for _, tt := range tests {
		out := &tape{}
		s := NewStream(out)
		s.Use(fake{})
		for _, in := range tt.in {
			switch in {
			case refresh:
				s.Refresh()
				continue
			case open:
				s.Open(nil)
				continue
			case gone:
				s.Leave()
				continue
			case again:
				s.Invalidate()
				s.Refresh()
				continue
			}
			if n, err := s.Write([]byte(in)); n != len(in) || err != nil {
				t.Errorf("%s: Write(%q) = %d, %v", tt.name, in, n, err)
			}
		}
		if got, want := strings.Join(out.writes, "|"), strings.Join(tt.want, "|"); got != want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, want)
		}
	}
}

// TestSplits holds that where Bubble Tea's output is cut into two writes
// changes nothing that is sent.
func TestSplits(t *testing.T) {
	session := mouse + enter + clear + "\x1b]2;春眠\x07" + "\x1b[?2026$p" + clear + "\x1b[40H" + leave + "\x1b[?25h"
	want := enter + mouse + "\x1b]2;春眠\x07" + "\x1b[?2026$p" + "\x1b[?1002l" + restore + leave
	for i := range session {
		out := &tape{}
		s := NewStream(out)
		s.Use(fake{})
		for _, part := range []string{session[:i], session[i:]} {
			if _, err := s.Write([]byte(part)); err != nil {
				t.Fatal(err)
			}
		}
		got := strings.ReplaceAll(strings.Join(out.writes, ""), "<full>", "")
		if got = strings.ReplaceAll(got, lastQuestion, ""); got != want {
			t.Errorf("cut at %d:\n got %q\nwant %q", i, got, want)
		}
	}
}

// TestQuestions holds that the first frame waits for the answers, and that later
// questions are sent with the next frame, which paints the rows that they were
// asked on.
func TestQuestions(t *testing.T) {
	out := &tape{}
	s := NewStream(out)
	s.Use(fake{})
	s.Open([]byte("?"))
	s.Refresh()
	_, _ = io.WriteString(s, mouse+enter+clear)
	s.Release()
	s.Refresh()
	q := NewProbeBatch([]string{"“"}, 24)
	s.Ask(q)
	s.Refresh()
	s.Refresh()
	if got, want := strings.Join(out.writes, "|"), enter+"?|"+mouse+"|<full>|"+string(q.Bytes())+"<part>|<part>"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPainterThatComesLate(t *testing.T) {
	out := &tape{}
	s := NewStream(out)
	_, _ = io.WriteString(s, enter)
	s.Refresh()
	s.Use(fake{})
	s.Refresh()
	if got, want := strings.Join(out.writes, "|"), enter+"|<full>"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestErrors holds that the first error is kept, and that the next frame does
// not build on one that may not have come through.
func TestErrors(t *testing.T) {
	out := &tape{}
	s := NewStream(out)
	s.Use(fake{})
	_, _ = io.WriteString(s, enter)
	first := errors.New("first")
	out.err = first
	s.Refresh()
	out.err = errors.New("second")
	if n, err := s.Write([]byte(mouse)); n != 0 || err != out.err {
		t.Errorf("Write = %d, %v, want 0, second", n, err)
	}
	out.err, out.writes = nil, nil
	s.Refresh()
	if got := strings.Join(out.writes, "|"); got != "<full>" {
		t.Errorf("after errors: %q, want a full repaint", got)
	}
	if s.Err() != first {
		t.Errorf("Err = %v, want the first", s.Err())
	}
}

// TestNoWayAround holds that a Writer has no method of os.File that writes.
func TestNoWayAround(t *testing.T) {
	var w any = NewWriter(os.Stdout)
	if _, ok := w.(io.StringWriter); ok {
		t.Error("a Writer has WriteString")
	}
	if _, ok := w.(io.ReaderFrom); ok {
		t.Error("a Writer has ReadFrom")
	}
	if _, ok := w.(io.WriterAt); ok {
		t.Error("a Writer has WriteAt")
	}
	if _, ok := any(NewStream(io.Discard)).(term.File); ok {
		t.Error("a Stream without a file is a file")
	}
}

// TestOneWriteAtATime holds, with -race, that frames and Bubble Tea's output
// do not mix.
func TestOneWriteAtATime(t *testing.T) {
	out := &tape{}
	s := NewStream(out)
	s.Use(fake{})
	_, _ = io.WriteString(s, enter)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 100 {
				s.Refresh()
				_, _ = io.WriteString(s, mouse)
			}
		})
	}
	all.Wait()
	for _, w := range out.writes[1:] {
		if w != mouse && w != "<part>" {
			t.Fatalf("a write of %q", w)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	s := NewStream(io.Discard)
	s.Use(fake{})
	_, _ = io.WriteString(s, enter)
	modes := bytes.Repeat([]byte(mouse), 4)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = s.Write(modes)
	}
}

// TestLeaveReadsAnswers holds that answers that are still expected are read and
// dropped before the alternate screen is left, and after the modes are off.
func TestLeaveReadsAnswers(t *testing.T) {
	src, in := newScript(piece{pause: 300 * time.Millisecond, bytes: "\x1b[2;2R\x1b[<0;5;7"}, piece{pause: time.Second, bytes: "M\x1b[?6c"}, piece{bytes: "ls"})
	out := &tape{}
	s := NewStream(out)
	s.answers = in.split.answers
	s.connect(in, nil)
	s.Use(fake{})
	s.Open([]byte("\x1b[2H“" + report))
	_, _ = io.WriteString(s, mouse)
	s.Leave()
	if got, want := strings.Join(out.writes, "|"), enter+"\x1b[2H“"+report+"|"+mouse+"|\x1b[?1002l"+lastQuestion+"|"+restore+leave; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(src.pieces) != 1 || all(in) != "ls" {
		t.Error("what came after the answers was read too, or not all of the answers")
	}
}
