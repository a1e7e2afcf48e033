package exchange

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

// An xmiNode is an element of a CAS in XMI: its name, and what it says.
type xmiNode struct {
	name string
	says map[string]string
}

func (n xmiNode) place() string { return n.says["begin"] + " " + n.says["end"] }

// long reports whether text stands at the place of a node.
func (n xmiNode) long() bool { return n.says["end"] != "" && n.says["begin"] != n.says["end"] }

// xmiNodes gives the text of a CAS, and its elements by their ids.
func xmiNodes(t *testing.T, raw []byte) (sofa string, nodes map[string]xmiNode) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff")))
	d.Strict = false
	nodes = map[string]xmiNode{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return sofa, nodes
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		n := xmiNode{e.Name.Local, map[string]string{}}
		for _, a := range e.Attr {
			n.says[a.Name.Local] = a.Value
		}
		if n.name == "Sofa" {
			sofa = n.says["sofaString"]
		}
		nodes[n.says["id"]] = n
	}
}

// xmiOwn are the features that every annotation has, or that are read otherwise.
var xmiOwn = []string{"id", "sofa", "begin", "end", "value", "next", "links", "referenceRelation", "referenceType"}

// renamed are layers that the two files of the suite call otherwise.
var renamed = map[string]string{"NamedEntity": "Span", "POS_NOUN": "POS"}

// xmiFacts lists the annotations that have a length, with their layers and
// features, and what leads from one to another.
func xmiFacts(nodes map[string]xmiNode, tsv string) (facts []string) {
	arc := func(kind string, from, to xmiNode) {
		if from.long() && to.long() {
			facts = append(facts, fmt.Sprintf("%s: %s -> %s", kind, from.place(), to.place()))
		}
	}
	for _, n := range nodes {
		switch {
		case slices.Contains([]string{"Token", "Sentence", "DocumentAnnotation", "DocumentMetaData"}, n.name):
			continue
		case n.says["Governor"] != "":
			from, to := nodes[n.says["Governor"]], nodes[n.says["Dependent"]]
			if from.name != "Token" {
				arc(cmp.Or(n.says["value"], n.name), from, to)
			}
			continue
		case !n.long():
			continue
		}
		label := n.name
		if other := renamed[label]; !strings.Contains(tsv, "."+label) {
			label = cmp.Or(other, label)
		}
		if v := cmp.Or(n.says["value"], n.says["referenceType"]); v != "" {
			label += "/" + cleanID(v)
		}
		features := map[string]string{}
		for feature, value := range n.says {
			if !slices.Contains(xmiOwn, feature) {
				features[feature] = value
			}
		}
		facts = append(facts, fmt.Sprint(n.place(), " ", label, features))
		for id := range strings.FieldsSeq(n.says["links"]) {
			arc(cmp.Or(nodes[id].says["role"], "links"), n, nodes[nodes[id].says["target"]])
		}
		if next, ok := nodes[n.says["next"]]; ok {
			arc(cmp.Or(n.says["referenceRelation"], n.name), n, next)
		}
	}
	slices.Sort(facts)
	return facts
}

// webannoFacts lists the same of what was read.
func webannoFacts(d Document) (facts []string) {
	converter := newOffsetConverter(d.Text, UTF16)
	for _, l := range d.Layers {
		places := map[string]string{}
		for _, c := range l.Set.Claims {
			start, end := converter.convertSpan(text.Span{Start: c.Start(), End: c.End()}, &Report{})
			places[c.ID] = fmt.Sprint(start, " ", end)
			facts = append(facts, fmt.Sprint(places[c.ID], " ", strings.TrimPrefix(model.LabelPaths(nil, c.Labels)[0], importedGroup+"/"), c.Attributes))
		}
		for _, r := range l.Set.Relations {
			facts = append(facts, fmt.Sprintf("%s: %s -> %s", r.Type, places[r.From], places[r.To]))
		}
	}
	slices.Sort(facts)
	return facts
}

// TestWebannoSuite holds that what is read of each file of the format's own
// suite is what the same CAS has as XMI: the text, all annotations that have a
// length, with their layers and features, and all that leads from one of these to
// another: relations, slots and chains.
func TestWebannoSuite(t *testing.T) {
	s := defaultScheme(t)
	files := published(t, "formats/webanno-tsv3/*/reference.tsv")
	xmi := map[string]Source{}
	for _, f := range published(t, "formats/webanno-tsv3/*/reference.xmi") {
		xmi[strings.TrimSuffix(f.Name, ".xmi")] = f
	}
	// Of these the file says less than the XMI: its annotations are those of whole
	// tokens, and its text is what stands between the first and the last.
	less := []string{
		"testAnnotationWithLeadingWhitespace", "testAnnotationWithTrailingWhitespace",
		"testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken", "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
	}
	compared := 0
	for _, f := range files {
		name := strings.TrimSuffix(f.Name, ".tsv")
		if _, ok := xmi[name]; !ok || slices.Contains(less, name) {
			continue
		}
		compared++
		cas, err := readAll(xmi[name])
		tsv, bad := readAll(f)
		if err != nil || bad != nil {
			t.Fatal(err, bad)
		}
		var docs []Document
		if err := importer(format(t, "tsv3"), s, "", &docs).Run([]Source{f}); err != nil {
			t.Fatal(err)
		}
		sofa, nodes := xmiNodes(t, cas)
		if got, want := webannoFacts(docs[0]), xmiFacts(nodes, string(tsv)); docs[0].Text.String() != sofa || !slices.Equal(got, want) {
			t.Errorf("%s: %q\n got %q\nwant %q of %q", name, docs[0].Text, got, want, sofa)
		}
	}
	if compared < 30 {
		t.Errorf("%d files are compared", compared)
	}
}

// TestWebannoEscapes holds that each sign that means something comes back.
func TestWebannoEscapes(t *testing.T) {
	for _, v := range []string{`a\b`, "[1]", "a]", "a|b", "_", "a->b", ";", "*", "a\tb\nc\r", `\n`, `x[3]`, `\`} {
		cell := webannoCell([]string{v, "z"}, func(s string) string { return webannoValue(s) + "[7]" })
		values, ids := webannoParts(strings.TrimSuffix(cell, "\t"))
		if !slices.Equal(values, []string{v, "z"}) || !slices.Equal(ids, []string{"7", "7"}) {
			t.Errorf("%q: %q comes back as %q %q", v, cell, values, ids)
		}
	}
}

// TestOneTypeSystem holds that cas-json and tsv3 have one definition of each layer, for
// a project of INCEpTION has one, and that the older form of cas-json is read.
func TestOneTypeSystem(t *testing.T) {
	s := defaultScheme(t)
	cas := export(t, &Exporter{Format: format(t, "cas-json"), Scheme: s}, []Document{sample()})["a/样本.json"].String()
	tsv := export(t, &Exporter{Format: format(t, "tsv3"), Scheme: s}, []Document{sample()})["a/样本.tsv"].String()
	var file struct {
		Types map[string]map[string]jsontext.Value `json:"%TYPES"`
		All   []map[string]jsontext.Value          `json:"%FEATURE_STRUCTURES"`
	}
	if err := json.Unmarshal([]byte(cas), &file, lenient); err != nil {
		t.Fatal(err)
	}
	header := map[string][]string{}
	for line := range strings.Lines(tsv) {
		if layer, ok := strings.CutPrefix(strings.TrimSpace(line), "#T_"); ok {
			_, layer, _ = strings.Cut(layer, "=")
			columns := strings.Split(layer, "|")
			header[columns[0]] = slices.DeleteFunc(columns[1:], func(c string) bool { return strings.HasPrefix(c, "BT_") })
		}
	}
	for _, layer := range []string{casClaim, casRelation} {
		var features []string
		for name, feature := range file.Types[layer] {
			if name[0] != '%' && name != "Governor" && name != "Dependent" {
				features = append(features, name)
				if !strings.Contains(string(feature), `"uima.cas.String"`) {
					t.Errorf("%s: %s is %s", layer, name, feature)
				}
			}
		}
		slices.Sort(features)
		if !slices.Equal(features, header[layer]) || len(features) == 0 {
			t.Errorf("%s has %v in cas-json, %v in tsv3", layer, features, header[layer])
		}
	}
	for _, x := range file.All {
		for name := range x {
			if string(x["%TYPE"]) == `"`+casClaim+`"` && !strings.ContainsAny(name[:1], "%@") && name != "begin" && name != "end" && file.Types[casClaim][name] == nil {
				t.Errorf("a claim has %s, which its type has not", name)
			}
		}
	}
	const older = `{"%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": "春眠"},
{"%ID": 2, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["goal/2030", "role/firm"]}, {"%ID": 3, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["unit=a\\n"]},
{"%ID": 4, "%TYPE": "webanno.custom.Claim", "@sofa": 1, "begin": 0, "end": 1, "claimId": "c", "@labels": 2, "@attributes": 3, "annotator": "chen", "by": "chen", "method": "person"}]}`
	var back []Document
	if err := importer(format(t, "cas-json"), s, "", &back).Run([]Source{source("a.json", []byte(older))}); err != nil || len(back) != 1 {
		t.Fatalf("%v, %d documents", err, len(back))
	}
	if c := back[0].Layers[0].Set.Claims[0]; !c.Has("goal", "2030") || !c.Has("role", "firm") || c.Attributes["unit"] != `a\n` || c.Provenance.Method != model.Person {
		t.Errorf("%+v", c)
	}
}
