package exchange

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
)

func bratFormats() []Format {
	return []Format{{
		Name: "brat", About: "brat standoff: a .txt and a .ann for each document, and annotation.conf",
		Extension: ".ann", Folder: true, Unit: Codepoint, Units: []OffsetUnit{Codepoint},
		Carries: []Loss{Texts, ArticleNames, Offsets, Lines, Blanks, Discontinuous, Overlaps, Places, ManyLabels, Attributes, Notes, Relations, RelationNotes, BratLines},
		write:   func(e *Exporter) codec { return &brat{e: e, names: FileNames{}} },
		read:    readBrat,
	}}
}

// A brat writes the text of each document and its annotations beside it. Offsets
// are code points; CR and LF both count.
//
//	T1	goal.2030 12 22	半导体产值破1万亿元     a claim, and its first label
//	A1	goal.2030-growth T1             each label after the first
//	A2	year T1 2030                    an attribute, if its value is one word
//	R1	part-of Arg1:T1 Arg2:T2
//	#1	AnnotatorNotes T1	…
//
// What these lines cannot hold stands in notes of types of our own: attributes
// of several words ("attribute:ID"), notes of several lines ("EscapedNotes"), and the
// places of a claim over a line's end, which brat wants in parts ("spans").
type brat struct {
	e     *Exporter
	names FileNames
	used  bratConfig
}

// The types of notes.
const (
	bratNote      = "AnnotatorNotes"
	bratEscaped   = "EscapedNotes"
	bratAttribute = "attribute:"
	bratSpans     = "spans"
)

func (b *brat) write(d Document) error {
	name := b.names.Assign(strings.TrimSuffix(d.Name, ".txt"))
	if err := writeFile(b.e.Sink, name+".txt", []byte(d.Text.String())); err != nil {
		return err
	}
	b.e.Report.addLoss(LineEnds, boolCount(strings.Contains(d.Text.String(), "\r\n")))
	w := bratLines{scheme: b.e.Scheme}
	for _, l := range d.Layers {
		ids := map[string]string{}
		for _, c := range l.Set.Claims {
			ids[c.ID] = w.claim(d.Text, c, b.labels(c))
		}
		for _, r := range l.Set.Relations {
			ids[r.ID] = w.relation(r, ids[r.From], ids[r.To])
			b.used.relations.add(dotted(r.Type))
		}
		w.rest(bratRestOf(l), ids, &b.e.Report)
	}
	return writeFile(b.e.Sink, name+".ann", w.Bytes())
}

// bratLines are the lines of an .ann file.
type bratLines struct {
	bytes.Buffer
	scheme                                                     *model.Scheme
	claims, attributes, relations, notes, events, norms, marks int
}

func (w *bratLines) claim(t *text.Text, c *model.Claim, labels []string) (id string) {
	w.claims++
	id = fmt.Sprintf("T%d", w.claims)
	places, parts, split := bratPlaces(t, c)
	fmt.Fprintf(w, "%s\t%s %s\t%s\n", id, labels[0], places, strings.Join(parts, " "))
	for _, l := range labels[1:] {
		w.attributes++
		fmt.Fprintf(w, "A%d\t%s %s\n", w.attributes, l, id)
	}
	for _, a := range slices.Sorted(maps.Keys(c.Attributes)) {
		w.attribute(id, a, c.Attributes[a])
	}
	if split {
		w.note(bratSpans, id, formatSpans(c.Spans()))
	}
	w.said(id, c.Note)
	return id
}

func (w *bratLines) attribute(target, id string, v any) {
	value := model.FormatValue(v)
	flag := v == true && !strings.Contains(id, ".") // which reads as an attribute, not as a label
	if _, _, known := findLabelIn(w.scheme, id); flag && !known && cleanID(id) == id {
		w.attributes++
		fmt.Fprintf(w, "A%d\t%s %s\n", w.attributes, id, target)
		return
	}
	if cleanID(value) != value || value == "" || cleanID(id) != id || v == true || v == false {
		w.note(bratAttribute+cleanID(id), target, bratEscape.Replace(value))
		return
	}
	w.attributes++
	fmt.Fprintf(w, "A%d\t%s %s %s\n", w.attributes, id, target, value)
}

func (w *bratLines) note(kind, target, note string) {
	w.notes++
	fmt.Fprintf(w, "#%d\t%s %s\t%s\n", w.notes, kind, target, note)
}

// bratEscape makes one line of several.
var bratEscape = strings.NewReplacer("\\", `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

// bratPlaces gives the places of a claim as brat has them, without the ends of
// lines, and the text there; split reports whether the fragments had any.
func bratPlaces(t *text.Text, c *model.Claim) (places string, parts []string, split bool) {
	var spans []text.Span
	for _, f := range c.Fragments {
		spans = append(spans, withoutEnds(t, f.Span)...)
	}
	if len(spans) == 0 {
		spans = c.Spans() // nothing but the end of a line
	}
	for _, s := range spans {
		parts = append(parts, oneLine.Replace(t.Slice(s)))
	}
	return formatSpans(spans), parts, !slices.Equal(spans, c.Spans())
}

// oneLine makes blanks of what would end a line or a field.
var oneLine = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")

// withoutEnds are the parts of a span between the ends of lines.
func withoutEnds(t *text.Text, s text.Span) []text.Span {
	var ends []text.Span
	at := s.Start
	for _, r := range t.Slice(s) {
		if r == '\n' || r == '\r' {
			ends = append(ends, text.Span{Start: at, End: at + 1})
		}
		at++
	}
	return s.Subtract(ends)
}

// formatSpans writes spans as "0 6;10 17".
func formatSpans(spans []text.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = fmt.Sprintf("%d %d", s.Start, s.End)
	}
	return strings.Join(parts, ";")
}

// writeFile writes a whole file.
func writeFile(s Sink, name string, raw []byte) error {
	f, err := s.Create(name)
	if err != nil {
		return err
	}
	if _, err := f.Write(raw); err != nil {
		return discard(f, err)
	}
	return f.Close()
}

// discard drops a file that was not finished, where its Sink can.
func discard(w io.Closer, err error) error {
	if a, ok := w.(interface{ Abort() error }); ok {
		_ = a.Abort() // the first error says more
	}
	return err
}
