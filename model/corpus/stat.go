package corpus

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"pizhu/model/fault"
)

// Stat describes the file or folder at path, following links. Its error is a *PathError.
func Stat(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err == nil {
		return info, nil
	}
	failed := &PathError{Path: path, Err: err}
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		failed.Err = at.Err
	}
	failed.Link, _ = os.Readlink(path) // empty unless path is a link
	return nil, failed
}

// A PathError reports a path at which nothing can be read, in words for the person who typed it.
type PathError struct {
	Path string
	Link string // the target of the link at Path; empty if Path is no link
	Err  error
}

func (e *PathError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *PathError) Fault() error {
	switch missing := errors.Is(e.Err, fs.ErrNotExist); {
	case e.Link != "" && missing:
		return fault.Errorf("%q: the link leads to %q, where nothing is", e.Path, e.Link)
	case e.Link != "" && errors.Is(e.Err, syscall.ELOOP):
		return fault.Errorf("%q: the link leads to %q and never to a file", e.Path, e.Link)
	case missing:
		return fault.Errorf("%q: no such file or folder", e.Path)
	}
	return fault.Errorf("read %q: %w", e.Path, e.Err)
}

func (e *PathError) Unwrap() error { return e.Err }
