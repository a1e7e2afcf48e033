package annotate

import (
	"pizhu/model"
	"pizhu/model/corpus"
)

// rescue writes a set to a sidecar in a folder, and the text with it where that
// is in no file.
func (d *disk) rescue(folder, id string, set model.Set) (string, error) {
	in := func(path string) string { return corpus.RescuedPath(folder, path, id) }
	disk := d.Private(folder)
	if err := disk.MakeFolder(folder); err != nil {
		return "", err
	}
	text := draft{path: in(d.text.path), raw: d.text.raw, done: d.text.done}
	if err := text.save(disk); err != nil {
		return "", err
	}
	file := d.file
	file.Set = set
	return in(d.path), writeSidecar(disk, in(d.path), file)
}
