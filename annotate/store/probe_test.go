package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// A probe is a system that notes every call, and may let one fail or leave some
// out.
type probe struct {
	system
	calls  []string
	fail   int // the call that fails, from 0; -1 for none
	with   error
	omit   string // calls of this name do nothing and are not noted
	before func() // runs before every call, and may be nil
}

func newProbe(s system) *probe { return &probe{system: s, fail: -1} }

var errProbe = errors.New("the probe's fault")

// call notes a call and makes it.
func (p *probe) call(name string, do func() error) error {
	if p.omit == name {
		return nil
	}
	if p.before != nil {
		p.before()
	}
	p.calls = append(p.calls, name)
	if len(p.calls)-1 == p.fail {
		if p.with != nil {
			return p.with
		}
		return errProbe
	}
	return do()
}

func (p *probe) Resolve(path string) (target string, err error) {
	err = p.call("resolve", func() error { target, err = p.system.Resolve(path); return err })
	return target, err
}

func (p *probe) Lstat(path string) (info fs.FileInfo, err error) {
	err = p.call("lstat", func() error { info, err = p.system.Lstat(path); return err })
	return info, err
}

func (p *probe) Open(path string) (dir directory, err error) {
	err = p.call("open directory", func() error { dir, err = p.system.Open(path); return err })
	if err != nil {
		return nil, err
	}
	return probeDirectory{dir, p}, nil
}

func (p *probe) OpenIn(root, path string) (dir directory, err error) {
	err = p.call("open directory", func() error { dir, err = p.system.OpenIn(root, path); return err })
	if err != nil {
		return nil, err
	}
	return probeDirectory{dir, p}, nil
}

type probeDirectory struct {
	directory
	p *probe
}

func (d probeDirectory) Lstat(name string) (info fs.FileInfo, err error) {
	err = d.p.call("look", func() error { info, err = d.directory.Lstat(name); return err })
	return info, err
}

func (d probeDirectory) Open(name string) (f io.ReadCloser, err error) {
	err = d.p.call("open", func() error { f, err = d.directory.Open(name); return err })
	if err != nil {
		return nil, err
	}
	return probeReader{f, d.p}, nil
}

func (d probeDirectory) Create(name string, mode fs.FileMode) (f file, err error) {
	err = d.p.call("create", func() error { f, err = d.directory.Create(name, mode); return err })
	if err != nil {
		return nil, err
	}
	return probeFile{f, d.p}, nil
}

func (d probeDirectory) Rename(from, to string) error {
	return d.p.call("rename", func() error { return d.directory.Rename(from, to) })
}

func (d probeDirectory) Remove(name string) error {
	return d.p.call("remove", func() error { return d.directory.Remove(name) })
}

func (d probeDirectory) Sync() error { return d.p.call("sync directory", d.directory.Sync) }

type probeReader struct {
	io.ReadCloser
	p *probe
}

func (r probeReader) Read(b []byte) (n int, err error) {
	err = r.p.call("read", func() error { n, err = r.ReadCloser.Read(b); return err })
	return n, err
}

type probeFile struct {
	file
	p *probe
}

func (f probeFile) Keep(old fs.FileInfo) error {
	return f.p.call("keep", func() error { return f.file.Keep(old) })
}

// Write that fails has written half.
func (f probeFile) Write(b []byte) (n int, err error) {
	err = f.p.call("write", func() error { n, err = f.file.Write(b); return err })
	if err != nil {
		n, _ = f.file.Write(b[:len(b)/2])
	}
	return n, err
}

func (f probeFile) Sync() error { return f.p.call("sync", f.file.Sync) }

// Close that fails has closed the file, as close(2) does.
func (f probeFile) Close() error {
	err := f.p.call("close", f.file.Close)
	if err != nil {
		f.file.Close()
	}
	return err
}

// inOrder reports the first of the wanted calls that does not come after the
// one before it.
func inOrder(calls []string, want ...string) error {
	rest := calls
	for _, call := range want {
		i := slices.Index(rest, call)
		if i < 0 {
			return fmt.Errorf("no %s where it is due in: %s", call, strings.Join(calls, ", "))
		}
		rest = rest[i+1:]
	}
	return nil
}
