// Package journal keeps the edits of a layer, so that none that was acknowledged is lost. Each session appends its edits to a
// journal of its own; a sidecar that replaces another is noted before and after, so that whoever reads both knows which edits
// the sidecar contains.
package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"pizhu/annotate/sidecar"
)

// A History is what is kept of the edits of a layer, beside its sidecar: the
// journals of the sessions that are at work or were cut off, and the log, into
// which the journals of those that ended are joined.
type History struct {
	path           string              // of the log
	Lines          []sidecar.Line      // of the log, then of the journals; no record twice
	logged         int                 // how many of them are the log's
	LogSize        int                 // bytes of it
	skippedThrough map[string]int      // the newest edit of each session that was passed over in the log
	torn           bool                // whether the log ends in the middle of a line
	Live           map[string][]string // the journals of each session, by its id
	Begun          map[string]sidecar.Begin
	withoutWritten map[string]bool // the sessions in the log whose version did not note which sidecars came to their place
	Faults         []error         // in the journals
	logFaults      []error         // in the log: they were said when they were in a journal
	strange        []error         // what is wrong with records that can be read
	begins         []namedLine
	Skipped        []string // the files of which older edits were passed over
}

// newHistory makes a trail of its log and its journals.
func newHistory(log File, journals []File) History {
	t := History{path: log.path, torn: log.torn, LogSize: log.size, Live: map[string][]string{}, Begun: map[string]sidecar.Begin{}, withoutWritten: map[string]bool{}, skippedThrough: map[string]int{}}
	for _, l := range log.lines {
		if l.Op == sidecar.OpBegin && !l.NotesWritten() {
			t.withoutWritten[l.Session] = true
		}
	}
	t.logFaults = withPath(log.path, log.faults)
	t.strange = withPath(log.path, unowned(log.lines))
	t.noteBegins(log)
	seen := map[RecordID]bool{}
	for edit := range log.passed {
		t.skippedThrough[edit.Session] = max(t.skippedThrough[edit.Session], edit.Seq)
	}
	maps.Copy(seen, log.passed) // a journal that was joined to the log may still be there: its edits are in what the log has
	// Whose a line is after damage nobody may know. It must not be taken for another session's, whose own is then left out.
	t.add(slices.DeleteFunc(slices.Clone(log.lines), func(l sidecar.Line) bool { return l.Session == "" }), seen)
	t.logged = len(t.Lines)
	for _, p := range journals {
		t.Live[p.session] = append(t.Live[p.session], p.path)
		t.Faults = append(t.Faults, withPath(p.path, p.faults)...)
		if begin, ok := p.begin(); ok {
			t.Begun[p.session] = begin
		} else if len(p.faults) == 0 && len(p.lines) > 0 {
			t.strange = append(t.strange, withPath(p.path, []error{&sidecar.SyntaxError{Line: 1, Column: 1, Err: ErrNoBegin}})...)
		}
		t.noteBegins(p)
		t.add(p.lines, seen)
	}
	for _, p := range append(journals[:len(journals):len(journals)], log) {
		if len(p.passed) > 0 {
			t.Skipped = append(t.Skipped, p.path)
		}
	}
	return t
}

// What is wrong with records that can be read.
var (
	ErrNoBegin  = errors.New("the journal begins with no record that says whose it is, and of which article")
	ErrUnowned  = errors.New("no record before it says whose it is: it is passed over")
	errStranger = errors.New("the records are of another article")
)

// unowned says where in a log records begin of which nobody knows whose they are.
func unowned(lines []sidecar.Line) (faults []error) {
	for i, l := range lines {
		if l.Session == "" && (i == 0 || lines[i-1].Session != "") {
			faults = append(faults, &sidecar.SyntaxError{Line: l.Number, Column: 1, Err: ErrUnowned})
		}
	}
	return faults
}

// A namedLine is a line with the file that it stands in.
type namedLine struct {
	path string
	line sidecar.Line
}

// noteBegins notes what begins each session in a part.
func (t *History) noteBegins(p File) {
	for _, l := range p.lines {
		if l.Op == sidecar.OpBegin {
			t.begins = append(t.begins, namedLine{p.path, l})
		}
	}
}

// strangers finds records about another article than this one: its journals or its log
// were copied here. An article that was renamed is named as the sidecar names it.
func (t History) strangers(of sidecar.Begin, source sidecar.DocumentRef) (faults []error) {
	found := map[string]bool{} // of a file one is enough
	for _, b := range t.begins {
		if found[b.path] {
			continue
		}
		r, err := b.line.Record()
		if err != nil || r.ID == of.ID && (r.Path == of.Path || r.Path == source.Path || r.SHA256 == source.SHA256) {
			continue
		}
		found[b.path] = true
		err = fmt.Errorf("%w: %q", errStranger, strings.TrimSuffix(r.Path+", "+r.ID, ", "))
		faults = append(faults, withPath(b.path, []error{&sidecar.SyntaxError{Line: b.line.Number, Column: 1, Err: err}})...)
	}
	return faults
}

// withPath says of faults in which file they are.
func withPath(path string, faults []error) []error {
	in := make([]error, len(faults))
	for i, err := range faults {
		in[i] = &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return in
}

// A RecordID names a record.
type RecordID struct {
	Session string
	Seq     int
}

func (t *History) add(lines []sidecar.Line, seen map[RecordID]bool) {
	for _, l := range lines {
		at := RecordID{l.Session, l.Seq}
		if l.Op == sidecar.OpBegin || seen[at] {
			continue
		}
		seen[at] = true
		t.Lines = append(t.Lines, l)
	}
}

// newestBegin says whose the newest record of a journal is, and of which article;
// it is zero where there is no journal.
func (t History) newestBegin() (found sidecar.Begin) {
	newest := ""
	for _, l := range t.Lines[t.logged:] {
		if begin, ok := t.Begun[l.Session]; ok && sortableTime(l) > newest {
			found, newest = begin, sortableTime(l)
		}
	}
	return found
}

// HasSnapshot reports whether the trail knows of any sidecar.
func (t History) HasSnapshot() bool {
	return slices.ContainsFunc(t.Lines, func(l sidecar.Line) bool { return l.Op == sidecar.OpSnapshot })
}

// EditsBeyond gives the edits that a cover has not, but for those of one session, in
// the order of their times. What cannot be read is reported.
func (t History) EditsBeyond(c Watermark, but string) (edits []sidecar.Record, faults []error) {
	for i, l := range t.Lines {
		if l.Op != sidecar.OpEdit || l.Session == but || c.has(l, i < t.logged) {
			continue
		}
		r, err := l.Record()
		if err != nil {
			faults = append(faults, err)
			continue
		}
		r.Session = l.Session
		edits = append(edits, r)
	}
	slices.SortStableFunc(edits, func(a, b sidecar.Record) int { return a.Time.Compare(b.Time) })
	return edits, faults
}

// sortableTime is when a record was made, in a form that sorts by time.
func sortableTime(l sidecar.Line) string { return strings.TrimSuffix(l.Time, "Z") }

// sortable is the moment of a time.
func sortable(t time.Time) string { return strings.TrimSuffix(t.UTC().Format(time.RFC3339Nano), "Z") }

// NewestTime is when the newest edit of a trail was made.
func (t History) NewestTime() time.Time {
	last := ""
	for _, l := range t.Lines {
		last = max(last, sortableTime(l))
	}
	at, err := time.Parse(time.RFC3339, last+"Z")
	if err != nil {
		return time.Time{} // there is none
	}
	return at
}
