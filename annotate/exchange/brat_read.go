package exchange

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"pizhu/model/text"
)

// readBrat reads the .txt and the .ann of each document.
func readBrat(m *Import, files []Source) error {
	texts := map[string]Source{}
	for _, f := range files {
		if path.Ext(f.Name) == ".txt" {
			texts[strings.TrimSuffix(f.Name, ".txt")] = f
		}
	}
	for _, f := range files {
		base, ok := strings.CutSuffix(f.Name, ".ann")
		if !ok {
			if path.Ext(f.Name) != ".txt" && path.Ext(f.Name) != ".conf" {
				m.problem(f.Name, 1, badSyntax, "it is neither .txt nor .ann")
			}
			continue
		}
		t, ok := texts[base]
		if !ok {
			m.problem(f.Name, 1, badSyntax, "its text %q was not given", base+".txt")
			continue
		}
		raw, err := whole(t)
		if err != nil {
			return err
		}
		if err := m.bratDocument(base, text.New(string(raw)), f); err != nil {
			return err
		}
	}
	return nil
}

// whole reads a file.
func whole(s Source) ([]byte, error) {
	f, err := s.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxLine+1))
	if err == nil && len(raw) > maxLine {
		err = fmt.Errorf("it is larger than %d MiB", maxLine>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("import %q: %w", s.Name, err)
	}
	return raw, nil
}

// A bratReader reads the lines of an .ann file. Other lines may name a claim
// before its own does, so they wait.
type bratReader struct {
	m       *Import
	file    string
	marks   []mark
	places  map[string]int // by id
	later   []bratLine
	links   []link
	related map[string]int // the links, by id
	rest    bratRest
}

// A bratLine is a line of an .ann file: an id, a type, and what is said.
type bratLine struct {
	number   int
	id, kind string
	words    []string // after the type
	rest     string   // after the second tab
	whole    string
}

func (m *Import) bratDocument(name string, t *text.Text, ann Source) error {
	b := &bratReader{m: m, file: ann.Name, places: map[string]int{}, related: map[string]int{}}
	err := eachText([]Source{ann}, func(_ string, number int, raw []byte) error {
		b.line(number, strings.TrimSuffix(string(raw), "\r"))
		return nil
	})
	if err != nil {
		return err
	}
	for _, l := range b.later {
		b.about(l)
	}
	unknown, err := b.unknown()
	if err != nil {
		return err
	}
	return m.take(draft{name: name, file: ann.Name, line: 1, text: t, marks: b.marks, links: b.links, unknown: unknown})
}

func (b *bratReader) line(number int, s string) {
	if s == "" {
		return
	}
	id, words, rest := bratParts(s)
	if len(words) == 0 {
		b.keep(number, s)
		return
	}
	l := bratLine{number: number, id: id, kind: words[0], words: words[1:], rest: strings.TrimPrefix(rest, "\t"), whole: s}
	if l.id[0] != 'T' {
		b.later = append(b.later, l)
		return
	}
	spans, ok := parseSpans(strings.Join(l.words, " "))
	if !ok {
		b.m.problem(b.file, number, badSyntax, "%q are no places", strings.Join(l.words, " "))
		return
	}
	b.places[l.id] = len(b.marks)
	b.marks = append(b.marks, mark{line: number, labels: []string{l.kind}, spans: spans, quote: []string{l.rest}, attributes: map[string]any{}})
}

// parseSpans reads "0 6;10 17".
func parseSpans(s string) (spans [][2]int, ok bool) {
	for part := range strings.SplitSeq(s, ";") {
		ends := strings.Fields(part)
		if len(ends) != 2 {
			return nil, false
		}
		start, err := strconv.Atoi(ends[0])
		end, bad := strconv.Atoi(ends[1])
		if err != nil || bad != nil {
			return nil, false
		}
		spans = append(spans, [2]int{start, end})
	}
	return spans, true
}

// about reads what a line says of claims. Events, normalizations and
// equivalences have no place in a claim, and are kept.
func (b *bratReader) about(l bratLine) {
	switch l.id[0] {
	case 'A', 'M':
		b.attribute(l)
	case 'R':
		b.relation(l)
	case '#':
		b.note(l)
	default:
		b.keep(l.number, l.whole)
	}
}

// mark is the mark that a line is about; one about nothing of the kind is kept.
func (b *bratReader) mark(l bratLine) *mark {
	if len(l.words) > 0 {
		if i, ok := b.places[l.words[0]]; ok {
			return &b.marks[i]
		}
	}
	b.keep(l.number, l.whole)
	return nil
}

// attribute reads a value, or another label, which has none.
func (b *bratReader) attribute(l bratLine) {
	k := b.mark(l)
	if k == nil {
		return
	}
	if len(l.words) > 1 {
		k.attributes[l.kind] = strings.Join(l.words[1:], " ")
		return
	}
	if _, _, known := b.m.resolve(l.kind); known || strings.Contains(l.kind, ".") {
		k.labels = append(k.labels, l.kind)
		return
	}
	k.attributes[l.kind] = true
}

func (b *bratReader) relation(l bratLine) {
	x := link{line: l.number, kind: l.kind, from: -1, to: -1}
	for i, w := range l.words {
		_, id, _ := strings.Cut(w, ":")
		place, ok := b.places[id]
		switch {
		case !ok:
		case i == 0:
			x.from = place
		case i == 1:
			x.to = place
		}
	}
	if x.from < 0 || x.to < 0 {
		b.keep(l.number, l.whole)
		return
	}
	b.related[l.id] = len(b.links)
	b.links = append(b.links, x)
}

func (b *bratReader) note(l bratLine) {
	if b.relationNote(l) {
		return
	}
	k := b.mark(l)
	if k == nil {
		return
	}
	id, attribute := strings.CutPrefix(l.kind, bratAttribute)
	switch {
	case attribute:
		k.attributes[id] = unescape(l.rest)
	case l.kind == bratSpans:
		b.respan(k, l)
	default:
		k.note = join(k.note, l.said())
	}
}

// said is the text of a note.
func (l bratLine) said() string {
	if l.kind == bratEscaped {
		return unescape(l.rest)
	}
	return l.rest
}

// respan gives a mark the places that it had before it was parted at the ends
// of lines. They are believed only if its own lie within them.
func (b *bratReader) respan(k *mark, l bratLine) {
	spans, ok := parseSpans(l.rest)
	for _, s := range k.spans {
		ok = ok && slices.ContainsFunc(spans, func(w [2]int) bool { return w[0] <= s[0] && s[1] <= w[1] })
	}
	if !ok {
		b.m.problem(b.file, l.number, badPlace, "%q are not the places of %s", l.rest, l.words[0])
		return
	}
	k.spans, k.quoted = spans, k.spans
}

// join puts a note below another.
func join(note, more string) string {
	if note == "" {
		return more
	}
	return note + "\n" + more
}

// unescape is what bratEscape made s of.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
