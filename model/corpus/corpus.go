// Package corpus finds articles and reads them: text files, documents in JSONL
// files, web pages, standard input, and archives of these. It never writes: for a
// text that is in no file yet, it names the file to save it in. It holds the
// names of the files beside an article, but no layers and no schemes.
//
// Begin with Article and Finder.Find; content.go reads an article, large.go a large
// one, lines.go and jsonl.go a document of JSONL.
package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/maruel/natural"

	"pizhu/model/fault"
)

// ErrNoArticles is the error for a folder or a file without articles.
var ErrNoArticles = errors.New("no articles in it")

// ErrIgnored is the error for a folder whose articles a scheme all ignores.
var ErrIgnored = fault.Errorf("%w but ignored ones", ErrNoArticles)

// ErrSidecar is the error for a list of paths that are all sidecars.
var ErrSidecar = errors.New("a sidecar is no article")

// ErrNotRegular is the error for the path of a pipe, a socket or a device.
var ErrNotRegular = errors.New("not a regular file")

// A Finder finds articles. The zero value finds files, and documents with the usual fields.
type Finder struct {
	TextField string    // of the documents in JSONL files; empty: text
	IDField   string    // of the same; empty: id
	Encoding  string    // of the same, a name that text.DecodeAs knows; empty: what each file seems to be in
	Input     io.Reader // standard input
	SaveAs    string    // the file that standard input is to be kept in, if any
	Ignore    Ignore    // the files in folders to skip; a path that is named itself is read

	OnSkip func(name string, err error) // called for each folder that cannot be read, and for each pipe, socket or device that has an article's name; nil to ignore them
}

// Find returns the articles that paths name, as the zero Finder finds them.
func Find(paths []string) ([]Article, error) { return Finder{}.Find(paths) }

// Find returns the articles that paths name, in their order. A file is an article whatever its name, but each line of a
// JSONL file is one; - is standard input, which is read to its end. A folder contains all the text files, JSONL files
// and web pages below it, plain or in .gz or .zst, in natural order (2 before 10). It does not follow links to folders.
// A path without a file is an error, and so is ErrNoArticles for all paths together. It skips folders that cannot be
// read or contain no articles, and sidecars. An article that several paths lead to is returned once, for the first path.
func (o Finder) Find(paths []string) ([]Article, error) {
	articles := slices.DeleteFunc(slices.Clone(paths), IsSidecar)
	if len(articles) == 0 && len(paths) > 0 {
		return nil, fmt.Errorf("%q: %w", paths[0], ErrSidecar)
	}
	paths = articles
	var all []Article
	var empty error // why the first folder without articles has none
	files := newFileSet()
	for i, path := range paths {
		if path == stdin && slices.Contains(paths[:i], stdin) {
			return nil, errInputTwice
		}
		found, err := o.findPath(path)
		switch {
		case len(paths) > 1 && (errors.Is(err, ErrNoArticles) || errors.Is(err, fs.ErrPermission)):
			empty = cmp.Or(empty, err)
			o.skip(path, err)
		case err != nil:
			return nil, err
		}
		if len(paths) > 1 {
			found = files.addNew(found)
		}
		all = appendArticles(all, found)
	}
	if len(all) == 0 {
		return nil, empty
	}
	return all, nil
}

// skip reports a folder that cannot be read.
func (o Finder) skip(name string, err error) {
	if o.OnSkip != nil {
		o.OnSkip(name, err)
	}
}

// appendArticles appends articles, without a copy to an empty list: a file may contain a million.
func appendArticles(all, more []Article) []Article {
	if len(all) == 0 {
		return more
	}
	return append(all, more...)
}

// findPath returns the articles of one path.
func (o Finder) findPath(path string) ([]Article, error) {
	if path == stdin {
		return o.readInput()
	}
	info, err := Stat(path)
	if err != nil {
		if _, lost := os.Lstat(path); lost != nil {
			return nil, err
		}
		return []Article{{Path: path, Name: filepath.Base(path)}}, nil // a link that leads nowhere: reading it reports the error
	}
	if !info.IsDir() {
		return o.findFile(path)
	}
	files, ignored, err := o.walk(path)
	if err != nil {
		return nil, err
	}
	var found []Article
	for _, f := range files {
		articles, err := o.articlesIn(f)
		if err != nil {
			articles = []Article{f} // reading it reports the error
		}
		found = appendArticles(found, articles)
	}
	switch {
	case len(found) > 0:
		return found, nil
	case ignored > 0:
		return nil, fault.Errorf("%q: %w: the ignore list of %q passes over all %d in it", path, ErrIgnored, o.Ignore.Source, ignored)
	}
	return nil, fmt.Errorf("%q: %w", path, ErrNoArticles)
}

// findFile returns the articles in a file that was named itself.
func (o Finder) findFile(path string) ([]Article, error) {
	found, err := o.articlesIn(Article{Path: path, Name: filepath.Base(path)})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%q: %w", path, ErrNoArticles)
	}
	return found, err
}

// articlesIn returns the articles in a file.
func (o Finder) articlesIn(file Article) ([]Article, error) {
	if kindOf(file.Path) == kindJSONL && !isArchive(file.Path) {
		return o.documents(file)
	}
	return []Article{file}, nil
}

// walk returns the files below a folder that contain articles, and the number of files and folders that it ignored. It
// omits the saved text of a page.
func (o Finder) walk(folder string) (found []Article, ignored int, err error) {
	ignore := o.Ignore.ignorerFor(folder)
	folder = FollowLink(folder)
	pages := map[string]bool{}
	err = filepath.WalkDir(folder, func(at string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && at == folder:
			return err
		case err != nil:
			o.skip(at, err)
			return nil
		case d.IsDir() && at != folder && holdsNoArticles(d.Name()):
			return filepath.SkipDir
		case at != folder && mayHoldArticles(d) && ignore.isIgnored(at, d.IsDir()):
			ignored++
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case d.IsDir() || !hasArticleName(d):
			return nil
		case !mayBeFile(d):
			o.skip(at, fault.Errorf("read %q: %w", at, ErrNotRegular))
			return nil
		}
		pages[at] = kindOf(at) == kindPage
		name, err := filepath.Rel(folder, at)
		found = append(found, Article{Path: at, Name: name})
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	found = withoutSavedTexts(found, pages)
	slices.SortFunc(found, func(a, b Article) int { return natural.Compare(a.Name, b.Name) })
	return found, ignored, nil
}

// withoutSavedTexts returns articles without the texts that were saved of pages.
func withoutSavedTexts(found []Article, pages map[string]bool) []Article {
	return slices.DeleteFunc(found, func(a Article) bool {
		page, ok := strings.CutSuffix(a.Path, pageTextSuffix)
		return ok && pages[page]
	})
}

// mayHoldArticles reports whether an entry is a folder, or has the name of an article.
func mayHoldArticles(d fs.DirEntry) bool { return d.IsDir() || hasArticleName(d) }

// mayBeFile reports whether an entry is a file, or a link, which may lead to one.
func mayBeFile(d fs.DirEntry) bool { return d.Type().IsRegular() || d.Type() == fs.ModeSymlink }

// hasArticleName reports whether an entry of a folder has the name of an article, or
// of a file of several.
func hasArticleName(d fs.DirEntry) bool {
	return !strings.HasPrefix(d.Name(), ".") && kindOf(d.Name()) != kindOther
}

// IsArticle reports whether the name of a file is that of an article, or of a file of several.
func IsArticle(path string) bool { return !IsSidecar(path) && kindOf(path) != kindOther }

// A kind is the content of a file by its name.
type kind int

const (
	kindOther kind = iota // not an article, unless it is named itself: then it is text
	kindText              // the article
	kindJSONL             // JSONL: a document in each line
	kindPage              // HTML, with an article in it
)

// kindOf returns the kind of a file or an archive by its name.
func kindOf(name string) kind {
	if isArchive(name) {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".txt", ".md":
		return kindText
	case ".jsonl", ".ndjson":
		return kindJSONL
	case ".html", ".htm", ".xhtml":
		return kindPage
	}
	return kindOther
}
