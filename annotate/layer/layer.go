// Package layer reads layers: one annotator's work on one article, from its sidecar and its journals. It also writes those
// that are imported, and merges sidecars.
package layer

import (
	"cmp"
	"slices"
	"time"

	"pizhu/annotate/journal"
	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
)

// A Layer is one annotator's work on one article as it is on disk: the sidecar, and
// the edits that only journals hold.
type Layer struct {
	Annotator string
	Path      string              // of the sidecar
	Version   store.Version       // of the sidecar; empty if there is none
	File      sidecar.File        // the sidecar, without the edits of journals; zero if there is none
	Source    sidecar.DocumentRef // the text that the claims of Set were made for, as far as it is known
	Set       model.Set           // the sidecar's, with the edits of journals
	Recovered int                 // edits in journals that the sidecar lacks
	Withheld  Withheld            // edits in journals that Set lacks, for somebody put the sidecar back
	Conflicts []merge.Conflict
	Damaged   []error // records of journals that cannot be read, each with its file
}

// ReadLayer reads the layer of an annotator: the sidecar, the journals and the log
// beside it, and the journals in the state folder. It writes nothing and does not
// read the article. Where there is neither a sidecar nor a journal the Set is that
// of an article nobody worked on.
func ReadLayer(a corpus.Article, annotator string, o Options) (Layer, error) {
	return readLayer(FilesOf(a, annotator, o), o.Scheme)
}

// FilesOf returns where the layer of an annotator is kept.
func FilesOf(a corpus.Article, annotator string, o Options) journal.Files {
	return journal.Files{
		Disk: o.diskOf(a), Annotator: annotator, About: journal.AboutArticle(a), Limit: o.limit(),
		Path: a.SidecarPath(annotator, o.Sidecars), Folders: a.JournalFolders(o.Sidecars, o.State),
	}
}

func readLayer(l journal.Files, scheme *model.Scheme) (Layer, error) {
	f, err := l.ReadUsable()
	if err == nil && f.Fault != nil {
		err = fault.Errorf("read sidecar %q: %w", l.Path, f.Fault)
	}
	if err != nil {
		return Layer{}, err
	}
	return FromContents(f, l.Annotator, scheme), nil
}

// FromContents replays what the journals have on the sidecar, which could be read.
func FromContents(f journal.Contents, annotator string, scheme *model.Scheme) Layer {
	start := f.Start(scheme)
	r := Compare(f, start, "", nil)
	layer := Layer{Annotator: annotator, Path: f.Path, Version: f.Version, File: f.File, Source: f.Source(), Set: start, Withheld: r.Held, Damaged: r.Faults}
	if r.Held.IsZero() {
		layer.Set, layer.Conflicts = Replay(start, r.Edits)
	}
	if !layer.Set.Equal(start) {
		layer.Recovered = len(r.Edits)
	}
	return layer
}

// A Comparison is what the journals of a layer have besides its sidecar.
type Comparison struct {
	Known  bool              // whether the journals know the sidecar: another program may have written it
	Placed time.Time         // when it was last known to be in its place; zero where it is not known
	Cover  journal.Watermark // the edits that are in the sidecar
	Edits  []sidecar.Record
	Held   Withheld // what the edits would do, where somebody put the sidecar back: it stands without them
	Faults []error  // records of the journals that cannot be read
}

// Compare compares the journals with the sidecar, which starts a set. The edits of one
// session, which may have no name, are not taken from the journals but are given.
func Compare(f journal.Contents, start model.Set, session string, own []sidecar.Record) Comparison {
	r := Comparison{Known: true}
	if f.Fault == nil {
		r.Cover, r.Placed, r.Known = f.History.Covered(f.Version)
	}
	if !r.Known {
		r.Cover = journal.Watermark{Log: f.History.LogSize}
	}
	edits, faults := f.History.EditsBeyond(r.Cover, session)
	r.Edits, r.Faults = edits, slices.Concat(faults, f.History.Faults)
	if len(own) > 0 {
		through := f.History.Through(r.Cover, session)
		r.Edits = append(r.Edits, slices.DeleteFunc(slices.Clone(own), func(e sidecar.Record) bool { return e.Seq <= through })...)
	}
	if f.History.IsPutBack(r.Cover, r.Placed) {
		after, _ := Replay(start, r.Edits)
		r.Held = countWithheld(Difference(start, after))
	}
	return r
}

// was is the hash of the text that a set counts in; of one that is new, the article's.
func (l Layer) was(c corpus.Content) string { return cmp.Or(l.Source.SHA256, c.SHA256) }
