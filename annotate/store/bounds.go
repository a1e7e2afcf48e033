package store

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"pizhu/model/fault"
)

// ErrLink says that a file was neither read nor written, since a link leads there that is not followed. See Disk.Within.
var ErrLink = errors.New("the link is not followed")

// A LinkError is an ErrLink that says why.
type LinkError struct{ Why error }

// Error says that the link is not followed, and why.
func (e *LinkError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *LinkError) Fault() error { return fault.Errorf("%w: %w", ErrLink, e.Why) }

// Is reports whether the target is ErrLink.
func (e *LinkError) Is(target error) bool { return target == ErrLink }

// Within returns d with a folder that the links below it do not leave. Such a link is followed only where it leads to
// something below the same folder that belongs to this account or to root; else all methods fail with ErrLink. The folder may
// be a link itself, and so may those above it: they are for whoever named it to choose. What lies in no folder of a Disk that
// has some is held within the folder that it is in.
func (d Disk) Within(folder string) Disk {
	d.folders = append(d.folders[:len(d.folders):len(d.folders)], filepath.Clean(folder))
	return d
}

// Private is Within for a folder that nobody else is to look into: folders that are made in it, and it, have the mode 0700,
// and files 0600.
func (d Disk) Private(folder string) Disk {
	d.private = filepath.Clean(folder)
	return d.Within(folder)
}

// modes are those of a new file and a new folder at a path.
func (d Disk) modes(path string) (file, folder fs.FileMode) {
	if d.private != "" {
		if _, inside := below(d.private, path); inside {
			return 0o600, 0o700
		}
	}
	return newFile, newFolder
}

// below is a path from a folder on, and whether it lies in it by its name.
func below(folder, path string) (rest string, ok bool) {
	rest, err := filepath.Rel(folder, path)
	return rest, err == nil && filepath.IsLocal(rest)
}

// A spot is where a path leads to.
type spot struct {
	root   string // the real folder that it must lie in
	rest   string // the real path from there on
	linked bool   // whether a link led there
}

func (s spot) path() string { return filepath.Join(s.root, s.rest) }

// bound is the innermost folder that a path must stay in, as it was named, and the path from there on.
func (d Disk) bound(path string) (folder, rest string) {
	folder, rest = filepath.Dir(path), filepath.Base(path)
	found := false
	for _, f := range d.folders {
		if r, ok := below(f, path); ok && (!found || len(r) < len(rest)) {
			folder, rest, found = f, r, true
		}
	}
	return folder, rest
}

// locate follows the links below the folder that a path must stay in. What is not there leads to where it would be.
func (d Disk) locate(path string) (spot, error) {
	folder, rest := d.bound(path)
	root, err := d.system().Resolve(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return spot{root: folder, rest: rest}, nil
	}
	if err != nil {
		return spot{}, err
	}
	at := spot{root: root, rest: "."}
	names := strings.Split(rest, string(filepath.Separator))
	if rest == "." {
		names = nil
	}
	for i, name := range names {
		link := filepath.Join(at.path(), name)
		info, err := d.system().Lstat(link)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			at.rest = filepath.Join(append([]string{at.rest}, names[i:]...)...)
			return at, nil
		case err != nil:
			return spot{}, err
		case info.Mode()&fs.ModeSymlink == 0:
			at.rest = filepath.Join(at.rest, name)
		default:
			if at.rest, err = d.follow(root, link); err != nil {
				return spot{}, &LinkError{fault.Errorf("%q %w", filepath.Base(link), err)}
			}
			at.linked = true
		}
	}
	return at, nil
}

// follow is where a link leads to, from a folder on. The error says why it is not followed.
func (d Disk) follow(root, link string) (string, error) {
	target, err := d.resolve(link)
	if errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("leads nowhere")
	}
	if err != nil {
		return "", fault.Errorf("leads nowhere: %w", cause(err)) // as a loop does
	}
	if root, err = d.resolve(root); err != nil {
		return "", cause(err)
	}
	rest, inside := below(root, target)
	if !inside {
		return "", fault.Errorf("leads out of %q, to %q", root, target)
	}
	info, err := d.system().Lstat(target)
	if err != nil {
		return "", cause(err)
	}
	if !trusted(info) {
		return "", fault.Errorf("leads to %q, which belongs to another account", target)
	}
	return rest, nil
}

// resolve is the absolute path that a path leads to.
func (d Disk) resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return d.system().Resolve(path)
}

// IsLinked reports whether a link below the folder that a path must stay in is on the way to it. Who reads or writes such a
// file looks first whether it is what it should be.
func (d Disk) IsLinked(path string) bool {
	if len(d.folders) == 0 {
		return false
	}
	at, err := d.locate(path)
	return err == nil && at.linked
}

// openFolder opens a folder.
func (d Disk) openFolder(path string) (directory, error) {
	if len(d.folders) == 0 {
		return d.system().Open(path)
	}
	at, err := d.locate(path)
	if err != nil {
		return nil, err
	}
	return d.system().OpenIn(at.root, at.rest)
}

// openAround opens the folder that a file is in, or that the link at its path leads to, and gives the file's name there.
func (d Disk) openAround(path string) (dir directory, name string, err error) {
	if len(d.folders) == 0 {
		dir, err = d.system().Open(filepath.Dir(path))
		return dir, filepath.Base(path), err
	}
	at, err := d.locate(path)
	if err != nil {
		return nil, "", err
	}
	dir, err = d.system().OpenIn(at.root, filepath.Dir(at.rest))
	return dir, filepath.Base(at.rest), err
}
