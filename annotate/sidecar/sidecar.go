// Package sidecar is the codec of the file that holds what one annotator said
// of one article.
//
// It turns bytes into a File and a File into bytes; it knows no paths, no text
// and no scheme, so it can say that a span ends beyond the article's length,
// but not that it cuts a cluster or names a label that nobody defined. A
// sidecar from elsewhere is hostile until it was read: what is not exactly as
// the format has it is refused, with its line and column. Three things hold:
// what Parse accepts Write can write, what Write writes Parse reads as the same
// File, and a file in canonical form keeps every byte.
//
// The format is published as a JSON Schema, see Schema. The tables in fields.go
// are the format as the code has it: for each object its members in their
// order, read and written by one row.
package sidecar

import (
	_ "embed"
	"errors"
	"io"
	"slices"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A File is a sidecar: a set, and what it was made of, with and by.
type File struct {
	Document  DocumentRef
	Scheme    SchemeRef
	Annotator string
	Set       model.Set
	Order     Order
	Unknown   string // members of later versions as JSON, kept as they were read
}

// DocumentRef says which article the spans count in.
type DocumentRef struct {
	Path     string      // slash-separated, from the corpus root; never out of it
	ID       string      // of a document within the file at Path; empty where the file is one document
	SHA256   string      // of the file's bytes as stored, in lower-case hexadecimal
	Encoding string      // the name of Python's codec
	Length   text.Offset // of the decoded text, in code points
	Unknown  string      // as in File
}

// SchemeRef says which scheme's labels the claims have.
type SchemeRef struct {
	ID      string
	SHA256  string // of the scheme file's bytes, in lower-case hexadecimal
	Unknown string // as in File
}

// What a file may hold at most. They are far above what people write, and low
// enough that a hostile file is refused before it costs much.
const (
	MaxSize   = 64 << 20 // bytes
	MaxString = 1 << 20  // bytes, as written between its quotes
	MaxDepth  = 16       // objects and arrays within one another
	MaxClaims = 200_000
)

// The format's name, and the version of it that this package writes.
const (
	format  = "pizhu.sidecar"
	version = 1
)

// Why a file is refused, where a caller may want to tell.
var (
	ErrTooLarge = fault.Errorf("larger than %d MiB", MaxSize>>20)
	ErrFormat   = errors.New("not a sidecar")
	ErrVersion  = errors.New("made by a later version of pizhu")
)

// A SyntaxError says where a file is wrong, and how.
type SyntaxError struct {
	Line   int // from 1
	Column int // from 1, in code points
	Err    error
}

// Error is the place and the fault.
func (e *SyntaxError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *SyntaxError) Fault() error {
	return fault.Errorf("line %d, column %d: %w", e.Line, e.Column, e.Err)
}

// Unwrap is the fault.
func (e *SyntaxError) Unwrap() error { return e.Err }

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (2020-12) of a sidecar.
func Schema() []byte { return slices.Clone(schema) }

// Read reads a whole sidecar as Parse does. It reads at most one byte more than
// MaxSize.
func Read(r io.Reader) (File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return File{}, fault.Errorf("read sidecar: %w", err)
	}
	return Parse(raw)
}

// Parse reads a sidecar. The claims and relations may stand in any order in the
// file; in the set they stand in theirs. The maps of the result are never nil.
// Order is the one that the file itself follows.
//
// It fails with a *SyntaxError at the first value that is wrong, which wraps
// ErrFormat if the file is something else and ErrVersion if this program is too
// old for it, or with ErrTooLarge.
func Parse(raw []byte) (File, error) {
	if len(raw) > MaxSize {
		return File{}, ErrTooLarge
	}
	var f File
	d := newDecoder(raw)
	fileObject().decode(d, &f)
	d.endDocument()
	d.checkSpanEnds(f.Document.Length)
	d.fail(d.offset(), checkClaimsOnce(f.Set))
	if d.err != nil {
		return File{}, d.explainError()
	}
	f.Set.Normalize()
	f.Order = d.collectOrder()
	return f, nil
}

// Write writes a file in canonical form: one field or claim a line, members in
// the format's order and those unknown to it after them, the ids of label
// groups and attributes as f.Order has them. It writes all at once, and nothing
// if f cannot be written: text that is not UTF-8, spans out of order, or
// anything else that Parse would refuse.
func Write(w io.Writer, f File) error {
	raw, err := encode(f)
	if err == nil {
		_, err = w.Write(raw)
	}
	if err != nil {
		return fault.Errorf("write sidecar: %w", err)
	}
	return nil
}

func encode(f File) ([]byte, error) {
	set, err := canonicalSet(f.Set, f.Document.Length)
	if err != nil {
		return nil, err
	}
	f.Set = set
	e := newEncoder(f.Order)
	e.buf = make([]byte, 0, 1024*(1+len(set.Claims)+len(set.Relations))) // a claim of one span is some 600 bytes
	fileObject().encode(e, &f)
	e.writeRaw("\n")
	if e.err == nil && len(e.buf) > MaxSize {
		e.err = ErrTooLarge
	}
	if e.err != nil {
		return nil, e.err
	}
	return e.buf, nil
}
