package exchange

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"pizhu/model/text"
)

// readSLATE reads the annotations of each text: a line has one item and its
// labels, or two items that are linked.
//
//	(2, 1) - label:a                  token 1 of line 2
//	((3, 5), (3, 8)) - label:a        tokens 5 to 8, the last one too
//	7 - label:s label:a               the whole of line 7
//	13 7 -                            a link
//
// All counts are from 0. Tokens are what blanks part.
func readSLATE(m *Importer, files []Source) error {
	texts := map[string]Source{}
	for _, f := range files {
		if path.Ext(f.Name) != ".annotations" {
			texts[f.Name] = f
		}
	}
	used := map[string]bool{}
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name, ".annotations")
		if !ok {
			continue
		}
		t, ok := texts[name]
		used[name] = true
		if !ok {
			m.addProblem(f.Name, 1, badSyntax, "its text %q was not given", name)
			continue
		}
		body, ok, err := m.readWhole(t)
		if err != nil {
			return err
		}
		if !ok || !m.checkDecodedText(t.Name, body.raw) {
			continue
		}
		s := &slateReader{m: m, places: map[string]int{}, doc: importDoc{name: name, file: f.Name, line: 1, text: body.text()}}
		s.cut()
		if err := m.eachText([]Source{f}, s.line); err != nil {
			return err
		}
		if err := m.importDocument(s.doc); err != nil {
			return err
		}
	}
	for _, f := range files {
		if path.Ext(f.Name) != ".annotations" && !used[f.Name] {
			if _, _, err := m.readWhole(f); err != nil {
				return err
			}
			m.addProblem(f.Name, 1, badSyntax, "its annotations %q were not given", f.Name+".annotations")
		}
	}
	return nil
}

// A slateReader reads the lines about one text.
type slateReader struct {
	m      *Importer
	doc    importDoc
	lines  [][]text.Span  // the tokens of each line
	places map[string]int // of marks, by the item
}

// cut parts the text into lines and tokens.
func (s *slateReader) cut() {
	at, open := text.Offset(0), text.Offset(-1)
	var tokens []text.Span
	end := func() {
		if open >= 0 {
			tokens = append(tokens, text.Span{Start: open, End: at})
		}
		open = -1
	}
	for _, r := range s.doc.text.String() {
		switch {
		case r == '\n':
			end()
			s.lines, tokens = append(s.lines, tokens), nil
		case unicode.IsSpace(r):
			end()
		case open < 0:
			open = at
		}
		at++
	}
	end()
	s.lines = append(s.lines, tokens)
}

// slateItem is an item: numbers in brackets, or a pair of them.
var slateItem = regexp.MustCompile(`^\s*(\d+|\([^()]*\)|\(\s*(\([^()]*\)|\d+)\s*,\s*(\([^()]*\)|\d+)\s*\))\s*`)

// line reads one line of annotations.
func (s *slateReader) line(file string, number int, raw []byte) error {
	items, labels, ok := strings.Cut(string(raw)+" ", " - ")
	if strings.TrimSpace(string(raw)) == "" {
		return nil
	}
	var marks []importClaim
	for ok && strings.TrimSpace(items) != "" {
		found := slateItem.FindStringSubmatch(items)
		if found == nil {
			ok = false
			break
		}
		items = items[len(found[0]):]
		span, fits := s.item(found)
		if !fits {
			s.m.addProblem(file, number, badPlace, "no text stands at %q", strings.TrimSpace(found[0]))
			return nil
		}
		marks = append(marks, importClaim{line: number, spans: [][2]int{{int(span.Start), int(span.End)}}, id: ""})
	}
	names := strings.Fields(labels)
	switch {
	case !ok || len(marks) == 0 || len(marks) > 2 || len(marks) == 1 && len(names) == 0:
		s.m.addProblem(file, number, badSyntax, "%q is neither an item with labels nor two that are linked", raw)
	case len(marks) == 1:
		for _, l := range names {
			s.at(marks[0], strings.TrimPrefix(l, "label:"))
		}
	default:
		from, to := s.at(marks[0], ""), s.at(marks[1], "")
		s.m.addRelation(&s.doc, importRelation{line: number, kind: "related", from: from, to: to})
	}
	return nil
}

// at is the place of the mark of an item, which gets a label.
func (s *slateReader) at(k importClaim, label string) int {
	key := strconv.Itoa(k.spans[0][0]) + " " + strconv.Itoa(k.spans[0][1])
	i, ok := s.places[key]
	if !ok {
		i = s.m.addClaim(&s.doc, k)
		s.places[key] = i
	}
	if label != "" {
		s.doc.claims[i].labels = append(s.doc.claims[i].labels, label)
	}
	return i
}

// item is the span of an item as it was found: a pair, or one alone.
func (s *slateReader) item(found []string) (text.Span, bool) {
	first, last := found[1], found[1]
	if found[2] != "" {
		first, last = found[2], found[3]
	}
	from, ok := s.span(first)
	to, sure := s.span(last)
	span := text.Span{Start: from.Start, End: to.End}
	return span, ok && sure && !span.Empty()
}

// span is what a line, a token of it, or a character of that spans.
func (s *slateReader) span(item string) (text.Span, bool) {
	var at []int
	for _, part := range strings.Split(strings.Trim(item, "()"), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return text.Span{}, false
		}
		at = append(at, n)
	}
	if len(at) == 0 {
		return s.doc.text.All(), true
	}
	if len(at) > 3 || at[0] >= len(s.lines) || len(s.lines[at[0]]) == 0 {
		return text.Span{}, false
	}
	tokens := s.lines[at[0]]
	if len(at) == 1 {
		return text.Span{Start: tokens[0].Start, End: tokens[len(tokens)-1].End}, true
	}
	if at[1] >= len(tokens) {
		return text.Span{}, false
	}
	token := tokens[at[1]]
	if len(at) == 2 {
		return token, true
	}
	place := token.Start + text.Offset(at[2])
	return text.Span{Start: place, End: place + 1}, at[2] < token.Len()
}
