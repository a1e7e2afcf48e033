package exchange

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pizhu/model"
	"pizhu/model/text"
)

func tableFormats() []Format {
	row := func(name, about, extension string, comma rune) Format {
		return Format{
			Name: name, About: about, Extension: extension, Textless: true, Unit: Codepoint, Units: allUnits,
			Carries: []Loss{
				ArticleNames, Offsets, Lines, Blanks, Discontinuous, Overlaps, Unlabelled, ManyLabels, Attributes, Notes, Provenance, Annotators, Suggestions, Negatives,
			},
			write: func(e *Exporter) codec {
				return &table{e: e, comma: comma}
			},
			read: func(m *Importer, files []Source) error { return readTable(m, files, comma) },
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
	e     *Exporter
	comma rune
	rows  []byte // that are not written yet
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
	converter := newOffsetConverter(d.Text, t.e.Unit)
	for _, l := range d.Layers {
		for _, c := range l.Set.Claims {
			t.row(d, l.Annotator, c, converter)
		}
	}
	return t.flush()
}

func (t *table) begin() {
	if !t.begun {
		t.begun = true
		t.cells(tableHead)
	}
}

func (t *table) close() error {
	t.begin()
	return t.flush()
}

func (t *table) flush() error {
	_, err := t.e.Writer.Write(t.rows)
	t.rows = t.rows[:0]
	return err
}

// cells adds a row. A cell is quoted if it holds a sign that parts the cells of any
// table, or a blank at either end. Control characters stay as they are: the form has no
// escape for them.
func (t *table) cells(cells []string) {
	for i, cell := range cells {
		if i > 0 {
			t.rows = utf8.AppendRune(t.rows, t.comma)
		}
		if !strings.ContainsAny(cell, ",;\t\"\r\n") && cell == strings.TrimSpace(cell) {
			t.rows = append(t.rows, cell...)
			continue
		}
		t.rows = append(t.rows, '"')
		t.rows = append(t.rows, strings.ReplaceAll(cell, `"`, `""`)...)
		t.rows = append(t.rows, '"')
	}
	t.rows = append(t.rows, '\n')
}

func (t *table) row(d Document, annotator string, c *model.Claim, converter offsetConverter) {
	spans := make([]text.Span, len(c.Fragments))
	for i, f := range c.Fragments {
		start, end := converter.convertSpan(f.Span, &t.e.Report)
		spans[i] = text.Span{Start: text.Offset(start), End: text.Offset(end)}
	}
	var labels, attributes []string
	for _, l := range model.LabelPaths(t.e.Scheme.Groups, c.Labels) {
		labels = append(labels, listed.Replace(l))
	}
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		attributes = append(attributes, listedID.Replace(id)+"="+listed.Replace(model.FormatValue(c.Attributes[id])))
	}
	m := newMade(c.Provenance)
	cells := []string{
		d.Name, annotator, c.ID, strconv.Itoa(int(spans[0].Start)), strconv.Itoa(int(spans[len(spans)-1].End)), formatSpans(spans),
		c.Quote(), strings.Join(labels, ";"), strings.Join(attributes, ";"), c.Note,
		m.By, m.Method, m.Verdict, m.Created, m.Modified, m.ModifiedBy, m.Version, m.Confidence, m.DecidedBy, m.Decided, d.SHA256,
	}
	for i := range cells {
		cells[i] = escapeFormula(cells[i])
	}
	t.cells(cells)
}

// listed writes what stands in a list that semicolons part, and listedID what
// stands before the = there.
var (
	listed   = strings.NewReplacer(`\`, `\\`, ";", `\;`)
	listedID = strings.NewReplacer(`\`, `\\`, ";", `\;`, "=", `\=`)
)

// escapeFormula is a cell that no spreadsheet takes for a formula: an apostrophe
// stands before what could begin one, as spreadsheets themselves have it, and
// before the apostrophes of what looks like such a cell. Each part between semicolons
// and ends of lines is treated as a cell, for where a spreadsheet expects semicolons
// between cells the quotation marks do not stand at their beginning, and hold nothing together.
func escapeFormula(cell string) string {
	return mapParts(cell, func(part string) string {
		if mayBeFormula(strings.TrimLeft(part, "'")) {
			return "'" + part
		}
		return part
	})
}

// unescapeFormula is the cell that harmless was given.
func unescapeFormula(cell string) string {
	return mapParts(cell, func(part string) string {
		if rest, ok := strings.CutPrefix(part, "'"); ok && mayBeFormula(strings.TrimLeft(rest, "'")) {
			return rest
		}
		return part
	})
}

// mapParts changes each part of a cell between semicolons and line feeds.
func mapParts(cell string, change func(string) string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(cell, ";\n")
		if i < 0 {
			b.WriteString(change(cell))
			return b.String()
		}
		b.WriteString(change(cell[:i]))
		b.WriteByte(cell[i])
		cell = cell[i+1:]
	}
}

// mayBeFormula reports whether a spreadsheet might take a cell for one. It may pass over
// what cannot be seen.
func mayBeFormula(cell string) bool {
	trimmed := strings.TrimLeftFunc(cell, isUnseen)
	return trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) || strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r")
}

// isUnseen reports whether a character leaves nothing to be seen.
func isUnseen(r rune) bool {
	return !unicode.IsGraphic(r) || unicode.In(r, unicode.Zs, unicode.White_Space, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) || r == '\u2800'
}
