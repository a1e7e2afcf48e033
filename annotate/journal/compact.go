package journal

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"

	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
)

// appendJournal adds the lines of a journal to those that the log is to have next. What is
// more than a part may hold in memory it writes at once, and then says again whose
// the lines are, for others write to the log too. Lines that stand twice, in the log
// and in a journal that could not be removed, are read once.
func (d *FileBackend) appendJournal(lines []byte, p File, log string) ([]byte, error) {
	var begin []byte
	var failed error
	err := Reader{Disk: d.Disk, limit: d.Limit}.eachLine(&p, func(l sidecar.Line) {
		if l.Op == sidecar.OpBegin {
			begin = l.Raw()
		}
		if lines = append(lines, l.Raw()...); int64(len(lines)) > d.Limit && failed == nil {
			failed = d.extendLog(log, lines)
			lines = append(lines[:0], begin...)
		}
	})
	return lines, cmp.Or(failed, err)
}

func (d *FileBackend) extendLog(log string, lines []byte) error {
	if err := d.MakeFolder(d.Folders[0]); err != nil {
		return err
	}
	return d.Extend(log, lines)
}

// Compact joins the journals of sessions that ended into the log, after the
// sidecar was read back: it must hold all that they do.
func (d *FileBackend) Compact(f Contents, ended func(session string) bool) error {
	log := filepath.Join(d.Folders[0], corpus.LogName(d.Begin.Annotator))
	var lines []byte
	if f.History.torn {
		lines = append(lines, '\n')
	}
	var paths []string
	for session, files := range f.History.Live {
		if !ended(session) {
			continue
		}
		for _, path := range files {
			path, err := d.adoptJournal(path)
			if err == nil {
				lines, err = d.appendJournal(lines, File{path: path, session: session}, log)
			}
			if errors.Is(err, fs.ErrNotExist) {
				continue // another session was faster
			}
			if err != nil {
				return err
			}
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	if err := d.extendLog(log, lines); err != nil {
		return err
	}
	for _, path := range paths {
		if err := d.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// adoptJournal gives a journal that is to be joined to the log another name, before
// it is read: a writer who is there after all finds that its own is gone before
// it acknowledges anything that is not read then.
func (d *FileBackend) adoptJournal(path string) (string, error) {
	to := corpus.JoinedPath(path)
	if to == path {
		return path, nil
	}
	return to, d.Rename(path, filepath.Base(to))
}

// Release lets the journal go. What is written after that goes to a new one.
func (d *FileBackend) Release() {
	d.Mu.Lock()
	defer d.Mu.Unlock()
	if d.journal != nil && filepath.Dir(d.journal.Path()) == d.Folders[0] {
		d.journal.Close()
		d.journal = nil
	}
}
