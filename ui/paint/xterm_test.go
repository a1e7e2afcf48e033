package paint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pizhu/model/text"
	"pizhu/ui/term"
)

// nodeModules names the folder in whose node_modules xterm.js is: the packages
// @xterm/headless and @xterm/addon-unicode-graphemes.
const nodeModules = "PIZHU_NODE_MODULES"

// The tables of widths that xterm.js has. They are two terminals that agree on
// little: the one draws an emoji in one column and takes sequences apart.
const (
	oldTables = "6"
	graphemes = "15-graphemes"
)

const xtermFrames = 150

// An xterm is a terminal of xterm.js, a program of its own.
type xterm struct {
	t       *testing.T
	in      io.WriteCloser
	answers *json.Decoder
}

// needXterm skips a test where there is no xterm.js.
func needXterm(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no node: nothing to run xterm.js with")
	}
	if os.Getenv(nodeModules) == "" {
		t.Skipf("%s is not set: it names the folder in whose node_modules @xterm/headless and @xterm/addon-unicode-graphemes are", nodeModules)
	}
}

// startXterm starts a terminal with one of its tables of widths.
func startXterm(t *testing.T, unicode string) *xterm {
	t.Helper()
	cmd := exec.Command("node", "testdata/xterm.mjs", os.Getenv(nodeModules), unicode)
	var said bytes.Buffer
	cmd.Stderr = &said
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	deadline := time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("xterm.js: %v\n%s", err, said.Bytes())
		}
		deadline.Stop()
	})
	return &xterm{t, in, json.NewDecoder(out)}
}

// A seen is what xterm.js shows; see testdata/xterm.mjs.
type seen struct {
	Rows   [][]run
	Cursor Cursor
	State  struct {
		Alternate, Wrap, Held bool
		Top, Bottom           int
	}
	Pen     string
	Replies string
}

// A run is cells in a row that wear the same.
type run struct {
	sgr   string
	cells []struct {
		text    string
		columns int
	}
}

// UnmarshalJSON reads [SGR, [text, columns], ...].
func (r *run) UnmarshalJSON(raw []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	if err := json.Unmarshal(parts[0], &r.sgr); err != nil {
		return err
	}
	r.cells = make([]struct {
		text    string
		columns int
	}, len(parts)-1)
	for i, part := range parts[1:] {
		if err := json.Unmarshal(part, &[]any{&r.cells[i].text, &r.cells[i].columns}); err != nil {
			return err
		}
	}
	return nil
}

// write gives the terminal a size and writes to it, and gives what it then
// shows.
func (x *xterm) write(columns, rows int, b []byte) seen {
	x.t.Helper()
	request := struct {
		Columns int    `json:"columns"`
		Rows    int    `json:"rows"`
		Bytes   []byte `json:"bytes"`
	}{columns, rows, b}
	if err := json.NewEncoder(x.in).Encode(request); err != nil {
		x.t.Fatalf("xterm.js does not listen: %v", err)
	}
	var s seen
	if err := x.answers.Decode(&s); err != nil {
		x.t.Fatalf("xterm.js does not answer: %v", err)
	}
	return s
}

// emulator is what is shown, in an emulator, so that two screens are compared by
// what a person sees.
func (s seen) emulator() *emulator {
	e := &emulator{row: s.Cursor.Row, column: s.Cursor.Column, visible: s.Cursor.Visible, pen: worn(s.Pen)}
	e.wrap, e.held, e.top, e.bottom = s.State.Wrap, s.State.Held, s.State.Top, s.State.Bottom
	for _, runs := range s.Rows {
		var line []glyph
		for _, r := range runs {
			pen := worn(r.sgr)
			for _, c := range r.cells {
				if c.text == "" {
					c.text = " "
				}
				line = append(line, glyph{c.text, pen})
				for range c.columns - 1 {
					line = append(line, glyph{"", pen})
				}
			}
		}
		e.cells = append(e.cells, line)
	}
	return e
}

// worn is what SGR parameters switch on.
func worn(sgr string) attributes {
	var e emulator
	e.style(sgr)
	return e.pen
}

// inquire has the terminal asked what it takes for the clusters of some
// phrases, as the program asks.
func (x *xterm) inquire(phrases []string) text.Measure {
	x.t.Helper()
	const columns, rows = 80, 24
	m := text.NewMeasure(text.Auto)
	q := term.NewProbeBatch(m.Unanswered(strings.Join(phrases, "\n"), 1000), rows)
	s := x.write(columns, rows, q.Bytes())
	for _, reply := range cursorReport.FindAllStringSubmatch(s.Replies, -1) {
		row, _ := strconv.Atoi(reply[1])
		column, _ := strconv.Atoi(reply[2])
		q.Answer(row-1, column-1)
	}
	if !q.Done() || len(q.Missing()) > 0 {
		x.t.Fatalf("xterm.js answers %q, and nothing for %q", s.Replies, q.Missing())
	}
	return m.WithAnswers(q.Columns())
}

// cursorReport is the answer to DSR 6.
var cursorReport = regexp.MustCompile(`\x1b\[(\d+);(\d+)R`)

// stranger leaves a screen in a bad state: full, colours on, autowrap on, a
// scroll region set, the cursor shown.
func stranger(f *Frame) string {
	var b strings.Builder
	b.WriteString("\x1b[31;1;4:3;45m")
	for y := range f.Rows {
		fmt.Fprintf(&b, "\x1b[%dH%s", y+1, strings.Repeat("囧", f.Columns/2))
	}
	b.WriteString("\x1b[2;3r\x1b[?7h\x1b[?25h")
	return b.String()
}

// A stage is a terminal, and what paints frames on it as the program does:
// through a Screen and a term writer.
type stage struct {
	*xterm
	mode    string
	painter setter
	sent    *bytes.Buffer
	stream  *term.Stream
	spare   int    // columns that the terminal has more than its frames
	size    *Frame // the frame before, which tells the terminal's size
}

func newStage(x *xterm, mode string, spare int) *stage {
	s := &stage{xterm: x, mode: mode, spare: spare, painter: newPainter(mode, allColours()), sent: &bytes.Buffer{}}
	s.stream = term.NewStream(s.sent)
	s.stream.Use(s.painter)
	return s
}

// show paints a frame and gives what is seen then, and what was sent for that.
func (s *stage) show(f *Frame) (*emulator, string) {
	s.t.Helper()
	s.sent.Reset()
	s.painter.Set(*f)
	switch {
	case s.size == nil:
		s.stream.Open(nil)
	case s.mode == whole:
		s.sent.WriteString(stranger(f))
		s.stream.Invalidate()
	case !s.size.sameSize(f):
		s.stream.Invalidate() // the program does so when Bubble Tea tells it of a new size
	}
	s.stream.Refresh()
	s.size = f
	seen := s.write(f.Columns+s.spare, len(f.Rows), s.sent.Bytes())
	if !seen.State.Alternate {
		s.t.Fatal("xterm.js does not show its alternate screen")
	}
	return seen.emulator(), s.sent.String()
}

// perform paints random frames on one terminal one upon the other and on
// another each anew, and gives the first that do not look alike.
func (r *random) perform(one, other *stage) error {
	f := r.frame()
	for i := range xtermFrames {
		a, sent := one.show(f)
		b, _ := other.show(f)
		if err := compare(a, b); err != nil {
			return fmt.Errorf("frame %d: %w\nafter %q\nto\n%s", i, err, sent, f.Picture())
		}
		f = r.next(f)
	}
	return nil
}

// TestTerminalXtermJS is the package's invariant in xterm.js, with each of its
// tables of widths: where it was asked how wide it draws, and where it was not
// and the painter has slots. The control leaves one row out, and must be found.
func TestTerminalXtermJS(t *testing.T) {
	needXterm(t)
	for _, unicode := range []string{oldTables, graphemes} {
		for _, asked := range []bool{true, false} {
			for spare := range 2 {
				for _, mode := range []string{incremental, skipping} {
					t.Run(fmt.Sprintf("%s/asked=%v/spare=%d/%s", unicode, asked, spare, mode), func(t *testing.T) {
						t.Parallel()
						testXterm(t, unicode, asked, spare, mode)
					})
				}
			}
		}
	}
}

// testXterm compares two terminals. The program leaves the last column of a
// terminal free: emoji sequences that are taken apart at the end of a row reach
// into it.
func testXterm(t *testing.T, unicode string, asked bool, spare int, mode string) {
	one, other := startXterm(t, unicode), startXterm(t, unicode)
	r := newRandom(5)
	if asked {
		r.measure = one.inquire(r.phrases)
	}
	err := r.perform(newStage(one, mode, spare), newStage(other, whole, spare))
	if (err != nil) != (mode == skipping) {
		t.Error(err)
	}
}

// TestTerminalXtermJSWidths holds that the two are the terminals that they are
// meant to be: the tables of one are loaded as they should, and the other
// differs.
func TestTerminalXtermJSWidths(t *testing.T) {
	needXterm(t)
	for unicode, want := range map[string]string{oldTables: "“1 …1 é1 🚀1 👨‍👩‍👧3 𠮷2", graphemes: "“1 …1 é1 🚀2 👨‍👩‍👧2 𠮷2"} {
		x := startXterm(t, unicode)
		var got []string
		for _, c := range []string{"“", "…", "é", "🚀", "👨‍👩‍👧", "𠮷"} {
			q := term.NewProbeBatch([]string{c}, 24)
			s := x.write(80, 24, q.Bytes())
			if reply := cursorReport.FindStringSubmatch(s.Replies); reply != nil {
				column, _ := strconv.Atoi(reply[2])
				got = append(got, fmt.Sprint(c, column-1))
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("tables %s: %s, want %s", unicode, got, want)
		}
	}
}
