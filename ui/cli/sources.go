package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"pizhu/annotate/exchange"
	"pizhu/model/corpus"
	"pizhu/model/fault"
	"pizhu/ui/term"
)

// sources are the files that paths name: - is standard input, and a folder is
// all that stands below it, but for what is hidden. They go by their own names,
// as far as these tell them apart, those of a folder by their places in it, and
// archives by the names of what they hold. Reading ends with the context.
func sources(ctx context.Context, paths []string, in io.Reader) ([]exchange.Source, error) {
	var files []located
	for _, p := range paths {
		found, err := filesOf(p)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	times := map[string]int{}
	for _, f := range files {
		times[f.name]++
	}
	list := make([]exchange.Source, len(files))
	for i, f := range files {
		name := f.name
		if times[name] > 1 {
			name = unpackedName(filepath.ToSlash(f.path))
		}
		list[i] = exchange.Source{Name: name, Open: func() (io.ReadCloser, error) { return openSource(ctx, f.path) }}
		if f.path == "-" {
			list[i] = exchange.Source{Name: "stdin", Open: func() (io.ReadCloser, error) { return io.NopCloser(stoppable{ctx, in}), nil }}
		}
	}
	return list, nil
}

// A located is a file and the name that it goes by.
type located struct{ path, name string }

// filesOf lists the files that a path names.
func filesOf(path string) ([]located, error) {
	if path == "-" {
		return []located{{path, path}}, nil
	}
	info, err := corpus.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeNamedPipe != 0 && !strings.HasPrefix(path, "/dev/"): // it may never be opened
		return nil, fault.Errorf("read %q: %w", path, corpus.ErrNotRegular)
	case !info.IsDir():
		return []located{{path, unpackedName(filepath.Base(path))}}, nil
	}
	path = corpus.FollowLink(path)
	var list []located
	err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		hidden := strings.HasPrefix(d.Name(), ".") && p != path
		switch {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || !d.Type().IsRegular():
			return nil
		}
		name, err := filepath.Rel(path, p)
		list = append(list, located{p, unpackedName(filepath.ToSlash(name))})
		return err
	})
	return list, err
}

// unpackedName is the name of what a file holds.
func unpackedName(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
}

// openSource opens a file, or what is packed in it.
func openSource(ctx context.Context, path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if unpackedName(path) == path {
		return opened{f, ctx}, nil
	}
	content, err := corpus.OpenArchive(path, opened{f, ctx}, info.Size())
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return archive{content, f}, nil
}

// An archive closes what is in it, and itself.
type archive struct {
	io.ReadCloser
	file *os.File
}

func (a archive) Close() error { return errors.Join(a.ReadCloser.Close(), a.file.Close()) }

// An opened is a file that is read until its context ends.
type opened struct {
	*os.File
	ctx context.Context
}

func (o opened) Read(p []byte) (int, error) { return stoppable{o.ctx, o.File}.Read(p) }

// A stoppable reads until its context ends, though nothing may come.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

// patience is how long what has come is waited for at a time.
const patience = 100 * time.Millisecond

func (s stoppable) Read(p []byte) (int, error) {
	f, ok := s.r.(*os.File)
	for ok && term.Polls && s.ctx.Err() == nil && !term.Readable(f, patience) {
	}
	if s.ctx.Err() != nil {
		return 0, errStopped
	}
	return s.r.Read(p)
}
