package journal

import (
	"os"
)

// A FileStamp is what changes with a file, whatever is written to it.
type FileStamp struct {
	size int64
	time int64
}

// stampOf is that of a file, and zero where there is none.
func stampOf(path string) FileStamp {
	info, err := os.Stat(path)
	if err != nil {
		return FileStamp{}
	}
	return FileStamp{info.Size(), info.ModTime().UnixNano()}
}

// A FileWatch says when a file was written. It reads nothing: it is asked every few
// seconds.
type FileWatch struct {
	read, seen FileStamp
	failed     bool // whether the file could not be looked at the last time
}

// NewFileWatch watches for what is written to a file from now on.
func NewFileWatch(path string) FileWatch {
	now := stampOf(path)
	return FileWatch{read: now, seen: now}
}

// Changed reports whether the file is another than the one that was read, and whole:
// two looks at it saw the same.
func (w *FileWatch) Changed(path string) bool {
	now := stampOf(path)
	settled := now == w.seen
	if w.seen = now; !settled || now == w.read || now == (FileStamp{}) {
		return false
	}
	w.read = now
	return true
}

// lost is why a file that was there cannot be looked at any more: two looks at it saw that.
func (w *FileWatch) lost(path string) error {
	if w.read == (FileStamp{}) {
		return nil // it was never there
	}
	_, err := os.Stat(path)
	twice := err != nil && w.failed
	w.failed = err != nil
	if !twice {
		return nil
	}
	return err
}

// ChangedOnDisk reports whether the sidecar may have been written since it was asked
// last. It reads nothing: it is asked every few seconds.
func (d *FileBackend) ChangedOnDisk() bool {
	now, was := stampOf(d.Path), d.Stamp
	d.Stamp = now
	return now != was || now == FileStamp{}
}
