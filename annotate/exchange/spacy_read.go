package exchange

import (
	"cmp"
	"errors"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The lines that are read: what of them has no place here is said.
type (
	spacyFields struct {
		spacyDocument
		Text     *string        `json:"text"`
		Entities []doccanoMark  `json:"entities"` // of training data of spaCy 2
		Rest     jsontext.Value `json:",embed"`
	}
	// A spacyLine is a Doc, or training data of spaCy 2: an object with entities, or
	// a list of a text and of such an object.
	spacyLine   spacyFields
	prodigyLine struct {
		prodigyTask
		Text      *string           `json:"text"`
		Relations []prodigyRelation `json:"relations"`
		Annotator jsontext.Value    `json:"_annotator_id"` // who answered the task, in the session of a dataset
		Session   jsontext.Value    `json:"_session_id"`   // the same, of versions before 1.12
		Rest      jsontext.Value    `json:",embed"`
	}
	// A prodigyRelation names its ends by their last tokens and by their spans.
	prodigyRelation struct {
		Head  int            `json:"head"`
		Child int            `json:"child"`
		From  *spacySpan     `json:"head_span"`
		To    *spacySpan     `json:"child_span"`
		Label string         `json:"label"`
		Rest  jsontext.Value `json:",embed"`
	}
)

var errSpacy = errors.New("it is neither a Doc nor a text with its entities")

// UnmarshalJSON reads all forms.
func (l *spacyLine) UnmarshalJSON(raw []byte) error {
	if jsontext.Value(raw).Kind() != '[' {
		return json.Unmarshal(raw, (*spacyFields)(l), lenient)
	}
	var parts []jsontext.Value
	if err := json.Unmarshal(raw, &parts, lenient); err != nil || len(parts) != 2 || parts[0].Kind() != '"' || parts[1].Kind() != '{' {
		return errSpacy
	}
	if err := json.Unmarshal(parts[1], (*spacyFields)(l), lenient); err != nil {
		return err
	}
	body := unquoted(parts[0])
	l.Text = &body
	return nil
}

func readSpacy(m *Importer, files []Source) error {
	return eachLine(m, files, func(file string, number int, line spacyLine) error {
		d, ok := m.newDoc(file, number, line.Text, line.Rest)
		if !ok {
			return nil
		}
		if line.User != nil {
			d.name = cmp.Or(line.User.Article, d.name)
			m.noteUnreadMembers(file, number, "_.", line.User.Rest)
		}
		spans := line.Spans[spanGroup]
		for _, e := range line.Ents {
			if !slices.ContainsFunc(spans, e.same) {
				spans = append(spans, e)
			}
		}
		for group := range line.Spans {
			if group != spanGroup {
				m.addProblem(file, number, badFeature, "the span group %q is not read: only %q is", group, spanGroup)
			}
		}
		for _, s := range spans {
			m.noteUnreadMembers(file, number, "spans.", s.Rest)
			m.addClaim(&d, importClaim{line: number, labels: []string{s.Label}, spans: [][2]int{{s.Start, s.End}}})
		}
		for _, e := range line.Entities {
			m.noteUnreadMembers(file, number, "entities.", e.Rest)
			m.addClaim(&d, importClaim{line: number, labels: []string{string(e.Label)}, spans: [][2]int{{e.Start, e.End}}})
		}
		return m.importDocument(d)
	})
}

func readProdigy(m *Importer, files []Source) error {
	return eachLine(m, files, func(file string, number int, task prodigyLine) error {
		d, ok := m.newDoc(file, number, task.Text, task.Rest)
		if !ok {
			return nil
		}
		m.noteUnreadMembers(file, number, "meta.", task.Meta.Rest)
		if task.Answer != "" && task.Answer != "accept" {
			m.addProblem(file, number, badFeature, "the task was answered %q: it is not read", task.Answer)
			return nil
		}
		d.name = cmp.Or(task.Meta.Article, d.name)
		who := cmp.Or(nameIn(task.Annotator), nameIn(task.Session))
		if who != "" {
			d.noteAnnotator(who)
		}
		places := map[[2]int]int{}
		for _, s := range task.Spans {
			m.noteUnreadMembers(file, number, "spans.", s.Rest)
			at := m.addClaim(&d, importClaim{line: number, annotator: who, labels: []string{s.Label}, spans: [][2]int{{s.Start, s.End}}})
			if _, twice := places[d.claims[at].spans[0]]; !twice {
				places[d.claims[at].spans[0]] = at
			}
		}
		for _, r := range task.Relations {
			m.noteUnreadMembers(file, number, "relations.", r.Rest)
			m.addRelation(&d, importRelation{line: number, kind: r.Label, from: task.end(r.From, r.Head, places), to: task.end(r.To, r.Child, places)})
		}
		return m.importDocument(d)
	})
}

// nameIn is the name that a JSON value holds; empty where it holds none.
func nameIn(v jsontext.Value) string {
	if v.Kind() != '"' {
		return ""
	}
	return unquoted(v)
}

// end is the mark of an end of a relation, or -1: the one at its span, else the one
// that ends with its token.
func (t prodigyLine) end(span *spacySpan, token int, places map[[2]int]int) int {
	if span != nil {
		if at, ok := places[[2]int{span.Start, span.End}]; ok {
			return at
		}
		return -1
	}
	for _, s := range t.Spans {
		if s.Last == token {
			return places[[2]int{s.Start, s.End}]
		}
	}
	return -1
}
