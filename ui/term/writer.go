// Package term is the way to the terminal: one locked writer that Bubble Tea
// and the painter share.
//
// Bubble Tea (v2) has the modes, the input and the signals; its View is one
// blank. Every cell is the painter's. So the writer watches what Bubble Tea
// sends. Where that enters the alternate screen, the whole frame is painted
// after it, in the same write; where it leaves it, the terminal is first put
// back as it was, and painting pauses. While the screen is up, what would touch
// a cell or the cursor is not sent at all. This one rule covers start, resize,
// suspend, tea.Exec, panic and quit.
package term

import (
	"io"
	"os"
	"sync"
)

// A Painter gives the bytes that bring the screen up to date: from what it gave
// last, or, if full, from a screen in an unknown state. They are valid until
// the next call. It is called with the writer's lock held and must not write.
type Painter interface {
	Paint(full bool) []byte
}

// restore undoes what painters set for the whole terminal: autowrap on
// (DECAWM), no colours (SGR), no scroll region (DECSTBM).
const restore = "\x1b[?7h\x1b[m\x1b[r"

// enterScreen saves the cursor and shows the alternate screen (DEC mode 1049).
const enterScreen = "\x1b[?1049h"

// A Stream is the locked writer over any io.Writer, such as an ssh session's
// channel. It is safe for use by several goroutines.
//
// A program run by tea.Exec must have its standard output set to the terminal
// itself: through a Stream it would have a pipe, and its own alternate screen
// would be taken for Bubble Tea's.
type Stream struct {
	mu      sync.Mutex
	out     io.Writer
	painter Painter
	up      bool   // the alternate screen is shown
	stale   bool   // what it shows is not known to be what the painter gave
	waits   bool   // the first frame waits for answers
	held    []byte // a sequence of which the rest is to come
	send    []byte
	err     error
}

// NewStream makes a Stream that writes to out.
func NewStream(out io.Writer) *Stream { return &Stream{out: out} }

// A Writer is a Stream over a terminal's file. It has the methods of a file
// that Bubble Tea asks for (the File of charmbracelet/x/term), to set the
// terminal's modes and learn its size.
//
// No more of os.File is embedded: its WriteString and ReadFrom would be ways
// around the lock.
type Writer struct {
	*Stream
	file
}

type file interface {
	io.ReadCloser
	Fd() uintptr
}

// NewWriter makes a Writer of a terminal, often os.Stdout.
func NewWriter(out *os.File) *Writer { return &Writer{NewStream(out), out} }

// Use sets the painter. The next Refresh, or the alternate screen, shows its
// frame.
func (s *Stream) Use(p Painter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.painter, s.stale = p, true
}

// Open enters the alternate screen and does not wait for Bubble Tea to do so at
// its next tick. The terminal is to be in raw mode. Without questions the frame
// is shown in the same write; with them, see Inquiry.Bytes, at Release.
func (s *Stream) Open(questions []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.up, s.stale, s.waits = true, true, len(questions) > 0
	b := append([]byte(enterScreen), questions...)
	if !s.waits && s.painter != nil {
		b = append(b, s.paint()...)
	}
	_ = s.flush(b)
}

// Release shows the frame that waited for answers, if one did.
func (s *Stream) Release() {
	s.mu.Lock()
	s.waits = false
	s.mu.Unlock()
	s.Refresh()
}

// Ask asks questions, see Inquiry.Bytes, and paints the screen that they were
// asked on anew, in one write.
func (s *Stream) Ask(questions []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.up || s.painter == nil {
		return
	}
	s.stale = true
	_ = s.flush(append(questions, s.paint()...))
}

// Invalidate says that the screen is in an unknown state: the next Refresh
// paints all of it.
func (s *Stream) Invalidate() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stale = true
}

// Refresh shows the painter's newest frame, in one write. While the alternate
// screen is not up it does nothing; the newest frame then is shown when it
// comes up.
func (s *Stream) Refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.up && !s.waits && s.painter != nil {
		_ = s.flush(s.paint())
	}
}

// Write takes Bubble Tea's own output. Of a sequence that b ends within, nothing is sent before its rest
// has come, so that no frame gets between. An error is that of the write
// beneath; then none of b counts as written.
func (s *Stream) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take(b)
	if s.up && s.stale && !s.waits && s.painter != nil {
		s.send = append(s.send, s.paint()...)
	}
	if err := s.flush(s.send); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Err is the first error of a write, or nil.
func (s *Stream) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// take fills s.send with what b completes, and notes what that does.
func (s *Stream) take(b []byte) {
	s.send = s.send[:0]
	s.held = append(s.held, b...)
	rest := s.held
	for len(rest) > 0 {
		n, e := next(rest)
		if n == 0 {
			break
		}
		if s.note(e) {
			s.send = append(s.send, rest[:n]...)
		}
		rest = rest[n:]
	}
	s.held = append(s.held[:0], rest...)
}

// note takes in the effect of what comes next, and reports whether it is sent.
func (s *Stream) note(e effect) bool {
	switch e {
	case touches:
		return !s.up
	case enters:
		if s.up {
			return false
		}
		s.up, s.stale = true, true
	case leaves:
		if s.up {
			s.send = append(s.send, restore...)
		}
		s.up = false
	}
	return true
}

// paint gives the bytes that bring the screen up to date.
func (s *Stream) paint() []byte {
	full := s.stale
	s.stale = false
	return s.painter.Paint(full)
}

// flush sends b. After an error the screen is in an unknown state.
func (s *Stream) flush(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	_, err := s.out.Write(b)
	if err != nil {
		s.stale = true
		if s.err == nil {
			s.err = err
		}
	}
	return err
}
