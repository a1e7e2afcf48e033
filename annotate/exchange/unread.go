package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model/text"
)

// A leftover is what of a file has no place in a document: the names of its
// fields, and where the first stands.
type leftover struct {
	line  int
	names map[string]bool
}

// begin is the draft of a JSON object that has a text; what else it has is given
// in rest, where it is not read. One that has no text is listed.
func (m *Importer) begin(file string, line int, body *string, rest jsontext.Value) (draft, bool) {
	if body == nil {
		m.problem(file, line, badSyntax, "it has no text")
		return draft{}, false
	}
	m.passOver(file, line, "", rest)
	return draft{name: lineName(file, line), file: file, line: line, text: text.New(*body)}, true
}

// passOver notes the members of a JSON object that are not read. What is empty
// says nothing.
func (m *Importer) passOver(file string, line int, within string, rest jsontext.Value) {
	if len(rest) == 0 {
		return
	}
	var members map[string]jsontext.Value
	if json.Unmarshal(rest, &members, lenient) != nil {
		return
	}
	for name, v := range members {
		if !empty(v) {
			m.leave(file, line, within+name)
		}
	}
}

// notJSON says what is wrong with JSON that was read, without the names of the
// program's own types.
func notJSON(err error) string {
	at := (*json.SemanticError)(nil)
	switch {
	case !errors.As(err, &at):
		return strings.TrimPrefix(err.Error(), "jsontext: ")
	case at.Err != nil:
		return notJSON(at.Err)
	}
	what := map[jsontext.Kind]string{'n': "null", 't': "true", 'f': "false", '"': "text", '0': "a number", '{': "an object", '[': "a list"}[at.JSONKind]
	if at.JSONPointer == "" {
		return fmt.Sprintf("it is %s, which the format does not have there", cmp.Or(what, "something"))
	}
	return fmt.Sprintf("%q is %s, which the format does not have there", at.JSONPointer, cmp.Or(what, "something"))
}

// leave notes what is not read.
func (m *Importer) leave(file string, line int, name string) {
	if m.unread[file] == nil {
		m.unread[file] = &leftover{line, map[string]bool{}}
	}
	m.unread[file].names[name] = true
}

// empty reports whether a JSON value says nothing.
func empty(v jsontext.Value) bool {
	switch v.Kind() {
	case 'n', 'f':
		return true
	case '"', '[', '{':
		return len(bytes.TrimSpace(v)) == 2
	}
	return false
}

// tellUnread lists for each file the fields that were passed over.
func (m *Importer) tellUnread() {
	for _, file := range slices.Sorted(maps.Keys(m.unread)) {
		rest := m.unread[file]
		names := slices.Sorted(maps.Keys(rest.names))
		m.problem(file, rest.line, badFeature, "what has no place here, first in this line: %s", strings.Join(names, ", "))
	}
}
