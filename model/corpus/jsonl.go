package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model/text"
)

// fields are the members of a document that its text and its id are in.
type fields struct{ text, id string }

// What a line may lack that a document has.
var (
	ErrNotJSON = errors.New("not a JSON object")
	ErrNoText  = errors.New("no text")
	ErrID      = errors.New("its id is neither a string nor a number")
	ErrTwice   = errors.New("stands twice in it")
)

// read reads the document of an article. In a file that was changed since its lines
// were counted it is looked for by its id.
func (x *lines) read(a Article) (*text.Text, error) {
	t, err := x.readLine(a)
	if _, twin := x.twins[a.line]; twin || err == nil && !a.Numbered() || !x.changed() {
		return t, err
	}
	now, err := x.again(a)
	if err != nil {
		return nil, err
	}
	return now.lines.readLine(now)
}

// readLine reads the document where it was when the lines were counted.
func (x *lines) readLine(a Article) (*text.Text, error) {
	line, err := x.load(a.line)
	if err == nil {
		var d document
		if d, err = x.fields.parse(line); err == nil {
			err = x.known(a, d)
		}
		if err == nil {
			return text.New(d.text), nil
		}
	}
	return nil, &LineError{x.path, a.line, err}
}

// again is the article as a new count of the lines finds it, by its id.
func (x *lines) again(a Article) (Article, error) {
	found, err := Options{TextField: x.fields.text, IDField: x.fields.id}.documents(Article{Path: x.path, Name: x.name})
	if err != nil {
		return Article{}, err
	}
	i := slices.IndexFunc(found, func(other Article) bool { return other.Name == a.Name })
	if i < 0 {
		return Article{}, fmt.Errorf("read %q: %w: %q", x.path, ErrGone, a.ID())
	}
	return found[i], nil
}

// known reports whether a document is the one that was listed, and has its id
// alone.
func (x *lines) known(a Article, d document) error {
	switch first, twin := x.twins[a.line]; {
	case d.name(a.line) != a.ID():
		return ErrChanged
	case twin:
		return fmt.Errorf("%w: %q is that of line %d", ErrTwin, a.ID(), first)
	}
	return nil
}

// A document is what a line holds. An absent id is empty.
type document struct{ text, id string }

// name is the id, or what stands in for it.
func (d document) name(line int) string {
	if d.id == "" {
		return lineName(line)
	}
	return d.id
}

// parse reads a line, which is JSON of RFC 8259. As from every article, what is
// not UTF-8 becomes U+FFFD, and so does an escaped surrogate that has no other:
// both take as many code points as Python gives them.
func (f fields) parse(line []byte) (document, error) {
	if !utf8.Valid(line) {
		line = []byte(replaced(line))
	}
	var d document
	members, err := f.members(line)
	if err != nil {
		return document{}, err
	}
	raw, ok := members[f.text]
	switch {
	case !ok:
		return document{}, fmt.Errorf("%w: it has no field %q", ErrNoText, f.text)
	case raw.Kind() != '"':
		return document{}, fmt.Errorf("%w: its field %q is no string", ErrNoText, f.text)
	}
	d.text = unquote(raw)
	switch raw := members[f.id]; raw.Kind() {
	case '"', '0', 'n', jsontext.KindInvalid:
		d.id = plainID(raw)
	default:
		return document{}, ErrID
	}
	return d, nil
}

// members gives the members of an object that are asked for.
func (f fields) members(line []byte) (map[string]jsontext.Value, error) {
	d := jsontext.NewDecoder(bytes.NewBuffer(line), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return nil, notJSON(err)
	}
	found := map[string]jsontext.Value{}
	for d.PeekKind() == '"' {
		t, err := d.ReadToken()
		if err != nil {
			return nil, notJSON(err)
		}
		name := t.String()
		value, err := d.ReadValue()
		if err != nil {
			return nil, notJSON(err)
		}
		if name != f.text && name != f.id {
			continue
		}
		if _, twice := found[name]; twice {
			return nil, fmt.Errorf("the field %q %w", name, ErrTwice)
		}
		found[name] = value.Clone()
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, notJSON(err)
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, notJSON(err)
	}
	return found, nil
}

func notJSON(err error) error {
	if err == nil {
		return ErrNotJSON
	}
	return fmt.Errorf("%w: %w", ErrNotJSON, err)
}

// unquote is what a JSON string stands for. The error would say only that a part
// of it was replaced.
func unquote(quoted []byte) string {
	if len(quoted) >= 2 && bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	s, _ := jsontext.AppendUnquote(nil, quoted)
	return string(s)
}

// replaced is UTF-8 with U+FFFD for what is none.
func replaced(raw []byte) string {
	const guard = "\"" // or a byte order mark would go
	t, _ := text.DecodeAs(append([]byte(guard), raw...), "utf-8")
	return t.String()[len(guard):]
}

// plainID is the id that is written as a JSON value: a string's content, or a
// number as it is written.
func plainID(raw []byte) string {
	switch kind := jsontext.Value(raw).Kind(); {
	case kind == '"':
		id := unquote(raw)
		if !utf8.ValidString(id) {
			id = replaced([]byte(id))
		}
		return id
	case kind == '0':
		return string(raw)
	}
	return ""
}

// name is the id of the document in a line, or what stands in for it, found
// without reading the whole line. Of a line that is no document it is any name.
func (f fields) name(line []byte, number int) string {
	return document{id: plainID(skim(line, f.id))}.name(number)
}
