package exchange

import (
	"bufio"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// TestBratConfig holds that no label is a section, a comment, a macro or a mark in
// annotation.conf, whatever its name is, and that each comes back.
func TestBratConfig(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("春眠不觉晓")
	names := [][2]string{{"[events", "x]"}, {"!imported", "a"}, {"imported", "[relations]"}, {"#", "b"}, {"<ENTITY>=", "c"}, {"-----", "-"}, {"%5B", "d"}, {"%", "%21"}, {"imported", "!e"}, {"春", "眠"}}
	for i, first := range names {
		second := names[(i+1)%len(names)]
		set := model.Set{
			Claims: []*model.Claim{{
				ID: "a", Labels: map[string][]string{first[0]: {first[1]}}, Fragments: []model.Fragment{model.Describe(x, text.Span{Start: 0, End: 2})},
				Provenance: model.Provenance{By: "chen", Method: model.Person},
			}},
			Relations: []*model.Relation{{ID: "r", Type: cleanID(first[0] + first[1]), From: "a", To: "a"}},
		}
		if second[0] != first[0] {
			set.Claims[0].Labels[second[0]] = []string{second[1]}
		}
		out := export(t, &Exporter{Format: format(t, "brat"), Scheme: s}, []Document{{Name: "a.txt", Text: x, Layers: []Layer{{Annotator: "chen", Set: set}}}})
		sections := []string{}
		for lines := bufio.NewScanner(out[bratConf]); lines.Scan(); {
			switch line := lines.Text(); {
			case strings.HasPrefix(line, "["):
				sections = append(sections, line)
			case line != "" && strings.ContainsAny(line[:1], "!#-") || strings.HasPrefix(line, "<") && line != "<ENTITY>=<ENTITY>":
				t.Errorf("%q: the line %q", first, line)
			}
		}
		if got := strings.Join(sections, " "); got != "[entities] [relations] [events] [attributes]" {
			t.Errorf("%q: the sections are %s", first, got)
		}
		delete(out, bratConf)
		var back []Document
		if err := importer(format(t, "brat"), s, "", &back).Run(out.sources()); err != nil || len(back) != 1 || len(back[0].Layers) != 1 {
			t.Fatalf("%q: %v, %+v", first, err, back)
		}
		got := back[0].Layers[0].Set
		for group, list := range set.Claims[0].Labels {
			if !got.Claims[0].Has(group, list[0]) {
				t.Errorf("%q comes back as %v", group+"/"+list[0], got.Claims[0].Labels)
			}
		}
		if len(got.Relations) != 1 || got.Relations[0].Type != set.Relations[0].Type {
			t.Errorf("%q comes back as %+v", set.Relations[0].Type, got.Relations)
		}
	}
}
