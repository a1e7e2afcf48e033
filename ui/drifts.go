package ui

import (
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/ui/face"
	"pizhu/ui/margin"
	"pizhu/ui/paint"
)

// The claims whose text was changed are no claims of the text until a person says
// so. Where each may stand is marked, and the margin says what it is; the other
// claims that are adrift are nowhere but in the queue.

// driftFace marks where a claim may stand.
var driftFace = face.Face{Mark: face.Dots, MarkColour: face.Vermilion}

// offered are the claims that may stand at one place of the text.
func (a *App) offered() []session.Unresolved {
	if a.session.UnresolvedCount() == 0 {
		return nil
	}
	var list []session.Unresolved
	for _, d := range a.session.Unresolved() {
		if d.Standing == model.Changed && len(d.Spans) > 0 {
			list = append(list, d)
		}
	}
	return list
}

// driftLayers mark the places in the text, below the claims.
func driftLayers(offered []session.Unresolved) []paint.Layer {
	var layers []paint.Layer
	for _, d := range offered {
		layers = append(layers, paint.Layer{Spans: d.Spans, Face: driftFace})
	}
	return layers
}

// driftEntries are what the margin beside the text says of those in view.
func (a *App) driftEntries(s scene, below bool) []margin.Entry {
	var entries []margin.Entry
	for _, d := range s.offered {
		row, _, in := a.reader.At(d.Spans[0].Start)
		if !in || below {
			continue
		}
		e := a.entry(d.Claim, row, false)
		e.ID = "" // a press cannot go to it: it is no claim of the text
		e.Tags = append([]margin.Tag{{Name: "changed? Q", Face: driftFace}}, e.Tags...)
		entries = append(entries, e)
	}
	return entries
}
