package edit

import (
	"fmt"
	"testing"
	"time"

	"pizhu/model"
)

func TestMigration(t *testing.T) {
	scheme := &model.Scheme{
		Groups: []model.Group{
			{ID: "aim", Many: true, Labels: []model.Label{{ID: "b"}, {ID: "a"}}},
			{ID: "role", Labels: []model.Label{{ID: "x"}, {ID: "y"}}},
		},
		Documents: []model.Group{{ID: "genre", Labels: []model.Label{{ID: "report"}}}},
	}
	for _, tt := range []struct {
		name      string
		renamings []Renaming
		labels    map[string][]string
		want      string
	}{
		{"a label", []Renaming{{"role", "x", "role", "y"}}, map[string][]string{"role": {"x"}}, "map[role:[y]]"},
		{"a group", []Renaming{{Group: "goal", ToGroup: "aim"}}, map[string][]string{"goal": {"a", "b"}}, "map[aim:[b a]]"},
		{"a label before its group", []Renaming{{Group: "goal", ToGroup: "aim"}, {"goal", "c", "role", "x"}}, map[string][]string{"goal": {"a", "c"}}, "map[aim:[a] role:[x]]"},
		{"two that swap", []Renaming{{"aim", "a", "aim", "b"}, {"aim", "b", "aim", "a"}}, map[string][]string{"aim": {"a"}}, "map[aim:[b]]"},
		{"two that become one", []Renaming{{"aim", "a", "aim", "b"}}, map[string][]string{"aim": {"b", "a"}}, "map[aim:[b]]"},
		{"nothing", []Renaming{{"goal", "a", "aim", "a"}}, map[string][]string{"goal": {"b"}}, ""},
	} {
		now := time.Unix(99, 0)
		set := model.Set{Claims: []*model.Claim{{ID: "c", Labels: tt.labels, Fragments: []model.Fragment{{}}}}}
		e, claims := Migration{scheme, tt.renamings, "li", now}.Edit(set)
		if tt.want == "" {
			if claims != 0 || len(e.Changes) != 0 {
				t.Errorf("%s: %+v", tt.name, e)
			}
			continue
		}
		next, err := set.Apply(e)
		if err != nil || claims != 1 {
			t.Fatalf("%s: %d claims, %v", tt.name, claims, err)
		}
		c := next.Claims[0]
		if got := fmt.Sprint(c.Labels); got != tt.want || c.Provenance.ModifiedBy != "li" || !c.Provenance.Modified.Equal(now) {
			t.Errorf("%s: %s, %+v, want %s", tt.name, got, c.Provenance, tt.want)
		}
		if back, err := next.Apply(e.Inverse()); err != nil || !back.Claims[0].Equal(set.Claims[0]) {
			t.Errorf("%s: taken back: %v", tt.name, err)
		}
	}
}

func TestMigrationOfDocuments(t *testing.T) {
	set := model.Set{Document: model.Document{Labels: map[string][]string{"genre": {"news"}}}}
	e, claims := Migration{Scheme: &model.Scheme{}, Renamings: []Renaming{{"genre", "news", "genre", "report"}}}.Edit(set)
	next, err := set.Apply(e)
	if got := fmt.Sprint(next.Document.Labels); err != nil || claims != 0 || got != "map[genre:[report]]" {
		t.Errorf("%s, %d claims, %v", got, claims, err)
	}
}

func TestTooMany(t *testing.T) {
	scheme := &model.Scheme{Groups: []model.Group{{ID: "role"}, {ID: "goal", Many: true}}}
	set := model.Set{Claims: []*model.Claim{
		{ID: "a", Labels: map[string][]string{"role": {"x", "y"}}}, {ID: "b", Labels: map[string][]string{"goal": {"x", "y"}, "role": {"x"}}},
	}}
	if got := WithTooManyLabels(set, scheme); len(got) != 1 || got[0].ID != "a" {
		t.Errorf("%d claims", len(got))
	}
}
