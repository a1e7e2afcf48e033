package schemefile

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"pizhu/model"
	"pizhu/model/fault"
)

// A reader turns nodes into values. It notes what is wrong and goes on; what it
// returns after that means nothing.
type reader struct {
	faults Faults

	parents []reference // to labels of the group that is read
	groups  []reference
	keys    []reference
	taken   map[string]string     // keys that labels may not have, and what has them
	types   []model.AttributeType // that attributes may have
}

// A reference is a value that must be compared with others, with its place.
type reference struct {
	node *yaml.Node
	id   string
}

// A value reads one kind of value.
type value[V any] func(*reader, *yaml.Node) V

// maxFaults is how many faults are noted: nobody reads on, and a hostile file
// has as many as it likes.
const maxFaults = 100

func (r *reader) full() bool { return len(r.faults) >= maxFaults }

// fail notes a fault of a node.
func (r *reader) fail(n *yaml.Node, err error) {
	if !r.full() {
		r.faults = append(r.faults, &SyntaxError{Line: n.Line, Column: n.Column, Err: err})
	}
}

func (r *reader) failf(n *yaml.Node, format string, args ...any) {
	r.fail(n, fault.Errorf(format, args...))
}

// miss notes that a name is none of those that there are, and which one was
// perhaps meant. It gives that one, or nothing.
func (r *reader) miss(n *yaml.Node, s string, what error, there []string) (meant string) {
	r.failf(n, "%w %s", what, strings.Join(there, ", "))
	if meant = near(s, there); meant != "" && !r.full() {
		r.faults[len(r.faults)-1].Hint = fault.Errorf("%q was perhaps meant, which is spelt %s here", meant, show(s))
	}
	return meant
}

// is reports whether a node is of the kind that is wanted.
func (r *reader) is(n *yaml.Node, kind yaml.Kind, want string) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		r.failf(n, "the alias %s stands where %s is wanted: write it out", show("*"+n.Value), want)
	case n.Kind != kind, kind == yaml.ScalarNode && n.Tag == "!!null":
		r.failf(n, "%s stands where %s is wanted", name(n), want)
	case !slices.Contains([]string{"!!map", "!!seq", "!!str", "!!int", "!!float", "!!bool", "!!timestamp", "!!merge"}, n.Tag):
		r.failf(n, "the tag %s is not allowed", show(n.Tag))
	default:
		return true
	}
	return false
}

func name(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return "the text " + show(n.Value)
}

// A field is a member of the mapping that a T is written as.
type field[T any] struct {
	name   string
	needed bool
	read   func(*reader, *yaml.Node, *T)
}

// need is a field that a mapping must have.
func need[T, V any](name string, at func(*T) *V, read value[V]) field[T] {
	return field[T]{name, true, func(r *reader, n *yaml.Node, t *T) { *at(t) = read(r, n) }}
}

// may is a field that a mapping may have.
func may[T, V any](name string, at func(*T) *V, read value[V]) field[T] {
	f := need(name, at, read)
	f.needed = false
	return f
}

// constant is a field that has the same value in every file.
func constant[T any](name string, check value[string]) field[T] {
	return field[T]{name, true, func(r *reader, n *yaml.Node, _ *T) { check(r, n) }}
}

// mapping reads a mapping of just these fields.
func mapping[T any](fields ...field[T]) value[T] {
	return func(r *reader, n *yaml.Node) (t T) {
		if !r.is(n, yaml.MappingNode, "a mapping") {
			return t
		}
		seen := map[string]bool{}
		for key, v := range r.members(n) {
			i := slices.IndexFunc(fields, func(f field[T]) bool { return f.name == key.Value })
			if i < 0 {
				meant := r.miss(key, key.Value, fault.Errorf("the field %s is unknown; allowed are", show(key.Value)), names(fields))
				seen[meant] = true // it is said once
				continue
			}
			seen[key.Value] = true
			fields[i].read(r, v, &t)
		}
		for _, f := range fields {
			if f.needed && !seen[f.name] {
				r.failf(n, "the field %q is missing", f.name)
			}
		}
		return t
	}
}

// members gives the keys and values of a mapping. Keys are texts, and no two
// are alike.
func (r *reader) members(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content) && !r.full(); i += 2 {
			key := n.Content[i]
			if !r.is(key, yaml.ScalarNode, "a name") {
				continue
			}
			if seen[key.Value] {
				r.failf(key, "%s stands twice", show(key.Value))
				continue
			}
			seen[key.Value] = true
			if !yield(key, n.Content[i+1]) {
				return
			}
		}
	}
}

func names[T any](fields []field[T]) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.name
	}
	return list
}

// list reads a list that has something in it.
func list[V any](item value[V]) value[[]V] {
	return func(r *reader, n *yaml.Node) []V {
		if !r.is(n, yaml.SequenceNode, "a list") {
			return nil
		}
		if len(n.Content) == 0 {
			r.fail(n, errors.New("the list is empty"))
		}
		items := make([]V, len(n.Content))
		for i, c := range n.Content {
			items[i] = item(r, c)
		}
		return items
	}
}

// distinct reads a list of items that each have an id of their own.
func distinct[V any](item value[V], id func(*V) string) value[[]V] {
	read := list(item)
	return func(r *reader, n *yaml.Node) []V {
		items := read(r, n)
		first := map[string]*yaml.Node{}
		for i := range items {
			at, id := n.Content[i], id(&items[i])
			if other := first[id]; other != nil && id != "" {
				r.failf(at, "the id %s stands twice, first in line %d", show(id), other.Line)
			}
			first[id] = at
		}
		return items
	}
}

// prose reads any text. A number or a date is the text that it is written as.
func prose(r *reader, n *yaml.Node) string {
	if !r.is(n, yaml.ScalarNode, "a text") {
		return ""
	}
	return n.Value
}

// id reads a text that can stand in commands, in the names of files and in the
// formats of other tools.
func id(r *reader, n *yaml.Node) string {
	s := prose(r, n)
	bad := func(c rune) bool { return c == '/' || unicode.IsSpace(c) || !unicode.IsGraphic(c) }
	if s == "" || strings.ContainsFunc(s, bad) {
		r.failf(n, "%s cannot be an id: at least one character is wanted, and no blanks, control characters or slashes", show(s))
	}
	return s
}

// flag reads a boolean as YAML 1.2 has it.
func flag(r *reader, n *yaml.Node) bool {
	if s := prose(r, n); n.Tag != "!!bool" {
		r.failf(n, "%s is neither true nor false", show(s))
	}
	return strings.EqualFold(n.Value, "true")
}

// oneOf reads one of a few texts.
func oneOf(what string, allowed ...string) value[string] {
	return func(r *reader, n *yaml.Node) string {
		s := prose(r, n)
		if !slices.Contains(allowed, s) {
			r.miss(n, s, fault.Errorf("the %s %s is unknown; allowed are", what, show(s)), allowed)
		}
		return s
	}
}

// show is a text of the file for a message: quoted, and not too long.
func show(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", s)
}
