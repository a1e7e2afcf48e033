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
		Extension: ".ann", Folder: true, Unit: Codepoint, Units: []Unit{Codepoint},
		Carries: []Loss{Lines, Blanks, Discontinuous, Overlaps, Places, ManyLabels, Attributes, Notes, Relations},
		write:   func(e *Export) codec { return &brat{e: e, names: Names{}} },
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
	e     *Export
	names Names
}

// The types of notes.
const (
	bratNote      = "AnnotatorNotes"
	bratEscaped   = "EscapedNotes"
	bratAttribute = "attribute:"
	bratSpans     = "spans"
)

func (b *brat) write(d Document) error {
	name := b.names.Name(strings.TrimSuffix(d.Name, ".txt"))
	if err := put(b.e.Sink, name+".txt", []byte(d.Text.String())); err != nil {
		return err
	}
	var w bratLines
	for _, l := range d.Layers {
		ids := map[string]string{}
		for _, c := range l.Set.Claims {
			if c.Labelled() {
				ids[c.ID] = w.claim(d.Text, c, flat(b.e.Scheme.Groups, c.Labels))
			}
		}
		for _, r := range l.Set.Relations {
			if ids[r.From] == "" || ids[r.To] == "" {
				b.e.Report.lose(Relations, 1)
				continue
			}
			w.relations++
			fmt.Fprintf(&w, "R%d\t%s Arg1:%s Arg2:%s\n", w.relations, dotted(r.Type), ids[r.From], ids[r.To])
		}
	}
	return put(b.e.Sink, name+".ann", w.Bytes())
}

// bratLines are the lines of an .ann file.
type bratLines struct {
	bytes.Buffer
	claims, attributes, relations, notes int
}

func (w *bratLines) claim(t *text.Text, c *model.Claim, labels []string) (id string) {
	w.claims++
	id = fmt.Sprintf("T%d", w.claims)
	places, parts, split := bratPlaces(t, c)
	fmt.Fprintf(w, "%s\t%s %s\t%s\n", id, dotted(labels[0]), places, strings.Join(parts, " "))
	for _, l := range labels[1:] {
		w.attributes++
		fmt.Fprintf(w, "A%d\t%s %s\n", w.attributes, dotted(l), id)
	}
	for _, a := range slices.Sorted(maps.Keys(c.Attributes)) {
		w.attribute(id, a, c.Attributes[a])
	}
	if split {
		w.note(bratSpans, id, spell(c.Spans()))
	}
	switch escaped := bratEscape.Replace(c.Note); {
	case c.Note == "":
	case escaped == c.Note:
		w.note(bratNote, id, c.Note)
	default:
		w.note(bratEscaped, id, escaped)
	}
	return id
}

func (w *bratLines) attribute(target, id string, v any) {
	value := model.ValueText(v)
	if word(value) != value || value == "" || word(id) != id || v == true || v == false {
		w.note(bratAttribute+word(id), target, bratEscape.Replace(value))
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
	return spell(spans), parts, !slices.Equal(spans, c.Spans())
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
	return s.Minus(ends)
}

// spell writes spans as "0 6;10 17".
func spell(spans []text.Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = fmt.Sprintf("%d %d", s.Start, s.End)
	}
	return strings.Join(parts, ";")
}

// close writes the configuration, which names all that the scheme has.
func (b *brat) close() error {
	var w bytes.Buffer
	s := b.e.Scheme
	w.WriteString("[entities]\n")
	for _, g := range s.Groups {
		for _, l := range g.Labels {
			fmt.Fprintln(&w, dotted(g.ID+"/"+l.ID))
		}
	}
	w.WriteString("\n[relations]\n<ENTITY>=<ENTITY>\n")
	for _, r := range s.Relations {
		kind := ""
		if r.Symmetric {
			kind = ", <REL-TYPE>:symmetric"
		}
		fmt.Fprintf(&w, "%s\tArg1:<ENTITY>, Arg2:<ENTITY>%s\n", dotted(r.ID), kind)
	}
	w.WriteString("\n[events]\n\n[attributes]\n")
	for _, g := range s.Groups {
		for _, l := range g.Labels {
			fmt.Fprintf(&w, "%s\tArg:<ENTITY>\n", dotted(g.ID+"/"+l.ID))
		}
	}
	for _, a := range s.Attributes {
		if a.Type == "choice" {
			fmt.Fprintf(&w, "%s\tArg:<ENTITY>, Value:%s\n", dotted(a.ID), strings.Join(choices(a), "|"))
		}
	}
	return put(b.e.Sink, "annotation.conf", w.Bytes())
}

func choices(a model.Attribute) []string {
	ids := make([]string, len(a.Choices))
	for i, c := range a.Choices {
		ids[i] = c.ID
	}
	return ids
}

// put writes a whole file.
func put(s Sink, name string, raw []byte) error {
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

// Names makes the names of files of the names of documents: each once.
type Names map[string]bool

// Name is a path below a folder, whatever the document's name.
func (n Names) Name(document string) string {
	var parts []string
	for part := range strings.SplitSeq(document, "/") {
		if part = FileName(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		parts = []string{"document"}
	}
	name := strings.Join(parts, "/")
	for i := 2; n[strings.ToLower(name)]; i++ {
		name = fmt.Sprintf("%s-%d", strings.Join(parts, "/"), i)
	}
	n[strings.ToLower(name)] = true
	return name
}

// FileName makes a name that any file system takes, of one that anybody may
// have written: no separators, no leading dot, at most 180 bytes.
func FileName(name string) string {
	name = strings.Map(func(c rune) rune {
		if strings.ContainsRune(`<>:"/\|?*#%`, c) {
			return '_'
		}
		return c
	}, word(name))
	name = strings.TrimLeft(name, ".")
	for len(name) > 180 {
		name = strings.ToValidUTF8(name[:180], "")
	}
	return strings.TrimRight(name, ". ")
}
