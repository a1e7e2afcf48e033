package exchange

import (
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
)

func tableFormats() []Format {
	row := func(name, about, extension string, comma rune) Format {
		return Format{
			Name: name, About: about, Extension: extension, Apart: true, Unit: Codepoint, Units: allUnits,
			Carries: []Loss{
				ArticleNames, Offsets, Lines, Blanks, Discontinuous, Overlaps, Unlabelled, ManyLabels, Attributes, Notes, Provenance, Annotators, Suggestions, Negatives,
			},
			write: func(e *Export) codec {
				w := csv.NewWriter(e.W)
				w.Comma = comma
				return &table{e: e, w: w}
			},
			read: func(m *Import, files []Source) error { return readTable(m, files, comma) },
		}
	}
	return []Format{
		row("csv", "a claim a row, for spreadsheets; no cell is a formula", ".csv", ','),
		row("tsv", "the same with tabs", ".tsv", '\t'),
	}
}

// A table writes a claim a row. It has no texts of articles: who reads it back
// has them.
type table struct {
	e     *Export
	w     *csv.Writer
	begun bool
}

// The columns that say what is claimed, in which article.
const (
	columnArticle    = "article"
	columnAnnotator  = "annotator"
	columnID         = "id"
	columnStart      = "start"
	columnEnd        = "end"
	columnSpans      = "spans" // all of the fragments
	columnText       = "text"
	columnLabels     = "labels"
	columnAttributes = "attributes"
	columnNote       = "note"
	columnSHA256     = "sha256"
)

// tableHead names the columns. After the note stand those of a provenance.
var tableHead = []string{
	columnArticle, columnAnnotator, columnID, columnStart, columnEnd, columnSpans, columnText, columnLabels, columnAttributes, columnNote,
	"by", "method", "verdict", "created", "modified", "modified_by", "version", "confidence", "decided_by", "decided", columnSHA256,
}

func (t *table) write(d Document) error {
	t.begin()
	ruler := newRuler(d.Text, t.e.Unit)
	for _, l := range d.Layers {
		for _, c := range l.Set.Claims {
			t.row(d, l.Annotator, c, ruler)
		}
	}
	t.w.Flush()
	return t.w.Error()
}

func (t *table) begin() {
	if !t.begun {
		t.begun = true
		_ = t.w.Write(tableHead) // Flush gives the error
	}
}

func (t *table) close() error {
	t.begin()
	t.w.Flush()
	return t.w.Error()
}

func (t *table) row(d Document, annotator string, c *model.Claim, ruler ruler) {
	spans := make([]text.Span, len(c.Fragments))
	for i, f := range c.Fragments {
		start, end := ruler.span(f.Span, &t.e.Report)
		spans[i] = text.Span{Start: text.Offset(start), End: text.Offset(end)}
	}
	var labels, attributes []string
	for _, l := range model.LabelPaths(t.e.Scheme.Groups, c.Labels) {
		labels = append(labels, listed.Replace(l))
	}
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		attributes = append(attributes, listedID.Replace(id)+"="+listed.Replace(model.ValueText(c.Attributes[id])))
	}
	m := madeOf(c.Provenance)
	cells := []string{
		d.Name, annotator, c.ID, strconv.Itoa(int(spans[0].Start)), strconv.Itoa(int(spans[len(spans)-1].End)), spell(spans),
		c.Quote(), strings.Join(labels, ";"), strings.Join(attributes, ";"), c.Note,
		m.By, m.Method, m.Verdict, m.Created, m.Modified, m.ModifiedBy, m.Version, m.Confidence, m.DecidedBy, m.Decided, d.SHA256,
	}
	for i := range cells {
		cells[i] = harmless(cells[i])
	}
	_ = t.w.Write(cells) // Flush gives the error
}

// listed writes what stands in a list that semicolons part, and listedID what
// stands before the = there.
var (
	listed   = strings.NewReplacer(`\`, `\\`, ";", `\;`)
	listedID = strings.NewReplacer(`\`, `\\`, ";", `\;`, "=", `\=`)
)

// harmless is a cell that no spreadsheet takes for a formula: an apostrophe
// stands before what could begin one, as spreadsheets themselves have it, and
// before the apostrophes of what looks like such a cell.
func harmless(cell string) string {
	if formula(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// harmful is the cell that harmless was given.
func harmful(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && formula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return cell
}

// formula reports whether a spreadsheet might take a cell for one.
func formula(cell string) bool {
	trimmed := strings.TrimLeft(cell, " \u3000\t\r\n")
	return trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) || strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r")
}
