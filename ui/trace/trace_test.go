package trace

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestLog compares the lines of a few events. The clock goes on by a millisecond each time that it is read.
func TestLog(t *testing.T) {
	for _, tt := range []struct {
		withText bool
		want     string
	}{
		{false, `
{"time":"2026-11-23T09:00:00.001Z","event":"start","version":"v1","pid":7,"micros":0}
{"time":"2026-11-23T09:00:00.004Z","event":"key","key":"j","micros":1000}
{"time":"2026-11-23T09:00:00.007Z","event":"key","key":"text","micros":1000}
{"time":"2026-11-23T09:00:00.01Z","event":"key","key":"enter","micros":1000}
{"time":"2026-11-23T09:00:00.013Z","event":"paste","chars":2,"micros":1000}
{"time":"2026-11-23T09:00:00.016Z","event":"message","type":"tea.WindowSizeMsg","micros":1000}
{"time":"2026-11-23T09:00:00.019Z","event":"frame","bytes":0,"micros":1000}
{"time":"2026-11-23T09:00:00.022Z","event":"frame","bytes":7300,"full":true,"micros":1000}
`},
		{true, `
{"time":"2026-11-23T09:00:00.001Z","event":"start","version":"v1","pid":7,"micros":0}
{"time":"2026-11-23T09:00:00.004Z","event":"key","key":"j","micros":1000}
{"time":"2026-11-23T09:00:00.007Z","event":"key","key":"春","micros":1000}
{"time":"2026-11-23T09:00:00.01Z","event":"key","key":"enter","micros":1000}
{"time":"2026-11-23T09:00:00.013Z","event":"paste","chars":2,"text":"春眠","micros":1000}
{"time":"2026-11-23T09:00:00.016Z","event":"message","type":"tea.WindowSizeMsg","micros":1000}
{"time":"2026-11-23T09:00:00.019Z","event":"frame","bytes":0,"micros":1000}
{"time":"2026-11-23T09:00:00.022Z","event":"frame","bytes":7300,"full":true,"micros":1000}
`},
	} {
		var b strings.Builder
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		events(New(&b, func() time.Time { now = now.Add(time.Millisecond); return now }, tt.withText))
		if got := "\n" + b.String(); got != tt.want {
			t.Errorf("with text %v:%s", tt.withText, got)
		}
		for l := range strings.Lines(b.String()) {
			if !strings.HasPrefix(l, Begin) {
				t.Errorf("%q does not begin with %s", l, Begin)
			}
		}
	}
}

func events(l *Log) {
	l.Start("v1", 7)
	l.Message(tea.KeyPressMsg{Code: 'j', Text: "j"}, false, l.Time())
	l.Message(tea.KeyPressMsg{Code: '春', Text: "春"}, true, l.Time())
	l.Message(tea.KeyPressMsg{Code: tea.KeyEnter}, true, l.Time())
	l.Message(tea.PasteMsg{Content: "春眠"}, true, l.Time())
	l.Message(tea.WindowSizeMsg{Width: 80, Height: 24}, false, l.Time())
	l.Frame(0, false, l.Time())
	l.Frame(7300, true, l.Time())
}

// TestNoLog holds that a log that is off costs no memory.
func TestNoLog(t *testing.T) {
	var off *Log
	key := tea.Msg(tea.KeyPressMsg{Code: 'j', Text: "j"})
	if n := testing.AllocsPerRun(100, func() {
		off.Message(key, false, off.Time())
		off.Frame(7300, true, off.Time())
	}); n > 0 {
		t.Errorf("it allocates %v times an event", n)
	}
}
