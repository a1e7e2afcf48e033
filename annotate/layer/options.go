package layer

import (
	"cmp"

	"pizhu/annotate/edit"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
)

// Options say who works with what.
type Options struct {
	Scheme   *model.Scheme
	Author   edit.Author
	Sidecars string // a folder for the sidecars; empty: each beside its article
	Encoding string // of the articles; empty: the sidecar's, else what each seems to be
	State    string // a folder for journals that cannot be beside the sidecars; empty: none
	Host     string // where the program runs, and as which process: for the journals
	PID      int
	Disk     store.Disk

	MaxJournal int64 // the limit of a tracker, in bytes; 0: sidecar.MaxJournal
}

func (o Options) limit() int64 { return cmp.Or(o.MaxJournal, sidecar.MaxJournal) }

// diskOf is the disk of what is kept of an article. Links are followed only within the corpus root, the folder of the sidecars
// and the state folder, which nobody else looks into.
func (o Options) diskOf(a corpus.Article) store.Disk {
	d := o.Disk
	if root := a.Root(); root != "" {
		d = d.Within(root)
	}
	if o.Sidecars != "" {
		d = d.Within(o.Sidecars)
	}
	if o.State != "" {
		d = d.Private(o.State)
	}
	return d
}
