package edit

import (
	"errors"
	"slices"

	"pizhu/model"
)

// What stands in the way of a relation.
var (
	ErrSelfRelation   = errors.New("a claim has no relation to itself: {key:next-claim} goes to another")
	ErrUnfitRelation  = errors.New("the scheme has no relation that leads to such a claim")
	ErrRelationExists = errors.New("these two claims have this relation already")
)

// Fitting are the relation types that may lead to a claim, by the groups of its
// labels.
func (d Editor) Fitting(to *model.Claim) []model.RelationType {
	return slices.DeleteFunc(slices.Clone(d.Scheme.Relations), func(r model.RelationType) bool {
		return len(r.To) > 0 && !slices.ContainsFunc(r.To, func(group string) bool { return len(to.Labels[group]) > 0 })
	})
}

// Relate leads a relation from one claim to another. A symmetric one is kept
// once, from the lower id to the higher.
func (d Editor) Relate(from, to *model.Claim, kind string) (model.Edit, error) {
	switch {
	case from.ID == to.ID:
		return model.Edit{}, ErrSelfRelation
	case !slices.ContainsFunc(d.Fitting(to), func(r model.RelationType) bool { return r.ID == kind }):
		return model.Edit{}, ErrUnfitRelation
	case d.Related(from, to, kind) != nil:
		return model.Edit{}, ErrRelationExists
	}
	r := &model.Relation{
		ID: d.Author.NewID(), Type: kind,
		Provenance: model.Provenance{By: d.Author.Name, Method: model.Person, Created: d.now()},
	}
	r.From, r.To = d.ends(from, to, kind)
	return model.Edit{Action: model.ActionRelate, Changes: []model.Change{{After: r}}}, nil
}

// Related is the relation of a kind from one claim to another, or nil.
func (d Editor) Related(from, to *model.Claim, kind string) *model.Relation {
	start, end := d.ends(from, to, kind)
	for _, r := range d.Set.Relations {
		if r.Type == kind && r.From == start && r.To == end {
			return r
		}
	}
	return nil
}

// Unrelate removes a relation.
func (d Editor) Unrelate(r *model.Relation) model.Edit {
	return model.Edit{Action: model.ActionUnrelate, Changes: []model.Change{{Before: r}}}
}

// NoteRelation writes the note of a relation.
func (d Editor) NoteRelation(r *model.Relation, note string) model.Edit {
	next := *r
	next.Note = note
	d.sign(&next.Provenance)
	return model.Edit{Action: model.ActionNoteRelation, Changes: []model.Change{{Before: r, After: &next}}}
}

// ends are the ids of the claims in the order in which a relation keeps them.
func (d Editor) ends(from, to *model.Claim, kind string) (start, end string) {
	if t := d.Scheme.Relation(kind); t != nil && t.Symmetric && to.ID < from.ID {
		from, to = to, from
	}
	return from.ID, to.ID
}
