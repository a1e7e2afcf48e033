// Package fault makes errors whose words can be said in another language. Error gives
// plain English, written once, where the error is made; the English format is also the id
// by which ui/message finds the words of another language, as in gettext.
//
// A sentinel needs nothing of this: errors.New("no articles in it") is found by its text.
package fault

import (
	"errors"
	"fmt"
)

// An Error is an error that keeps its format and arguments apart from its text.
type Error struct {
	Format string // of fmt.Errorf; the id of the message
	Args   []any  // for the verbs of Format; may hold errors
	err    error
}

// Errorf returns an error with the text that fmt.Errorf gives. It wraps what %w stands for.
func Errorf(format string, args ...any) error {
	return &Error{format, args, fmt.Errorf(format, args...)}
}

// Error returns the English text.
func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the error that %w stands for, nil if there is none. Several are joined in one.
func (e *Error) Unwrap() error {
	if _, several := e.err.(interface{ Unwrap() []error }); several {
		return e.err
	}
	return errors.Unwrap(e.err)
}

// A Worded is an error type of its own that can give its words as an Error. Its method
// Error returns the same text.
type Worded interface {
	error
	Fault() error
}
