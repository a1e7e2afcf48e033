package corpus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"pizhu/model/corpus/html"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// Content is what is read of an article.
type Content struct {
	Text    *text.Text
	SHA256  string // of the file's bytes, but of a document in a file and of a page of the text as UTF-8; empty where it is partial
	Stored  []byte // what was hashed; nil where it was not read into memory
	Unsaved bool   // Stored is in no file yet, and Article.File is the one that it is for
	Page    []byte // the page that Stored was made of, where it is a draft

	Partial bool // Text is only the beginning
}

// Read reads the article and decodes it, in the encoding that it seems to be in.
// It also gives Content.Stored.
func (a Article) Read() (*text.Text, []byte, error) { return a.ReadAs("") }

// ReadAs is Read in an encoding that text.DecodeAs knows by this name.
func (a Article) ReadAs(encoding string) (*text.Text, []byte, error) {
	c, err := a.ReadContent(encoding)
	return c.Text, c.Stored, err
}

// ReadContent reads the article in an encoding, or, if that is empty, in the one
// that it seems to be in. The saved text of a page is read as what it is.
func (a Article) ReadContent(encoding string) (Content, error) {
	c, err := a.readUnhashed(encoding)
	if err == nil && c.SHA256 == "" {
		sum := sha256.Sum256(c.Stored)
		c.SHA256 = hex.EncodeToString(sum[:])
	}
	return c, err
}

func (a Article) readUnhashed(encoding string) (Content, error) {
	switch {
	case a.input != nil:
		t, err := decode(a.input.raw, encoding)
		return unlessFailed(Content{Text: t, Stored: a.input.raw, Unsaved: a.File() != ""}, err)
	case a.lines != nil:
		t, err := a.lines.read(a, encoding)
		return unlessFailed(Content{Text: t, Stored: utf8Bytes(t)}, err)
	case a.IsPage():
		return a.readPage(encoding)
	case kindOf(a.Path) == kindJSONL:
		return Content{}, unlistedError(a.Path, encoding)
	}
	if c, large, err := a.readLarge(encoding); large || err != nil {
		return unlessFailed(c, err)
	}
	raw, content, err := readFile(a.Path)
	if err != nil {
		return Content{}, err
	}
	t, err := decode(content, encoding)
	return unlessFailed(Content{Text: t, Stored: raw}, err)
}

func unlessFailed(c Content, err error) (Content, error) {
	if err != nil {
		return Content{}, err
	}
	return c, nil
}

// utf8Bytes is a text as a file in UTF-8 holds it.
func utf8Bytes(t *text.Text) []byte {
	if t == nil {
		return nil
	}
	return []byte(t.String())
}

func decode(raw []byte, encoding string) (*text.Text, error) {
	if encoding == "" {
		return text.Decode(raw), nil
	}
	return text.DecodeAs(raw, encoding)
}

// open opens a regular file.
func open(path string) (*os.File, error) {
	info, err := Stat(path) // before it is opened, since that waits for the other end of a pipe
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fault.Errorf("read %q: %w", path, ErrNotRegular)
	}
	return os.Open(path)
}

// readFile gives the bytes of a file, and those of the text that it holds.
func readFile(path string) (raw, content []byte, err error) {
	f, err := open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	raw, err = readAll(f)
	if err != nil {
		return nil, nil, fault.Errorf("read %q: %w", path, err)
	}
	content, err = unpack(path, raw)
	if err != nil {
		return nil, nil, fault.Errorf("read %q: %w", path, err)
	}
	return raw, content, nil
}

// readAll reads a file into memory of its size.
func readAll(f *os.File) ([]byte, error) {
	var b bytes.Buffer
	if info, err := f.Stat(); err == nil {
		b.Grow(int(min(info.Size(), maxSize)) + bytes.MinRead)
	}
	_, err := b.ReadFrom(f)
	return b.Bytes(), err
}

// unlistedError is why the lines of a JSONL file are not known, in the encoding that was asked for.
func unlistedError(path, asked string) error {
	if isArchive(path) {
		return fault.Errorf("read %q: %w", path, ErrCompressed)
	}
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil {
		if _, _, err := lineEncoding(f, info.Size(), asked); err != nil {
			return fault.Errorf("read %q: %w", path, err)
		}
	}
	return fault.Errorf("read %q: %w", path, ErrChanged)
}

// pageTextSuffix ends the name of the file that the article of a page is kept in: it
// follows the page's own name.
const pageTextSuffix = ".txt"

// IsPage reports whether the article is made of a page.
func (a Article) IsPage() bool { return a.input == nil && a.lines == nil && kindOf(a.Path) == kindPage }

// File is the file that the article is in, or is to be in. It is empty for
// standard input that is not to be kept.
func (a Article) File() string {
	if a.IsPage() {
		return a.Path + pageTextSuffix
	}
	return a.Path
}

// ID says which document of its file the article is. It is empty where the file
// is one document.
func (a Article) ID() string {
	if a.lines == nil {
		return ""
	}
	return a.Name[len(a.lines.name)+len(idSeparator):]
}

// NamedByLine reports whether the article's layers go by its line, for it has no
// id that a file can be named by: they are lost when lines come or go before it.
func (a Article) NamedByLine() bool {
	return a.lines != nil && layerName(a.ID(), a.line) == lineName(a.line)
}

// LayerPrefix is what the names of the article's layers begin with: as a path, and
// below the corpus root. Both are empty where it can have none.
func (a Article) LayerPrefix() (path, name string) {
	switch {
	case a.lines != nil:
		layer := layerName(a.ID(), a.line)
		return filepath.Join(LayerFolder(a.Path), layer), filepath.Join(LayerFolder(a.lines.name), layer)
	case a.IsPage():
		return a.Path + pageTextSuffix, a.Name + pageTextSuffix
	case a.input != nil && a.Path != "":
		return a.Path, filepath.Base(a.Path)
	case a.input != nil:
		return "", ""
	}
	return a.Path, a.Name
}

// readPage reads the text of a page where it was saved, and else makes it.
func (a Article) readPage(encoding string) (Content, error) {
	raw, _, err := readFile(a.File())
	if err == nil {
		return Content{Text: text.Decode(raw), Stored: raw}, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Content{}, err
	}
	origin, markup, err := readFile(a.Path)
	if err != nil {
		return Content{}, err
	}
	made, err := html.Convert(a.Path, markup, encoding)
	if err != nil {
		return Content{}, fault.Errorf("read %q: %w", a.Path, err)
	}
	return Content{Text: text.New(made), Stored: []byte(made), Unsaved: true, Page: origin}, nil
}
