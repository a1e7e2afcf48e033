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

// An inputText is the content of standard input.
type inputText struct{ raw []byte }

var (
	errInputTwice = errors.New("standard input can be read once only")
	errNoInput    = errors.New("there is no standard input")
)

// ErrNotTextName is the error for a file name under which a saved text would not be
// read as plain text again.
var ErrNotTextName = errors.New("a text would not be read as one from a file of this name")

// readInput reads standard input. The file to save it in must not exist yet, and that is checked before anybody works on
// it.
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

// readLimited reads to the end, which must come within limit bytes.
func readLimited(r io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(raw)) > limit {
		return nil, fault.Errorf("%w: over %d bytes", ErrTooLarge, limit)
	}
	return raw, err
}

// checkSaveAs returns the reason why a text cannot be saved as path.
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
