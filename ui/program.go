// Bubble Tea has the events, the modes and the signals; its own painter is not used. It repaints every row that has a wide
// character: on a full Chinese page of 120x40 one cursor move costs 8 KB with v2.1.1 (1.3.10: 239 bytes, and 7.3 KB for one
// scrolled line), where ui/paint sends 8 bytes. And it counts one fixed width for each character, while terminals disagree about
// “ ” … · and emoji: of 72 samples the best table of widths agrees with a terminal on 66, and only asking the terminal gets all.
// So its View is one blank, and every cell is drawn by ui/paint, through the one locked writer of ui/term that both share.

package ui

import (
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"pizhu/model/fault"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
	"pizhu/ui/term"
	"pizhu/ui/trace"
)

// frameTime is how long a frame stays at least: 60 a second in a burst.
const frameTime = time.Second / 60

// program ties an App to a terminal: it hands Bubble Tea's messages on and has
// the frame painted after each. Bubble Tea itself paints one blank; every cell
// is the painter's.
type program struct {
	app     *App
	screen  *paint.Screen
	writer  *term.Stream
	colours colourProfile
	painted time.Time // when a frame was
	replied time.Time // when one that answers a key was
	waiting bool      // a frame is to be painted when its time comes
	signals <-chan os.Signal
	resized <-chan Size // new sizes of a screen that is no file; nil for none
	keys    tea.Cmd     // reads the keys of a terminal that is no file; nil for none
	sized   bool        // Bubble Tea has told the size that the first frame was made for
	probe   widthProbe
}

// A colourProfile is what the terminal can draw in colours and shapes.
type colourProfile struct {
	profile colorprofile.Profile
	styled  bool // it draws the shapes of underline
	upright bool // it has no slanted letters
	light   bool
}

func (c colourProfile) palette() func(face.Face) string {
	return face.NewPalette(c.profile, !c.light, c.styled).Upright(c.upright).SGR
}

// frameDueMsg says that a frame that waited is to be painted.
type frameDueMsg struct{}

// redrawMsg says that the screen is not what it should be.
type redrawMsg struct{}

// ticks is how often a second Bubble Tea looks whether modes have changed, which
// they rarely do.
const ticks = 20

// Init enters the alternate screen, and asks the terminal how wide what it is to
// show first is. The terminal is in raw mode by now; Bubble Tea would enter the
// screen at its first tick.
func (p *program) Init() tea.Cmd {
	defer p.leaveOnPanic()
	p.paint()
	questions, cmd := p.probe.begin(p.app)
	p.writer.Open(questions)
	if p.resized != nil {
		cmd = tea.Batch(cmd, p.awaitSize)
	}
	return guard(tea.Batch(cmd, p.keys, p.app.Init(), tea.RequestBackgroundColor, p.listen))
}

// listen waits for a signal that ends the program.
func (p *program) listen() tea.Msg {
	<-p.signals
	return tea.QuitMsg{}
}

// leaveOnPanic gives the terminal back before Bubble Tea reports a panic: it
// would print that on the alternate screen, and knows nothing of that screen
// until it has painted its first frame.
func (p *program) leaveOnPanic() {
	if r := recover(); r != nil {
		p.writer.Leave()
		panic(r)
	}
}

// A panicked is a panic of a command, which Update has again: Bubble Tea reports
// one of Update after all has been restored, one of a batch while the program may
// already have ended.
type panickedMsg struct {
	value any
	stack []byte
}

// guard returns cmd with its panics as messages. It knows batches; the program
// has no sequences.
func guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = panickedMsg{r, debug.Stack()}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i, c := range batch {
				batch[i] = guard(c)
			}
		}
		return msg
	}
}

// Update takes a message. A key by itself is answered at once, whatever else was painted just before; in a burst the frame
// waits until the one before has stood for its time.
func (p *program) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer p.leaveOnPanic()
	return p, guard(p.update(msg))
}

func (p *program) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case frameDueMsg:
		p.waiting = false
		p.paint()
		return nil
	case panickedMsg:
		panic(fmt.Sprintf("%v\n\n%s", msg.value, msg.stack))
	}
	began := p.app.Trace.Time()
	reading := p.app.isReading()
	p.noteTerminal(msg)
	cmd := tea.Batch(p.app.Update(msg), p.probe.update(p.app, p.writer, msg))
	p.app.Trace.Message(msg, !reading, began)
	last := &p.painted
	if _, typed := msg.(tea.KeyPressMsg); typed {
		last = &p.replied
	}
	if wait := frameTime - time.Since(*last); wait > 0 {
		if p.waiting {
			return cmd
		}
		p.waiting = true
		return tea.Batch(cmd, tea.Tick(wait, func(time.Time) tea.Msg { return frameDueMsg{} }))
	}
	p.paint()
	*last = p.painted
	return cmd
}

// noteTerminal notes what the terminal says of itself.
func (p *program) noteTerminal(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if p.sized { // whatever the size: what the terminal made of the old screen is not known
			p.writer.Invalidate()
		}
		p.sized = true
	case redrawMsg:
		p.writer.Invalidate()
	case tea.ResumeMsg:
		p.writer.Open(nil) // now, and not at Bubble Tea's next tick
	case tea.BackgroundColorMsg:
		if light := !msg.IsDark(); light != p.colours.light {
			p.colours.light = light
			p.screen.Recolour(p.colours.palette())
		}
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeSynchronizedOutput {
			p.screen.Synchronize(msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet)
		}
	}
}

func (p *program) paint() {
	p.screen.Set(p.app.Frame())
	p.writer.Refresh()
	p.painted = time.Now()
}

// A traced is a Screen that writes the size of its frames, and how long they take, to a log.
type traced struct {
	*paint.Screen
	log *trace.Log
}

func (t traced) Paint(full bool) []byte {
	began := t.log.Time()
	b := t.Screen.Paint(full)
	t.log.Frame(len(b), full, began)
	return b
}

// View has the modes, and one blank: with none Bubble Tea would clear the
// screen at every tick.
func (p *program) View() tea.View {
	defer p.leaveOnPanic()
	v := tea.NewView(" ")
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.ReportFocus = true
	return v
}

// Run shows an App on a terminal until it is left, or In ends, or SIGINT or SIGTERM comes. The terminal is then as it was, whatever
// the error. The App is not closed.
//
// Where In is no file, a Read of it may still wait after Run has returned, until In is closed. A Write to Out that blocks is
// waited for: whoever serves a terminal closes Out when its connection is gone.
func Run(app *App, t Terminal) error {
	profile, styled := face.Detect(t.Env)
	stream, out := t.screen()
	keys, err := t.keyboard()
	if err != nil {
		return err
	}
	defer keys.stop()
	p := &program{
		app: app, writer: stream, colours: colourProfile{profile: profile, styled: styled, upright: face.Upright(t.Env)},
		keys: keys.fill, resized: t.Resized,
	}
	p.screen = paint.NewScreen(paint.Options{SGR: p.colours.palette()})
	p.writer.Use(traced{p.screen, app.Trace})
	app.Measured(inside(app.Measure, t.Env))
	size := t.size()
	app.resize(size.Width, size.Height) // the first frame is not to wait for Bubble Tea's message
	if !t.isFile() {
		app.actions[keymap.Suspend] = func(a *App) tea.Cmd { a.message = "there is no shell to go to here"; return nil }
	}
	input := term.NewInput(keys.file, p.writer)
	signals := make(chan os.Signal, 1) // Bubble Tea listens a moment too late: the screen is up by then
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	defer p.writer.Leave()
	p.signals = signals
	_, err = tea.NewProgram(p, tea.WithInput(input), tea.WithOutput(out), tea.WithEnvironment(t.Env), tea.WithColorProfile(profile),
		tea.WithWindowSize(size.Width, size.Height), tea.WithFPS(ticks), tea.WithoutSignalHandler()).Run()
	if err != nil {
		return fault.Errorf("run the screen: %w", err)
	}
	return nil
}
