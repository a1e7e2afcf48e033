// Package term connects the program to the terminal: it has one locked writer, which
// Bubble Tea and the painter share, and the keyboard.
//
// Bubble Tea (v2) has the modes, the input and the signals; its View is one
// blank. Every cell is the painter's. So the writer watches what Bubble Tea
// sends. Where that enters the alternate screen, the whole frame is painted
// after it, in the same write; where it leaves it, the terminal is first put
// back as it was. While the screen is up, what would touch a cell or the cursor
// is not sent at all; while it is not up, nothing is sent. This one rule covers
// start, resize, suspend, tea.Exec, panic and quit.
//
// Who enters leaves: Bubble Tea knows of the alternate screen from its first
// frame on, a Stream from the first byte. Its Leave gives the terminal back
// whatever has happened.
package term

import (
	"io"
	"os"
	"sync"
	"time"
)

// A Painter returns the bytes that update the screen: from its last frame or, if
// full, from an unknown state. They are valid until the next call. The writer
// calls it with its lock held, so it must not write.
type Painter interface {
	Paint(full bool) []byte
	// Damage marks rows [top, bottom) as unknown: the next Paint erases and
	// repaints them.
	Damage(top, bottom int)
}

const (
	// enterScreen saves the cursor and shows the alternate screen (DEC mode 1049).
	enterScreen = "\x1b[?1049h"
	// leaveScreen shows the main screen as it was. It is the last that is sent.
	leaveScreen = "\x1b[?1049l"
	// restore undoes what painters set for the whole terminal: autowrap on
	// (DECAWM), no colours (SGR), no scroll region (DECSTBM), a cursor.
	restore = "\x1b[?7h\x1b[m\x1b[r\x1b[?25h"
	// lastQuestion asks for the device attributes (DA1), which every terminal
	// answers, after what it was asked before.
	lastQuestion = "\x1b[c"
)

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
	left    bool   // for good: nothing is sent any more
	held    []byte // a sequence of which the rest is to come
	send    []byte
	err     error

	answers    *answers
	asked      bool        // Bubble Tea's own questions are about to be sent
	batch      *ProbeBatch // is to be sent with the next frame; nil for none
	on         switches
	input      *Input      // where the answers come; nil if that is not known
	discipline *discipline // of the terminal's input, likewise
}

// NewStream returns a Stream that writes to out.
func NewStream(out io.Writer) *Stream { return &Stream{out: out, answers: newAnswers(time.Now)} }

// connect sets the Input that answers arrive on, and the terminal's line discipline.
func (s *Stream) connect(in *Input, d *discipline) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.input, s.discipline = in, d
}

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

// NewWriter returns a Writer for a terminal, often os.Stdout.
func NewWriter(out *os.File) *Writer { return &Writer{NewStream(out), out} }

// Use sets the painter. The next Refresh shows its frame, and so does entering the
// alternate screen.
func (s *Stream) Use(p Painter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.painter, s.stale = p, true
}

// Open enters the alternate screen and does not wait for Bubble Tea to do so at
// its next tick. Without questions the frame is shown in the same write; with
// them, see ProbeBatch.Bytes, at Release.
func (s *Stream) Open(questions []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left || s.up {
		return
	}
	b := append(s.enter(nil), questions...)
	s.waits = len(questions) > 0
	s.ask(questions)
	if !s.waits && s.painter != nil {
		b = append(b, s.paint()...)
	}
	_ = s.flush(b)
}

// Release shows the frame that waited for answers, at the next Refresh.
func (s *Stream) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waits = false
}

// Ask sends the questions of a ProbeBatch with the next frame, in one write, and
// repaints the rows that they are written on.
func (s *Stream) Ask(q *ProbeBatch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.up {
		s.batch = q
	}
}

// ask records questions that are about to be sent.
func (s *Stream) ask(questions []byte) {
	for len(questions) > 0 {
		n, _ := next(questions)
		if n == 0 {
			return
		}
		s.answers.ask(questions[:n])
		questions = questions[n:]
	}
}

// Invalidate marks the screen as unknown: the next Refresh repaints all of it.
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
// has come, so that no frame gets between. Nothing is sent either of what leaves the screen down. An error
// is that of the write beneath; then none of b counts as written.
func (s *Stream) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.splitSequences(b)
	if !s.up {
		return len(b), nil
	}
	if s.asked { // not all terminals answer all of it, and then an Esc would be waited on for long
		s.answers.ask([]byte(lastQuestion))
		s.send, s.asked = append(s.send, lastQuestion...), false
	}
	if s.stale && !s.waits && s.painter != nil {
		s.send = append(s.send, s.paint()...)
	}
	if err := s.flush(s.send); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Leave restores the terminal for good, if Bubble Tea has not. Nothing is sent
// after it.
func (s *Stream) Leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leave()
	s.left = true
}

// Err returns the first error of a write, or nil.
func (s *Stream) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// splitSequences moves the sequences that b completes to s.send and handles their effects.
func (s *Stream) splitSequences(b []byte) {
	s.send = s.send[:0]
	s.held = append(s.held, b...)
	rest := s.held
	for len(rest) > 0 {
		n, e := next(rest)
		if n == 0 {
			break
		}
		s.handleSequence(rest[:n], e)
		rest = rest[n:]
	}
	s.held = append(s.held[:0], rest...)
}

// handleSequence handles one sequence by its effect on the terminal.
func (s *Stream) handleSequence(b []byte, e effect) {
	switch {
	case e == enters && !s.up && !s.left:
		s.send = s.enter(s.send)
	case e == leaves && s.up:
		_ = s.flush(s.send)
		s.send = s.send[:0]
		s.leave()
	case e == harmless && s.up:
		s.on.note(b)
		s.asked = s.answers.ask(b) || s.asked
		s.send = append(s.send, b...)
	case e == harmless:
		s.on.want(b)
	}
}

// enter takes over the terminal and appends the bytes for that.
func (s *Stream) enter(b []byte) []byte {
	s.up, s.stale = true, true
	s.discipline.raw()
	return s.on.again(append(b, enterScreen...))
}

// leave restores the terminal. If answers are still expected it first switches the
// modes off and reads the answers, so that the next program does not get them.
func (s *Stream) leave() {
	if !s.up {
		return
	}
	s.up, s.asked, s.batch = false, false, nil
	b := s.on.off(nil)
	if s.input != nil && s.answers.open() {
		s.answers.ask([]byte(lastQuestion))
		_ = s.flush(append(b, lastQuestion...))
		s.input.drain()
		b = b[:0]
	}
	_ = s.flush(append(append(b, restore...), leaveScreen...))
	s.discipline.restore()
}

// paint returns the bytes that update the screen, after the questions of a waiting batch.
func (s *Stream) paint() []byte {
	full := s.stale
	s.stale = false
	if s.batch == nil {
		return s.painter.Paint(full)
	}
	questions := s.batch.Bytes()
	s.ask(questions)
	s.painter.Damage(s.batch.Rows())
	s.batch = nil
	return append(questions, s.painter.Paint(full)...)
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
