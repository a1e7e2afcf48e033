package corpus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"

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

// ReadAs reads the article in an encoding, by a name that text.DecodeAs knows, as Read does.
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

// readUnhashed reads what ReadContent returns, without the hash.
func (a Article) readUnhashed(encoding string) (Content, error) {
	switch a.form() {
	case formInput:
		c, err := decode(a.input.raw, a.input.raw, encoding)
		c.Unsaved = err == nil && a.File() != ""
		return c, err
	case formDocument:
		return a.readDocument(encoding)
	case formPage:
		return a.readPage(encoding)
	case formUnlisted:
		return Content{}, unlistedError(a.Path, encoding)
	}
	return a.readText(encoding)
}

// decode returns the content of a file of these bytes, which contain raw, in an encoding.
func decode(stored, raw []byte, encoding string) (Content, error) {
	if encoding == "" {
		return Content{Text: text.Decode(raw), Stored: stored}, nil
	}
	t, err := text.DecodeAs(raw, encoding)
	if err != nil {
		return Content{}, err
	}
	return Content{Text: t, Stored: stored}, nil
}

// readText reads a text file.
func (a Article) readText(encoding string) (Content, error) {
	f, err := a.openLarge(encoding)
	switch {
	case err != nil:
		return Content{}, err
	case f != nil:
		return f.read()
	}
	stored, raw, err := readFile(a.Path)
	if err != nil {
		return Content{}, err
	}
	return decode(stored, raw, encoding)
}

// readDocument reads a document of a JSONL file.
func (a Article) readDocument(encoding string) (Content, error) {
	t, err := a.lines.read(a, encoding)
	if err != nil {
		return Content{}, err
	}
	return Content{Text: t, Stored: []byte(t.String())}, nil
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
