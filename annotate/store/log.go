package store

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"pizhu/model/fault"
)

// ErrNotLog reports a file that OpenLog would add lines to, but that holds something else: it may be an article.
var ErrNotLog = errors.New("it holds something else")

// OpenLog opens the file at path to add lines at its end. If there is none it makes one that only its owner can read. A file
// with content that does not begin with begin is refused with ErrNotLog, and all but files and terminals with ErrNotRegular.
//
// The lines are for debugging: they are not synced, and no lock keeps programs apart that add to one file.
func OpenLog(path, begin string) (io.WriteCloser, error) {
	if info, err := os.Stat(path); err == nil && info.Mode()&fs.ModeType&^fs.ModeDevice&^fs.ModeCharDevice != 0 {
		return nil, fault.Errorf("open log %q: %w", path, ErrNotRegular) // before it is opened, since that waits for a pipe's other end
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.Errorf("open log %q: %w", path, cause(err))
	}
	if err := checkLog(f, begin); err != nil {
		return nil, errors.Join(fault.Errorf("open log %q: %w", path, cause(err)), f.Close())
	}
	return f, nil
}

// checkLog returns ErrNotLog if a regular file has content that does not begin with begin.
func checkLog(f *os.File, begin string) error {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return err
	}
	found := make([]byte, len(begin))
	if _, err := f.ReadAt(found, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !bytes.Equal(found, []byte(begin)) {
		return ErrNotLog
	}
	return nil
}
