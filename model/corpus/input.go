package corpus

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"pizhu/model/fault"
)

// stdin names standard input among paths.
const stdin = "-"

// inputText is what standard input held.
type inputText struct{ raw []byte }

var (
	errInputTwice = errors.New("standard input can be read once only")
	errNoInput    = errors.New("there is no standard input")
)

// ErrNotTextName says that a file of this name would not be read as the plain text
// that it is to hold.
var ErrNotTextName = errors.New("a text would not be read as one from a file of this name")

// readInput reads standard input. The file that is to keep it must not be there
// yet, and that is said before anybody works on it.
func (o Finder) readInput() ([]Article, error) {
	if o.Input == nil {
		return nil, errNoInput
	}
	if err := checkSaveAs(o.SaveAs); err != nil {
		return nil, err
	}
	raw, err := readLimited(o.Input, maxSize)
	if err != nil {
		return nil, fault.Errorf("read standard input: %w", err)
	}
	return []Article{{Path: o.SaveAs, Name: "stdin", input: &inputText{raw}}}, nil
}

// readLimited reads to the end, which must come within so many bytes.
func readLimited(r io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(raw)) > limit {
		return nil, fault.Errorf("%w: over %d bytes", ErrTooLarge, limit)
	}
	return raw, err
}

// checkSaveAs reports why a file is not one to save a text as.
func checkSaveAs(path string) error {
	if path == "" {
		return nil
	}
	if k := kindOf(path); k == kindJSONL || k == kindPage || isArchive(path) {
		return fault.Errorf("save as %q: %w", path, ErrNotTextName)
	}
	if _, err := os.Lstat(path); err == nil {
		return fault.Errorf("save as %q: %w", path, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fault.Errorf("save as %q: %w", path, err)
	}
	return nil
}
