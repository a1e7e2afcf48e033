// Package session holds the Session: one annotator's work on one article, and the owner of everything that must not be lost.
package session

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"pizhu/annotate/anchor"
	"pizhu/annotate/edit"
	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A Session is one annotator's work on one article. Edits are made in memory
// and numbered; Flush gives the job that appends them to the session's journal,
// and then they are safe. Save gives the one that brings the sidecar up to date.
// Its methods belong to one goroutine; only the jobs may run in another, one of
// each kind at a time.
type Session struct {
	article corpus.Article
	text    *text.Text
	scheme  *model.Scheme
	author  edit.Author

	set       model.Set
	edits     []sidecar.Record    // the session's edits
	undoable  []journal.Undoable  // what undo takes back, the newest last
	redoable  []journal.Undoable  // what redo makes again, the newest last
	earlier   journal.UndoHistory // what was done before
	forked    bool                // whether an edit was made after which nothing from the past can be redone
	sequence  int                 // of the newest record
	latest    time.Time           // of the newest record that is known, whoever made it
	durable   int                 // how many of the edits are on disk
	flushing  bool
	failed    error
	conflicts []merge.Conflict
	notices   []error

	base            model.Set // what the sidecar held when it was read or written last
	baseHash        string    // the hash of the text that base is of
	version         store.Version
	watermark       journal.Watermark // the edits of other sessions in the set
	behind          bool              // whether the sidecar is to be written
	owed            bool              // whether it lacks what journals have, though the session changed nothing
	recoded         bool              // whether it names another encoding than the article has now
	unsafe          bool              // whether some of the set may not be on disk any more, though it was
	saving          bool
	stale           bool // whether another program wrote the sidecar
	unsaved         error
	refused         error            // why the sidecar, which was read before, cannot be read now
	missing         journal.Missing  // what was missing at the last look
	snapshot        sidecar.Record   // a snapshot of the sidecar that is there; without Written where nobody noted that it was in its place
	withheld        *withheldEdits   // what is to be asked about a sidecar that was put back; nil where there is nothing
	decision        []sidecar.Record // to that question, until it is on disk
	opened          bool             // whether base, version and cover are of something
	said            bool             // where the journal is
	peers           []string         // the sessions of others that were told of
	partialEncoding string           // the encoding of an article of which the end was not read yet; empty where it was

	schemeWatch journal.FileWatch // of the scheme's file; only the job of Poll uses it

	locator         *anchor.Locator        // of the text
	askedEncoding   string                 // the encoding that was asked for
	formerHash      string                 // the hash of the text that the claims stood in before
	pendingReanchor model.Edit             // what follow did, until it is one of the edits
	moved           map[string]anchor.Move // the claims that were moved with their text, by their ids

	backend *journal.FileBackend
}

// Open reads an article, its sidecar and what journals have besides, and writes
// nothing. Where the article was changed the claims follow their text. A sidecar
// that cannot be read is kept when the first change is written, in a new one.
func Open(a corpus.Article, o layer.Options) (*Session, error) {
	d := newBackend(a, o)
	d.ChangedOnDisk() // as of now: the first look need not read the sidecar again
	at := o.Author.Now().UTC()
	f, err := d.ReadContents()
	f.At = at
	if f.Refused != nil {
		return nil, unusable(f)
	}
	if err != nil {
		return nil, err
	}
	if err := layer.CheckOwner(a, f.File.Document.ID); err != nil { // before its claims are looked for
		return nil, fault.Errorf("read sidecar %q: %w", d.Path, err)
	}
	d.ArticleWatch = journal.NewFileWatch(a.File())
	c, err := layer.ReadBeginning(a, o.Encoding, layer.Evidence(f, o))
	if err != nil {
		return nil, err
	}
	d.File = sidecar.File{Annotator: o.Author.Name, Set: f.Start(o.Scheme), Order: d.Order}
	if f.Version != "" && f.Fault == nil {
		d.File = f.File
	}
	was, named := f.Source().SHA256, f.File.Document.Encoding
	d.File.Document = layer.NewSource(a, c, d.File.Document)
	d.File.Scheme = sidecar.SchemeRef{ID: o.Scheme.ID, SHA256: o.Scheme.Hash}
	d.Begin.Path, d.Begin.ID = d.File.Document.Path, d.File.Document.ID
	d.Begin.SHA256, d.Begin.Encoding = d.File.Document.SHA256, d.File.Document.Encoding
	d.Version, d.Broken = f.Version, f.Broken()
	if c.Unsaved {
		d.Pending = journal.PendingText{Path: a.File(), Raw: c.Stored}
	}
	s := &Session{article: a, text: c.Text, scheme: o.Scheme, author: o.Author, backend: d, moved: map[string]anchor.Move{}, askedEncoding: o.Encoding}
	s.locator = anchor.NewLocator(c.Text, d.File.Document.SHA256)
	if c.Partial {
		s.partialEncoding = cmp.Or(o.Encoding, c.Text.Encoding())
	}
	s.loadState(f)
	s.owed, s.behind = s.behind, false // opening writes nothing
	if s.owed && f.Fault == nil {
		s.notify("unsaved work was found in a journal; {key:quit} or {key:save} saves it")
	}
	s.noteEncoding(named)
	s.notifyName()
	s.earlier = journal.NewUndoHistory(f.History)
	for _, path := range f.History.Skipped {
		s.notify("%q is very large: older edits in it cannot be undone from here", filepath.Base(path))
	}
	if err := s.reanchorAndNotify(cmp.Or(was, s.locator.Hash)); err != nil {
		return nil, fault.Errorf("read sidecar %q: %w", d.Path, err)
	}
	return s, nil
}

func newBackend(a corpus.Article, o layer.Options) *journal.FileBackend {
	begin := sidecar.Begin{Session: edit.NewID(), Annotator: o.Author.Name, Host: text.EscapeName(o.Host), PID: o.PID}
	files, lease := layer.FilesOf(a, o.Author.Name, o), ""
	if o.State != "" && files.Path != "" {
		lease = corpus.LeasePath(o.State, files.Folders[0], o.Author.Name, begin.Session)
	}
	return &journal.FileBackend{Files: files, Begin: begin, Order: sidecar.NewOrder(o.Scheme), Root: journal.NewRoot(a, o.Sidecars), Lease: journal.Lease{Path: lease}}
}

// readContents reads the layer.
func (s *Session) readContents() (journal.Contents, error) {
	at := s.author.Now().UTC()
	f, err := s.backend.ReadUsable()
	f.At = at
	return f, err
}

// loadState makes what was read the session's own: the sidecar as it is now, what
// the journals have besides, and what the session did that is in neither. A sidecar
// that somebody put back stands alone, until a person says what is to come of the rest.
func (s *Session) loadState(f journal.Contents) {
	theirs := f.Start(s.scheme)
	r := layer.Compare(f, theirs, s.backend.Begin.Session, s.editsFor(f))
	if f.Fault != nil {
		s.notify("the sidecar cannot be read: %v; %s", f.Fault, s.keptAs(f))
	}
	set, edits := theirs, r.Edits
	if !r.Known {
		if s.opened {
			edits, _ = f.History.EditsBeyond(journal.Watermark{Log: f.History.LogSize, Through: s.watermark.Through}, s.backend.Begin.Session)
			merged, conflicts := merge.ThreeWay(s.reanchored(s.base, s.baseHash), s.set, s.reanchored(theirs, f.File.Document.SHA256))
			s.addConflicts(conflicts)
			set = merged
		} else if f.History.HasSnapshot() {
			s.notify("the sidecar is not as it was left: another program wrote it, or it is damaged; what it says is taken")
		}
	}
	s.watermark, s.withheld = f.History.Watermark(), nil
	if !r.Held.IsZero() {
		s.watermark, s.withheld = r.Cover, &withheldEdits{r.Held, theirs, f, edits}
		edits = nil
	}
	set, conflicts := layer.Replay(set, edits)
	s.addConflicts(conflicts)
	s.notifyDamaged(r.Faults)
	s.behind = s.withheld == nil && (len(edits) > 0 || !r.Known && len(s.edits) > 0)
	s.set, s.base, s.version = set, theirs, f.Version
	s.baseHash = f.File.Document.SHA256
	s.stale, s.opened, s.unsafe = false, true, false
	if t := f.History.NewestTime(); t.After(s.latest) {
		s.latest = t
	}
	s.snapshot = s.snapshotOf(f, r)
}

// editsFor are the session's edits, but for those that took claims to the text that a
// sidecar is for already.
func (s *Session) editsFor(f journal.Contents) []sidecar.Record {
	return slices.DeleteFunc(slices.Clone(s.edits), func(e sidecar.Record) bool {
		return e.Edit.Action == anchor.ActionReanchor && f.File.Document.SHA256 == s.locator.Hash
	})
}

// snapshotOf is a snapshot of a sidecar that was found, with Written where it is known that it
// was in its place. Its time is not that of the note but one at which nobody can have
// replaced the sidecar yet.
func (s *Session) snapshotOf(f journal.Contents, r layer.Comparison) sidecar.Record {
	if f.Version == "" || f.Fault != nil {
		return sidecar.Record{}
	}
	return sidecar.Record{
		Op: sidecar.OpSnapshot, Time: f.At, Sidecar: string(f.Version), Written: r.Placed,
		Through: r.Cover.Through[s.backend.Begin.Session], Also: s.throughOfOthers(r.Cover), Log: r.Cover.Log,
	}
}

// notifyDamaged says what of the journals cannot be read.
func (s *Session) notifyDamaged(damaged []error) {
	var records []error
	for _, err := range damaged {
		if at := (*fs.PathError)(nil); errors.As(err, &at) && errors.Is(err, store.ErrLink) {
			s.notify("%q is neither read nor written: %v", filepath.Base(at.Path), at.Err)
			continue
		}
		records = append(records, err)
	}
	if len(records) > 0 {
		s.notify("set aside %d of the journals' records, which cannot be read: %v", len(records), errors.Join(records...))
	}
}

// addConflicts keeps conflicts, and says how many.
func (s *Session) addConflicts(conflicts []merge.Conflict) {
	if len(conflicts) == 0 {
		return
	}
	s.conflicts = append(s.conflicts, conflicts...)
	s.notify("%d changed in two places: both are kept", len(conflicts))
}

// notify keeps a notice for the person: a format and its arguments, as of an error, which ui/message says in the language of
// the screen. It names keys by their actions: {key:undo}.
func (s *Session) notify(format string, args ...any) {
	s.notices = append(s.notices, fault.Errorf(format, args...))
}

// Notices is what a person should know since it was asked for last.
func (s *Session) Notices() []error {
	news := s.notices
	s.notices = nil
	return news
}

// Conflicts are what was changed in two places while this session was open, or
// before.
func (s *Session) Conflicts() []merge.Conflict { return s.conflicts }

// Article is what the session works on.
func (s *Session) Article() corpus.Article { return s.article }

// Text is the article's text.
func (s *Session) Text() *text.Text { return s.text }

// Set is all that was said of the article, with the newest edit.
func (s *Session) Set() model.Set { return s.set }

// Editor is where the next edit is made.
func (s *Session) Editor() edit.Editor {
	return edit.Editor{Text: s.text, Scheme: s.scheme, Set: s.set, Author: s.author}
}

// ErrReadOnly says that there is no place for the claims of an article.
var ErrReadOnly = errors.New("standard input has no place for claims; start with --save-as FILE")

// notifyName says how JSON has the name of an article, if that is not UTF-8.
func (s *Session) notifyName() {
	if layer.IllNamed(s.article) {
		s.notify("the file's name is not UTF-8; JSON has it as %s", layer.ExportName(s.article))
	}
}
