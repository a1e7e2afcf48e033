package model

import (
	"slices"
	"strings"
)

// A Scheme defines what annotators may say: label groups and their labels,
// attributes, relation types, document labels and statuses.
type Scheme struct {
	ID, Hash   string // Hash is the SHA-256 of the file's bytes, in lower-case hexadecimal
	File       string // that it was read from; empty for the built-in one
	Names      Names
	Unit       string // what a label key takes when nothing is selected
	Groups     []Group
	Attributes []Attribute
	Relations  []RelationType
	Documents  []Group
	Statuses   []Status
	Ignore     []string // patterns of files and folders that are no articles of the corpus
	Noise      []NoiseRule
}

// A NoiseRule says of a text that articles have, whether it is noise.
type NoiseRule struct {
	Rule      string // injected, line or kept: noise wherever it stands, a line that is noise, or no noise
	Text      string // to the letter; of a line a pattern, in which * stands for anything
	By, Added string // who made the rule, and when; empty where nobody says
}

// Names holds a name in several languages, in the scheme's order.
type Names []Name

// Name is a name in one language, a BCP 47 tag such as zh or en.
type Name struct{ Lang, Text string }

// In is the name in a language, else the first.
func (n Names) In(lang string) string {
	for _, name := range n {
		if name.Lang == lang {
			return name.Text
		}
	}
	if len(n) > 0 {
		return n[0].Text
	}
	return ""
}

// All is the name in every language, with a blank between.
func (n Names) All() string {
	texts := make([]string, len(n))
	for i, name := range n {
		texts[i] = name.Text
	}
	return strings.Join(texts, " ")
}

// A Group is a set of labels, of which a claim may have one or many.
type Group struct {
	ID       string
	Names    Names
	Many     bool
	Required bool
	Mark     string // the shape that claims of this group have: line, double, curl, dots, dashes or none
	Noise    bool   // claims of this group are not part of the article
	Labels   []Label
}

// A Label is one thing that may be said of a claim.
type Label struct {
	ID, Parent string
	Key        string // one key, or two with a blank between
	Colour     string
	Names      Names
	Guideline  string
	Examples   []string
}

// A RelationType names a relation between claims.
type RelationType struct {
	ID        string
	Names     Names
	To        []string // the groups that it may lead to; empty for any
	Symmetric bool
	Guideline string
}

// A Status says how far the work on an article is.
type Status struct {
	ID    string
	Names Names
	Final bool
}

// Group finds a label group by its id, or nil.
func (s *Scheme) Group(id string) *Group {
	for i := range s.Groups {
		if s.Groups[i].ID == id {
			return &s.Groups[i]
		}
	}
	return nil
}

// Attribute finds an attribute by its id, or nil.
func (s *Scheme) Attribute(id string) *Attribute {
	for i := range s.Attributes {
		if s.Attributes[i].ID == id {
			return &s.Attributes[i]
		}
	}
	return nil
}

// Relation finds a relation type by its id, or nil.
func (s *Scheme) Relation(id string) *RelationType {
	for i := range s.Relations {
		if s.Relations[i].ID == id {
			return &s.Relations[i]
		}
	}
	return nil
}

// Label finds a label by its id, or nil.
func (g *Group) Label(id string) *Label {
	for i := range g.Labels {
		if g.Labels[i].ID == id {
			return &g.Labels[i]
		}
	}
	return nil
}

// Toggle puts a label on a claim's labels, or takes it off where it is on. In
// a group that chooses one, a new label replaces the old. The result is a new
// map, with labels in the scheme's order.
func (s *Scheme) Toggle(labels map[string][]string, group, label string) map[string][]string {
	return toggle(s.Group(group), labels, group, label)
}

// ToggleDocument is Toggle for the labels of an article.
func (s *Scheme) ToggleDocument(labels map[string][]string, group, label string) map[string][]string {
	i := slices.IndexFunc(s.Documents, func(g Group) bool { return g.ID == group })
	if i < 0 {
		return toggle(nil, labels, group, label)
	}
	return toggle(&s.Documents[i], labels, group, label)
}

func toggle(g *Group, labels map[string][]string, group, label string) map[string][]string {
	next := map[string][]string{}
	for id, list := range labels {
		next[id] = slices.Clone(list)
	}
	switch i := slices.Index(next[group], label); {
	case i >= 0:
		next[group] = slices.Delete(next[group], i, i+1)
	case g != nil && !g.Many:
		next[group] = []string{label}
	default:
		next[group] = append(next[group], label)
	}
	if len(next[group]) == 0 {
		delete(next, group)
	} else if g != nil {
		slices.SortStableFunc(next[group], func(a, b string) int { return g.index(a) - g.index(b) })
	}
	return next
}

// index is the place of a label in its group; one that the scheme does not
// know stands after all others.
func (g *Group) index(id string) int {
	if i := slices.IndexFunc(g.Labels, func(l Label) bool { return l.ID == id }); i >= 0 {
		return i
	}
	return len(g.Labels)
}
