package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
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

// MakeFolder makes a folder, and those that it is in, where there is none.
func MakeFolder(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return fmt.Errorf("make the folder %q: %w", path, cause(err))
	}
	return nil
}
