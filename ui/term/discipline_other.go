//go:build !unix

package term

import "os"

// A discipline is how the system treats a terminal's input. Here Bubble Tea
// changes it and gives it back.
type discipline struct{}

func newDiscipline(*os.File) *discipline { return nil }

func (*discipline) raw() {}

func (*discipline) restore() {}

// Write writes to the terminal: Bubble Tea asks for a File.
func (in *Input) Write(p []byte) (int, error) { return in.source.(keyboard).Write(p) }

// Close closes the terminal.
func (in *Input) Close() error { return in.source.(keyboard).Close() }

// Fd is the terminal's descriptor, by which Bubble Tea sets its modes.
func (in *Input) Fd() uintptr { return descriptor(in.source.(keyboard).File) }
