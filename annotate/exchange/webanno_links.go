package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// webannoAny is the type of what fills a slot, where it may be of any layer.
const webannoAny = "uima.tcas.Annotation"

// webannoRole reports whether a column has the roles of what fills a slot. The
// column after it says what that is.
func webannoRole(c webannoColumn) bool { return strings.HasPrefix(c.feature, "ROLE_") }

// webannoTargets reports whether a column of a layer says what fills the slot of
// the one before it.
func webannoTargets(columns []webannoColumn, i int) bool { return i > 0 && webannoRole(columns[i-1]) }

// slots reads what fills the slots of the annotation that stands at a place of
// the stack.
func (w *webannoReader) slots(number int, host webannoEnd, place int, columns []webannoColumn, cells [][]string) {
	for i := 1; i < len(columns); i++ {
		if !webannoTargets(columns, i) {
			continue
		}
		roles, _ := withoutID(webannoStacked(cells[i-1], place))
		filled := webannoSplit(webannoStacked(cells[i], place), ';')
		for n, role := range webannoSplit(roles, ';') {
			if n >= len(filled) || filled[n] == "*" || filled[n] == "_" || filled[n] == "" {
				continue
			}
			token, id := withoutID(filled[n])
			e := webannoArc{start: host, finish: webannoEnd{columns[i].feature, token, id}}
			e.line, e.kind = number, webannoPlain(role)
			if role == "*" || role == "_" || role == "" {
				e.kind = slotName(columns[i-1].feature)
			}
			w.links = append(w.links, e)
		}
	}
}

// slotName is the name of the feature that a column of roles is of:
// ROLE_type:name_type.
func slotName(column string) string {
	_, name, _ := strings.Cut(column, ":")
	name, _, _ = strings.Cut(name, "_")
	return cmp.Or(name, "slot")
}

// webannoStacked is the part of a cell at a place of the stack.
func webannoStacked(parts []string, place int) string {
	if place < len(parts) {
		return parts[place]
	}
	return ""
}

// webannoStacks parts the cells of which the slots of a layer are filled.
func webannoStacks(columns []webannoColumn, cells []string) [][]string {
	stacks := make([][]string, len(cells))
	for i := range columns {
		if webannoTargets(columns, i) {
			stacks[i-1], stacks[i] = webannoSplit(cells[i-1], '|'), webannoSplit(cells[i], '|')
		}
	}
	return stacks
}

// end is the mark of an annotation, or -1.
func (w *webannoReader) end(e webannoEnd) int {
	layers := []string{e.layer}
	if e.layer == webannoAny {
		for _, c := range w.columns {
			layers = append(layers, c.layer)
		}
	}
	for _, layer := range layers {
		if at, ok := w.marks[layer+"\t"+e.id]; ok && e.id != "" && e.id != "0" {
			return at
		}
	}
	for _, layer := range layers {
		if list := w.begun[layer+"\t"+e.token]; len(list) > 0 {
			return list[0]
		}
	}
	return -1
}

// A webannoKnot is a link of a chain, by its numbers.
type webannoKnot struct {
	layer       string
	chain, link int
	kind        string // of the relation to the next
	line        int
}

// chain reads the links of chains that stand on a token: label->CHAIN-LINK, and
// what each is.
func (w *webannoReader) chain(number int, place [2]int, column webannoColumn, cells []string) {
	if cells[0] == "_" {
		return
	}
	var values []string
	if len(cells) > 1 {
		values = webannoSplit(cells[1], '|')
	}
	for n, part := range webannoSplit(cells[0], '|') {
		label, numbers, ok := cutArrow(part)
		chain, link, fits := strings.Cut(numbers, "-")
		k := webannoKnot{layer: column.layer}
		var err, bad error
		k.chain, err = strconv.Atoi(chain)
		k.link, bad = strconv.Atoi(link)
		if !ok || !fits || err != nil || bad != nil {
			w.problem(number, badSyntax, "%q is no link of a chain", part)
			continue
		}
		if at, ok := w.chains[k]; ok {
			span := &w.doc.claims[at].spans[0]
			span[0], span[1] = min(span[0], place[0]), max(span[1], place[1])
			continue
		}
		value, _ := withoutID(webannoStacked(values, n))
		w.chains[k] = w.m.addClaim(&w.doc, importClaim{line: number, spans: [][2]int{place}, labels: []string{w.m.labelOfLayer(k.layer, webannoNone(value))}, attributes: map[string]any{}})
		k.kind, k.line = webannoNone(label), number
		w.knots = append(w.knots, k)
	}
}

// webannoNone is a value as it was before it was written.
func webannoNone(s string) string {
	if s == "*" || s == "_" {
		return ""
	}
	return webannoPlain(s)
}

// cutArrow parts a value at the arrow that is not escaped.
func cutArrow(s string) (before, after string, ok bool) {
	for i := 0; i+1 < len(s); i++ {
		switch {
		case s[i] == '\\' && strings.HasPrefix(s[i+1:], "->"):
			i += 2
		case s[i] == '\\':
			i++
		case s[i:i+2] == "->":
			return s[:i], s[i+2:], true
		}
	}
	return s, "", false
}

// chained gives the relations from each link of a chain to the next.
func (w *webannoReader) chained() (links []importRelation) {
	slices.SortStableFunc(w.knots, func(a, b webannoKnot) int {
		return cmp.Or(strings.Compare(a.layer, b.layer), cmp.Compare(a.chain, b.chain), cmp.Compare(a.link, b.link))
	})
	at := func(k webannoKnot) int { return w.chains[webannoKnot{layer: k.layer, chain: k.chain, link: k.link}] }
	for i, k := range w.knots {
		if next := i + 1; next < len(w.knots) && w.knots[next].layer == k.layer && w.knots[next].chain == k.chain {
			links = append(links, importRelation{line: k.line, kind: cmp.Or(k.kind, shortType(k.layer)), from: at(k), to: at(w.knots[next])})
		} else if k.kind != "" {
			w.problem(k.line, badFeature, "%q leads from the last link of a chain", k.kind)
		}
	}
	return links
}
