package session

import (
	"pizhu/annotate/edit"
	"pizhu/model/fault"
)

// A RescuedError says that work could not be written where it belongs, and
// where it is instead.
type RescuedError struct {
	Path string
	Err  error
}

// Error says what went wrong and where the work is.
func (e *RescuedError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *RescuedError) Fault() error { return fault.Errorf("%w; the work is in %q", e.Err, e.Path) }

// Unwrap is what went wrong.
func (e *RescuedError) Unwrap() error { return e.Err }

// CloseOrRescue is Close; where that fails, the work is in the journal, and else
// is written to a new sidecar in the first folder that can be written. The error
// is a RescuedError.
func (s *Session) CloseOrRescue(folders ...string) error {
	err := s.Close()
	if err == nil {
		return nil
	}
	if state, _ := s.State(); state == Durable {
		return &RescuedError{s.backend.JournalPath(), err}
	}
	var failed []error
	for _, folder := range folders {
		path, rescue := s.backend.Rescue(folder, edit.NewID(), s.set)
		if rescue == nil {
			return &RescuedError{path, err}
		}
		failed = append(failed, rescue)
	}
	for _, rescue := range failed {
		err = fault.Errorf("%w; and the work cannot be kept elsewhere: %w", err, rescue)
	}
	return err
}
