package journal

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// A Lease is how a session says that it is open.
type Lease struct {
	Path string // of its file; empty where it says nothing
	made bool   // whether the file was made, or is not to be made any more
	file *store.Hold
}

// BeginLease says, once, that a session is open.
func (d *FileBackend) BeginLease(begin sidecar.Record) {
	d.Mu.Lock()
	defer d.Mu.Unlock()
	p := &d.Lease
	if p.made || p.Path == "" {
		return
	}
	p.made = true
	line, err := sidecar.AppendRecord(nil, begin, d.Order)
	if err == nil {
		p.file, _ = store.NewHold(p.Path, line)
	}
}

// EndLease says that the session is not open any more.
func (d *FileBackend) EndLease() {
	d.Mu.Lock()
	defer d.Mu.Unlock()
	if d.Lease.file != nil {
		d.Lease.file.Release()
	}
	d.Lease.file, d.Lease.made = nil, true
}

// Peers are the sessions of the same layer that are surely open now, the oldest
// first. What one left behind that was cut off is removed.
func (d *FileBackend) Peers(me sidecar.Begin) []sidecar.Record {
	folders := make(map[string]string, len(d.Folders)+1) // and how the names in them begin
	for _, folder := range d.Folders {
		folders[folder] = me.Annotator + "."
	}
	if path := d.Lease.Path; path != "" {
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
func (d *FileBackend) holder(path string) (sidecar.Record, bool) {
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
