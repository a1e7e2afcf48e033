package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Part is one thing that a scheme defines.
type Part struct {
	Kind   PartKind
	Parent string // the group of a label, the attribute of a choice; else empty
	ID     string

	names  Names
	key    string
	fields []partField
}

// A partField is something that a part says, as a text that can be compared.
type partField struct{ name, value string }

// PartKind is a kind of part.
type PartKind string

// The kinds of parts.
const (
	PartGroup         PartKind = "group"
	PartLabel         PartKind = "label"
	PartAttribute     PartKind = "attribute"
	PartChoice        PartKind = "choice"
	PartRelation      PartKind = "relation"
	PartDocumentGroup PartKind = "document group"
	PartDocumentLabel PartKind = "document label"
	PartStatus        PartKind = "status"
)

// Path is how a part is called: its id, after that of what it is in.
func (p Part) Path() string {
	if p.Parent == "" {
		return p.ID
	}
	return p.Parent + "/" + p.ID
}

// Parts are all that a scheme defines, what is in something right after it.
func (s *Scheme) Parts() []Part {
	parts := groupParts(s.Groups, PartGroup, PartLabel)
	for _, a := range s.Attributes {
		parts = append(parts, Part{Kind: PartAttribute, ID: a.ID, names: a.Names, fields: []partField{
			{"type", a.Type.Name}, {"on", strings.Join(a.On, ", ")}, {"guideline", a.Guideline},
		}})
		for _, c := range a.Choices {
			parts = append(parts, Part{Kind: PartChoice, Parent: a.ID, ID: c.ID, names: c.Names})
		}
	}
	for _, r := range s.Relations {
		parts = append(parts, Part{Kind: PartRelation, ID: r.ID, names: r.Names, fields: []partField{
			{"to", strings.Join(r.To, ", ")}, {"symmetric", fmt.Sprint(r.Symmetric)}, {"guideline", r.Guideline},
		}})
	}
	parts = append(parts, groupParts(s.Documents, PartDocumentGroup, PartDocumentLabel)...)
	for _, st := range s.Statuses {
		parts = append(parts, Part{Kind: PartStatus, ID: st.ID, names: st.Names, fields: []partField{{"final", fmt.Sprint(st.Final)}}})
	}
	return parts
}

func groupParts(groups []Group, group, label PartKind) []Part {
	var parts []Part
	for _, g := range groups {
		parts = append(parts, Part{Kind: group, ID: g.ID, names: g.Names, fields: []partField{
			{"choose", map[bool]string{false: "one", true: "many"}[g.Many]},
			{"required", fmt.Sprint(g.Required)},
			{"mark", g.Mark},
			{"noise", fmt.Sprint(g.Noise)},
		}})
		for _, l := range g.Labels {
			parts = append(parts, Part{Kind: label, Parent: g.ID, ID: l.ID, names: l.Names, key: l.Key, fields: []partField{
				{"parent", l.Parent},
				{"key", l.Key},
				{"colour", l.Colour},
				{"guideline", l.Guideline},
				{"examples", strings.Join(l.Examples, "\n")},
			}})
		}
	}
	return parts
}

// A PartChange is what became of a part from one scheme to another. Old or New
// is zero where it was added or removed.
type PartChange struct {
	Old, New Part
	Fields   []string // what it says otherwise than before, by the names in the file
}

// What says what became of the part. One that has another id, but its key or
// one of its names, was renamed.
func (c PartChange) What() string {
	switch {
	case c.Old.ID == "":
		return "added"
	case c.New.ID == "":
		return "removed"
	case c.Old.ID != c.New.ID:
		return "renamed"
	}
	return "changed"
}

// Breaks reports whether what was said with the old scheme may not fit the new
// one.
func (c PartChange) Breaks() bool {
	if c.What() != "changed" {
		return c.What() != "added"
	}
	return slices.ContainsFunc(c.Fields, func(f string) bool { return slices.Contains([]string{"type", "on", "to", "choose", "noise"}, f) })
}

// Diff says what became of the parts of s in another scheme: those of s in
// their order, then those that are new.
func (s *Scheme) Diff(other *Scheme) []PartChange {
	before, after := s.Parts(), other.Parts()
	partner := map[int]int{} // from an index in before to one in after
	d := pairing{before, after, partner, map[int]bool{}}
	for _, inner := range []bool{false, true} { // a label of a renamed group is looked for in the group's new place
		for _, same := range []func(a, b Part) bool{sameID, sameKey, sameName} {
			d.pair(inner, same)
		}
	}
	var changes []PartChange
	for i, old := range before {
		j, ok := partner[i]
		if !ok {
			changes = append(changes, PartChange{Old: old})
			continue
		}
		c := PartChange{Old: old, New: after[j], Fields: differing(old, after[j])}
		if old.ID != after[j].ID || len(c.Fields) > 0 {
			changes = append(changes, c)
		}
	}
	for j, added := range after {
		if !d.taken[j] {
			changes = append(changes, PartChange{New: added})
		}
	}
	return changes
}

// A pairing finds for the parts of one scheme those of another.
type pairing struct {
	before, after []Part
	partner       map[int]int
	taken         map[int]bool // indices in after
}

// pair finds partners for the parts that are in others, or for those that are
// not.
func (d pairing) pair(inner bool, same func(a, b Part) bool) {
	for i, old := range d.before {
		if _, ok := d.partner[i]; ok || inner != (old.Parent != "") {
			continue
		}
		parent := d.place(old)
		for j, b := range d.after {
			if !d.taken[j] && old.Kind == b.Kind && b.Parent == parent && same(old, b) {
				d.partner[i], d.taken[j] = j, true
				break
			}
		}
	}
}

// place is the id in the new scheme of what a part is in.
func (d pairing) place(p Part) string {
	for i, j := range d.partner {
		if holds(d.before[i].Kind, p.Kind) && d.before[i].ID == p.Parent {
			return d.after[j].ID
		}
	}
	return p.Parent
}

func holds(outer, inner PartKind) bool {
	return map[PartKind]PartKind{PartLabel: PartGroup, PartDocumentLabel: PartDocumentGroup, PartChoice: PartAttribute}[inner] == outer
}

func sameID(a, b Part) bool  { return a.ID == b.ID }
func sameKey(a, b Part) bool { return a.key != "" && a.key == b.key }
func sameName(a, b Part) bool {
	return slices.ContainsFunc(a.names, func(n Name) bool { return slices.Contains(b.names, n) })
}

// differing are the fields in which two parts differ.
func differing(a, b Part) []string {
	var fields []string
	if !slices.Equal(a.names, b.names) {
		fields = append(fields, "names")
	}
	for i := range a.fields {
		if a.fields[i] != b.fields[i] {
			fields = append(fields, a.fields[i].name)
		}
	}
	return fields
}

// Uses counts in how many places of a set a part is used: claims, relations, or
// the document.
func (p Part) Uses(s Set) int {
	n := 0
	for _, c := range s.All() {
		if p.inClaim(c) {
			n++
		}
	}
	for _, r := range s.Relations {
		if p.Kind == PartRelation && r.Type == p.ID {
			n++
		}
	}
	if p.inDocument(s.Document) {
		n++
	}
	return n
}

func (p Part) inClaim(c *Claim) bool {
	switch p.Kind {
	case PartGroup:
		return len(c.Labels[p.ID]) > 0
	case PartLabel:
		return c.Has(p.Parent, p.ID)
	case PartAttribute:
		return c.Attributes[p.ID] != nil
	case PartChoice:
		return c.Attributes[p.Parent] == p.ID
	}
	return false
}

func (p Part) inDocument(d Document) bool {
	switch p.Kind {
	case PartDocumentGroup:
		return len(d.Labels[p.ID]) > 0
	case PartDocumentLabel:
		return slices.Contains(d.Labels[p.Parent], p.ID)
	case PartStatus:
		return d.Status == p.ID
	}
	return false
}
