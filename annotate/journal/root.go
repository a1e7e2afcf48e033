package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"pizhu/model/corpus"
)

// Files can vanish while a session is open: one is deleted or emptied, a folder is moved, a disk is unmounted. That is told
// apart from what another program wrote, for then there is nothing to merge, and what the session holds may be all there is.

// ErrFolderGone says that the folder in which an article or its sidecars are is not where it was.
var ErrFolderGone = errors.New("the folder is gone: it was moved, removed or unmounted")

// A root is the folder that must be there as long as a session is open: all others are made anew where they are missing.
type root struct {
	path string
	info fs.FileInfo // as it was when the session was opened
	file string      // a file that was in it then; empty if none is known
}

// NewRoot finds the root of an article's files: the folder of the article, or that of the sidecars. One that is not there
// yet is made with the first change, so its parent counts.
func NewRoot(a corpus.Article, sidecars string) root {
	r := root{path: filepath.Dir(a.File()), file: a.File()}
	if sidecars != "" {
		r = root{path: sidecars}
	}
	for {
		info, err := os.Stat(r.path)
		if err == nil {
			r.info = info
			return r
		}
		parent := filepath.Dir(r.path)
		if parent == r.path || !errors.Is(err, fs.ErrNotExist) {
			return root{}
		}
		r = root{path: parent}
	}
}

// Check returns ErrFolderGone if the folder is gone, or if another one is in its place that does not have the file. Some
// file systems number their folders anew, so a number alone proves nothing.
func (r root) Check() error {
	if r.info == nil {
		return nil
	}
	info, err := os.Stat(r.path)
	switch {
	case IsGone(err):
	case err != nil || os.SameFile(info, r.info) || r.file == "":
		return nil
	default:
		if _, err := os.Stat(r.file); !IsGone(err) {
			return nil
		}
	}
	return fmt.Errorf("%q: %w", r.path, ErrFolderGone)
}

// IsGone reports whether an error says that there is no such file, also because a folder on the way to it is none.
func IsGone(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) }

// An Missing is what a look found not to be in its place.
type Missing struct {
	Root    error // ErrFolderGone
	Article error // why the article cannot be looked at
}

// LookForMissing looks for the files that the session was opened on. It reads nothing.
func (d *FileBackend) LookForMissing(a corpus.Article) Missing {
	if err := d.Root.Check(); err != nil {
		return Missing{Root: err}
	}
	return Missing{Article: d.ArticleWatch.lost(a.File())}
}
