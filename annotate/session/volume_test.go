package session

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"pizhu/annotate/store"
)

// A volume is a disk in memory that forgets what was not synced. As POSIX does,
// it promises nothing of that: of bytes that were written any part may be there
// after a power cut, and of the changes of names any.
type volume struct {
	folders map[string]*folder            // as programs see them
	before  func(call, path string) error // may be nil; where it fails the call does
	omit    string                        // calls of this name do nothing, for a control
	left    bool                          // whether every writer seems to be gone
}

type folder struct {
	entries map[string]*node // as programs see them
	synced  map[string]*node // as they are on the disk for certain
	changes []map[string]*node
}

// A node is a file, or the place of a folder, which has no bytes.
type node struct {
	data   []byte
	synced []byte
	folder *folder
	broken bool // a sync failed: what was written then stays in the cache, and never comes to the disk
}

// newVolume is a disk with one folder.
func newVolume(t *testing.T, at string) *volume {
	t.Helper()
	v := &volume{folders: map[string]*folder{"/": newFolder()}}
	if err := v.MakeFolder(at); err != nil {
		t.Fatal(err)
	}
	return v
}

func newFolder() *folder { return &folder{entries: map[string]*node{}, synced: map[string]*node{}} }

// changes are the calls that change what is on the disk, or what is to come to it.
var changes = map[string]bool{
	"make folder": true, "create": true, "extend": true, "write": true, "sync": true, "sync folder": true, "rename": true, "remove": true,
}

// call makes a call, by its name and what it is about.
func (v *volume) call(name, path string, do func() error) error {
	if name == v.omit {
		return nil
	}
	if v.before != nil {
		if err := v.before(name, path); err != nil {
			return err
		}
	}
	return do()
}

// change makes names lead to nodes, or to nothing, all at once.
func (f *folder) change(names map[string]*node) {
	f.changes = append(f.changes, names)
	applyNames(f.entries, names)
}

func applyNames(entries, names map[string]*node) {
	for name, n := range names {
		if n == nil {
			delete(entries, name)
		} else {
			entries[name] = n
		}
	}
}

func (f *folder) sync() { f.synced, f.changes = maps.Clone(f.entries), nil }

// at is the folder and the name that a path has in it.
func (v *volume) at(p string) (*folder, string, error) {
	f := v.folders[path.Dir(p)]
	if f == nil {
		return nil, "", fs.ErrNotExist
	}
	return f, path.Base(p), nil
}

func (v *volume) Resolve(p string) (string, error) {
	if _, err := v.Lstat(p); err != nil {
		return "", err
	}
	return p, nil
}

func (v *volume) Lstat(p string) (fs.FileInfo, error) {
	if v.folders[p] != nil {
		return info{&node{folder: v.folders[p]}}, nil
	}
	f, name, err := v.at(p)
	if err != nil {
		return nil, err
	}
	return opened{v, f, path.Dir(p)}.Lstat(name)
}

func (v *volume) Open(p string) (dir store.Directory, err error) {
	err = v.call("open folder", p, func() error {
		f := v.folders[p]
		if f == nil {
			return fs.ErrNotExist
		}
		dir = opened{v, f, p}
		return nil
	})
	return dir, err
}

func (v *volume) OpenIn(root, p string) (store.Directory, error) { return v.Open(path.Join(root, p)) }

func (v *volume) MakeFolderIn(root, p string, _ fs.FileMode) error {
	return v.MakeFolder(path.Join(root, p))
}

func (v *volume) Read(p string, limit int64) (raw []byte, err error) {
	err = v.call("read", p, func() error {
		f, name, err := v.at(p)
		if err != nil {
			return err
		}
		n := f.entries[name]
		if n == nil {
			return fs.ErrNotExist
		}
		if int64(len(n.data)) > limit {
			return store.ErrTooLarge
		}
		raw = slices.Clone(n.data)
		return nil
	})
	return raw, err
}

func (v *volume) Names(p string) (names []string, err error) {
	err = v.call("names", p, func() error {
		f := v.folders[p]
		if f == nil {
			return fs.ErrNotExist
		}
		names = slices.Collect(maps.Keys(f.entries))
		return nil
	})
	return names, err
}

func (v *volume) MakeFolder(p string) error {
	if v.folders[p] != nil {
		return nil
	}
	if err := v.MakeFolder(path.Dir(p)); err != nil {
		return err
	}
	parent := v.folders[path.Dir(p)]
	err := v.call("make folder", p, func() error {
		if v.folders[p] != nil {
			return nil // another program was faster
		}
		f := newFolder()
		v.folders[p] = f
		parent.change(map[string]*node{path.Base(p): {folder: f}})
		return nil
	})
	if err != nil {
		return err
	}
	err = v.call("sync folder", path.Dir(p), func() error { parent.sync(); return nil })
	if err != nil {
		_ = v.call("remove", p, func() error {
			if len(v.folders[p].entries) > 0 {
				return fs.ErrExist
			}
			delete(v.folders, p)
			parent.change(map[string]*node{path.Base(p): nil})
			return nil
		})
	}
	return err
}

func (v *volume) Left(string, string, int) bool { return v.left }

// opened is a folder that a program holds open.
type opened struct {
	v    *volume
	f    *folder
	path string
}

func (d opened) Lstat(name string) (fs.FileInfo, error) {
	var n *node
	err := d.v.call("look", path.Join(d.path, name), func() error {
		if n = d.f.entries[name]; n == nil {
			return fs.ErrNotExist
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return info{n}, nil
}

func (d opened) Open(name string) (r io.ReadCloser, err error) {
	err = d.v.call("open", path.Join(d.path, name), func() error {
		n := d.f.entries[name]
		if n == nil {
			return fs.ErrNotExist
		}
		r = io.NopCloser(bytes.NewReader(n.data))
		return nil
	})
	return r, err
}

func (d opened) Create(name string, _ fs.FileMode) (store.File, error) {
	return d.make("create", name, func() (*node, error) {
		if d.f.entries[name] != nil {
			return nil, fs.ErrExist
		}
		n := &node{}
		d.f.change(map[string]*node{name: n})
		return n, nil
	})
}

func (d opened) Extend(name string) (store.File, error) {
	return d.make("extend", name, func() (*node, error) {
		n := d.f.entries[name]
		if n == nil {
			n = &node{}
			d.f.change(map[string]*node{name: n})
		}
		return n, nil
	})
}

func (d opened) make(call, name string, do func() (*node, error)) (f store.File, err error) {
	at := path.Join(d.path, name)
	err = d.v.call(call, at, func() error {
		n, err := do()
		f = writing{d.v, n, at}
		return err
	})
	return f, err
}

func (d opened) Rename(from, to string) error {
	return d.v.call("rename", path.Join(d.path, from), func() error {
		n := d.f.entries[from]
		if n == nil {
			return fs.ErrNotExist
		}
		d.f.change(map[string]*node{to: n, from: nil})
		return nil
	})
}

func (d opened) Remove(name string) error {
	return d.v.call("remove", path.Join(d.path, name), func() error {
		if d.f.entries[name] == nil {
			return fs.ErrNotExist
		}
		d.f.change(map[string]*node{name: nil})
		return nil
	})
}

func (d opened) Sync() error {
	return d.v.call("sync folder", d.path, func() error { d.f.sync(); return nil })
}

func (d opened) Close() error { return nil }

// writing is a file that a program writes.
type writing struct {
	v    *volume
	n    *node
	path string
}

// Write that fails has written half.
func (w writing) Write(b []byte) (int, error) {
	err := w.v.call("write", w.path, func() error { w.n.data = append(w.n.data, b...); return nil })
	if err != nil {
		w.n.data = append(w.n.data, b[:len(b)/2]...)
		return len(b) / 2, err
	}
	return len(b), nil
}

// Sync that fails has dropped what was to be written, and the next one does not
// know of it: so do the file systems of Linux.
func (w writing) Sync() error {
	err := w.v.call("sync", w.path, func() error {
		if !w.n.broken {
			w.n.synced = slices.Clone(w.n.data)
		}
		return nil
	})
	w.n.broken = w.n.broken || err != nil
	return err
}

func (w writing) SyncData() error { return w.Sync() }
func (w writing) Lock()           {}

func (w writing) Stat() (fs.FileInfo, error) { return info{w.n}, nil }

func (w writing) Close() error { return w.v.call("close", w.path, func() error { return nil }) }

func (w writing) Keep(fs.FileInfo) error {
	return w.v.call("keep", w.path, func() error { return nil })
}

type info struct{ n *node }

func (i info) SameFile(other fs.FileInfo) bool { return i.n == other.(info).n }

func (i info) Name() string       { return "" }
func (i info) Size() int64        { return int64(len(i.n.data)) }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.n.folder != nil }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

// contents are what may be in a file after a power cut.
func (n *node) contents() [][]byte {
	if bytes.Equal(n.data, n.synced) {
		return [][]byte{n.data}
	}
	kept := 0 // of what was synced nothing goes
	if bytes.HasPrefix(n.data, n.synced) {
		kept = len(n.synced)
	}
	half := kept + (len(n.data)-kept)/2
	zeros := func(from, to int) []byte {
		b := slices.Clone(n.data)
		clear(b[from:to])
		return b
	}
	return [][]byte{n.synced, n.data, n.data[:half], zeros(kept, len(n.data)), zeros(kept, half), zeros(half, len(n.data))}
}

// A cut is one way in which a power cut may leave a volume: which change of names
// came to the disk, and which of its contents each file has.
type cut struct {
	names map[*folder]int // a bit for each change
	bytes map[*node]int   // of contents
}

// unsynced are the folders and files that a power cut may leave in several ways,
// and the number of all ways.
func (v *volume) unsynced() (folders []*folder, nodes []*node, ways int) {
	ways = 1
	for _, at := range slices.Sorted(maps.Keys(v.folders)) {
		f := v.folders[at]
		if len(f.changes) > 0 {
			folders = append(folders, f)
			ways <<= len(f.changes)
		}
		all := append([]map[string]*node{f.entries, f.synced}, f.changes...)
		for _, names := range all {
			for _, name := range slices.Sorted(maps.Keys(names)) {
				if n := names[name]; n != nil && !slices.Contains(nodes, n) && len(n.contents()) > 1 {
					nodes = append(nodes, n)
					ways *= len(n.contents())
				}
			}
		}
	}
	return folders, nodes, ways
}

// cuts calls see with every way.
func (v *volume) cuts(see func(cut)) error {
	folders, nodes, ways := v.unsynced()
	if ways > 1<<16 {
		return fmt.Errorf("%d ways to cut the power: too many to look at", ways)
	}
	for way := range ways {
		c := cut{map[*folder]int{}, map[*node]int{}}
		for _, f := range folders {
			c.names[f], way = way&(1<<len(f.changes)-1), way>>len(f.changes)
		}
		for _, n := range nodes {
			c.bytes[n], way = way%len(n.contents()), way/len(n.contents())
		}
		see(c)
	}
	return nil
}

// anyCut is one of the ways.
func (v *volume) anyCut(r *rand.Rand) cut {
	folders, nodes, _ := v.unsynced()
	c := cut{map[*folder]int{}, map[*node]int{}}
	for _, f := range folders {
		c.names[f] = int(r.Uint64() >> 1)
	}
	for _, n := range nodes {
		c.bytes[n] = r.IntN(len(n.contents()))
	}
	return c
}

// after is what is on the disk after a power cut.
func (v *volume) after(c cut) *volume {
	w := &volume{folders: map[string]*folder{}, left: v.left}
	var copy func(at string, f *folder)
	copy = func(at string, f *folder) {
		g := newFolder()
		w.folders[at] = g
		names := maps.Clone(f.synced)
		for i, change := range f.changes {
			if c.names[f]>>i&1 == 1 {
				applyNames(names, change)
			}
		}
		for name, n := range names {
			if n.folder != nil {
				copy(path.Join(at, name), n.folder)
				g.entries[name] = &node{folder: w.folders[path.Join(at, name)]}
				continue
			}
			data := slices.Clip(n.contents()[c.bytes[n]]) // what is appended must not reach into another
			g.entries[name] = &node{data: data, synced: data}
		}
		g.sync()
	}
	copy("/", v.folders["/"])
	return w
}

// String lists the files and what is in them.
func (v *volume) String() string {
	var b strings.Builder
	for _, at := range slices.Sorted(maps.Keys(v.folders)) {
		f := v.folders[at]
		for _, name := range slices.Sorted(maps.Keys(f.entries)) {
			if n := f.entries[name]; n.folder == nil {
				fmt.Fprintf(&b, "%s: %q\n", path.Join(at, name), n.data)
			}
		}
	}
	return b.String()
}

func TestVolumeForgets(t *testing.T) {
	v := newVolume(t, "/a")
	d := store.On(v)
	if err := errors.Join(d.MakeFolder("/a/b"), second(d.Replace("/a/b/x", "", []byte("old")))); err != nil {
		t.Fatal(err)
	}
	dir, err := v.Open("/a/b")
	if err != nil {
		t.Fatal(err)
	}
	f, err := dir.Create("y", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(second(f.Write([]byte("new!"))), dir.Rename("x", "z")); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	if err := v.cuts(func(c cut) { seen[v.after(c).String()] = true }); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 2*(1+6) || !seen["/a/b/x: \"old\"\n"] || !seen["/a/b/y: \"ne\"\n/a/b/z: \"old\"\n"] {
		t.Errorf("%d ways: %v", len(seen), seen)
	}
}

func second[T any](_ T, err error) error { return err }
