package journal

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"pizhu/model"
)

// describe says in short what a change did to an item: made or deleted and what it
// held, else each part that is another now.
func describe(c model.Change) []string {
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
		return append(parts, describeClaim(before, after)...)
	case *model.Relation:
		before, _ := c.Before.(*model.Relation)
		return append(parts, describeRelation(before, after)...)
	case *model.Document:
		before, _ := c.Before.(*model.Document)
		return append(parts, describeDocument(before, after)...)
	}
	return parts
}

// describeClaim tells of a claim; before is nil where it is new.
func describeClaim(before, after *model.Claim) []string {
	if before == nil {
		before = &model.Claim{Fragments: after.Fragments}
	}
	parts := describeLabels(before.Labels, after.Labels)
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
	parts = append(parts, describeValue("adrift", string(before.Standing), string(after.Standing))...)
	parts = append(parts, describeValue("note", before.Note, after.Note)...)
	return append(parts, describeValue("verdict", string(before.Provenance.Verdict), string(after.Provenance.Verdict))...)
}

func describeRelation(before, after *model.Relation) []string {
	if before == nil {
		before = &model.Relation{}
	}
	parts := describeValue("type", before.Type, after.Type)
	return append(parts, describeValue("note", before.Note, after.Note)...)
}

func describeDocument(before, after *model.Document) []string {
	if before == nil {
		before = &model.Document{}
	}
	parts := describeValue("status", before.Status, after.Status)
	parts = append(parts, describeLabels(before.Labels, after.Labels)...)
	return append(parts, describeValue("note", before.Note, after.Note)...)
}

// describeValue tells of a part that holds one value, which may be empty.
func describeValue(name, before, after string) []string {
	switch {
	case before == after:
		return nil
	case after == "":
		return []string{"-" + name}
	}
	return []string{name + "=" + after}
}

// describeLabels tells which labels came, and which went.
func describeLabels(before, after map[string][]string) []string {
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

// A ChangeSummary is one change of a deed, as it is told.
type ChangeSummary struct {
	Kind   model.Kind
	ID     string
	Quote  string   // of a claim its text; of a relation both ends'
	Labels []string // group/label, which the item had afterwards, or before it was deleted
	Parts  []string // what changed: made, deleted, +goal/2030, year=2030, …
}

// quoteIndex are the texts of claims, by their ids, as far as they were told of.
type quoteIndex map[string]string

func (q quoteIndex) summarize(c model.Change) ChangeSummary {
	kind, id := cmp.Or(c.After, c.Before).Ref()
	t := ChangeSummary{Kind: kind, ID: id, Parts: describe(c)}
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
