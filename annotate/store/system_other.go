//go:build !unix

package store

import (
	"io/fs"
	"os"
)

// keepOwner does nothing: a file belongs to the directory's owner.
func keepOwner(_ *os.File, old fs.FileInfo) (fs.FileMode, error) { return old.Mode().Perm(), nil }

// trusted cannot ask whose a file is on these systems.
func trusted(fs.FileInfo) bool { return true }

// syncDirectory does nothing: these systems do not let a directory be synced.
func syncDirectory(*os.File) error { return nil }

const locks = false

func lock(*os.File) {}

// locked cannot say on these systems: a file counts as in use.
func locked(*os.File) bool { return true }

func alive(int) bool { return true }
