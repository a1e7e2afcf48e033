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
