package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

func jsonlFormats() []Format {
	return []Format{{
		Name: "jsonl", About: "pizhu's own: a document a line, text, layers, claims and relations; loads as a Hugging Face dataset",
		Extension: ".jsonl", Unit: Codepoint, Units: allUnits,
		Carries: []Loss{
			Lines, Blanks, Discontinuous, Overlaps, Unlabelled, ManyLabels, Attributes, Notes, Relations, RelationNotes, Suggestions, Negatives,
			Annotators, Status, DocumentLabels, DocumentNotes,
		},
		write: func(e *Export) codec { return &jsonl{e: e} },
		read:  readJSONL,
	}}
}

// A jsonl writes one document a line. Every line has the same fields of the
// same types; offsets are half-open, into the text of the line.
type jsonl struct {
	e   *Export
	buf bytes.Buffer
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
		By         string           `json:"by" parquet:"by"`
		Method     string           `json:"method" parquet:"method"`
		Verdict    string           `json:"verdict" parquet:"verdict"`
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
	}
)

func (j *jsonl) write(d Document) error { return j.line(j.document(d)) }

func (j *jsonl) close() error { return nil }

// line writes a value and the end of its line.
func (j *jsonl) line(v any) error { return writeLine(j.e.W, &j.buf, v) }

func writeLine(w io.Writer, buf *bytes.Buffer, v any) error {
	buf.Reset()
	if err := json.MarshalWrite(buf, v); err != nil {
		return err
	}
	buf.WriteByte('\n')
	_, err := w.Write(buf.Bytes())
	return err
}

func (j *jsonl) document(d Document) jsonlDocument {
	line := jsonlDocument{
		ID: d.Name, SHA256: d.SHA256, Text: d.Text.String(),
		Layers: []jsonlLayer{}, Claims: []jsonlClaim{}, Relations: []jsonlRelation{},
	}
	ruler := newRuler(d.Text, j.e.Unit)
	for _, l := range d.Layers {
		about := l.Set.Document
		line.Layers = append(line.Layers, jsonlLayer{l.Annotator, about.Status, flat(j.e.Scheme.Documents, about.Labels), about.Note})
		for _, c := range l.Set.Claims {
			line.Claims = append(line.Claims, j.claim(l.Annotator, c, ruler))
		}
		for _, r := range l.Set.Relations {
			line.Relations = append(line.Relations, jsonlRelation{r.ID, l.Annotator, r.Type, r.From, r.To, r.Note})
		}
	}
	return line
}

func (j *jsonl) claim(annotator string, c *model.Claim, ruler ruler) jsonlClaim {
	out := jsonlClaim{
		ID: c.ID, Annotator: annotator, Labels: flat(j.e.Scheme.Groups, c.Labels), Attributes: []jsonlAttribute{},
		Note: c.Note, By: c.Provenance.By, Method: string(c.Provenance.Method), Verdict: string(c.Provenance.Verdict),
	}
	for _, f := range c.Fragments {
		start, end := ruler.span(f.Span, &j.e.Report)
		out.Spans = append(out.Spans, jsonlSpan{start, end, f.Text})
	}
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		out.Attributes = append(out.Attributes, jsonlAttribute{id, model.ValueText(c.Attributes[id])})
	}
	return out
}

func readJSONL(m *Import, files []Source) error {
	return eachLine(m, files, func(file string, number int, line jsonlDocument) error {
		return m.take(line.draft(m, file, number))
	})
}

// draft is the document of a line.
func (d jsonlDocument) draft(m *Import, file string, number int) draft {
	out := draft{name: cmp.Or(d.ID, lineName(file, number)), file: file, line: number, text: text.New(d.Text), abouts: map[string]model.Document{}}
	for _, l := range d.Layers {
		out.abouts[l.Annotator] = model.Document{Status: l.Status, Note: l.Note, Labels: documentLabels(l.Labels)}
	}
	places := map[string]int{}
	for i, c := range d.Claims {
		places[c.Annotator+"\x00"+c.ID] = i
		out.marks = append(out.marks, c.mark(number))
	}
	for _, r := range d.Relations {
		from, ok := places[r.Annotator+"\x00"+r.From]
		to, sure := places[r.Annotator+"\x00"+r.To]
		if !ok || !sure {
			m.problem(file, number, badRelation, "%q of %q has an end that is no claim", r.Type, r.ID)
			continue
		}
		out.links = append(out.links, link{line: number, id: r.ID, kind: r.Type, from: from, to: to, note: r.Note})
	}
	return out
}

func (c jsonlClaim) mark(line int) mark {
	k := mark{
		line: line, id: c.ID, annotator: c.Annotator, labels: c.Labels, note: c.Note, by: c.By,
		method: methodOf(c.Method), verdict: verdictOf(c.Verdict), attributes: map[string]any{}, quote: []string{},
	}
	for _, s := range c.Spans {
		k.spans = append(k.spans, [2]int{s.Start, s.End})
		k.quote = append(k.quote, s.Text)
	}
	for _, a := range c.Attributes {
		k.attributes[a.ID] = a.Value
	}
	return k
}

func methodOf(s string) model.Method {
	switch m := model.Method(s); m {
	case model.Person, model.Rule, model.Model, model.Import:
		return m
	}
	return ""
}

func verdictOf(s string) model.Verdict {
	switch v := model.Verdict(s); v {
	case model.Accepted, model.Edited, model.Rejected:
		return v
	}
	return model.Undecided
}

func documentLabels(list []string) map[string][]string {
	labels := map[string][]string{}
	for _, l := range list {
		group, label, ok := cut(l)
		if ok && !slices.Contains(labels[group], label) {
			labels[group] = append(labels[group], label)
		}
	}
	return labels
}

func lineName(file string, number int) string { return fmt.Sprintf("%s-%06d", file, number) }

// maxLine is how long a line may be, in bytes: as long as an article.
const maxLine = 64 << 20

// eachLine reads files of JSON objects, one a line. What is none is listed.
func eachLine[T any](m *Import, files []Source, take func(file string, number int, line T) error) error {
	return eachText(files, func(file string, number int, raw []byte) error {
		if len(bytes.TrimSpace(raw)) == 0 {
			return nil
		}
		var v T
		err := json.Unmarshal(raw, &v, jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
		if err != nil {
			m.problem(file, number, badSyntax, "%v", err)
			return nil
		}
		return take(file, number, v)
	})
}

// eachText reads files line by line, without the ends of the lines.
func eachText(files []Source, take func(file string, number int, raw []byte) error) error {
	for _, s := range files {
		f, err := s.Open()
		if err != nil {
			return err
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, maxLine)
		for n := 1; err == nil && lines.Scan(); n++ {
			err = take(s.Name, n, lines.Bytes())
		}
		if err = errors.Join(err, lines.Err(), f.Close()); err != nil {
			return fmt.Errorf("import %q: %w", s.Name, err)
		}
	}
	return nil
}
