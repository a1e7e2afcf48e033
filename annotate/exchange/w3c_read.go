package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"index/suffixarray"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/annotate/anchor"
	"pizhu/model"
)

// readW3C reads the annotations of each document: one, a list, a page or a
// collection with its pages, in a .jsonld or .json; the text is in the .txt of
// that name. A problem's line is the number of the annotation.
func readW3C(m *Importer, files []Source) error {
	texts := map[string]Source{}
	for _, f := range files {
		if path.Ext(f.Name) == ".txt" {
			texts[strings.TrimSuffix(f.Name, ".txt")] = f
		}
	}
	for _, f := range files {
		end := path.Ext(f.Name)
		t, ok := texts[strings.TrimSuffix(f.Name, end)]
		switch {
		case end == ".txt":
			continue
		case !ok:
			m.addProblem(f.Name, 1, badSyntax, "its text %q was not given", strings.TrimSuffix(f.Name, end)+".txt")
			continue
		}
		body, ok, err := m.readWhole(t)
		if err != nil {
			return err
		}
		if !ok || !m.checkDecodedText(t.Name, body.raw) {
			continue
		}
		annotations, ok, err := m.readWhole(f)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !m.checkDecoded(f.Name, 1, string(annotations.raw)) {
			continue
		}
		if deep(annotations.raw) {
			m.addProblem(f.Name, 1, badSyntax, "more than %d objects and lists are within one another", maxDepth)
			continue
		}
		var root w3cNode
		if err := json.Unmarshal(annotations.raw, &root, lenient); err != nil {
			m.addProblem(f.Name, 1, badSyntax, "%s", notJSON(err))
			continue
		}
		w := &w3cReader{m: m, places: map[string]int{}}
		w.doc = importDoc{name: strings.TrimSuffix(f.Name, end), file: f.Name, line: 1, text: body.text(), hasBOM: body.marked, articleFields: map[string]model.Document{}}
		if err := m.importDocument(w.document(root)); err != nil {
			return err
		}
	}
	return nil
}

// maxDepth is how deep the things of the model may stand within one another.
const maxDepth = 64

// deep reports whether JSON is deeper than that.
func deep(raw []byte) bool {
	d := jsontext.NewDecoder(bytes.NewReader(raw), lenient, anyNames)
	for {
		if _, err := d.ReadToken(); err != nil {
			return false // what is wrong is found again
		}
		if d.StackDepth() > maxDepth {
			return true
		}
	}
}

// w3cMade names the property of an annotation that has all of its provenance.
const w3cMade = "urn:x-pizhu:provenance"

// lenient takes JSON as others write it, but for a name that stands twice in an
// object: which of the two counts nobody says. Where a decoder goes over many
// documents, anyNames lets each be refused by itself.
var (
	lenient  = json.JoinOptions(jsontext.AllowInvalidUTF8(true))
	anyNames = jsontext.AllowDuplicateNames(true)
)

// A w3cNode is any thing of the model: what may be one or several, a name or a
// thing that has it, is a list of things here.
type w3cNode struct {
	ID                string
	Type              w3cNames
	Name              string
	Purpose           w3cNames
	Motivation        w3cNames
	Value             string
	Created, Modified string
	BodyValue         string
	Made              string
	Exact             *string
	Prefix, Suffix    string
	Start, End        *int

	Items, First, Next, Creator, Generator, Body, Target, Source, Selector, RefinedBy w3cNodes
}

type (
	w3cNodes []w3cNode
	w3cNames []string
)

var errNode = errors.New("it is neither a name nor an object")

// UnmarshalJSON reads one thing or several.
func (n *w3cNodes) UnmarshalJSON(raw []byte) error {
	switch jsontext.Value(raw).Kind() {
	case '[':
		return json.Unmarshal(raw, (*[]w3cNode)(n), lenient)
	case 'n':
		return nil
	}
	var one w3cNode
	err := json.Unmarshal(raw, &one, lenient)
	*n = w3cNodes{one}
	return err
}

// UnmarshalJSON reads a thing, or its name alone, or the list that a file may be.
func (n *w3cNode) UnmarshalJSON(raw []byte) error {
	switch jsontext.Value(raw).Kind() {
	case '"':
		n.ID = unquoted(raw)
		return nil
	case '[':
		return n.Items.UnmarshalJSON(raw)
	case '{':
	default:
		return errNode
	}
	var fields map[string]jsontext.Value
	if err := json.Unmarshal(raw, &fields, lenient); err != nil {
		return err
	}
	for name, to := range map[string]any{
		"id": &n.ID, "@id": &n.ID, "type": &n.Type, "@type": &n.Type, "name": &n.Name, "purpose": &n.Purpose, "motivation": &n.Motivation,
		"value": &n.Value, "created": &n.Created, "modified": &n.Modified, "bodyValue": &n.BodyValue, w3cMade: &n.Made, "exact": &n.Exact, "prefix": &n.Prefix, "suffix": &n.Suffix, "start": &n.Start, "end": &n.End, "items": &n.Items, "first": &n.First,
		"next": &n.Next, "creator": &n.Creator, "generator": &n.Generator, "body": &n.Body, "target": &n.Target, "source": &n.Source,
		"selector": &n.Selector, "refinedBy": &n.RefinedBy,
	} {
		if v, ok := fields[name]; ok {
			if err := json.Unmarshal(v, to, lenient); err != nil {
				return err
			}
		}
	}
	return nil
}

// UnmarshalJSON reads one name or several; what is none is passed over.
func (n *w3cNames) UnmarshalJSON(raw []byte) error {
	var list []jsontext.Value
	if jsontext.Value(raw).Kind() == '"' {
		list = []jsontext.Value{raw}
	} else if json.Unmarshal(raw, &list, lenient) != nil {
		return nil
	}
	for _, v := range list {
		if v.Kind() == '"' {
			*n = append(*n, unquoted(v))
		}
	}
	return nil
}

// annotations lists those of a collection, its pages, a list, or one alone.
func (n w3cNode) annotations(to []w3cNode) []w3cNode {
	if len(n.Target) > 0 || slices.Contains(n.Type, "Annotation") {
		return append(to, n)
	}
	for _, list := range []w3cNodes{n.First, n.Items, n.Next} {
		for _, x := range list {
			to = x.annotations(to)
		}
	}
	return to
}

// A w3cReader reads the annotations of one document.
type w3cReader struct {
	m      *Importer
	doc    importDoc
	places map[string]int     // of marks, by the names of annotations
	index  *suffixarray.Index // of the text, where quotes are looked for

	resolver *anchor.Resolver // of the text, where quotes are not there to the letter
}

func (w *w3cReader) problem(number int, kind, format string, args ...any) {
	w.m.addProblem(w.doc.file, number, kind, format, args...)
}

// document reads claims before what links them.
func (w *w3cReader) document(root w3cNode) importDoc {
	list := root.annotations(nil)
	for i, a := range list {
		switch {
		case len(a.Target) == 0:
			w.problem(i+1, badSyntax, "%q has no target", a.ID)
		case a.Target[0].isPart():
			w.claim(i+1, a)
		case !slices.Contains(a.Motivation, w3cLink):
			w.about(i+1, a)
		}
	}
	for i, a := range list {
		if len(a.Target) > 0 && !a.Target[0].isPart() && slices.Contains(a.Motivation, w3cLink) {
			w.relation(i+1, a)
		}
	}
	return w.doc
}

// who is the annotator of an annotation.
func (n w3cNode) who() string {
	if len(n.Creator) == 0 {
		return ""
	}
	return cmp.Or(n.Creator[0].Name, n.Creator[0].ID)
}

func (w *w3cReader) claim(number int, a w3cNode) {
	k := importClaim{line: number, annotator: w3cAnnotator(a.who()), attributes: map[string]any{}, quote: []string{}}
	if rest, ok := strings.CutPrefix(a.ID, w3cClaim); ok {
		k.id = lastName(rest)
	}
	k.made.Created, _ = time.Parse(time.RFC3339Nano, a.Created) // zero where it is none
	k.made.Modified, _ = time.Parse(time.RFC3339Nano, a.Modified)
	if a.Made != "" {
		k.made = w.m.parseProvenance(w.doc.file, number, a.Made)
	}
	for _, g := range a.Generator {
		if a.Made == "" && k.annotator != "" && slices.Contains(g.Type, "Software") && slices.Contains(a.Creator[0].Type, "Person") && strings.HasPrefix(a.ID, w3cClaim) {
			k.made.By, k.made.Method = g.Name, model.Model
		}
	}
	if !w.place(number, a.Target, &k) {
		return
	}
	if a.BodyValue != "" {
		k.note = a.BodyValue
	}
	for _, b := range a.Body {
		w.body(number, b, a.Motivation, &k)
	}
	w.places[a.ID] = w.m.addClaim(&w.doc, k)
}

// w3cAnnotator is the name of a creator, which may be an address.
func w3cAnnotator(name string) string { return name[strings.LastIndexAny(name, "/:")+1:] }

// lastName is the last part of the name that iri made.
func lastName(s string) string {
	s, err := url.PathUnescape(s[strings.LastIndexByte(s, ':')+1:])
	if err != nil {
		return ""
	}
	return s
}

// body reads what is said of a claim by a body: its text, or the IRI of what says it. The
// purpose of an IRI that names none is the motivation of the annotation (Web Annotation Data
// Model, section 3.3.5). What has neither is a comment, as the model has it where annotations
// are read by people.
func (w *w3cReader) body(number int, b w3cNode, motivation w3cNames, k *importClaim) {
	if b.Value == "" {
		w.resource(number, b, motivation, k)
		return
	}
	id, value, ok := strings.Cut(b.Value, "=")
	switch purpose := append(b.Purpose, "")[0]; {
	case purpose == w3cTag || purpose == w3cClassify:
		k.labels = append(k.labels, b.Value)
	case purpose == w3cDescribe && ok && id != "":
		k.attributes[id] = value
	default:
		k.note = joinNotes(k.note, b.Value)
	}
}

// resource reads a body that is a thing on the web: its IRI is a label, as of a vocabulary, or stands in the note.
func (w *w3cReader) resource(number int, b w3cNode, motivation w3cNames, k *importClaim) {
	iri := b.ID
	if len(b.Source) > 0 {
		iri = cmp.Or(b.Source[0].ID, iri)
	}
	switch purpose := slices.Concat(b.Purpose, motivation, w3cNames{""})[0]; {
	case iri == "":
		w.problem(number, badFeature, "a body of type %q has neither a text nor an IRI", b.Type)
	case purpose == w3cTag || purpose == w3cClassify:
		if _, mapped := w.m.Labels[iri]; !mapped {
			iri = importedGroup + "/" + iri
		}
		k.labels = append(k.labels, iri)
	default:
		k.note = joinNotes(k.note, iri)
	}
}

// about reads what is said of the whole article.
func (w *w3cReader) about(number int, a w3cNode) {
	who := w3cAnnotator(a.who())
	d, ok := w.doc.articleFields[who]
	if !ok {
		d.Labels = map[string][]string{}
	}
	var labels []string
	for _, b := range a.Body {
		switch purpose := append(b.Purpose, "")[0]; {
		case purpose == w3cClassify && strings.Contains(b.Value, "/"):
			labels = append(labels, b.Value)
		case slices.Contains(w3cAssessed, purpose):
			d.Status = b.Value
		case purpose == w3cComment:
			d.Note = joinNotes(d.Note, b.Value)
		default:
			w.problem(number, badFeature, "%q of the whole article has no place", b.Value)
		}
	}
	for group, list := range w.m.findDocumentLabels(w.doc.file, number, labels) {
		d.Labels[group] = append(d.Labels[group], list...)
	}
	w.doc.articleFields[who] = d
}

// relation reads a link from the claim that is the target to the one that is
// the body.
func (w *w3cReader) relation(number int, a w3cNode) {
	l := importRelation{line: number, from: -1, to: -1, made: w.m.parseProvenance(w.doc.file, number, a.Made)}
	if rest, ok := strings.CutPrefix(a.ID, w3cRelation); ok {
		l.id = lastName(rest)
	}
	place := func(id string) int {
		if i, ok := w.places[id]; ok {
			return i
		}
		return -1
	}
	l.from = place(a.Target[0].ID)
	for _, b := range a.Body {
		purpose := append(b.Purpose, "")[0]
		switch {
		case purpose == w3cComment:
			l.note = b.Value
		case b.Value != "":
			l.kind = b.Value
		case len(b.Source) > 0:
			l.to = place(b.Source[0].ID)
		default:
			l.to = place(b.ID)
		}
	}
	if l.kind == "" {
		l.kind = "related" // it does not say how
	}
	w.m.addRelation(&w.doc, l)
}
