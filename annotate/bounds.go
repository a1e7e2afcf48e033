package annotate

import (
	"errors"
	"slices"

	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// linkRefused reports whether one of some errors is that a link was not followed.
func linkRefused(faults []error) bool {
	return slices.ContainsFunc(faults, func(err error) bool { return errors.Is(err, store.ErrLink) })
}

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
