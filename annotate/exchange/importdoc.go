package exchange

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"pizhu/model"
	"pizhu/model/text"
)

// An importClaim is a claim as a file describes it; nothing is verified yet.
type importClaim struct {
	line       int
	id         string // empty: a new one
	annotator  string // empty: the import's
	spans      [][2]int
	resolved   []text.Span // the places in the text, where these were looked for
	quote      []string    // the text of each span, or of all of them joined; nil where the file has none
	quoted     [][2]int    // the places of the quote, where they are others than the spans
	labels     []string
	attributes map[string]any
	note       string
	made       model.Provenance // as far as the file says
}

// eachString yields all strings of a claim.
func (k importClaim) eachString(yield func(string) bool) {
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

// isDecoded reports whether all strings of a claim could be decoded.
func (k importClaim) isDecoded() bool {
	for s := range k.eachString {
		if !utf8.ValidString(s) {
			return false
		}
	}
	return true
}

// An importRelation is a relation as a file describes it, between claims by their index in the document.
type importRelation struct {
	line     int
	id       string
	kind     string
	from, to int
	note     string
	made     model.Provenance
}

// An importDoc is a document as a file describes it; nothing is verified yet.
type importDoc struct {
	name, file    string
	sha256        string // of the article, where it is there already
	line          int
	text          *text.Text
	unit          OffsetUnit // of the offsets, if the file names it
	isPage        bool       // the text is a page, whose markup the offsets may not count
	hasBOM        bool       // the text begins with a byte order mark, which the offsets may not count
	claims        []importClaim
	relations     []importRelation
	articleFields map[string]model.Document // by annotator
	unknown       string                    // of the layer of what names none
	limitLine     int                       // the line that passed a limit, 0 for none
	limitText     string                    // which one
}

// addClaim adds a claim to a document and returns its index. A document with more than MaxClaims keeps no more, and is
// refused by importDocument.
func (m *Importer) addClaim(d *importDoc, k importClaim) int {
	if m.MaxClaims > 0 && len(d.claims) >= m.MaxClaims {
		d.noteLimit(k.line, fmt.Sprintf("it has more than %d claims", m.MaxClaims))
	} else {
		d.claims = append(d.claims, k)
	}
	return len(d.claims) - 1
}

// addRelation adds a relation to a document, within the same limit.
func (m *Importer) addRelation(d *importDoc, l importRelation) int {
	if m.MaxClaims > 0 && len(d.relations) >= m.MaxClaims {
		d.noteLimit(l.line, fmt.Sprintf("it has more than %d relations", m.MaxClaims))
	} else {
		d.relations = append(d.relations, l)
	}
	return len(d.relations) - 1
}

// noteLimit records the first limit that a document exceeds.
func (d *importDoc) noteLimit(line int, limit string) {
	if d.limitLine == 0 {
		d.limitLine, d.limitText = line, limit
	}
}

// checkTexts looks for strings that are longer than a sidecar can hold.
func (m *Importer) checkTexts(d *importDoc) {
	for _, k := range d.claims {
		for s := range k.eachString {
			if m.MaxString > 0 && len(s) > m.MaxString {
				d.noteLimit(k.line, fmt.Sprintf("a label, an attribute or a note of it has more than %d MiB", m.MaxString>>20))
			}
		}
	}
}
