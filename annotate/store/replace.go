package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"pizhu/model/fault"
)

// Replace makes data the content of a file, and returns its version. The file
// must be as it was when it was read or written last: where it is not of the
// expected version, Replace fails with ErrChanged. Links are written through;
// one that leads nowhere is refused, as is what is not a regular file
// (ErrNotRegular) or may not be written by its owner (ErrReadOnly).
//
// When Replace returns nil the file is on disk, and no power cut brings the old
// one back. When it fails the old file is untouched and nothing of the new one
// is left, with one exception: see UnsyncedError.
func Replace(path string, expected Version, data []byte) (Version, error) {
	return Disk{}.Replace(path, expected, data)
}

// An UnsyncedError says that a file was replaced, but that it is not known
// whether that will outlast a power cut: the directory could not be synced.
type UnsyncedError struct {
	Version Version // of the file as it is now
	Err     error
}

// Error says what went wrong.
func (e *UnsyncedError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *UnsyncedError) Fault() error {
	return fault.Errorf("sync the directory: %w", e.Err)
}

// Unwrap is what went wrong.
func (e *UnsyncedError) Unwrap() error { return e.Err }

// A system is all that a replace asks of the operating system, so that tests
// can let every call fail and cut the power at any moment.
type system interface {
	Resolve(path string) (string, error) // follows all links
	Lstat(path string) (fs.FileInfo, error)
	Open(dir string) (directory, error)
	Read(path string, limit int64) ([]byte, error)
	Names(dir string) ([]string, error)
	MakeFolder(path string) error                           // with those that it is in
	OpenIn(root, dir string) (directory, error)             // follows no link out of root, whatever others do meanwhile
	MakeFolderIn(root, path string, mode fs.FileMode) error // as OpenIn; root is made too
	Left(path, host string, pid int) bool
}

// A directory is one that is held open: its names stay in it whatever others
// do to the path that leads there.
type directory interface {
	Lstat(name string) (fs.FileInfo, error)
	Open(name string) (io.ReadCloser, error)
	Create(name string, mode fs.FileMode) (file, error) // fails if there is one
	Extend(name string) (file, error)                   // to append to; makes it where there is none
	Rename(from, to string) error
	Remove(name string) error
	Sync() error
	Close() error
}

// A file is one that is being written.
type file interface {
	io.Writer
	Keep(old fs.FileInfo) error // gives it the mode and owner of the old one
	Sync() error
	SyncData() error // the bytes and the length, not the times
	Lock()           // tells others that it is in use, where the system can
	Stat() (fs.FileInfo, error)
	Close() error
}

func (d Disk) replace(path string, expected Version, data []byte, as fresh) (Version, error) {
	dir, name, err := d.openTarget(path)
	if err != nil {
		return "", fault.Errorf("replace %q: %w", path, cause(err))
	}
	defer dir.Close()
	if err := swap(dir, name, expected, data, as); err != nil {
		return "", fault.Errorf("replace %q: %w", path, err)
	}
	version := Version(Hash(data))
	if err := dir.Sync(); err != nil {
		return "", fault.Errorf("replace %q: %w", path, &UnsyncedError{version, cause(err)})
	}
	return version, nil
}

// openTarget opens the folder in which a file is to be replaced, which may be one that a link leads to, and gives its name there.
func (d Disk) openTarget(path string) (dir directory, name string, err error) {
	if len(d.folders) > 0 {
		return d.openAround(path)
	}
	target, err := resolve(d.system(), path)
	if err != nil {
		return nil, "", err
	}
	dir, err = d.system().Open(filepath.Dir(target))
	return dir, filepath.Base(target), err
}

// resolve follows links to where a file is, or is to be.
func resolve(sys system, path string) (string, error) {
	target, err := sys.Resolve(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return target, err
	}
	info, err := sys.Lstat(path)
	switch {
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return "", errors.New("the link leads nowhere")
	case err == nil: // another program has made it in the meantime
		return sys.Resolve(path)
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	dir, err := sys.Resolve(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(path)), nil
}

// swap puts a new file in the place of the old one, if that is of the expected
// version. What it has not done it leaves no trace of.
func swap(dir directory, name string, expected Version, data []byte, as fresh) error {
	old, err := present(dir, name, expected)
	if err != nil {
		return err
	}
	temp := ".pizhu-" + rand.Text() + ".tmp" // not after name, which may be as long as names can be
	if old != nil {
		as = likeFile(old)
	}
	if err := create(dir, temp, as, data); err != nil {
		return err
	}
	if err := publish(dir, temp, name, expected); err != nil {
		return discard(dir, temp, err)
	}
	return nil
}

// discard removes a new file after err, and adds to that if it could not.
func discard(dir directory, temp string, err error) error {
	if left := dir.Remove(temp); left != nil {
		return fault.Errorf("%w; and %q cannot be removed: %v", err, temp, cause(left))
	}
	return err
}

// present looks at the file that is to be replaced. It is nil if there is none.
func present(dir directory, name string, expected Version) (fs.FileInfo, error) {
	info, err := dir.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		if expected != "" {
			return nil, fault.Errorf("%w: it is gone", ErrChanged)
		}
		return nil, nil
	}
	if err != nil {
		return nil, cause(err)
	}
	if err := regular(info); err != nil {
		return nil, err
	}
	found, err := version(dir, name)
	if err != nil {
		return nil, err
	}
	if found != expected {
		return nil, ErrChanged
	}
	if info.Mode()&0o200 == 0 {
		return nil, ErrReadOnly
	}
	return info, nil
}

// version is the version of the file that is there.
func version(dir directory, name string) (Version, error) {
	f, err := dir.Open(name)
	if err != nil {
		return "", fault.Errorf("look at the old file: %w", cause(err))
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", fault.Errorf("look at the old file: %w", cause(err))
	}
	return Version(hex.EncodeToString(sum.Sum(nil))), nil
}

// fresh says whose a new file is, and who may read it.
type fresh struct {
	mode fs.FileMode // when it is made
	like fs.FileInfo // the file whose owner and mode it gets then; nil for none
}

// likeFile is a file that has another one's owner and mode. Until it has them nobody else reads it.
func likeFile(other fs.FileInfo) fresh { return fresh{0o600, other} }

// create makes a new file whose bytes are on disk, though its name may not be.
func create(dir directory, name string, as fresh, data []byte) error {
	f, err := dir.Create(name, as.mode)
	if err != nil {
		return fault.Errorf("create a file beside it: %w", cause(err))
	}
	err = fill(f, as.like, data)
	if closing := f.Close(); err == nil && closing != nil {
		err = fault.Errorf("close the new file: %w", cause(closing)) // where NFS says that the disk is full
	}
	if err != nil {
		return discard(dir, name, err)
	}
	return nil
}

func fill(f file, old fs.FileInfo, data []byte) error {
	if old != nil {
		if err := f.Keep(old); err != nil {
			return fault.Errorf("keep the file's owner and mode: %w", cause(err))
		}
	}
	if _, err := f.Write(data); err != nil {
		return fault.Errorf("write the new file: %w", cause(err))
	}
	if err := f.Sync(); err != nil {
		return fault.Errorf("sync the new file: %w", cause(err))
	}
	return nil
}

// publish gives a new file its name, unless another program was faster. Between
// the last look and the rename nothing can keep one out: that gap is a few
// microseconds, not the milliseconds that syncing took.
func publish(dir directory, temp, name string, expected Version) error {
	if _, err := present(dir, name, expected); err != nil {
		return err
	}
	if err := dir.Rename(temp, name); err != nil {
		return fault.Errorf("rename the new file: %w", cause(err))
	}
	return nil
}

// IsUnfinished reports whether a file of this name is one that was being written
// when its program ended.
func IsUnfinished(name string) bool {
	return strings.HasPrefix(name, ".pizhu-") && strings.HasSuffix(name, ".tmp")
}
