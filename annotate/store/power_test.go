//go:build unix

package store

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"testing"
	"time"
)

// A volume is a disk of one directory that forgets what was not synced. Like
// POSIX it promises nothing of that: of bytes that were written any part may be
// there after a power cut, and of changes of names any.
type volume struct {
	entries map[string]*inode // as programs see them
	synced  map[string]*inode // as they are on the disk for certain
	changes []map[string]*inode
}

type inode struct {
	data   []byte
	synced []byte
	mode   fs.FileMode
}

func newVolume(files map[string]string) *volume {
	v := &volume{entries: map[string]*inode{}, synced: map[string]*inode{}}
	for name, content := range files {
		n := &inode{[]byte(content), []byte(content), 0o644}
		v.entries[name], v.synced[name] = n, n
	}
	return v
}

// change makes names lead to inodes, or to nothing, all at once.
func (v *volume) change(names map[string]*inode) {
	v.changes = append(v.changes, names)
	apply(v.entries, names)
}

func apply(entries, names map[string]*inode) {
	for name, n := range names {
		if n == nil {
			delete(entries, name)
		} else {
			entries[name] = n
		}
	}
}

// afterPowerCut calls see with every content that a name may have then; that of
// a name which is not there is "".
func (v *volume) afterPowerCut(name string, see func(content string)) {
	for subset := range 1 << len(v.changes) {
		entries := maps.Clone(v.synced)
		for i, names := range v.changes {
			if subset>>i&1 == 1 {
				apply(entries, names)
			}
		}
		n := entries[name]
		if n == nil {
			see("")
			continue
		}
		see(string(n.synced))
		if !bytes.Equal(n.data, n.synced) {
			see(string(n.data))
			see(string(n.data[:len(n.data)/2]))
			see(string(make([]byte, len(n.data)))) // the length is there, the bytes are not
		}
	}
}

func (v *volume) Resolve(name string) (string, error) {
	if name == "/" || v.entries[path.Base(name)] != nil {
		return name, nil
	}
	return "", fs.ErrNotExist
}

func (v *volume) Lstat(name string) (fs.FileInfo, error) {
	return volumeDirectory{v}.Lstat(path.Base(name))
}
func (v *volume) Open(string) (directory, error)                { return volumeDirectory{v}, nil }
func (v *volume) OpenIn(_, _ string) (directory, error)         { return volumeDirectory{v}, nil }
func (v *volume) MakeFolderIn(_, _ string, _ fs.FileMode) error { return nil }
func (v *volume) Read(string, int64) ([]byte, error)            { return nil, fs.ErrNotExist }
func (v *volume) Names(string) ([]string, error)                { return slices.Collect(maps.Keys(v.entries)), nil }
func (v *volume) MakeFolder(string) error                       { return nil }
func (v *volume) Left(string, string, int) bool                 { return false }

type volumeDirectory struct{ v *volume }

func (d volumeDirectory) Lstat(name string) (fs.FileInfo, error) {
	if n := d.v.entries[name]; n != nil {
		return inodeInfo{n}, nil
	}
	return nil, fs.ErrNotExist
}

func (d volumeDirectory) Open(name string) (io.ReadCloser, error) {
	if n := d.v.entries[name]; n != nil {
		return io.NopCloser(bytes.NewReader(n.data)), nil
	}
	return nil, fs.ErrNotExist
}

func (d volumeDirectory) Create(name string, mode fs.FileMode) (file, error) {
	if d.v.entries[name] != nil {
		return nil, fs.ErrExist
	}
	n := &inode{mode: mode}
	d.v.change(map[string]*inode{name: n})
	return n, nil
}

func (d volumeDirectory) Extend(name string) (file, error) {
	if n := d.v.entries[name]; n != nil {
		return n, nil
	}
	return d.Create(name, 0o644)
}

func (d volumeDirectory) Rename(from, to string) error {
	d.v.change(map[string]*inode{to: d.v.entries[from], from: nil})
	return nil
}

func (d volumeDirectory) Remove(name string) error {
	d.v.change(map[string]*inode{name: nil})
	return nil
}

func (d volumeDirectory) Sync() error {
	d.v.synced, d.v.changes = maps.Clone(d.v.entries), nil
	return nil
}

func (d volumeDirectory) Close() error { return nil }

func (n *inode) Keep(old fs.FileInfo) error { n.mode = old.Mode(); return nil }
func (n *inode) Sync() error                { n.synced = slices.Clone(n.data); return nil }
func (n *inode) SyncData() error            { return n.Sync() }
func (n *inode) Lock()                      {}

func (n *inode) Stat() (fs.FileInfo, error) { return inodeInfo{n}, nil }

func (n *inode) Close() error { return nil }

func (n *inode) Write(b []byte) (int, error) {
	n.data = append(n.data, b...)
	return len(b), nil
}

type inodeInfo struct{ *inode }

func (i inodeInfo) SameFile(other fs.FileInfo) bool { return i.inode == other.(inodeInfo).inode }

func (i inodeInfo) Name() string       { return "" }
func (i inodeInfo) Size() int64        { return int64(len(i.data)) }
func (i inodeInfo) Mode() fs.FileMode  { return i.mode }
func (i inodeInfo) ModTime() time.Time { return time.Time{} }
func (i inodeInfo) IsDir() bool        { return false }
func (i inodeInfo) Sys() any           { return nil }

// cutPower replaces a file three times, and cuts the power before every call
// and at the end. It reports the first content that the recipe excludes:
// anything but the old file and the new one while a replace is at work, anything
// but the new one after it was done.
func cutPower(omit string) error {
	contents := []string{"", before, after, before + after}
	for _, first := range []int{0, 1} {
		v := newVolume(nil)
		if first > 0 {
			v = newVolume(map[string]string{"a.json": contents[first]})
		}
		allowed := []string{contents[first]}
		var fault error
		p := newProbe(v)
		p.omit = omit
		look := func() {
			v.afterPowerCut("a.json", func(content string) {
				if fault == nil && !slices.Contains(allowed, content) {
					fault = fmt.Errorf("after %q the file is %q, want one of %q", p.calls, content, allowed)
				}
			})
		}
		p.before = look
		for i := first; i+1 < len(contents); i++ {
			allowed = contents[i : i+2]
			if _, err := On(p).Replace("/a.json", versionOf(contents[i]), []byte(contents[i+1])); err != nil {
				return err
			}
			allowed = contents[i+1 : i+2]
			look()
		}
		if fault != nil {
			return fault
		}
	}
	return nil
}

func TestPowerCuts(t *testing.T) {
	if err := cutPower(""); err != nil {
		t.Error(err)
	}
}

// TestPowerCutsControl leaves one sync out, and must lose something.
func TestPowerCutsControl(t *testing.T) {
	for _, omit := range []string{"sync", "sync directory"} {
		if err := cutPower(omit); err == nil {
			t.Errorf("without %q nothing was lost: the test proves nothing", omit)
		} else {
			t.Logf("without %q: %v", omit, err)
		}
	}
}
