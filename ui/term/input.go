package term

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// An Input is the terminal's keyboard, and hands on only what is whole: keys,
// sequences, pastes. On a slow line a sequence may come in pieces, and a reader
// that gives up on the first takes the rest for keys: of the answer to a
// question, or of a press of the mouse, the digits would label. See splitter
// for how typed keys are told from the pieces of a sequence.
//
// An Esc that was typed is handed on in a form that cannot be mistaken (CSI 27
// u, of the kitty keyboard protocol), so that Esc and a letter typed fast are
// not Alt with the letter.
type Input struct {
	source source
	split  splitter

	owner   sync.Mutex   // held by the Read, or the drain, that takes what comes
	waiting atomic.Int32 // how many want to be the owner
	drains  atomic.Bool  // the owner is the drain, which nobody ends
	polls   bool         // Reads of source have no deadline, so it is asked whether they would wait
}

// A source is where keys come from.
type source interface {
	// Read waits until something has come, and gives some of it.
	Read(p []byte) (int, error)
	// Readable waits until Read will not wait, at most for a time.
	Readable(wait time.Duration) bool
	// SetReadDeadline ends the Reads that still wait at a time.
	SetReadDeadline(t time.Time) error
}

// A keyboard is the source that a terminal's file is.
type keyboard struct{ *os.File }

// Readable implements source.
func (k keyboard) Readable(wait time.Duration) bool { return Readable(k.File, wait) }

// NewInput makes an Input of a terminal, often os.Stdin, that is asked
// questions through s. The Stream reads what is on its way from it before it
// gives the terminal back.
func NewInput(file *os.File, s *Stream) *Input {
	in := newInput(keyboard{file}, s.answers)
	s.connect(in, newDiscipline(file))
	return in
}

func newInput(from source, a *answers) *Input {
	return &Input{source: from, split: splitter{answers: a}, polls: Polls && from.SetReadDeadline(time.Time{}) != nil}
}

const (
	// chunk is how many bytes are read at a time; an Esc grows to five, and all
	// has to fit into a caller's 4,096.
	chunk = 256
	// handOver is how long an owner may go on that has no deadline.
	handOver = 100 * time.Millisecond
)

// Read hands on keys, sequences and pastes. It waits for input where there is
// none.
//
// One that still waits when another begins ends with io.EOF. When it is
// suspended, Bubble Tea leaves one behind, which would take the first key
// after.
func (in *Input) Read(p []byte) (int, error) {
	in.own()
	defer in.owner.Unlock()
	for len(in.split.out) == 0 {
		if err := in.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, in.split.out)
	in.split.out = append(in.split.out[:0], in.split.out[n:]...)
	return n, nil
}

// own becomes the owner of what comes. The Read that waits for it ends.
func (in *Input) own() {
	if in.owner.TryLock() {
		return
	}
	in.waiting.Add(1)
	defer in.waiting.Add(-1)
	if in.drains.Load() {
		in.owner.Lock()
		return
	}
	_ = in.source.SetReadDeadline(time.Unix(1, 0))
	in.owner.Lock()
	_ = in.source.SetReadDeadline(time.Time{})
}

// fill reads once. Where a sequence is not whole it waits for the rest, and if
// none comes in time, gives it up.
func (in *Input) fill() error {
	late := false
	if len(in.split.raw) > 0 {
		var more bool
		if more, late = in.await(); !more {
			in.split.giveUp()
			return nil
		}
	}
	for in.polls && !in.source.Readable(handOver) {
		if in.waiting.Load() > 0 && !in.drains.Load() {
			return io.EOF
		}
	}
	var b [chunk]byte
	n, err := in.source.Read(b[:])
	in.split.add(b[:n], late)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		return io.EOF
	case len(in.split.raw) > 0:
		in.split.giveUp()
		return nil
	}
	return err
}

// await waits for the rest of a sequence. It reports whether something has
// come, and whether that took longer than the pieces of a sequence do as a
// rule.
func (in *Input) await() (more, late bool) {
	wait := in.split.wait()
	if in.source.Readable(min(wait, escWait)) {
		return true, false
	}
	return wait > escWait && in.source.Readable(wait-escWait), true
}

// drain reads and drops what comes, until no answer is expected, or none has
// come for some time.
func (in *Input) drain() {
	a := in.split.answers
	in.own()
	defer in.owner.Unlock()
	in.drains.Store(true)
	defer in.drains.Store(false)
	for end := a.now().Add(longestDrain); a.open() && a.now().Before(end); {
		if !in.source.Readable(min(a.silence(), end.Sub(a.now()))) || in.fill() != nil {
			return
		}
		in.split.out = in.split.out[:0]
	}
}

// descriptor is that of a file. The file's own Fd would make reads block a thread.
func descriptor(f *os.File) (fd uintptr) {
	if c, err := f.SyscallConn(); err == nil {
		_ = c.Control(func(n uintptr) { fd = n })
	}
	return fd
}

// FeedKeys fills the pipe w with the keys of r, until r ends or nobody reads from w any more.
func FeedKeys(w *os.File, r io.Reader) { _, _ = io.Copy(w, r) }
