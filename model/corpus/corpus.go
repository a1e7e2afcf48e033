// Package corpus finds articles and reads them. It never writes.
package corpus

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/maruel/natural"

	"pizhu/model/text"
)

// An Article is a file with a text.
type Article struct {
	Path string // as the file system has it
	Name string // as people see it: its place below the folder that was named
}

// ErrNoArticles says that a folder holds nothing to read.
var ErrNoArticles = errors.New("no articles in it")

// ErrNotRegular says that a path leads to something that has no text of its
// own: a pipe, a socket or a device.
var ErrNotRegular = errors.New("not a regular file")

// Find gives the articles that paths name, in their order: a file is an article
// whatever its name, a folder stands for all the .txt and .md files below it, as
// they are or in .gz or .zst, in natural order (2 before 10). Links to folders
// are not followed. A path that cannot be read is an error, and so is a folder
// without articles.
func Find(paths []string) ([]Article, error) {
	var all []Article
	for _, path := range paths {
		found, err := find(path)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func find(path string) ([]Article, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []Article{{Path: path, Name: filepath.Base(path)}}, nil
	}
	var found []Article
	err = filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && at != path && passedOver(d.Name()):
			return filepath.SkipDir
		case !isArticle(d):
			return nil
		}
		name, err := filepath.Rel(path, at)
		found = append(found, Article{Path: at, Name: name})
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%q: %w", path, ErrNoArticles)
	}
	slices.SortFunc(found, func(a, b Article) int { return natural.Compare(a.Name, b.Name) })
	return found, nil
}

// passedOver reports whether a folder holds no articles: hidden ones, and those
// that hold the layers of JSONL documents.
func passedOver(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".pizhu")
}

// isArticle reports whether an entry of a folder is an article, or a link, which
// may lead to one.
func isArticle(d fs.DirEntry) bool {
	if t := d.Type(); !t.IsRegular() && t != fs.ModeSymlink || strings.HasPrefix(d.Name(), ".") {
		return false
	}
	name := d.Name()
	if compressed(name) {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	ext := filepath.Ext(name)
	return ext == ".txt" || ext == ".md"
}

// Read reads the article and decodes it, in the encoding that it seems to be in.
// It also gives the bytes of the file, as they are stored.
func (a Article) Read() (*text.Text, []byte, error) {
	stored, raw, err := a.load()
	if err != nil {
		return nil, nil, err
	}
	return text.Decode(raw), stored, nil
}

// ReadAs is Read in an encoding that text.DecodeAs knows by this name.
func (a Article) ReadAs(encoding string) (*text.Text, []byte, error) {
	stored, raw, err := a.load()
	if err != nil {
		return nil, nil, err
	}
	t, err := text.DecodeAs(raw, encoding)
	if err != nil {
		return nil, nil, err
	}
	return t, stored, nil
}

// load gives the bytes of the file, and those of the text that it holds.
func (a Article) load() (stored, raw []byte, err error) {
	info, err := os.Stat(a.Path) // before it is opened, since that waits for the other end of a pipe
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("read %q: %w", a.Path, ErrNotRegular)
	}
	stored, err = os.ReadFile(a.Path)
	if err != nil {
		return nil, nil, err
	}
	raw, err = expand(a.Path, stored)
	if err != nil {
		return nil, nil, fmt.Errorf("read %q: %w", a.Path, err)
	}
	return stored, raw, nil
}
