package edit

import "pizhu/model"

// LabelDocument puts a label on the article, or takes it off. An article that
// nobody worked on is begun with that.
func (d Editor) LabelDocument(group, label string) model.Edit {
	now := d.Set.Document
	next := now
	if begun := d.startWork(); begun != nil {
		next = *begun[0].After.(*model.Document)
	}
	next.Labels = d.Scheme.ToggleDocument(now.Labels, group, label)
	return changeDocument(model.ActionLabelDocument, now, next)
}

// NoteDocument writes the note of the article.
func (d Editor) NoteDocument(note string) model.Edit {
	next := d.Set.Document
	next.Note = note
	return changeDocument(model.ActionLabelDocument, d.Set.Document, next)
}

// SetStatus says how far the work on the article is.
func (d Editor) SetStatus(id string) model.Edit {
	next := d.Set.Document
	next.Status = id
	return changeDocument(model.ActionSetStatus, d.Set.Document, next)
}

func changeDocument(action model.Action, before, after model.Document) model.Edit {
	return model.Edit{Action: action, Changes: []model.Change{{Before: &before, After: &after}}}
}
