//go:build unix

package ui

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A drive is a program on a pseudo-terminal, of which every byte is counted.
type drive struct {
	cmd      *exec.Cmd
	ptm, tty *os.File
	found    *term.State // of the terminal's input, before
	said     bytes.Buffer
	read     sync.WaitGroup

	mu    sync.Mutex
	more  *sync.Cond // there is more of out, or no more will come
	out   []byte
	ended bool
}

// newDrive makes a pseudo-terminal for a program.
func newDrive(t *testing.T, cmd *exec.Cmd) *drive {
	t.Helper()
	d := &drive{cmd: cmd}
	d.more = sync.NewCond(&d.mu)
	var err error
	if d.ptm, d.tty, err = pty.Open(); err != nil {
		t.Fatal(err)
	}
	return d
}

// start runs the program. What a terminal answers to its questions goes the way of the keys, or to answers if these are not nil.
func (d *drive) start(t *testing.T, answers io.Writer) {
	t.Helper()
	var err error
	if err = pty.Setsize(d.ptm, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	if d.found, err = term.GetState(d.tty.Fd()); err != nil {
		t.Fatal(err)
	}
	d.cmd.Stdin, d.cmd.Stdout, d.cmd.Stderr = d.tty, d.tty, &d.said
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen := vt.NewEmulator(80, 24)
	if answers == nil {
		answers = d.ptm
	}
	d.read.Go(func() { carry(answers, screen, nil) }) // what the terminal answers
	d.read.Go(func() {
		defer screen.Close()
		carry(screen, d.ptm, d.note)
		d.note(nil)
	})
}

// carry copies until one of the two ends.
func carry(to interface{ Write([]byte) (int, error) }, from interface{ Read([]byte) (int, error) }, note func([]byte)) {
	for b := make([]byte, 1<<16); ; {
		n, err := from.Read(b)
		if note != nil && n > 0 {
			note(b[:n])
		}
		if _, failed := to.Write(b[:n]); err != nil || failed != nil {
			return
		}
	}
}

// note takes in what the program wrote; nothing says that no more will come.
func (d *drive) note(b []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.out = append(d.out, b...)
	d.ended = d.ended || len(b) == 0
	d.more.Broadcast()
}

// until waits until the program has written so many bytes, or its first frame.
func (d *drive) until(n int) {
	d.see(func(out []byte) bool { return len(out) >= n || bytes.Contains(out, []byte("? keys")) })
}

// see waits until the program has written what is wanted, or ends.
func (d *drive) see(wanted func(out []byte) bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for !wanted(d.out) && !d.ended {
		d.more.Wait()
	}
}

// end waits for the program's end, and gives all that it wrote.
func (d *drive) end() []byte {
	_ = d.cmd.Wait()
	now, err := term.GetState(d.tty.Fd())
	d.tty.Close() // then the reader comes to the end
	d.read.Wait()
	d.ptm.Close()
	if err != nil || !reflect.DeepEqual(now, d.found) {
		d.out = append(d.out, "<the input is not as it was>"...)
	}
	return d.out
}

var (
	privateModes = regexp.MustCompile(`\x1b\[\?([\d;]+)([hl])`)
	otherKeys    = regexp.MustCompile(`\x1b\[>4;?(\d*)m`)
	keyboards    = regexp.MustCompile(`\x1b\[([<>])(\d*)u`)
)

// left is what a terminal is left with that shows what a program wrote: nil if
// it is as it was.
func left(out []byte) []string {
	const first, last = "\x1b[?1049h", "\x1b[?1049l"
	if !bytes.Contains(out, []byte(first)) {
		return nil // it ended before it took the terminal
	}
	var faults []string
	on := map[string]bool{"7": true, "25": true}
	for _, m := range privateModes.FindAllSubmatch(out, -1) {
		for _, number := range strings.Split(string(m[1]), ";") {
			on[number] = string(m[2]) == "h"
		}
	}
	for number, set := range on {
		if set != (number == "7" || number == "25") {
			faults = append(faults, fmt.Sprintf("mode %s is %v", number, set))
		}
	}
	stack := 0
	for _, m := range keyboards.FindAllSubmatch(out, -1) {
		stack += map[string]int{">": 1, "<": -1}[string(m[1])]
	}
	if stack != 0 {
		faults = append(faults, fmt.Sprintf("%d states of the keyboard are left", stack))
	}
	if all := otherKeys.FindAllSubmatch(out, -1); len(all) > 0 && len(all[len(all)-1][1]) > 0 {
		faults = append(faults, "other keys are modified")
	}
	if !bytes.HasSuffix(out, []byte(last)) {
		faults = append(faults, fmt.Sprintf("after %q: %q", last, out[bytes.LastIndex(out, []byte(last))+1:]))
	}
	return faults
}

// stops are the numbers of bytes after which the program is ended: within its
// first writes, and later.
var stops = []int{0, 1, 9, 60, 400, 1500, 3000}

// An ending ends a program.
type ending struct {
	name string
	do   func(d *drive)
}

func types(keys string) func(d *drive) {
	return func(d *drive) { _, _ = d.ptm.WriteString(keys) }
}

func signalled(s syscall.Signal) func(d *drive) {
	return func(d *drive) { _ = d.cmd.Process.Signal(s) }
}

// TestTerminalGivenBack holds that whatever ends the program and whenever, from
// its first byte on, the terminal is as it was: modes, screens and input, and
// that nothing is written after the alternate screen was left. The control is
// killed, and can give nothing back.
func TestTerminalGivenBack(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the program is not built")
	}
	binary := compile(t)
	endings := []ending{
		{"q", types("q")},
		{"ctrl+c", types("\x03")},
		{"SIGINT", signalled(syscall.SIGINT)},
		{"SIGTERM", signalled(syscall.SIGTERM)},
		{"SIGHUP", signalled(syscall.SIGHUP)},
		{"SIGKILL", signalled(syscall.SIGKILL)},
	}
	for _, e := range endings {
		control := 0
		for _, stop := range stops {
			article := sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.txt")
			cmd := exec.Command(binary, article)
			cmd.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+t.TempDir(), "PIZHU_ANNOTATOR=chen")
			d := newDrive(t, cmd)
			d.start(t, nil)
			d.until(stop)
			e.do(d)
			faults := left(d.end())
			control += len(faults)
			if len(faults) > 0 && e.name != "SIGKILL" {
				t.Errorf("%s after %d bytes: %s", e.name, stop, strings.Join(faults, ", "))
			}
		}
		if e.name == "SIGKILL" && control == 0 {
			t.Error("the control, which is killed, leaves the terminal as it was: the test proves nothing")
		}
	}
}

// TestTerminalGivenBackInPanic is the same for a panic in Update, in a command
// and in what draws, which is reported after the terminal was given back.
func TestTerminalGivenBackInPanic(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: many programs are run")
	}
	for _, where := range []string{"update", "command", "batch", "view"} {
		for _, stop := range stops {
			article := sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.txt")
			cmd := exec.Command(os.Args[0], article)
			cmd.Env = append(os.Environ(), "TERM=xterm-256color", panicAt+"="+where)
			d := newDrive(t, cmd)
			d.start(t, nil)
			d.until(stop)
			types("q")(d)
			if faults := left(d.end()); len(faults) > 0 {
				t.Errorf("%s after %d bytes: %s", where, stop, strings.Join(faults, ", "))
			}
			if said := d.said.String(); !strings.Contains(said, "Caught panic") || !strings.Contains(said, "the end: run the screen: ") {
				t.Errorf("%s after %d bytes: it says %q", where, stop, said)
			}
		}
	}
}
