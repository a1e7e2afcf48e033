package annotate

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	checks "pizhu/annotate/check"
	"pizhu/model"
	"pizhu/model/corpus"
)

// trails looks at the journals and logs of an article: what in them cannot be
// read, and what of them is not in the sidecars.
func (in *inspection) trails(a corpus.Article) error {
	return eachTrail(a, "", in.options, func(name string, t trail) {
		_, damaged := t.deeds()
		for _, err := range damaged {
			if at := (*fs.PathError)(nil); errors.As(err, &at) {
				in.fault(at.Path, Damaged, at.Err)
			}
		}
		path := SidecarPath(a, name, in.options.Sidecars)
		if n := t.behind(path); n > 0 {
			in.fault(path, Behind, fmt.Errorf("the journals have more than it: edits to look at: %d", n))
		}
	})
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
