package annotate

import (
	"errors"
	"fmt"
	"io/fs"

	checks "pizhu/annotate/check"
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
	if set, _ := replay(file.Set, edits); set.Equal(file.Set) {
		return 0
	}
	return len(edits)
}

// The kinds of what is wrong with journals.
const (
	Damaged checks.Kind = "damaged" // a record that cannot be read
	Behind  checks.Kind = "behind"  // a sidecar lacks what the journals have
)
