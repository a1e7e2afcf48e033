package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// Write makes data the content of a file, whatever that held, as Replace does.
func Write(path string, data []byte) error {
	var version Version
	old, err := read(path, math.MaxInt64-1)
	switch {
	case err == nil:
		version = Version(Hash(old))
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("write %q: %w", path, cause(err))
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
	if err := makeFolder(filepath.Clean(path)); err != nil {
		return fmt.Errorf("make the folder %q: %w", path, cause(err))
	}
	return nil
}

func makeFolder(path string) error {
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
	if err := makeFolder(parent); err != nil {
		return err
	}
	if err := os.Mkdir(path, newFolder); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	dir, err := osSystem{}.Open(parent)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil {
		_ = os.Remove(path) // or the next time it would be there, and nobody would sync it
		return err
	}
	return nil
}
