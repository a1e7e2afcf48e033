package session

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"

	"pizhu/annotate/journal"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
)

// settleMissing says once what is missing, and when it is there again.
func (s *Session) settleMissing(m journal.Missing) {
	was := s.missing
	s.missing = m
	switch {
	case m.Root != nil && was.Root == nil:
		s.unsafe = s.unsafe || s.holdsWork(s.set)
		s.notify("%v; %s", m.Root, s.keptWhere())
	case m.Root == nil && was.Root != nil:
		s.unsafe = false
		s.notify("the folder is there again")
	case m.Root != nil:
	case journal.IsGone(m.Article) && !journal.IsGone(was.Article):
		s.notify("the article is gone: it was deleted, renamed or moved; its claims are kept where it was")
	case m.Article != nil && was.Article == nil:
		s.notify("the article cannot be read any more: %v", cause(m.Article))
	case m.Article == nil && was.Article != nil:
		s.notify("the article is there again")
	}
}

// keptWhere says where the work is kept that cannot be written where it belongs.
func (s *Session) keptWhere() error {
	if len(s.backend.Folders) > 1 {
		return errors.New("what you do is kept in a journal")
	}
	return errors.New("what you do is kept on the screen only")
}

// cause is an error without the file that it is about.
func cause(err error) error { return cmp.Or(errors.Unwrap(err), err) }

// settleRefused notes that the sidecar cannot be read, though it may be there: it is not a regular file any more, too large,
// of a later version, or not to be read by this account. What the session holds of it is not known to be on disk any more,
// unless it is only hidden.
func (s *Session) settleRefused(err error) {
	if s.refused == nil || s.refused.Error() != err.Error() {
		s.notify("the sidecar cannot be used any more: %v; what you do is kept in the journal", cause(err))
	}
	s.refused = err
	s.unsafe = s.unsafe || !errors.Is(err, fs.ErrPermission) && s.holdsWork(s.base)
	if s.behind {
		s.unsaved = err
	}
}

// holdsWork reports whether a set, or the session, has more than an article that nobody worked on.
func (s *Session) holdsWork(set model.Set) bool {
	return len(s.edits) > 0 || !set.Equal(model.NewSet(s.scheme))
}

// settleReadable notes that the sidecar can be read. If it could not be before, and was not written since, what the session
// holds of it is on disk.
func (s *Session) settleReadable(changed bool) {
	if s.refused != nil && !changed {
		s.unsafe, s.unsaved = false, nil
	}
	s.refused = nil
}

// settleLost takes note of a sidecar that is gone or holds nothing that can be read. What it held is here, and is written
// anew; if its article is gone too somebody may be clearing the folder, and it is written when the session is closed.
func (s *Session) settleLost(f journal.Contents) {
	works := s.holdsWork(s.set)
	switch {
	case f.Version == "" && !works:
		s.notify("the sidecar was deleted")
	case f.Version == "":
		s.notify("the sidecar was deleted: it is written again")
	case len(f.Raw) == 0:
		s.notify("the sidecar was emptied: it is written again")
	default:
		s.notify("the sidecar cannot be read any more: %v; %s", f.Fault, s.keptAs(f))
	}
	s.version, s.stale, s.snapshot = f.Version, false, sidecar.Record{}
	s.unsafe = works
	s.behind = len(s.edits) > 0 || s.unsafe && s.missing.Article == nil
	s.backend.Adopt(f)
}

// keptAs says what comes of a sidecar that cannot be read.
func (s *Session) keptAs(f journal.Contents) error {
	if len(f.Raw) == 0 {
		return errors.New("it is written anew with the next change")
	}
	return fault.Errorf("it is kept as %s when a change is written", filepath.Base(corpus.UnreadablePath(s.backend.Path, string(f.Version))))
}

// checkPlace looks once more, before a session is closed, whether what it holds is where it was. It fails if the folder is
// gone. A sidecar that nobody has seen vanish is to be written again.
func (s *Session) checkPlace() error {
	if !s.holdsWork(s.set) {
		return nil
	}
	if err := s.backend.Root.Check(); err != nil {
		s.unsafe = true
		return err
	}
	there, err := s.backend.CurrentVersion()
	var f journal.Contents
	if err == nil && there != s.version {
		f, err = s.readContents()
	}
	switch {
	case err != nil:
		s.settleRefused(err)
	case there != s.version && (f.Version == "" || f.Fault != nil):
		s.settleLost(f)
	}
	s.behind = s.behind || s.unsafe
	return nil
}

// An UnusableError says that an article cannot be opened because of its sidecar, and how much is in its journals.
type UnusableError struct {
	Edits int // in the journals
	Err   error
}

// ErrUnusable says that a sidecar is there which can neither be read nor set aside.
var ErrUnusable = errors.New("the sidecar cannot be used")

// Error is what is wrong with the sidecar, and how much is in the journals.
func (e *UnusableError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *UnusableError) Fault() error {
	switch e.Edits {
	case 0:
		return e.Err
	case 1:
		return fault.Errorf("%w; the journals have 1 edit", e.Err)
	}
	return fault.Errorf("%w; the journals have %d edits", e.Err, e.Edits)
}

// Is reports whether the target is ErrUnusable.
func (e *UnusableError) Is(target error) bool { return target == ErrUnusable }

// Unwrap is what is wrong with the sidecar.
func (e *UnusableError) Unwrap() error { return e.Err }

// unusable is why an article cannot be opened whose sidecar is refused.
func unusable(f journal.Contents) error {
	e := &UnusableError{Err: f.Refused}
	for _, l := range f.History.Lines {
		if l.Op == sidecar.OpEdit {
			e.Edits++
		}
	}
	return e
}
