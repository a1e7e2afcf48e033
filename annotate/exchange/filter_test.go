package exchange

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// training are the formats that leave out what nobody has decided on.
var training = []string{"classify", "conll", "conll-bioes", "doccano", "doccano-relation", "instruct", "prodigy", "spacy"}

// TestTrainingFormats holds the list of the formats in which what has no label
// counts as labelled with nothing.
func TestTrainingFormats(t *testing.T) {
	var got []string
	for _, f := range Formats() {
		if f.Training && f.Exports() {
			got = append(got, f.Name)
		}
	}
	if strings.Join(got, " ") != strings.Join(training, " ") {
		t.Errorf("%v, want %v", got, training)
	}
}

// madeBy gives claims a label and a provenance each: u is a suggestion that nobody
// has decided on, r one that was rejected, n noise that a person has marked, p a
// person's claim.
func madeBy(x *text.Text, kinds string) (claims []*model.Claim) {
	of := map[rune]model.Provenance{
		'u': {By: "tagger", Method: model.Import}, 'r': {By: "tagger", Method: model.Model, Verdict: model.Rejected},
		'n': {By: "chen", Method: model.Person}, 'p': {By: "chen", Method: model.Person},
	}
	for i, kind := range kinds {
		label := map[string][]string{"goal": {"2030"}}
		if kind == 'n' {
			label = map[string][]string{"noise": {"injected"}}
		}
		c := &model.Claim{ID: fmt.Sprint(i), Labels: label, Provenance: of[kind]}
		c.Fragments = []model.Fragment{model.Describe(x, text.Span{Start: text.Offset(i), End: text.Offset(i) + 1})}
		claims = append(claims, c)
	}
	return claims
}

// TestUndecided holds which articles and claims a training format has, and which
// are counted as left out; other formats have all of them.
func TestUndecided(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("到2030年，半导体产值破1万亿元。")
	none := []Layer(nil)
	layer := func(status, kinds string) Layer {
		return Layer{Annotator: "chen", Set: model.Set{Claims: madeBy(x, kinds), Document: model.Document{Status: status}}}
	}
	left := func(articles, suggestions int) string {
		return fmt.Sprintf("%d articles, %d suggestions", articles, suggestions)
	}
	tests := []struct {
		name       string
		layers     []Layer
		selection  Filter
		documents  int
		claims     int
		leftOut    string
		allFormats int // the claims in other formats
	}{
		{"no layer", none, Filter{}, 0, 0, left(1, 0), 0},
		{"no layer, asked for", none, Filter{Unlabelled: true}, 1, 0, left(0, 0), 0},
		{"opened and left", []Layer{layer("new", "")}, Filter{}, 0, 0, left(1, 0), 0},
		{"read, nothing found", []Layer{layer("in-progress", "")}, Filter{}, 1, 0, left(0, 0), 0},
		{"done, nothing found", []Layer{layer("done", "")}, Filter{}, 1, 0, left(0, 0), 0},
		{"no status, nothing found", []Layer{layer("", "")}, Filter{}, 1, 0, left(0, 0), 0},
		{"suggestions only", []Layer{layer("in-progress", "uu")}, Filter{}, 0, 0, left(1, 2), 2},
		{"suggestions only, the article asked for", []Layer{layer("in-progress", "uu")}, Filter{Unlabelled: true}, 1, 0, left(0, 2), 2},
		{"suggestions only, asked for", []Layer{layer("in-progress", "uu")}, Filter{Undecided: true}, 1, 2, left(0, 0), 2},
		{"suggestions only, done", []Layer{layer("done", "uu")}, Filter{}, 1, 0, left(0, 2), 2},
		{"a rejected one", []Layer{layer("new", "ur")}, Filter{}, 1, 0, left(0, 1), 1},
		{"noise only", []Layer{layer("new", "nu")}, Filter{}, 1, 0, left(0, 1), 1},
		{"a person's", []Layer{layer("new", "pu")}, Filter{}, 1, 1, left(0, 1), 2},
		{"two layers, one not begun", []Layer{layer("new", ""), layer("new", "p")}, Filter{}, 1, 1, left(0, 0), 1},
		{"two layers, one of suggestions", []Layer{layer("new", "u"), layer("new", "p")}, Filter{}, 1, 1, left(0, 1), 2},
	}
	for _, tt := range tests {
		for _, f := range Formats() {
			if !f.Exports() {
				continue
			}
			e := &Exporter{Format: f, Scheme: s, Filter: tt.selection}
			export(t, e, []Document{{Name: "a.txt", Text: x, Layers: tt.layers}})
			documents, claims, want := tt.documents, tt.claims, tt.leftOut
			if !f.Training {
				documents, claims, want = 1, tt.allFormats, left(0, 0)
			}
			got := left(e.Report.left[Unannotated], e.Report.left[Undecided])
			if e.Report.Documents != documents || e.Report.Claims != claims || got != want {
				t.Errorf("%s: %s: %d documents, %d claims, left out %s; want %d, %d, %s", tt.name, f.Name, e.Report.Documents, e.Report.Claims, got, documents, claims, want)
			}
		}
	}
}

// TestNothingFoundComesBack holds that a text without claims in a training format
// is one that was read, unless the file is a model's.
func TestNothingFoundComesBack(t *testing.T) {
	s := defaultScheme(t)
	d := Document{Name: "a.txt", Text: text.New("春眠"), Layers: []Layer{{Annotator: "chen", Set: model.Set{Document: model.Document{Status: "done"}}}}}
	for _, f := range Formats() {
		if !f.Imports() || !f.Exports() || !f.Training {
			continue
		}
		out := export(t, &Exporter{Format: f, Scheme: s}, []Document{d})
		for suggested, want := range map[bool]int{false: 1, true: 0} {
			var back []Document
			m := importer(f, s, "", &back)
			m.Suggestions = suggested
			if err := m.Run(out.sources()); err != nil || len(back) != 1 {
				t.Fatalf("%s: %v, %d documents", f.Name, err, len(back))
			}
			again := &Exporter{Format: f, Scheme: s}
			export(t, again, back)
			if again.Report.Documents != want {
				t.Errorf("%s: suggestions %v: %d documents, want %d; %v", f.Name, suggested, again.Report.Documents, want, maps.Clone(again.Report.left))
			}
		}
	}
}

// TestOneStatus holds that the only status of a scheme says nothing.
func TestOneStatus(t *testing.T) {
	s := *defaultScheme(t)
	s.Statuses = s.Statuses[:1]
	set := model.Set{Document: model.Document{Status: s.Statuses[0].ID}}
	if !(Filter{}).isAnnotated(set, &s) {
		t.Error("a layer without claims is as one that nobody has worked on")
	}
}
