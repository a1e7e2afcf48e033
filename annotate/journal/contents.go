package journal

import (
	"cmp"
	"errors"
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

// Files says where a layer is kept.
type Files struct {
	store.Disk
	Annotator string
	Path      string        // of the sidecar; empty where there is no place for it
	Folders   []string      // of journals: beside the sidecar, and where that cannot be written
	Limit     int64         // as in tracker
	About     sidecar.Begin // the article, as journals name it
}

// Refusals say which folders of journals are links that are not followed.
func (l Files) Refusals() (refused []*fs.PathError) {
	for _, folder := range l.Folders {
		if _, err := l.Names(folder); errors.Is(err, store.ErrLink) {
			refused = append(refused, &fs.PathError{Op: "read", Path: folder, Err: WhyUnreadable(err)})
		}
	}
	return refused
}

// AboutArticle names an article as the journals about it do.
func AboutArticle(a corpus.Article) sidecar.Begin {
	return sidecar.Begin{Path: text.EscapeName(filepath.Base(a.File())), ID: a.ID()}
}

// Contents is what was read of a layer.
type Contents struct {
	Path    string    // of the sidecar
	At      time.Time // before it was read; zero where no session reads it
	of      sidecar.Begin
	Version store.Version
	Raw     []byte // the sidecar's bytes
	File    sidecar.File
	Fault   error // why the sidecar is not one
	Refused error // why it could not be read, or may not be set aside
	History History
}

// ReadUsable reads a layer. It fails where the sidecar may not be set aside.
func (l Files) ReadUsable() (Contents, error) {
	f, err := l.ReadContents()
	if err = cmp.Or(f.Refused, err); err != nil {
		return Contents{}, err
	}
	return f, nil
}

// ReadContents reads a layer, also where its sidecar cannot be read: the sidecar, then the
// journals, for a sidecar's snapshot is on disk before it is.
func (l Files) ReadContents() (Contents, error) {
	const tries = 100 // a session may write the sidecar before its journal is read, each time
	var f Contents
	for range tries {
		var err error
		if f, err = l.lookOnce(); err != nil || !f.IsPutBack() {
			return f, err
		}
		if now, err := l.CurrentVersion(); err != nil || now == f.Version {
			return f, err
		}
	}
	return f, nil
}

func (l Files) lookOnce() (f Contents, err error) {
	f.Path, f.of = l.Path, l.About
	if l.Path == "" {
		return f, nil
	}
	f.readSidecar(l)
	if len(l.Folders) > 0 {
		f.History, err = Reader{l.Disk, f.Version, l.Limit}.ReadHistory(l.Folders, l.Annotator)
	}
	return f, err
}

// CurrentVersion is the version of the sidecar that is there.
func (l Files) CurrentVersion() (store.Version, error) {
	raw, err := l.Read(l.Path, sidecar.MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return store.Version(store.Hash(raw)), nil
}

func (f *Contents) readSidecar(l Files) {
	raw, err := l.Read(l.Path, sidecar.MaxSize)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			f.Refused = err
		}
		return
	}
	f.Raw, f.Version = raw, store.Version(store.Hash(raw))
	f.File, f.Fault = sidecar.Parse(raw)
	if (f.Fault != nil || f.File.Annotator != l.Annotator) && l.IsLinked(l.Path) {
		f.Refused = fault.Errorf("read sidecar %q: %w", l.Path, &store.LinkError{Why: fault.Errorf("it leads to what is no sidecar of %s", l.Annotator)})
	}
	if errors.Is(f.Fault, sidecar.ErrVersion) {
		f.Refused = fault.Errorf("read sidecar %q: %w", l.Path, f.Fault)
	}
	if f.Fault != nil {
		f.File = sidecar.File{}
	}
}

// Broken are the bytes of a sidecar that is none, nil where it is one or holds nothing.
func (f Contents) Broken() []byte {
	if f.Fault == nil || len(f.Raw) == 0 {
		return nil
	}
	return f.Raw
}

// IsPutBack reports whether somebody put the sidecar back to an earlier state.
func (f Contents) IsPutBack() bool {
	if f.Version == "" || f.Fault != nil {
		return false
	}
	c, placed, known := f.History.Covered(f.Version)
	return known && f.History.IsPutBack(c, placed)
}

// Start is the set that the edits of journals are replayed on: the sidecar's, or,
// where there is none that can be read, that of an article nobody worked on.
func (f Contents) Start(scheme *model.Scheme) model.Set {
	if f.Version != "" && f.Fault == nil {
		return f.File.Set
	}
	return model.NewSet(scheme)
}

// Source is the text that the set is of: the sidecar's, or, where there is no
// sidecar, that of the newest journal.
func (f Contents) Source() sidecar.DocumentRef {
	if f.Version != "" && f.Fault == nil {
		return f.File.Document
	}
	begin := f.History.newestBegin()
	return sidecar.DocumentRef{Path: begin.Path, ID: begin.ID, SHA256: begin.SHA256, Encoding: begin.Encoding}
}

// HasLinkFault reports whether one of some errors is that a link was not followed.
func HasLinkFault(faults []error) bool {
	return slices.ContainsFunc(faults, func(err error) bool { return errors.Is(err, store.ErrLink) })
}
