package store

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"pizhu/model/fault"
)

// A Hold is a locked file that says who is at work, for as long as its process
// lives. Nothing hangs on it: it is for people to know of each other.
type Hold struct{ file *os.File }

// NewHold makes a file that holds a line, and locks it.
func NewHold(path string, line []byte) (*Hold, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fault.Errorf("hold %q: %w", path, cause(err))
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fault.Errorf("hold %q: %w", path, cause(err))
	}
	lock(f) // first: who finds the file unlocked takes it for one that was left
	if _, err := f.Write(line); err != nil {
		(&Hold{f}).Release()
		return nil, fault.Errorf("hold %q: %w", path, cause(err))
	}
	return &Hold{f}, nil
}

// Release lets the file go and removes it.
func (h *Hold) Release() {
	_ = os.Remove(h.file.Name()) // one that stays is not locked, and goes with the next look at it
	h.file.Close()
}

// firstLine is how long, in bytes, the line of a Hold and the first of a
// journal may be.
const firstLine = 1 << 16

// heldFile is Disk.Held for a real path.
func heldFile(path string) (line []byte, held bool) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	raw, err := io.ReadAll(io.LimitReader(f, firstLine))
	end := bytes.IndexByte(raw, '\n')
	if err != nil || end < 0 {
		return nil, false
	}
	return raw[:end+1], locks && locked(f)
}
