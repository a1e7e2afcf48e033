package article

import (
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/ui/face"
	"pizhu/ui/margin"
	"pizhu/ui/paint"
)

// The claims whose text was changed are no claims of the text until a person says so. Where each may be is marked, and the
// margin says what it is. The other detached claims are only in the list of those that are not resolved.

// detachedFace marks where a claim may be.
var detachedFace = face.Face{Mark: face.Dots, MarkColour: face.Vermilion}

// detached returns the claims whose text was changed and that may be at one place of the text.
func (a *Article) detached() []session.Unresolved {
	if a.Session.UnresolvedCount() == 0 {
		return nil
	}
	var list []session.Unresolved
	for _, d := range a.Session.Unresolved() {
		if d.Standing == model.Changed && len(d.Spans) > 0 {
			list = append(list, d)
		}
	}
	return list
}

// detachedLayers marks the places in the text, below the claims.
func detachedLayers(list []session.Unresolved) []paint.Layer {
	var layers []paint.Layer
	for _, d := range list {
		layers = append(layers, paint.Layer{Spans: d.Spans, Face: detachedFace})
	}
	return layers
}

// detachedEntries returns the entries of the margin beside the text for those in view.
func (a *Article) detachedEntries(v View, below bool) []margin.Entry {
	var entries []margin.Entry
	for _, d := range v.detached {
		row, _, in := a.Reader.At(d.Spans[0].Start)
		if !in || below {
			continue
		}
		e := a.Entry(d.Claim, row, false)
		e.ID = "" // a press cannot go to it: it is no claim of the text
		e.Tags = append([]margin.Tag{{Name: "changed? Q", Face: detachedFace}}, e.Tags...)
		entries = append(entries, e)
	}
	return entries
}
