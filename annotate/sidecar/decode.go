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

// A decoder reads JSON values one after the other. After the first error it reads nothing more, and what its methods
// return means nothing.
type decoder struct {
	raw       []byte
	json      *jsontext.Decoder
	err       error
	last      int // where the value that was read last is, or the blanks before it
	interned  map[string]string
	chains    [orderKinds]idChain
	readStood bool // whether the place of the claim that is read is in an earlier text

	furthest   text.Offset // the greatest end of a span
	furthestAt int
}

func newDecoder(raw []byte) *decoder {
	d := &decoder{raw: raw, json: jsontext.NewDecoder(bytes.NewBuffer(raw)), interned: map[string]string{}}
	if at, err := checkLimits(raw); err != nil {
		d.fail(at, err)
	}
	return d
}

// fail sets the decoder's error, unless there is one already or err is nil. The faulty value begins at byte at, or
// after the blanks and the comma or colon there.
func (d *decoder) fail(at int, err error) {
	for at < len(d.raw) && bytes.IndexByte([]byte(" \t\r\n,:"), d.raw[at]) >= 0 {
		at++
	}
	d.failAt(at, err)
}

// failAt sets the decoder's error as fail does, at exactly this byte.
func (d *decoder) failAt(at int, err error) {
	if d.err != nil || err == nil {
		return
	}
	before := d.raw[:min(at, len(d.raw))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	d.err = &SyntaxError{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(line), Err: err}
}

// failSyntax sets the decoder's error to what jsontext found.
func (d *decoder) failSyntax(err error) {
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		d.failAt(len(d.raw), errors.New("the file ends too early"))
	case errors.Is(err, jsontext.ErrDuplicateName) && errors.As(err, &syntactic):
		d.failAt(int(syntactic.ByteOffset), fault.Errorf("the field %s appears twice", quoteShort(syntactic.JSONPointer.LastToken())))
	case errors.As(err, &syntactic):
		d.failAt(int(syntactic.ByteOffset), syntactic.Err)
	default:
		d.failAt(d.offset(), err)
	}
}

// offset returns the byte after the value that was read last. From there fail finds the next value.
func (d *decoder) offset() int { return int(d.json.InputOffset()) }

// beginContainer reads the opening bracket of an object or an array.
func (d *decoder) beginContainer(want jsontext.Kind) {
	if d.err != nil {
		return
	}
	d.last = d.offset()
	t, err := d.json.ReadToken()
	if err != nil {
		d.failSyntax(err)
	} else if t.Kind() != want {
		d.failKind(want, t.Kind())
	}
}

// hasMore reports whether the object or array has another member.
func (d *decoder) hasMore() bool {
	if d.err != nil {
		return false
	}
	kind := d.json.PeekKind() // of what is malformed, neither: reading it says how
	return kind != '}' && kind != ']'
}

// endContainer reads the closing bracket of an object or an array, once hasMore is false.
func (d *decoder) endContainer() {
	if d.err != nil {
		return
	}
	if _, err := d.json.ReadToken(); err != nil {
		d.failSyntax(err)
	}
}

// endDocument checks that nothing but blanks follows.
func (d *decoder) endDocument() {
	if d.err != nil {
		return
	}
	d.last = d.offset()
	switch _, err := d.json.ReadToken(); {
	case err == nil:
		d.fail(d.last, errors.New("something follows the end of the sidecar"))
	case !errors.Is(err, io.EOF):
		d.failSyntax(err)
	}
}

// peekKind returns the kind of the next value without reading it.
func (d *decoder) peekKind() jsontext.Kind {
	if d.err != nil {
		return 0
	}
	return d.json.PeekKind()
}

// readValue reads any value. The result is valid until the next value is read.
func (d *decoder) readValue() jsontext.Value {
	if d.err != nil {
		return nil
	}
	d.last = d.offset()
	v, err := d.json.ReadValue()
	if err != nil {
		d.failSyntax(err)
		return nil
	}
	return v
}

// readScalar reads a string, with its quotes, or a number.
func (d *decoder) readScalar(want jsontext.Kind) []byte {
	v := d.readValue()
	if d.err == nil && v.Kind() != want {
		d.failKind(want, v.Kind())
	}
	if d.err != nil {
		return nil
	}
	return v
}

func (d *decoder) readBool() bool { return d.readValue().Kind() == 't' }

func (d *decoder) failKind(want, found jsontext.Kind) {
	d.fail(d.last, fault.Errorf("expected %s, found %s", kindName(want), kindName(found)))
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

// appendUnknown reads the value of a member that this version does not know, and appends the member to unknown.
func (d *decoder) appendUnknown(unknown, quoted []byte) []byte {
	if len(unknown) > 0 {
		unknown = append(unknown, ", "...)
	}
	unknown = append(append(unknown, quoted...), ": "...)
	return append(unknown, d.readVerbatim()...)
}

// readVerbatim reads any value as JSON on one line, without other changes.
func (d *decoder) readVerbatim() []byte {
	v, err := oneLine(nil, d.readValue())
	if err != nil {
		d.fail(d.last, err)
	}
	return v
}

// noteSpanEnd records where a span ends. The length of the document may come later in the file, so checkSpanEnds
// compares them at the end.
func (d *decoder) noteSpanEnd(end text.Offset) {
	if end > d.furthest {
		d.furthest, d.furthestAt = end, d.last
	}
}

// checkSpanEnds checks that no span ends beyond the document, whose length is in code points.
func (d *decoder) checkSpanEnds(length text.Offset) {
	if d.furthest > length {
		d.fail(d.furthestAt, beyondLengthError(d.furthest, length))
	}
}

func beyondLengthError(end, length text.Offset) error {
	return fault.Errorf("a span ends at %d, beyond the document's length of %d", end, length)
}

// collectOrder returns the order that the ids in the file follow.
func (d *decoder) collectOrder() Order {
	return Order{
		Documents:  d.chains[documentGroups].sorted(),
		Groups:     d.chains[claimGroups].sorted(),
		Attributes: d.chains[attributeIDs].sorted(),
	}
}

// intern returns b as a string, the same one for equal bytes, so that 100,000 claims share their labels.
func (d *decoder) intern(b []byte) string {
	if s, ok := d.interned[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(d.interned) < maxInterned {
		d.interned[s] = s
	}
	return s
}

// maxInterned limits how many strings are shared, so that a hostile file is not held in memory twice.
const maxInterned = 4096

// unquote returns the content of a valid JSON string. It may share the bytes of quoted.
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

// quoteShort quotes a string of the file for a message, cut to 40 code points.
func quoteShort(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", s)
}

// explainError returns the decoder's error. If a later version of pizhu made the file it returns that instead,
// whichever error came first: the rest follows from it.
func (d *decoder) explainError() error {
	var rest string
	head := &decoder{raw: d.raw, json: jsontext.NewDecoder(bytes.NewBuffer(d.raw))}
	object[string]{
		fields: []field[string]{
			constantField[string]("format", format, stringCodec(), formatError),
			constantField[string]("version", version, offsetCodec(), versionError),
		},
		unknown: func(s *string) *string { return s },
	}.decode(head, &rest)
	if errors.Is(head.err, ErrVersion) {
		return head.err
	}
	return d.err
}
