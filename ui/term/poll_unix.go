//go:build unix

package term

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Polls says that Readable waits.
const Polls = true

// Readable waits until there is something to be read, at most for a time.
func Readable(f *os.File, wait time.Duration) bool {
	for end := time.Now().Add(wait); ; {
		left := time.Until(end).Milliseconds()
		fds := []unix.PollFd{{Fd: int32(f.Fd()), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(max(0, left)))
		if !errors.Is(err, unix.EINTR) {
			return err == nil && n > 0
		}
	}
}
