package paint

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"pizhu/ui/face"
	"pizhu/ui/term"
)

// The test binary runs itself in a terminal, as the program that paints. It is told
// how, and where to be told of each frame, in these variables.
const (
	replayMode     = "PIZHU_TEST_REPLAY" // one of the modes
	replaySocket   = "PIZHU_TEST_SOCKET"
	replayTerminal = "PIZHU_TEST_TERMINAL" // xterm, or else tmux
)

// The modes of a replay.
const (
	incremental = "incremental"
	whole       = "whole"    // each frame anew
	skipping    = "skipping" // incremental, but one row is once left out
)

const (
	tmuxFrames  = 120
	tmuxRows    = 40
	tmuxColumns = 120
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(replayMode); mode != "" {
		if err := replays[os.Getenv(replayTerminal)](mode, os.Getenv(replaySocket)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// perform paints a frame on standard output for each line that comes from the
// socket, and then sets the window's title to the frame's number, so that it
// can be seen from outside that the terminal has come so far.
func perform(mode, socket string) error {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	w := term.NewWriter(os.Stdout)
	painter := newPainter(mode, allColours())
	w.Use(painter)
	r := tmuxRandom()
	f := r.frame()
	fmt.Fprint(w, "\x1b[?1049h")
	for i, in := 0, bufio.NewScanner(conn); in.Scan(); i++ {
		painter.Set(*f)
		if mode == whole {
			fmt.Print("\x1b[31;1;4m囧") // a stranger's output, not the writer's
			w.Invalidate()
		}
		w.Refresh()
		fmt.Fprintf(w, "\x1b]2;%d\a", i)
		f = r.next(f)
	}
	return w.Err()
}

// tmuxRandom has no joined emoji: tmux 3.3a joins or not as its reads happen to
// fall, so that it does not show the same twice.
func tmuxRandom() *random {
	r := newRandom(11)
	r.joiners = false
	r.rows, r.columns = tmuxRows, tmuxColumns
	return r
}

// A setter is a Screen, or a faulty one.
type setter interface {
	term.Painter
	Set(Frame)
}

// allColours is the palette of a terminal that lacks nothing.
func allColours() *face.Palette { return face.NewPalette(colorprofile.TrueColor, true, true) }

func newPainter(mode string, p *face.Palette) setter {
	s := NewScreen(Options{SGR: p.SGR, Synchronized: true})
	if mode == skipping {
		return &skipper{Screen: s}
	}
	return s
}

// A skipper leaves one row of one frame out.
type skipper struct {
	*Screen
	done bool
}

func (s *skipper) Paint(full bool) []byte {
	next := s.next
	if !s.done && next != nil {
		s.next, s.done = next.control(s.shown)
	}
	b := s.Screen.Paint(full)
	if next != nil {
		s.shown = next
	}
	return b
}

// TestTerminalPainter is the package's invariant in a real terminal, tmux, and
// with the writer between: frames painted one upon the other look like each
// painted whole. Its control leaves one row out, and must be found.
func TestTerminalPainter(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: no terminal is tried")
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("no tmux: no terminal to try the painter in")
	}
	mux := startTmux(t)
	for _, mode := range []string{incremental, skipping} {
		a, b := mux.pane(mode), mux.pane(whole)
		err := mux.compare(a, b)
		if (err != nil) != (mode == skipping) {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

// A tmux is a server of our own.
type tmux struct {
	t    *testing.T
	dir  string
	made int
}

func startTmux(t *testing.T) *tmux {
	t.Helper()
	dir, err := os.MkdirTemp("", "pizhu") // t.TempDir is too long for a socket's name
	if err != nil {
		t.Fatal(err)
	}
	m := &tmux{t: t, dir: dir}
	config := "set -g status off\nset -g default-terminal tmux-256color\n"
	if err := os.WriteFile(m.path("conf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = m.command("kill-server")
		os.RemoveAll(dir)
	})
	return m
}

func (m *tmux) path(name string) string { return filepath.Join(m.dir, name) }

func (m *tmux) command(args ...string) (string, error) {
	args = append([]string{"-u", "-S", m.path("tmux"), "-f", m.path("conf")}, args...)
	out, err := exec.Command("tmux", args...).CombinedOutput()
	return string(out), err
}

// A pane is a terminal with a replay in it.
type pane struct {
	name string
	tell net.Conn
}

// pane starts a replay in a session of its own.
func (m *tmux) pane(mode string) pane {
	m.t.Helper()
	m.made++
	name := fmt.Sprintf("%s%d", mode, m.made)
	listener, err := net.Listen("unix", m.path(name))
	if err != nil {
		m.t.Fatal(err)
	}
	defer listener.Close()
	program, err := os.Executable()
	if err != nil {
		m.t.Fatal(err)
	}
	out, err := m.command("new-session", "-d", "-s", name, "-x", fmt.Sprint(tmuxColumns), "-y", fmt.Sprint(tmuxRows),
		"-e", replayMode+"="+mode, "-e", replaySocket+"="+m.path(name), program)
	if err != nil {
		m.t.Fatalf("%v: %s", err, out)
	}
	_ = listener.(*net.UnixListener).SetDeadline(time.Now().Add(10 * time.Second))
	conn, err := listener.Accept()
	if err != nil {
		m.t.Fatalf("the replay does not answer: %v", err)
	}
	m.t.Cleanup(func() { conn.Close() })
	return pane{name, conn}
}

// compare has two replays paint their frames, and gives the first that do not
// look alike.
func (m *tmux) compare(a, b pane) error {
	m.t.Helper()
	for i := range tmuxFrames {
		x, y := m.frame(a, i), m.frame(b, i)
		if err := compare(x, y); err != nil {
			return fmt.Errorf("frame %d in tmux: %w", i, err)
		}
	}
	return nil
}

// frame has a frame painted, and reads the screen when it is.
func (m *tmux) frame(p pane, i int) *emulator {
	m.t.Helper()
	fmt.Fprintln(p.tell)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
		out, err := m.command("display-message", "-p", "-t", p.name, "#{pane_title} #{cursor_y} #{cursor_x} #{cursor_flag}", ";",
			"capture-pane", "-p", "-e", "-N", "-t", p.name)
		if err != nil {
			m.t.Fatalf("%v: %s", err, out)
		}
		var title, row, column, visible int
		state, cells, _ := strings.Cut(out, "\n")
		if _, err := fmt.Sscan(state, &title, &row, &column, &visible); err == nil && title == i {
			return captured(cells, row, column, visible == 1)
		}
	}
	m.t.Fatalf("frame %d does not come", i)
	return nil
}

// captured is a screen as tmux prints it. It is put into an emulator, so that
// the codes of tmux are compared by what they mean; one that is wide enough for
// the columns of either.
func captured(cells string, row, column int, visible bool) *emulator {
	e := newEmulator(tmuxRows, 4*tmuxColumns, 1)
	e.write([]byte(clearScreen))
	for y, line := range strings.Split(strings.TrimSuffix(cells, "\n"), "\n") {
		e.row, e.column = y, 0
		e.write([]byte(line))
	}
	e.row, e.column, e.visible, e.pen = row, column, visible, attributes{}
	return e
}
