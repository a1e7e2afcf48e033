package exchange

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

func casFormats() []Format {
	return []Format{{
		Name: "cas-json", About: "UIMA CAS JSON 0.4, as INCEpTION reads it: a .json for each document, with its text; claims are " + casClaim,
		Extension: ".json", Folder: true, Unit: UTF16, Units: []OffsetUnit{UTF16},
		Carries: []Loss{Texts, ArticleNames, Offsets, Lines, Blanks, Discontinuous, Overlaps, Places, Unlabelled, ManyLabels, Attributes, Notes, Relations, RelationNotes, Provenance, Suggestions, Negatives, Annotators},
		write:   func(e *Exporter) codec { return &cas{e: e, names: FileNames{}} },
		read:    readCAS,
	}}
}

// The types of what is written.
const (
	casClaim    = "webanno.custom.Claim"
	casRelation = "webanno.custom.ClaimRelation"
	casSofa     = "uima.cas.Sofa"
	casDocument = "uima.tcas.DocumentAnnotation"
	casView     = "_InitialView"
)

// A cas writes a document as one CAS of one view. Each fragment of a claim is an
// annotation, and those of one claim have its id; relations hang on the first.
type cas struct {
	e     *Exporter
	names FileNames
}

// The fields of a CAS and of its feature structures, which all have an id and a
// type. A name with @ refers to another by its id.
type (
	casFile struct {
		Types map[string]map[string]any `json:"%TYPES"`
		All   []any                     `json:"%FEATURE_STRUCTURES"`
		Views map[string]casMembers     `json:"%VIEWS"`
	}
	casMembers struct {
		Sofa    int   `json:"%SOFA"`
		Members []int `json:"%MEMBERS"`
	}
	casHead struct {
		ID   int    `json:"%ID"`
		Type string `json:"%TYPE"`
	}
	casText struct {
		casHead
		Number int    `json:"sofaNum"`
		Name   string `json:"sofaID"`
		Mime   string `json:"mimeType"`
		Text   string `json:"sofaString"`
	}
	casPlace struct {
		Sofa  int `json:"@sofa"`
		Begin int `json:"begin"`
		End   int `json:"end"`
	}
	casWhole struct {
		casHead
		casPlace
		Language string `json:"language"`
	}
	casMark struct {
		casHead
		casPlace
		Annotator  string `json:"annotator"`
		Attributes string `json:"attributes,omitzero"` // a line each: ID=VALUE
		ClaimID    string `json:"claimId"`
		Labels     string `json:"labels"` // with blanks between
		Note       string `json:"note,omitzero"`
		Made       string `json:"provenance"` // all of it
		Suggested  string `json:"suggestedBy,omitzero"`
	}
	casLink struct {
		casHead
		casPlace
		Governor  int    `json:"@Governor"`
		Dependent int    `json:"@Dependent"`
		Label     string `json:"label"`
		Note      string `json:"note,omitzero"`
		Made      string `json:"provenance"`
	}
)

// claimFeatures are the features of a claim as INCEpTION has it, all of them text, and
// claimRelationFeatures those of a relation. A layer of a project has one definition, so
// cas-json and tsv3 have the same, of types that TSV 3 knows.
var (
	claimFeatures         = []string{"annotator", "attributes", "claimId", "labels", "note", "provenance", "suggestedBy"}
	claimRelationFeatures = []string{"label", "note", "provenance"}
)

// claimValues are the values of the features of a claim.
func claimValues(s *model.Scheme, annotator string, c *model.Claim) []string {
	var attributes []string
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		attributes = append(attributes, id+"="+bratEscape.Replace(model.FormatValue(c.Attributes[id])))
	}
	by := ""
	if c.Suggested() {
		by = c.Provenance.By
	}
	return []string{annotator, strings.Join(attributes, "\n"), c.ID, strings.Join(model.LabelPaths(s.Groups, c.Labels), " "), c.Note, formatMade(c.Provenance), by}
}

// casTypes are the types that claims and relations need.
func casTypes() map[string]map[string]any {
	const text = "uima.cas.String"
	kind := func(name string, features []string) map[string]any {
		t := map[string]any{"%NAME": name, "%SUPER_TYPE": "uima.tcas.Annotation"}
		for _, feature := range features {
			t[feature] = map[string]string{"%NAME": feature, "%RANGE": text}
		}
		return t
	}
	relation := kind(casRelation, claimRelationFeatures)
	for _, end := range []string{"Governor", "Dependent"} {
		relation[end] = map[string]string{"%NAME": end, "%RANGE": casClaim}
	}
	return map[string]map[string]any{casClaim: kind(casClaim, claimFeatures), casRelation: relation}
}

func (c *cas) close() error { return nil }

func (c *cas) write(d Document) error {
	w := casWriter{converter: newOffsetConverter(d.Text, c.e.Unit), report: &c.e.Report, scheme: c.e.Scheme}
	sofa := w.head(casSofa)
	w.all = append(w.all, casText{sofa, 1, casView, "text", d.Text.String()})
	whole := w.head(casDocument)
	w.add(whole, casWhole{whole, casPlace{sofa.ID, 0, w.converter.last}, "x-unspecified"})
	for _, l := range d.Layers {
		first := map[string]casMark{}
		for _, k := range l.Set.Claims {
			first[k.ID] = w.claim(l.Annotator, k)
		}
		for _, r := range l.Set.Relations {
			head, at := w.head(casRelation), first[r.To].casPlace
			w.add(head, casLink{head, at, first[r.From].ID, first[r.To].ID, r.Type, r.Note, formatMade(r.Provenance)})
		}
	}
	file := casFile{casTypes(), w.all, map[string]casMembers{casView: {sofa.ID, w.members}}}
	raw, err := json.Marshal(file, json.Deterministic(true), jsontext.WithIndent(" "))
	if err != nil {
		return err
	}
	name := c.names.Assign(strings.TrimSuffix(d.Name, ".txt"))
	return writeFile(c.e.Sink, name+".json", append(bytes.TrimSpace(text.EscapeJSON(raw)), '\n'))
}

// A casWriter gathers the feature structures of a document. The first is the
// text.
type casWriter struct {
	converter offsetConverter
	report    *Report
	scheme    *model.Scheme
	all       []any
	members   []int
	last      int
}

func (w *casWriter) head(kind string) casHead {
	w.last++
	return casHead{w.last, kind}
}

// add adds a feature structure to the view.
func (w *casWriter) add(h casHead, v any) {
	w.all = append(w.all, v)
	w.members = append(w.members, h.ID)
}

// claim adds a claim and returns its first fragment.
func (w *casWriter) claim(annotator string, c *model.Claim) (first casMark) {
	v := claimValues(w.scheme, annotator, c)
	k := casMark{Annotator: v[0], Attributes: v[1], ClaimID: v[2], Labels: v[3], Note: v[4], Made: v[5], Suggested: v[6]}
	for _, f := range c.Fragments {
		start, end := w.converter.convertSpan(f.Span, w.report)
		k.casHead, k.casPlace = w.head(casClaim), casPlace{1, start, end}
		w.add(k.casHead, k)
		if first.ID == 0 {
			first = k
		}
	}
	return first
}

// A casNode is a feature structure of any type.
type casNode map[string]jsontext.Value

func (n casNode) text(name string) string {
	if raw := n[name]; raw.Kind() == '"' {
		return unquoted(raw)
	}
	return ""
}

// number is a number, or an id, and whether there is one.
func (n casNode) number(name string) (int, bool) {
	var i int
	err := json.Unmarshal(n[name], &i)
	return i, err == nil && n[name].Kind() == '0'
}

func (n casNode) strings(name string) (list []string) {
	_ = json.Unmarshal(n[name], &list, lenient) // what is no list of strings is none
	return list
}

// readCAS reads a CAS a file. A problem's line is the number of the feature
// structure.
func readCAS(m *Importer, files []Source) error {
	for _, f := range files {
		c, ok, err := m.readWhole(f)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !m.checkDecoded(f.Name, 1, string(c.raw)) {
			continue
		}
		var file struct {
			Header map[string]jsontext.Value `json:"%HEADER"`
			All    []casNode                 `json:"%FEATURE_STRUCTURES"`
		}
		if err := json.Unmarshal(c.raw, &file, lenient); err != nil {
			m.addProblem(f.Name, 1, badSyntax, "%s", notJSON(err))
			continue
		}
		r := &casReader{m: m, file: f.Name, all: file.All, byID: map[int]int{}, unit: casUnit(file.Header)}
		for i, n := range r.all {
			if id, ok := n.number("%ID"); ok {
				r.byID[id] = i
			}
		}
		if err := r.texts(); err != nil {
			return err
		}
	}
	return nil
}

// A casReader reads the feature structures of one file.
type casReader struct {
	m    *Importer
	file string
	all  []casNode
	byID map[int]int
	unit OffsetUnit // of the offsets, if the file names it
}

// casUnit is the unit of offsets that a header names, if it does.
func casUnit(header map[string]jsontext.Value) OffsetUnit {
	units := map[string]OffsetUnit{"UTF-8": Byte, "UTF-16": UTF16, "UTF-32": Codepoint}
	for name, v := range header {
		if strings.Contains(strings.ToUpper(name), "OFFSET") && v.Kind() == '"' {
			return units[strings.ReplaceAll(strings.ToUpper(unquoted(v)), "_", "-")]
		}
	}
	return ""
}

// ref is what a feature refers to, or nil.
func (c *casReader) ref(n casNode, name string) casNode {
	if id, ok := n.number("@" + name); ok {
		if i, ok := c.byID[id]; ok {
			return c.all[i]
		}
	}
	return nil
}

// texts reads each view that has a text as a document.
func (c *casReader) texts() error {
	none := true
	for i, n := range c.all {
		if n.text("%TYPE") != casSofa {
			continue
		}
		if n["sofaString"].Kind() != '"' {
			c.m.addProblem(c.file, i+1, badSyntax, "the view %q has no text of its own", n.text("sofaID"))
			none = false
			continue
		}
		none = false
		if err := c.m.importDocument(c.document(n)); err != nil {
			return err
		}
	}
	if none {
		c.m.addProblem(c.file, 1, badSyntax, "it has no text")
	}
	return nil
}
