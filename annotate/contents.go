package annotate

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// layerFiles says where a layer is kept.
type layerFiles struct {
	store.Disk
	annotator string
	path      string        // of the sidecar; empty where there is no place for it
	folders   []string      // of journals: beside the sidecar, and where that cannot be written
	limit     int64         // as in tracker
	of        sidecar.Begin // the article, as journals name it
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
	return model.NewSet(scheme)
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

// linkRefused reports whether one of some errors is that a link was not followed.
func linkRefused(faults []error) bool {
	return slices.ContainsFunc(faults, func(err error) bool { return errors.Is(err, store.ErrLink) })
}
