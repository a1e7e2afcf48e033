package cli

import (
	"bytes"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"

	"pizhu/model/text"
)

// A terminalWriter shows data on a terminal: text.Safe stands in for what the
// terminal would obey, and for what hides or turns what is around it. To a file data
// goes as it is, so only standard output that is a terminal has one.
type terminalWriter struct {
	w    io.Writer
	held []byte // of a line that has not ended
}

// toTerminal returns a writer for what is printed to w: a terminalWriter if w is a
// terminal, else w itself.
func toTerminal(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return &terminalWriter{w: w}
	}
	return w
}

// terminal returns the terminal itself, for text that may use escape codes.
func (t *terminalWriter) terminal() *os.File { return t.w.(*os.File) }

// mostHeld is how much of a line is waited for, in bytes.
const mostHeld = 1 << 16

// Write shows the lines that are whole. Of one that is too long the clusters are
// shown that have ended.
func (t *terminalWriter) Write(p []byte) (int, error) {
	end := bytes.LastIndexByte(p, '\n') + 1
	if end > 0 {
		end += len(t.held)
	}
	t.held = append(t.held, p...)
	if end == 0 && len(t.held) > mostHeld {
		end = wholeRunes(t.held)
	}
	if end == 0 {
		return len(p), nil
	}
	if _, err := t.w.Write(safeLines(t.held[:end])); err != nil {
		return 0, err
	}
	t.held = append(t.held[:0], t.held[end:]...)
	return len(p), nil
}

// wholeRunes is how many bytes there are up to a character that has not ended.
func wholeRunes(raw []byte) int {
	for i := len(raw) - 1; i >= 0 && i >= len(raw)-utf8.UTFMax; i-- {
		if utf8.RuneStart(raw[i]) {
			if utf8.FullRune(raw[i:]) {
				break
			}
			return i
		}
	}
	return len(raw)
}

// Flush shows the rest of a line.
func (t *terminalWriter) Flush() error {
	_, err := t.w.Write(safeLines(t.held))
	t.held = nil
	return err
}

// safeLines is what is shown of lines. Their ends and tabs stay.
func safeLines(raw []byte) []byte {
	var b bytes.Buffer
	for c := range text.Clusters(string(raw)) {
		switch c {
		case "\n", "\t":
			b.WriteString(c)
		case "\r\n":
			b.WriteByte('\n')
		default:
			b.WriteString(text.Safe(c))
		}
	}
	return b.Bytes()
}
