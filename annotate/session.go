// Package annotate is the work of annotating: the edits that a person makes,
// and the Session, the owner of everything that must not be lost.
package annotate

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// A Session is one annotator's work on one article. Edits are made in memory
// and numbered; Flush gives the job that writes them to the sidecar. Its methods
// belong to one goroutine; only the job may run in another.
type Session struct {
	article corpus.Article
	text    *text.Text
	scheme  *model.Scheme
	author  Author

	set      model.Set
	done     []model.Edit // what undo takes back, the newest last
	undone   []model.Edit // what redo makes again, the newest last
	number   int          // of the newest edit
	durable  int          // of the newest edit on disk
	inFlight bool
	failed   error

	disk disk
}

// disk is what a session knows of its sidecar. Only the job that writes it and
// Close use it after the session was opened.
type disk struct {
	mu      sync.Mutex
	path    string // empty where there is no place for it
	text    draft
	version store.Version
	file    sidecar.File // what stands around the set
	through int          // the newest edit in it
}

// Options say who works with what.
type Options struct {
	Scheme   *model.Scheme
	Author   Author
	Sidecars string // a folder for the sidecars; empty: each beside its article
	Encoding string // of the articles; empty: the sidecar's, else what each seems to be
}

// Open reads an article and its sidecar, and writes nothing. A sidecar that
// cannot be read is an error: it is never written over.
func Open(a corpus.Article, o Options) (*Session, error) {
	path := SidecarPath(a, o.Author.Name, o.Sidecars)
	kept, version, err := readSidecar(path)
	if err != nil {
		return nil, err
	}
	c, err := read(a, o.Encoding, kept.Document.Encoding)
	if err != nil {
		return nil, err
	}
	if err := check(a, c.Text, kept); err != nil {
		return nil, fmt.Errorf("read sidecar %q: %w", path, err)
	}
	file := sidecar.File{Annotator: o.Author.Name, Set: blank(o.Scheme), Order: sidecar.OrderOf(o.Scheme)}
	if version != "" {
		file = kept
	}
	file.Document = source(a, c, file.Document)
	file.Scheme = sidecar.SchemeRef{ID: o.Scheme.ID, SHA256: o.Scheme.Hash}
	s := &Session{
		article: a, text: c.Text, scheme: o.Scheme, author: o.Author, set: file.Set,
		disk: disk{path: path, version: version, file: file},
	}
	if c.Draft {
		s.disk.text = draft{path: a.File(), raw: c.Stored}
	}
	return s, nil
}

// source says which article the spans count in, where a sidecar said it before.
func source(a corpus.Article, c corpus.Content, kept sidecar.Source) sidecar.Source {
	kept.Path = cmp.Or(kept.Path, filepath.Base(a.File()))
	kept.ID = a.ID()
	kept.SHA256, kept.Encoding, kept.Length = store.Hash(c.Stored), c.Text.Encoding(), c.Text.Len()
	if c.Origin != nil && kept.Unknown == "" {
		kept.Unknown = origin(filepath.Base(a.Path), store.Hash(c.Origin))
	}
	return kept
}

// origin is the member of a sidecar's document that says what page it was made
// of.
func origin(name, hash string) string {
	quoted, _ := jsontext.AppendQuote(nil, name) // what is not UTF-8 in it is replaced
	return fmt.Sprintf(`"origin": {"path": %s, "sha256": %q}`, quoted, hash)
}

// readSidecar reads a sidecar. Where there is none, its version is empty.
func readSidecar(path string) (sidecar.File, store.Version, error) {
	if path == "" {
		return sidecar.File{}, "", nil
	}
	raw, err := store.Read(path, sidecar.MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return sidecar.File{}, "", nil
	}
	if err != nil {
		return sidecar.File{}, "", err
	}
	file, err := sidecar.Parse(raw)
	if err != nil {
		return sidecar.File{}, "", fmt.Errorf("read sidecar %q: %w", path, err)
	}
	return file, store.Version(store.Hash(raw)), nil
}

// read reads an article in the encoding that is asked for, else in the one that
// its sidecar names, else in the one that it seems to be in. The text of a page
// is made anew where it was lost, and its sidecar does not know the page's.
func read(a corpus.Article, asked, named string) (corpus.Content, error) {
	if a.Converted() {
		named = ""
	}
	return a.Content(cmp.Or(asked, named))
}

// blank is the set of an article that nobody worked on.
func blank(scheme *model.Scheme) model.Set {
	set := model.Set{Document: model.Document{Labels: map[string][]string{}}}
	if len(scheme.Statuses) > 0 {
		set.Document.Status = scheme.Statuses[0].ID
	}
	return set
}

// SidecarPath is where the layer of an annotator is kept: beside the article,
// or at its name below a folder of sidecars. It is empty where there is no place
// for one.
func SidecarPath(a corpus.Article, annotator, sidecars string) string {
	base, name := a.Home()
	if base == "" {
		return ""
	}
	if sidecars != "" {
		base = filepath.Join(sidecars, name)
	}
	return base + "." + annotator + layerEnd
}

// layerEnd ends the names of sidecars.
const layerEnd = ".pizhu.json"

// ErrOtherText says that a sidecar was made for another text than the article
// now has.
var ErrOtherText = errors.New("made for another text than the article has now")

// check reports whether a sidecar is that of a text: the first fragment that
// does not stand where it says, or another document's id.
func check(a corpus.Article, t *text.Text, kept sidecar.File) error {
	if id := kept.Document.ID; id != "" && id != a.ID() {
		return fmt.Errorf("document %q: %w", id, ErrOtherText)
	}
	for _, c := range kept.Set.Claims {
		for _, f := range c.Fragments {
			if t.Slice(f.Span) != f.Text {
				return fmt.Errorf("claim %s at %d: %w", c.ID, f.Span.Start, ErrOtherText)
			}
		}
	}
	return nil
}

// Article is what the session works on.
func (s *Session) Article() corpus.Article { return s.article }

// Text is the article's text.
func (s *Session) Text() *text.Text { return s.text }

// Set is all that was said of the article, with the newest edit.
func (s *Session) Set() model.Set { return s.set }

// Desk is where the next edit is made.
func (s *Session) Desk() Desk {
	return Desk{Text: s.text, Scheme: s.scheme, Set: s.set, Author: s.author}
}

// ErrReadOnly says that there is no place for the claims of an article.
var ErrReadOnly = errors.New("standard input has no place for claims; start with --save-as FILE")

// Do makes an edit. It is on disk when a job of Flush that began later is done.
func (s *Session) Do(e model.Edit) error {
	if s.disk.path == "" {
		return ErrReadOnly
	}
	if err := s.apply(e); err != nil {
		return err
	}
	s.done, s.undone = append(s.done, e), nil
	return nil
}

func (s *Session) apply(e model.Edit) error {
	next, err := s.set.Apply(e)
	if err != nil {
		return err
	}
	s.set = next
	s.number++
	return nil
}

// Undo takes the newest edit back, and returns it. Where there is none, ok is
// false.
func (s *Session) Undo() (e model.Edit, ok bool, err error) {
	n := len(s.done)
	if n == 0 {
		return model.Edit{}, false, nil
	}
	e = s.done[n-1]
	if err := s.apply(e.Inverse()); err != nil {
		return model.Edit{}, false, err
	}
	s.done, s.undone = s.done[:n-1], append(s.undone, e)
	return e, true, nil
}

// Redo makes the newest edit that was taken back again, and returns it.
func (s *Session) Redo() (e model.Edit, ok bool, err error) {
	n := len(s.undone)
	if n == 0 {
		return model.Edit{}, false, nil
	}
	e = s.undone[n-1]
	if err := s.apply(e); err != nil {
		return model.Edit{}, false, err
	}
	s.undone, s.done = s.undone[:n-1], append(s.done, e)
	return e, true, nil
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
	case s.durable == s.number:
		return Durable, nil
	case s.failed != nil:
		return Failed, s.failed
	}
	return Pending, nil
}

// Flushed is what came of a job of Flush.
type Flushed struct {
	session *Session
	through int
	err     error
}

// Flush gives the job that writes all edits made until now, to be run in
// another goroutine and its result handed to Settle. It is nil where there is
// nothing to write, or where a job is still at work: one write is in flight at a
// time.
func (s *Session) Flush() func() Flushed {
	if s.inFlight || s.durable == s.number {
		return nil
	}
	s.inFlight = true
	through, set := s.number, s.set
	return func() Flushed {
		return Flushed{s, through, s.disk.write(through, set)}
	}
}

// Settle takes the result of a job.
func (f Flushed) Settle() {
	f.session.inFlight = false
	f.session.failed = f.err
	if f.err == nil {
		f.session.durable = max(f.session.durable, f.through)
	}
}

// Close writes what is not yet on disk, and waits for a job that is still at
// work.
func (s *Session) Close() error {
	if err := s.disk.write(s.number, s.set); err != nil {
		return err
	}
	s.durable = s.number
	return nil
}

// A RescuedError says that work could not be written where it belongs, and
// where it is instead.
type RescuedError struct {
	Path string
	Err  error
}

// Error says what went wrong and where the work is.
func (e *RescuedError) Error() string { return fmt.Sprintf("%v; the work is in %q", e.Err, e.Path) }

// Unwrap is what went wrong.
func (e *RescuedError) Unwrap() error { return e.Err }

// CloseOrRescue is Close; where that fails, the work is written to a new sidecar
// in a folder, and the error is a RescuedError.
func (s *Session) CloseOrRescue(folder string) error {
	err := s.Close()
	if err == nil {
		return nil
	}
	rescue := s.disk.rescue(folder, NewID())
	if failed := rescue.write(s.number, s.set); failed != nil {
		return errors.Join(err, failed)
	}
	return &RescuedError{rescue.path, err}
}

// rescue is a disk in a folder, for what is not on this one.
func (d *disk) rescue(folder, id string) *disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	in := func(path string) string { return filepath.Join(folder, filepath.Base(path)+"."+id) }
	text := draft{path: in(d.text.path), raw: d.text.raw, done: d.text.done}
	return &disk{path: in(d.path), file: d.file, text: text}
}

// write replaces the sidecar by one that holds a set, unless what is there is
// as new.
func (d *disk) write(through int, set model.Set) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if through <= d.through {
		return nil
	}
	file := d.file
	file.Set = set
	var b bytes.Buffer
	if err := sidecar.Write(&b, file); err != nil {
		return fmt.Errorf("write sidecar %q: %w", d.path, err)
	}
	if err := store.MakeFolder(filepath.Dir(d.path)); err != nil {
		return err
	}
	if err := d.text.save(); err != nil {
		return err
	}
	version, err := store.Replace(d.path, d.version, b.Bytes())
	if unsynced := (*store.UnsyncedError)(nil); errors.As(err, &unsynced) {
		d.version = unsynced.Version // it is there, and is written again until it is sure to stay
	}
	if err != nil {
		return fmt.Errorf("write sidecar: %w", err)
	}
	d.version, d.through = version, through
	return nil
}
