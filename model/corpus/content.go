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

// Content is the text of an article, and the bytes that it was read from.
type Content struct {
	Text    *text.Text
	SHA256  string // of the file's bytes, or for a document in a file and for a page of the text in UTF-8; empty if Partial
	Stored  []byte // the bytes that were hashed; nil if they are not in memory
	Unsaved bool   // Stored is in no file yet; Article.File is where to save it
	Page    []byte // the page that Stored was made from, if it is unsaved

	Partial bool // Text is only the beginning
}

// Read reads the article in the encoding that it seems to be in. It also returns Content.Stored.
func (a Article) Read() (*text.Text, []byte, error) { return a.ReadAs("") }

// ReadAs is Read in an encoding, by a name that text.DecodeAs knows.
func (a Article) ReadAs(encoding string) (*text.Text, []byte, error) {
	c, err := a.ReadContent(encoding)
	return c.Text, c.Stored, err
}

// ReadContent reads the article in an encoding, or, if that is empty, in the one that it seems to be in. It detects the
// encoding of the saved text of a page anyway.
func (a Article) ReadContent(encoding string) (Content, error) {
	c, err := a.readUnhashed(encoding)
	if err == nil && c.SHA256 == "" {
		sum := sha256.Sum256(c.Stored)
		c.SHA256 = hex.EncodeToString(sum[:])
	}
	return c, err
}

// readUnhashed is ReadContent without the hash.
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

// utf8Bytes returns a text as a file in UTF-8 has it.
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

// readFile returns the bytes of a file, and those of the text in it.
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

// unlistedError returns the reason why the lines of a JSONL file are not known.
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

// pageTextSuffix is appended to the name of a page for the file that its article is saved in.
const pageTextSuffix = ".txt"

// IsPage reports whether the article is made from a web page.
func (a Article) IsPage() bool { return a.input == nil && a.lines == nil && kindOf(a.Path) == kindPage }

// File returns the file that the text is in, or is to be saved in: empty for standard input that is not to be saved.
func (a Article) File() string {
	if a.IsPage() {
		return a.Path + pageTextSuffix
	}
	return a.Path
}

// ID returns the id of the document in its file, or "" if the file is one document.
func (a Article) ID() string {
	if a.lines == nil {
		return ""
	}
	return a.Name[len(a.lines.name)+len(idSeparator):]
}

// NamedByLine reports whether the article's layers are named by its line, because it has no id that can be part of a
// file's name: they are lost when lines are added or removed before it.
func (a Article) NamedByLine() bool {
	return a.lines != nil && layerName(a.ID(), a.line) == lineName(a.line)
}

// LayerPrefix returns the prefix of the names of the article's layers: as a path, and relative to the corpus root. Both
// are empty if it cannot have layers.
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

// readPage reads the saved text of a page, or else makes it.
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
