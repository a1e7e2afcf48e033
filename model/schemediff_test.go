package model

import (
	"fmt"
	"slices"
	"testing"
)

func named(text string) Names { return Names{{Lang: "en", Text: text}} }

func oldScheme() *Scheme {
	return &Scheme{
		Groups: []Group{
			{ID: "goal", Names: named("Goal"), Many: true, Labels: []Label{
				{ID: "a", Key: "1", Names: named("A")}, {ID: "b", Key: "2", Names: named("B")}, {ID: "c", Names: named("C")},
			}},
			{ID: "role", Names: named("Role"), Labels: []Label{{ID: "x", Names: named("X")}}},
		},
		Attributes: []Attribute{{ID: "year", Type: AttributeType{Name: "date"}, On: []string{"goal"}, Names: named("Year"), Choices: []Choice{{ID: "q", Names: named("Q")}}}},
		Relations:  []RelationType{{ID: "supports", Names: named("Supports")}},
		Documents:  []Group{{ID: "genre", Names: named("Genre"), Labels: []Label{{ID: "news", Names: named("News")}}}},
		Statuses:   []Status{{ID: "new", Names: named("New")}},
	}
}

func TestDiff(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Scheme)
		want   []string
	}{
		{"nothing", func(*Scheme) {}, nil},
		{"an added label", func(s *Scheme) { s.Groups[1].Labels = append(s.Groups[1].Labels, Label{ID: "y", Names: named("Y")}) }, []string{"added label role/y"}},
		{"a removed label", func(s *Scheme) { s.Groups[0].Labels = s.Groups[0].Labels[:2] }, []string{"removed label goal/c"}},
		{
			"labels renamed by key and by name", func(s *Scheme) {
				s.Groups[0].Labels[1] = Label{ID: "bb", Key: "2", Names: named("Other")}
				s.Groups[0].Labels[2].ID = "cc"
			},
			[]string{"renamed label goal/b goal/bb [names]", "renamed label goal/c goal/cc []"},
		},
		{"a renamed group takes its labels with it", func(s *Scheme) {
			s.Groups[0].ID, s.Groups[0].Labels[2].Names = "aim", named("D")
		}, []string{"renamed group goal aim []", "changed label goal/c aim/c [names]"}},
		{"a renamed attribute takes its choices", func(s *Scheme) { s.Attributes[0].ID = "when" }, []string{"renamed attribute year when []"}},
		{"a label moved to another group", func(s *Scheme) {
			s.Groups[1].Labels = append(s.Groups[1].Labels, s.Groups[0].Labels[2])
			s.Groups[0].Labels = s.Groups[0].Labels[:2]
		}, []string{"removed label goal/c", "added label role/c"}},
		{"fields", func(s *Scheme) {
			s.Groups[0].Many, s.Groups[0].Labels[0].Guideline = false, "g"
			s.Attributes[0].Type, s.Relations[0].Symmetric, s.Statuses[0].Final = AttributeType{Name: "text"}, true, true
		}, []string{
			"changed group goal goal [choose]", "changed label goal/a goal/a [guideline]", "changed attribute year year [type]",
			"changed relation supports supports [symmetric]", "changed status new new [final]",
		}},
		{"of documents", func(s *Scheme) { s.Documents[0].Labels[0].ID = "report" }, []string{"renamed document label genre/news genre/report []"}},
	} {
		s := oldScheme()
		tt.change(s)
		var got []string
		for _, c := range oldScheme().Diff(s) {
			said := fmt.Sprint(c.What(), " ", c.Old.Kind, " ", c.Old.Path(), " ", c.New.Path(), " ", c.Fields)
			switch c.What() {
			case "added":
				said = fmt.Sprint("added ", c.New.Kind, " ", c.New.Path())
			case "removed":
				said = fmt.Sprint("removed ", c.Old.Kind, " ", c.Old.Path())
			}
			got = append(got, said)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%q, want\n%q", tt.name, got, tt.want)
		}
	}
}

func TestBreaks(t *testing.T) {
	for _, tt := range []struct {
		change PartChange
		want   bool
	}{
		{PartChange{New: Part{ID: "a"}}, false},
		{PartChange{Old: Part{ID: "a"}}, true},
		{PartChange{Old: Part{ID: "a"}, New: Part{ID: "b"}}, true},
		{PartChange{Old: Part{ID: "a"}, New: Part{ID: "a"}, Fields: []string{"key", "names"}}, false},
		{PartChange{Old: Part{ID: "a"}, New: Part{ID: "a"}, Fields: []string{"key", "type"}}, true},
	} {
		if got := tt.change.Breaks(); got != tt.want {
			t.Errorf("%+v breaks: %v", tt.change, got)
		}
	}
}

func TestUses(t *testing.T) {
	set := Set{
		Document: Document{Status: "new", Labels: map[string][]string{"genre": {"news"}}},
		Claims: []*Claim{
			{Labels: map[string][]string{"goal": {"a", "b"}}, Attributes: map[string]any{"year": "q"}},
			{Labels: map[string][]string{"goal": {"b"}}},
		},
		Relations: []*Relation{{Type: "supports"}},
	}
	got := map[string]int{}
	for _, p := range oldScheme().Parts() {
		got[string(p.Kind)+" "+p.Path()] = p.Uses(set)
	}
	for part, want := range map[string]int{
		"group goal": 2, "label goal/a": 1, "label goal/b": 2, "label goal/c": 0, "group role": 0, "label role/x": 0,
		"attribute year": 1, "choice year/q": 1, "relation supports": 1, "document group genre": 1, "document label genre/news": 1, "status new": 1,
	} {
		if got[part] != want {
			t.Errorf("%s is used %d times, want %d", part, got[part], want)
		}
	}
}
