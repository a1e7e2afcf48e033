package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
)

func doccanoFormats() []Format {
	return []Format{
		{
			Name: "doccano", About: "doccano JSONL of a sequence labelling project; every line has the same keys, as its import wants",
			Extension: ".jsonl", Training: true, Unit: UTF16, Units: []OffsetUnit{UTF16, Codepoint, Grapheme}, Carries: []Loss{Texts, ArticleNames, Offsets, Lines, Blanks, Overlaps},
			write: func(e *Exporter) codec { return &doccano{e: e} }, read: readDoccano,
		},
		{
			Name: "doccano-relation", About: "doccano JSONL of a project with relations",
			Extension: ".jsonl", Training: true, Unit: UTF16, Units: []OffsetUnit{UTF16, Codepoint, Grapheme}, Carries: []Loss{Texts, ArticleNames, Offsets, Lines, Blanks, Overlaps, Relations},
			write: func(e *Exporter) codec { return &doccano{e: e, relations: true} }, read: readDoccano,
		},
	}
}

// A doccano writes a document a line. A claim of several labels or fragments
// becomes several entities; its relations hang on the first of them.
type doccano struct {
	e         *Exporter
	relations bool
	lines     int
	entities  int
	links     int
	buf       bytes.Buffer
}

// The fields of a line.
type (
	doccanoSpans struct {
		ID       int      `json:"id"`
		Article  string   `json:"article"`
		Text     string   `json:"text"`
		Label    [][3]any `json:"label"`
		Comments []string `json:"Comments"`
	}
	doccanoGraph struct {
		ID        int               `json:"id"`
		Article   string            `json:"article"`
		Text      string            `json:"text"`
		Entities  []doccanoEntity   `json:"entities"`
		Relations []doccanoRelation `json:"relations"`
		Comments  []string          `json:"Comments"`
	}
	doccanoEntity struct {
		ID    int    `json:"id"`
		Label string `json:"label"`
		Start int    `json:"start_offset"`
		End   int    `json:"end_offset"`
	}
	doccanoRelation struct {
		ID   int    `json:"id"`
		From int    `json:"from_id"`
		To   int    `json:"to_id"`
		Type string `json:"type"`
	}
)

func (d *doccano) close() error { return nil }

func (d *doccano) write(doc Document) error {
	d.lines++
	entities, relations := d.graph(doc)
	if d.relations {
		return writeLine(d.e.Writer, &d.buf, doccanoGraph{d.lines, doc.Name, doc.Text.String(), entities, relations, []string{}})
	}
	line := doccanoSpans{d.lines, doc.Name, doc.Text.String(), [][3]any{}, []string{}}
	for _, e := range entities {
		line.Label = append(line.Label, [3]any{e.Start, e.End, e.Label})
	}
	return writeLine(d.e.Writer, &d.buf, line)
}

func (d *doccano) graph(doc Document) ([]doccanoEntity, []doccanoRelation) {
	entities, relations := []doccanoEntity{}, []doccanoRelation{}
	converter := newOffsetConverter(doc.Text, d.e.Unit)
	for _, l := range doc.Layers {
		first := map[string]int{}
		for _, c := range l.Set.Claims {
			first[c.ID] = d.entities + 1
			entities = d.claim(entities, c, converter)
		}
		for _, r := range l.Set.Relations {
			d.links++
			relations = append(relations, doccanoRelation{d.links, first[r.From], first[r.To], r.Type})
		}
	}
	return entities, relations
}

func (d *doccano) claim(entities []doccanoEntity, c *model.Claim, converter offsetConverter) []doccanoEntity {
	for _, label := range model.LabelPaths(d.e.Scheme.Groups, c.Labels) {
		for _, f := range c.Fragments {
			d.entities++
			start, end := converter.convertSpan(f.Span, &d.e.Report)
			entities = append(entities, doccanoEntity{d.entities, d.e.exportedLabel(label), start, end})
		}
	}
	return entities
}

// A doccanoLine is a line of any project of doccano: of a version before 1.5 it
// has annotations.
type doccanoLine struct {
	ID          jsontext.Value    `json:"id"`
	Article     string            `json:"article"`
	Comments    []string          `json:"Comments"`
	Text        *string           `json:"text"`
	Data        *string           `json:"data"`
	Label       []doccanoMark     `json:"label"`
	Labels      []doccanoMark     `json:"labels"`
	Entities    []doccanoMark     `json:"entities"`
	Annotations []doccanoMark     `json:"annotations"`
	Relations   []doccanoRelation `json:"relations"`
	Rest        jsontext.Value    `json:",embed"`
}

// A doccanoMark is an entity in any of its forms: [start, end, label], or an
// object, whose label may be a number that another file explains. The label of a
// whole text is a string.
type doccanoMark struct {
	ID      int            `json:"id"`
	Label   looseText      `json:"label"`
	Start   int            `json:"start_offset"`
	End     int            `json:"end_offset"`
	Begins  *int           `json:"start"` // as in spaCy
	Ends    *int           `json:"end"`
	User    jsontext.Value `json:"user"`
	Rest    jsontext.Value `json:",embed"`
	OfWhole string         `json:"-"`
}

var errMark = errors.New("an entity is neither [start, end, label] nor an object")

// UnmarshalJSON reads all forms.
func (k *doccanoMark) UnmarshalJSON(raw []byte) error {
	type object doccanoMark // without this method
	switch jsontext.Value(raw).Kind() {
	case '{':
		if err := json.Unmarshal(raw, (*object)(k), lenient); err != nil || k.Begins == nil || k.Ends == nil {
			return err
		}
		k.Start, k.End = *k.Begins, *k.Ends
		return nil
	case '"':
		return json.Unmarshal(raw, &k.OfWhole, lenient)
	}
	var parts []jsontext.Value
	if err := json.Unmarshal(raw, &parts, lenient); err != nil || len(parts) != 3 {
		return errMark
	}
	return errors.Join(json.Unmarshal(parts[0], &k.Start), json.Unmarshal(parts[1], &k.End), json.Unmarshal(parts[2], &k.Label, lenient))
}

func readDoccano(m *Importer, files []Source) error {
	return eachLine(m, files, func(file string, number int, line doccanoLine) error {
		d, ok := m.newDoc(file, number, cmp.Or(line.Text, line.Data), line.Rest)
		if !ok {
			return nil
		}
		d.name = cmp.Or(line.Article, d.name)
		about := model.Document{Note: strings.Join(line.Comments, "\n")}
		places := map[int]int{}
		var whole []string
		for _, k := range slices.Concat(line.Label, line.Labels, line.Entities, line.Annotations) {
			if k.OfWhole != "" {
				whole = append(whole, k.OfWhole)
				continue
			}
			m.noteUnreadMembers(file, number, "entities.", k.Rest)
			x := importClaim{line: number, labels: []string{string(k.Label)}, spans: [][2]int{{k.Start, k.End}}}
			if k.User.Kind() == '0' {
				x.annotator = "user-" + string(k.User)
			}
			places[k.ID] = m.addClaim(&d, x)
		}
		if about.Labels = m.findDocumentLabels(file, number, whole); len(about.Labels) > 0 || about.Note != "" {
			d.articleFields = map[string]model.Document{"": about}
		}
		for _, r := range line.Relations {
			from, ok := places[r.From]
			to, sure := places[r.To]
			if !ok || !sure {
				m.addProblem(file, number, badRelation, "%q has an end that is no claim: %d or %d", r.Type, r.From, r.To)
				continue
			}
			m.addRelation(&d, importRelation{line: number, kind: r.Type, from: from, to: to})
		}
		return m.importDocument(d)
	})
}
