package store

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"pizhu/model/fault"
)

// Write makes data the content of a file, whatever that held, as Replace does.
func Write(path string, data []byte) error {
	var version Version
	old, err := read(path, math.MaxInt64-1)
	switch {
	case err == nil:
		version = Version(Hash(old))
	case !errors.Is(err, fs.ErrNotExist):
		return fault.Errorf("write %q: %w", path, cause(err))
	}
	_, err = Replace(path, version, data)
	return err
}

// The modes of what is new, less the umask: a group that shares its folders sets that to 002.
const (
	newFile   fs.FileMode = 0o666
	newFolder fs.FileMode = 0o777
)

// MakeFolder makes a folder, and those that it is in, where there is none. They
// outlast a power cut.
func MakeFolder(path string) error {
	return Disk{}.MakeFolder(path)
}

func makeFolder(path string, mode fs.FileMode) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return fs.ErrExist
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	parent := filepath.Dir(path)
	if err := makeFolder(parent, mode); err != nil {
		return err
	}
	if err := os.Mkdir(path, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	dir, err := osSystem{}.Open(parent)
	if err != nil {
		return err
	}
	defer dir.Close()
	return syncMade(dir, filepath.Base(path))
}

// syncMade makes the name of a folder that was just made durable.
func syncMade(parent directory, name string) error {
	err := parent.Sync()
	if err != nil {
		_ = parent.Remove(name) // or the next time it would be there, and nobody would sync it
	}
	return err
}

// makeFolderIn is makeFolder within a root, which is made too.
func makeFolderIn(root, path string, mode fs.FileMode) error {
	if err := makeFolder(root, mode); err != nil {
		return err
	}
	r, err := os.OpenRoot(root)
	for name := range strings.SplitSeq(filepath.Clean(path), string(filepath.Separator)) {
		if err != nil || name == "." {
			break
		}
		r, err = enterFolder(r, name, mode)
	}
	if err != nil {
		return err
	}
	return r.Close()
}

// enterFolder opens a folder in another one, which it closes, and makes it where there is none.
func enterFolder(parent *os.Root, name string, mode fs.FileMode) (*os.Root, error) {
	defer parent.Close()
	if _, err := parent.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		if err := parent.Mkdir(name, mode); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if err := syncMade(osDirectory{parent}, name); err != nil {
			return nil, err
		}
	}
	return parent.OpenRoot(name)
}
