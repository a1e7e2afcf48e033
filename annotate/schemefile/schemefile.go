// Package schemefile is the codec of the file that defines what annotators may
// say: label groups, attributes, relations and statuses, in YAML.
//
// It turns bytes into a model.Scheme and knows no paths. A scheme is written by
// a person, so that every error says the line, the column and what is allowed
// there; it may come from a stranger, so that size and nesting are bounded and
// aliases are refused. What it lets through is whole: ids are unique, what
// refers to an id refers to one that is there, and no key has two meanings.
// That no key clashes with the program's own is ui/keymap's to check.
package schemefile

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"pizhu/model"
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
	ErrTooLarge = fmt.Errorf("larger than %d MiB", MaxSize>>20)
	ErrVersion  = errors.New("made for a later version of pizhu")
)

// A SyntaxError says where a file is wrong, and how.
type SyntaxError struct {
	Line   int // from 1
	Column int // from 1, in code points
	Err    error
}

// Error is the place and the fault.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d, column %d: %v", e.Line, e.Column, e.Err)
}

// Unwrap is the fault.
func (e *SyntaxError) Unwrap() error { return e.Err }

//go:embed default.yaml
var builtin []byte

// Builtin is the file of the built-in scheme.
func Builtin() []byte { return bytes.Clone(builtin) }

// Default is the built-in scheme.
func Default() (*model.Scheme, error) {
	s, err := Parse(builtin)
	if err != nil {
		return nil, fmt.Errorf("built-in scheme: %w", err)
	}
	return s, nil
}

// Parse reads a scheme. A group of claims that has no mark gets line, a label
// that has no colour grey, and a scheme without a unit sentence. Parse fails
// with a *SyntaxError, which wraps ErrVersion if this program is too old for
// the file, or with ErrTooLarge.
func Parse(raw []byte) (*model.Scheme, error) {
	if len(raw) > MaxSize {
		return nil, ErrTooLarge
	}
	root, err := load(raw)
	if err != nil {
		return nil, err
	}
	r := new(reader)
	s := scheme(r, root)
	if r.err != nil {
		return nil, r.err
	}
	sum := sha256.Sum256(raw)
	s.Hash = hex.EncodeToString(sum[:])
	return &s, nil
}

// load reads the one document of a file.
func load(raw []byte) (*yaml.Node, error) {
	if err := printable(raw); err != nil {
		return nil, err
	}
	loader, err := yaml.NewLoader(bytes.NewReader(raw), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		return nil, fmt.Errorf("read scheme: %w", err)
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
// The YAML library does too, but does not say where.
func printable(raw []byte) error {
	line, column := 1, 1
	for len(raw) > 0 {
		c, size := utf8.DecodeRune(raw)
		switch {
		case c == utf8.RuneError && size == 1:
			return &SyntaxError{line, column, errors.New("the file is not valid UTF-8")}
		case unicode.IsControl(c) && !strings.ContainsRune("\t\n\r", c):
			return &SyntaxError{line, column, fmt.Errorf("the control character %U is not allowed", c)}
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
func malformed(err error) error {
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
