package sidecar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model/fault"
	"pizhu/model/text"
)

// A decoder reads values one after the other. After the first error it reads
// nothing more, and what its methods return means nothing.
type decoder struct {
	raw    []byte
	json   *jsontext.Decoder
	err    error
	last   int // where the value that was read last is, or the blanks before it
	words  map[string]string
	chains [kinds]chain
	stood  bool // whether the place of the claim that is read is in an earlier text

	furthest   text.Offset // the greatest end of a span
	furthestAt int
}

func newDecoder(raw []byte) *decoder {
	d := &decoder{raw: raw, json: jsontext.NewDecoder(bytes.NewBuffer(raw)), words: map[string]string{}}
	if at, err := limits(raw); err != nil {
		d.fail(at, err)
	}
	return d
}

// fail makes err the decoder's error, unless there is one or err is nil. The
// value at fault begins at a byte of the file, or after the blanks and the comma
// or colon there.
func (d *decoder) fail(at int, err error) {
	for at < len(d.raw) && bytes.IndexByte([]byte(" \t\r\n,:"), d.raw[at]) >= 0 {
		at++
	}
	d.failAt(at, err)
}

// failAt is fail at just this byte.
func (d *decoder) failAt(at int, err error) {
	if d.err != nil || err == nil {
		return
	}
	before := d.raw[:min(at, len(d.raw))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	d.err = &SyntaxError{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(line), Err: err}
}

// malformed is fail with what jsontext found.
func (d *decoder) malformed(err error) {
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		d.failAt(len(d.raw), errors.New("the file ends too early"))
	case errors.Is(err, jsontext.ErrDuplicateName) && errors.As(err, &syntactic):
		d.failAt(int(syntactic.ByteOffset), fault.Errorf("the field %s stands twice", show(syntactic.JSONPointer.LastToken())))
	case errors.As(err, &syntactic):
		d.failAt(int(syntactic.ByteOffset), syntactic.Err)
	default:
		d.failAt(d.here(), err)
	}
}

// here is where the value that was read last ends, so that fail finds the next.
func (d *decoder) here() int { return int(d.json.InputOffset()) }

// open reads the beginning of an object or an array.
func (d *decoder) open(want jsontext.Kind) {
	if d.err != nil {
		return
	}
	d.last = d.here()
	t, err := d.json.ReadToken()
	if err != nil {
		d.malformed(err)
	} else if t.Kind() != want {
		d.mismatch(want, t.Kind())
	}
}

// more reports whether the object or array goes on.
func (d *decoder) more() bool {
	if d.err != nil {
		return false
	}
	kind := d.json.PeekKind() // of what is malformed, neither: reading it says how
	return kind != '}' && kind != ']'
}

// close reads the end of an object or an array, after more.
func (d *decoder) close() {
	if d.err != nil {
		return
	}
	if _, err := d.json.ReadToken(); err != nil {
		d.malformed(err)
	}
}

// end makes sure that nothing follows.
func (d *decoder) end() {
	if d.err != nil {
		return
	}
	d.last = d.here()
	switch _, err := d.json.ReadToken(); {
	case err == nil:
		d.fail(d.last, errors.New("something follows the end of the sidecar"))
	case !errors.Is(err, io.EOF):
		d.malformed(err)
	}
}

// kind is that of the next value.
func (d *decoder) kind() jsontext.Kind {
	if d.err != nil {
		return 0
	}
	return d.json.PeekKind()
}

// value reads any value. It is valid until the next is read.
func (d *decoder) value() jsontext.Value {
	if d.err != nil {
		return nil
	}
	d.last = d.here()
	v, err := d.json.ReadValue()
	if err != nil {
		d.malformed(err)
		return nil
	}
	return v
}

// scalar reads a string with its quotes, or a number.
func (d *decoder) scalar(want jsontext.Kind) []byte {
	v := d.value()
	if d.err == nil && v.Kind() != want {
		d.mismatch(want, v.Kind())
	}
	if d.err != nil {
		return nil
	}
	return v
}

func (d *decoder) boolean() bool { return d.value().Kind() == 't' }

func (d *decoder) mismatch(want, found jsontext.Kind) {
	d.fail(d.last, fault.Errorf("%s stands where %s is wanted", kindName(found), kindName(want)))
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "an array"
	}
	return k.String()
}

// keep reads the value of a field that this version does not know, and adds the
// field to those that are kept.
func (d *decoder) keep(unknown, quoted []byte) []byte {
	if len(unknown) > 0 {
		unknown = append(unknown, ", "...)
	}
	unknown = append(append(unknown, quoted...), ": "...)
	return append(unknown, d.verbatim()...)
}

// verbatim reads any value as it is, but for white space: what is kept goes on
// one line.
func (d *decoder) verbatim() []byte {
	v, err := oneLine(nil, d.value())
	if err != nil {
		d.fail(d.last, err)
	}
	return v
}

// reach notes where a span ends, for the length of the document may come later
// in the file.
func (d *decoder) reach(end text.Offset) {
	if end > d.furthest {
		d.furthest, d.furthestAt = end, d.last
	}
}

// within makes sure that no span ends beyond the document.
func (d *decoder) within(length text.Offset) {
	if d.furthest > length {
		d.fail(d.furthestAt, beyond(d.furthest, length))
	}
}

func beyond(end, length text.Offset) error {
	return fault.Errorf("a span ends at %d, beyond the document's length of %d", end, length)
}

// order is the one that the ids in the file follow.
func (d *decoder) order() Order {
	return Order{
		Documents:  d.chains[documentGroups].order(),
		Groups:     d.chains[claimGroups].order(),
		Attributes: d.chains[attributeIDs].order(),
	}
}

// intern is the string of b, one for all that are alike.
func (d *decoder) intern(b []byte) string {
	if s, ok := d.words[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(d.words) < maxWords {
		d.words[s] = s
	}
	return s
}

// maxWords is how many strings are remembered, so that a hostile file does not
// stand in memory twice.
const maxWords = 4096

// unquote is the string that a valid JSON string stands for. It may share its
// bytes.
func unquote(quoted []byte) []byte {
	if len(quoted) < 2 {
		return nil
	}
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	s, _ := jsontext.AppendUnquote(nil, quoted) // what the decoder let through is valid
	return s
}

// show is a string from the file for a message: quoted, and not too long.
func show(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", s)
}

// diagnose is the decoder's error, unless a later version made the file: then
// that is the fault, whatever came first.
func (d *decoder) diagnose() error {
	var rest string
	head := &decoder{raw: d.raw, json: jsontext.NewDecoder(bytes.NewBuffer(d.raw))}
	object[string]{
		fields: []field[string]{
			constant[string]("format", format, prose(), notFormat),
			constant[string]("version", version, count(), notVersion),
		},
		unknown: func(s *string) *string { return s },
	}.read(head, &rest)
	if errors.Is(head.err, ErrVersion) {
		return head.err
	}
	return d.err
}
