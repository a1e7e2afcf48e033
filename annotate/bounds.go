package annotate

import (
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

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
