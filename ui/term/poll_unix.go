//go:build unix

package term

import (
	"errors"
	"fmt"
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
		fds := []unix.PollFd{{Fd: int32(descriptor(f)), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(max(0, left)))
		if !errors.Is(err, unix.EINTR) {
			return err == nil && n > 0
		}
	}
}

// Reopened is a terminal, to be read, under a descriptor of its own, for which the runtime waits: where a read blocks a thread, each key
// waits for another thread to be woken, which is about a seventh of its time. What shares the terminal is not touched by that. Where
// there is no such way, which is all but Linux, or where it is forbidden, it is the file itself.
func Reopened(terminal *os.File) *os.File {
	own, err := os.Open(fmt.Sprintf("/proc/self/fd/%d", descriptor(terminal)))
	if err != nil {
		return terminal
	}
	return own
}
