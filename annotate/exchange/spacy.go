package exchange

import (
	"bytes"
	"cmp"

	"pizhu/model"
	"pizhu/model/text"
)

func spacyFormats() []Format {
	return []Format{
		{
			Name: "spacy", About: "spaCy's Doc as JSON, one a line: tokens are characters, claims are the span group sc, those apart are also ents",
			Extension: ".jsonl", Unit: Codepoint, Units: []Unit{Codepoint}, Carries: []Loss{Lines, Blanks, Overlaps, Places, ManyLabels},
			write: func(e *Export) codec { return &spacy{e: e} }, read: readSpacy,
		},
		{
			Name: "prodigy", About: "Prodigy JSONL of a manual span task: tokens are characters",
			Extension: ".jsonl", Unit: Codepoint, Units: []Unit{Codepoint}, Carries: []Loss{Lines, Blanks, Overlaps, Places, ManyLabels},
			write: func(e *Export) codec { return &prodigy{e: e} }, read: readProdigy,
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
		Start int    `json:"start"`
		End   int    `json:"end"`
		Label string `json:"label"`
	}
	spacyToken struct {
		ID    int `json:"id"`
		Start int `json:"start"`
		End   int `json:"end"`
	}
	spacyMeta struct {
		Article string `json:"article"`
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
		Start int    `json:"start"`
		End   int    `json:"end"`
		First int    `json:"token_start"`
		Last  int    `json:"token_end"` // inclusive
		Label string `json:"label"`
	}
)

// spanGroup is the name under which spaCy's own components look for spans.
const spanGroup = "sc"

// A spacy writes what spaCy's Doc.from_json reads. Its ents must not overlap.
type spacy struct {
	e   *Export
	buf bytes.Buffer
}

func (s *spacy) close() error { return nil }

func (s *spacy) write(d Document) error {
	line := spacyDocument{
		Text: d.Text.String(), Ents: []spacySpan{}, Tokens: []spacyToken{},
		Spans: map[string][]spacySpan{spanGroup: labelled(d, s.e.Scheme)}, User: &spacyMeta{d.Name},
	}
	for c := range d.Text.Clusters(d.Text.All()) {
		line.Tokens = append(line.Tokens, spacyToken{len(line.Tokens), int(c.Span.Start), int(c.Span.End)})
	}
	ents, _ := apart(pieces(d, s.e.Scheme)) // the others are in the group
	for _, p := range ents {
		line.Ents = append(line.Ents, spacySpan{int(p.span.Start), int(p.span.End), p.label})
	}
	return writeLine(s.e.W, &s.buf, line)
}

// labelled lists the fragments of a document, once for each label.
func labelled(d Document, s *model.Scheme) []spacySpan {
	spans := []spacySpan{}
	for _, p := range pieces(d, s) {
		for _, label := range flat(s.Groups, p.claim.Labels) {
			spans = append(spans, spacySpan{int(p.span.Start), int(p.span.End), label})
		}
	}
	return spans
}

// A prodigy writes what Prodigy's db-in reads.
type prodigy struct {
	e   *Export
	buf bytes.Buffer
}

func (p *prodigy) close() error { return nil }

func (p *prodigy) write(d Document) error {
	task := prodigyTask{Text: d.Text.String(), Tokens: []prodigyToken{}, Spans: []prodigySpan{}, Meta: spacyMeta{d.Name}, Answer: "accept"}
	for c := range d.Text.Clusters(d.Text.All()) {
		task.Tokens = append(task.Tokens, prodigyToken{c.Text, int(c.Span.Start), int(c.Span.End), len(task.Tokens), false})
	}
	ruler := newRuler(d.Text, Grapheme)
	for _, s := range labelled(d, p.e.Scheme) {
		first, end := ruler.span(text.Span{Start: text.Offset(s.Start), End: text.Offset(s.End)}, &Report{})
		task.Spans = append(task.Spans, prodigySpan{s.Start, s.End, first, end - 1, s.Label})
	}
	return writeLine(p.e.W, &p.buf, task)
}

func readSpacy(m *Import, files []Source) error {
	return eachLine(m, files, func(file string, number int, line spacyDocument) error {
		d := draft{name: lineName(file, number), file: file, line: number, text: text.New(line.Text)}
		if line.User != nil {
			d.name = cmp.Or(line.User.Article, d.name)
		}
		spans := line.Ents
		if line.Spans != nil {
			spans = line.Spans[spanGroup]
		}
		for group := range line.Spans {
			if group != spanGroup {
				m.problem(file, number, badFeature, "the span group %q is not read: only %q is", group, spanGroup)
			}
		}
		for _, s := range spans {
			d.marks = append(d.marks, mark{line: number, labels: []string{s.Label}, spans: [][2]int{{s.Start, s.End}}})
		}
		return m.take(d)
	})
}

func readProdigy(m *Import, files []Source) error {
	return eachLine(m, files, func(file string, number int, task prodigyTask) error {
		if task.Answer != "" && task.Answer != "accept" {
			m.problem(file, number, badFeature, "the task was answered %q: it is not read", task.Answer)
			return nil
		}
		d := draft{name: cmp.Or(task.Meta.Article, lineName(file, number)), file: file, line: number, text: text.New(task.Text)}
		for _, s := range task.Spans {
			d.marks = append(d.marks, mark{line: number, labels: []string{s.Label}, spans: [][2]int{{s.Start, s.End}}})
		}
		return m.take(d)
	})
}
