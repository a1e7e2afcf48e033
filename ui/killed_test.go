//go:build unix

package ui

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"pizhu/annotate/edit"
	"pizhu/annotate/layer"
	"pizhu/annotate/schemefile"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/corpus"
)

// The test of this file types labels and notes into the program, on a
// pseudo-terminal, reads from the status line what it acknowledges, kills it at
// any moment (SIGKILL) and looks what a new start finds.

// kills names the number of kills; without it there are few enough for every
// day.
const kills = "PIZHU_KILLS"

const fewKills = 20

// A pane is a terminal with the program in it.
type pane struct {
	cmd    *exec.Cmd
	tty    *os.File
	screen *vt.Emulator
	done   sync.WaitGroup // the goroutines that carry bytes

	mu    sync.Mutex
	sure  int           // the most claims that were shown with ✓; -1 for none
	shown chan struct{} // is closed when sure changes
	ended chan struct{} // is closed when the program shows no more
}

// acknowledged is the status line when all is on disk.
var acknowledged = regexp.MustCompile(`^✓ +(\d+) claims?\b`)

func newPane(binary, article, state string) (*pane, error) {
	p := &pane{cmd: exec.Command(binary, article), screen: vt.NewEmulator(80, 24), sure: -1, shown: make(chan struct{}), ended: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+state, "PIZHU_ANNOTATOR=chen")
	tty, err := pty.StartWithSize(p.cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		return nil, err
	}
	p.tty = tty
	p.done.Go(func() { _, _ = io.Copy(p.tty, p.screen) }) // what the terminal answers
	p.done.Go(func() {
		defer p.screen.Close()
		defer close(p.ended)
		for b := make([]byte, 1<<16); ; {
			n, err := p.tty.Read(b)
			_, _ = p.screen.Write(b[:n])
			p.read()
			if err != nil {
				return
			}
		}
	})
	return p, nil
}

// read reads the status line.
func (p *pane) read() {
	var line strings.Builder
	for x := 0; x < 20; x++ {
		if c := p.screen.CellAt(x, 23); c != nil {
			line.WriteString(c.Content)
		}
	}
	found := acknowledged.FindStringSubmatch(line.String())
	if found == nil {
		return
	}
	n, _ := strconv.Atoi(found[1])
	p.mu.Lock()
	defer p.mu.Unlock()
	if n > p.sure {
		p.sure = n
		close(p.shown)
		p.shown = make(chan struct{})
	}
}

// kept is how many claims were acknowledged, and what tells of more.
func (p *pane) kept() (int, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sure, p.shown
}

// wait waits until so many claims are acknowledged. It returns false where the program ends before, or where end
// comes; a nil end never does.
func (p *pane) wait(claims int, end <-chan time.Time) bool {
	for {
		sure, shown := p.kept()
		if sure >= claims {
			return true
		}
		select {
		case <-shown:
		case <-p.ended:
			sure, _ := p.kept()
			return sure >= claims
		case <-end:
			return false
		}
	}
}

// kill kills the program, and gives the number of claims that were acknowledged.
func (p *pane) kill() int {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	p.done.Wait() // until all that it had shown is read: the terminal ends with the last program in it
	p.tty.Close()
	return p.sure
}

// A course is what is typed, step by step, and what there is after each.
type course struct {
	steps  []string
	states []string // states[i] after i steps
	claims []int    // how many
}

// newCourse makes claims of an article, with notes and second labels, without a
// terminal: from its start on or from its end back.
func newCourse(t *testing.T, article, first, move, label string) course {
	c := course{states: []string{""}, claims: []int{0}}
	d := open(t, sample(t, article, "a.txt"))
	for i := range 30 {
		keys, typed, adds := first+" "+move+" "+label, first+move+label, 1
		switch {
		case i%3 == 1:
			note := fmt.Sprintf("第%d条", i)
			keys, typed, adds = "i paste:"+note+" enter", "i"+note+"\r", 0
		case i%5 == 2:
			keys, typed, adds = "o 3", "o3", 0
		}
		first = ""
		d.keys(keys)
		set := d.app.article.Session.Set()
		c.steps, c.states, c.claims = append(c.steps, typed), append(c.states, said(set)), append(c.claims, len(set.Claims))
		if c.claims[i+1] != c.claims[i]+adds || c.states[i+1] == c.states[i] {
			t.Fatalf("after %q there is\n%s", keys, c.states[i+1])
		}
	}
	return c
}

// said is what a set says, but for ids and times.
func said(set model.Set) string {
	var lines []string
	for _, c := range set.Claims {
		lines = append(lines, fmt.Sprintf("%d %v %q\n", c.Fragments[0].Span.Start, c.Labels, c.Note))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// with is what two sets say that have no claim in common.
func with(a, b string) string {
	lines := append(strings.SplitAfter(a, "\n"), strings.SplitAfter(b, "\n")...)
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// A slayer kills programs.
type slayer struct {
	*rand.Rand
	binary, article string
	options         layer.Options
	courses         [2]course
}

// A toll is what came of some kills.
type toll struct {
	kills, claims int // claims that were acknowledged when the program was killed
	losses        []string
	errs          []error
}

// visit kills the program twice over a new article in a folder: the first time
// it labels from the start, then, with what was found, from the end.
func (s slayer) visit(dir string, sum *toll) error {
	at := filepath.Join(dir, "a.txt")
	raw, err := os.ReadFile(s.article)
	if err == nil {
		err = os.WriteFile(at, raw, 0o644)
	}
	if err != nil {
		return err
	}
	before, claims := "", 0
	for _, c := range s.courses {
		p, err := newPane(s.binary, at, filepath.Join(dir, "state"))
		if err != nil {
			return err
		}
		p.wait(0, nil)
		if shown, _ := p.kept(); shown != claims {
			p.kill()
			return fmt.Errorf("%d claims are there, and a new start shows %d:\n%s", claims, shown, p.screen)
		}
		typed, left := s.life(p, c, claims)
		sure := p.kill()
		if p.cmd.ProcessState.Exited() && !left {
			return fmt.Errorf("the program ended by itself: %v\n%s", p.cmd.ProcessState, p.screen)
		}
		session, err := session.Open(corpus.Article{Path: at, Name: "a.txt"}, s.options)
		if err != nil {
			return err
		}
		found := said(session.Set())
		step := slices.Index(c.claims, sure-claims)
		sum.kills++
		sum.claims += sure - claims
		if !slices.ContainsFunc(c.states[step:typed+1], func(state string) bool { return with(before, state) == found }) {
			sum.losses = append(sum.losses, fmt.Sprintf("%d claims were acknowledged:\n%sfound:\n%s", sure, with(before, c.states[step]), found))
			return nil
		}
		before, claims = found, len(session.Set().Claims)
	}
	return nil
}

// life types until its time has come, or until a step is acknowledged, or it leaves and has a moment for that. It gives
// the number of steps that were typed, and whether it was left.
func (s slayer) life(p *pane, c course, claims int) (typed int, left bool) {
	last := len(c.steps)
	var end <-chan time.Time
	switch way := s.IntN(4); way {
	case 0, 1:
		last = 1 + s.IntN(8)
		left = way == 0
	default:
		end = time.After(time.Duration(s.IntN(700)) * time.Millisecond)
	}
	burst := 1 + s.IntN(3)
	for typed < last {
		for range min(burst, last-typed) {
			_, _ = io.WriteString(p.tty, c.steps[typed])
			typed++
		}
		if !p.wait(claims+c.claims[typed], end) {
			return typed, false
		}
		time.Sleep(time.Duration(s.IntN(30)) * time.Millisecond)
	}
	if left {
		_, _ = io.WriteString(p.tty, "q")
		time.Sleep(time.Duration(s.IntN(40_000)) * time.Microsecond)
	}
	return typed, left
}

// slay kills a program so many times, several at a time.
func slay(t *testing.T, binary string, kills int) toll {
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	const article = "../testdata/articles/01-zh-hans-future-industries.txt"
	courses := [2]course{newCourse(t, article, "", ";", "6"), newCourse(t, article, "G", ",", "7")}
	const workers = 4
	tolls := make([]toll, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			s := slayer{
				rand.New(rand.NewPCG(uint64(w), 9)), binary, article,
				layer.Options{Scheme: scheme, Author: edit.Author{Name: "chen", Now: time.Now, NewID: edit.NewID}},
				courses,
			}
			for i := 0; tolls[w].kills < kills/workers && len(tolls[w].errs) == 0; i++ {
				dir := filepath.Join(t.TempDir(), fmt.Sprintf("%d-%d", w, i))
				err := os.Mkdir(dir, 0o755)
				if err == nil {
					err = s.visit(dir, &tolls[w])
				}
				if err != nil {
					tolls[w].errs = append(tolls[w].errs, err)
				}
				os.RemoveAll(dir)
			}
		})
	}
	all.Wait()
	var sum toll
	for _, x := range tolls {
		sum.kills, sum.claims = sum.kills+x.kills, sum.claims+x.claims
		sum.losses, sum.errs = append(sum.losses, x.losses...), append(sum.errs, x.errs...)
	}
	return sum
}

// TestKilled holds that the program, killed at any moment, loses nothing that
// its status line acknowledged. The control acknowledges before it writes, and
// must lose some.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: the program is not built and killed")
	}
	n := fewKills
	if s := os.Getenv(kills); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < fewKills {
			t.Fatalf("%s is %q: not a number from %d on", kills, s, fewKills)
		}
	}
	sum := slay(t, compile(t), n)
	for _, err := range sum.errs {
		t.Error(err)
	}
	for _, loss := range sum.losses {
		t.Error(loss)
	}
	t.Logf("killed %d times: of %d acknowledged claims %d times something was lost", sum.kills, sum.claims, len(sum.losses))
	control := slay(t, compile(t, "-tags", "lossy"), fewKills)
	for _, err := range control.errs {
		t.Error(err)
	}
	if len(control.losses) == 0 {
		t.Errorf("the control, which acknowledges before it writes, was killed %d times and lost nothing: the test proves nothing", control.kills)
	}
	t.Logf("the control, killed %d times, lost something %d times", control.kills, len(control.losses))
}
