package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"pizhu/model/fault"
)

// A Disk is where files are. The zero Disk is that of the operating system. It follows all links; see Within.
type Disk struct {
	sys     system
	folders []string // that links do not leave
	private string   // the one of them that is for this account alone; empty for none
}

// The parts of a disk are exported for a test that puts others in their place.
type (
	// System has the calls of an operating system.
	System = system
	// Directory is a folder that is open.
	Directory = directory
	// File is a file that is open.
	File = file
)

// On is the disk of a system.
func On(s System) Disk { return Disk{sys: s} }

func (d Disk) system() system {
	if d.sys == nil {
		return osSystem{}
	}
	return d.sys
}

// Read reads a file as the function Read does.
func (d Disk) Read(path string, limit int64) ([]byte, error) {
	raw, err := d.read(path, limit)
	if err != nil {
		return nil, fault.Errorf("read %q: %w", path, cause(err))
	}
	return raw, nil
}

func (d Disk) read(path string, limit int64) ([]byte, error) {
	if len(d.folders) == 0 {
		return d.system().Read(path, limit)
	}
	r, size, err := d.open(path)
	if errors.Is(err, fs.ErrPermission) {
		return d.readUnlisted(path, limit)
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readAll(r, size, limit)
}

// readUnlisted reads a file in a folder that this account may enter but not list, which no system opens as a folder.
func (d Disk) readUnlisted(path string, limit int64) ([]byte, error) {
	at, err := d.locate(path)
	if err != nil {
		return nil, err
	}
	return d.system().Read(at.path(), limit)
}

// Open opens a file to be read bit by bit. Where d is within no folder it follows no link.
func (d Disk) Open(path string) (io.ReadCloser, error) {
	r, _, err := d.open(path)
	if err != nil {
		return nil, fault.Errorf("read %q: %w", path, cause(err))
	}
	return r, nil
}

func (d Disk) open(path string) (r io.ReadCloser, size int64, err error) {
	dir, name, err := d.openAround(path)
	if err != nil {
		return nil, 0, err
	}
	defer dir.Close()
	info, err := dir.Lstat(name)
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, 0, err
	}
	r, err = dir.Open(name)
	return r, info.Size(), err
}

// Replace replaces a file as the function Replace does.
func (d Disk) Replace(path string, expected Version, data []byte) (Version, error) {
	mode, _ := d.modes(path)
	return d.replace(path, expected, data, fresh{mode: mode})
}

// Update replaces a file as Replace does. It expects the version *known, and stores in
// *known the version of the file that is there afterwards: after an UnsyncedError the new
// one, so that the next Update writes and syncs it again.
func (d Disk) Update(path string, known *Version, data []byte) error {
	version, err := d.Replace(path, *known, data)
	if unsynced := (*UnsyncedError)(nil); errors.As(err, &unsynced) {
		*known = unsynced.Version
	}
	if err == nil {
		*known = version
	}
	return err
}

// KeepCopy writes what was read of a file to a new one, which may be read by those who may read the file, and by nobody else.
// v is the version of data. It fails with ErrChanged where there is a file of the new name.
func (d Disk) KeepCopy(path string, v Version, to string, data []byte) error {
	_, err := d.replace(to, "", data, d.sameAs(path, v))
	return err
}

// sameAs has the owner and mode of a file, where it is of a version still.
func (d Disk) sameAs(path string, v Version) fresh {
	own := fresh{mode: 0o600}
	dir, name, err := d.openTarget(path)
	if err != nil {
		return own
	}
	defer dir.Close()
	info, err := dir.Lstat(name)
	if err != nil || regular(info) != nil {
		return own
	}
	if found, err := version(dir, name); err != nil || found != v {
		return own
	}
	return likeFile(info)
}

// MakeFolder makes a folder as the function MakeFolder does.
func (d Disk) MakeFolder(path string) error {
	if err := d.makeFolder(path); err != nil {
		return fault.Errorf("make the folder %q: %w", path, cause(err))
	}
	return nil
}

func (d Disk) makeFolder(path string) error {
	if len(d.folders) == 0 {
		return d.system().MakeFolder(path)
	}
	at, err := d.locate(path)
	if err != nil {
		return err
	}
	_, mode := d.modes(path)
	return d.system().MakeFolderIn(at.root, at.rest, mode)
}

// Has reports whether there is something of a name, if only a link.
func (d Disk) Has(path string) (bool, error) {
	dir, err := d.openFolder(filepath.Dir(path))
	if err == nil {
		defer dir.Close()
		_, err = dir.Lstat(filepath.Base(path))
	}
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	}
	return false, fault.Errorf("look for %q: %w", path, cause(err))
}

// Names are the names in a folder; none where there is no folder.
func (d Disk) Names(folder string) ([]string, error) {
	names, err := d.names(folder)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Errorf("look into %q: %w", folder, cause(err))
	}
	return names, nil
}

func (d Disk) names(folder string) ([]string, error) {
	if len(d.folders) > 0 {
		at, err := d.locate(folder)
		if err != nil {
			return nil, err
		}
		folder = at.path()
	}
	return d.system().Names(folder)
}

// Remove removes a file, and does not fail where there is none.
func (d Disk) Remove(path string) error {
	dir, err := d.openFolder(filepath.Dir(path)) // a link itself is removed
	if err != nil {
		return fault.Errorf("remove %q: %w", path, cause(err))
	}
	defer dir.Close()
	if err := dir.Remove(filepath.Base(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Errorf("remove %q: %w", path, cause(err))
	}
	return dir.Sync()
}

// Rename gives a file another name in its folder. It is not said to be on disk.
func (d Disk) Rename(path, name string) error {
	dir, err := d.openFolder(filepath.Dir(path))
	if err == nil {
		defer dir.Close()
		err = dir.Rename(filepath.Base(path), name)
	}
	if err != nil {
		return fault.Errorf("rename %q: %w", path, cause(err))
	}
	return nil
}

// Extend appends to a file that several may append to, and makes it where there
// is none. When it returns nil the bytes are on disk.
func (d Disk) Extend(path string, data []byte) error {
	if err := d.extend(path, data); err != nil {
		return fault.Errorf("append to %q: %w", path, cause(err))
	}
	return nil
}

func (d Disk) extend(path string, data []byte) error {
	dir, name, err := d.openAround(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	f, err := dir.Extend(name)
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

// Held reads the first line of a Hold or a journal, and says whether another
// open file has it locked. Where locks do not work nothing is held.
func (d Disk) Held(path string) (line []byte, held bool) {
	if len(d.folders) > 0 {
		at, err := d.locate(path)
		if err != nil {
			return nil, false
		}
		path = at.path()
	}
	return heldFile(path)
}

func (osSystem) Left(path, host string, pid int) bool {
	here, err := os.Hostname()
	if err != nil || host != here || pid <= 0 || alive(pid) {
		return false
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe that took its place must not block
	if err != nil {
		return false
	}
	defer f.Close()
	return !locked(f)
}
