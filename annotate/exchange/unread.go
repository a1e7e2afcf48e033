package exchange

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A leftover is what of a file has no place in a document: the names of its
// fields, and where the first stands.
type leftover struct {
	line  int
	names map[string]bool
}

// passOver notes the members of a JSON object that are not read. What is empty
// says nothing.
func (m *Import) passOver(file string, line int, within string, rest jsontext.Value) {
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

// leave notes what is not read.
func (m *Import) leave(file string, line int, name string) {
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
func (m *Import) tellUnread() {
	for _, file := range slices.Sorted(maps.Keys(m.unread)) {
		rest := m.unread[file]
		names := slices.Sorted(maps.Keys(rest.names))
		m.problem(file, rest.line, badFeature, "what has no place here, first in this line: %s", strings.Join(names, ", "))
	}
}
