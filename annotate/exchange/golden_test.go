package exchange

import (
	"flag"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pizhu/model"
	"pizhu/model/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens is the folder with a golden file, or several, for each format. Their
// names are escaped as in a URL: a checkout has them in ASCII everywhere.
const goldens = "../../testdata/exchange"

// sample is a document with a little of all that a layer can have.
func sample() Document {
	x := text.New("𠮷野家🚀：到2030年，半导体产值破1万亿元。\n<b>“引号”</b> =1+1 | _x_\t末\n")
	at := func(spans ...text.Span) (list []model.Fragment) {
		for _, s := range spans {
			list = append(list, model.Describe(x, s))
		}
		return list
	}
	day := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	chen := model.Provenance{By: "chen", Method: model.Person, Created: day}
	set := model.Set{
		Document: model.Document{Status: "done", Note: "看过", Labels: map[string][]string{"genre": {"news"}}},
		Claims: []*model.Claim{
			{
				ID: "a", Fragments: at(text.Span{Start: 12, End: 22}), Labels: map[string][]string{"goal": {"2030", "2030-growth"}},
				Attributes: map[string]any{"year": "2030", "value": 1.0}, Note: "a \"note\",\n两行", Provenance: chen,
			},
			{ID: "b", Fragments: at(text.Span{Start: 0, End: 3}), Labels: map[string][]string{"role": {"firm"}}, Provenance: chen},
			{ID: "c", Fragments: at(text.Span{Start: 3, End: 4}, text.Span{Start: 10, End: 15}), Labels: map[string][]string{"goal": {"2030"}}, Provenance: chen},
			{
				ID: "d", Fragments: at(text.Span{Start: 27, End: 31}), Labels: map[string][]string{"measure": {"talent"}},
				Provenance: model.Provenance{By: "perceptron", Method: model.Model, Created: day},
			},
		},
		Relations: []*model.Relation{{ID: "r", Type: "attributed-to", From: "a", To: "b", Note: "as it says", Provenance: chen}},
	}
	set.Normalize()
	return Document{Name: "a/样本.txt", SHA256: strings.Repeat("0", 64), Text: x, Layers: []Layer{{Annotator: "chen", Set: set}}}
}

// TestGolden holds the bytes that each format has of the sample. Parquet is
// read by others in TestDuckDB.
func TestGolden(t *testing.T) {
	s := defaultScheme(t)
	seen := map[string]bool{}
	for _, f := range Formats() {
		if !f.Exports() || f.Name == "parquet" {
			continue
		}
		out := export(t, &Exporter{Format: f, Scheme: s}, []Document{sample()})
		for _, name := range slices.Sorted(maps.Keys(out)) {
			path := filepath.Join(goldens, f.Name+f.Extension)
			if f.Folder {
				path = filepath.Join(goldens, f.Name, filepath.FromSlash((&url.URL{Path: name}).EscapedPath()))
			}
			seen[path] = true
			got := out[name].Bytes()
			if *update {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || string(want) != string(got) {
				t.Errorf("%s is not what is written; -update writes it anew\n%v\n got %q\nwant %q", path, err, got, want)
			}
		}
	}
	err := filepath.WalkDir(goldens, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !seen[path] {
			t.Errorf("no format writes %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestPeople holds that nothing in an article is a sign of HTML or Markdown, or
// turns the text around it.
func TestPeople(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("<script>alert(1)</script>\x1b[31m\u202e*a*")
	c := &model.Claim{ID: "a", Fragments: []model.Fragment{model.Describe(x, x.All())}, Note: "</table>\n# x", Labels: map[string][]string{"goal": {"<i>"}}}
	docs := []Document{{Name: "<b>.txt", Text: x, Layers: []Layer{{Annotator: "chen", Set: model.Set{Claims: []*model.Claim{c}}}}}}
	for name, bad := range map[string][]string{
		"html":     {"<script", "<i>", "<b>", "</table>\n#", "\x1b", "\u202e"},
		"markdown": {" <script", " <i>", " <b>", "\n# x", "\x1b", "\u202e", "*a*"},
	} {
		f := format(t, name)
		got := export(t, &Exporter{Format: f, Scheme: s}, docs)["out"+f.Extension].String()
		for _, sign := range bad {
			if strings.Contains(got, sign) {
				t.Errorf("%s has %q: %s", name, sign, got)
			}
		}
	}
}
