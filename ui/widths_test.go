package ui

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/paint"
	"pizhu/ui/term"
)

// An answering terminal answers the questions that are written to it.
type answering struct {
	columns func(cluster string) int
	lose    func(n int) bool
	asked   int
}

var question = regexp.MustCompile(`\x1b\[(\d+)H([^\x1b]+)\x1b\[6n`)

// reports are the answers to what was asked in bytes.
func (a *answering) reports(raw []byte) []tea.Msg {
	var msgs []tea.Msg
	for _, q := range question.FindAllSubmatch(raw, -1) {
		row, _ := strconv.Atoi(string(q[1]))
		a.asked++
		if a.lose == nil || !a.lose(a.asked) {
			msgs = append(msgs, tea.CursorPositionMsg{Y: row - 1, X: a.columns(string(q[2]))})
		}
	}
	return msgs
}

// conduct runs a widthProbe of an article to its end, on a terminal that answers so.
func conduct(t *testing.T, article string, a *answering) *App {
	t.Helper()
	app := open(t, write(t, "a.txt", article)).app
	app.Measured(text.NewMeasure(text.Auto))
	out, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	w := term.NewWriter(out).Stream
	w.Use(nothing{})
	var s widthProbe
	first, _ := s.begin(app)
	w.Open(nil)
	pending := a.reports(first)
	scanned := s.scan(app)()
	pending = append(pending, scanned)
	for rounds := 0; len(pending) > 0 || s.inquiry != nil; rounds++ {
		if rounds > 2000 {
			t.Fatal("the widthProbe has no end")
		}
		var msg tea.Msg = probeTimeoutMsg{s.number} // nothing comes any more
		if len(pending) > 0 {
			msg, pending = pending[0], pending[1:]
		}
		before, _ := os.ReadFile(out.Name())
		s.update(app, w, msg)
		w.Refresh()
		after, _ := os.ReadFile(out.Name())
		pending = append(pending, a.reports(bytes.TrimPrefix(after, before))...)
	}
	return app
}

type nothing struct{}

func (nothing) Paint(bool) []byte { return nil }

func (nothing) Damage(int, int) {}

func TestSurvey(t *testing.T) {
	const article = "他说：“春眠…”é①🚀👨‍👩‍👧葛\U000E0100。\n"
	wide := func(cluster string) int {
		switch cluster {
		case "é":
			return 1
		case "👨‍👩‍👧":
			return 6
		}
		return 2
	}
	app := conduct(t, article, &answering{columns: wide})
	for cluster, want := range map[string]int{"“": 2, "…": 2, "é": 1, "①": 2, "葛\U000E0100": 2, "👨‍👩‍👧": 2} {
		if shown, columns := app.Measure.Cell(cluster); columns != want || app.Measure.NeedsSlot(shown) {
			t.Errorf("%q: %q on %d columns, slot %v; want %d", cluster, shown, columns, app.Measure.NeedsSlot(shown), want)
		}
	}
}

// TestSurveyAsksAgain holds that answers that get lost are asked for again.
func TestSurveyAsksAgain(t *testing.T) {
	var b strings.Builder
	for r := '①'; r < '①'+100; r++ {
		b.WriteRune(r)
	}
	app := conduct(t, b.String(), &answering{columns: func(string) int { return 1 }, lose: func(n int) bool { return n%7 == 3 }})
	for c := range text.Clusters(b.String()) {
		if shown, columns := app.Measure.Cell(c); columns != 1 || app.Measure.NeedsSlot(shown) {
			t.Errorf("%q takes %d columns", c, columns)
		}
	}
}

// TestSurveyOfAMuteTerminal holds that one that does not answer is left alone.
func TestSurveyOfAMuteTerminal(t *testing.T) {
	mute := &answering{lose: func(int) bool { return true }, columns: func(string) int { return 0 }}
	app := conduct(t, "“春…”é", mute)
	if shown, columns := app.Measure.Cell("“"); columns != 2 || !app.Measure.NeedsSlot(shown) {
		t.Errorf("%q on %d columns", shown, columns)
	}
	if mute.asked > 10 {
		t.Errorf("asked %d questions", mute.asked)
	}
}

// TestSurveyAsksOnce holds that what is in flight when an article is looked
// through is not asked for again.
func TestSurveyAsksOnce(t *testing.T) {
	terminal := &answering{columns: func(string) int { return 1 }}
	app := conduct(t, "“春…”é①“”\n", terminal)
	if known := len(app.Measure.AnsweredClusters()); terminal.asked != known {
		t.Errorf("asked %d questions about %d clusters", terminal.asked, known)
	}
}

// TestSurveyDoubtsNothing holds that a terminal is not believed at once that
// drops a character, as it may have drawn it as a part of another.
func TestSurveyDoubtsNothing(t *testing.T) {
	asked := map[string]int{}
	app := conduct(t, "“春”é", &answering{columns: func(cluster string) int {
		asked[cluster]++
		if cluster == "é" || cluster == "“" && asked[cluster] == 1 {
			return 0
		}
		return 1
	}})
	for cluster, want := range map[string]string{"“": "“", "”": "”", "é": "〓"} {
		if shown, _ := app.Measure.Cell(cluster); shown != want {
			t.Errorf("%q is shown as %q, want %q", cluster, shown, want)
		}
	}
}

// A wire is a program on a terminal that answers, of which all bytes are kept.
type wire struct {
	t        *testing.T
	p        *program
	out      *os.File
	terminal *answering
	read     int
}

func newWire(t *testing.T, app *App, terminal *answering) *wire {
	t.Helper()
	out, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	app.Measured(text.NewMeasure(text.Auto))
	p := &program{app: app, writer: term.NewWriter(out).Stream}
	p.screen = paint.NewScreen(paint.Options{SGR: p.colours.palette()})
	p.writer.Use(p.screen)
	return &wire{t, p, out, terminal, 0}
}

// written is what was written since the last call.
func (w *wire) written() []byte {
	all, err := os.ReadFile(w.out.Name())
	if err != nil {
		w.t.Fatal(err)
	}
	now := all[w.read:]
	w.read = len(all)
	return now
}

// send gives the program messages, and the answers to what it then asks. It
// gives the number of bytes that were written, and of questions.
func (w *wire) send(pending ...tea.Msg) (sent, asked int) {
	asked = w.terminal.asked
	for len(pending) > 0 {
		w.p.Update(pending[0])
		w.p.Update(frameDueMsg{})
		now := w.written()
		sent += len(now)
		pending = append(pending[1:], w.terminal.reports(now)...)
	}
	return sent, w.terminal.asked - asked
}

// TestBytesOfAStart counts what a slow line carries: at a start whose first
// frame does not wait for the answers, and when the window gets the focus
// again. The most are a third more than was measured.
func TestBytesOfAStart(t *testing.T) {
	app := open(t, sample(t, "../testdata/articles/01-zh-hans-future-industries.txt", "a.txt")).app
	app.resize(100, 36)
	columns := 1
	w := newWire(t, app, &answering{columns: func(string) int { return columns }})
	w.p.Init()
	scanned := w.p.probe.scan(app)()
	first := w.written()
	answers := w.terminal.reports(first)
	whole, _ := w.send(releaseMsg{})
	start, again := w.send(append([]tea.Msg{scanned}, answers...)...)
	t.Logf("questions %d bytes, first frame %d, after the answers %d", len(first), whole, start)
	if total := len(first) + whole + start; total > 6000 || again > 0 {
		t.Errorf("a start takes %d bytes and asks %d questions again", total, again)
	}
	focus, asked := w.send(tea.FocusMsg{})
	t.Logf("the focus %d bytes, %d questions", focus, asked)
	if focus > 600 || asked == 0 || asked > sampleSize {
		t.Errorf("the focus takes %d bytes and asks %d questions", focus, asked)
	}
	columns = 2 // another terminal
	known := len(app.Measure.AnsweredClusters())
	if _, asked := w.send(tea.FocusMsg{}); asked != known {
		t.Errorf("on another terminal %d of %d questions are asked", asked, known)
	}
	if _, n := app.Measure.Cell("“"); n != 2 {
		t.Errorf("“ takes %d columns, want 2", n)
	}
}
