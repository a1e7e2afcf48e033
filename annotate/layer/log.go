package layer

import (
	"errors"
	"io/fs"
	"slices"

	"pizhu/annotate/journal"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// ErrSkipped reports a journal of which only the newest edits are read.
var ErrSkipped = errors.New("it is very large: older edits in it are passed over")

// ReadLog gives all that is known to have been done to an article, by one
// annotator or by all where none is named, in the order of time. Damaged says
// which records cannot be read or are passed over, and where they are; that is no
// failure.
func ReadLog(a corpus.Article, annotator string, o Options) (deeds []journal.Entry, damaged []error, err error) {
	err = eachHistory(a, annotator, o, func(name string, f journal.Contents) {
		t := f.History
		done, bad := f.Entries()
		for i := range done {
			done[i].Article, done[i].Annotator = text.EscapeName(a.Name), name
		}
		deeds, damaged = append(deeds, done...), append(damaged, bad...)
		for _, path := range t.Skipped {
			damaged = append(damaged, &fs.PathError{Op: "read", Path: path, Err: ErrSkipped})
		}
	})
	if err == nil && len(deeds) == 0 && len(damaged) == 0 {
		for _, at := range FilesOf(a, annotator, o).Refusals() {
			damaged = append(damaged, at)
		}
	}
	SortEntries(deeds)
	return deeds, damaged, err
}

// eachHistory reads what there is of an article that has journals or a log, of one
// annotator or of all where none is named.
func eachHistory(a corpus.Article, annotator string, o Options, do func(name string, f journal.Contents)) error {
	files := FilesOf(a, annotator, o)
	if len(files.Folders) == 0 {
		return nil
	}
	names, err := journal.Annotators(files.Disk, files.Folders)
	if err != nil {
		return err
	}
	for _, name := range names {
		if annotator != "" && name != annotator {
			continue
		}
		f, err := FilesOf(a, name, o).ReadContents()
		if err != nil {
			return err
		}
		do(name, f)
	}
	return nil
}

// SortEntries puts deeds, of several articles too, into the order of time.
func SortEntries(deeds []journal.Entry) {
	slices.SortStableFunc(deeds, func(a, b journal.Entry) int { return a.Time.Compare(b.Time) })
}
