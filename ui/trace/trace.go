// Package trace writes what happens on the screen as JSON lines, for people who develop it: a program that owns the terminal
// cannot print. A line tells of a key, a message of Bubble Tea, or a frame, with the time that it took. It holds no text of
// articles and, unless that is asked for, none that a person typed.
package trace

import (
	"fmt"
	"io"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/go-json-experiment/json"
)

// Begin is what every line begins with, and so every file of lines.
const Begin = `{"time":"`

// A Log writes lines. A nil Log writes nothing and costs nothing. It is safe for use by several goroutines.
type Log struct {
	mu   sync.Mutex
	w    io.Writer
	now  func() time.Time
	text bool
}

// New returns a Log that writes to w, with times from now. WithText also writes the text that a person types or pastes.
func New(w io.Writer, now func() time.Time, withText bool) *Log {
	return &Log{w: w, now: now, text: withText}
}

// A line is one event. Times are those at which it was over.
type line struct {
	Time  time.Time `json:"time"`
	Event string    `json:"event"` // start, key, paste, message or frame

	Version string `json:"version,omitzero"` // start: of the program
	PID     int    `json:"pid,omitzero"`     // start: of the process

	Key   string `json:"key,omitzero"`   // key: its name, or "text"
	Chars int    `json:"chars,omitzero"` // paste: how many code points it has
	Text  string `json:"text,omitzero"`  // paste: what it holds, if that is asked for
	Type  string `json:"type,omitzero"`  // message: its type in Go

	Bytes *int `json:"bytes,omitzero"` // frame: how many it sends
	Full  bool `json:"full,omitzero"`  // frame: the whole screen is painted anew

	Micros int64 `json:"micros"` // how long it took
}

// Start writes the first line of a run.
func (l *Log) Start(version string, pid int) {
	if l == nil {
		return
	}
	l.write(line{Event: "start", Version: version, PID: pid})
}

// Time returns the time for the argument began of the other methods.
func (l *Log) Time() time.Time {
	if l == nil {
		return time.Time{}
	}
	return l.now()
}

// Message writes a message that was handled from began until now. While a person types text, the letters that a key stands for
// are not written.
func (l *Log) Message(msg tea.Msg, typing bool, began time.Time) {
	if l == nil {
		return
	}
	out := line{Event: "message", Type: fmt.Sprintf("%T", msg), Micros: l.now().Sub(began).Microseconds()}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		out.Event, out.Type, out.Key = "key", "", msg.String()
		if typing && msg.Text != "" && !l.text {
			out.Key = "text"
		}
	case tea.PasteMsg:
		out.Event, out.Type, out.Chars = "paste", "", len([]rune(msg.Content))
		if l.text {
			out.Text = msg.Content
		}
	}
	l.write(out)
}

// Frame writes a frame of so many bytes that was made from began until now. Full means that the whole screen is painted anew.
func (l *Log) Frame(bytes int, full bool, began time.Time) {
	if l == nil {
		return
	}
	n := bytes // so that a Log that is off allocates nothing
	l.write(line{Event: "frame", Bytes: &n, Full: full, Micros: l.now().Sub(began).Microseconds()})
}

// write writes a line. An error is dropped: the screen goes on without its log.
func (l *Log) write(out line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	out.Time = l.now()
	if raw, err := json.Marshal(out); err == nil {
		_, _ = l.w.Write(append(raw, '\n'))
	}
}
