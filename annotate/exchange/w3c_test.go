package exchange

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pizhu/model"
	"pizhu/model/text"
)

// judges are the assertions of the W3C's own tests, in ajv: each MUST of an
// annotation for all annotations of the files, each of a collection for the
// files themselves. What fails is printed, then how many were judged.
const judges = `
const fs = require("fs"), path = require("path"), Ajv = require("ajv");
const [folder, ...files] = process.argv.slice(1);
const read = p => JSON.parse(fs.readFileSync(p, "utf8"));
const ajv = new Ajv({schemaId: "auto", meta: false, unknownFormats: "ignore", logger: false});
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
for (const f of fs.readdirSync(path.join(folder, "definitions"))) ajv.addSchema(read(path.join(folder, "definitions", f)), f);
const assertions = test => read(path.join(folder, test)).assertions.filter(a => typeof a === "string").map(a => {
  const schema = read(path.join(folder, a));
  delete schema.id;
  const valid = ajv.compile(schema), wanted = schema.expectedResult !== "invalid";
  return v => { if (valid(v) !== wanted) console.log(a, JSON.stringify(v).slice(0, 300)); };
});
const annotation = assertions("annotations/annotationMusts.test"), collection = assertions("collections/collectionMusts.test");
let n = 0;
for (const f of files) {
  let c;
  try { c = read(f); } catch (e) { console.log(path.basename(f), "is no JSON"); continue; }
  if (c.type !== "AnnotationCollection") { annotation.forEach(judge => judge(c)); n++; continue; }
  collection.forEach(judge => judge(c));
  for (const a of c.first.items) { a["@context"] = c["@context"]; annotation.forEach(judge => judge(a)); n++; }
}
console.log(n);
`

// judged gives what the judges say of files.
func judged(t *testing.T, folder string, files ...string) string {
	t.Helper()
	cmd := exec.Command("node", append([]string{"-e", judges, folder}, files...)...)
	cmd.Dir = os.Getenv(nodeModules)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestW3CAssertions holds that every MUST of the W3C's tests is met, and that
// these find fault with the samples that are published as incorrect.
func TestW3CAssertions(t *testing.T) {
	modules := os.Getenv(nodeModules)
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "ajv")); modules == "" || err != nil {
		t.Skipf("%s names no folder with ajv", nodeModules)
	}
	folder, err := filepath.Abs(samples + "formats/w3c-annotation")
	if err != nil {
		t.Fatal(err)
	}
	published(t, "formats/w3c-annotation/definitions/*.json")
	s := defaultScheme(t)
	dir := t.TempDir()
	want := 0
	var files []string
	for name, b := range export(t, &Exporter{Format: format(t, "w3c"), Scheme: s}, stressed(t, s)) {
		if strings.HasSuffix(name, ".jsonld") {
			files = append(files, filepath.Join(dir, name))
			want += strings.Count(b.String(), `"type": "Annotation",`)
			if err := os.WriteFile(files[len(files)-1], b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := judged(t, folder, files...); got != strconv.Itoa(want) || want < 200 {
		t.Errorf("%.2000s; want %d", got, want)
	}
	bad, _ := filepath.Glob(folder + "/samples/incorrect/*.json")
	found := 0
	for l := range strings.Lines(judged(t, folder, bad...)) {
		if strings.Contains(l, ".json ") {
			found++
		}
	}
	if found < 10 {
		t.Errorf("in %d incorrect samples %d faults are found", len(bad), found)
	}
}

// TestW3COfOthers reads what other tools write: one annotation, a creator that
// is an address, positions in UTF-16 proved by the quote, and what has no place.
func TestW3COfOthers(t *testing.T) {
	const others = `[
{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://a.example/1","type":"Annotation","creator":"acct:Li.Si@a.example","bodyValue":"批注",
 "target":{"source":"http://a.example/x","selector":{"type":"FragmentSelector","value":"a","refinedBy":[{"type":"TextPositionSelector","start":2,"end":4},{"type":"TextQuoteSelector","exact":"野家"}]}}},
{"id":"#2","type":"Annotation","body":[{"type":"TextualBody","purpose":"tagging","value":"goal/2030"},"http://a.example/video"],
 "target":{"source":"x","selector":[{"type":"TextQuoteSelector","exact":"家"},{"type":"TextPositionSelector","start":3,"end":4}]}},
{"id":"#3","type":"Annotation","body":"x","target":{"source":"x","selector":{"type":"XPathSelector","value":"/p"}}},
{"id":"#4","type":"Annotation","motivation":"linking","body":"#2","target":"http://a.example/1"}
]`
	s := defaultScheme(t)
	var docs []Document
	m := importer(format(t, "w3c"), s, "", &docs)
	m.SingleAnnotator = true
	if err := m.Run([]Source{source("a.txt", []byte("𠮷野家")), source("a.json", []byte(others))}); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, p := range m.Problems {
		kinds = append(kinds, p.Kind+strconv.Itoa(p.Line))
	}
	if want := []string{"place3"}; !slices.Equal(kinds, want) || m.Units[UTF16] != 1 {
		t.Errorf("problems %v, want %v; units %v", kinds, want, m.Units)
	}
	set := docs[0].Layers[0].Set
	if len(set.Claims) != 2 || set.Claims[0].Fragments[0].Text != "野家" || set.Claims[0].Note != "批注" || !set.Claims[1].Has("goal", "2030") || set.Claims[1].Note != "http://a.example/video" {
		t.Errorf("%+v", set.Claims)
	}
	if len(set.Relations) != 1 || set.Relations[0].Type != "related" || set.Relations[0].To != set.Claims[1].ID {
		t.Errorf("%+v", set.Relations)
	}
}

// TestW3CResources holds what becomes of a body that is a thing on the web, by its purpose or else that of its annotation: a
// label, which --map-label can name, or a line of the note. What names nothing is listed.
func TestW3CResources(t *testing.T) {
	const at = `"target":{"source":"x","selector":{"type":"TextPositionSelector","start":0,"end":2}}`
	const iri = "http://a.example/t#1"
	for body, want := range map[string]string{
		`"body":"` + iri + `"`:                                                                           "[] " + iri,
		`"body":{"id":"` + iri + `","type":"Video"}`:                                                     "[] " + iri,
		`"motivation":"tagging","body":"` + iri + `"`:                                                    "[imported/http:__a.example_t#1] ",
		`"motivation":"tagging","body":{"purpose":"commenting","source":"` + iri + `"}`:                  "[] " + iri,
		`"body":{"type":"SpecificResource","purpose":"classifying","source":{"id":"` + iri + `"}}`:       "[imported/http:__a.example_t#1] ",
		`"body":{"type":"SpecificResource","purpose":"tagging","source":"http://a.example/mapped"}`:      "[goal/2030] ",
		`"body":["` + iri + `",{"type":"TextualBody","purpose":"tagging","value":"goal/2030"}]`:          "[goal/2030] " + iri,
		`"motivation":"highlighting","body":{"type":"TextualBody","value":"a=b","purpose":"describing"}`: "[] ",
		`"body":{"type":"Choice"}`:                                                                       "[] unknown",
	} {
		var docs []Document
		m := importer(format(t, "w3c"), defaultScheme(t), "", &docs)
		m.Labels = map[string]string{"http://a.example/mapped": "goal/2030"}
		if err := m.Run([]Source{source("a.txt", []byte("春眠不覺曉")), source("a.json", []byte(`{"id":"#1","type":"Annotation",`+body+","+at+"}"))}); err != nil {
			t.Fatal(err)
		}
		c := docs[0].Layers[0].Set.Claims[0]
		got := fmt.Sprint(model.LabelPaths(m.Scheme.Groups, c.Labels)) + " " + c.Note
		for _, p := range m.Problems {
			if p.Kind == badFeature {
				got += p.Kind
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// TestW3CSuggestions holds that what nobody decided on comes back undecided.
func TestW3CSuggestions(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("春眠不觉晓")
	c := &model.Claim{
		ID: "a", Labels: map[string][]string{"goal": {"2030"}}, Fragments: []model.Fragment{model.Describe(x, text.Span{Start: 1, End: 3})},
		Provenance: model.Provenance{By: "perceptron", Method: model.Model, Created: time.Unix(0, 0)},
	}
	e := &Exporter{Format: format(t, "w3c"), Scheme: s}
	out := export(t, e, []Document{{Name: "a.txt", Text: x, Layers: []Layer{{Annotator: "chen", Set: model.Set{Claims: []*model.Claim{c}}}}}})
	var back []Document
	m := importer(e.Format, s, "", &back)
	if err := m.Run(out.sources()); err != nil || len(m.Problems) > 0 {
		t.Fatal(err, m.Problems)
	}
	if l := back[0].Layers[0]; l.Annotator != "chen" || l.Set.Claims[0].Provenance.By != "perceptron" || !l.Set.Claims[0].Suggested() {
		t.Errorf("%+v", back[0].Layers[0])
	}
}

// TestW3CTerms holds that each purpose, motivation and type that is written is a term of
// the context, without which it is no RDF, and that a status is read in its older forms.
func TestW3CTerms(t *testing.T) {
	s := defaultScheme(t)
	out := export(t, &Exporter{Format: format(t, "w3c"), Scheme: s}, []Document{sample()})
	raw := out["a/样本.jsonld"].String()
	for _, purpose := range w3cAssessed {
		var back []Document
		if err := importer(format(t, "w3c"), s, "", &back).Run([]Source{
			source("a.txt", out["a/样本.txt"].Bytes()), source("a.jsonld", []byte(strings.ReplaceAll(raw, `"`+w3cAssess+`"`, `"`+purpose+`"`))),
		}); err != nil || len(back) != 1 || back[0].Layers[0].Set.Document.Status != "done" {
			t.Errorf("%s: %v, %+v", purpose, err, back)
		}
	}
	published(t, "formats/w3c-annotation/anno.jsonld")
	context, err := os.ReadFile(samples + "formats/w3c-annotation/anno.jsonld")
	if err != nil {
		t.Fatal(err)
	}
	terms := regexp.MustCompile(`"(?:purpose|motivation|type)": "([^"]+)"`).FindAllStringSubmatch(raw, -1)
	for _, term := range terms {
		if !strings.Contains(string(context), `"`+term[1]+`":`) {
			t.Errorf("%s is no term of the context", term[0])
		}
	}
	if len(terms) < 10 {
		t.Errorf("%d terms", len(terms))
	}
}
