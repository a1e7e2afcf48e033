//go:build long

package paint

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	tty "github.com/charmbracelet/x/term"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/term"
)

// replays are what shows frames in a terminal, by replayTerminal.
var replays = map[string]func(mode, socket string) error{"": perform, "xterm": performXterm}

// replayAsk has a replay ask its terminal how wide it draws, as the program does.
const replayAsk = "PIZHU_TEST_ASK"

// The screen of an xterm in pixels, with the fonts of xfonts-base: bitmaps that fill their cells and no more, so that a
// cell never colours its neighbours.
const (
	narrowFont  = "-misc-fixed-medium-r-normal--18-120-100-100-c-90-iso10646-1"
	wideFont    = "-misc-fixed-medium-r-normal-ja-18-120-100-100-c-180-iso10646-1"
	cellWidth   = 9
	cellHeight  = 18
	x11Columns  = 61 // the most of a frame, and one that is free
	x11Rows     = 15
	x11Frames   = 160
	beaconCells = 8 // one a bit of the frame's number
)

// refresh has xterm draw what its cells hold: a glyph narrower than its cells it puts at other places when it draws the
// cells before it along with it.
const refresh = "\x1b[7t"

// refreshOnly tells a replay to have its frame drawn again.
const refreshOnly = "refresh"

func needX11(t *testing.T) {
	t.Helper()
	for _, program := range []string{"Xvfb", "xterm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTerminalXterm is the package's invariant in a real xterm, by the pixels of its window: with narrow and with wide
// ambiguous characters, where it was asked how wide it draws and where the painter has slots. There are edits, scrolls,
// highlights and new sizes. The control leaves one row out, and must be found.
func TestTerminalXterm(t *testing.T) {
	needX11(t)
	for _, flags := range []string{"", "-cjk_width"} {
		for _, ask := range []string{"", "yes"} {
			for _, mode := range []string{incremental, skipping} {
				t.Run(fmt.Sprintf("xterm %s/asked=%v/%s", flags, ask != "", mode), func(t *testing.T) {
					frames, most, err := comparePixels(startX11(t, flags, mode, ask), startX11(t, flags, whole, ask))
					t.Logf("%d frames, at most %d pixels differ", frames, most)
					if (err != nil) != (mode == skipping) {
						t.Error(err)
					}
				})
			}
		}
	}
}

// comparePixels has two replays paint their frames, until these do not look alike. The cursor is drawn when the
// terminal is idle, and so is what a refresh asks for, so a difference counts if it stays.
func comparePixels(a, b *x11) (frames, most int, err error) {
	for i := range x11Frames {
		a.frame(i)
		b.frame(i)
		differ := 0
		for try := range 600 {
			if differ = differing(a.shot(), b.shot()); differ == 0 {
				break
			}
			if time.Sleep(5 * time.Millisecond); try%100 == 99 {
				fmt.Fprintln(a.tell, refreshOnly)
				fmt.Fprintln(b.tell, refreshOnly)
			}
		}
		if most = max(most, differ); differ > 0 {
			return i + 1, most, fmt.Errorf("frame %d: %d pixels differ: %v", i, differ, where(a.shot(), b.shot()))
		}
	}
	return x11Frames, most, nil
}

// differing is how many pixels of two pictures of one size are not the same.
func differing(a, b picture) int {
	n := 0
	for i := 0; i < len(a.pixels); i += 4 {
		if !bytes.Equal(a.pixels[i:i+4], b.pixels[i:i+4]) {
			n++
		}
	}
	return n
}

// where lists the cells that differ, as row and column.
func where(a, b picture) [][2]int {
	var cells [][2]int
	for i := 0; i < len(a.pixels); i += 4 {
		cell := [2]int{i / a.stride / cellHeight, i % a.stride / 4 / cellWidth}
		if !bytes.Equal(a.pixels[i:i+4], b.pixels[i:i+4]) && !slices.Contains(cells, cell) {
			cells = append(cells, cell)
		}
	}
	return cells
}

// An x11 is an X server of our own in memory, with an xterm on it and a replay in that.
type x11 struct {
	t     *testing.T
	dir   string
	tell  net.Conn
	sizes *bufio.Scanner // of each frame, when it was sent
}

// startX11 starts an xterm with flags in which a replay of a mode runs.
func startX11(t *testing.T, flags, mode, ask string) *x11 {
	t.Helper()
	dir, err := os.MkdirTemp("", "pizhu")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	x := &x11{t: t, dir: dir}
	display := x.serve()
	socket := filepath.Join(dir, "socket")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := append(strings.Fields(flags), "-u8", "-b", "0", "+sb", "-fn", narrowFont, "-fb", narrowFont, "-fw", wideFont, "-fwb", wideFont,
		"-fg", "black", "-bg", "white", "-geometry", fmt.Sprintf("%dx%d+0+0", x11Columns, x11Rows), "-xrm", "*allowWindowOps: true", "-xrm", "*boldMode: false", "-e", program)
	cmd := exec.Command("xterm", args...)
	cmd.Env = append(os.Environ(), "DISPLAY=:"+display, "LC_ALL=C.UTF-8", replayMode+"="+mode, replaySocket+"="+socket, replayTerminal+"=xterm", replayAsk+"="+ask)
	x.start(cmd)
	_ = listener.(*net.UnixListener).SetDeadline(time.Now().Add(20 * time.Second))
	if x.tell, err = listener.Accept(); err != nil {
		t.Fatalf("the replay does not answer: %v", err)
	}
	t.Cleanup(func() { x.tell.Close() })
	x.sizes = bufio.NewScanner(x.tell)
	return x
}

// serve starts an X server and gives the number of its display.
func (x *x11) serve() string {
	x.t.Helper()
	in, out, err := os.Pipe()
	if err != nil {
		x.t.Fatal(err)
	}
	defer in.Close()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", x11Columns*cellWidth, x11Rows*cellHeight),
		"-fbdir", x.dir, "-nocursor", "-nolisten", "tcp", "-br")
	cmd.ExtraFiles = []*os.File{out}
	x.start(cmd)
	out.Close()
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil {
		x.t.Fatalf("Xvfb does not start: %v", err)
	}
	return strings.TrimSpace(line)
}

// start starts a program that ends with the test.
func (x *x11) start(cmd *exec.Cmd) {
	x.t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		x.t.Fatal(err)
	}
	x.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if x.t.Failed() {
			x.t.Logf("%s: %s", cmd.Path, said.Bytes())
		}
	})
}

// frame has a frame painted, and waits until its number is seen, which the terminal draws after it.
func (x *x11) frame(i int) {
	x.t.Helper()
	_ = x.tell.SetDeadline(time.Now().Add(20 * time.Second))
	fmt.Fprintln(x.tell)
	if !x.sizes.Scan() {
		x.t.Fatalf("the replay ends at frame %d: %v", i, x.sizes.Err())
	}
	row, err := strconv.Atoi(x.sizes.Text())
	if err != nil {
		x.t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if x.shot().beacon(row) == beaconOf(i) {
			return
		}
	}
	x.t.Fatalf("frame %d does not come", i)
}

// beaconOf is the number that is shown below frame i: never 0, which a blank row shows.
func beaconOf(i int) int { return i%(1<<beaconCells-1) + 1 }

// A picture is what a screen shows, 4 bytes a pixel.
type picture struct {
	pixels []byte
	stride int // bytes a line
}

// shot is what the server shows, from the file that it draws into (in the format of xwd).
func (x *x11) shot() picture {
	x.t.Helper()
	raw, err := os.ReadFile(filepath.Join(x.dir, "Xvfb_screen0"))
	if err != nil {
		x.t.Fatal(err)
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(raw[4*i:])) }
	head, bits, stride, colours := field(0), field(11), field(12), field(19)
	if bits != 32 {
		x.t.Fatalf("the screen has %d bits a pixel", bits)
	}
	return picture{raw[head+12*colours:][:stride*field(5)], stride}
}

// beacon reads the number in a row: a bit a cell, dark for one.
func (p picture) beacon(row int) int {
	n := 0
	for bit := range beaconCells {
		at := (row*cellHeight+cellHeight/2)*p.stride + 4*(bit*cellWidth+cellWidth/2)
		if !slices.ContainsFunc(p.pixels[at:at+3], func(b byte) bool { return b != 0 }) {
			n |= 1 << bit
		}
	}
	return n
}

// performXterm is perform for an xterm: its frames have sizes of their own, and the window follows. What is shown last
// is the number of the frame, in a row below it.
func performXterm(mode, socket string) error {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	if _, err := tty.MakeRaw(os.Stdin.Fd()); err != nil {
		return err
	}
	r := newRandom(23)
	r.least = beaconCells
	if os.Getenv(replayAsk) != "" {
		if r.measure, err = inquire(r.phrases); err != nil {
			return err
		}
	}
	w := term.NewWriter(os.Stdout)
	// As the program finds it: xterm has lines of one kind, and takes 4:3 to switch the colours off.
	painter := newPainter(mode, face.NewPalette(colorprofile.TrueColor, false, false))
	w.Use(painter)
	fmt.Fprint(w, "\x1b[?1049h")
	f := r.frame()
	var before *Frame
	for i, in := 0, bufio.NewScanner(conn); in.Scan(); {
		if in.Text() == refreshOnly {
			fmt.Print(refresh)
			continue
		}
		if before == nil || !before.sameSize(f) {
			if err := resize(w, f); err != nil {
				return err
			}
			w.Invalidate()
		}
		painter.Set(*f)
		if mode == whole {
			fmt.Print(stranger(f))
			w.Invalidate()
		}
		w.Refresh()
		fmt.Print(refresh, beacon(len(f.Rows), beaconOf(i)))
		fmt.Fprintln(conn, len(f.Rows))
		if before, f = f, r.next(f); i%16 == 15 {
			f = r.frame()
		}
		i++
	}
	return w.Err()
}

// beacon shows a number in a row, and leaves the cursor and the colours as they were.
func beacon(row, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\x1b7\x1b[m\x1b[%dH", row+1)
	for bit := range beaconCells {
		b.WriteString([]string{"\x1b[m ", "\x1b[7m "}[n>>bit&1])
	}
	b.WriteString("\x1b8")
	return b.String()
}

// resize gives the terminal a column and a row more than a frame has, and waits until it is so.
func resize(w io.Writer, f *Frame) error {
	fmt.Fprintf(w, "\x1b[8;%d;%dt", len(f.Rows)+1, f.Columns+1)
	for range 1000 {
		columns, rows, err := tty.GetSize(os.Stdout.Fd())
		if err != nil {
			return err
		}
		if columns == f.Columns+1 && rows == len(f.Rows)+1 {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("the terminal does not take the size of a frame")
}

// inquire asks the terminal at standard input and output for the clusters of some phrases, as the program does.
func inquire(phrases []string) (text.Measure, error) {
	m := text.NewMeasure(text.Auto)
	q := term.NewProbeBatch(m.Unanswered(strings.Join(phrases, "\n"), 1000), x11Rows)
	fmt.Printf("%s", q.Bytes())
	for in := bufio.NewReader(os.Stdin); !q.Done(); {
		reply, err := in.ReadString('R')
		if err != nil {
			return m, err
		}
		var row, column int
		if _, err := fmt.Sscanf(reply, "\x1b[%d;%dR", &row, &column); err != nil {
			return m, fmt.Errorf("the terminal answers %q: %w", reply, err)
		}
		q.Answer(row-1, column-1)
	}
	if len(q.Missing()) > 0 {
		return m, fmt.Errorf("no answer for %q", q.Missing())
	}
	return m.WithAnswers(q.Columns()), nil
}
