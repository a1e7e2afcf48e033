package exchange

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
)

func peopleFormats() []Format {
	carries := []Loss{
		Texts, ArticleNames, Offsets, Lines, Blanks, Places, Overlaps, Discontinuous, Unlabelled, ManyLabels, Attributes, Notes, Relations, RelationNotes,
		Suggestions, Negatives, Annotators, EmptyLayers, Status, DocumentLabels, DocumentNotes,
	}
	return []Format{
		{
			Name: "html", About: "a page for people: the texts with their claims marked, and all that is said of them below", Extension: ".html",
			Carries: carries, write: func(e *Exporter) codec { return &page{e: e} },
		},
		{
			Name: "markdown", About: "a list for people: the claims of each article with all that is said of them", Extension: ".md",
			Carries: carries, write: func(e *Exporter) codec { return &list{e: e} },
		},
	}
}

// details lists what is said of a claim, after its text and its labels: pairs of
// a name and a value.
func details(set related, c *model.Claim) [][2]string {
	var rows [][2]string
	for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
		rows = append(rows, [2]string{id, model.FormatValue(c.Attributes[id])})
	}
	for _, r := range set.from[c.ID] {
		rows = append(rows, [2]string{r.Type, set.claims[r.To].Quote()})
		if r.Note != "" {
			rows = append(rows, [2]string{r.Type + " note", r.Note})
		}
	}
	if c.Note != "" {
		rows = append(rows, [2]string{"note", c.Note})
	}
	if p := c.Provenance; p.Method != model.Person {
		verdict := string(p.Verdict)
		if c.Suggested() {
			verdict = "undecided"
		}
		rows = append(rows, [2]string{"suggested", strings.TrimSpace(p.By + " " + verdict)})
	}
	return rows
}

// aboutLayer lists what is said of an article as a whole.
func aboutLayer(s *model.Scheme, d model.Document) [][2]string {
	var rows [][2]string
	if d.Status != "" {
		rows = append(rows, [2]string{"status", d.Status})
	}
	if labels := model.LabelPaths(s.Documents, d.Labels); len(labels) > 0 {
		rows = append(rows, [2]string{"labels", strings.Join(labels, ", ")})
	}
	if d.Note != "" {
		rows = append(rows, [2]string{"note", d.Note})
	}
	return rows
}

// A list writes Markdown: a heading an article and a layer, an item a claim.
type list struct{ e *Exporter }

func (l *list) close() error { return nil }

func (l *list) write(d Document) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n", markdown(d.Name))
	for _, layer := range d.Layers {
		fmt.Fprintf(&b, "## %s\n\n", markdown(layer.Annotator))
		for _, row := range aboutLayer(l.e.Scheme, layer.Set.Document) {
			fmt.Fprintf(&b, "- %s: %s\n", markdown(row[0]), markdown(row[1]))
		}
		b.WriteByte('\n')
		set := relatedIn(layer.Set)
		for _, c := range layer.Set.Claims {
			labels := strings.Join(model.LabelPaths(l.e.Scheme.Groups, c.Labels), ", ")
			if labels != "" {
				labels = "**" + markdown(labels) + "** "
			}
			fmt.Fprintf(&b, "- %s%s (%s)\n", labels, markdown(c.Quote()), formatSpans(c.Spans()))
			for _, row := range details(set, c) {
				fmt.Fprintf(&b, "  - %s: %s\n", markdown(row[0]), markdown(row[1]))
			}
		}
		b.WriteByte('\n')
	}
	_, err := l.e.Writer.Write(b.Bytes())
	return err
}

// markdown is text in which nothing is a sign of Markdown or HTML, in one line.
func markdown(s string) string {
	var b strings.Builder
	for i, r := range oneLine.Replace(visible(s)) {
		if strings.ContainsRune("\\`*_{}[]<>#|~&!^$", r) || i == 0 && strings.ContainsRune("-+=:", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// visible is text of which nothing hides or turns what surrounds it; ends of
// lines and tabs stay.
func visible(s string) string {
	var b strings.Builder
	for c := range text.Clusters(s) {
		switch c {
		case "\n", "\r\n", "\t":
			b.WriteString(c)
		default:
			b.WriteString(text.Safe(c))
		}
	}
	return b.String()
}

// A page writes HTML. Where claims overlap, each piece of text between their ends
// is a mark that names them all.
type page struct {
	e     *Exporter
	begun bool
}

// pageHead is what stands before the articles. The page needs nothing else.
const pageHead = `<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Claims</title>
<style>
body { max-width: 46em; margin: 2em auto; padding: 0 1em; font-family: sans-serif; line-height: 1.8 }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
mark { color: inherit; background: #8883; border-bottom: 3px solid #888 }
mark.several { background: #8886 }
dt { font-weight: bold }
table { border-collapse: collapse } td, th { border: 1px solid #8888; padding: .2em .6em; vertical-align: top; text-align: left }
</style></head><body>
`

// colours are those of the scheme, as Okabe and Ito have them.
var colours = map[string]string{
	"blue": "#0072b2", "orange": "#e69f00", "green": "#009e73", "purple": "#cc79a7", "sky": "#56b4e9",
	"vermilion": "#d55e00", "yellow": "#f0e442", "black": "#000000", "grey": "#999999",
}

func (p *page) begin(b *bytes.Buffer) {
	if !p.begun {
		p.begun = true
		b.WriteString(pageHead)
	}
}

func (p *page) close() error {
	var b bytes.Buffer
	p.begin(&b)
	b.WriteString("</body></html>\n")
	_, err := p.e.Writer.Write(b.Bytes())
	return err
}

func (p *page) write(d Document) error {
	var b bytes.Buffer
	p.begin(&b)
	fmt.Fprintf(&b, "<h1>%s</h1>\n", escaped(d.Name))
	for _, l := range d.Layers {
		fmt.Fprintf(&b, "<h2>%s</h2>\n<dl>\n", escaped(l.Annotator))
		for _, row := range aboutLayer(p.e.Scheme, l.Set.Document) {
			fmt.Fprintf(&b, "<dt>%s</dt><dd>%s</dd>\n", escaped(row[0]), escaped(row[1]))
		}
		b.WriteString("</dl>\n")
		p.text(&b, d.Text, l.Set)
		p.table(&b, l.Set)
	}
	_, err := p.e.Writer.Write(b.Bytes())
	return err
}

// text writes the article with marks.
func (p *page) text(b *bytes.Buffer, t *text.Text, set model.Set) {
	b.WriteString("<div class=\"text\">\n")
	newSweep(set).pieces(t.Len(), func(piece text.Span, over []*model.Claim) {
		body := escaped(t.Slice(piece))
		if len(over) > 0 {
			body = p.mark(over, body)
		}
		b.WriteString(body)
	})
	b.WriteString("</div>\n")
}

// mostMarked is how many claims a mark names.
const mostMarked = 20

func (p *page) mark(over []*model.Claim, body string) string {
	var names []string
	colour, class := "", ""
	for _, c := range over[:min(len(over), mostMarked)] {
		names = append(names, strings.Join(model.LabelPaths(p.e.Scheme.Groups, c.Labels), ", "))
		if colour == "" {
			colour = p.colour(c)
		}
	}
	if n := len(over) - mostMarked; n > 0 {
		names = append(names, fmt.Sprintf("%d more", n))
	}
	if len(over) > 1 {
		class = ` class="several"`
	}
	if colour != "" {
		colour = fmt.Sprintf(` style="border-color: %s"`, colour)
	}
	return fmt.Sprintf(`<mark%s%s title="%s">%s</mark>`, class, colour, escaped(strings.Join(names, "; ")), body)
}

// colour is that of a claim's first label that has one.
func (p *page) colour(c *model.Claim) string {
	for _, label := range model.LabelPaths(p.e.Scheme.Groups, c.Labels) {
		group, id, _ := cutLabel(label)
		if g := p.e.Scheme.Group(group); g != nil {
			if l := g.Label(id); l != nil && colours[l.Colour] != "" {
				return colours[l.Colour]
			}
		}
	}
	return ""
}

func (p *page) table(b *bytes.Buffer, set model.Set) {
	b.WriteString("<table>\n<tr><th>place</th><th>text</th><th>labels</th><th>more</th></tr>\n")
	claims := relatedIn(set)
	for _, c := range set.Claims {
		var more []string
		for _, row := range details(claims, c) {
			more = append(more, escaped(row[0])+": "+escaped(row[1]))
		}
		labels := escaped(strings.Join(model.LabelPaths(p.e.Scheme.Groups, c.Labels), ", "))
		fmt.Fprintf(b, "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", formatSpans(c.Spans()), escaped(c.Quote()), labels, strings.Join(more, "<br>"))
	}
	b.WriteString("</table>\n")
}

// escaped is text in which nothing is a sign of HTML.
func escaped(s string) string { return html.EscapeString(visible(s)) }
