// Package schemefile is the codec of the file that defines what annotators may
// say: label groups, attributes, relations and statuses, in YAML.
//
// It turns bytes into a model.Scheme and knows no paths. A scheme is written by
// a person, so that every error says the line, the column and what is allowed
// there; it may come from a stranger, so that size and nesting are bounded and
// aliases are refused. What it lets through is whole: ids are unique, what
// refers to an id refers to one that is there, and no key has two meanings.
// The program's own keys it is told.
package schemefile

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"pizhu/model"
	"pizhu/model/fault"
)

// What a file may hold at most.
const (
	MaxSize  = 1 << 20 // bytes
	maxDepth = 16      // mappings and lists within one another
)

// The format's name, and the version of it that this package reads.
const (
	format  = "pizhu.scheme"
	version = 1
)

// Why a file is refused, where a caller may want to tell.
var (
	ErrTooLarge = fault.Errorf("larger than %d MiB", MaxSize>>20)
	ErrVersion  = errors.New("made for a later version of pizhu")
)

// A SyntaxError says where a file is wrong, and how.
type SyntaxError struct {
	Line   int // from 1
	Column int // from 1, in code points
	Err    error
	Hint   error // what may help; nil where nobody can guess
}

// Faults are all that is wrong with a file, as they were found; at least one.
type Faults []*SyntaxError

// Error is the first fault, and how many there are besides.
func (f Faults) Error() string { return f.Fault().Error() }

// Fault returns the words of the error.
func (f Faults) Fault() error {
	if len(f) == 1 {
		return f[0]
	}
	return fault.Errorf("%w (and %d more)", f[0], len(f)-1)
}

// Unwrap are the faults.
func (f Faults) Unwrap() []error {
	list := make([]error, len(f))
	for i, fault := range f {
		list[i] = fault
	}
	return list
}

// Error is the place and the fault.
func (e *SyntaxError) Error() string { return e.Fault().Error() }

// Fault returns the words of the error.
func (e *SyntaxError) Fault() error {
	return fault.Errorf("line %d, column %d: %w", e.Line, e.Column, e.Err)
}

// Unwrap is the fault.
func (e *SyntaxError) Unwrap() error { return e.Err }

//go:embed default.yaml
var builtin []byte

// Builtin is the file of the built-in scheme.
func Builtin() []byte { return bytes.Clone(builtin) }

// starter follows the built-in scheme in a file that is to be changed.
const starter = `
# ignore:             # files and folders that are no articles
#   - README.md       # a name, in any folder
#   - drafts/         # a slash at the end: folders only
#   - /old/**/*.txt   # a slash elsewhere: from this file's folder; **: any number of folders
`

// Starter is a file to start a scheme of one's own from.
func Starter() []byte { return append(Builtin(), starter...) }

// Default is the built-in scheme.
func Default() (*model.Scheme, error) {
	s, err := Parse(builtin)
	if err != nil {
		return nil, fault.Errorf("built-in scheme: %w", err)
	}
	return s, nil
}

//go:embed schema.json
var schema string

// Schema returns the JSON Schema (2020-12) of a scheme file, for the data that its YAML represents.
func Schema() []byte { return schemaOf(model.AttributeTypes()) }

// schemaOf puts the names of the attribute types into the published schema.
func schemaOf(types []model.AttributeType) []byte {
	quoted := func(types []model.AttributeType) string { return `"` + strings.Join(typeNames(types), `", "`) + `"` }
	return []byte(strings.NewReplacer(`"(attribute types)"`, quoted(types), `"(attribute types with choices)"`, quoted(listed(types))).Replace(schema))
}

// Parse reads a scheme as ParseFor does, for a program without keys.
func Parse(raw []byte) (*model.Scheme, error) { return ParseFor(raw, nil) }

// ParseFor reads a scheme for a program that has some keys already: taken says
// of each what it does. A group of claims that has no mark gets line, a label
// that has no colour grey, and a scheme without a unit sentence. It fails with
// Faults, which wrap ErrVersion if this program is too old for the file and
// ErrTooLarge if it does not read so much.
func ParseFor(raw []byte, taken map[string]string) (*model.Scheme, error) {
	if len(raw) > MaxSize {
		return nil, Faults{{Line: 1, Column: 1, Err: ErrTooLarge}}
	}
	root, fault := load(raw)
	if fault != nil {
		return nil, Faults{fault}
	}
	r := &reader{taken: taken, types: model.AttributeTypes()}
	s := scheme(r, root)
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	sum := sha256.Sum256(raw)
	s.Hash = hex.EncodeToString(sum[:])
	return &s, nil
}

// load reads the one document of a file.
func load(raw []byte) (*yaml.Node, *SyntaxError) {
	if fault := printable(raw); fault != nil {
		return nil, fault
	}
	loader, err := yaml.NewLoader(bytes.NewReader(raw), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		return nil, malformed(err)
	}
	var document, next yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return nil, &SyntaxError{Line: 1, Column: 1, Err: errors.New("the file has no scheme in it")}
	case err != nil:
		return nil, malformed(err)
	}
	switch err := loader.Load(&next); {
	case err == nil:
		return nil, &SyntaxError{Line: next.Line, Column: next.Column, Err: errors.New("a second document begins, where one is wanted")}
	case !errors.Is(err, io.EOF):
		return nil, malformed(err)
	}
	return document.Content[0], nil
}

// printable makes sure that the file is UTF-8 and holds no control characters.
// The YAML library does too, but does not say where. Nor may it hold U+2028 and
// U+2029: to some readers of YAML they end a line, and so a comment.
func printable(raw []byte) *SyntaxError {
	line, column := 1, 1
	for len(raw) > 0 {
		c, size := utf8.DecodeRune(raw)
		switch {
		case c == utf8.RuneError && size == 1:
			return &SyntaxError{Line: line, Column: column, Err: errors.New("the file is not valid UTF-8")}
		case c == '\u2028' || c == '\u2029':
			return &SyntaxError{Line: line, Column: column, Err: fault.Errorf("%U is not allowed, which ends a line for some readers; \"\\u%04X\" stands for it in quotation marks", c, c)}
		case unicode.IsControl(c) && !strings.ContainsRune("\t\n\r", c):
			return &SyntaxError{Line: line, Column: column, Err: fault.Errorf("the control character %U is not allowed", c)}
		}
		column++
		if c == '\n' {
			line, column = line+1, 1
		}
		raw = raw[size:]
	}
	return nil
}

// malformed is what the YAML library found, with its place.
func malformed(err error) *SyntaxError {
	var fault *yaml.LoadError
	if !errors.As(err, &fault) {
		return &SyntaxError{Line: 1, Column: 1, Err: err}
	}
	at, said := fault.Mark, fault.Message
	if at.Line == 0 {
		at = fault.ContextMark
	}
	if fault.ContextMsg != "" {
		said = fault.ContextMsg + ": " + said
	}
	return &SyntaxError{Line: max(1, at.Line), Column: max(1, at.Column), Err: errors.New(said)}
}
