package exchange

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/text"
)

func spacyFormats() []Format {
	return []Format{
		{
			Name: "spacy", About: "spaCy's Doc as JSON, one a line: tokens are characters, claims are the span group sc, those apart are also ents",
			Extension: ".jsonl", Training: true, Unit: Codepoint, Units: []OffsetUnit{Codepoint}, Carries: []Loss{Texts, ArticleNames, Offsets, Lines, Blanks, Overlaps, Places},
			write: func(e *Exporter) codec { return &spacy{e: e} }, read: readSpacy,
		},
		{
			Name: "prodigy", About: "Prodigy JSONL of a manual span task: tokens are characters",
			Extension: ".jsonl", Training: true, Unit: Codepoint, Units: []OffsetUnit{Codepoint}, Carries: []Loss{Texts, ArticleNames, Offsets, Lines, Blanks, Overlaps, Places},
			write: func(e *Exporter) codec { return &prodigy{e: e} }, read: readProdigy,
		},
	}
}

// The fields of a line.
type (
	spacyDocument struct {
		Text   string                 `json:"text"`
		Ents   []spacySpan            `json:"ents"`
		Tokens []spacyToken           `json:"tokens"`
		Spans  map[string][]spacySpan `json:"spans"`
		User   *spacyMeta             `json:"_,omitzero"`
	}
	spacySpan struct {
		Start int            `json:"start"`
		End   int            `json:"end"`
		Label string         `json:"label"`
		Rest  jsontext.Value `json:",embed"`
	}
	spacyToken struct {
		ID    int `json:"id"`
		Start int `json:"start"`
		End   int `json:"end"`
	}
	spacyMeta struct {
		Article string         `json:"article"`
		Rest    jsontext.Value `json:",embed"`
	}
	prodigyTask struct {
		Text   string         `json:"text"`
		Tokens []prodigyToken `json:"tokens"`
		Spans  []prodigySpan  `json:"spans"`
		Meta   spacyMeta      `json:"meta"`
		Answer string         `json:"answer"`
	}
	prodigyToken struct {
		Text  string `json:"text"`
		Start int    `json:"start"`
		End   int    `json:"end"`
		ID    int    `json:"id"`
		White bool   `json:"ws"`
	}
	prodigySpan struct {
		Start int            `json:"start"`
		End   int            `json:"end"`
		First int            `json:"token_start"`
		Last  int            `json:"token_end"` // inclusive
		Label string         `json:"label"`
		Rest  jsontext.Value `json:",embed"`
	}
)

func (s spacySpan) same(other spacySpan) bool {
	return s.Start == other.Start && s.End == other.End && s.Label == other.Label
}

// spanGroup is the name under which spaCy's own components look for spans.
const spanGroup = "sc"

// A spacy writes what spaCy's Doc.from_json reads. Its ents must not overlap.
type spacy struct {
	e   *Exporter
	buf bytes.Buffer
}

func (s *spacy) close() error { return nil }

func (s *spacy) write(d Document) error {
	line := spacyDocument{
		Text: d.Text.String(), Ents: []spacySpan{}, Tokens: []spacyToken{},
		Spans: map[string][]spacySpan{spanGroup: labelled(d, s.e)}, User: &spacyMeta{Article: d.Name},
	}
	for c := range d.Text.Clusters(d.Text.All()) {
		line.Tokens = append(line.Tokens, spacyToken{len(line.Tokens), int(c.Span.Start), int(c.Span.End)})
	}
	ents, _ := dropOverlaps(taggedSpans(d, s.e.Scheme)) // the others are in the group
	for _, p := range ents {
		line.Ents = append(line.Ents, spacySpan{Start: int(p.span.Start), End: int(p.span.End), Label: s.e.exportedLabel(p.label)})
	}
	return writeLine(s.e.Writer, &s.buf, line)
}

// labelled lists the fragments of a document, once for each label.
func labelled(d Document, e *Exporter) []spacySpan {
	spans := []spacySpan{}
	for _, p := range taggedSpans(d, e.Scheme) {
		for _, label := range model.LabelPaths(e.Scheme.Groups, p.claim.Labels) {
			spans = append(spans, spacySpan{Start: int(p.span.Start), End: int(p.span.End), Label: e.exportedLabel(label)})
		}
	}
	return spans
}

// A prodigy writes what Prodigy's db-in reads.
type prodigy struct {
	e   *Exporter
	buf bytes.Buffer
}

func (p *prodigy) close() error { return nil }

func (p *prodigy) write(d Document) error {
	task := prodigyTask{Text: d.Text.String(), Tokens: []prodigyToken{}, Spans: []prodigySpan{}, Meta: spacyMeta{Article: d.Name}, Answer: "accept"}
	for c := range d.Text.Clusters(d.Text.All()) {
		task.Tokens = append(task.Tokens, prodigyToken{c.Text, int(c.Span.Start), int(c.Span.End), len(task.Tokens), false})
	}
	converter := newOffsetConverter(d.Text, Grapheme)
	for _, s := range labelled(d, p.e) {
		first, end := converter.convertSpan(text.Span{Start: text.Offset(s.Start), End: text.Offset(s.End)}, &Report{})
		task.Spans = append(task.Spans, prodigySpan{Start: s.Start, End: s.End, First: first, Last: end - 1, Label: s.Label})
	}
	return writeLine(p.e.Writer, &p.buf, task)
}
