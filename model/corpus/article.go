package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An Article is a text to annotate: a file, a document in a file of many, the article in a web page, or standard input.
// It is a comparable value: two articles of one Find are equal if they are the same.
type Article struct {
	Path string // of the file that it is read from
	Name string // for people: its path below the folder that was named

	lines *lineIndex // where it is a document of a JSONL file
	line  int        // the number of the line that it is in, from 1
	input *inputText // where it is standard input
}

// A form is the way in which an article is stored.
type form int

const (
	formFile     form = iota // a text file, or any other file that was named itself
	formInput                // standard input, and the file to save it in, if any
	formDocument             // a line of a JSONL file
	formPage                 // a web page; its text is saved in a file beside it
	formUnlisted             // a JSONL file whose lines could not be listed
)

// form returns the form of the article.
func (a Article) form() form {
	switch {
	case a.input != nil:
		return formInput
	case a.lines != nil:
		return formDocument
	}
	switch kindOf(a.Path) {
	case kindPage:
		return formPage
	case kindJSONL:
		return formUnlisted
	}
	return formFile
}

// pageTextSuffix is appended to the name of a page for the file that its text is saved in.
const pageTextSuffix = ".txt"

// IsPage reports whether the article is made from a web page.
func (a Article) IsPage() bool { return a.form() == formPage }

// File returns the file that the text is in, or is to be saved in: empty for standard input that is not to be saved.
func (a Article) File() string {
	if a.form() == formPage {
		return a.Path + pageTextSuffix
	}
	return a.Path
}

// ID returns the id of the document in its file, or "" if the file is one document.
func (a Article) ID() string {
	if a.form() != formDocument {
		return ""
	}
	return a.Name[len(a.lines.name)+len(idSeparator):]
}

// NamedByLine reports whether the article's layers are named by its line, because it has no id that can be part of a
// file's name: they are lost when lines are added or removed before it.
func (a Article) NamedByLine() bool {
	return a.form() == formDocument && layerName(a.ID(), a.line) == lineName(a.line)
}

// LayerPrefix returns the prefix of the names of the article's layers: as a path, and relative to the corpus root. Both
// are empty if it cannot have layers.
func (a Article) LayerPrefix() (path, name string) {
	switch a.form() {
	case formDocument:
		layer := layerName(a.ID(), a.line)
		return filepath.Join(LayerFolder(a.Path), layer), filepath.Join(LayerFolder(a.lines.name), layer)
	case formPage:
		return a.Path + pageTextSuffix, a.Name + pageTextSuffix
	case formInput:
		if a.Path == "" {
			return "", ""
		}
		return a.Path, filepath.Base(a.Path)
	}
	return a.Path, a.Name
}

// Root returns the corpus root of the article: the folder that was named, or else the one that contains the named file.
// It is empty if the article is in no file.
func (a Article) Root() string {
	path, name := a.LayerPrefix()
	if path == "" {
		return ""
	}
	root, ok := strings.CutSuffix(path, name)
	if !ok || name == "" {
		return filepath.Dir(path)
	}
	return filepath.Clean(root) // of an empty one, .
}

// FollowLink returns the path of a folder in a form through which filepath.WalkDir follows a link.
func FollowLink(folder string) string {
	if info, err := os.Lstat(folder); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return folder + string(filepath.Separator)
	}
	return folder
}
