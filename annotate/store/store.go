// Package store is the only writer of files in the program, and reads those
// that it writes.
//
// What it writes it replaces: a file is at every moment, and after a power cut,
// the old one whole or the new one whole. It does not know what is in a file.
// That another program wrote one in the meantime it sees by its Version.
package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"pizhu/model/fault"
)

// A Version is the hash of a file's bytes, as Hash has it; empty where there is
// no file.
type Version string

// Why a file is not read or written, where a caller may want to tell. That it
// is not there is fs.ErrNotExist.
var (
	ErrNotRegular = errors.New("not a regular file")
	ErrReadOnly   = errors.New("the file is read-only")
	ErrTooLarge   = errors.New("the file is too large")
	ErrChanged    = errors.New("another program has written the file")
)

// Hash is the SHA-256 of raw in lower-case hexadecimal.
func Hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Read reads a whole file of at most limit bytes, else it fails with
// ErrTooLarge. What is not a regular file, or a link to one, is refused with
// ErrNotRegular: a pipe would never end, and a device may do anything.
func Read(path string, limit int64) ([]byte, error) {
	raw, err := read(path, limit)
	if err != nil {
		return nil, fault.Errorf("read %q: %w", path, cause(err))
	}
	return raw, nil
}

func read(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path) // before it is opened: that alone can rewind a tape
	if err != nil {
		return nil, err
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe that took its place must not block
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	return readAll(f, info.Size(), limit)
}

// readAll reads at most so many bytes to the end; about size are expected.
func readAll(r io.Reader, size, limit int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(min(size, limit)) + bytes.MinRead)
	if _, err := b.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, err
	}
	if int64(b.Len()) > limit {
		return nil, fault.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	return b.Bytes(), nil
}

// regular refuses what is not a regular file, and says what it is.
func regular(info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return fault.Errorf("%w but %s", ErrNotRegular, kind(info.Mode()))
}

func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeSymlink != 0:
		return "a link"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

// cause is an error of package os without the paths, which the caller says.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
