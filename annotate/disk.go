package annotate

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
)

// disk is what a session knows of its files: the sidecar, and the journal. The jobs that
// write them, which run beside the session, and Close use what the mutexes guard. The rest
// belongs to the session's own goroutine, which changes it only while no job is at work
// that reads it: path, folders, begin and order when it is opened, and begin once more
// when all of a large article is read, before which nothing is written.
type disk struct {
	layerFiles
	begin sidecar.Begin
	order sidecar.Order
	root  root

	mu      sync.Mutex // over what follows
	text    draft
	journal *store.Journal
	last    string           // the path of the newest journal
	parts   int              // how many journals were begun
	edits   []sidecar.Record // of the session, as far as a job knew them
	inFile  int              // how many of the session's edits are in the journal for certain
	placed  int              // the newest edit in the sidecar
	present presence

	saving  sync.Mutex // over what follows; it is taken before mu
	version store.Version
	file    sidecar.File // what stands around the set
	broken  []byte       // of a sidecar that could not be read, until it is kept

	stamp   stamp // of the sidecar when somebody looked last
	article watch
}

// write appends the edits that are not in the journal yet, and what is to follow them.
// After one that failed the journal is never trusted again: all that the sidecar has not
// goes to a new one.
func (d *disk) write(edits, then []sidecar.Record) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inFile >= len(edits) && len(then) == 0 {
		return nil
	}
	return d.append(edits, then)
}

// append writes edits and what is to follow them. A job that began earlier knows
// fewer edits than are in the journal already. The caller holds mu.
func (d *disk) append(edits []sidecar.Record, then []sidecar.Record) error {
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
	for i, folder := range d.folders {
		var err error
		if i == 0 {
			err = d.root.check() // it is not made anew
		}
		if err == nil {
			err = d.start(folder, edits, then)
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
func (d *disk) saveText() error {
	if d.text.raw == nil || d.text.done {
		return nil
	}
	if err := d.root.check(); err != nil {
		return err
	}
	if err := d.MakeFolder(filepath.Dir(d.text.path)); err != nil {
		return err
	}
	return d.text.save(d.Disk)
}

// start begins a journal in a folder.
func (d *disk) start(folder string, edits, then []sidecar.Record) error {
	begin := sidecar.Record{Op: sidecar.OpBegin, Begin: d.begin}
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
	j, err := d.Create(filepath.Join(folder, corpus.JournalName(d.begin.Annotator, d.begin.Session, d.parts)))
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

// at is where the journal is that was written last.
func (d *disk) at() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last
}

func (d *disk) encode(edits, then []sidecar.Record) (lines []byte, err error) {
	for _, list := range [][]sidecar.Record{edits, then} {
		for _, r := range list {
			if lines, err = sidecar.AppendRecord(lines, r, d.order); err != nil {
				return nil, err
			}
		}
	}
	return lines, nil
}

// away is the folder of the journal where that is not beside the sidecar.
func (d *disk) away() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.journal == nil || filepath.Dir(d.journal.Path()) == d.folders[0] {
		return ""
	}
	return filepath.Dir(d.journal.Path())
}

// A save is what replaces the sidecar: the set, and what is to be noted of it.
type save struct {
	edits []sidecar.Record // all of the session
	seen  []sidecar.Record // notes that the sidecar which is replaced was in its place, where nobody did
	note  sidecar.Record   // an OpSnapshot without the sidecar's hash
	set   model.Set
	now   func() time.Time
}

// A saveResult is what came of a save.
type saveResult struct {
	version store.Version
	written sidecar.Record // the note that the sidecar is in its place; zero where it could not be made
}

// replace makes the sidecar hold a set. Before it does, the journal says so: then whoever
// reads both knows which edits it has. Afterwards the journal says that it is done: then
// whoever finds an older sidecar there knows that somebody put it back.
func (d *disk) replace(s save) (saveResult, error) {
	d.saving.Lock()
	defer d.saving.Unlock()
	file := d.file
	file.Set = s.set
	var b bytes.Buffer
	if err := sidecar.Write(&b, file); err != nil {
		return saveResult{}, fmt.Errorf("write sidecar %q: %w", d.path, err)
	}
	s.note.Sidecar = store.Hash(b.Bytes())
	if err := d.prepare(s); err != nil {
		return saveResult{}, err
	}
	version, err := d.Replace(d.path, d.version, b.Bytes())
	if unsynced := (*store.UnsyncedError)(nil); errors.As(err, &unsynced) {
		d.version = unsynced.Version // it is there, and is written again until it is sure to stay
	}
	if err != nil {
		return saveResult{}, fmt.Errorf("write sidecar: %w", err)
	}
	d.version = version
	written := s.note
	written.Seq, written.Written = written.Seq+1, written.Time
	written.Time = s.now().UTC()
	if !written.Time.After(written.Written) {
		written.Time = written.Written.Add(1)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.placed = max(d.placed, s.note.Through)
	if d.append(nil, []sidecar.Record{written}) != nil {
		written = sidecar.Record{} // the sidecar is in its place all the same, and the next save notes it
	}
	return saveResult{version, written}, nil
}

// prepare makes sure of all that must be on disk before the sidecar is replaced.
func (d *disk) prepare(s save) error {
	if err := d.root.check(); err != nil {
		return err
	}
	if err := d.MakeFolder(filepath.Dir(d.path)); err != nil {
		return err
	}
	if d.broken != nil {
		if err := d.KeepCopy(d.path, d.version, corpus.UnreadablePath(d.path, string(d.version)), d.broken); err != nil && !errors.Is(err, store.ErrChanged) {
			return fmt.Errorf("keep the sidecar that cannot be read: %w", err)
		}
		d.broken = nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.append(s.edits, append(s.seen, s.note))
}

// took notes that the session has what was found.
func (d *disk) took(f found) {
	d.saving.Lock()
	defer d.saving.Unlock()
	d.version, d.broken = f.version, f.broken()
	if f.version == "" || f.fault != nil {
		return
	}
	document, scheme := d.file.Document, d.file.Scheme
	d.file = f.file
	d.file.Document, d.file.Scheme = document, scheme
}

// retext notes which text the spans count in from now on.
func (d *disk) retext(document sidecar.Source) {
	d.saving.Lock()
	defer d.saving.Unlock()
	d.file.Document = document
}

func writeSidecar(d store.Disk, path string, f sidecar.File) error {
	var b bytes.Buffer
	if err := sidecar.Write(&b, f); err != nil {
		return fmt.Errorf("write sidecar %q: %w", path, err)
	}
	_, err := d.Replace(path, "", b.Bytes())
	return err
}
