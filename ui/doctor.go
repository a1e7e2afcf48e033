package ui

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/message"
	"pizhu/ui/term"
)

// A Finding is one thing that the doctor found: what the terminal does, and
// what pizhu makes of it.
type Finding struct {
	Name  string `json:"name"`
	Found string `json:"found"`
	Made  string `json:"made"`
}

// specimens are what terminals are known to disagree about.
var specimens = []struct {
	name     string
	clusters []string
}{
	{"ambiguous characters", []string{"“", "”", "…", "—", "·", "①", "■", "×", "→", "é", "Я"}},
	{"emoji", []string{"🚀", "☕", "👏"}},
	{"emoji sequences", []string{"👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "❤️", "1️⃣"}},
	{"variants", []string{"葛\U000E0100", "辻\U000E0100"}},
	{"new characters", []string{"\U00030000", "\U00031350", "\U0002EBF0", "🫩"}},
	{"marks", []string{"a\u0301\u0302", "त्रि", "ᄒᆞᆫ"}},
}

// examination asks a terminal what it does. It is a program of its own, without
// an App, which ends when the answers are in.
type examination struct {
	writer  *term.Writer
	inquiry *term.ProbeBatch
	version string
	modes   map[ansi.Mode]ansi.ModeSetting
}

func (e *examination) Init() tea.Cmd {
	e.writer.Open(e.inquiry.Bytes())
	return tea.Batch(tea.RequestTerminalVersion, tea.Tick(patience, func(time.Time) tea.Msg { return tea.QuitMsg{} }))
}

func (e *examination) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.CursorPositionMsg:
		e.inquiry.Answer(msg.Y, msg.X)
	case tea.TerminalVersionMsg:
		e.version = msg.Name
	case tea.ModeReportMsg:
		e.modes[msg.Mode] = msg.Value
	}
	if e.inquiry.Done() && e.version != "" && len(e.modes) >= 2 {
		return e, tea.Quit
	}
	return e, nil
}

func (e *examination) View() tea.View {
	v := tea.NewView(" ")
	v.AltScreen = true
	return v
}

// Examine asks a terminal what it does, for at most 0.8 s, and says what pizhu
// makes of that.
func Examine(in, out *os.File, env []string) ([]Finding, error) {
	var clusters []string
	for _, s := range specimens {
		clusters = append(clusters, s.clusters...)
	}
	m := inside(text.NewMeasure(text.Auto), env)
	questions := m.Unanswered(strings.Join(clusters, ""), batch)
	e := &examination{writer: term.NewWriter(out), inquiry: term.NewProbeBatch(questions, 24), modes: map[ansi.Mode]ansi.ModeSetting{}}
	profile, styled := face.Detect(env)
	keys := term.NewInput(term.Reopened(in), e.writer.Stream)
	defer e.writer.Leave()
	if _, err := tea.NewProgram(e, tea.WithInput(keys), tea.WithOutput(e.writer), tea.WithEnvironment(env), tea.WithColorProfile(profile)).Run(); err != nil {
		return nil, fault.Errorf("ask the terminal: %w", err)
	}
	version := e.version
	if version == "" {
		version = "does not say"
	}
	shapes := "plain underlines, and a bracket beside the text"
	if styled {
		shapes = "line, double, curl, dots, dashes"
	}
	findings := []Finding{
		{"terminal", version, outer(env)},
		{"colours", profile.String(), "shapes of claims: " + shapes},
		{"mode 2026, synchronized output", setting(e.modes[ansi.ModeSynchronizedOutput]), "used where it is there"},
		{"mode 2027, grapheme clusters", setting(e.modes[ansi.ModeUnicodeCore]), "left as it is: widths are measured"},
	}
	return append(findings, widths(m.WithAnswers(e.inquiry.Columns()))...), nil
}

// has reports whether a variable is set in an environment.
func has(env []string, name string) bool {
	return slices.ContainsFunc(env, func(s string) bool { return strings.HasPrefix(s, name+"=") && s != name+"=" })
}

// inside is a measure for the terminal of an environment.
func inside(m text.Measure, env []string) text.Measure {
	if has(env, "TMUX") || has(env, "STY") {
		return m.Nested()
	}
	return m
}

// outer says what stands between the program and the eye.
func outer(env []string) string {
	if has(env, "TMUX") {
		return "tmux answers for its own grid; of emoji sequences the first part is shown; where rows are torn: pizhu --ambiguous slot"
	}
	if has(env, "STY") {
		return "screen answers for its own grid; of emoji sequences the first part is shown; where rows are torn: pizhu --ambiguous slot"
	}
	return "it answers for itself"
}

func setting(s ansi.ModeSetting) string {
	if s == ansi.ModeSet || s == ansi.ModeReset || s == ansi.ModePermanentlySet {
		return "there"
	}
	return "not there"
}

// widths are the findings about columns.
func widths(m text.Measure) []Finding {
	var findings []Finding
	for _, s := range specimens {
		var found, made []string
		for _, c := range s.clusters {
			shown, columns := m.Cell(c)
			answer := "?"
			if qs := text.NewMeasure(text.Auto).Questions(c); len(qs) > 0 {
				if n, ok := m.Answer(qs[0]); ok {
					answer = fmt.Sprint(n)
				}
			}
			found = append(found, c+" "+answer)
			how := fmt.Sprintf("%s %d", shown, columns)
			if m.NeedsSlot(shown) {
				how += " slot"
			}
			made = append(made, how)
		}
		findings = append(findings, Finding{s.name + " (columns)", strings.Join(found, ", "), strings.Join(made, ", ")})
	}
	return findings
}

// PrintFindings prints findings for people. What cannot be shown is shown as on
// the screen.
func PrintFindings(w io.Writer, words *message.Words, findings []Finding) error {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s\n  %-6s %s\n  %-6s %s\n", words.Term(f.Name), words.Term("found"), text.SafeLine(words.Term(f.Found)), words.Term("made"), text.SafeLine(words.Term(f.Made)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
