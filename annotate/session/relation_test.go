package session

import (
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/layer"
	"pizhu/annotate/merge"
	"pizhu/model"
	"pizhu/model/corpus"
)

// supported is a session in which a claim supports another.
func supported(t *testing.T) (*Session, corpus.Article, layer.Options) {
	t.Helper()
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "潜力", "goal", "2030")
	claims := s.Set().Claims
	e, err := s.Editor().Relate(claims[0], claims[1], "supports")
	if err == nil {
		err = s.Do(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, a, o
}

// noteRelation writes the note of the first relation.
func noteRelation(t *testing.T, s *Session, note string) {
	t.Helper()
	if err := s.Do(s.Editor().NoteRelation(s.Set().Relations[0], note)); err != nil {
		t.Fatal(err)
	}
}

// relationNotes are the notes of the relations that lead from the first claim to
// the second, sorted.
func relationNotes(set model.Set) string {
	var notes []string
	for _, k := range set.Related(set.Claims[0].ID) {
		if !k.Back && k.ID == set.Claims[1].ID {
			notes = append(notes, k.Relation.Note)
		}
	}
	slices.Sort(notes)
	return strings.Join(notes, "|")
}

// TestARelationsNoteIsFoundAgain after a restart, from the sidecar and, where the
// program was cut off, from the journal; and is undone and redone there.
func TestARelationsNoteIsFoundAgain(t *testing.T) {
	for _, cutOff := range []bool{false, true} {
		s, a, o := supported(t)
		noteRelation(t, s, "先说的")
		noteRelation(t, s, "先说的理由")
		flush(t, s)
		if !cutOff {
			closed(t, s)
			if r := onDisk(t, a).Set.Relations; len(r) != 1 || r[0].Note != "先说的理由" {
				t.Errorf("the sidecar has %+v", r)
			}
		}
		again := reopen(t, a, o)
		for i, want := range []string{"先说的理由", "先说的", "", "先说的", "先说的理由"} {
			step := again.Undo
			if i > 2 {
				step = again.Redo
			}
			if i > 0 {
				if _, ok, err := step(); !ok || err != nil {
					t.Fatalf("cut off %v, step %d: %v, %v", cutOff, i, ok, err)
				}
			}
			if got := relationNotes(again.Set()); got != want {
				t.Errorf("cut off %v, step %d: the note is %q, want %q", cutOff, i, got, want)
			}
		}
		closed(t, again)
	}
}

// TestTwoNotesOfOneRelation: two sessions write one relation's note at a time. Both
// are kept, each in a relation, and it is listed.
func TestTwoNotesOfOneRelation(t *testing.T) {
	first, a, o := supported(t)
	closed(t, first)
	one, two := reopen(t, a, o), reopen(t, a, o)
	noteRelation(t, one, "甲")
	noteRelation(t, two, "乙")
	closed(t, one)
	closed(t, two)
	if c := two.Conflicts(); len(c) != 1 || c[0].Kind != model.KindRelation || c[0].Reason != merge.BothKept {
		t.Errorf("listed: %v", c)
	}
	if got := relationNotes(onDisk(t, a).Set); got != "乙|甲" {
		t.Errorf("the sidecar has the notes %q", got)
	}
	again := reopen(t, a, o)
	if got := relationNotes(again.Set()); got != "乙|甲" || len(again.Conflicts()) != 0 {
		t.Errorf("found again: %q, %v", got, again.Conflicts())
	}
}

// TestOneNotesARelationAnotherTakesItAway: the note outlives, as every change does.
func TestOneNotesARelationAnotherTakesItAway(t *testing.T) {
	first, a, o := supported(t)
	closed(t, first)
	one, two := reopen(t, a, o), reopen(t, a, o)
	noteRelation(t, one, "甲")
	if err := two.Do(two.Editor().Delete(two.Set().Claims[1])); err != nil { // and the relation with it
		t.Fatal(err)
	}
	closed(t, one)
	closed(t, two)
	if got := reopen(t, a, o).Set(); len(got.Claims) != 2 || relationNotes(got) != "甲" {
		t.Errorf("%d claims, the notes %q", len(got.Claims), relationNotes(got))
	}
}
