package cli

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pizhu/model/fault"
	"pizhu/ui/message"
)

// farthest is how many letters a mistyped word may differ from the command that is suggested for it.
const farthest = 2

// A mistypedError reports a first argument that is neither a command nor a path.
type mistypedError struct {
	word    string
	parent  string // the command that the word follows: pizhu
	command string // the nearest command of the parent; empty if none is near
}

func (e mistypedError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e mistypedError) Fault() error { return fault.Errorf("%q: no such command or file", e.word) }

func (e mistypedError) Unwrap() error { return fs.ErrNotExist }

// hint returns what to type instead.
func (e mistypedError) hint(w *message.Words) string {
	if e.command == "" {
		return w.Text("hint.mistyped", e.parent)
	}
	return w.Text("hint.mistypedNear", e.parent, e.command)
}

// mistyped returns a mistypedError in the place of err if the first argument of c seems to be meant for a command below c: no file
// has its name, and it is near a command, or err is about a missing file. A word that is near a command is a usage error.
func mistyped(c *cobra.Command, err error) error {
	e := mistypedError{word: c.Flags().Arg(0), parent: c.CommandPath()}
	if !c.HasAvailableSubCommands() || e.word == "" || strings.ContainsAny(e.word, "-./\\") {
		return err
	}
	if _, missing := os.Lstat(e.word); missing == nil {
		return err
	}
	c.SuggestionsMinimumDistance = farthest
	if near := c.SuggestionsFor(e.word); len(near) > 0 {
		e.command = slices.Min(near)
		return usageError{e}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return e
	}
	return err
}
