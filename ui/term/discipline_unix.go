//go:build unix

package term

import (
	"os"

	"github.com/charmbracelet/x/term"
)

// A discipline is how the system treats a terminal's input: raw while the
// screen is up, with lines and their echo while it is not. Bubble Tea would
// give it back too early, before the last answers were read, and not at all
// where it ends before its first frame; it is not told that the Input is a
// terminal.
type discipline struct {
	file  *os.File
	found *term.State // what to give back; nil while it is not changed
}

func newDiscipline(file *os.File) *discipline { return &discipline{file: file} }

// raw has keys come as they are typed.
func (d *discipline) raw() {
	if d == nil || d.found != nil {
		return
	}
	if state, err := term.MakeRaw(descriptor(d.file)); err == nil {
		d.found = state
	}
}

// restore gives back what was found.
func (d *discipline) restore() {
	if d == nil || d.found == nil {
		return
	}
	_ = term.Restore(descriptor(d.file), d.found)
	d.found = nil
}
