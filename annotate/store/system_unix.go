//go:build unix

package store

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"syscall"

	"pizhu/model/fault"
)

// keepOwner gives f the owner and group of old, as far as the system lets it, and returns the mode that f is to have: that of
// old, but where the group is another one its members get no more than everybody has. Where the owner cannot be kept it fails
// with ErrReadOnly if this account could not have written old itself.
func keepOwner(f *os.File, old fs.FileInfo) (fs.FileMode, error) {
	mode := old.Mode().Perm()
	want, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return mode, nil
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	is := info.Sys().(*syscall.Stat_t)
	if is.Uid != want.Uid {
		switch err := f.Chown(int(want.Uid), int(want.Gid)); {
		case err == nil:
			return mode, nil
		case !refused(err):
			return 0, err
		case !mayWrite(mode, int(want.Gid)):
			return 0, fault.Errorf("%w for this account", ErrReadOnly)
		}
	}
	if is.Gid == want.Gid {
		return mode, nil
	}
	err = f.Chown(-1, int(want.Gid))
	if refused(err) {
		return mode&^0o070 | mode&(mode<<3)&0o070, nil
	}
	return mode, err
}

// mayWrite reports whether this account may write a file of another one.
func mayWrite(mode fs.FileMode, group int) bool {
	groups, _ := os.Getgroups() // without them it may as everybody may
	if group == os.Getegid() || slices.Contains(groups, group) {
		return mode&0o020 != 0
	}
	return mode&0o002 != 0
}

// trusted reports whether a file belongs to this account or to root.
func trusted(info fs.FileInfo) bool {
	is, ok := info.Sys().(*syscall.Stat_t)
	return !ok || is.Uid == 0 || int(is.Uid) == os.Geteuid()
}

// syncDirectory makes the names in a directory durable.
func syncDirectory(dir *os.File) error { return dir.Sync() }

// locks says that the system has locks.
const locks = true

// lock marks a file as in use. Where it cannot, nothing is lost: correctness
// hangs on no lock.
func lock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// locked reports whether a process has locked a file.
func locked(f *os.File) bool {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	return errors.Is(err, syscall.EWOULDBLOCK)
}

// alive reports whether there is a process with this number.
func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }
