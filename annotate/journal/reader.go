package journal

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
	"pizhu/model/fault"
)

// A Reader reads trails. A file of any size can be read: of one that is larger
// than the limit only that is held which the sidecar may not have, and so much of
// the newest edits. What is older cannot be undone then.
type Reader struct {
	store.Disk
	version store.Version // of the sidecar
	limit   int64         // in bytes, of each file
}

// A File is one file of a trail.
type File struct {
	path    string
	session string // of a journal; of the log, which is of many, empty
	lines   []sidecar.Line
	size    int  // in bytes
	torn    bool // whether it ends in the middle of a line
	faults  []error
	begins  bool              // whether its first line is a record
	large   bool              // whether not all of its lines are held
	passed  map[RecordID]bool // the edits among those that are not
}

// ReadHistory reads the journals in folders, and the log in the first.
func (k Reader) ReadHistory(folders []string, annotator string) (t History, err error) {
	const tries = 100 // a large journal that is read twice may have been joined to the log in between
	for range tries {
		if t, err = k.readOnce(folders, annotator); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return t, err
}

// readOnce is trail. The log comes last: a journal that is gone by then is in it. A file or
// folder that this account may not read is one of the faults: there may be more in it,
// but what the others say stands.
func (k Reader) readOnce(folders []string, annotator string) (History, error) {
	var parts []File
	var closed []error
	for _, folder := range folders {
		names, err := k.Names(folder)
		if why := WhyUnreadable(err); why != nil {
			closed, err = append(closed, &fs.PathError{Op: "read", Path: folder, Err: why}), nil
		}
		if err != nil {
			return History{}, err
		}
		slices.Sort(names)
		for _, name := range names {
			p, err := k.journal(folder, name, annotator)
			if err != nil {
				return History{}, err
			}
			if p.path != "" {
				parts = append(parts, p)
			}
		}
	}
	log := File{path: filepath.Join(folders[0], corpus.LogName(annotator))}
	switch err := k.readTrusted(&log); {
	case errors.Is(err, store.ErrLink):
		if len(closed) == 0 { // else it is the folder that is not read
			closed = append(closed, &fs.PathError{Op: "read", Path: log.path, Err: WhyUnreadable(err)})
		}
	case err != nil && !isAbsent(err):
		if err := log.addFault(err); err != nil {
			return History{}, err
		}
	}
	if err := k.holdNeeded(&log, parts); err != nil {
		return History{}, err
	}
	t := newHistory(log, parts)
	t.Faults = append(closed, t.Faults...)
	return t, nil
}

// addFault makes an error one of the faults of a part where the file is there, but is
// nothing that this account may read.
func (p *File) addFault(err error) error {
	why := WhyUnreadable(err)
	if why != nil {
		p.faults, err = append(p.faults, why), nil
	}
	return err
}

// WhyUnreadable is why this account may not read what is there, or nil.
func WhyUnreadable(err error) error {
	for _, why := range []error{fs.ErrPermission, store.ErrNotRegular} {
		if errors.Is(err, why) {
			return why
		}
	}
	if link := (*store.LinkError)(nil); errors.As(err, &link) {
		return link // without the path, which the fault has
	}
	return nil
}

// isAbsent reports whether there is no such file, or no folder that it could be in.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// journal reads one file of a folder, if it is a journal of the annotator.
func (k Reader) journal(folder, name, annotator string) (File, error) {
	whose, session, ok := corpus.SplitJournal(name)
	if !ok || whose != annotator {
		return File{}, nil
	}
	p := File{path: filepath.Join(folder, name), session: session}
	err := k.readTrusted(&p)
	if errors.Is(err, fs.ErrNotExist) {
		p.path = corpus.JoinedPath(p.path)
		err = k.readTrusted(&p)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, nil
	}
	return p, p.addFault(err)
}

// readTrusted is read, but fails with ErrLink where a link leads to what does not begin as a journal or a log does.
func (k Reader) readTrusted(p *File) error {
	err := k.read(p)
	if err == nil && !p.begins && k.IsLinked(p.path) {
		*p = File{path: p.path, session: p.session}
		err = fault.Errorf("read %q: %w", p.path, &store.LinkError{Why: errors.New("it leads to what is no journal")})
	}
	return err
}

// read reads a part. Of a large one it only takes what says which edits the sidecar
// has.
func (k Reader) read(p *File) error {
	p.lines = nil
	return k.eachLine(p, func(l sidecar.Line) {
		p.begins = p.begins || l.Number == 1
		if !p.large || k.needs(l) {
			p.lines = append(p.lines, l)
		}
	})
}

// eachLine shows the lines of a part, one by one.
func (k Reader) eachLine(p *File, see func(sidecar.Line)) error {
	raw, err := k.Read(p.path, k.limit)
	if p.large = errors.Is(err, store.ErrTooLarge); p.large {
		return k.stream(p, see)
	}
	if err != nil {
		return err
	}
	lines, faults := sidecar.Scan(raw, p.session)
	p.size, p.torn, p.faults = len(raw), len(raw) > 0 && raw[len(raw)-1] != '\n', faults
	for _, l := range lines {
		see(l)
	}
	return nil
}

// needs reports whether a line is held of every part: whose journal it is, and what
// is noted of the sidecar.
func (k Reader) needs(l sidecar.Line) bool {
	return l.Number == 1 && l.Op == sidecar.OpBegin ||
		l.Op == sidecar.OpSnapshot && k.version != "" && l.Mentions(string(k.version))
}

func (k Reader) stream(p *File, see func(sidecar.Line)) error {
	r, err := k.Open(p.path)
	if err != nil {
		return err
	}
	defer r.Close()
	p.size, p.torn, p.faults, err = sidecar.ScanStream(r, p.session, see)
	return err
}

// holdNeeded reads the large ones of the parts again, for what is to be held of them.
func (k Reader) holdNeeded(log *File, journals []File) error {
	if !log.large && !slices.ContainsFunc(journals, func(p File) bool { return p.large }) {
		return nil
	}
	c, placed, known := newHistory(*log, journals).Covered(k.version)
	if !known {
		c = Watermark{Log: log.size} // another program wrote the sidecar, after what is in the log
	}
	for i := range journals {
		if err := k.holdPart(&journals[i], c, placed, false); err != nil {
			return err
		}
	}
	return k.holdPart(log, c, placed, true)
}

// holdPart holds of a large part what a cover has not, what says which sidecars were in
// their place after a time, and the newest of the rest.
func (k Reader) holdPart(p *File, c Watermark, placed time.Time, logged bool) error {
	if !p.large {
		return nil
	}
	p.passed = map[RecordID]bool{}
	var owed, rest []sidecar.Line
	var edit sidecar.Line // the last: it says how far the session is
	held, last := 0, lastWritten{}
	err := k.stream(p, func(l sidecar.Line) {
		if sortableTime(l) > sortable(placed) {
			last.see(l, false)
		}
		if k.needs(l) || l.Op == sidecar.OpEdit && !c.has(l, logged) {
			owed = append(owed, l)
			return
		}
		if l.Op == sidecar.OpEdit {
			edit = l
		}
		rest, held = append(rest, l), held+l.Len()
		for int64(held) > k.limit && len(rest) > 1 {
			if rest[0].Op == sidecar.OpEdit {
				p.passed[RecordID{rest[0].Session, rest[0].Seq}] = true
			}
			held -= rest[0].Len()
			rest[0], rest = sidecar.Line{}, rest[1:]
		}
	})
	if edit.Number > 0 && edit.At < rest[0].At {
		owed = append(owed, edit)
	}
	p.lines = append(slices.AppendSeq(owed, maps.Values(last)), rest...)
	slices.SortFunc(p.lines, func(a, b sidecar.Line) int { return cmp.Compare(a.At, b.At) })
	return err
}

// begin is the record that a journal begins with.
func (p File) begin() (begin sidecar.Begin, ok bool) {
	if len(p.lines) == 0 || p.lines[0].Op != sidecar.OpBegin {
		return sidecar.Begin{}, false
	}
	r, err := p.lines[0].Record()
	return r.Begin, err == nil
}
