package session

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"pizhu/annotate/journal"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
)

// Do makes an edit. It is on disk when a job of Flush that began later is done. An edit that could not be written, such as a
// claim of a whole book, is refused: what is made after it could not be written either.
func (s *Session) Do(e model.Edit) error {
	if s.disk.Path == "" {
		return ErrReadOnly
	}
	if s.held != nil {
		return ErrPutBack
	}
	at, err := s.apply(sidecar.Record{Edit: e})
	if err != nil {
		return err
	}
	s.done, s.undone, s.forked = append(s.done, journal.Undoable{RecordID: at, Edit: e}), nil, true
	return nil
}

// apply makes an edit that a record holds, and numbers it.
func (s *Session) apply(r sidecar.Record) (journal.RecordID, error) {
	next, err := s.set.Apply(r.Edit)
	if err == nil {
		err = sidecar.Writable(r.Edit)
	}
	if err != nil {
		return journal.RecordID{}, err
	}
	s.catchUp()
	s.set = next
	return s.append(r), nil
}

// append numbers a record of an edit that the set has.
func (s *Session) append(r sidecar.Record) journal.RecordID {
	s.behind = true
	s.number++
	r.Seq, r.Time, r.Op = s.number, s.now(), sidecar.OpEdit
	s.mine = append(s.mine, r)
	return journal.RecordID{Session: s.disk.Begin.Session, Seq: s.number}
}

// now is the time, but later than that of any record: the order of the records
// is that of their times, even where a clock was set back.
func (s *Session) now() time.Time {
	now := s.author.Now().UTC()
	if !now.After(s.latest) {
		now = s.latest.Add(1)
	}
	s.latest = now
	return now
}

// takeBack makes the inverse of an entry. The record says which one that is.
func (s *Session) takeBack(e journal.Undoable, action model.Action) (journal.Undoable, error) {
	inverse := s.carry(e.Edit.Inverse())
	inverse.Action = action
	r := sidecar.Record{Edit: inverse, Undoes: e.Seq}
	if e.Session != s.disk.Begin.Session {
		r.Of = e.Session
	}
	at, err := s.apply(r)
	if err != nil {
		return journal.Undoable{}, err
	}
	inverse.Action = e.Edit.Action
	return journal.Undoable{RecordID: at, Edit: inverse}, nil
}

// Undo takes back the annotator's newest edit, of this session or an earlier
// one, and returns it. Where there is none, ok is false. Where what it changed
// was changed since by somebody else, nothing is done and the error wraps
// model.ErrStale; the next Undo is of the edit before it.
func (s *Session) Undo() (e model.Edit, ok bool, err error) {
	if s.held != nil {
		return model.Edit{}, false, ErrPutBack
	}
	for len(s.done) == 0 && s.recall() {
	}
	n := len(s.done)
	if n == 0 {
		return model.Edit{}, false, nil
	}
	last := s.done[n-1]
	s.done = s.done[:n-1]
	back, err := s.takeBack(last, journal.ActionUndo)
	if err != nil {
		return model.Edit{}, false, err
	}
	s.undone = append(s.undone, back)
	return back.Edit.Inverse(), true, nil
}

// Redo makes the newest edit that was taken back again, and returns it.
func (s *Session) Redo() (e model.Edit, ok bool, err error) {
	if s.held != nil {
		return model.Edit{}, false, ErrPutBack
	}
	for len(s.undone) == 0 && !s.forked && !s.past.Forked && s.recall() {
	}
	n := len(s.undone)
	if n == 0 {
		return model.Edit{}, false, nil
	}
	last := s.undone[n-1]
	s.undone = s.undone[:n-1]
	again, err := s.takeBack(last, journal.ActionRedo)
	if err != nil {
		return model.Edit{}, false, err
	}
	s.done = append(s.done, again)
	return again.Edit, true, nil
}

// recall fetches one entry from the past, and puts it under what is there.
func (s *Session) recall() bool {
	forked := s.forked || s.past.Forked
	e, undone, ok := s.past.Previous()
	switch {
	case !ok:
		return false
	case !undone:
		s.done = slices.Insert(s.done, 0, e)
	case !forked:
		s.undone = slices.Insert(s.undone, 0, e)
	}
	return true
}

// State says how safe the work is.
type State int

// The states, as the status line shows them: ✓ · !
const (
	Durable State = iota // all of it is on disk
	Pending              // some is being written
	Failed               // some could not be written; it is kept, and tried again
)

// State says how safe the newest edit is, and what went wrong if it failed.
func (s *Session) State() (State, error) {
	switch {
	case s.durable == len(s.mine) && s.answer == nil && !s.unsafe:
		return Durable, nil
	case s.failed != nil:
		return Failed, s.failed
	}
	return Pending, nil
}

// Unsaved reports whether the sidecar lacks what the journal has, and why the
// last attempt to write it failed, if it did. Nothing hangs on it but that other
// programs see the work.
func (s *Session) Unsaved() (bool, error) { return s.behind && s.held == nil, s.unsaved }

// Recover has the next Save write what was found in journals, though the session
// has changed nothing.
func (s *Session) Recover() { s.behind = s.behind || s.owed || s.recoded }

// Flushed is what came of a job.
type Flushed struct {
	session *Session
	settle  func(*Session)
}

// Settle takes the result of a job.
func (f Flushed) Settle() { f.settle(f.session) }

// Flush gives the job that makes all edits until now durable, to be run in
// another goroutine and its result handed to Settle. It is nil where there is
// nothing to write, or where such a job is still at work: one write is in flight
// at a time.
func (s *Session) Flush() func() Flushed {
	if s.flushing || s.durable == len(s.mine) && s.answer == nil || s.Partial() {
		return nil
	}
	s.flushing = true
	edits, answer := s.mine[:len(s.mine):len(s.mine)], s.answer
	return func() Flushed {
		err := s.disk.Append(edits, answer)
		away := s.disk.FallbackFolder()
		return Flushed{s, func(s *Session) {
			s.flushing, s.failed = false, err
			if err == nil {
				s.flushed(len(edits), answer)
			}
			if away != "" && !s.said {
				s.said = true
				s.tell("the folder of the sidecar cannot be written: the work is safe in %q", away)
			}
		}}
	}
}

// flushed notes that so many edits are on disk, and what followed them.
func (s *Session) flushed(edits int, answer []sidecar.Record) {
	s.durable = max(s.durable, edits)
	if len(answer) == len(s.answer) {
		s.answer = nil
	}
}

// Save gives the job that brings the sidecar up to date, as Flush does. Where
// another program wrote the sidecar since, it reads that instead: what it says
// is merged when it is settled, and the next Save writes both.
func (s *Session) Save() func() Flushed {
	if behind, _ := s.Unsaved(); s.saving || !behind || s.disk.Path == "" || s.Partial() {
		return nil
	}
	if s.stale {
		s.disk.Stamp = journal.FileStamp{}
		return s.Look()
	}
	s.saving = true
	job := s.save()
	number := s.number
	return func() Flushed {
		done, err := s.disk.Snapshot(job)
		return Flushed{s, func(s *Session) { s.saved(job, number, done, err) }}
	}
}

// save is what is to be written, with numbers for its records.
func (s *Session) save() journal.Snapshot {
	s.catchUp()
	var seen []sidecar.Record
	if n := s.noted; n.Sidecar != "" && n.Written.IsZero() {
		s.number++
		n.Seq, n.Written = s.number, n.Time
		seen = append(seen, n)
	}
	note := s.note(s.cover)
	s.number++ // of the record that it was written
	return journal.Snapshot{Edits: s.mine[:len(s.mine):len(s.mine)], Seen: seen, Note: note, Set: s.set, Now: s.author.Now}
}

// note is an OpSnapshot of a sidecar that has the session's edits and those of a cover.
func (s *Session) note(c journal.Watermark) sidecar.Record {
	s.number++
	through := 0
	if n := len(s.mine); n > 0 {
		through = s.mine[n-1].Seq
	}
	return sidecar.Record{Seq: s.number, Time: s.now(), Op: sidecar.OpSnapshot, Through: through, Also: s.others(c), Log: c.Log}
}

// others is how far a cover reaches in the edits of other sessions.
func (s *Session) others(c journal.Watermark) map[string]int {
	also := maps.Clone(c.Through)
	delete(also, s.disk.Begin.Session)
	return also
}

func (s *Session) saved(job journal.Snapshot, number int, done journal.Saved, err error) {
	s.saving, s.unsaved = false, err
	if errors.Is(err, store.ErrChanged) {
		s.stale, s.unsaved = true, nil
	}
	s.unsafe = s.unsafe || errors.Is(err, journal.ErrFolderGone)
	if err == nil {
		s.base, s.version, s.behind, s.owed = job.Set, done.Version, s.number != number, false
		s.recoded, s.unsafe = false, false
		s.based = s.chart.Hash
		s.noted = job.Note
		s.noted.Sidecar, s.noted.Written = string(done.Version), done.Written.Written
		if t := done.Written.Time; t.After(s.latest) {
			s.latest = t
		}
	}
}

// Close writes what is not yet on disk, and waits for jobs that are still at
// work. Then the session's journal joins the log.
func (s *Session) Close() error {
	defer s.disk.EndLease()
	if len(s.mine) == 0 && s.Partial() {
		return nil
	}
	if job := s.Rest(); job != nil {
		if err := job().Settle(); err != nil {
			return err
		}
	}
	if err := s.disk.Append(s.mine, s.answer); err != nil {
		return err
	}
	s.flushed(len(s.mine), s.answer)
	if s.held != nil {
		return nil // the sidecar stands until the question about it is answered
	}
	if err := s.checkPlace(); err != nil {
		return err
	}
	if len(s.mine) == 0 && s.disk.JournalPath() == "" && !s.behind {
		return s.closeFound()
	}
	s.behind = s.behind || s.recoded
	return s.finish()
}

// closeFound ends a session that changed nothing. What it found in journals it writes to
// the sidecar; where that cannot be written it stays where it was found, and no journal
// says so.
func (s *Session) closeFound() error {
	if info, err := os.Stat(s.disk.Path); !s.owed && !s.recoded || err == nil && info.Mode()&0o200 == 0 {
		return nil
	}
	folders := s.disk.Folders
	s.disk.Folders, s.behind = folders[:1], true
	if s.bring() == nil {
		s.disk.Folders = folders
		_ = s.compact()
	}
	return nil
}

// finish brings the sidecar up to date, and joins the journals to the log.
func (s *Session) finish() error {
	const tries = 20
	for range tries {
		err := s.bring()
		if err == nil {
			return s.compact()
		}
		if !errors.Is(err, store.ErrChanged) {
			return err
		}
	}
	return fmt.Errorf("write sidecar %q: %w", s.disk.Path, store.ErrChanged)
}

// bring brings the sidecar up to date, whoever else writes it.
func (s *Session) bring() error {
	s.disk.Saving.Lock() // a job may still be at work
	now, err := s.disk.Version, error(nil)
	s.disk.Saving.Unlock()
	there, err := s.disk.CurrentVersion()
	if err != nil {
		s.settleRefused(err)
		return err
	}
	if there != now {
		f, err := s.look()
		if err == nil {
			err = s.merge(f)
		}
		if err != nil {
			return err
		}
		s.behind = true
	}
	if !s.behind || s.held != nil {
		return nil
	}
	job := s.save()
	done, err := s.disk.Snapshot(job)
	s.saved(job, s.number, done, err)
	return err
}

// compact joins journals into the log: this session's, and those of sessions
// that were cut off and whose edits are in the sidecar.
func (s *Session) compact() error {
	s.disk.Release()
	f, err := s.disk.ReadUsable()
	if err != nil || s.held != nil || f.Version != s.version || f.Fault != nil || s.disk.FallbackFolder() != "" || journal.HasLinkFault(f.History.Faults) {
		return nil // there is time: the next session does it
	}
	all := f.History.Watermark()
	return s.disk.Compact(f, func(session string) bool {
		if session == s.disk.Begin.Session {
			return true
		}
		begin := f.History.Begun[session]
		return all.Through[session] <= s.cover.Through[session] &&
			!slices.ContainsFunc(f.History.Live[session], func(path string) bool { return !s.disk.Left(path, begin.Host, begin.PID) })
	})
}
