package corpus

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model/fault"
	"pizhu/model/text"
	"pizhu/model/text/charset"
)

// fields are the names of the members with the text and the id of a document.
type fields struct{ text, id string }

// The errors of a line that is not a document.
var (
	ErrNotJSON        = errors.New("not a JSON object")
	ErrNoText         = errors.New("no text")
	ErrBadID          = errors.New("its id is neither a string nor a number")
	ErrDuplicateField = errors.New("stands twice in it")

	ErrUndecodable = errors.New("bytes that cannot be decoded")
)

// read reads the document of an article. If the file has changed since its lines were indexed, it finds the document by
// its id.
func (x *lineIndex) read(a Article, encoding string) (*text.Text, error) {
	t, err := x.readLine(a, encoding)
	if _, twin := x.duplicates[a.line]; twin || err == nil && !a.NamedByLine() && t.Undecodable() == 0 || !x.changed() {
		return t, err
	}
	now, err := x.relist(a)
	if err != nil {
		return nil, err
	}
	return now.lines.readLine(now, encoding)
}

// readLine reads the document in its indexed line, in an encoding or, if that is empty, in the file's.
func (x *lineIndex) readLine(a Article, encoding string) (*text.Text, error) {
	t, err := x.parseLine(a, cmp.Or(encoding, x.encoding))
	switch {
	case err != nil:
		return nil, &LineError{x.path, a.line, err}
	case encoding == "":
		return t.WithConfidence(x.confidence), nil
	}
	return t, nil
}

// parseLine reads what readLine returns, without the line in its errors. It reads the id in the encoding of the file, as
// it was listed.
func (x *lineIndex) parseLine(a Article, encoding string) (*text.Text, error) {
	raw, err := x.readBytes(a.line)
	if err != nil {
		return nil, err
	}
	line, err := decodeLine(raw, a.line, encoding)
	if err != nil {
		return nil, err
	}
	d, err := x.fields.parse(line.raw)
	if err != nil {
		return nil, err
	}
	id := d.name(a.line)
	if line.encoding != x.encoding {
		id = x.listedID(raw, a.line)
	}
	if err := x.checkListed(a, id); err != nil {
		return nil, err
	}
	if line.undecodable > 0 && strings.ContainsRune(d.text+d.id, utf8.RuneError) {
		return nil, fault.Errorf("%w as %s: %d", ErrUndecodable, line.encoding, line.undecodable)
	}
	return text.New(d.text).WithEncoding(line.encoding), nil
}

// A decodedLine is a line in UTF-8.
type decodedLine struct {
	raw         []byte
	encoding    string // that it was in
	undecodable int    // byte sequences that were replaced by U+FFFD, in another encoding than UTF-8
}

// decodeLine decodes a line before any of it is read as JSON, since in GB 18030, Big5 and Shift_JIS the second byte of a
// character may be a backslash. UTF-8 is left as it is, ill-formed sequences too: see fields.parse.
func decodeLine(raw []byte, number int, encoding string) (decodedLine, error) {
	if encoding != "utf-8" { // a million lines need no look at the table
		var err error
		if encoding, err = charset.Lookup(encoding); err != nil {
			return decodedLine{}, err
		}
	}
	if encoding == "utf-8" {
		return decodedLine{raw: raw, encoding: encoding}, nil
	}
	d, err := charset.DecodeAs(raw, encoding)
	return decodedLine{trimLine([]byte(d.Text), number), d.Encoding, len(d.Undecodable)}, err
}

// relist returns the article with a new index of the file, by its id.
func (x *lineIndex) relist(a Article) (Article, error) {
	found, err := Finder{TextField: x.fields.text, IDField: x.fields.id, Encoding: x.asked}.documents(Article{Path: x.path, Name: x.name})
	if err != nil {
		return Article{}, err
	}
	i := slices.IndexFunc(found, func(other Article) bool { return other.Name == a.Name })
	if i < 0 {
		return Article{}, fault.Errorf("read %q: %w: %q", x.path, ErrIDGone, a.ID())
	}
	return found[i], nil
}

// checkListed reports an error unless a document's id is the listed one and no earlier document has it.
func (x *lineIndex) checkListed(a Article, id string) error {
	switch first, twin := x.duplicates[a.line]; {
	case id != a.ID():
		return ErrChanged
	case twin:
		return fault.Errorf("%w: %q is that of line %d", ErrDuplicateID, a.ID(), first)
	}
	return nil
}

// A document is the content of a line. A missing id is empty. The text may have ill-formed UTF-8, which text.New
// decodes.
type document struct{ text, id string }

// name returns the id, or the name of the line without one.
func (d document) name(line int) string {
	if d.id == "" {
		return lineName(line)
	}
	return d.id
}

// parse parses a line, which is JSON of RFC 8259. As in every article, bytes that are not UTF-8 become U+FFFD, and so
// does an unpaired escaped surrogate: as many code points as in Python.
func (f fields) parse(line []byte) (document, error) {
	var d document
	members, err := f.members(line)
	if err != nil {
		return document{}, err
	}
	raw, ok := members[f.text]
	switch {
	case !ok:
		return document{}, fault.Errorf("%w: it has no field %q", ErrNoText, f.text)
	case raw.Kind() != '"':
		return document{}, fault.Errorf("%w: its field %q is no string", ErrNoText, f.text)
	}
	d.text = unquote(raw)
	switch raw := members[f.id]; raw.Kind() {
	case '"', '0', 'n', jsontext.KindInvalid:
		d.id = parseID(raw)
	default:
		return document{}, ErrBadID
	}
	return d, nil
}

// members returns the members of an object that hold the text and the id.
func (f fields) members(line []byte) (map[string]jsontext.Value, error) {
	d := jsontext.NewDecoder(bytes.NewBuffer(line), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return nil, jsonError(err)
	}
	found := map[string]jsontext.Value{}
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return nil, jsonError(err)
		}
		name := t.String()
		value, err := d.ReadValue()
		if err != nil {
			return nil, jsonError(err)
		}
		if name != f.text && name != f.id {
			continue
		}
		if _, twice := found[name]; twice {
			return nil, fault.Errorf("the field %q %w", name, ErrDuplicateField)
		}
		found[name] = value.Clone()
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, jsonError(err)
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, jsonError(err)
	}
	return found, nil
}

func jsonError(err error) error {
	if err == nil {
		return ErrNotJSON
	}
	return fmt.Errorf("%w: %w", ErrNotJSON, err)
}

// unquote returns the value of a JSON string. Bytes that are not UTF-8 stay. It unquotes each run of escapes separately:
// the error of jsontext would only say that a part was replaced.
func unquote(quoted []byte) string {
	inside := bytes.TrimSuffix(bytes.TrimPrefix(quoted, []byte{'"'}), []byte{'"'})
	if bytes.IndexByte(inside, '\\') < 0 {
		return string(inside)
	}
	s := make([]byte, 0, len(inside))
	for len(inside) > 0 {
		plain, escapes := inside, []byte(nil)
		if i := bytes.IndexByte(inside, '\\'); i >= 0 {
			plain, escapes = inside[:i], inside[i:i+escapesLen(inside[i:])]
		}
		s = append(s, plain...)
		s, _ = jsontext.AppendUnquote(s, `"`+string(escapes)+`"`)
		inside = inside[len(plain)+len(escapes):]
	}
	return string(s)
}

// escapesLen returns the length in bytes of the run of escapes that b begins with.
func escapesLen(b []byte) int {
	n := 0
	for n < len(b) && b[n] == '\\' {
		if n += 2; n <= len(b) && b[n-1] == 'u' {
			n += 4
		}
	}
	return min(n, len(b))
}

// toValidUTF8 returns raw with U+FFFD for bytes that are not UTF-8.
func toValidUTF8(raw []byte) string {
	const guard = "\"" // or a byte order mark would go
	t, _ := text.DecodeAs(append([]byte(guard), raw...), "utf-8")
	return t.String()[len(guard):]
}

// parseID returns the id in a JSON value: the content of a string, or a number as it is written.
func parseID(raw []byte) string {
	switch kind := jsontext.Value(raw).Kind(); {
	case kind == '"':
		id := unquote(raw)
		if !utf8.ValidString(id) {
			id = toValidUTF8([]byte(id))
		}
		return id
	case kind == '0':
		return string(raw)
	}
	return ""
}

// name returns the name of the document in a line without parsing the whole line. For a line that is not a document it
// returns any name.
func (f fields) name(line []byte, number int) string {
	return document{id: parseID(findMember(line, f.id))}.name(number)
}
