package annotate

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"pizhu/annotate/edit"
	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A Layer is one annotator's work on one article as it is on disk: the sidecar, and
// the edits that only journals hold.
type Layer struct {
	Annotator string
	Path      string         // of the sidecar
	Version   store.Version  // of the sidecar; empty if there is none
	File      sidecar.File   // the sidecar, without the edits of journals; zero if there is none
	Source    sidecar.Source // the text that the claims of Set were made for, as far as it is known
	Set       model.Set      // the sidecar's, with the edits of journals
	Recovered int            // edits in journals that the sidecar lacks
	Withheld  Withheld       // edits in journals that Set lacks, for somebody put the sidecar back
	Conflicts []merge.Conflict
	Damaged   []error // records of journals that cannot be read, each with its file
}

// ReadLayer reads the layer of an annotator: the sidecar, the journals and the log
// beside it, and the journals in the state folder. It writes nothing and does not
// read the article. Where there is neither a sidecar nor a journal the Set is that
// of an article nobody worked on.
func ReadLayer(a corpus.Article, annotator string, o Options) (Layer, error) {
	return filesOf(a, annotator, o).readLayer(o.Scheme)
}

// layerFiles says where a layer is kept.
type layerFiles struct {
	store.Disk
	annotator string
	path      string        // of the sidecar; empty where there is no place for it
	folders   []string      // of journals: beside the sidecar, and where that cannot be written
	limit     int64         // as in tracker
	of        sidecar.Begin // the article, as journals name it
}

func filesOf(a corpus.Article, annotator string, o Options) layerFiles {
	return layerFiles{o.diskOf(a), annotator, a.SidecarPath(annotator, o.Sidecars), a.JournalFolders(o.Sidecars, o.State), o.limit(), journalName(a)}
}

// refusals say which folders of journals are links that are not followed.
func (l layerFiles) refusals() (refused []*fs.PathError) {
	for _, folder := range l.folders {
		if _, err := l.Names(folder); errors.Is(err, store.ErrLink) {
			refused = append(refused, &fs.PathError{Op: "read", Path: folder, Err: barred(err)})
		}
	}
	return refused
}

func (l layerFiles) readLayer(scheme *model.Scheme) (Layer, error) {
	f, err := l.look()
	if err == nil && f.fault != nil {
		err = fmt.Errorf("read sidecar %q: %w", l.path, f.fault)
	}
	if err != nil {
		return Layer{}, err
	}
	return f.layer(l.annotator, scheme), nil
}

// layer replays what the journals have on the sidecar, which could be read.
func (f found) layer(annotator string, scheme *model.Scheme) Layer {
	start := f.start(scheme)
	r := f.recovery(start, "", nil)
	layer := Layer{Annotator: annotator, Path: f.path, Version: f.version, File: f.file, Source: f.source(), Set: start, Withheld: r.held, Damaged: r.faults}
	if r.held.IsZero() {
		layer.Set, layer.Conflicts = replay(start, r.edits)
	}
	if !layer.Set.Equal(start) {
		layer.Recovered = len(r.edits)
	}
	return layer
}

// journalName names an article as the journals about it do.
func journalName(a corpus.Article) sidecar.Begin {
	return sidecar.Begin{Path: text.EscapeName(filepath.Base(a.File())), ID: a.ID()}
}

// found is what was read of a layer.
type found struct {
	path    string    // of the sidecar
	at      time.Time // before it was read; zero where no session reads it
	of      sidecar.Begin
	version store.Version
	raw     []byte // the sidecar's bytes
	file    sidecar.File
	fault   error // why the sidecar is not one
	refused error // why it could not be read, or may not be set aside
	trail   trail
}

// look reads a layer. It fails where the sidecar may not be set aside.
func (l layerFiles) look() (found, error) {
	f, err := l.lookPast()
	if err = cmp.Or(f.refused, err); err != nil {
		return found{}, err
	}
	return f, nil
}

// lookPast reads a layer, also where its sidecar cannot be read: the sidecar, then the
// journals, for a sidecar's snapshot is on disk before it is.
func (l layerFiles) lookPast() (found, error) {
	const tries = 100 // a session may write the sidecar before its journal is read, each time
	var f found
	for range tries {
		var err error
		if f, err = l.lookOnce(); err != nil || !f.isPutBack() {
			return f, err
		}
		if now, err := l.glance(); err != nil || now == f.version {
			return f, err
		}
	}
	return f, nil
}

func (l layerFiles) lookOnce() (f found, err error) {
	f.path, f.of = l.path, l.of
	if l.path == "" {
		return f, nil
	}
	f.readSidecar(l)
	if len(l.folders) > 0 {
		f.trail, err = tracker{l.Disk, f.version, l.limit}.trail(l.folders, l.annotator)
	}
	return f, err
}

// glance is the version of the sidecar that is there.
func (l layerFiles) glance() (store.Version, error) {
	raw, err := l.Read(l.path, sidecar.MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return store.Version(store.Hash(raw)), nil
}

func (f *found) readSidecar(l layerFiles) {
	raw, err := l.Read(l.path, sidecar.MaxSize)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			f.refused = err
		}
		return
	}
	f.raw, f.version = raw, store.Version(store.Hash(raw))
	f.file, f.fault = sidecar.Parse(raw)
	if (f.fault != nil || f.file.Annotator != l.annotator) && l.IsLinked(l.path) {
		f.refused = fmt.Errorf("read sidecar %q: %w", l.path, &store.LinkError{Why: fault.Errorf("it leads to what is no sidecar of %s", l.annotator)})
	}
	if errors.Is(f.fault, sidecar.ErrVersion) {
		f.refused = fmt.Errorf("read sidecar %q: %w", l.path, f.fault)
	}
	if f.fault != nil {
		f.file = sidecar.File{}
	}
}

// broken are the bytes of a sidecar that is none, nil where it is one or holds nothing.
func (f found) broken() []byte {
	if f.fault == nil || len(f.raw) == 0 {
		return nil
	}
	return f.raw
}

// A recovery is what the journals of a layer have besides its sidecar.
type recovery struct {
	known  bool      // whether the journals know the sidecar: another program may have written it
	placed time.Time // when it was last known to be in its place; zero where it is not known
	cover  cover     // the edits that are in the sidecar
	edits  []sidecar.Record
	held   Withheld // what the edits would do, where somebody put the sidecar back: it stands without them
	faults []error  // records of the journals that cannot be read
}

// recovery compares the journals with the sidecar, which starts a set. The edits of one
// session, which may have no name, are not taken from the journals but are given.
func (f found) recovery(start model.Set, session string, own []sidecar.Record) recovery {
	r := recovery{known: true}
	if f.fault == nil {
		r.cover, r.placed, r.known = f.trail.covered(f.version)
	}
	if !r.known {
		r.cover = cover{log: f.trail.log}
	}
	edits, faults := f.trail.beyond(r.cover, session)
	r.edits, r.faults = edits, slices.Concat(faults, f.trail.faults)
	if len(own) > 0 {
		through := f.trail.through(r.cover, session)
		r.edits = append(r.edits, slices.DeleteFunc(slices.Clone(own), func(e sidecar.Record) bool { return e.Seq <= through })...)
	}
	if f.trail.isPutBack(r.cover, r.placed) {
		after, _ := replay(start, r.edits)
		r.held = withheld(difference(start, after))
	}
	return r
}

// isPutBack reports whether somebody put the sidecar back to an earlier state.
func (f found) isPutBack() bool {
	if f.version == "" || f.fault != nil {
		return false
	}
	c, placed, known := f.trail.covered(f.version)
	return known && f.trail.isPutBack(c, placed)
}

// start is the set that the edits of journals are replayed on: the sidecar's, or,
// where there is none that can be read, that of an article nobody worked on.
func (f found) start(scheme *model.Scheme) model.Set {
	if f.version != "" && f.fault == nil {
		return f.file.Set
	}
	return edit.NewSet(scheme)
}

// source is the text that the set is of: the sidecar's, or, where there is no
// sidecar, that of the newest journal.
func (f found) source() sidecar.Source {
	if f.version != "" && f.fault == nil {
		return f.file.Document
	}
	begin := f.trail.newestBegin()
	return sidecar.Source{Path: begin.Path, ID: begin.ID, SHA256: begin.SHA256, Encoding: begin.Encoding}
}

// was is the hash of the text that a set counts in; of one that is new, the article's.
func (l Layer) was(c corpus.Content) string { return cmp.Or(l.Source.SHA256, c.SHA256) }
