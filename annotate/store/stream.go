package store

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"pizhu/model/fault"
)

// A Stream is a file that is being written beside the one that it will replace:
// until it is closed nobody sees it. It is for output too large to be held, and
// as with Write the last one wins. A Stream is closed or aborted once; after
// that Abort does nothing.
type Stream struct {
	path, temp, name string
	dir              directory
	file             file
	err              error // of the first write that failed
	done             bool
}

// NewStream begins a file.
func NewStream(path string) (*Stream, error) { return Disk{}.newStream(path) }

func (d Disk) newStream(path string) (*Stream, error) {
	dir, name, err := d.openTarget(path)
	if err != nil {
		return nil, fault.Errorf("write %q: %w", path, cause(err))
	}
	s := &Stream{path: path, temp: ".pizhu-" + rand.Text() + ".tmp", name: name, dir: dir}
	if err := s.begin(); err != nil {
		dir.Close()
		return nil, fault.Errorf("write %q: %w", path, err)
	}
	return s, nil
}

// begin creates the file beside the old one, with that one's owner and mode.
func (s *Stream) begin() error {
	old, err := s.old()
	if err != nil {
		return err
	}
	mode := newFile
	if old != nil {
		mode = 0o600 // until it has the old one's, nobody else reads it
	}
	if s.file, err = s.dir.Create(s.temp, mode); err != nil {
		return fault.Errorf("create a file beside it: %w", cause(err))
	}
	if old == nil {
		return nil
	}
	if err := s.file.Keep(old); err != nil {
		s.file.Close()
		return discard(s.dir, s.temp, fault.Errorf("keep the file's owner and mode: %w", cause(err)))
	}
	return nil
}

// old is the file that is to be replaced, or nil.
func (s *Stream) old() (fs.FileInfo, error) {
	info, err := s.dir.Lstat(s.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, cause(err)
	case info.Mode().IsRegular() && info.Mode()&0o200 == 0:
		return nil, ErrReadOnly
	}
	return info, regular(info)
}

// Write adds to the file.
func (s *Stream) Write(p []byte) (int, error) {
	n, err := s.file.Write(p)
	if err != nil && s.err == nil {
		s.err = fault.Errorf("write %q: %w", s.path, cause(err))
	}
	return n, err
}

// Close puts the file in its place. When it returns nil the file is on disk;
// when it fails nothing of it is left, but see UnsyncedError.
func (s *Stream) Close() error {
	if s.err != nil {
		return errors.Join(s.err, s.Abort())
	}
	s.done = true
	defer s.dir.Close()
	err := s.file.Sync()
	if closing := s.file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		_, err = s.old() // it may have become a folder
	}
	if err == nil {
		err = s.dir.Rename(s.temp, s.name)
	}
	if err != nil {
		return fault.Errorf("write %q: %w", s.path, discard(s.dir, s.temp, cause(err)))
	}
	if err := s.dir.Sync(); err != nil {
		return fault.Errorf("write %q: %w", s.path, &UnsyncedError{Err: cause(err)})
	}
	return nil
}

// Abort drops the file. The old one is untouched.
func (s *Stream) Abort() error {
	if s.done {
		return nil
	}
	s.done = true
	defer s.dir.Close()
	s.file.Close()
	if err := s.dir.Remove(s.temp); err != nil {
		return fault.Errorf("remove %q: %w", s.temp, cause(err))
	}
	return nil
}

// A Folder makes files below it. Folders on the way are made; no link leads out of it.
type Folder string

// errOut says that a name leads out of its folder.
var errOut = errors.New("the name leads out of the folder")

// Create begins a file, as NewStream does.
func (f Folder) Create(name string) (io.WriteCloser, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) || strings.HasSuffix(name, "/") {
		return nil, fault.Errorf("write %q: %w", name, errOut)
	}
	path := filepath.Join(string(f), filepath.FromSlash(name))
	d := Disk{}.Within(string(f))
	if err := d.MakeFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	s, err := d.newStream(path)
	if err != nil {
		return nil, err // not a nil *Stream, which would be no nil io.WriteCloser
	}
	return s, nil
}
