package exchange

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"pizhu/model"
	"pizhu/model/text"
)

// A mark is a claim as a file has it: nothing of it is certain.
type mark struct {
	line       int
	id         string // empty: a new one
	annotator  string // empty: the import's
	spans      [][2]int
	at         []text.Span // the places in the text, where these were looked for
	quote      []string    // the text of each span, or of all of them joined; nil where the file has none
	quoted     [][2]int    // the places of the quote, where they are others than the spans
	labels     []string
	attributes map[string]any
	note       string
	made       model.Provenance // as far as the file says
}

// texts yields all that a mark says in words.
func (k mark) texts(yield func(string) bool) {
	for _, s := range slices.Concat([]string{k.id, k.annotator, k.note, k.made.By, k.made.Version}, k.labels) {
		if !yield(s) {
			return
		}
	}
	for id, v := range k.attributes {
		if s, _ := v.(string); !yield(id) || !yield(s) {
			return
		}
	}
}

// decoded reports whether all that a mark says could be decoded.
func (k mark) decoded() bool {
	for s := range k.texts {
		if !utf8.ValidString(s) {
			return false
		}
	}
	return true
}

// A link is a relation as a file has it, between marks by their places in a
// list.
type link struct {
	line     int
	id       string
	kind     string
	from, to int
	note     string
	made     model.Provenance
}

// A draft is a document as a file has it.
type draft struct {
	name, file string
	sha256     string // of the article, where it is there already
	line       int
	text       *text.Text
	unit       OffsetUnit // of the offsets, if the file names it
	page       bool       // the text is a page, whose markup the offsets may not count
	marked     bool       // the text begins with a byte order mark, which the offsets may not count
	marks      []mark
	links      []link
	abouts     map[string]model.Document // by annotator
	unknown    string                    // of the layer of what names none
	full       int                       // the line that passed a limit, 0 for none
	limit      string                    // which one
}

// add adds a mark to a document and returns its place in the list. A document that
// has as many as a sidecar can have keeps none more, and is refused by take.
func (m *Importer) add(d *draft, k mark) int {
	if m.MaxClaims > 0 && len(d.marks) >= m.MaxClaims {
		d.pass(k.line, fmt.Sprintf("it has more than %d claims", m.MaxClaims))
	} else {
		d.marks = append(d.marks, k)
	}
	return len(d.marks) - 1
}

// link adds a relation to a document, as add does.
func (m *Importer) link(d *draft, l link) int {
	if m.MaxClaims > 0 && len(d.links) >= m.MaxClaims {
		d.pass(l.line, fmt.Sprintf("it has more than %d relations", m.MaxClaims))
	} else {
		d.links = append(d.links, l)
	}
	return len(d.links) - 1
}

// pass notes the first limit that a document passes.
func (d *draft) pass(line int, limit string) {
	if d.full == 0 {
		d.full, d.limit = line, limit
	}
}

// checkTexts looks for what is longer than a sidecar can hold.
func (m *Importer) checkTexts(d *draft) {
	for _, k := range d.marks {
		for s := range k.texts {
			if m.MaxString > 0 && len(s) > m.MaxString {
				d.pass(k.line, fmt.Sprintf("a label, an attribute or a note of it has more than %d MiB", m.MaxString>>20))
			}
		}
	}
}
