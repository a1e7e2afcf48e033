package journal

import (
	"bytes"
	"errors"

	"pizhu/annotate/store"
	"pizhu/model/fault"
)

// A PendingText is the text of an article that is in no file before the first claim:
// that of a page, or of standard input. The zero draft is of an article that is
// in one.
type PendingText struct {
	Path    string
	version store.Version
	Raw     []byte
	done    bool
}

// save writes the text, once. What is in its place already stays, and is right
// if it is the same: two people may annotate a page at a time.
func (d *PendingText) save(disk store.Disk) error {
	if d.Raw == nil || d.done {
		return nil
	}
	err := disk.Update(d.Path, &d.version, d.Raw)
	if errors.Is(err, store.ErrChanged) && d.stands(disk) {
		d.version, err = store.Version(store.Hash(d.Raw)), nil
	}
	if err != nil {
		return fault.Errorf("save the text: %w", err)
	}
	d.done = true
	return nil
}

// stands reports whether the file holds the text.
func (d *PendingText) stands(disk store.Disk) bool {
	raw, err := disk.Read(d.Path, int64(len(d.Raw)))
	return err == nil && bytes.Equal(raw, d.Raw)
}
