package term

import (
	"bytes"
	"time"
	"unicode/utf8"
)

const (
	escKey     = "\x1b[27u"
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"

	mostHeld = 1024 // bytes of a sequence that is waited for
	headHeld = 16   // of those that are kept of a longer control string

	escWait      = 30 * time.Millisecond   // for what makes a sequence of an Esc
	sequenceWait = time.Second             // for the rest of what a person may have typed
	answerWait   = 2500 * time.Millisecond // for the rest of what only a terminal sends
)

// A splitter cuts the bytes of a terminal into whole keys, sequences and
// pastes. It neither reads nor waits: its owner says how the bytes came.
//
// A key Esc and the start of a sequence are the same byte. While no answer is
// expected, time tells them apart: an Esc by itself, or before what begins no
// sequence, is the key. While one is expected (open), time tells nothing: an
// answer may be cut anywhere, for seconds. Then an Esc waits for what comes
// next, and only what cannot become something that terminals send is typed.
//
// Where a wait has ended and the Esc was given out as the key, the rest of the
// sequence may still come. It is not typed either, if it comes in one piece;
// one by one a person may have typed the same.
type splitter struct {
	answers *answers
	raw     []byte // has come, but is not whole
	out     []byte // whole, to be handed on
	pasting bool   // within a bracketed paste

	open   bool   // an answer was expected when the first byte of raw came
	late   bool   // a byte of raw came later after the one before than escWait
	reads  int    // in how many pieces raw came
	lost   []byte // the beginning of a sequence that was given up; raw may be its rest
	typed  bool   // lost was handed on as keys
	single bool   // raw is the rest of lost, in a piece of one byte
}

// add takes the next piece. Late says that it came after a pause.
func (s *splitter) add(piece []byte, late bool) {
	if len(piece) == 0 {
		return
	}
	if len(s.raw) == 0 {
		s.begin(len(piece))
	}
	s.late = s.late || late
	s.reads++
	s.raw = append(s.raw, piece...)
	for len(s.raw) > 0 {
		n := s.next()
		if n == 0 {
			break
		}
		s.raw = append(s.raw[:0], s.raw[n:]...)
		s.open, s.late, s.reads = s.answers.open(), false, 1
	}
	s.limit()
}

// begin notes how the first piece of what is not whole came.
func (s *splitter) begin(length int) {
	s.open, s.late, s.reads = s.answers.open(), false, 0
	s.single = length == 1
}

// next hands on the first whole piece of raw, and returns its length in bytes:
// 0 where there is none.
func (s *splitter) next() int {
	if len(s.lost) > 0 && !s.pasting {
		if n, ok := s.rest(); ok {
			return n
		}
	}
	n := 0
	switch {
	case s.pasting:
		n = s.pasted()
	case s.raw[0] != escape:
		if utf8.FullRune(s.raw) {
			_, n = utf8.DecodeRune(s.raw)
		}
	default:
		return s.escape()
	}
	s.out = append(s.out, s.raw[:n]...)
	return n
}

// escape is next for what begins with an escape.
func (s *splitter) escape() int {
	if len(s.raw) == 1 {
		return 0
	}
	f, n := unfit, 0
	switch {
	case s.late:
		f, n = reports(s.raw)
	case opens(s.raw):
		f = partial
		if n = length(s.raw); n > 0 {
			f = whole
		}
	}
	switch f {
	case unfit:
		s.out = append(s.out, escKey...)
		return 1
	case whole:
		s.answers.take(s.raw[:n])
		if s.late {
			s.answers.linger()
		}
		s.pasting = string(s.raw[:n]) == pasteStart
		s.out = append(s.out, s.raw[:n]...)
	}
	return n
}

// rest takes raw for the rest of the sequence that was given up, if it can be
// that. It is dropped when it is whole. It reports whether raw was that, or may
// become that.
func (s *splitter) rest() (int, bool) {
	sequence := append(bytes.Clone(s.lost), s.raw...)
	f, n := reports(sequence)
	switch {
	case s.typed && s.single && !s.open, n > 0 && n <= len(s.lost):
		f = unfit
	case f == partial && s.typed && !s.answers.owes() && sequence[2] != '<':
		f = unfit
	case f == whole && !s.unasked(sequence[:n]) && !s.answers.owed(sequence[:n]):
		f = unfit
	}
	switch f {
	case partial:
		return 0, true
	case whole:
		s.answers.take(sequence[:n])
		n -= len(s.lost)
		s.lost = nil
		return n, true
	}
	s.lost = nil
	return 0, false
}

// unasked reports whether a sequence is a report that comes without a question:
// of the mouse, of the focus. The beginning of a key, such as an arrow, was
// handed on as keys, and so is its rest.
func (s *splitter) unasked(sequence []byte) bool {
	final := sequence[len(sequence)-1]
	return sequence[1] == '[' && (sequence[2] == '<' || final == 'I' || final == 'O' || !s.typed)
}

// pasted is the length of what of a paste can be handed on: all but what may be
// the beginning of its end.
func (s *splitter) pasted() int {
	if i := bytes.Index(s.raw, []byte(pasteEnd)); i >= 0 {
		s.pasting = false
		return i + len(pasteEnd)
	}
	for n := min(len(s.raw), len(pasteEnd)-1); n > 0; n-- {
		if bytes.HasSuffix(s.raw, []byte(pasteEnd[:n])) {
			return len(s.raw) - n
		}
	}
	return len(s.raw)
}

// wait is how long the rest of what is not whole is waited for.
func (s *splitter) wait() time.Duration {
	switch {
	case s.pasting || s.raw[0] != escape && len(s.lost) == 0:
		return sequenceWait
	case s.open || s.raw[0] == escape && len(s.raw) > 2:
		return answerWait
	case len(s.raw) == 1 && s.raw[0] == escape:
		return escWait
	}
	return sequenceWait
}

// giveUp ends the wait. What may have been typed is handed on as keys: an Esc,
// an Esc before a bracket or an O, and more than that where each byte came by
// itself. The beginning of anything longer is dropped. What comes next may be
// the rest of it.
func (s *splitter) giveUp() {
	held := s.raw
	if len(held) > 0 && held[0] == escape && !s.pasting {
		s.lost = bytes.Clone(held)
		s.typed = len(held) <= 2 || s.late && s.reads == len(held)
		if s.typed {
			s.out = append(append(s.out, escKey...), held[1:]...)
		}
	} else { // an ill-formed character, a part of a paste, or keys after all
		s.lost = nil
		s.out = append(s.out, held...)
	}
	s.raw = s.raw[:0]
}

// limit shortens a sequence that never ends. Of a control string the beginning
// and the last byte, which may begin its end, are kept, so that the rest is not
// typed.
func (s *splitter) limit() {
	switch {
	case len(s.raw) <= mostHeld:
	case s.raw[0] == escape && s.raw[1] != '[':
		s.raw = append(s.raw[:headHeld], s.raw[len(s.raw)-1])
	default:
		s.raw = s.raw[:0]
	}
}

// opens reports whether an Esc and what follows at once begin a sequence that
// terminals send: CSI, SS3, or a control string with the start of an answer.
func opens(b []byte) bool {
	third := byte('0')
	if len(b) > 2 {
		third = b[2]
	}
	digit := third >= '0' && third <= '9'
	switch b[1] {
	case '[':
		return true
	case 'O':
		return digit || third|0x20 >= 'a' && third|0x20 <= 'z'
	case ']':
		return digit
	case 'P':
		return digit || bytes.IndexByte([]byte(">!$+"), third) >= 0
	case '_':
		return digit || third == 'G'
	}
	return false
}

// length is the length in bytes of the sequence that b begins with, 0 where it
// is not whole.
func length(b []byte) int {
	if b[1] == 'O' {
		if len(b) < 3 {
			return 0
		}
		return 3
	}
	if _, n, ok := oddSequence(b); ok {
		return n
	}
	n, _ := sequence(b)
	return n
}
