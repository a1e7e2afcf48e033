package term

import (
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// A step is a message to the program, and what must have been written before
// the next one.
type step struct {
	msg  tea.Msg
	want string
	full int // repaints since the start
}

// A blank is a program whose View carries modes and one blank, as pizhu's does.
type blank struct {
	title  string
	mouse  tea.MouseMode
	tape   *tape
	stream *Stream
	steps  []step
}

func (b blank) Init() tea.Cmd { return b.send(step{want: "<full>", full: 1}) }

// send waits for what the last step wants and sends the next message.
func (b blank) send(last step) tea.Cmd {
	return func() tea.Msg {
		for ; ; time.Sleep(time.Millisecond) {
			if all := b.tape.String(); strings.Contains(all, last.want) && strings.Count(all, "<full>") >= last.full {
				if len(b.steps) == 0 {
					return tea.Quit()
				}
				return b.steps[0]
			}
		}
	}
}

func (b blank) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.ResumeMsg); ok {
		b.stream.Open(nil)
	}
	s, ok := msg.(step)
	if !ok {
		return b, nil
	}
	b.steps = b.steps[1:]
	switch msg := s.msg.(type) {
	case string:
		b.title = msg
	case tea.MouseMode:
		b.mouse = msg
	case tea.Cmd:
		return b, tea.Sequence(msg, b.send(s))
	}
	return b, b.send(s)
}

func (b blank) View() tea.View {
	v := tea.NewView(" ")
	v.AltScreen, v.ReportFocus, v.MouseMode, v.WindowTitle = true, true, b.mouse, b.title
	return v
}

// run runs Bubble Tea itself over a Stream and gives all that was written.
func run(t *testing.T, steps []step) string {
	t.Helper()
	out := &tape{}
	s := NewStream(out)
	s.Use(fake{})
	in, hold := io.Pipe()
	defer hold.Close()
	p := tea.NewProgram(blank{tape: out, stream: s, steps: steps}, tea.WithInput(in), tea.WithOutput(s), tea.WithWindowSize(120, 40),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignals())
	if _, err := p.Run(); err != nil {
		t.Fatal(err)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func resize(columns, rows int) tea.Cmd {
	return func() tea.Msg { return tea.WindowSizeMsg{Width: columns, Height: rows} }
}

// A pause is a command that the screen is given up for. The program takes the
// screen back itself: Bubble Tea v2.1.1 stops its ticker a moment late, and if
// the screen is wanted back by then, after it was started again.
type pause struct{}

func (pause) Run() error          { return nil }
func (pause) SetStdin(io.Reader)  {}
func (pause) SetStdout(io.Writer) {}
func (pause) SetStderr(io.Writer) {}

// TestBubbleTea runs the library itself, so that a version that sends something
// else is found: the frame is painted over its first screen and over a regained
// one; a mode or a title costs nothing; and the terminal is put
// back before the alternate screen goes.
func TestBubbleTea(t *testing.T) {
	tests := []struct {
		name  string
		steps []step
		full  int
	}{
		{"start and quit", nil, 1},
		{"title and mouse", []step{
			{"春眠", "\x1b]2;春眠\a", 1},
			{tea.MouseModeCellMotion, "\x1b[?1002h", 1},
			{"不覺曉", "\x1b]2;不覺曉\a", 1},
			{tea.MouseModeNone, "\x1b[?1002l", 1},
		}, 1},
		{"resize", []step{{resize(100, 30), "", 1}, {resize(120, 40), "", 1}}, 1}, // which the program repaints
		{"exec", []step{{tea.Exec(pause{}, func(error) tea.Msg { return tea.ResumeMsg{} }), leave, 2}}, 2},
	}
	for _, tt := range tests {
		all := run(t, tt.steps)
		if got := strings.Count(all, "<full>"); got != tt.full {
			t.Errorf("%s: %d full repaints, want %d", tt.name, got, tt.full)
		}
		for _, s := range tt.steps {
			if !strings.Contains(all, s.want) {
				t.Errorf("%s: no %q", tt.name, s.want)
			}
		}
		if strings.Count(all, leave) != strings.Count(all, restore+leave) || !strings.Contains(all, leave) {
			t.Errorf("%s: the terminal is not put back", tt.name)
		}
		if strings.LastIndex(all, "<") > strings.LastIndex(all, leave) {
			t.Errorf("%s: painted after the alternate screen was left", tt.name)
		}
		if t.Failed() {
			t.Fatalf("%s: %q", tt.name, all)
		}
	}
}
