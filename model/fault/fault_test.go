package fault

import (
	"errors"
	"io"
	"io/fs"
	"testing"
)

func TestErrorf(t *testing.T) {
	err := Errorf("read %q: %w, %w", "a.txt", io.EOF, fs.ErrNotExist)
	if got, want := err.Error(), `read "a.txt": EOF, file does not exist`; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	for _, wrapped := range []error{io.EOF, fs.ErrNotExist} {
		if !errors.Is(err, wrapped) {
			t.Errorf("errors.Is(err, %v) = false", wrapped)
		}
	}
	if errors.Is(err, fs.ErrExist) {
		t.Error("err wraps what it was not given")
	}
	var e *Error
	if !errors.As(err, &e) || e.Format != "read %q: %w, %w" || len(e.Args) != 3 {
		t.Errorf("errors.As gives %+v", e)
	}
	if got := errors.Unwrap(Errorf("read: %w", io.EOF)); got != io.EOF {
		t.Errorf("of one wrapped error Unwrap gives %v", got)
	}
	if got := errors.Unwrap(Errorf("line %d", 1)); got != nil {
		t.Errorf("of no wrapped error Unwrap gives %v", got)
	}
}
