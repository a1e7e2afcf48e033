package journal

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"pizhu/model"
)

// did says in short what a change did to an item: made or deleted and what it
// held, else each part that is another now.
func did(c model.Change) []string {
	var parts []string
	switch {
	case c.Before == nil:
		parts = []string{"made"}
	case c.After == nil:
		return []string{"deleted"}
	}
	switch after := c.After.(type) {
	case *model.Claim:
		before, _ := c.Before.(*model.Claim)
		return append(parts, claimDid(before, after)...)
	case *model.Relation:
		before, _ := c.Before.(*model.Relation)
		return append(parts, relationDid(before, after)...)
	case *model.Document:
		before, _ := c.Before.(*model.Document)
		return append(parts, documentDid(before, after)...)
	}
	return parts
}

// claimDid tells of a claim; before is nil where it is new.
func claimDid(before, after *model.Claim) []string {
	if before == nil {
		before = &model.Claim{Fragments: after.Fragments}
	}
	parts := labelsDid(before.Labels, after.Labels)
	for _, id := range slices.Sorted(maps.Keys(after.Attributes)) {
		if v, had := before.Attributes[id]; !had || v != after.Attributes[id] {
			parts = append(parts, id+"="+model.FormatValue(after.Attributes[id]))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before.Attributes)) {
		if _, has := after.Attributes[id]; !has {
			parts = append(parts, "-"+id)
		}
	}
	switch same := before.Quote() == after.Quote(); {
	case !same:
		parts = append(parts, fmt.Sprintf("text was %q", before.Quote()))
	case before.Start() != after.Start():
		parts = append(parts, fmt.Sprintf("moved from %d-%d", before.Start(), before.End()))
	}
	parts = append(parts, valueDid("adrift", string(before.Standing), string(after.Standing))...)
	parts = append(parts, valueDid("note", before.Note, after.Note)...)
	return append(parts, valueDid("verdict", string(before.Provenance.Verdict), string(after.Provenance.Verdict))...)
}

func relationDid(before, after *model.Relation) []string {
	if before == nil {
		before = &model.Relation{}
	}
	parts := valueDid("type", before.Type, after.Type)
	return append(parts, valueDid("note", before.Note, after.Note)...)
}

func documentDid(before, after *model.Document) []string {
	if before == nil {
		before = &model.Document{}
	}
	parts := valueDid("status", before.Status, after.Status)
	parts = append(parts, labelsDid(before.Labels, after.Labels)...)
	return append(parts, valueDid("note", before.Note, after.Note)...)
}

// valueDid tells of a part that holds one value, which may be empty.
func valueDid(name, before, after string) []string {
	switch {
	case before == after:
		return nil
	case after == "":
		return []string{"-" + name}
	}
	return []string{name + "=" + after}
}

// labelsDid tells which labels came, and which went.
func labelsDid(before, after map[string][]string) []string {
	var parts []string
	had, has := model.LabelPaths(nil, before), model.LabelPaths(nil, after)
	for _, l := range has {
		if !slices.Contains(had, l) {
			parts = append(parts, "+"+l)
		}
	}
	for _, l := range had {
		if !slices.Contains(has, l) {
			parts = append(parts, "-"+l)
		}
	}
	return parts
}

// A Told is one change of a deed, as it is told.
type Told struct {
	Kind   model.Kind
	ID     string
	Quote  string   // of a claim its text; of a relation both ends'
	Labels []string // group/label, which the item had afterwards, or before it was deleted
	Did    []string // what changed: made, deleted, +goal/2030, year=2030, …
}

// quotes are the texts of claims, by their ids, as far as they were told of.
type quotes map[string]string

func (q quotes) tell(c model.Change) Told {
	kind, id := cmp.Or(c.After, c.Before).Ref()
	t := Told{Kind: kind, ID: id, Did: did(c)}
	switch i := cmp.Or(c.After, c.Before).(type) {
	case *model.Claim:
		q[id] = i.Quote()
		t.Quote, t.Labels = q[id], model.LabelPaths(nil, i.Labels)
	case *model.Relation:
		t.Quote = cmp.Or(q[i.From], i.From) + " → " + cmp.Or(q[i.To], i.To)
	case *model.Document:
		t.Labels = model.LabelPaths(nil, i.Labels)
	}
	return t
}
