package journal

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
)

// A Entry is one edit of a layer, as its journals and its log tell of it.
type Entry struct {
	Article    string
	Annotator  string
	Session    string
	Seq        int // in the session
	Time       time.Time
	Action     model.Action // what was done; of an undo it is what it took back
	UndoOrRedo model.Action // undo or redo, where it is one
	Changes    []ChangeSummary
}

// Annotators are the annotators who have a log or a journal in some folders, sorted.
func Annotators(d store.Disk, folders []string) ([]string, error) {
	var names []string
	for _, folder := range folders {
		files, err := d.Names(folder)
		if err != nil && WhyUnreadable(err) == nil {
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

// Entries tells the edits of a layer, and what of its journals cannot be read or is about
// another article.
func (f Contents) Entries() (deeds []Entry, damaged []error) {
	deeds, damaged = f.History.entries()
	return deeds, append(damaged, f.History.strangers(f.of, f.File.Document)...)
}

// entries tells the edits of a trail, and what of it cannot be read.
func (t History) entries() (deeds []Entry, damaged []error) {
	damaged = slices.Concat(t.logFaults, t.Faults, t.strange)
	var edits []sidecar.Record
	for i, l := range t.Lines {
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
	actions, quotes := map[RecordID]model.Action{}, quoteIndex{}
	for _, r := range edits {
		d := Entry{Session: r.Session, Seq: r.Seq, Time: r.Time, Action: r.Edit.Action}
		if r.Undoes > 0 {
			of := RecordID{cmp.Or(r.Of, r.Session), r.Undoes}
			d.UndoOrRedo, d.Action = r.Edit.Action, cmp.Or(actions[of], model.Action(fmt.Sprintf("%s:%d", of.Session, of.Seq)))
		}
		actions[RecordID{r.Session, r.Seq}] = d.Action
		for _, c := range r.Edit.Changes {
			d.Changes = append(d.Changes, quotes.summarize(c))
		}
		deeds = append(deeds, d)
	}
	return deeds, damaged
}

// pathOf is the file that a line of a trail stands in: that of its session's
// first journal, where it has several.
func (t History) pathOf(i int) string {
	if i < t.logged {
		return t.path
	}
	return slices.Min(t.Live[t.Lines[i].Session])
}
