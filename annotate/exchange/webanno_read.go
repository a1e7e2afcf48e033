package exchange

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"pizhu/model"
	"pizhu/model/text"
)

// readWebanno reads a file a document: span layers as claims, relation layers
// between them. A slot is a relation from its host to what fills it; a chain is a
// claim for each of its links, and a relation from each to the next.
func readWebanno(m *Importer, files []Source) error {
	for _, f := range files {
		w := &webannoReader{m: m, file: f.Name, marks: map[string]int{}, begun: map[string][]int{}, claims: map[string]int{}, chains: map[webannoKnot]int{}}
		err := m.eachText([]Source{f}, func(_ string, number int, raw []byte) error {
			w.line(number, strings.TrimSuffix(string(raw), "\r"))
			return nil
		})
		if err != nil {
			return err
		}
		if w.units == 0 && !w.known {
			w.problem(1, badSyntax, "it has no text")
			continue
		}
		if err := m.importDocument(w.finish()); err != nil {
			return err
		}
	}
	return nil
}

type (
	webannoReader struct {
		m       *Importer
		file    string
		columns []webannoColumn
		lines   []string // of the sentence that has not begun
		body    strings.Builder
		units   int // of the body
		tokens  []importClaim
		doc     importDoc
		marks   map[string]int   // of annotations of several tokens, by layer and id
		begun   map[string][]int // the annotations on a token, by layer and token
		claims  map[string]int   // the marks of our own claims, by annotator and id
		chains  map[webannoKnot]int
		knots   []webannoKnot
		links   []webannoArc
		known   bool // the file says that it is of this format
	}
	webannoColumn struct {
		layer, feature string
		kind           string // SP, RL or CH
		at             int    // within the layer
	}
	// A webannoArc is a relation of which an end may not have been read yet.
	webannoArc struct {
		importRelation
		start, finish webannoEnd
	}
	// A webannoEnd is an annotation, by its layer, the token where it begins, and its
	// id where it has one.
	webannoEnd struct{ layer, token, id string }
)

func (w *webannoReader) problem(number int, kind, format string, args ...any) {
	w.m.addProblem(w.file, number, kind, format, args...)
}

func (w *webannoReader) line(number int, s string) {
	switch kind, rest, _ := strings.Cut(s, "="); {
	case kind == "#FORMAT":
		w.known = true
	case s == "" || kind == "#Sentence.id":
	case kind == "#T_SP" || kind == "#T_RL" || kind == "#T_CH":
		w.layer(kind[3:], rest)
	case kind == "#Text":
		w.lines = append(w.lines, webannoPlain(rest))
	case webannoRow.MatchString(s):
		w.row(number, s)
	default:
		w.problem(number, badSyntax, "%q is no line of WebAnno TSV 3", s)
	}
}

// layer reads the columns of a layer; one without features has one column.
func (w *webannoReader) layer(kind, s string) {
	parts := strings.Split(s, "|")
	for i, feature := range parts[1:] {
		w.columns = append(w.columns, webannoColumn{parts[0], feature, kind, i})
	}
	if len(parts) == 1 {
		w.columns = append(w.columns, webannoColumn{parts[0], "", kind, 0})
	}
}

// maxGap is how many characters may stand between two sentences: nothing says
// what they are.
const maxGap = 1000

// webannoRow is the beginning of a row: the sentence, the token and the part of
// it, and its place.
var webannoRow = regexp.MustCompile(`^(\d+-\d+(?:\.\d+)?)\t(\d+)-(\d+)\t`)

func (w *webannoReader) row(number int, s string) {
	cells := strings.Split(strings.TrimSuffix(s, "\t"), "\t")
	found := webannoRow.FindStringSubmatch(s)
	start, err := strconv.Atoi(found[2])
	end, bad := strconv.Atoi(found[3])
	if err != nil || bad != nil || len(cells) != 3+len(w.columns) || w.lines != nil && (start < w.units || start > w.units+maxGap) {
		w.problem(number, badSyntax, "%q does not have the %d cells that the layers have, or its place does not follow what stands above", s, 3+len(w.columns))
		return
	}
	if w.lines != nil { // the first of a sentence
		if w.units < start {
			w.write(strings.Repeat("\n", start-w.units))
		}
		w.write(strings.Join(w.lines, "\n"))
		w.lines = nil
	}
	if start < end {
		w.tokens = append(w.tokens, importClaim{line: number, spans: [][2]int{{start, end}}, quote: []string{webannoPlain(cells[2])}})
	}
	w.layers(number, found[1], [2]int{start, end}, cells[3:])
}

// layers reads the cells of the layers in the row of a token, which has a place in the text.
func (w *webannoReader) layers(number int, token string, place [2]int, cells []string) {
	for i := 0; i < len(w.columns); {
		n := 1
		for i+n < len(w.columns) && w.columns[i+n].at > 0 {
			n++
		}
		switch w.columns[i].kind {
		case "SP":
			w.spans(number, token, place, w.columns[i:i+n], cells[i:i+n])
		case "RL":
			w.relations(number, token, w.columns[i:i+n], cells[i:i+n])
		case "CH":
			w.chain(number, place, w.columns[i], cells[i:i+n])
		}
		i += n
	}
}

func (w *webannoReader) write(s string) {
	w.body.WriteString(s)
	for _, r := range s {
		w.units += utf16.RuneLen(r)
	}
}

// webannoID is the id at the end of a value, or of the ends of a relation.
var webannoID = regexp.MustCompile(`^\[([\d_]+)\]$`)

// withoutID parts a value from its id, which begins at the last bracket that is
// not escaped.
func withoutID(part string) (value, id string) {
	at := -1
	for i := 0; i < len(part); i++ {
		switch part[i] {
		case '\\':
			i++
		case '[':
			at = i
		}
	}
	if at >= 0 {
		if found := webannoID.FindStringSubmatch(part[at:]); found != nil {
			return part[:at], found[1]
		}
	}
	return part, ""
}

// webannoParts gives the values that are stacked in a cell, and their ids.
func webannoParts(cell string) (values, ids []string) {
	if cell == "_" {
		return nil, nil
	}
	for _, part := range webannoSplit(cell, '|') {
		part, id := withoutID(part)
		if part == "*" || part == "_" {
			part = ""
		}
		values, ids = append(values, webannoPlain(part)), append(ids, id)
	}
	return values, ids
}

// webannoSplit parts a cell at the signs that are not escaped.
func webannoSplit(cell string, sign byte) (parts []string) {
	from := 0
	for i := 0; i < len(cell); i++ {
		switch cell[i] {
		case '\\':
			i++
		case sign:
			parts, from = append(parts, cell[from:i]), i+1
		}
	}
	return append(parts, cell[from:])
}

// webannoPlain is what a text or a value stands for.
func webannoPlain(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return unescape(s)
}

// spans reads the annotations of a layer on a token.
func (w *webannoReader) spans(number int, token string, place [2]int, columns []webannoColumn, cells []string) {
	layer := columns[0].layer
	var values [][]string
	var ids []string
	for i := range columns {
		list, of := webannoParts(cells[i])
		if webannoTargets(columns, i) {
			of = make([]string, len(list)) // the targets of slots have ids of their own
		}
		values = append(values, list)
		if len(of) > len(ids) {
			ids = of
		}
	}
	stacks := webannoStacks(columns, cells)
	for n, id := range ids {
		key := layer + "\t" + id
		if at, ok := w.marks[key]; ok && id != "" {
			k := &w.doc.claims[at]
			last := &k.spans[len(k.spans)-1]
			last[0], last[1] = min(last[0], place[0]), max(last[1], place[1])
			continue
		}
		features := map[string]string{}
		for i, c := range columns {
			if n < len(values[i]) && !webannoRole(c) && !webannoTargets(columns, i) {
				features[c.feature] = values[i][n]
			}
		}
		at := w.mark(number, layer, place, features)
		w.marks[key] = at
		w.begun[layer+"\t"+token] = append(w.begun[layer+"\t"+token], at)
		w.slots(number, webannoEnd{layer, token, id}, n, columns, stacks)
	}
}

// mark begins a mark, or the next fragment of one of ours.
func (w *webannoReader) mark(number int, layer string, place [2]int, features map[string]string) int {
	k := importClaim{line: number, spans: [][2]int{place}, attributes: map[string]any{}}
	if layer != casClaim || features["claimId"] == "" {
		label := "value"
		if features[label] == "" {
			label = "label"
		}
		k.labels = []string{w.m.labelOfLayer(layer, features[label])}
		for feature, value := range features {
			if feature != label && value != "" && cleanID(feature) != "" {
				k.attributes[cleanID(feature)] = value
			}
		}
		return w.m.addClaim(&w.doc, k)
	}
	k.id, k.annotator, k.note = features["claimId"], features["annotator"], features["note"]
	key := k.annotator + "\t" + k.id
	if at, ok := w.claims[key]; ok {
		w.doc.claims[at].spans = append(w.doc.claims[at].spans, place)
		return at
	}
	k.labels = strings.Fields(features["labels"])
	for a := range strings.SplitSeq(features["attributes"], "\n") {
		if id, value, ok := strings.Cut(a, "="); ok {
			k.attributes[id] = unescape(value)
		}
	}
	k.made = w.m.parseProvenance(w.file, number, features["provenance"])
	if by := features["suggestedBy"]; by != "" && features["provenance"] == "" {
		k.made.By, k.made.Method = by, model.Model
	}
	w.claims[key] = w.m.addClaim(&w.doc, k)
	return w.claims[key]
}

// relations reads those that end at a token.
func (w *webannoReader) relations(number int, token string, columns []webannoColumn, cells []string) {
	last := len(columns) - 1
	switch {
	case cells[last] == "_":
		return
	case !strings.HasPrefix(columns[last].feature, "BT_"):
		w.problem(number, badSyntax, "the last column of the relations %q does not say what they begin at", columns[0].layer)
		return
	}
	refs := webannoSplit(cells[last], '|')
	for n, ref := range refs {
		place, ids := withoutID(ref)
		from, to, _ := strings.Cut(ids, "_")
		layer := strings.TrimPrefix(columns[last].feature, "BT_")
		e := webannoArc{start: webannoEnd{layer, place, from}, finish: webannoEnd{layer, token, to}}
		e.line = number
		for i, c := range columns[:last] {
			values, _ := webannoParts(cells[i])
			switch {
			case n >= len(values) || values[n] == "":
			case c.feature == "label" || c.feature == "value" || e.kind == "":
				e.kind = values[n]
			case c.feature == "note":
				e.note = values[n]
			case c.feature == "provenance" && columns[0].layer == casRelation:
				e.made = w.m.parseProvenance(w.file, number, values[n])
			default:
				w.problem(number, badFeature, "the feature %q of a relation has no place", c.feature)
			}
		}
		e.kind = cmp.Or(e.kind, shortType(columns[0].layer))
		w.links = append(w.links, e)
	}
}

// A misplacedToken is a token that is not where the file places it. Tokens may overlap:
// reach is how far this one and those before it go.
type misplacedToken struct {
	importClaim
	reach int
}

// misplacedTokens lists them in the order of their places. The first is a problem.
func (w *webannoReader) misplacedTokens(t *text.Text) (list []misplacedToken) {
	converter := newOffsetConverter(t, UTF16)
	for _, k := range w.tokens {
		if _, kind, what := locateClaim(t, k, converter); kind != "" {
			if list == nil {
				w.problem(k.line, kind, "a token is not where it is said to be: %s", what)
			}
			list = append(list, misplacedToken{importClaim: k})
		}
	}
	slices.SortFunc(list, func(a, b misplacedToken) int { return slices.Compare(a.spans[0][:], b.spans[0][:]) })
	reach := 0
	for i := range list {
		reach = max(reach, list[i].spans[0][1])
		list[i].reach = reach
	}
	return list
}

// markUncertain gives a mark that lies over a misplaced token the token for a quote, so that it is
// held against the text like the quotes of other formats.
func (k *importClaim) markUncertain(misplaced []misplacedToken) {
	for _, s := range k.spans {
		i, _ := slices.BinarySearchFunc(misplaced, s[0]+1, func(m misplacedToken, end int) int { return cmp.Compare(m.reach, end) })
		if i < len(misplaced) && misplaced[i].spans[0][0] < s[1] {
			k.quoted, k.quote = misplaced[i].spans, misplaced[i].quote
			return
		}
	}
}

// finish holds the tokens against the text, and makes the document.
func (w *webannoReader) finish() importDoc {
	d := w.doc
	d.file, d.name, d.line, d.text = w.file, strings.TrimSuffix(w.file, ".tsv"), 1, text.New(w.body.String())
	misplaced := w.misplacedTokens(d.text)
	for i := range d.claims {
		d.claims[i].markUncertain(misplaced)
		slices.SortFunc(d.claims[i].spans, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	}
	for _, e := range w.links {
		e.from, e.to = w.end(e.start), w.end(e.finish)
		w.m.addRelation(&d, e.importRelation)
	}
	for _, l := range w.chained() {
		w.m.addRelation(&d, l)
	}
	return d
}
