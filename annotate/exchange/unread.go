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

// unreadMembers are the names of the members of a file that have no place in a document, and the line of the first.
type unreadMembers struct {
	line  int
	names map[string]bool
}

// newDoc returns the document of a JSON object that has a text, and notes its unread members. It lists an object
// without a text.
func (m *Importer) newDoc(file string, line int, body *string, rest jsontext.Value) (importDoc, bool) {
	if body == nil {
		m.addProblem(file, line, badSyntax, "it has no text")
		return importDoc{}, false
	}
	m.noteUnreadMembers(file, line, "", rest)
	return importDoc{name: lineName(file, line), file: file, line: line, text: text.New(*body)}, true
}

// noteUnreadMembers notes the members of a JSON object that are not read, except empty ones.
func (m *Importer) noteUnreadMembers(file string, line int, within string, rest jsontext.Value) {
	if len(rest) == 0 {
		return
	}
	var members map[string]jsontext.Value
	if json.Unmarshal(rest, &members, lenient) != nil {
		return
	}
	for name, v := range members {
		if !isEmptyValue(v) {
			m.noteUnread(file, line, within+name)
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

// noteUnread notes a member that is not read.
func (m *Importer) noteUnread(file string, line int, name string) {
	if m.unreadFields[file] == nil {
		m.unreadFields[file] = &unreadMembers{line, map[string]bool{}}
	}
	m.unreadFields[file].names[name] = true
}

// isEmptyValue reports whether a JSON value carries no information.
func isEmptyValue(v jsontext.Value) bool {
	switch v.Kind() {
	case 'n', 'f':
		return true
	case '"', '[', '{':
		return len(bytes.TrimSpace(v)) == 2
	}
	return false
}

// reportUnread lists for each file the members that were not read.
func (m *Importer) reportUnread() {
	for _, file := range slices.Sorted(maps.Keys(m.unreadFields)) {
		rest := m.unreadFields[file]
		names := slices.Sorted(maps.Keys(rest.names))
		m.addProblem(file, rest.line, badFeature, "what has no place here, first in this line: %s", strings.Join(names, ", "))
	}
}
