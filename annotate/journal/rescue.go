package journal

import (
	"pizhu/model"
	"pizhu/model/corpus"
)

// Rescue writes a set to a sidecar in a folder, and the text with it where that
// is in no file.
func (d *FileBackend) Rescue(folder, id string, set model.Set) (string, error) {
	in := func(path string) string { return corpus.RescuedPath(folder, path, id) }
	disk := d.Private(folder)
	if err := disk.MakeFolder(folder); err != nil {
		return "", err
	}
	text := PendingText{Path: in(d.Pending.Path), Raw: d.Pending.Raw, done: d.Pending.done}
	if err := text.save(disk); err != nil {
		return "", err
	}
	file := d.File
	file.Set = set
	return in(d.Path), writeSidecar(disk, in(d.Path), file)
}
