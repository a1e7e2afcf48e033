// Package keymap holds the keys as data: one table of bindings, from which come
// dispatch, the help overlay, `pizhu keys` and the README's table. What an
// action does is not known here.
package keymap

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"pizhu/model"
	"pizhu/model/fault"
)

// A Mode says which bindings apply.
type Mode string

// The modes.
const (
	Read  Mode = "read"
	Input Mode = "input"
	List  Mode = "list"
	Ask   Mode = "ask"

	Menu   Mode = "menu"   // one of a list is chosen
	Relate Mode = "relate" // the other end of a relation is looked for
	Review Mode = "review" // the claims of an article that was changed are looked at
	Thread Mode = "thread" // the claims that hang together are gone through
)

// A Binding ties keys to an action. A key is named as Bubble Tea v2's
// KeyPressMsg.String names it; a blank parts the two keys of a chord.
type Binding struct {
	Mode   Mode     `json:"mode"`
	Keys   []string `json:"keys"`
	Action Action   `json:"action"`
	Help   string   `json:"help"`
	Group  string   `json:"group"`
}

// Bubbles gives the binding in the form that the components of Bubbles use.
func (b Binding) Bubbles() key.Binding {
	return key.NewBinding(key.WithKeys(b.Keys...), key.WithHelp(strings.Join(b.Keys, "  "), b.Help))
}

// A Map is a checked table of bindings.
type Map struct {
	bindings []Binding
	actions  map[Mode]map[string]Action
	chords   map[Mode]map[string]bool // first keys of chords
}

// New is the default table with the scheme's label keys. A key that is bound
// twice in a mode, or that is also the first of a chord, is an error.
func New(scheme *model.Scheme) (Map, error) {
	m := Map{
		bindings: append(append([]Binding(nil), defaults...), labels(scheme)...),
		actions:  map[Mode]map[string]Action{},
		chords:   map[Mode]map[string]bool{},
	}
	for _, b := range m.bindings {
		if m.actions[b.Mode] == nil {
			m.actions[b.Mode], m.chords[b.Mode] = map[string]Action{}, map[string]bool{}
		}
		for _, k := range b.Keys {
			if taken, ok := m.actions[b.Mode][k]; ok {
				return Map{}, fault.Errorf("key %q of %s is taken by %s", k, b.Action, taken)
			}
			m.actions[b.Mode][k] = b.Action
			if first, _, ok := strings.Cut(k, " "); ok {
				m.chords[b.Mode][first] = true
			}
		}
	}
	for mode, chords := range m.chords {
		for first := range chords {
			if action, ok := m.actions[mode][first]; ok {
				return Map{}, fault.Errorf("key %q of %s is also the first of a chord", first, action)
			}
		}
	}
	return m, nil
}

// Taken are the program's own keys where labels have theirs, and their actions.
func Taken() map[string]string {
	taken := map[string]string{}
	for _, b := range defaults {
		if b.Mode != Read {
			continue
		}
		for _, k := range b.Keys {
			taken[k] = string(b.Action)
		}
	}
	return taken
}

// labels are the bindings of the scheme's labels.
func labels(scheme *model.Scheme) []Binding {
	var list []Binding
	for _, g := range scheme.Groups {
		for _, l := range g.Labels {
			if l.Key == "" {
				continue
			}
			list = append(list, Binding{
				Mode: Read, Keys: []string{l.Key}, Action: model.LabelAction(g.ID, l.ID),
				Help: l.Names.All(), Group: "label: " + g.ID,
			})
		}
	}
	return list
}

// Bindings is the whole table, in its order.
func (m Map) Bindings() []Binding { return m.bindings }

// Of is the part of the table for one mode.
func (m Map) Of(mode Mode) []Binding {
	var list []Binding
	for _, b := range m.bindings {
		if b.Mode == mode {
			list = append(list, b)
		}
	}
	return list
}

// Resolve says what a key does in a mode, after the first key of a chord where
// one was typed. Where the key is itself the first of a chord, more is true.
func (m Map) Resolve(mode Mode, first, typed string) (action Action, more bool) {
	if first != "" {
		typed = first + " " + typed
	}
	return m.actions[mode][typed], m.chords[mode][typed]
}

// Normalize gives the ASCII key for what an input method that was left on
// makes of it: full-width forms, and the marks of Chinese and Japanese
// keyboards.
func Normalize(typed string) string {
	r := []rune(typed)
	if len(r) != 1 {
		return typed
	}
	switch c := r[0]; {
	case c >= 0xff01 && c <= 0xff5e:
		return string(c - 0xfee0)
	case c == 0x3000:
		return "space"
	}
	if i := strings.IndexRune(imeMarks, r[0]); i >= 0 {
		return string(imeKeys[strings.Count(imeMarks[:i], "")-1])
	}
	return typed
}

// The marks that an input method gives, and the keys that they are typed with.
const (
	imeMarks = "。、《》〈〉‘’“”【】「」—…￥·"
	imeKeys  = `.,<><>''""[][]_^$` + "`"
)
