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
			Name: name, About: about, Extension: extension, Unit: Codepoint, Units: allUnits,
			Carries: []Loss{Offsets, Lines, Blanks, Discontinuous, Overlaps, Unlabelled, ManyLabels, Attributes, Notes, Annotators, Suggestions, Negatives},
			write: func(e *Export) codec {
				w := csv.NewWriter(e.W)
				w.Comma = comma
				return &table{e: e, w: w}
			},
		}
	}
	return []Format{
		row("csv", "a claim a row, for spreadsheets; no cell is a formula", ".csv", ','),
		row("tsv", "the same with tabs", ".tsv", '\t'),
	}
}

// A table writes a claim a row. It has no texts of articles, so it cannot be
// read back.
type table struct {
	e     *Export
	w     *csv.Writer
	begun bool
}

// tableHead names the columns.
var tableHead = []string{
	"article", "annotator", "id", "start", "end", "spans", "text", "labels", "attributes", "note", "by", "method", "verdict",
}

func (t *table) write(d Document) error {
	t.begin()
	ruler := newRuler(d.Text, t.e.Unit)
	for _, l := range d.Layers {
		for _, c := range l.Set.Claims {
			t.row(d.Name, l.Annotator, c, ruler)
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

func (t *table) row(article, annotator string, c *model.Claim, ruler ruler) {
	spans := make([]text.Span, len(c.Fragments))
	for i, f := range c.Fragments {
		start, end := ruler.span(f.Span, &t.e.Report)
		spans[i] = text.Span{Start: text.Offset(start), End: text.Offset(end)}
	}
	var attributes []string
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		attributes = append(attributes, id+"="+model.ValueText(c.Attributes[id]))
	}
	cells := []string{
		article, annotator, c.ID, strconv.Itoa(int(spans[0].Start)), strconv.Itoa(int(spans[len(spans)-1].End)), spell(spans),
		c.Quote(), strings.Join(model.LabelPaths(t.e.Scheme.Groups, c.Labels), ";"), strings.Join(attributes, ";"), c.Note,
		c.Provenance.By, string(c.Provenance.Method), string(c.Provenance.Verdict),
	}
	for i := range cells {
		cells[i] = harmless(cells[i])
	}
	_ = t.w.Write(cells) // Flush gives the error
}

// harmless is a cell that no spreadsheet takes for a formula: an apostrophe
// stands before what could begin one, as spreadsheets themselves have it.
func harmless(cell string) string {
	trimmed := strings.TrimLeft(cell, " \u3000\t\r\n")
	if trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) || strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") {
		return "'" + cell
	}
	return cell
}
