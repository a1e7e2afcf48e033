package edit

import (
	"errors"
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/text"
)

// ErrStands says that a claim stands in the text, and cannot be kept as an orphan.
var ErrStands = errors.New("the claim stands in the text: {key:delete-claim} deletes it")

// Place puts a claim at spans of the text, on boundaries of clusters. Where it was
// adrift its history says where it stood before.
func (d Editor) Place(c *model.Claim, spans []text.Span) (model.Edit, error) {
	switch {
	case len(spans) == 0:
		return model.Edit{}, ErrNothingThere
	case !c.Adrift() && slices.Equal(spans, c.Spans()):
		return model.Edit{}, ErrUnchanged
	}
	next := d.copyOf(c)
	if c.Adrift() {
		history, err := sidecar.AppendHistory(c.History, c.Fragments, c.Stood, c.Standing)
		if err != nil {
			return model.Edit{}, err
		}
		next.History, next.Standing, next.Stood = history, "", ""
	}
	next.Fragments = anchor.Redescribe(d.Text, c.Fragments, spans)
	return model.Edit{Action: model.ActionPlaceClaim, Changes: []model.Change{changeClaim(c, next)}}, nil
}

// PlaceOn puts a claim on a span, noise cut out unless the claim says noise.
func (d Editor) PlaceOn(c *model.Claim, s text.Span) (model.Edit, error) {
	return d.Place(c, d.fragments(s, c.NoiseGroup(d.Scheme)))
}

// Keep says of a claim that is adrift that it is to stay so.
func (d Editor) Keep(c *model.Claim) (model.Edit, error) {
	switch c.Standing {
	case "":
		return model.Edit{}, ErrStands
	case model.Kept:
		return model.Edit{}, ErrUnchanged
	}
	next := d.copyOf(c)
	next.Standing = model.Kept
	return model.Edit{Action: model.ActionKeepOrphan, Changes: []model.Change{changeClaim(c, next)}}, nil
}
