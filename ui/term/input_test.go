package term

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// A script is a source of keys on a clock of its own, which goes on only when
// somebody waits.
type script struct {
	now    time.Time
	pieces []piece
}

// A piece comes at once, after a pause, or is something that happens then.
type piece struct {
	pause time.Duration
	bytes string
	event func()
}

// ready lets events happen that are due, and reports whether something has come
// by a time. The end of the script can be read, an hour later.
func (s *script) ready(by time.Time) bool {
	for len(s.pieces) > 0 {
		at := s.now.Add(s.pieces[0].pause)
		if at.After(by) {
			s.pieces[0].pause -= by.Sub(s.now)
			s.now = by
			return false
		}
		s.now, s.pieces[0].pause = at, 0
		if s.pieces[0].event == nil {
			return true
		}
		s.pieces[0].event()
		s.pieces = s.pieces[1:]
	}
	return !by.Before(s.now.Add(time.Hour))
}

func (s *script) Readable(wait time.Duration) bool { return s.ready(s.now.Add(wait)) }

func (s *script) Read(p []byte) (int, error) {
	if s.ready(s.now.Add(24 * time.Hour)); len(s.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.pieces[0].bytes)
	if s.pieces[0].bytes = s.pieces[0].bytes[n:]; s.pieces[0].bytes == "" {
		s.pieces = s.pieces[1:]
	}
	return n, nil
}

func (*script) SetReadDeadline(time.Time) error { return nil }

// newScript is a script and an Input that reads it.
func newScript(pieces ...piece) (*script, *Input) {
	s := &script{now: time.Unix(1e9, 0), pieces: pieces}
	return s, newInput(s, newAnswers(func() time.Time { return s.now }))
}

// all is all that an Input hands on.
func all(in *Input) string {
	var got []byte
	p := make([]byte, 4096)
	for {
		n, err := in.Read(p)
		if err != nil {
			return string(got)
		}
		got = append(got, p[:n]...)
	}
}

// feed gives what an Input hands on of pieces with a pause before each after
// the first.
func feed(pause time.Duration, pieces ...string) string {
	var list []piece
	for i, p := range pieces {
		list = append(list, piece{pause: min(pause, time.Duration(i)*pause), bytes: p})
	}
	_, in := newScript(list...)
	return all(in)
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
		{"F1 of the Linux console", short, []string{"\x1b[[A"}, "\x1b[[A"},
		{"the mouse in pieces", long, []string{"\x1b[<0;57", ";14M", "\x1b[<0;57;14m"}, "\x1b[<0;57;14M\x1b[<0;57;14m"},
		{"the mouse in its oldest form", long, []string{"\x1b[M !", "6", "s"}, "\x1b[M !6s"},
		{"F10 in pieces", long, []string{"\x1b[2", "1~"}, "\x1b[21~"},
		{"a sequence that never ends", 2600 * time.Millisecond, []string{"\x1b[<0;5", "s"}, "s"},
		{"and keys that could go on with it", 2600 * time.Millisecond, []string{"\x1b[<0;5", "6", "7"}, "67"},
		{"the rest of the mouse, very late", 2600 * time.Millisecond, []string{"\x1b[<0;5", "7;14Ms"}, "s"},
		{"the rest of the mouse after its Esc", long, []string{"\x1b", "[<0;57;14Ms"}, escKey + "s"},
		{"the rest of the focus after its Esc", long, []string{"\x1b", "[Is"}, escKey + "s"},
		{"keys after an Esc, in a burst", long, []string{"\x1b", "[9;2R"}, escKey + "[9;2R"},
		{"alt and a bracket, later keys", 1100 * time.Millisecond, []string{"\x1b[", "9", ";"}, escKey + "[9;"},
		{"a paste in pieces", long, []string{"\x1b[20", "0~;1;2\x1b[20", "1~;"}, "\x1b[200~;1;2\x1b[201~;"},
		{"a paste with escapes", short, []string{"\x1b[200~a\x1bsb\x1b[201~"}, "\x1b[200~a\x1bsb\x1b[201~"},
		{"the answer about a colour", long, []string{"\x1b]11;rgb:00", "00/0000/0000\x1b\\s"}, "\x1b]11;rgb:0000/0000/0000\x1b\\s"},
		{"an answer without end", short, []string{"\x1b]11;rgb:" + strings.Repeat("0", 5000) + "\x07s"}, "s"},
		{"a character in pieces", long, []string{"\xe6\x98", "\xa5"}, "春"},
		{"what is no character", short, []string{"\xff6"}, "\xff6"},
	}
	for _, tt := range tests {
		got := feed(tt.pause, tt.pieces...)
		if tt.name == "an answer without end" {
			_, got, _ = strings.Cut(got, "\x07")
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestInputFits holds that what is handed on fits into the reader's buffer even
// if all of it is Esc.
func TestInputFits(t *testing.T) {
	if got, want := feed(0, strings.Repeat("\x1b", 2000)), strings.Repeat(escKey, 2000); got != want {
		t.Errorf("got %d bytes, want %d", len(got), len(want))
	}
}

// askAll is what the program asks at its start.
func askAll(a *answers) func() {
	return func() {
		for row := range 4 {
			a.ask(fmt.Appendf(nil, "\x1b[%dH“", row+2))
			a.ask([]byte(report))
		}
		for _, q := range []string{"\x1b[?2026$p", "\x1b[?2027$p", "\x1b]11;?\a", "\x1b[?u", "\x1b[>q", lastQuestion} {
			a.ask([]byte(q))
		}
	}
}

// replies are the answers to that, with what else comes from terminals, and keys
// that were typed between. An Esc that was typed is the key, whatever follows.
var replies = []string{
	"\x1b[2;2R", "j", "\x1b[3;3R", "\x1b", "\x1b[4;2R", "春", "\x1b[5;1R", "s6",
	"\x1b[<0;57;14M", "\x1b[<0;57;14m", "\x1b[?2026;2$y", "\x1b", "\x1b[?2027;0$y", "[",
	"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", "9", "\x1b[I", ";", "\x1b[?1u", "\x1b", "\x1bP>|XTerm(379)\x1b\\", "2",
	"\x1b[O", "R", "\x1b[A", "\x1b[21~", "\x1b[M !6", "\x1b[1;5C", "7", "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
}

// handedOn is what is to be handed on of replies.
func handedOn() string {
	want := slices.Clone(replies)
	for i, r := range want {
		if r == "\x1b" {
			want[i] = escKey
		}
	}
	return strings.Join(want, "")
}

// pauses are those between two pieces of a stream.
var pauses = []time.Duration{0, time.Millisecond, 29 * time.Millisecond, 31 * time.Millisecond, 100 * time.Millisecond, 800 * time.Millisecond, time.Second, 2 * time.Second}

// cutAnswers feeds the answers cut at every byte, and in pieces of every length,
// with pauses, and calls wrong for each run that hands on something else than
// the run that is not cut.
func cutAnswers(run func(cuts []string, pause time.Duration) string, wrong func(cuts []string, pause time.Duration, got string)) {
	stream := strings.Join(replies, "")
	var runs [][]string
	for at := 1; at < len(stream); at++ {
		runs = append(runs, []string{stream[:at], stream[at:]})
	}
	for length := 1; length <= 64; length++ {
		var pieces []string
		for rest := range slices.Chunk([]byte(stream), length) {
			pieces = append(pieces, string(rest))
		}
		runs = append(runs, pieces)
	}
	r := rand.New(rand.NewPCG(2, 3))
	for range 200 {
		var pieces []string
		for rest := stream; rest != ""; {
			n := min(len(rest), 1+r.IntN(12))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		runs = append(runs, pieces)
	}
	want := handedOn()
	for _, pieces := range runs {
		for _, pause := range pauses {
			if got := run(pieces, pause); got != want {
				wrong(pieces, pause, got)
			}
		}
	}
}

// TestCutAnswers holds that while answers are expected, it makes no difference
// how what comes from the terminal is cut and how long the pauses are: no part
// of an answer is a key, and no key is lost.
func TestCutAnswers(t *testing.T) {
	cutAnswers(func(cuts []string, pause time.Duration) string {
		s, in := newScript()
		s.pieces = append(s.pieces, piece{event: askAll(in.split.answers)})
		for _, c := range cuts {
			s.pieces = append(s.pieces, piece{pause: pause, bytes: c})
		}
		return all(in)
	}, func(cuts []string, pause time.Duration, got string) {
		if !t.Failed() {
			t.Errorf("%d pieces, pauses of %v, beginning %q:\n got %q\nwant %q", len(cuts), pause, cuts[0], got, handedOn())
		}
	})
}

// TestCutAnswersControl holds that where nothing is said of the questions, as
// before, answers are typed.
func TestCutAnswersControl(t *testing.T) {
	typed := 0
	cutAnswers(feedCuts, func([]string, time.Duration, string) { typed++ })
	if typed < 100 {
		t.Errorf("of the cut answers %d are typed: TestCutAnswers proves nothing", typed)
	}
}

func feedCuts(cuts []string, pause time.Duration) string { return feed(pause, cuts...) }

// TestLateAnswers holds that the rest of an answer whose Esc was given out as
// the key is dropped, if it comes in one piece; and that keys are not.
func TestLateAnswers(t *testing.T) {
	const pause = 100 * time.Millisecond
	ask := "\x1b[6n\x1b[?2026$p\x1b]11;?\a"
	tests := []struct {
		pieces []string
		want   string
	}{
		{[]string{"\x1b", "[9;2R"}, escKey},
		{[]string{"\x1b", "[9;2Rj"}, escKey + "j"},
		{[]string{"\x1b", "[9;", "2Rj"}, escKey + "j"},
		{[]string{"\x1b", "[?2026;2$yj"}, escKey + "j"},
		{[]string{"\x1b", "]11;rgb:1e1e/1e1e/2e2e\x1b\\j"}, escKey + "j"},
		{[]string{"\x1b", "[?2026;", "2$yj"}, escKey + "j"},
		{[]string{"\x1b[9", "j"}, "\x1b[9j"},
		{[]string{"\x1b", "[", "9", ";", "2", "R"}, escKey + "[9;2R"}, // typed one by one
		{[]string{"\x1b", "[9;2j"}, escKey + "[9;2j"},
		{[]string{"\x1b", "[9"}, escKey + "[9"},
		{[]string{"\x1b", "]11"}, escKey + "]11"},
		{[]string{"\x1b", "j", "[9;2R"}, escKey + "j[9;2R"},
		{[]string{"j", "[9;2R"}, "j[9;2R"},
	}
	for _, tt := range tests {
		s, in := newScript()
		s.pieces = append(s.pieces, piece{event: func() {
			for i, q := range strings.SplitAfter(strings.ReplaceAll(ask, "\x1b", "|\x1b"), "|")[1:] {
				if !in.split.answers.ask([]byte(strings.TrimSuffix(q, "|"))) {
					t.Errorf("question %d is none", i)
				}
			}
		}}, piece{pause: time.Minute, event: func() {}})
		for _, p := range tt.pieces {
			s.pieces = append(s.pieces, piece{pause: pause, bytes: p})
		}
		if got := all(in); got != tt.want && !(tt.pieces[0] == "\x1b[9" && got == escKey+"[9j") {
			t.Errorf("%q: got %q, want %q", tt.pieces, got, tt.want)
		}
	}
}

// TestEscWhileAsked holds that an Esc that is typed while answers are expected is
// handed on: at once with what shows that it is a key, and with the last answer,
// and on a terminal that does not answer after a while.
func TestEscWhileAsked(t *testing.T) {
	tests := []struct {
		name   string
		pieces []piece
		want   string
		within time.Duration
	}{
		{"and a key", []piece{{bytes: "\x1b"}, {pause: 200 * time.Millisecond, bytes: "j"}}, escKey + "j", 200 * time.Millisecond},
		{"and an answer", []piece{{bytes: "\x1b"}, {pause: 200 * time.Millisecond, bytes: "\x1b[2;2R"}}, escKey + "\x1b[2;2R", 200 * time.Millisecond},
		{"after the last answer", []piece{{bytes: "\x1b[2;2R\x1b[?6c\x1b"}}, "\x1b[2;2R\x1b[?6c" + escKey, 30 * time.Millisecond},
		{"typed with what begins no answer", []piece{{bytes: "\x1b"}, {pause: 200 * time.Millisecond, bytes: "["}, {pause: 200 * time.Millisecond, bytes: "9"}, {pause: 200 * time.Millisecond, bytes: "j"}}, escKey + "[9j", 600 * time.Millisecond},
		{"mute", []piece{{bytes: "\x1b"}}, escKey, answerWait},
	}
	for _, tt := range tests {
		s, in := newScript()
		s.pieces = append([]piece{{event: func() {
			in.split.answers.ask([]byte(report))
			in.split.answers.ask([]byte(lastQuestion))
		}}}, tt.pieces...)
		begun := s.now
		var got string
		for len(got) < len(tt.want) {
			p := make([]byte, 4096)
			n, err := in.Read(p)
			if err != nil {
				break
			}
			got += string(p[:n])
		}
		if got != tt.want || s.now.Sub(begun) > tt.within {
			t.Errorf("%s: got %q after %v, want %q within %v", tt.name, got, s.now.Sub(begun), tt.want, tt.within)
		}
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
	in := NewInput(r, NewStream(io.Discard))
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
	for in.owner.TryLock() { // until it waits
		in.owner.Unlock()
		time.Sleep(time.Millisecond)
	}
	next := read()
	if got := <-left; got.n != 0 || got.err != io.EOF {
		t.Errorf("the one that was left got %d bytes, error %v", got.n, got.err)
	}
	if _, err := w.WriteString("j"); err != nil {
		t.Fatal(err)
	}
	if got := <-next; got.n != 1 || got.err != nil {
		t.Errorf("the next got %d bytes, error %v", got.n, got.err)
	}
}

// TestDrain holds that what is on its way is read and dropped until the last
// answer is there, that a mute terminal is waited for a moment only, and that
// where nothing is expected nothing is read.
func TestDrain(t *testing.T) {
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	tests := []struct {
		name   string
		ask    int
		pieces []piece
		left   string
		within time.Duration
	}{
		{"nothing expected", 0, []piece{{bytes: "ls"}}, "ls", 0},
		{"all answers", 2, []piece{{pause: ms(200), bytes: "\x1b[2;2"}, {pause: ms(200), bytes: "R\x1b[3;2R\x1b[?6c"}, {bytes: "ls"}}, "ls", ms(400)},
		{"one got lost", 2, []piece{{pause: ms(200), bytes: "\x1b[3;2R\x1b[?6c"}, {bytes: "ls"}}, "ls", ms(200)},
		{"mute", 2, []piece{{pause: ms(5000), bytes: "ls"}}, "ls", muteWait},
		{"falls mute", 2, []piece{{pause: ms(100), bytes: "\x1b[2;2R"}, {pause: ms(5000), bytes: "ls"}}, "ls", ms(100) + slowWait},
	}
	for _, tt := range tests {
		s, in := newScript(tt.pieces...)
		for range tt.ask {
			in.split.answers.ask([]byte(report))
		}
		if tt.ask > 0 {
			in.split.answers.ask([]byte(lastQuestion))
		}
		begun := s.now
		in.drain()
		if took := s.now.Sub(begun); took > tt.within {
			t.Errorf("%s: waited %v, want at most %v", tt.name, took, tt.within)
		}
		if got := all(in); got != tt.left {
			t.Errorf("%s: leaves %q, want %q", tt.name, got, tt.left)
		}
	}
}
