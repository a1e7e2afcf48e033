package exchange

import (
	"bytes"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

func w3cFormats() []Format {
	return []Format{{
		Name: "w3c", About: "W3C Web Annotation JSON-LD: a .txt and a .jsonld for each document, an annotation a claim and a relation",
		Extension: ".jsonld", Folder: true, Unit: Codepoint, Units: []OffsetUnit{Codepoint, UTF16},
		Carries: []Loss{
			Texts, ArticleNames, Offsets, Lines, Blanks, Discontinuous, Overlaps, Places, Unlabelled, ManyLabels, Attributes, Notes, Relations, RelationNotes, Provenance, Suggestions, Negatives,
			Annotators, EmptyLayers, Status, DocumentLabels, DocumentNotes,
		},
		write: func(e *Exporter) codec { return &w3c{e: e, names: FileNames{}} },
		read:  readW3C,
	}}
}

// A w3c writes a collection of annotations for each document, and its text. A
// claim's target is its fragments, each by its place and by its quote; its bodies
// are labels, attributes and the note, told apart by their purpose. A relation
// is an annotation that links one claim to another. What is said of the article
// has the whole of it for its target.
type w3c struct {
	e     *Exporter
	names FileNames
}

// What stands before the names of things, for the model wants absolute IRIs of
// all.
const (
	w3cContext   = "http://www.w3.org/ns/anno.jsonld"
	w3cArticle   = "urn:x-pizhu:article:"
	w3cClaim     = "urn:x-pizhu:claim:"
	w3cRelation  = "urn:x-pizhu:relation:"
	w3cLayer     = "urn:x-pizhu:layer:"
	w3cPage      = "urn:x-pizhu:page:"
	w3cOfArticle = "urn:x-pizhu:annotations:"
)

// The purposes of bodies, and the motivations of annotations.
const (
	w3cTag      = "tagging"     // a label
	w3cDescribe = "describing"  // an attribute, as ID=VALUE
	w3cComment  = "commenting"  // a note
	w3cClassify = "classifying" // a label of the article, or the type of a relation
	w3cAssess   = "moderating"  // the status of the article, a value that somebody gave it
	w3cLink     = "linking"     // the other end of a relation
	w3cMark     = "highlighting"
)

// w3cAssessed are the purposes with which the status of an article is read. The model
// has assessing too, but its context has not: with that the purpose is no RDF.
var w3cAssessed = []string{w3cAssess, "assessing", "oa:assessing", "http://www.w3.org/ns/oa#assessing"}

// The fields of a collection.
type (
	w3cCollection struct {
		Context string      `json:"@context"`
		ID      string      `json:"id"`
		Type    string      `json:"type"`
		Label   string      `json:"label"`
		Total   int         `json:"total"`
		First   w3cPageNode `json:"first"`
	}
	w3cPageNode struct {
		ID    string          `json:"id"`
		Type  string          `json:"type"`
		Start int             `json:"startIndex"`
		Items []w3cAnnotation `json:"items"`
	}
	w3cAnnotation struct {
		ID         string      `json:"id"`
		Type       string      `json:"type"`
		Motivation string      `json:"motivation"`
		Creator    w3cAgent    `json:"creator"`
		Created    string      `json:"created,omitzero"`
		Modified   string      `json:"modified,omitzero"`
		Generator  *w3cAgent   `json:"generator,omitzero"`
		Made       string      `json:"urn:x-pizhu:provenance,omitzero"` // a property that the model does not have
		Body       []w3cBody   `json:"body,omitempty"`
		Target     []w3cTarget `json:"target"`
	}
	w3cAgent struct {
		Type string `json:"type"`
		Name string `json:"name"`
	}
	w3cBody struct {
		Type    string `json:"type"`
		Purpose string `json:"purpose"`
		Value   string `json:"value,omitzero"`
		Source  string `json:"source,omitzero"`
	}
	w3cTarget struct {
		ID       string        `json:"id,omitzero"` // of what is a target as a whole
		Type     string        `json:"type"`
		Source   string        `json:"source,omitzero"`
		Selector []w3cSelector `json:"selector,omitempty"`
	}
	w3cSelector struct {
		Type   string  `json:"type"`
		Start  *int    `json:"start,omitzero"`
		End    *int    `json:"end,omitzero"`
		Exact  *string `json:"exact,omitzero"`
		Prefix string  `json:"prefix,omitzero"`
		Suffix string  `json:"suffix,omitzero"`
	}
)

func (w *w3c) close() error { return nil }

func (w *w3c) write(d Document) error {
	name := w.names.Assign(strings.TrimSuffix(d.Name, ".txt"))
	if err := writeFile(w.e.Sink, name+".txt", []byte(d.Text.String())); err != nil {
		return err
	}
	items := []w3cAnnotation{}
	converter := newOffsetConverter(d.Text, w.e.Unit)
	for _, l := range d.Layers {
		items = append(items, w.article(d.Name, l))
		for _, c := range l.Set.Claims {
			items = append(items, w.claim(d.Name, l.Annotator, c, converter))
		}
		for _, r := range l.Set.Relations {
			items = append(items, w3cRelationOf(d.Name, l.Annotator, r))
		}
	}
	raw, err := json.Marshal(w3cCollection{
		w3cContext, iri(w3cOfArticle, d.Name), "AnnotationCollection", d.Name, len(items),
		w3cPageNode{iri(w3cPage, d.Name), "AnnotationPage", 0, items},
	}, jsontext.WithIndent(" "))
	if err != nil {
		return err
	}
	return writeFile(w.e.Sink, name+".jsonld", append(bytes.TrimSpace(text.EscapeJSON(raw)), '\n'))
}

// iri names a thing by the parts of its name.
func iri(kind string, parts ...string) string {
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return kind + strings.Join(parts, ":")
}

// article is what is said of an article as a whole.
func (w *w3c) article(article string, l Layer) w3cAnnotation {
	about := l.Set.Document
	a := w3cAnnotation{
		ID: iri(w3cLayer, article, l.Annotator), Type: "Annotation", Motivation: w3cClassify, Creator: w3cAgent{"Person", l.Annotator},
		Target: []w3cTarget{{ID: iri(w3cArticle, article), Type: "Text"}},
	}
	for _, label := range model.LabelPaths(w.e.Scheme.Documents, about.Labels) {
		a.Body = append(a.Body, w3cText(w3cClassify, label))
	}
	if about.Status != "" {
		a.Body = append(a.Body, w3cText(w3cAssess, about.Status))
	}
	if about.Note != "" {
		a.Body = append(a.Body, w3cText(w3cComment, about.Note))
	}
	return a
}

func w3cText(purpose, value string) w3cBody {
	return w3cBody{Type: "TextualBody", Purpose: purpose, Value: value}
}

func (w *w3c) claim(article, annotator string, c *model.Claim, converter offsetConverter) w3cAnnotation {
	p := c.Provenance
	a := w3cAnnotation{
		ID: iri(w3cClaim, article, annotator, c.ID), Type: "Annotation", Motivation: w3cMark, Creator: w3cAgent{"Person", annotator},
		Created: formatTime(p.Created), Modified: formatTime(p.Modified), Made: formatMade(p),
	}
	if c.Suggested() {
		a.Generator = &w3cAgent{"Software", p.By}
	}
	for _, label := range model.LabelPaths(w.e.Scheme.Groups, c.Labels) {
		a.Motivation = w3cTag
		a.Body = append(a.Body, w3cText(w3cTag, label))
	}
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		a.Body = append(a.Body, w3cText(w3cDescribe, id+"="+model.FormatValue(c.Attributes[id])))
	}
	if c.Note != "" {
		a.Body = append(a.Body, w3cText(w3cComment, c.Note))
	}
	for _, f := range c.Fragments {
		start, end := converter.convertSpan(f.Span, &w.e.Report)
		a.Target = append(a.Target, w3cTarget{Type: "SpecificResource", Source: iri(w3cArticle, article), Selector: []w3cSelector{
			{Type: "TextPositionSelector", Start: &start, End: &end},
			{Type: "TextQuoteSelector", Exact: &f.Text, Prefix: f.Prefix, Suffix: f.Suffix},
		}})
	}
	return a
}

func w3cRelationOf(article, annotator string, r *model.Relation) w3cAnnotation {
	a := w3cAnnotation{
		ID: iri(w3cRelation, article, annotator, r.ID), Type: "Annotation", Motivation: w3cLink, Creator: w3cAgent{"Person", annotator},
		Created: formatTime(r.Provenance.Created), Made: formatMade(r.Provenance),
		Body: []w3cBody{
			w3cText(w3cClassify, r.Type),
			{Type: "SpecificResource", Purpose: w3cLink, Source: iri(w3cClaim, article, annotator, r.To)},
		},
		Target: []w3cTarget{{ID: iri(w3cClaim, article, annotator, r.From), Type: "Text"}},
	}
	if r.Note != "" {
		a.Body = append(a.Body, w3cText(w3cComment, r.Note))
	}
	return a
}
