package exchange

import (
	"bytes"
	"io"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

	"pizhu/model"
	"pizhu/model/text"
)

func jsonlFormats() []Format {
	return []Format{{
		Name: "jsonl", About: "pizhu's own: a document a line, text, layers, claims and relations; loads as a Hugging Face dataset",
		Extension: ".jsonl", Unit: Codepoint, Units: allUnits,
		Carries: []Loss{
			Texts, ArticleNames, Offsets, Lines, Blanks, Discontinuous, Overlaps, Unlabelled, ManyLabels, Attributes, Notes, Relations, RelationNotes, Provenance, Suggestions, Negatives,
			Annotators, EmptyLayers, Status, DocumentLabels, DocumentNotes,
		},
		write: func(e *Exporter) codec { return &jsonl{e: e} },
		read:  readJSONL,
	}}
}

// A jsonl writes one document a line. Every line has the same fields of the
// same types; offsets are half-open, into the text of the line.
type jsonl struct {
	e    *Exporter
	line lineWriter
}

// The fields of a line, and of a row of Parquet.
type (
	jsonlDocument struct {
		ID        string          `json:"id" parquet:"id"`
		SHA256    string          `json:"sha256" parquet:"sha256"`
		Text      string          `json:"text" parquet:"text"`
		Layers    []jsonlLayer    `json:"layers" parquet:"layers,list"`
		Claims    []jsonlClaim    `json:"claims" parquet:"claims,list"`
		Relations []jsonlRelation `json:"relations" parquet:"relations,list"`
	}
	jsonlLayer struct {
		Annotator string   `json:"annotator" parquet:"annotator"`
		Status    string   `json:"status" parquet:"status"`
		Labels    []string `json:"labels" parquet:"labels,list"`
		Note      string   `json:"note" parquet:"note"`
	}
	jsonlClaim struct {
		ID         string           `json:"id" parquet:"id"`
		Annotator  string           `json:"annotator" parquet:"annotator"`
		Spans      []jsonlSpan      `json:"spans" parquet:"spans,list"`
		Labels     []string         `json:"labels" parquet:"labels,list"` // group/label
		Attributes []jsonlAttribute `json:"attributes" parquet:"attributes,list"`
		Note       string           `json:"note" parquet:"note"`
		jsonlMade
	}
	// A jsonlMade is a provenance: times as RFC 3339, a number as text, and what
	// is not known as nothing, so that no field is ever null.
	jsonlMade struct {
		By         string `json:"by" parquet:"by"`
		Method     string `json:"method" parquet:"method"`
		Verdict    string `json:"verdict" parquet:"verdict"`
		Created    string `json:"created" parquet:"created"`
		Modified   string `json:"modified" parquet:"modified"`
		ModifiedBy string `json:"modified_by" parquet:"modified_by"`
		Version    string `json:"version" parquet:"version"`
		Confidence string `json:"confidence" parquet:"confidence"`
		DecidedBy  string `json:"decided_by" parquet:"decided_by"`
		Decided    string `json:"decided" parquet:"decided"`
	}
	jsonlSpan struct {
		Start int    `json:"start" parquet:"start"`
		End   int    `json:"end" parquet:"end"`
		Text  string `json:"text" parquet:"text"`
	}
	jsonlAttribute struct {
		ID    string `json:"id" parquet:"id"`
		Value string `json:"value" parquet:"value"`
	}
	jsonlRelation struct {
		ID        string `json:"id" parquet:"id"`
		Annotator string `json:"annotator" parquet:"annotator"`
		Type      string `json:"type" parquet:"type"`
		From      string `json:"from" parquet:"from"`
		To        string `json:"to" parquet:"to"`
		Note      string `json:"note" parquet:"note"`
		jsonlMade
	}
)

func (j *jsonl) write(d Document) error {
	line := j.document(d)
	j.line.buf = j.line.buf[:0]
	if j.line.document(&line); j.line.err != nil {
		return j.line.err
	}
	_, err := j.e.Writer.Write(text.EscapeJSON(j.line.buf))
	return err
}

func (j *jsonl) close() error { return nil }

// writeLine writes a value and the end of its line.
func writeLine(w io.Writer, buf *bytes.Buffer, v any) error {
	buf.Reset()
	if err := json.MarshalWrite(buf, v); err != nil {
		return err
	}
	buf.WriteByte('\n')
	_, err := w.Write(text.EscapeJSON(buf.Bytes()))
	return err
}

func (j *jsonl) document(d Document) jsonlDocument {
	line := jsonlDocument{
		ID: d.Name, SHA256: d.SHA256, Text: d.Text.String(),
		Layers: []jsonlLayer{}, Claims: []jsonlClaim{}, Relations: []jsonlRelation{},
	}
	converter := newOffsetConverter(d.Text, j.e.Unit)
	for _, l := range d.Layers {
		about := l.Set.Document
		line.Layers = append(line.Layers, jsonlLayer{l.Annotator, about.Status, model.LabelPaths(j.e.Scheme.Documents, about.Labels), about.Note})
		for _, c := range l.Set.Claims {
			line.Claims = append(line.Claims, j.claim(l.Annotator, c, converter))
		}
		for _, r := range l.Set.Relations {
			line.Relations = append(line.Relations, jsonlRelation{r.ID, l.Annotator, r.Type, r.From, r.To, r.Note, newMade(r.Provenance)})
		}
	}
	return line
}

func (j *jsonl) claim(annotator string, c *model.Claim, converter offsetConverter) jsonlClaim {
	out := jsonlClaim{
		ID: c.ID, Annotator: annotator, Labels: model.LabelPaths(j.e.Scheme.Groups, c.Labels), Attributes: []jsonlAttribute{},
		Note: c.Note, jsonlMade: newMade(c.Provenance),
	}
	for _, f := range c.Fragments {
		start, end := converter.convertSpan(f.Span, &j.e.Report)
		out.Spans = append(out.Spans, jsonlSpan{start, end, f.Text})
	}
	if len(c.Attributes) == 0 {
		return out
	}
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		out.Attributes = append(out.Attributes, jsonlAttribute{id, model.FormatValue(c.Attributes[id])})
	}
	return out
}
