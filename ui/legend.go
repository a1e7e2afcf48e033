package ui

import (
	"strings"

	"pizhu/model"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
	"pizhu/ui/status"
)

// A drawn keeps what was drawn last. A new measure drops it.
type drawn struct {
	legend legendCache
	status statusCache
}

// A legendCache is the legend that was drawn last. It is half of what a frame costs, and few keys change it: it is kept until
// something that it was drawn from is another. Scheme, keys and language never are; a new measure drops it.
type legendCache struct {
	first   string
	current *model.Claim
	columns int
	row     paint.Row
	hits    []status.Hit
}

// legend is the row of the label keys; within a chord, of its second keys.
func (a *App) legend(s scene) (paint.Row, []status.Hit) {
	first := a.chord
	if r := a.drawn.legend; r.row == nil || r.first != first || r.current != s.Current || r.columns != s.columns {
		row, hits := status.Legend(a.legendKeys(first, s.Current), s.columns, a.Measure)
		a.drawn.legend = legendCache{first, s.Current, s.columns, row, hits}
	}
	return a.drawn.legend.row, a.drawn.legend.hits
}

// legendKeys are the entries of the legend: the label keys of one key and the
// first keys of chords, or the second keys of one chord.
func (a *App) legendKeys(first string, current *model.Claim) []status.Key {
	var keys []status.Key
	seen := map[string]int{} // where a chord's entry stands, from 1
	for _, b := range a.Keys.Of(keymap.Read) {
		group, label, ok := b.Action.Label()
		if !ok {
			continue
		}
		one, two, chord := strings.Cut(b.Keys[0], " ")
		k := status.Key{Key: one, Name: a.article.ShortName(group, label), Face: a.article.LabelFace(group, label)}
		switch {
		case first != "" && (!chord || one != first):
			continue
		case first != "":
			k.Key = two
			k.Name = a.article.LabelName(group, label)
		case chord && seen[one] > 0:
			keys[seen[one]-1].On = keys[seen[one]-1].On || current != nil && current.Has(group, label)
			continue
		case chord:
			seen[one] = len(keys) + 1
			k.Name, k.Face = a.Scheme.Group(group).Names.In(a.Lang)+"…", face.Face{}
		}
		k.On = current != nil && current.Has(group, label)
		keys = append(keys, k)
	}
	return keys
}
