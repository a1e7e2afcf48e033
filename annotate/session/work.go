package session

import (
	"errors"
	"maps"
	"os"
	"slices"
	"time"

	"pizhu/annotate/journal"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/fault"
)

// Do makes an edit. It is on disk when a job of Flush that began later is done. An edit that could not be written, such as a
// claim of a whole book, is refused: what is made after it could not be written either.
func (s *Session) Do(e model.Edit) error {
	if s.backend.Path == "" {
		return ErrReadOnly
	}
	if s.withheld != nil {
		return ErrPutBack
	}
	at, err := s.apply(sidecar.Record{Edit: e})
	if err != nil {
		return err
	}
	s.undoable, s.redoable, s.forked = append(s.undoable, journal.Undoable{RecordID: at, Edit: e}), nil, true
	return nil
}

// apply makes an edit that a record holds, and numbers it.
func (s *Session) apply(r sidecar.Record) (journal.RecordID, error) {
	next, err := s.set.Apply(r.Edit)
	if err == nil {
		err = sidecar.CheckWritable(r.Edit)
	}
	if err != nil {
		return journal.RecordID{}, err
	}
	s.commitReanchor()
	s.set = next
	return s.appendRecord(r), nil
}

// appendRecord numbers a record of an edit that the set has.
func (s *Session) appendRecord(r sidecar.Record) journal.RecordID {
	s.behind = true
	s.sequence++
	r.Seq, r.Time, r.Op = s.sequence, s.nextTime(), sidecar.OpEdit
	s.edits = append(s.edits, r)
	return journal.RecordID{Session: s.backend.Begin.Session, Seq: s.sequence}
}

// nextTime is the time, but later than that of any record: the order of the records
// is that of their times, even where a clock was set back.
func (s *Session) nextTime() time.Time {
	now := s.author.Now().UTC()
	if !now.After(s.latest) {
		now = s.latest.Add(1)
	}
	s.latest = now
	return now
}

// undoEntry makes the inverse of an entry. The record says which one that is.
func (s *Session) undoEntry(e journal.Undoable, action model.Action) (journal.Undoable, error) {
	inverse := s.rebaseEdit(e.Edit.Inverse())
	inverse.Action = action
	r := sidecar.Record{Edit: inverse, Undoes: e.Seq}
	if e.Session != s.backend.Begin.Session {
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
	if s.withheld != nil {
		return model.Edit{}, false, ErrPutBack
	}
	for len(s.undoable) == 0 && s.recallEarlier() {
	}
	n := len(s.undoable)
	if n == 0 {
		return model.Edit{}, false, nil
	}
	last := s.undoable[n-1]
	s.undoable = s.undoable[:n-1]
	back, err := s.undoEntry(last, journal.ActionUndo)
	if err != nil {
		return model.Edit{}, false, err
	}
	s.redoable = append(s.redoable, back)
	return back.Edit.Inverse(), true, nil
}

// Redo makes the newest edit that was taken back again, and returns it.
func (s *Session) Redo() (e model.Edit, ok bool, err error) {
	if s.withheld != nil {
		return model.Edit{}, false, ErrPutBack
	}
	for len(s.redoable) == 0 && !s.forked && !s.earlier.Forked && s.recallEarlier() {
	}
	n := len(s.redoable)
	if n == 0 {
		return model.Edit{}, false, nil
	}
	last := s.redoable[n-1]
	s.redoable = s.redoable[:n-1]
	again, err := s.undoEntry(last, journal.ActionRedo)
	if err != nil {
		return model.Edit{}, false, err
	}
	s.undoable = append(s.undoable, again)
	return again.Edit, true, nil
}

// recallEarlier fetches one entry from the past, and puts it under what is there.
func (s *Session) recallEarlier() bool {
	forked := s.forked || s.earlier.Forked
	e, undone, ok := s.earlier.Previous()
	switch {
	case !ok:
		return false
	case !undone:
		s.undoable = slices.Insert(s.undoable, 0, e)
	case !forked:
		s.redoable = slices.Insert(s.redoable, 0, e)
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
	case s.durable == len(s.edits) && s.decision == nil && !s.unsafe:
		return Durable, nil
	case s.failed != nil:
		return Failed, s.failed
	}
	return Pending, nil
}

// Unsaved reports whether the sidecar lacks what the journal has, and why the
// last attempt to write it failed, if it did. Nothing hangs on it but that other
// programs see the work.
func (s *Session) Unsaved() (bool, error) { return s.behind && s.withheld == nil, s.unsaved }

// SaveRecovered has the next Save write what was found in journals, though the session
// has changed nothing.
func (s *Session) SaveRecovered() { s.behind = s.behind || s.owed || s.recoded }

// JobResult is what came of a job.
type JobResult struct {
	session *Session
	settle  func(*Session)
}

// Settle takes the result of a job.
func (f JobResult) Settle() { f.settle(f.session) }

// Flush gives the job that makes all edits until now durable, to be run in
// another goroutine and its result handed to Settle. It is nil where there is
// nothing to write, or where such a job is still at work: one write is in flight
// at a time.
func (s *Session) Flush() func() JobResult {
	if s.flushing || s.durable == len(s.edits) && s.decision == nil || s.IsPartial() {
		return nil
	}
	s.flushing = true
	edits, answer := s.edits[:len(s.edits):len(s.edits)], s.decision
	return func() JobResult {
		err := s.backend.Append(edits, answer)
		away := s.backend.FallbackFolder()
		return JobResult{s, func(s *Session) {
			s.flushing, s.failed = false, err
			if err == nil {
				s.settleFlush(len(edits), answer)
			}
			if away != "" && !s.said {
				s.said = true
				s.notify("the folder of the sidecar cannot be written: the work is safe in %q", away)
			}
		}}
	}
}

// settleFlush notes that so many edits are on disk, and what followed them.
func (s *Session) settleFlush(edits int, answer []sidecar.Record) {
	s.durable = max(s.durable, edits)
	if len(answer) == len(s.decision) {
		s.decision = nil
	}
}

// Save gives the job that brings the sidecar up to date, as Flush does. Where
// another program wrote the sidecar since, it reads that instead: what it says
// is merged when it is settled, and the next Save writes both.
func (s *Session) Save() func() JobResult {
	if behind, _ := s.Unsaved(); s.saving || !behind || s.backend.Path == "" || s.IsPartial() {
		return nil
	}
	if s.stale {
		s.backend.Stamp = journal.FileStamp{}
		return s.Poll()
	}
	s.saving = true
	job := s.nextSnapshot()
	number := s.sequence
	return func() JobResult {
		done, err := s.backend.Snapshot(job)
		return JobResult{s, func(s *Session) { s.settleSave(job, number, done, err) }}
	}
}

// nextSnapshot is what is to be written, with numbers for its records.
func (s *Session) nextSnapshot() journal.Snapshot {
	s.commitReanchor()
	var seen []sidecar.Record
	if n := s.snapshot; n.Sidecar != "" && n.Written.IsZero() {
		s.sequence++
		n.Seq, n.Written = s.sequence, n.Time
		seen = append(seen, n)
	}
	note := s.snapshotRecord(s.watermark)
	s.sequence++ // of the record that it was written
	return journal.Snapshot{Edits: s.edits[:len(s.edits):len(s.edits)], Seen: seen, Note: note, Set: s.set, Now: s.author.Now}
}

// snapshotRecord is an OpSnapshot of a sidecar that has the session's edits and those of a cover.
func (s *Session) snapshotRecord(c journal.Watermark) sidecar.Record {
	s.sequence++
	through := 0
	if n := len(s.edits); n > 0 {
		through = s.edits[n-1].Seq
	}
	return sidecar.Record{Seq: s.sequence, Time: s.nextTime(), Op: sidecar.OpSnapshot, Through: through, Also: s.throughOfOthers(c), Log: c.Log}
}

// throughOfOthers is how far a cover reaches in the edits of other sessions.
func (s *Session) throughOfOthers(c journal.Watermark) map[string]int {
	also := maps.Clone(c.Through)
	delete(also, s.backend.Begin.Session)
	return also
}

func (s *Session) settleSave(job journal.Snapshot, number int, done journal.Saved, err error) {
	s.saving, s.unsaved = false, err
	if errors.Is(err, store.ErrChanged) {
		s.stale, s.unsaved = true, nil
	}
	s.unsafe = s.unsafe || errors.Is(err, journal.ErrFolderGone)
	if err == nil {
		s.base, s.version, s.behind, s.owed = job.Set, done.Version, s.sequence != number, false
		s.recoded, s.unsafe = false, false
		s.baseHash = s.locator.Hash
		s.snapshot = job.Note
		s.snapshot.Sidecar, s.snapshot.Written = string(done.Version), done.Written.Written
		if t := done.Written.Time; t.After(s.latest) {
			s.latest = t
		}
	}
}

// Close writes what is not yet on disk, and waits for jobs that are still at
// work. Then the session's journal joins the log.
func (s *Session) Close() error {
	defer s.backend.EndLease()
	if len(s.edits) == 0 && s.IsPartial() {
		return nil
	}
	if job := s.ReadRest(); job != nil {
		if err := job().Settle(); err != nil {
			return err
		}
	}
	if err := s.backend.Append(s.edits, s.decision); err != nil {
		return err
	}
	s.settleFlush(len(s.edits), s.decision)
	if s.withheld != nil {
		return nil // the sidecar stands until the question about it is answered
	}
	if err := s.checkPlace(); err != nil {
		return err
	}
	if len(s.edits) == 0 && s.backend.JournalPath() == "" && !s.behind {
		return s.closeUnchanged()
	}
	s.behind = s.behind || s.recoded
	return s.saveAndCompact()
}

// closeUnchanged ends a session that changed nothing. What it found in journals it writes to
// the sidecar; where that cannot be written it stays where it was found, and no journal
// says so.
func (s *Session) closeUnchanged() error {
	if info, err := os.Stat(s.backend.Path); !s.owed && !s.recoded || err == nil && info.Mode()&0o200 == 0 {
		return nil
	}
	folders := s.backend.Folders
	s.backend.Folders, s.behind = folders[:1], true
	if s.saveLatest() == nil {
		s.backend.Folders = folders
		_ = s.compact()
	}
	return nil
}

// saveAndCompact brings the sidecar up to date, and joins the journals to the log.
func (s *Session) saveAndCompact() error {
	const tries = 20
	for range tries {
		err := s.saveLatest()
		if err == nil {
			return s.compact()
		}
		if !errors.Is(err, store.ErrChanged) {
			return err
		}
	}
	return fault.Errorf("write sidecar %q: %w", s.backend.Path, store.ErrChanged)
}

// saveLatest brings the sidecar up to date, whoever else writes it.
func (s *Session) saveLatest() error {
	s.backend.Saving.Lock() // a job may still be at work
	now, err := s.backend.Version, error(nil)
	s.backend.Saving.Unlock()
	there, err := s.backend.CurrentVersion()
	if err != nil {
		s.settleRefused(err)
		return err
	}
	if there != now {
		f, err := s.readContents()
		if err == nil {
			err = s.mergeContents(f)
		}
		if err != nil {
			return err
		}
		s.behind = true
	}
	if !s.behind || s.withheld != nil {
		return nil
	}
	job := s.nextSnapshot()
	done, err := s.backend.Snapshot(job)
	s.settleSave(job, s.sequence, done, err)
	return err
}

// compact joins journals into the log: this session's, and those of sessions
// that were cut off and whose edits are in the sidecar.
func (s *Session) compact() error {
	s.backend.Release()
	f, err := s.backend.ReadUsable()
	if err != nil || s.withheld != nil || f.Version != s.version || f.Fault != nil || s.backend.FallbackFolder() != "" || journal.HasLinkFault(f.History.Faults) {
		return nil // there is time: the next session does it
	}
	all := f.History.Watermark()
	return s.backend.Compact(f, func(session string) bool {
		if session == s.backend.Begin.Session {
			return true
		}
		begin := f.History.Begun[session]
		return all.Through[session] <= s.watermark.Through[session] &&
			!slices.ContainsFunc(f.History.Live[session], func(path string) bool { return !s.backend.Left(path, begin.Host, begin.PID) })
	})
}
