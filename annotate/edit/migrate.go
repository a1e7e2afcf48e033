package edit

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"pizhu/model"
)

// A Renaming gives the labels of a group another group, or one label of it
// another group and name.
type Renaming struct {
	Group, Label     string // an empty label: all that the group has
	ToGroup, ToLabel string // an empty label: the name stays
}

// A Migration renames labels of claims and of articles, all at once: so that two
// names may be swapped.
type Migration struct {
	Scheme    *model.Scheme // says in which order labels stand
	Renamings []Renaming
	By        string // who does it, and when
	Now       time.Time
}

// Edit is the edit that renames what a set has, and in how many claims. Where
// there is nothing to rename it has no changes.
func (m Migration) Edit(s model.Set) (e model.Edit, claims int) {
	e.Action = "migrate"
	for _, c := range s.All() {
		labels, changed := m.rename(c.Labels, m.Scheme.Groups)
		if !changed {
			continue
		}
		after := c.Clone()
		after.Labels = labels
		after.Provenance.Modified, after.Provenance.ModifiedBy = m.Now, m.By
		e.Changes = append(e.Changes, model.Change{Before: c, After: after})
		claims++
	}
	if labels, changed := m.rename(s.Document.Labels, m.Scheme.Documents); changed {
		after := s.Document
		after.Labels = labels
		e.Changes = append(e.Changes, model.Change{Before: &s.Document, After: &after})
	}
	return e, claims
}

// rename gives labels as they are called after the migration.
func (m Migration) rename(labels map[string][]string, groups []model.Group) (renamed map[string][]string, changed bool) {
	renamed = make(map[string][]string, len(labels))
	for _, group := range slices.Sorted(maps.Keys(labels)) {
		for _, label := range labels[group] {
			toGroup, toLabel := m.target(group, label)
			changed = changed || toGroup != group || toLabel != label
			if !slices.Contains(renamed[toGroup], toLabel) {
				renamed[toGroup] = append(renamed[toGroup], toLabel)
			}
		}
	}
	for _, g := range groups {
		place := func(id string) int { return slices.IndexFunc(g.Labels, func(l model.Label) bool { return l.ID == id }) }
		slices.SortStableFunc(renamed[g.ID], func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	}
	return renamed, changed
}

// target is what a label is called after the migration: one that names the
// label itself goes before one for the group.
func (m Migration) target(group, label string) (toGroup, toLabel string) {
	for _, whole := range []bool{false, true} {
		for _, r := range m.Renamings {
			if r.Group == group && (whole && r.Label == "" || !whole && r.Label == label) {
				return r.ToGroup, cmp.Or(r.ToLabel, label)
			}
		}
	}
	return group, label
}

// WithTooManyLabels are the claims that have several labels of a group that chooses one.
func WithTooManyLabels(s model.Set, scheme *model.Scheme) []*model.Claim {
	return slices.DeleteFunc(s.All(), func(c *model.Claim) bool {
		return !slices.ContainsFunc(scheme.Groups, func(g model.Group) bool { return !g.Many && len(c.Labels[g.ID]) > 1 })
	})
}
