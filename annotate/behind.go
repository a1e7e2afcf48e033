package annotate

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	checks "pizhu/annotate/check"
	"pizhu/model"
	"pizhu/model/corpus"
)

// trails looks at the journals and logs of an article: what in them cannot be
// read, and what of them is not in the sidecars.
func (in *inspection) trails(a corpus.Article) error {
	folders := Trails(a, in.options.Sidecars, in.options.State)
	if len(folders) == 0 {
		return nil
	}
	names, err := trailed(in.options.Disk, folders)
	if err != nil {
		return err
	}
	for _, name := range names {
		t, err := readTrail(in.options.Disk, folders, name)
		if err != nil {
			return err
		}
		_, unread := t.deeds(filepath.Join(folders[0], name+logEnd))
		for _, err := range slices.Concat(t.old, t.faults, unread) {
			if at := (*fs.PathError)(nil); errors.As(err, &at) {
				in.fault(at.Path, Damaged, at.Err)
			}
		}
		if n := t.behind(SidecarPath(a, name, in.options.Sidecars)); n > 0 {
			in.fault(SidecarPath(a, name, in.options.Sidecars), Behind, fmt.Errorf("the journals have more than it: edits to look at: %d", n))
		}
	}
	return nil
}

// behind is how many edits of a trail may not be in the sidecar; 0 where it has
// all of them, and where it cannot be read.
func (t trail) behind(path string) int {
	file, version, err := readSidecar(path)
	if err != nil {
		return 0
	}
	c, known := t.covered(version)
	if !known {
		c = cover{log: t.log}
	}
	edits, _ := t.beyond(c, "")
	if set, _ := replay(file.Set, edits); sameSet(set, file.Set) {
		return 0
	}
	return len(edits)
}

// sameSet reports whether two sets say the same.
func sameSet(a, b model.Set) bool {
	return a.Document.Equal(b.Document) && slices.EqualFunc(a.Claims, b.Claims, (*model.Claim).Equal) &&
		slices.EqualFunc(a.Relations, b.Relations, (*model.Relation).Equal)
}

// The kinds of what is wrong with journals.
const (
	Damaged checks.Kind = "damaged" // a record that cannot be read
	Behind  checks.Kind = "behind"  // a sidecar lacks what the journals have
)
