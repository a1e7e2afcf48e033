package edit

import "pizhu/model"

// LabelDocument puts a label on the article, or takes it off. An article that
// nobody worked on is begun with that.
func (d Desk) LabelDocument(group, label string) model.Edit {
	now := d.Set.Document
	next := now
	if begun := d.begin(); begun != nil {
		next = *begun[0].After.(*model.Document)
	}
	next.Labels = d.Scheme.ToggleDocument(now.Labels, group, label)
	return document(model.ActionLabelDocument, now, next)
}

// NoteDocument writes the note of the article.
func (d Desk) NoteDocument(note string) model.Edit {
	next := d.Set.Document
	next.Note = note
	return document(model.ActionLabelDocument, d.Set.Document, next)
}

// SetStatus says how far the work on the article is.
func (d Desk) SetStatus(id string) model.Edit {
	next := d.Set.Document
	next.Status = id
	return document(model.ActionSetStatus, d.Set.Document, next)
}

func document(action model.Action, before, after model.Document) model.Edit {
	return model.Edit{Action: action, Changes: []model.Change{{Before: &before, After: &after}}}
}
