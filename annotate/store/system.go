package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// osSystem is the operating system.
type osSystem struct{}

// Resolve returns path without links.
func (osSystem) Resolve(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil && !errors.As(err, new(syscall.Errno)) { // links in a circle: an error of the library's own
		err = &fs.PathError{Op: "resolve", Path: path, Err: syscall.ELOOP}
	}
	return target, err
}

func (osSystem) Lstat(path string) (fs.FileInfo, error) { return os.Lstat(path) }

func (osSystem) Open(dir string) (directory, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return osDirectory{root}, nil
}

func (osSystem) Read(path string, limit int64) ([]byte, error) { return read(path, limit) }
func (osSystem) MakeFolder(path string) error                  { return makeFolder(filepath.Clean(path), newFolder) }

func (osSystem) OpenIn(root, dir string) (directory, error) {
	outer, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer outer.Close()
	inner, err := outer.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return osDirectory{inner}, nil
}

func (osSystem) MakeFolderIn(root, path string, mode fs.FileMode) error {
	return makeFolderIn(root, path, mode)
}

func (osSystem) Names(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}

type osDirectory struct{ *os.Root }

func (d osDirectory) Open(name string) (io.ReadCloser, error) {
	return d.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe that took its place must not block
}

func (d osDirectory) Create(name string, mode fs.FileMode) (file, error) {
	f, err := d.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, mode)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (d osDirectory) Extend(name string) (file, error) {
	f, err := d.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND|syscall.O_NONBLOCK, newFile)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (d osDirectory) Sync() error {
	f, err := d.Root.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	return syncDirectory(f)
}

type osFile struct{ *os.File }

func (f osFile) Keep(old fs.FileInfo) error {
	mode, err := keepOwner(f.File, old)
	if err != nil {
		return err
	}
	err = f.Chmod(mode) // after the owner, whose change may take bits away
	if refused(err) {
		return nil // a file system without modes: nobody else reads the file meanwhile
	}
	return err
}

// refused reports whether the system does not let this account, or does not know how to, change the mode or the owner.
func refused(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL)
}

func (f osFile) SyncData() error { return syncData(f.File) }
func (f osFile) Lock()           { lock(f.File) }
