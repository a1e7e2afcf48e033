package store

import (
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"pizhu/model/fault"
)

// A Watcher tells which files in some folders another program, or this one, has
// touched. It watches folders, not files: the watch of a file that is replaced
// goes with the old one. Not every file system tells (NFS does not), and not
// every folder can be watched, so whoever must know also looks for himself.
type Watcher struct{ watcher *fsnotify.Watcher }

// NewWatcher watches nothing yet.
func NewWatcher() (*Watcher, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fault.Errorf("watch folders: %w", err)
	}
	return &Watcher{w}, nil
}

// Watch watches these folders from now on, and no others. Those that it cannot
// watch, because they are not there yet or for another reason, it leaves out.
func (w *Watcher) Watch(folders ...string) {
	for i := range folders {
		folders[i] = filepath.Clean(folders[i])
	}
	watched := w.watcher.WatchList()
	for _, folder := range watched {
		if !slices.Contains(folders, folder) {
			_ = w.watcher.Remove(folder) // it is gone, which is as good
		}
	}
	for _, folder := range folders {
		if !slices.Contains(watched, folder) && watchable(folder) {
			_ = w.watcher.Add(folder)
		}
	}
}

// crowd is how many files a folder may have to be watched where every one of
// them takes a descriptor.
const crowd = 100

// watchable reports whether the system can watch a folder without opening all
// that is in it, or whether that is little.
func watchable(folder string) bool {
	if runtime.GOOS == "linux" || runtime.GOOS == "windows" {
		return true
	}
	names, err := osSystem{}.Names(folder)
	return err == nil && len(names) <= crowd
}

// together is how long after a change Next waits for those that come with it: a
// program that replaces a file touches it several times.
const together = 20 * time.Millisecond

// Next waits until files are touched, and gives their paths, in the folders as
// they were named; none where there were too many. It is false when the Watcher
// is closed.
func (w *Watcher) Next() (paths []string, ok bool) {
	var end <-chan time.Time
	for {
		select {
		case e, open := <-w.watcher.Events:
			if !open {
				return nil, false
			}
			if e.Op == fsnotify.Chmod || IsUnfinished(filepath.Base(e.Name)) {
				continue
			}
			paths = append(paths, e.Name)
		case err, open := <-w.watcher.Errors:
			if !open {
				return nil, false
			}
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				return nil, true
			}
			continue
		case <-end:
			slices.Sort(paths)
			return slices.Compact(paths), true
		}
		if end == nil {
			end = time.After(together)
		}
	}
}

// Close ends the Watcher, and a Next that waits.
func (w *Watcher) Close() { _ = w.watcher.Close() }
