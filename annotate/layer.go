package annotate

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
)

// A Layer is one annotator's work on one article as it is on disk: the sidecar, and
// the edits that only journals hold.
type Layer struct {
	Annotator string
	Path      string         // of the sidecar
	Version   store.Version  // of the sidecar; empty if there is none
	File      sidecar.File   // the sidecar, without the edits of journals; zero if there is none
	Source    sidecar.Source // the text that the claims of Set were made for, as far as it is known
	Set       model.Set      // the sidecar's, with the edits of journals
	Recovered int            // edits in journals that the sidecar lacks
	Withheld  Withheld       // edits in journals that Set lacks, for somebody put the sidecar back
	Conflicts []merge.Conflict
	Damaged   []error // records of journals that cannot be read, each with its file
}

// ReadLayer reads the layer of an annotator: the sidecar, the journals and the log
// beside it, and the journals in the state folder. It writes nothing and does not
// read the article. Where there is neither a sidecar nor a journal the Set is that
// of an article nobody worked on.
func ReadLayer(a corpus.Article, annotator string, o Options) (Layer, error) {
	return readLayer(filesOf(a, annotator, o), o.Scheme)
}

func filesOf(a corpus.Article, annotator string, o Options) layerFiles {
	return layerFiles{o.diskOf(a), annotator, a.SidecarPath(annotator, o.Sidecars), a.JournalFolders(o.Sidecars, o.State), o.limit(), journalName(a)}
}

func readLayer(l layerFiles, scheme *model.Scheme) (Layer, error) {
	f, err := l.look()
	if err == nil && f.fault != nil {
		err = fmt.Errorf("read sidecar %q: %w", l.path, f.fault)
	}
	if err != nil {
		return Layer{}, err
	}
	return newLayer(f, l.annotator, scheme), nil
}

// newLayer replays what the journals have on the sidecar, which could be read.
func newLayer(f found, annotator string, scheme *model.Scheme) Layer {
	start := f.start(scheme)
	r := recoveryOf(f, start, "", nil)
	layer := Layer{Annotator: annotator, Path: f.path, Version: f.version, File: f.file, Source: f.source(), Set: start, Withheld: r.held, Damaged: r.faults}
	if r.held.IsZero() {
		layer.Set, layer.Conflicts = replay(start, r.edits)
	}
	if !layer.Set.Equal(start) {
		layer.Recovered = len(r.edits)
	}
	return layer
}

// A recovery is what the journals of a layer have besides its sidecar.
type recovery struct {
	known  bool      // whether the journals know the sidecar: another program may have written it
	placed time.Time // when it was last known to be in its place; zero where it is not known
	cover  cover     // the edits that are in the sidecar
	edits  []sidecar.Record
	held   Withheld // what the edits would do, where somebody put the sidecar back: it stands without them
	faults []error  // records of the journals that cannot be read
}

// recoveryOf compares the journals with the sidecar, which starts a set. The edits of one
// session, which may have no name, are not taken from the journals but are given.
func recoveryOf(f found, start model.Set, session string, own []sidecar.Record) recovery {
	r := recovery{known: true}
	if f.fault == nil {
		r.cover, r.placed, r.known = f.trail.covered(f.version)
	}
	if !r.known {
		r.cover = cover{log: f.trail.log}
	}
	edits, faults := f.trail.beyond(r.cover, session)
	r.edits, r.faults = edits, slices.Concat(faults, f.trail.faults)
	if len(own) > 0 {
		through := f.trail.through(r.cover, session)
		r.edits = append(r.edits, slices.DeleteFunc(slices.Clone(own), func(e sidecar.Record) bool { return e.Seq <= through })...)
	}
	if f.trail.isPutBack(r.cover, r.placed) {
		after, _ := replay(start, r.edits)
		r.held = withheld(difference(start, after))
	}
	return r
}

// was is the hash of the text that a set counts in; of one that is new, the article's.
func (l Layer) was(c corpus.Content) string { return cmp.Or(l.Source.SHA256, c.SHA256) }
