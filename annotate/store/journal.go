package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// A Disk is where files are. The zero Disk is that of the operating system.
type Disk struct{ sys system }

// The parts of a disk, for a test that puts another in its place.
type (
	System    = system
	Directory = directory
	File      = file
)

// On is the disk of a system.
func On(s System) Disk { return Disk{s} }

func (d Disk) system() system {
	if d.sys == nil {
		return osSystem{}
	}
	return d.sys
}

// Read reads a file as the function Read does.
func (d Disk) Read(path string, limit int64) ([]byte, error) {
	raw, err := d.system().Read(path, limit)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, cause(err))
	}
	return raw, nil
}

// Open opens a file to be read bit by bit. It follows no link.
func (d Disk) Open(path string) (io.ReadCloser, error) {
	r, err := open(d.system(), path)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, cause(err))
	}
	return r, nil
}

func open(sys system, path string) (io.ReadCloser, error) {
	dir, err := sys.Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	info, err := dir.Lstat(filepath.Base(path))
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, err
	}
	return dir.Open(filepath.Base(path))
}

// Replace replaces a file as the function Replace does.
func (d Disk) Replace(path string, expected Version, data []byte) (Version, error) {
	return replace(d.system(), path, expected, data)
}

// MakeFolder makes a folder as the function MakeFolder does.
func (d Disk) MakeFolder(path string) error {
	if err := d.system().MakeFolder(path); err != nil {
		return fmt.Errorf("make the folder %q: %w", path, cause(err))
	}
	return nil
}

// Names are the names in a folder; none where there is no folder.
func (d Disk) Names(folder string) ([]string, error) {
	names, err := d.system().Names(folder)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look into %q: %w", folder, cause(err))
	}
	return names, nil
}

// A Journal is a file that one writer appends to. After an error it is never
// trusted again: what a failed sync left of it nobody knows.
type Journal struct {
	sys   system
	path  string
	dir   directory
	named bool // whether its name is on disk
	file  file
	err   error
}

// Create makes a journal, and the folders that it is in. It fails with
// fs.ErrExist where there is one: another writer's is never touched.
func (d Disk) Create(path string) (*Journal, error) {
	sys := d.system()
	if err := d.MakeFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	dir, err := sys.Open(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("make the journal %q: %w", path, cause(err))
	}
	f, err := dir.Create(filepath.Base(path), newFile)
	if err != nil {
		dir.Close()
		return nil, fmt.Errorf("make the journal %q: %w", path, cause(err))
	}
	f.Lock()
	return &Journal{sys: sys, path: path, dir: dir, file: f}, nil
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
	_, err := j.dir.Lstat(filepath.Base(j.path))
	return err
}

// sync makes the journal's name durable, and that of its folder, which another
// session may have made a moment ago.
func (j *Journal) sync() error {
	if err := j.dir.Sync(); err != nil {
		return err
	}
	parent, err := j.sys.Open(filepath.Dir(filepath.Dir(j.path)))
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

// Remove removes a file, and does not fail where there is none.
func (d Disk) Remove(path string) error {
	dir, err := d.system().Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("remove %q: %w", path, cause(err))
	}
	defer dir.Close()
	if err := dir.Remove(filepath.Base(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove %q: %w", path, cause(err))
	}
	return dir.Sync()
}

// Rename gives a file another name in its folder. It is not said to be on disk.
func (d Disk) Rename(path, name string) error {
	dir, err := d.system().Open(filepath.Dir(path))
	if err == nil {
		defer dir.Close()
		err = dir.Rename(filepath.Base(path), name)
	}
	if err != nil {
		return fmt.Errorf("rename %q: %w", path, cause(err))
	}
	return nil
}

// Extend appends to a file that several may append to, and makes it where there
// is none. When it returns nil the bytes are on disk.
func (d Disk) Extend(path string, data []byte) error {
	if err := d.extend(path, data); err != nil {
		return fmt.Errorf("append to %q: %w", path, cause(err))
	}
	return nil
}

func (d Disk) extend(path string, data []byte) error {
	dir, err := d.system().Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	f, err := dir.Extend(filepath.Base(path))
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return dir.Sync()
}

// Left reports whether a journal's writer seems to be gone: a process of this
// host that is no more, and nobody holds the file. Another host's processes
// cannot be asked after. Nothing is lost where it is mistaken.
func (d Disk) Left(path, host string, pid int) bool { return d.system().Left(path, host, pid) }

func (osSystem) Left(path, host string, pid int) bool {
	here, err := os.Hostname()
	if err != nil || host != here || pid <= 0 || alive(pid) {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return !locked(f)
}
