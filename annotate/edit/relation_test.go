package edit

import (
	"errors"
	"testing"

	"pizhu/model"
)

// related is a desk with a claim of a goal, another, and one of a role.
func related(t *testing.T) (d *Editor, goal, other, role *model.Claim) {
	t.Helper()
	desk := newEditor(t)
	a, b, c := desk.label(t, "未来科技", "goal", "2030"), desk.label(t, "新方向", "goal", "2035"), desk.label(t, "去年", "role", "official")
	return &desk, desk.Set.Claim(a), desk.Set.Claim(b), desk.Set.Claim(c)
}

func TestRelate(t *testing.T) {
	d, goal, other, role := related(t)
	tests := []struct {
		name     string
		from, to *model.Claim
		kind     string
		want     error
		start    *model.Claim // where the relation that is kept begins
	}{
		{"to a group that the type leads to", goal, role, "attributed-to", nil, goal},
		{"again", goal, role, "attributed-to", ErrRelationExists, nil},
		{"to a group that it does not lead to", role, goal, "attributed-to", ErrUnfitRelation, nil},
		{"to itself", goal, goal, "supports", ErrSelfRelation, nil},
		{"one way", other, goal, "supports", nil, other},
		{"the other way is another", goal, other, "supports", nil, goal},
		{"symmetric, kept from the lower id", other, goal, "same-as", nil, goal},
		{"symmetric, the other way round", goal, other, "same-as", ErrRelationExists, nil},
		{"a type that the scheme does not know", goal, other, "refutes", ErrUnfitRelation, nil},
	}
	for _, tt := range tests {
		e, err := d.Relate(tt.from, tt.to, tt.kind)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
		if err != nil {
			continue
		}
		d.apply(t, e, nil)
		if r := d.Related(tt.from, tt.to, tt.kind); r == nil || r.From != tt.start.ID {
			t.Errorf("%s: kept as %+v", tt.name, r)
		}
	}
	d.apply(t, d.Unrelate(d.Related(goal, other, "same-as")), nil)
	if d.Related(other, goal, "same-as") != nil || len(d.Set.Relations) != 3 {
		t.Errorf("%d relations are left, want 3", len(d.Set.Relations))
	}
	d.apply(t, d.Delete(goal), nil)
	if len(d.Set.Relations) != 0 {
		t.Errorf("%d relations outlive their end", len(d.Set.Relations))
	}
}

// TestNoteRelation holds that a note is one edit, that it says who wrote it, and that
// its inverse brings back what was there.
func TestNoteRelation(t *testing.T) {
	d, goal, other, _ := related(t)
	e, err := d.Relate(goal, other, "supports")
	d.apply(t, e, err)
	d.Author.Name = "li"
	made := d.Related(goal, other, "supports")
	e = d.NoteRelation(made, "同一段话")
	d.apply(t, e, nil)
	r := d.Related(goal, other, "supports")
	if r.Note != "同一段话" || r.Provenance.By != "chen" || r.Provenance.ModifiedBy != "li" || made.Note != "" {
		t.Errorf("%+v", r)
	}
	d.apply(t, e.Inverse(), nil)
	if r = d.Related(goal, other, "supports"); !r.Equal(made) {
		t.Errorf("taken back: %+v", r)
	}
}

func TestSetAttribute(t *testing.T) {
	d, goal, _, role := related(t)
	if got := len(d.Attributes(goal)); got != 4 {
		t.Errorf("a goal has %d attributes, want 4", got)
	}
	if got := d.Attributes(role); len(got) != 0 {
		t.Errorf("a role has the attributes %v", got)
	}
	tests := []struct {
		id, typed string
		want      any // nil where it is refused
	}{
		{"year", "2030", "2030"},
		{"year", "2024-02-29", "2024-02-29"},
		{"year", "2023-02-29", nil},
		{"year", "明年", nil},
		{"value", "1,200", 1200.0},
		{"value", "1万亿", 1e12},
		{"value", "3.8", 3.8},
		{"value", "NaN", nil},
		{"value", "1e999", nil},
		{"value", "很多", nil},
		{"unit", " 元 ", "元"},
		{"modality", "planned", "planned"},
		{"modality", "perhaps", nil},
	}
	for _, tt := range tests {
		e, err := d.SetAttribute(goal, *d.Scheme.Attribute(tt.id), tt.typed)
		if (err != nil) != (tt.want == nil) {
			t.Errorf("%s %q: %v", tt.id, tt.typed, err)
		}
		if err != nil {
			continue
		}
		d.apply(t, e, nil)
		if goal = d.Set.Claim(goal.ID); goal.Attributes[tt.id] != tt.want {
			t.Errorf("%s %q is %v", tt.id, tt.typed, goal.Attributes[tt.id])
		}
	}
	e, err := d.SetAttribute(goal, *d.Scheme.Attribute("unit"), "")
	d.apply(t, e, err)
	if _, ok := d.Set.Claim(goal.ID).Attributes["unit"]; ok {
		t.Error("nothing typed did not take the attribute away")
	}
}

func TestDocument(t *testing.T) {
	d := newEditor(t)
	d.apply(t, d.LabelDocument("genre", "news"), nil)
	d.apply(t, d.LabelDocument("genre", "plan"), nil)
	d.apply(t, d.LabelDocument("level", "city"), nil)
	d.apply(t, d.NoteDocument("好"), nil)
	got := d.Set.Document
	if len(got.Labels["genre"]) != 1 || got.Labels["genre"][0] != "plan" || got.Labels["level"][0] != "city" {
		t.Errorf("labels %v", got.Labels)
	}
	if got.Status != "in-progress" || got.Note != "好" {
		t.Errorf("status %q, note %q", got.Status, got.Note)
	}
	d.apply(t, d.SetStatus("done"), nil)
	d.apply(t, d.LabelDocument("level", "city"), nil)
	if got = d.Set.Document; got.Status != "done" || got.Labels["level"] != nil {
		t.Errorf("status %q, labels %v", got.Status, got.Labels)
	}
}
