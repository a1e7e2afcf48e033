package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"pizhu/model/fault"
)

// A Journal is a file that one writer appends to. After an error it is never
// trusted again: what a failed sync left of it nobody knows.
type Journal struct {
	disk  Disk
	path  string
	dir   directory
	named bool // whether its name is on disk
	file  file
	err   error
}

// Create makes a journal, and the folders that it is in. It fails with
// fs.ErrExist where there is one: another writer's is never touched.
func (d Disk) Create(path string) (*Journal, error) {
	if err := d.MakeFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	dir, err := d.openFolder(filepath.Dir(path))
	if err != nil {
		return nil, fault.Errorf("make the journal %q: %w", path, cause(err))
	}
	mode, _ := d.modes(path)
	f, err := dir.Create(filepath.Base(path), mode)
	if err != nil {
		dir.Close()
		return nil, fault.Errorf("make the journal %q: %w", path, cause(err))
	}
	f.Lock()
	return &Journal{disk: d, path: path, dir: dir, file: f}, nil
}

// Path is where the journal is.
func (j *Journal) Path() string { return j.path }

func (j *Journal) append(lines []byte) error {
	if _, err := j.file.Write(lines); err != nil {
		return err
	}
	if err := j.file.SyncData(); err != nil {
		return err
	}
	if !j.named {
		if err := j.sync(); err != nil {
			return err
		}
		j.named = true
	}
	return j.stillThere()
}

// errReplaced says that a journal's name leads to another file now: a program that
// synchronizes folders or edits files in place was at work.
var errReplaced = errors.New("another file has taken its place")

// stillThere fails where the journal's path does not lead to the file that was written:
// somebody reads another one then, or none. A folder that was moved with all that is
// around it takes the journal along.
func (j *Journal) stillThere() error {
	dir, err := j.disk.openFolder(filepath.Dir(j.path))
	if errors.Is(err, fs.ErrNotExist) && j.movedAway() {
		_, err = j.dir.Lstat(filepath.Base(j.path))
		return err
	}
	if err != nil {
		return err
	}
	defer dir.Close()
	there, err := dir.Lstat(filepath.Base(j.path))
	if err != nil {
		return err
	}
	written, err := j.file.Stat()
	if err != nil {
		return err
	}
	if !sameFile(there, written) {
		return errReplaced
	}
	return nil
}

// movedAway reports whether the folder is gone that the folder of the journal was in.
func (j *Journal) movedAway() bool {
	around, err := j.disk.openFolder(filepath.Dir(filepath.Dir(j.path)))
	if err == nil {
		around.Close()
	}
	return errors.Is(err, fs.ErrNotExist)
}

// sameFile is os.SameFile, also for what a test puts in the place of files.
func sameFile(a, b fs.FileInfo) bool {
	if a, ok := a.(interface{ SameFile(fs.FileInfo) bool }); ok {
		return a.SameFile(b)
	}
	return os.SameFile(a, b)
}

// sync makes the journal's name durable, and that of its folder, which another
// session may have made a moment ago.
func (j *Journal) sync() error {
	if err := j.dir.Sync(); err != nil {
		return err
	}
	parent, err := j.disk.openFolder(filepath.Dir(filepath.Dir(j.path)))
	if err != nil {
		return err
	}
	defer parent.Close()
	return parent.Sync()
}

// Close lets the file go.
func (j *Journal) Close() {
	j.dir.Close()
	j.file.Close()
}

// Discard removes a journal in which nothing was acknowledged, if it can.
func (d Disk) Discard(j *Journal) {
	j.Close()
	_ = d.Remove(j.path)
}
