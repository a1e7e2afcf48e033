package exchange

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// bratEnds are the ends of the names of files with annotations. Those of the
// BioNLP shared tasks stand in two files for a text.
var bratEnds = []string{".ann", ".a1", ".a2"}

// readBrat reads the .txt and the .ann, or the .a1 and the .a2, of each document.
func readBrat(m *Importer, files []Source) error {
	texts, annotations := map[string]Source{}, map[string][]Source{}
	var order []string
	for _, f := range files {
		end := path.Ext(f.Name)
		base := strings.TrimSuffix(f.Name, end)
		switch {
		case end == ".txt":
			texts[base] = f
		case slices.Contains(bratEnds, end):
			if annotations[base] == nil {
				order = append(order, base)
			}
			annotations[base] = append(annotations[base], f)
		case end != ".conf":
			m.addProblem(f.Name, 1, badSyntax, "it is neither .txt nor .ann")
		}
	}
	for _, f := range files {
		if base, ok := strings.CutSuffix(f.Name, ".txt"); ok && annotations[base] == nil {
			m.addProblem(f.Name, 1, badSyntax, "its annotations %q were not given", base+".ann")
		}
	}
	for _, base := range order {
		t, ok := texts[base]
		if !ok {
			m.addProblem(annotations[base][0].Name, 1, badSyntax, "its text %q was not given", base+".txt")
			continue
		}
		body, ok, err := m.readWhole(t)
		if err != nil {
			return err
		}
		if !ok || !m.checkDecodedText(t.Name, body.raw) {
			continue
		}
		if err := m.bratDocument(base, body, annotations[base]); err != nil {
			return err
		}
	}
	return nil
}

// A bratReader reads the lines of an .ann file. Other lines may name a claim
// before its own does, so they wait.
type bratReader struct {
	m       *Importer
	doc     importDoc
	places  map[string]int // of marks, by id
	later   []bratLine
	related map[string]int // the links, by id
	rest    bratRest
}

// A bratLine is a line of an .ann file: an id, a type, and what is said.
type bratLine struct {
	file     string
	number   int
	id, kind string
	words    []string // after the type
	rest     string   // after the second tab
	whole    string
}

func (m *Importer) bratDocument(name string, body content, files []Source) error {
	b := &bratReader{m: m, places: map[string]int{}, related: map[string]int{}}
	b.doc = importDoc{name: name, file: files[0].Name, line: 1, text: body.text(), hasBOM: body.marked}
	for _, f := range files {
		open, err := m.openSourceFor(f, body)
		if err != nil {
			return err
		}
		err = eachLineOf(open, func(file string, number int, raw []byte) error {
			b.line(file, number, strings.TrimSuffix(string(raw), "\r"))
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, l := range b.later {
		b.about(l)
	}
	unknown, err := b.unknown()
	if err != nil {
		return err
	}
	b.doc.unknown = unknown
	return m.importDocument(b.doc)
}

func (b *bratReader) line(file string, number int, s string) {
	if s == "" || !b.m.checkDecoded(file, number, s) {
		return
	}
	id, words, rest := bratParts(s)
	if len(words) == 0 {
		b.keep(s)
		return
	}
	l := bratLine{file: file, number: number, id: id, kind: bratKind(id, words[0]), words: words[1:], rest: strings.TrimPrefix(rest, "\t"), whole: s}
	if l.id[0] != 'T' {
		b.later = append(b.later, l)
		return
	}
	spans, ok := parseSpans(strings.Join(l.words, " "))
	if !ok {
		b.m.addProblem(file, number, badSyntax, "%q are no places", strings.Join(l.words, " "))
		return
	}
	at := b.m.addClaim(&b.doc, importClaim{line: number, labels: []string{l.kind}, spans: spans, quote: []string{l.rest}, attributes: map[string]any{}})
	if _, twice := b.places[l.id]; twice {
		b.m.addProblem(file, number, badID, "%s stands twice; what is said of it goes to the first", l.id)
		return
	}
	b.places[l.id] = at
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
		b.keep(l.whole)
	}
}

// mark is the mark that a line is about; one about nothing of the kind is kept.
func (b *bratReader) mark(l bratLine) *importClaim {
	if len(l.words) > 0 {
		if i, ok := b.places[l.words[0]]; ok {
			return &b.doc.claims[i]
		}
	}
	b.keep(l.whole)
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
	if _, _, known := b.m.findLabel(l.kind); known || strings.Contains(l.kind, ".") {
		k.labels = append(k.labels, l.kind)
		return
	}
	k.attributes[l.kind] = true
}

func (b *bratReader) relation(l bratLine) {
	x := importRelation{line: l.number, kind: l.kind, from: -1, to: -1}
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
		b.keep(l.whole)
		return
	}
	b.related[l.id] = b.m.addRelation(&b.doc, x)
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
	case l.kind == bratNote || l.kind == bratEscaped:
		k.note = joinNotes(k.note, l.said())
	default: // of a type that only brat knows
		b.keep(l.whole)
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
func (b *bratReader) respan(k *importClaim, l bratLine) {
	spans, ok := parseSpans(l.rest)
	for _, s := range k.spans {
		ok = ok && slices.ContainsFunc(spans, func(w [2]int) bool { return w[0] <= s[0] && s[1] <= w[1] })
	}
	if !ok {
		b.m.addProblem(l.file, l.number, badPlace, "%q are not the places of %s", l.rest, l.words[0])
		return
	}
	k.spans, k.quoted = spans, k.spans
}

// joinNotes puts a note below another.
func joinNotes(note, more string) string {
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
