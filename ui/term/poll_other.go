//go:build !unix

package term

import (
	"os"
	"time"
)

// Polls says that Readable waits.
const Polls = false

// Readable cannot be known here: what is not whole is given up at once.
func Readable(*os.File, time.Duration) bool { return false }

// Reopened is the file itself: here the runtime cannot wait for a terminal.
func Reopened(terminal *os.File) *os.File { return terminal }
