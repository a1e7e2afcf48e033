package annotate

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// Who works on a layer says so in files that are locked as long as the process
// lives: one among what the program remembers, from the start, and from the
// first change on the journal. The locks tell people of each other and do
// nothing else; where there can be none, nobody is told.

// Files are those that the session has to do with: the article, and its sidecar,
// which may not be there yet. Other programs may write them.
func (s *Session) Files() []string { return []string{s.article.File(), s.disk.path} }

// A presence is how a session says that it is open.
type presence struct {
	path string // of its file; empty where it says nothing
	made bool   // whether the file was made, or is not to be made any more
	file *store.Hold
}

// hold says, once, that a session is open.
func (d *disk) hold(begin sidecar.Record) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := &d.present
	if p.made || p.path == "" {
		return
	}
	p.made = true
	line, err := sidecar.AppendRecord(nil, begin, d.order)
	if err == nil {
		p.file, _ = store.NewHold(p.path, line)
	}
}

// letGo says that the session is not open any more.
func (d *disk) letGo() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.present.file != nil {
		d.present.file.Release()
	}
	d.present.file, d.present.made = nil, true
}

// others are the sessions of the same layer that are surely open now, the oldest
// first. What one left behind that was cut off is removed.
func (d *disk) others(me sidecar.Begin) []sidecar.Record {
	folders := make(map[string]string, len(d.folders)+1) // and how the names in them begin
	for _, folder := range d.folders {
		folders[folder] = me.Annotator + "."
	}
	if path := d.present.path; path != "" {
		folders[filepath.Dir(path)] = corpus.LeasesOf(path, me.Session)
	}
	open := map[string]sidecar.Record{}
	for folder, prefix := range folders {
		names, _ := d.Names(folder)
		for _, name := range names {
			if !strings.HasPrefix(name, prefix) {
				continue
			}
			r, ok := d.holder(filepath.Join(folder, name))
			if was, known := open[r.Session]; ok && r.Session != me.Session && (!known || r.Time.Before(was.Time)) {
				open[r.Session] = r
			}
		}
	}
	return slices.SortedFunc(maps.Values(open), func(a, b sidecar.Record) int { return a.Time.Compare(b.Time) })
}

// holder reads who holds a file.
func (d *disk) holder(path string) (sidecar.Record, bool) {
	if !corpus.IsJournal(path) && !corpus.IsLease(path) {
		return sidecar.Record{}, false
	}
	line, held := d.Held(path)
	lines, _ := sidecar.Scan(line, "")
	if len(lines) == 0 || lines[0].Op != sidecar.OpBegin {
		return sidecar.Record{}, false
	}
	r, err := lines[0].Record()
	if err == nil && !held && corpus.IsLease(path) && d.Left(path, r.Host, r.PID) {
		_ = d.Remove(path) // else the next one does
	}
	return r, err == nil && held
}

// met says who has the layer open too, once of each.
func (s *Session) met(others []sidecar.Record) {
	for _, o := range others {
		if slices.Contains(s.known, o.Session) {
			continue
		}
		s.known = append(s.known, o.Session)
		since := o.Time.Local()
		form := "15:04"
		if now := s.author.Now().Local(); now.YearDay() != since.YearDay() || now.Year() != since.Year() {
			form = "2006-01-02 15:04"
		}
		s.tell("%s has this open too: on %s, process %d, since %s; what is done in either comes to both", o.Annotator, o.Host, o.PID, since.Format(form))
	}
}
