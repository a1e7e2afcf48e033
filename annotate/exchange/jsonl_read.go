package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/fault"
)

// newMade writes a provenance down, and read reads it.
func newMade(p model.Provenance) jsonlMade {
	m := jsonlMade{
		By: p.By, Method: string(p.Method), Verdict: string(p.Verdict), Created: formatTime(p.Created), Modified: formatTime(p.Modified),
		ModifiedBy: p.ModifiedBy, Version: p.Version, DecidedBy: p.DecidedBy, Decided: formatTime(p.Decided),
	}
	if p.Confidence != nil {
		m.Confidence = model.FormatValue(*p.Confidence)
	}
	return m
}

// A madeMembers is a jsonlMade without what is not known, for formats that have
// one place for all of it.
type madeMembers struct {
	By         string `json:"by,omitzero"`
	Method     string `json:"method,omitzero"`
	Verdict    string `json:"verdict,omitzero"`
	Created    string `json:"created,omitzero"`
	Modified   string `json:"modified,omitzero"`
	ModifiedBy string `json:"modified_by,omitzero"`
	Version    string `json:"version,omitzero"`
	Confidence string `json:"confidence,omitzero"`
	DecidedBy  string `json:"decided_by,omitzero"`
	Decided    string `json:"decided,omitzero"`
}

// formatMade is a provenance as a JSON object.
func formatMade(p model.Provenance) string {
	raw, _ := json.Marshal(madeMembers(newMade(p)), lenient) // text alone has no errors
	return string(raw)
}

// parseProvenance reads what madeText wrote; nothing of nothing.
func (m *Importer) parseProvenance(file string, line int, s string) model.Provenance {
	if s == "" {
		return model.Provenance{}
	}
	var made madeMembers
	if err := json.Unmarshal([]byte(s), &made, lenient); err != nil {
		m.addProblem(file, line, badFeature, "the provenance %q means nothing here", s)
	}
	return jsonlMade(made).read(m, file, line)
}

// formatTime is a time as it is written, nothing if it is not known.
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func (j jsonlMade) read(m *Importer, file string, line int) model.Provenance {
	bad := func(name, value string) {
		m.addProblem(file, line, badFeature, "%s is %q, which means nothing here", name, value)
	}
	when := func(name, value string) time.Time {
		t, err := time.Parse(time.RFC3339Nano, value)
		if err != nil && value != "" {
			bad(name, value)
		}
		return t.UTC()
	}
	p := model.Provenance{
		By: j.By, Method: methodOf(j.Method), Verdict: verdictOf(j.Verdict), Created: when("created", j.Created), Modified: when("modified", j.Modified),
		ModifiedBy: j.ModifiedBy, Version: j.Version, DecidedBy: j.DecidedBy, Decided: when("decided", j.Decided),
	}
	if string(p.Method) != j.Method {
		bad("method", j.Method)
	}
	if string(p.Verdict) != j.Verdict {
		bad("verdict", j.Verdict)
	}
	if j.Confidence != "" {
		if x, err := strconv.ParseFloat(j.Confidence, 64); err == nil && x >= 0 && x <= 1 {
			p.Confidence = &x
		} else {
			bad("confidence", j.Confidence)
		}
	}
	return p
}

// A jsonlLine is a line, or a row of Parquet, as anybody may have written it. What
// of it has no place here is in Rest, at each level.
type (
	jsonlLine struct {
		ID        looseText           `json:"id"`
		SHA256    string              `json:"sha256"`
		Text      *string             `json:"text"`
		Layers    []jsonlLineLayer    `json:"layers"`
		Claims    []jsonlLineClaim    `json:"claims"`
		Relations []jsonlLineRelation `json:"relations"`
		Rest      jsontext.Value      `json:",embed"`
	}
	jsonlLineLayer struct {
		jsonlLayer
		Rest jsontext.Value `json:",embed"`
	}
	jsonlLineClaim struct {
		jsonlClaim
		Spans      []jsonlLineSpan      `json:"spans"`
		Attributes []jsonlLineAttribute `json:"attributes"`
		Rest       jsontext.Value       `json:",embed"`
	}
	jsonlLineSpan struct {
		Start int            `json:"start"`
		End   int            `json:"end"`
		Text  *string        `json:"text"` // nil: nothing is quoted
		Rest  jsontext.Value `json:",embed"`
	}
	jsonlLineAttribute struct {
		jsonlAttribute
		Rest jsontext.Value `json:",embed"`
	}
	jsonlLineRelation struct {
		jsonlRelation
		Rest jsontext.Value `json:",embed"`
	}
)

// A looseText is a string, or a number as it is written.
type looseText string

// UnmarshalJSON reads either.
func (l *looseText) UnmarshalJSON(raw []byte) error {
	if jsontext.Value(raw).Kind() == '0' {
		*l = looseText(raw)
		return nil
	}
	return json.Unmarshal(raw, (*string)(l), lenient)
}

func readJSONL(m *Importer, files []Source) error {
	return eachLine(m, files, func(file string, number int, line jsonlLine) error {
		return m.jsonlDocument(file, number, line)
	})
}

// jsonlDocument takes the document of a line.
func (m *Importer) jsonlDocument(file string, number int, line jsonlLine) error {
	d, ok := m.newDoc(file, number, line.Text, line.Rest)
	if !ok {
		return nil
	}
	d.name, d.sha256, d.articleFields = cmp.Or(string(line.ID), d.name), line.SHA256, map[string]model.Document{}
	for _, l := range line.Layers {
		m.noteUnreadMembers(file, number, "layers.", l.Rest)
		d.articleFields[l.Annotator] = model.Document{Status: l.Status, Note: l.Note, Labels: m.findDocumentLabels(file, number, l.Labels)}
	}
	places := map[string]int{}
	for _, c := range line.Claims {
		places[c.Annotator+"\x00"+c.ID] = m.addClaim(&d, c.mark(m, file, number))
	}
	for _, r := range line.Relations {
		m.noteUnreadMembers(file, number, "relations.", r.Rest)
		from, ok := places[r.Annotator+"\x00"+r.From]
		to, sure := places[r.Annotator+"\x00"+r.To]
		if !ok || !sure {
			m.addProblem(file, number, badRelation, "%q of %q has an end that is no claim", r.Type, r.ID)
			continue
		}
		m.addRelation(&d, importRelation{line: number, id: r.ID, kind: r.Type, from: from, to: to, note: r.Note, made: r.read(m, file, number)})
	}
	return m.importDocument(d)
}

// mark is the claim of a line. It has a quote where all of its spans have.
func (c jsonlLineClaim) mark(m *Importer, file string, line int) importClaim {
	m.noteUnreadMembers(file, line, "claims.", c.Rest)
	k := importClaim{
		line: line, id: c.ID, annotator: c.Annotator, labels: c.Labels, note: c.Note, attributes: map[string]any{}, quote: []string{},
		made: c.read(m, file, line),
	}
	for _, s := range c.Spans {
		m.noteUnreadMembers(file, line, "claims.spans.", s.Rest)
		k.spans = append(k.spans, [2]int{s.Start, s.End})
		if s.Text == nil {
			k.quote = nil
		} else if k.quote != nil {
			k.quote = append(k.quote, *s.Text)
		}
	}
	for _, a := range c.Attributes {
		m.noteUnreadMembers(file, line, "claims.attributes.", a.Rest)
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

// findDocumentLabels reads labels of an article, as group/label.
func (m *Importer) findDocumentLabels(file string, line int, list []string) map[string][]string {
	labels := map[string][]string{}
	for _, l := range list {
		group, label, ok := cutLabel(l)
		switch {
		case !ok:
			m.addProblem(file, line, badLabel, "the label %q of the article names no group", l)
		case !slices.Contains(labels[group], label):
			labels[group] = append(labels[group], label)
		}
	}
	return labels
}

func lineName(file string, number int) string { return fmt.Sprintf("%s-%06d", file, number) }

// maxLine is how long a line may be, in bytes: as long as an article.
const maxLine = 64 << 20

// maxLine is how long a line may be in an import, which may have a limit of its own.
func (m *Importer) maxLine() int { return cmp.Or(m.MaxLine, maxLine) }

// eachLine reads files of JSON values, one a line, or all in one list. What is none
// is listed.
func eachLine[T any](m *Importer, files []Source, take func(file string, number int, line T) error) error {
	for _, s := range files {
		f, err := m.openSource(s)
		if err != nil {
			return err
		}
		if f.list() {
			err = eachItemOf(m, f, take)
		} else {
			err = eachLineOf(f, func(file string, number int, raw []byte) error {
				if len(bytes.TrimSpace(raw)) == 0 {
					return nil
				}
				return oneValue(m, file, number, raw, take)
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// oneValue reads a JSON value. One that is of another form is listed.
func oneValue[T any](m *Importer, file string, number int, raw []byte, take func(file string, number int, v T) error) error {
	if !m.checkDecoded(file, number, string(raw)) {
		return nil
	}
	var v T
	if err := json.Unmarshal(raw, &v, lenient); err != nil {
		m.addProblem(file, number, badSyntax, "%s", notJSON(err))
		return nil
	}
	return take(file, number, v)
}

// eachText reads files line by line, decoded, without the ends of the lines.
func (m *Importer) eachText(files []Source, take func(file string, number int, raw []byte) error) error {
	for _, s := range files {
		f, err := m.openSource(s)
		if err != nil {
			return err
		}
		if err := eachLineOf(f, take); err != nil {
			return err
		}
	}
	return nil
}

// eachLineOf reads an open file as eachText does, and closes it. A line that is too
// long is listed and passed over.
func eachLineOf(f *decodedFile, take func(file string, number int, raw []byte) error) (err error) {
	lines := &lineReader{in: bufio.NewReader(f), most: f.m.maxLine()}
	for n := 1; err == nil && lines.next(); n++ {
		if lines.long {
			f.m.addProblem(f.name, n, badSyntax, "the line is longer than %d MiB", lines.most>>20)
			continue
		}
		err = take(f.name, n, lines.line)
	}
	if err = errors.Join(cmp.Or(err, lines.err), f.Close()); err != nil {
		return fault.Errorf("import %q: %w", f.name, err)
	}
	return nil
}

// A lineReader reads lines without their ends. What reading gives before it fails
// is no line.
type lineReader struct {
	in   *bufio.Reader
	most int    // bytes of a line
	line []byte // until the next one is read
	long bool   // it has more, and is not there
	err  error
}

// next reads a line, if there is one.
func (r *lineReader) next() bool {
	r.line, r.long = r.line[:0], false
	for r.err == nil {
		part, err := r.in.ReadSlice('\n')
		r.line = append(r.line, part...)
		if len(r.line) > r.most {
			r.line, r.long = r.line[:0], true
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF):
			ended := len(r.line) == 0 && !r.long
			r.in.Reset(strings.NewReader("")) // the next one finds the end
			return r.ended(!ended)
		case err != nil:
			r.err = err
			return false
		}
		return r.ended(true)
	}
	return false
}

// ended takes the end of a line away.
func (r *lineReader) ended(is bool) bool {
	r.line = bytes.TrimSuffix(bytes.TrimSuffix(r.line, []byte("\n")), []byte("\r"))
	return is
}

// A watched notes that reading failed: what was read of a line then is none.
type watched struct {
	io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if !errors.Is(err, io.EOF) {
		w.err = cmp.Or(w.err, err)
	}
	return n, err
}

// bom is a byte order mark, which is no part of a file's first line or value.
const bom = "\ufeff"
