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

// conduct runs a survey of an article to its end, on a terminal that answers so.
func conduct(t *testing.T, article string, a *answering) *App {
	t.Helper()
	app := open(t, write(t, "a.txt", article)).app
	app.Measured(text.NewMeasure(text.Auto))
	out, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	w := term.NewWriter(out)
	w.Use(nothing{})
	var s survey
	first, _ := s.begin(app)
	w.Open(nil)
	pending := a.reports(first)
	scanned := s.scan(app)()
	pending = append(pending, scanned)
	for rounds := 0; len(pending) > 0 || s.inquiry != nil; rounds++ {
		if rounds > 2000 {
			t.Fatal("the survey has no end")
		}
		var msg tea.Msg = late{s.number} // nothing comes any more
		if len(pending) > 0 {
			msg, pending = pending[0], pending[1:]
		}
		before, _ := os.ReadFile(out.Name())
		s.update(app, w, msg)
		after, _ := os.ReadFile(out.Name())
		pending = append(pending, a.reports(bytes.TrimPrefix(after, before))...)
	}
	return app
}

type nothing struct{}

func (nothing) Paint(bool) []byte { return nil }

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
		if shown, columns := app.Measure.Cell(cluster); columns != want || app.Measure.Slot(shown) {
			t.Errorf("%q: %q on %d columns, slot %v; want %d", cluster, shown, columns, app.Measure.Slot(shown), want)
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
		if shown, columns := app.Measure.Cell(c); columns != 1 || app.Measure.Slot(shown) {
			t.Errorf("%q takes %d columns", c, columns)
		}
	}
}

// TestSurveyOfAMuteTerminal holds that one that does not answer is left alone.
func TestSurveyOfAMuteTerminal(t *testing.T) {
	mute := &answering{lose: func(int) bool { return true }, columns: func(string) int { return 0 }}
	app := conduct(t, "“春…”é", mute)
	if shown, columns := app.Measure.Cell("“"); columns != 2 || !app.Measure.Slot(shown) {
		t.Errorf("%q on %d columns", shown, columns)
	}
	if mute.asked > 10 {
		t.Errorf("asked %d questions", mute.asked)
	}
}
