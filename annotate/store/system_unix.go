//go:build unix

package store

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives f the owner and group of old, if it has others.
func keepOwner(f *os.File, old fs.FileInfo) error {
	want, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if is := info.Sys().(*syscall.Stat_t); is.Uid == want.Uid && is.Gid == want.Gid {
		return nil
	}
	return f.Chown(int(want.Uid), int(want.Gid))
}

// syncDirectory makes the names in a directory durable.
func syncDirectory(dir *os.File) error { return dir.Sync() }
