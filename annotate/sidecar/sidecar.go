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

// A File is a sidecar: what one annotator said of one article, and which article and scheme that refers to.
type File struct {
	Document  DocumentRef
	Scheme    SchemeRef
	Annotator string
	Set       model.Set
	Order     Order
	Unknown   string // members of later versions as JSON, kept as they were read
}

// A DocumentRef identifies the text that the spans count in.
type DocumentRef struct {
	Path     string      // slash-separated, from the corpus root; never out of it
	ID       string      // of a document within the file at Path; empty where the file is one document
	SHA256   string      // of the file's bytes as stored, in lower-case hexadecimal
	Encoding string      // the name of Python's codec
	Length   text.Offset // of the decoded text, in code points
	Unknown  string      // as in File
}

// A SchemeRef identifies the scheme that the labels belong to.
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

// A SyntaxError is the place and the cause of a fault in a file.
type SyntaxError struct {
	Line   int // from 1
	Column int // from 1, in code points
	Err    error
}

// Error returns the place and the cause.
func (e *SyntaxError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *SyntaxError) Fault() error {
	return fault.Errorf("line %d, column %d: %w", e.Line, e.Column, e.Err)
}

// Unwrap returns the cause.
func (e *SyntaxError) Unwrap() error { return e.Err }

//go:embed schema.json
var schema []byte

// Schema returns the JSON Schema (2020-12) of a sidecar.
func Schema() []byte { return slices.Clone(schema) }

// Read reads a whole sidecar and parses it. It reads at most one byte more than MaxSize.
func Read(r io.Reader) (File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return File{}, fault.Errorf("read sidecar: %w", err)
	}
	return Parse(raw)
}

// Parse parses a sidecar. Claims and relations may come in any order in the file; the set has them sorted. The maps of
// the result are never nil. Order is the one that the file itself follows.
//
// It fails with a *SyntaxError at the first wrong value, which wraps ErrFormat if the file is something else and
// ErrVersion if a later version made it, or with ErrTooLarge.
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

// Write writes a file in canonical form: a field or a claim a line, members in the format's order and unknown ones
// after them, label groups and attributes in f.Order. It writes all at once, and nothing if f cannot be written: text
// that is not UTF-8, spans out of order, or anything else that Parse would refuse.
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
