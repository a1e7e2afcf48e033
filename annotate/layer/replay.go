package layer

import (
	"cmp"

	"pizhu/annotate/merge"
	"pizhu/annotate/sidecar"
	"pizhu/model"
)

// An itemKey names an item.
type itemKey struct {
	kind model.Kind
	id   string
}

func itemKeyOf(c model.Change) itemKey {
	kind, id := cmp.Or(c.After, c.Before).Ref()
	return itemKey{kind, id}
}

// Replay makes edits on a set, which has some of them, or other ones. Where an
// item is as an edit found it, it is changed; where it is as the edit left it,
// it stays; else both are kept, and listed.
//
// Edits that follow one another on an item are one change, from before the first
// to after the last. An edit that does not follow the one before it was made
// elsewhere at the same time, and is replayed after it.
func Replay(set model.Set, edits []sidecar.Record) (model.Set, []merge.Conflict) {
	var conflicts []merge.Conflict
	for _, round := range mergeRounds(edits) {
		before, after := map[itemKey]model.Item{}, map[itemKey]model.Item{}
		for _, c := range round {
			before[itemKeyOf(c)], after[itemKeyOf(c)] = c.Before, c.After
		}
		merged, found := merge.ThreeWay(withItems(set, before), withItems(set, after), set)
		set, conflicts = merged, append(conflicts, found...)
	}
	return set, conflicts
}

// mergeRounds joins edits to changes, so that no round has two of one item.
func mergeRounds(edits []sidecar.Record) [][]model.Change {
	chains := map[itemKey][]model.Change{}
	var order []itemKey
	for _, e := range edits {
		for _, c := range e.Edit.Changes {
			key := itemKeyOf(c)
			chain := chains[key]
			if n := len(chain); n > 0 && model.Same(chain[n-1].After, c.Before) {
				chain[n-1].After = c.After
				continue
			} else if n == 0 {
				order = append(order, key)
			}
			chains[key] = append(chain, c)
		}
	}
	var rounds [][]model.Change
	for _, key := range order {
		i := 0
		for _, c := range chains[key] {
			if model.Same(c.Before, c.After) {
				continue // what was done was undone
			}
			if i == len(rounds) {
				rounds = append(rounds, nil)
			}
			rounds[i] = append(rounds[i], c)
			i++
		}
	}
	return rounds
}

// withItems is a set in which items are these; nil is one that is not there.
func withItems(s model.Set, items map[itemKey]model.Item) model.Set {
	kept := model.Set{Document: s.Document}
	for _, c := range s.All() {
		if _, ok := items[itemKey{model.KindClaim, c.ID}]; !ok {
			kept.Claims = append(kept.Claims, c)
		}
	}
	for _, r := range s.Relations {
		if _, ok := items[itemKey{model.KindRelation, r.ID}]; !ok {
			kept.Relations = append(kept.Relations, r)
		}
	}
	for _, i := range items {
		switch i := i.(type) {
		case *model.Claim:
			kept.Claims = append(kept.Claims, i)
		case *model.Relation:
			kept.Relations = append(kept.Relations, i)
		case *model.Document:
			kept.Document = *i
		}
	}
	return kept
}
