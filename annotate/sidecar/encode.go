package sidecar

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// An encoder appends JSON values to a buffer. After the first error its content means nothing.
type encoder struct {
	buf   []byte
	tight bool // no blanks, and all on one line
	ranks [orderKinds]rank
	err   error
}

func newEncoder(o Order) *encoder {
	e := new(encoder)
	for k, ids := range o.byKind() {
		e.ranks[k] = newRank(ids)
	}
	return e
}

// A style says how the items of an object or an array are separated.
type style int

const (
	inline style = iota // all on one line
	block               // one a line, as the file's own fields
	lines               // one a line, within a field of the file
)

// separators returns what is written before the first item, before each further item, and after the last.
func (s style) separators() (first, next, last string) {
	switch s {
	case block:
		return "\n  ", ",\n  ", "\n"
	case lines:
		return "\n    ", ",\n    ", "\n  "
	}
	return "", ", ", ""
}

// writeRaw appends JSON.
func (e *encoder) writeRaw(s string) { e.buf = append(e.buf, s...) }

// writeName appends the name of a member and its colon. The name needs no escapes.
func (e *encoder) writeName(s string) {
	e.writeRaw(`"`)
	e.writeRaw(s)
	e.writeRaw(`"`)
	e.writeColon()
}

// writeColon appends the colon between a name and its value.
func (e *encoder) writeColon() {
	if e.tight {
		e.writeRaw(":")
	} else {
		e.writeRaw(": ")
	}
}

// writeSeparator appends what is written before item n, which counts from 0.
func (e *encoder) writeSeparator(n int, s style) {
	first, next, _ := s.separators()
	if e.tight {
		first, next = "", ","
	}
	if n == 0 {
		e.writeRaw(first)
	} else {
		e.writeRaw(next)
	}
}

// writeClosing appends what is written after the last of n items.
func (e *encoder) writeClosing(n int, s style) {
	if _, _, last := s.separators(); n > 0 && !e.tight {
		e.writeRaw(last)
	}
}

// wrapError adds the place, a member or an item, to the encoder's error.
func (e *encoder) wrapError(place string) { e.err = fmt.Errorf("%s: %w", place, e.err) }

// writeString appends a string. It escapes only what JSON requires, and fails if s is not valid UTF-8 or longer than
// MaxString.
func (e *encoder) writeString(s string) {
	start := len(e.buf)
	buf, err := jsontext.AppendQuote(e.buf, s)
	switch {
	case err != nil:
		e.err = errors.New("the string is not valid UTF-8")
	case len(buf)-start-len(`""`) > MaxString:
		e.err = errLong
	default:
		e.buf = buf
	}
}

// writeFloat appends a number in the shortest form that is parsed as the same float64.
func (e *encoder) writeFloat(x float64) { e.buf = jsontext.AppendFloat(e.buf, x, 64) }

// writeUnknown appends members that this version does not know, as appendUnknown collected them.
func (e *encoder) writeUnknown(unknown string) {
	start := len(e.buf)
	e.writeVerbatim([]byte("{" + unknown + "}"))
	if e.err == nil {
		e.buf = slices.Delete(e.buf[:len(e.buf)-1], start, start+1)
	}
}

// writeVerbatim appends JSON that was kept as it was read.
func (e *encoder) writeVerbatim(v []byte) {
	buf, err := jsontext.AppendFormat(e.buf, v,
		jsontext.SpaceAfterColon(!e.tight), jsontext.SpaceAfterComma(!e.tight), jsontext.PreserveRawStrings(true))
	if err != nil {
		e.err = errors.New("what was kept of a later version is not JSON")
		return
	}
	e.buf = buf
}

// oneLine appends a JSON value to dst with its white space reduced to one line.
func oneLine(dst, v []byte) ([]byte, error) {
	return jsontext.AppendFormat(dst, v,
		jsontext.SpaceAfterColon(true), jsontext.SpaceAfterComma(true), jsontext.PreserveRawStrings(true))
}

// checkClaimsOnce checks that no claim is both in the text and adrift.
func checkClaimsOnce(s model.Set) error {
	if len(s.Adrift) == 0 {
		return nil
	}
	there := newUniqueCheck(claimID)()
	for _, c := range s.All() {
		if err := there(c); err != nil {
			return err
		}
	}
	return nil
}

// canonicalSet returns a sorted copy of a set. It fails if a claim has no span, or one beyond the document's length in
// code points.
func canonicalSet(s model.Set, length text.Offset) (model.Set, error) {
	for _, c := range s.All() {
		if len(c.Fragments) == 0 {
			return model.Set{}, fault.Errorf("claim %s: %w", quoteShort(c.ID), errNoSpan)
		}
		if c.End() > length && !c.Adrift() {
			return model.Set{}, fault.Errorf("claim %s: %w", quoteShort(c.ID), beyondLengthError(c.End(), length))
		}
	}
	s.Claims, s.Adrift, s.Relations = slices.Clone(s.Claims), slices.Clone(s.Adrift), slices.Clone(s.Relations)
	s.Normalize()
	return s, checkClaimsOnce(s)
}
