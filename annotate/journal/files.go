package journal

import (
	"bytes"
	"cmp"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
)

// FileBackend is what a session knows of its files: the sidecar, and the journal. The jobs that
// write them, which run beside the session, and Close use what the mutexes guard. The rest
// belongs to the session's own goroutine, which changes it only while no job is at work
// that reads it: path, folders, begin and order when it is opened, and begin once more
// when all of a large article is read, before which nothing is written.
type FileBackend struct {
	Files
	Begin sidecar.Begin
	Order sidecar.Order
	Root  root

	Mu      sync.Mutex // over what follows
	Pending PendingText
	journal *store.Journal
	last    string           // the path of the newest journal
	parts   int              // how many journals were begun
	edits   []sidecar.Record // of the session, as far as a job knew them
	inFile  int              // how many of the session's edits are in the journal for certain
	placed  int              // the newest edit in the sidecar
	Lease   Lease

	Saving  sync.Mutex // over what follows; it is taken before mu
	Version store.Version
	File    sidecar.File // what stands around the set
	Broken  []byte       // of a sidecar that could not be read, until it is kept

	Stamp        FileStamp // of the sidecar when somebody looked last
	ArticleWatch FileWatch
}

// Append appends the edits that are not in the journal yet, and what is to follow them.
// After one that failed the journal is never trusted again: all that the sidecar has not
// goes to a new one.
func (d *FileBackend) Append(edits, then []sidecar.Record) error {
	d.Mu.Lock()
	defer d.Mu.Unlock()
	if d.inFile >= len(edits) && len(then) == 0 {
		return nil
	}
	return d.append(edits, then)
}

// append writes edits and what is to follow them. A job that began earlier knows
// fewer edits than are in the journal already. The caller holds mu.
func (d *FileBackend) append(edits []sidecar.Record, then []sidecar.Record) error {
	if len(edits) > len(d.edits) {
		d.edits = edits
	}
	edits = d.edits
	if err := d.saveText(); err != nil {
		return err
	}
	if d.journal != nil {
		lines, err := d.encode(edits[d.inFile:], then)
		if err == nil {
			err = d.journal.Append(lines)
		}
		if err == nil {
			d.inFile = len(edits)
			return nil
		}
		d.journal.Close()
		d.journal = nil
	}
	for d.inFile = 0; d.inFile < len(edits) && edits[d.inFile].Seq <= d.placed; {
		d.inFile++
	}
	var failed error
	for i, folder := range d.Folders {
		var err error
		if i == 0 {
			err = d.Root.Check() // it is not made anew
		}
		if err == nil {
			err = d.beginJournal(folder, edits, then)
		}
		if err == nil {
			d.inFile = len(edits)
			return nil
		}
		failed = cmp.Or(failed, err)
	}
	return failed
}

// saveText writes the text that the edits are about, where that is in no file.
func (d *FileBackend) saveText() error {
	if d.Pending.Raw == nil || d.Pending.done {
		return nil
	}
	if err := d.Root.Check(); err != nil {
		return err
	}
	if err := d.MakeFolder(filepath.Dir(d.Pending.Path)); err != nil {
		return err
	}
	return d.Pending.save(d.Disk)
}

// beginJournal begins a journal in a folder.
func (d *FileBackend) beginJournal(folder string, edits, then []sidecar.Record) error {
	begin := sidecar.Record{Op: sidecar.OpBegin, Begin: d.Begin}
	if len(edits) > 0 {
		begin.Time = edits[0].Time
	}
	head, err := d.encode([]sidecar.Record{begin}, nil)
	if err != nil {
		return err
	}
	lines, err := d.encode(edits[d.inFile:], then)
	if err != nil {
		return err
	}
	d.parts++
	j, err := d.Create(filepath.Join(folder, corpus.JournalName(d.Begin.Annotator, d.Begin.Session, d.parts)))
	if err != nil {
		return err
	}
	if err := j.Append(append(head, lines...)); err != nil {
		d.Discard(j)
		return err
	}
	d.journal, d.last = j, j.Path()
	return nil
}

// JournalPath is where the journal is that was written last.
func (d *FileBackend) JournalPath() string {
	d.Mu.Lock()
	defer d.Mu.Unlock()
	return d.last
}

func (d *FileBackend) encode(edits, then []sidecar.Record) (lines []byte, err error) {
	for _, list := range [][]sidecar.Record{edits, then} {
		for _, r := range list {
			if lines, err = sidecar.AppendRecord(lines, r, d.Order); err != nil {
				return nil, err
			}
		}
	}
	return lines, nil
}

// FallbackFolder is the folder of the journal where that is not beside the sidecar.
func (d *FileBackend) FallbackFolder() string {
	d.Mu.Lock()
	defer d.Mu.Unlock()
	if d.journal == nil || filepath.Dir(d.journal.Path()) == d.Folders[0] {
		return ""
	}
	return filepath.Dir(d.journal.Path())
}

// A Snapshot is what replaces the sidecar: the set, and what is to be noted of it.
type Snapshot struct {
	Edits []sidecar.Record // all of the session
	Seen  []sidecar.Record // notes that the sidecar which is replaced was in its place, where nobody did
	Note  sidecar.Record   // an OpSnapshot without the sidecar's hash
	Set   model.Set
	Now   func() time.Time
}

// A Saved is what came of a save.
type Saved struct {
	Version store.Version
	Written sidecar.Record // the note that the sidecar is in its place; zero where it could not be made
}

// Snapshot makes the sidecar hold a set. Before it does, the journal says so: then whoever
// reads both knows which edits it has. Afterwards the journal says that it is done: then
// whoever finds an older sidecar there knows that somebody put it back.
func (d *FileBackend) Snapshot(s Snapshot) (Saved, error) {
	d.Saving.Lock()
	defer d.Saving.Unlock()
	file := d.File
	file.Set = s.Set
	var b bytes.Buffer
	if err := sidecar.Write(&b, file); err != nil {
		return Saved{}, fault.Errorf("write sidecar %q: %w", d.Path, err)
	}
	s.Note.Sidecar = store.Hash(b.Bytes())
	if err := d.prepareSnapshot(s); err != nil {
		return Saved{}, err
	}
	if err := d.Update(d.Path, &d.Version, b.Bytes()); err != nil {
		return Saved{}, fault.Errorf("write sidecar: %w", err)
	}
	written := s.Note
	written.Seq, written.Written = written.Seq+1, written.Time
	written.Time = s.Now().UTC()
	if !written.Time.After(written.Written) {
		written.Time = written.Written.Add(1)
	}
	d.Mu.Lock()
	defer d.Mu.Unlock()
	d.placed = max(d.placed, s.Note.Through)
	if d.append(nil, []sidecar.Record{written}) != nil {
		written = sidecar.Record{} // the sidecar is in its place all the same, and the next save notes it
	}
	return Saved{d.Version, written}, nil
}

// prepareSnapshot makes sure of all that must be on disk before the sidecar is replaced.
func (d *FileBackend) prepareSnapshot(s Snapshot) error {
	if err := d.Root.Check(); err != nil {
		return err
	}
	if err := d.MakeFolder(filepath.Dir(d.Path)); err != nil {
		return err
	}
	if d.Broken != nil {
		if err := d.KeepCopy(d.Path, d.Version, corpus.UnreadablePath(d.Path, string(d.Version)), d.Broken); err != nil && !errors.Is(err, store.ErrChanged) {
			return fault.Errorf("keep the sidecar that cannot be read: %w", err)
		}
		d.Broken = nil
	}
	d.Mu.Lock()
	defer d.Mu.Unlock()
	return d.append(s.Edits, append(s.Seen, s.Note))
}

// Adopt notes that the session has what was found.
func (d *FileBackend) Adopt(f Contents) {
	d.Saving.Lock()
	defer d.Saving.Unlock()
	d.Version, d.Broken = f.Version, f.Broken()
	if f.Version == "" || f.Fault != nil {
		return
	}
	document, scheme := d.File.Document, d.File.Scheme
	d.File = f.File
	d.File.Document, d.File.Scheme = document, scheme
}

// SetDocument notes which text the spans count in from now on.
func (d *FileBackend) SetDocument(document sidecar.DocumentRef) {
	d.Saving.Lock()
	defer d.Saving.Unlock()
	d.File.Document = document
}

func writeSidecar(d store.Disk, path string, f sidecar.File) error {
	var b bytes.Buffer
	if err := sidecar.Write(&b, f); err != nil {
		return fault.Errorf("write sidecar %q: %w", path, err)
	}
	_, err := d.Replace(path, "", b.Bytes())
	return err
}
