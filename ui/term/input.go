package term

import (
	"bytes"
	"io"
	"os"
	"sync"
	"time"
	"unicode/utf8"
)

// An Input is the terminal's keyboard, and hands on only what is whole. On a
// slow line a sequence may come in pieces, and a reader that gives up on the
// first takes the rest for keys: of a press of the mouse, the digits would
// label. Here an opened sequence waits for its end, and is dropped if that does
// not come.
//
// The key Esc and the start of a sequence are the same byte. An Esc by itself,
// or before what begins no sequence, is handed on in a form that cannot be
// mistaken (CSI 27 u, of the kitty keyboard protocol), so that Esc and a letter
// typed fast are not Alt with the letter.
type Input struct {
	file    *os.File
	turn    sync.Mutex // of the Read that may take keys
	raw     []byte     // came, but is not whole
	out     []byte     // is to be handed on
	pasting bool       // within a bracketed paste
}

// NewInput makes an Input of a terminal, often os.Stdin.
func NewInput(file *os.File) *Input { return &Input{file: file} }

const (
	escKey     = "\x1b[27u"
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"

	chunk    = 256  // bytes that are read at a time; an Esc grows to five, and all has to fit into a caller's 4,096
	mostHeld = 1024 // bytes of a sequence that is waited for

	escWait      = 30 * time.Millisecond // for what makes a sequence of an Esc
	sequenceWait = time.Second           // for the rest of a sequence
)

// Read hands on keys, sequences and pastes. It waits for input where there is
// none, and for a second at most where a sequence is not whole.
//
// One that still waits when another begins ends with an error. When it is suspended, Bubble Tea leaves one behind, which
// would take the first key after.
func (in *Input) Read(p []byte) (int, error) {
	if !in.turn.TryLock() {
		_ = in.file.SetReadDeadline(time.Unix(1, 0)) // of a file that has none the other takes a key, as ever
		in.turn.Lock()
		_ = in.file.SetReadDeadline(time.Time{})
	}
	defer in.turn.Unlock()
	for len(in.out) == 0 || len(in.raw) > 0 {
		var b [chunk]byte
		n, err := in.file.Read(b[:])
		if err != nil && len(in.raw) == 0 && len(in.out) == 0 {
			return 0, err
		}
		in.raw = append(in.raw, b[:n]...)
		in.take()
		if len(in.raw) > 0 && (err != nil || !Readable(in.file, in.patience())) {
			in.giveUp()
		}
		if len(in.raw) == 0 {
			break
		}
	}
	n := copy(p, in.out)
	in.out = append(in.out[:0], in.out[n:]...)
	return n, nil
}

// patience is how long the rest of what is not whole is waited for.
func (in *Input) patience() time.Duration {
	if len(in.raw) == 1 && !in.pasting {
		return escWait
	}
	return sequenceWait
}

// take moves what is whole from raw to out.
func (in *Input) take() {
	for len(in.raw) > 0 {
		n := in.whole()
		if n == 0 {
			break
		}
		in.raw = append(in.raw[:0], in.raw[n:]...)
	}
	if len(in.raw) > mostHeld {
		in.raw = in.raw[:0]
	}
}

// whole hands on the first whole piece of raw, and returns its length in bytes:
// 0 where there is none.
func (in *Input) whole() int {
	n := 0
	switch {
	case in.pasting:
		n = in.pasted()
	case in.raw[0] != escape:
		if utf8.FullRune(in.raw) {
			_, n = utf8.DecodeRune(in.raw)
		}
	case len(in.raw) > 1 && !opens(in.raw):
		in.out = append(in.out, escKey...)
		return 1
	case len(in.raw) > 1:
		n = length(in.raw)
		in.pasting = n > 0 && string(in.raw[:n]) == pasteStart
	}
	in.out = append(in.out, in.raw[:n]...)
	return n
}

// pasted is the length of what of a paste can be handed on: all but what may be
// the beginning of its end.
func (in *Input) pasted() int {
	if i := bytes.Index(in.raw, []byte(pasteEnd)); i >= 0 {
		in.pasting = false
		return i + len(pasteEnd)
	}
	for n := min(len(in.raw), len(pasteEnd)-1); n > 0; n-- {
		if bytes.HasSuffix(in.raw, []byte(pasteEnd[:n])) {
			return len(in.raw) - n
		}
	}
	return len(in.raw)
}

// opens reports whether an Esc and what follows begin a sequence that terminals
// send: CSI, SS3, or a control string with the start of an answer.
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
		return third >= 'A' && third <= 'Z' || third >= 'a' && third <= 'z' || digit
	case ']':
		return digit
	case 'P':
		return digit || third == '>' || third == '!' || third == '$' || third == '+'
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
	n, _ := sequence(b)
	return n
}

// giveUp ends the wait. An Esc is the key; so is one before a bracket or an O,
// which were typed then. The beginning of anything longer is dropped.
func (in *Input) giveUp() {
	switch held := in.raw; {
	case len(held) == 0:
	case in.pasting:
		in.out = append(in.out, held...)
	case held[0] != escape:
		in.out = append(in.out, held...) // an ill-formed character
	case len(held) <= 2:
		in.out = append(append(in.out, escKey...), held[1:]...)
	}
	in.raw = in.raw[:0]
}

// Write writes to the terminal: Bubble Tea asks for a File.
func (in *Input) Write(p []byte) (int, error) { return in.file.Write(p) }

// Close closes the terminal.
func (in *Input) Close() error { return in.file.Close() }

// Fd is the terminal's descriptor, by which Bubble Tea waits for input and sets
// raw mode.
func (in *Input) Fd() uintptr { return descriptor(in.file) }

// descriptor is that of a file. The file's own Fd would make reads block a thread.
func descriptor(f *os.File) (fd uintptr) {
	if c, err := f.SyscallConn(); err == nil {
		_ = c.Control(func(n uintptr) { fd = n })
	}
	return fd
}

var _ io.ReadWriteCloser = (*Input)(nil)
