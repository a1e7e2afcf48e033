package exchange

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
)

func webannoFormats() []Format {
	return []Format{{
		Name: "tsv3", About: "WebAnno TSV 3.3, as INCEpTION reads it: a .tsv for each document, a token a character; claims are " + casClaim,
		Extension: ".tsv", Folder: true, Unit: UTF16, Units: []OffsetUnit{UTF16},
		Carries: []Loss{Texts, ArticleNames, Offsets, Discontinuous, Overlaps, Places, Unlabelled, ManyLabels, Attributes, Notes, Relations, RelationNotes, Provenance, Suggestions, Negatives, Annotators},
		write:   func(e *Exporter) codec { return &webanno{e: e, names: FileNames{}} },
		read:    readWebanno,
	}}
}

// A webanno writes the tokens of a document a line, with what is said of each.
// Every character but the ends of lines is a token; a sentence is a line of the
// article with the empty ones after it. A fragment of a claim is an annotation,
// and those of one claim have its id.
type webanno struct {
	e     *Exporter
	names FileNames
}

func (w *webanno) close() error { return nil }

func (w *webanno) write(d Document) error {
	s := webannoTokens(d.Text)
	var items []*webannoItem
	var links []webannoRelation
	for _, l := range d.Layers {
		first := map[string]*webannoItem{}
		for _, c := range l.Set.Claims {
			items = append(items, w.claim(s, l.Annotator, c, first)...)
		}
		for _, r := range l.Set.Relations {
			if first[r.From] == nil || first[r.To] == nil {
				w.e.Report.addLoss(Relations, 1)
				w.e.Report.addLoss(RelationNotes, countRelationNotes(model.Set{Relations: []*model.Relation{r}}))
				continue
			}
			links = append(links, webannoRelation{first[r.From], first[r.To], []string{r.Type, r.Note, formatMade(r.Provenance)}})
		}
	}
	slices.SortStableFunc(items, func(a, b *webannoItem) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.last, a.last)) })
	over := make([][]*webannoItem, len(s.tokens))
	for i, item := range items {
		item.id = i + 1
		for t := item.first; t <= item.last; t++ {
			over[t] = append(over[t], item)
		}
	}
	into := map[int][]webannoRelation{}
	for _, l := range links {
		into[l.to.first] = append(into[l.to.first], l)
	}
	w.e.Report.addLoss(Blanks, s.blanks)
	name := w.names.Assign(strings.TrimSuffix(d.Name, ".txt"))
	return writeFile(w.e.Sink, name+".tsv", s.file(d.Text, over, into))
}

type (
	// A webannoItem is an annotation over tokens: the values of its features.
	webannoItem struct {
		id, first, last int
		values          []string
	}
	webannoRelation struct {
		from, to *webannoItem
		values   []string
	}
	// A webannoText is a text in tokens and sentences.
	webannoText struct {
		tokens    []webannoToken
		sentences []text.Span
		blanks    int // carriage returns that nothing keeps
	}
	webannoToken struct {
		span             text.Span
		sentence, number int // from 1
		first            bool
		shown            string
	}
)

func webannoTokens(t *text.Text) *webannoText {
	s := &webannoText{}
	for p := range paragraphs(t) {
		body := t.ParagraphBody(p)
		if n := len(s.sentences); body.Empty() && n > 0 {
			s.sentences[n-1].End = p.End
			continue
		} else if body.Empty() {
			s.blanks += strings.Count(t.Slice(p), "\r")
			continue
		}
		s.sentences = append(s.sentences, p)
		number := 0
		for c := range t.Clusters(body) {
			number++
			s.tokens = append(s.tokens, webannoToken{c.Span, len(s.sentences), number, number == 1, c.Text})
		}
	}
	if len(s.sentences) == 0 {
		s.blanks = int(t.Len()) // nothing says that they are there
	}
	return s
}

// within are the tokens of a span, the first and the last; none where last is
// before first.
func (s *webannoText) within(span text.Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(s.tokens, span.Start, func(t webannoToken, o text.Offset) int { return cmp.Compare(t.span.End, o+1) })
	last, _ = slices.BinarySearchFunc(s.tokens, span.End, func(t webannoToken, o text.Offset) int { return cmp.Compare(t.span.Start, o) })
	return first, last - 1
}

// claim lists the annotations of a claim, and notes the first.
func (w *webanno) claim(s *webannoText, annotator string, c *model.Claim, first map[string]*webannoItem) (items []*webannoItem) {
	values := claimValues(w.e.Scheme, annotator, c)
	for _, f := range c.Fragments {
		from, to := s.within(f.Span)
		if from > to {
			w.e.Report.addLoss(Lines, 1)
			continue
		}
		if s.tokens[from].span.Start > f.Span.Start || s.tokens[to].span.End < f.Span.End {
			w.e.Report.addLoss(Lines, 1)
		}
		items = append(items, &webannoItem{first: from, last: to, values: values})
	}
	switch n := len(items); {
	case n == 0:
		w.e.Report.countDropped(c, w.e.Format.Carries)
	case n == 1 && len(c.Fragments) > 1:
		w.e.Report.addLoss(Discontinuous, 1)
	}
	if len(items) > 0 {
		first[c.ID] = items[0]
	}
	return items
}

// file writes all lines.
func (s *webannoText) file(t *text.Text, over [][]*webannoItem, into map[int][]webannoRelation) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "#FORMAT=WebAnno TSV 3.3\n#T_SP=%s|%s\n", casClaim, strings.Join(claimFeatures, "|"))
	fmt.Fprintf(&b, "#T_RL=%s|%s|BT_%s\n\n", casRelation, strings.Join(claimRelationFeatures, "|"), casClaim)
	converter := newOffsetConverter(t, UTF16)
	for i, token := range s.tokens {
		if token.first {
			b.WriteByte('\n')
			for line := range strings.SplitSeq(t.Slice(s.sentences[token.sentence-1]), "\n") {
				b.WriteString("#Text=" + webannoLine.Replace(line) + "\n")
			}
		}
		start, end := converter.convertSpan(token.span, &Report{})
		fmt.Fprintf(&b, "%d-%d\t%d-%d\t%s\t", token.sentence, token.number, start, end, webannoEscape.Replace(token.shown))
		for column := range claimFeatures {
			b.WriteString(webannoCell(over[i], func(item *webannoItem) string {
				return webannoValue(item.values[column]) + fmt.Sprintf("[%d]", item.id)
			}))
		}
		for column := range claimRelationFeatures {
			b.WriteString(webannoCell(into[i], func(l webannoRelation) string { return webannoValue(l.values[column]) }))
		}
		b.WriteString(webannoCell(into[i], func(l webannoRelation) string {
			from := s.tokens[l.from.first]
			return fmt.Sprintf("%d-%d[%d_%d]", from.sentence, from.number, l.from.id, l.to.id)
		}))
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// webannoCell is the cell of what is stacked on a token, with its tab.
func webannoCell[T any](items []T, value func(T) string) string {
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = value(item)
	}
	return cmp.Or(strings.Join(parts, "|"), "_") + "\t"
}

// webannoValue is a value in a cell; * stands for none.
func webannoValue(s string) string { return cmp.Or(webannoEscape.Replace(s), "*") }

var (
	webannoEscape = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "|", `\|`, "_", `\_`, "->", `\->`, ";", `\;`, "*", `\*`, "\t", `\t`, "\n", `\n`, "\r", `\r`)
	webannoLine   = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\r", `\r`)
)
