package annotate

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// A Deed is one edit of a layer, as its journals and its log tell of it.
type Deed struct {
	Article   string
	Annotator string
	Session   string
	Seq       int // in the session
	Time      time.Time
	Action    model.Action // what was done; of an undo it is what it took back
	Again     model.Action // undo or redo, where it is one
	Changes   []Told
}

var errPassed = errors.New("it is very large: older edits in it are passed over")

// Deeds gives all that is known to have been done to an article, by one
// annotator or by all where none is named, in the order of time. Damaged says
// which records cannot be read or are passed over, and where they are; that is no
// failure.
func Deeds(a corpus.Article, annotator string, o Options) (deeds []Deed, damaged []error, err error) {
	err = eachFound(a, annotator, o, func(name string, f found) {
		t := f.trail
		done, bad := f.deeds()
		for i := range done {
			done[i].Article, done[i].Annotator = text.EscapeName(a.Name), name
		}
		deeds, damaged = append(deeds, done...), append(damaged, bad...)
		for _, path := range t.passed {
			damaged = append(damaged, &fs.PathError{Op: "read", Path: path, Err: errPassed})
		}
	})
	if err == nil && len(deeds) == 0 && len(damaged) == 0 {
		for _, at := range filesOf(a, annotator, o).refusals() {
			damaged = append(damaged, at)
		}
	}
	SortDeeds(deeds)
	return deeds, damaged, err
}

// eachFound reads what there is of an article that has journals or a log, of one
// annotator or of all where none is named.
func eachFound(a corpus.Article, annotator string, o Options, do func(name string, f found)) error {
	files := filesOf(a, annotator, o)
	if len(files.folders) == 0 {
		return nil
	}
	names, err := trailed(files.Disk, files.folders)
	if err != nil {
		return err
	}
	for _, name := range names {
		if annotator != "" && name != annotator {
			continue
		}
		f, err := filesOf(a, name, o).lookPast()
		if err != nil {
			return err
		}
		do(name, f)
	}
	return nil
}

// SortDeeds puts deeds, of several articles too, into the order of time.
func SortDeeds(deeds []Deed) {
	slices.SortStableFunc(deeds, func(a, b Deed) int { return a.Time.Compare(b.Time) })
}

// trailed are the annotators who have a log or a journal in some folders, sorted.
func trailed(d store.Disk, folders []string) ([]string, error) {
	var names []string
	for _, folder := range folders {
		files, err := d.Names(folder)
		if err != nil && barred(err) == nil {
			return nil, err
		}
		for _, file := range files {
			if name, ok := corpus.HistoryOwner(file); ok {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// deeds tells the edits of a layer, and what of its journals cannot be read or is about
// another article.
func (f found) deeds() (deeds []Deed, damaged []error) {
	deeds, damaged = f.trail.deeds()
	return deeds, append(damaged, f.trail.strangers(f.of, f.file.Document)...)
}

// deeds tells the edits of a trail, and what of it cannot be read.
func (t trail) deeds() (deeds []Deed, damaged []error) {
	damaged = slices.Concat(t.old, t.faults, t.odd)
	var edits []sidecar.Record
	for i, l := range t.lines {
		if l.Op != sidecar.OpEdit {
			continue
		}
		r, err := l.Record()
		if err != nil {
			damaged = append(damaged, &fs.PathError{Op: "read", Path: t.pathOf(i), Err: err})
			continue
		}
		r.Session = l.Session
		edits = append(edits, r)
	}
	slices.SortStableFunc(edits, func(a, b sidecar.Record) int { return a.Time.Compare(b.Time) })
	actions, quotes := map[ref]model.Action{}, quotes{}
	for _, r := range edits {
		d := Deed{Session: r.Session, Seq: r.Seq, Time: r.Time, Action: r.Edit.Action}
		if r.Undoes > 0 {
			of := ref{cmp.Or(r.Of, r.Session), r.Undoes}
			d.Again, d.Action = r.Edit.Action, cmp.Or(actions[of], model.Action(fmt.Sprintf("%s:%d", of.session, of.seq)))
		}
		actions[ref{r.Session, r.Seq}] = d.Action
		for _, c := range r.Edit.Changes {
			d.Changes = append(d.Changes, quotes.tell(c))
		}
		deeds = append(deeds, d)
	}
	return deeds, damaged
}

// pathOf is the file that a line of a trail stands in: that of its session's
// first journal, where it has several.
func (t trail) pathOf(i int) string {
	if i < t.logged {
		return t.path
	}
	return slices.Min(t.live[t.lines[i].Session])
}

// A Told is one change of a deed, as it is told.
type Told struct {
	Kind   model.Kind
	ID     string
	Quote  string   // of a claim its text; of a relation both ends'
	Labels []string // group/label, which the item had afterwards, or before it was deleted
	Did    []string // what changed: made, deleted, +goal/2030, year=2030, …
}

// quotes are the texts of claims, by their ids, as far as they were told of.
type quotes map[string]string

func (q quotes) tell(c model.Change) Told {
	kind, id := cmp.Or(c.After, c.Before).Ref()
	t := Told{Kind: kind, ID: id, Did: did(c)}
	switch i := cmp.Or(c.After, c.Before).(type) {
	case *model.Claim:
		q[id] = i.Quote()
		t.Quote, t.Labels = q[id], model.LabelPaths(nil, i.Labels)
	case *model.Relation:
		t.Quote = cmp.Or(q[i.From], i.From) + " → " + cmp.Or(q[i.To], i.To)
	case *model.Document:
		t.Labels = model.LabelPaths(nil, i.Labels)
	}
	return t
}
