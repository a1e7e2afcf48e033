// Package exchange holds the formats that annotations leave in, a file a
// format. They write to an io.Writer and know no paths.
package exchange

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

// A Document is an article with all the layers that are exported of it.
type Document struct {
	Name   string // its place in the corpus
	SHA256 string // of its bytes as stored
	Text   *text.Text
	Layers []Layer
}

// A Layer is what one annotator said of an article.
type Layer struct {
	Annotator string
	Set       model.Set
}

// Options say what of a document is exported.
type Options struct {
	Noise bool // the claims that mark noise, too
}

// A JSONL writes pizhu's own JSONL: one document a line. Every line has the
// same fields of the same types, so that it loads as a Hugging Face dataset;
// offsets are code points, half-open, into the text of the line.
type JSONL struct {
	w       io.Writer
	scheme  *model.Scheme
	options Options
}

// NewJSONL makes a writer of JSONL.
func NewJSONL(w io.Writer, scheme *model.Scheme, o Options) *JSONL { return &JSONL{w, scheme, o} }

// The fields of a line.
type (
	jsonlDocument struct {
		ID     string       `json:"id"`
		SHA256 string       `json:"sha256"`
		Text   string       `json:"text"`
		Layers []jsonlLayer `json:"layers"`
		Claims []jsonlClaim `json:"claims"`
	}
	jsonlLayer struct {
		Annotator string   `json:"annotator"`
		Status    string   `json:"status"`
		Labels    []string `json:"labels"`
		Note      string   `json:"note"`
	}
	jsonlClaim struct {
		ID         string           `json:"id"`
		Annotator  string           `json:"annotator"`
		Spans      []jsonlSpan      `json:"spans"`
		Labels     []string         `json:"labels"` // group/label
		Attributes []jsonlAttribute `json:"attributes"`
		Note       string           `json:"note"`
		By         string           `json:"by"`
		Method     string           `json:"method"`
	}
	jsonlSpan struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Text  string `json:"text"`
	}
	jsonlAttribute struct {
		ID    string `json:"id"`
		Value string `json:"value"`
	}
)

// Write writes one document.
func (j *JSONL) Write(d Document) error {
	line := jsonlDocument{ID: d.Name, SHA256: d.SHA256, Text: d.Text.String(), Layers: []jsonlLayer{}, Claims: []jsonlClaim{}}
	for _, l := range d.Layers {
		about := l.Set.Document
		line.Layers = append(line.Layers, jsonlLayer{l.Annotator, about.Status, flat(j.scheme.Documents, about.Labels), about.Note})
		for _, c := range l.Set.Claims {
			if c.Provenance.Verdict != model.Rejected && (j.options.Noise || !c.IsNoise(j.scheme)) {
				line.Claims = append(line.Claims, j.claim(l.Annotator, c))
			}
		}
	}
	raw, err := json.Marshal(line, jsontext.AllowInvalidUTF8(false))
	if err != nil {
		return fmt.Errorf("export %q: %w", d.Name, err)
	}
	_, err = j.w.Write(append(raw, '\n'))
	return err
}

func (j *JSONL) claim(annotator string, c *model.Claim) jsonlClaim {
	out := jsonlClaim{
		ID: c.ID, Annotator: annotator, Labels: flat(j.scheme.Groups, c.Labels), Attributes: []jsonlAttribute{},
		Note: c.Note, By: c.Provenance.By, Method: string(c.Provenance.Method),
	}
	for _, f := range c.Fragments {
		out.Spans = append(out.Spans, jsonlSpan{int(f.Span.Start), int(f.Span.End), f.Text})
	}
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		out.Attributes = append(out.Attributes, jsonlAttribute{id, plainText(c.Attributes[id])})
	}
	return out
}

// plainText is a value as text, for a field has one type in every line.
func plainText(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// flat lists labels as group/label: the groups in the scheme's order, then those
// that it does not know.
func flat(groups []model.Group, labels map[string][]string) []string {
	list := []string{}
	add := func(group string) {
		for _, l := range labels[group] {
			list = append(list, group+"/"+l)
		}
	}
	for _, g := range groups {
		add(g.ID)
	}
	for _, group := range slices.Sorted(maps.Keys(labels)) {
		if !slices.ContainsFunc(groups, func(g model.Group) bool { return g.ID == group }) {
			add(group)
		}
	}
	return list
}
