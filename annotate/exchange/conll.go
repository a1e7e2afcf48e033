package exchange

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"pizhu/model/text"
)

func conllFormats() []Format {
	row := func(name, about string, tag func(at, n int) byte) Format {
		return Format{
			Name: name, About: about, Extension: ".conll", Tagged: true, Training: true, Carries: []Loss{Texts, Offsets, Places},
			write: func(e *Exporter) codec { return &conll{e: e, tag: tag} },
			read:  readCoNLL,
		}
	}
	return []Format{
		row("conll", "CoNLL, a character and its BIO tag a line, a tab between", bio),
		row("conll-bioes", "CoNLL, a character and its BIOES tag a line", bioes),
	}
}

// bio and bioes give the letter of the tag of the character at a place of a claim
// of n.
func bio(at, _ int) byte {
	if at == 0 {
		return 'B'
	}
	return 'I'
}

func bioes(at, n int) byte {
	switch {
	case n == 1:
		return 'S'
	case at == n-1:
		return 'E'
	}
	return bio(at, n)
}

// A conll writes a character a line, blanks too: Chinese has no words that
// another program would cut the same way. The end of a line of the article is an
// empty line, and so the end of a sentence to those who read it. A document
// begins with the row and the empty line with which CoNLL-2003 begins one, which
// have two columns as all others do, or with a comment that has its name, which
// many readers would take for a token.
type conll struct {
	e   *Exporter
	tag func(at, n int) byte
}

func (c *conll) close() error { return nil }

func (c *conll) write(d Document) error {
	kept, dropped := dropOverlaps(taggedSpans(d, c.e.Scheme))
	c.e.Report.addLoss(Overlaps, dropped)
	c.e.Report.addLoss(Blanks, strings.Count(d.Text.String(), "\t")+strings.Count(d.Text.String(), "\r"))
	for _, p := range kept {
		c.e.Report.addLoss(Lines, strings.Count(d.Text.Slice(p.span), "\n"))
	}
	var b bytes.Buffer
	if c.e.Comments {
		b.WriteString(documentMarks[0] + oneLine.Replace(d.Name) + "\n")
	} else {
		b.WriteString(documentStart + "\n\n")
	}
	for paragraph := range paragraphs(d.Text) {
		body := d.Text.ParagraphBody(paragraph)
		for len(kept) > 0 && kept[0].span.End <= body.Start {
			kept = kept[1:]
		}
		c.sentence(&b, d.Text, body, kept)
		if body.End < paragraph.End {
			b.WriteByte('\n')
		}
	}
	b.WriteByte('\n')
	_, err := c.e.Writer.Write(b.Bytes())
	return err
}

// sentence writes the characters of a line. What of a claim stands in another
// line is tagged there, as one of its own.
func (c *conll) sentence(b *bytes.Buffer, t *text.Text, body text.Span, list []taggedSpan) {
	clusters := c.tokens(t, body)
	tags := make([]string, len(clusters))
	at := 0
	for _, p := range list {
		for at < len(clusters) && clusters[at].Span.End <= p.span.Start {
			at++
		}
		end := at
		for end < len(clusters) && clusters[end].Span.Start < p.span.End {
			end++
		}
		c.countCut(clusters, at, end, p.span, body)
		for i := at; i < end; i++ {
			tags[i] = string(c.tag(i-at, end-at)) + "-" + c.e.exportedLabel(p.label)
		}
		if at = end; at == len(clusters) {
			break
		}
	}
	for i, cluster := range clusters {
		b.WriteString(oneLine.Replace(cluster.Text) + "\t" + cmp.Or(tags[i], "O") + "\n")
	}
}

// countCut counts what is lost of a span in a body, which becomes the tokens from at to end: a word that is another span's already, and
// ends of the span within words.
func (c *conll) countCut(tokens []text.Cluster, at, end int, span, body text.Span) {
	if at == end {
		if at > 0 && tokens[at-1].Span.End > span.Start && span.End > body.Start {
			c.e.Report.addLoss(Overlaps, 1)
		}
		return
	}
	if tokens[at].Span.Start < span.Start {
		c.e.Report.addLoss(Places, 1)
	}
	if tokens[end-1].Span.End > span.End {
		c.e.Report.addLoss(Places, 1)
	}
}

// tokens are what has a line: characters, or words and what stands between them
// but blanks, which are counted.
func (c *conll) tokens(t *text.Text, body text.Span) (list []text.Cluster) {
	if c.e.Words == nil {
		return slices.Collect(t.Clusters(body))
	}
	line := t.Slice(body)
	at, from := body.Start, 0
	between := func(end int) {
		span := text.Span{Start: at, End: at + text.Offset(utf8.RuneCountInString(line[from:end]))}
		for x := range t.Clusters(span) {
			if strings.TrimSpace(x.Text) == "" {
				c.e.Report.addLoss(Blanks, 1)
				continue
			}
			list = append(list, x)
		}
		at, from = span.End, end
	}
	for start, end := range c.e.Words.Words(line) {
		between(start)
		word := line[start:end]
		span := text.Span{Start: at, End: at + text.Offset(utf8.RuneCountInString(word))}
		list = append(list, text.Cluster{Span: span, Text: word})
		at, from = span.End, end
	}
	between(len(line))
	return list
}

// paragraphs yields the lines of a text, their ends included.
func paragraphs(t *text.Text) func(func(text.Span) bool) {
	return func(yield func(text.Span) bool) {
		for p, ok := t.Paragraph(0), t.Len() > 0; ok && yield(p); {
			p, ok = t.NextParagraph(p)
		}
	}
}

// readCoNLL reads tags of BIO, BIOES and BMES: the first column is the character
// or word, the last the tag, unless the columns are named or numbered: see layout.
func readCoNLL(m *Importer, files []Source) error {
	for _, f := range files {
		c := &conllReader{m: m}
		c.begin(f.Name, f.Name, 1)
		err := m.eachText([]Source{f}, func(file string, number int, raw []byte) error {
			return c.line(file, number, string(raw))
		})
		if err != nil {
			return err
		}
		if err := c.finish(); err != nil {
			return err
		}
	}
	return nil
}

// A conllReader gathers the rows of one document.
type conllReader struct {
	m       *Importer
	doc     importDoc
	rows    []conllRow
	columns []string // their names, in capitals, where the file has them
	named   bool     // by a line of its own, so that it may be empty
	begun   bool     // by the last line, so that an empty line is none of the text
}

// A conllRow is a token with its tag, or the text of a sentence; the end of a
// sentence has neither.
type conllRow struct {
	number     int
	columns    []string // of a token
	token, tag string
	text       string
}

func (c *conllReader) begin(file, name string, number int) {
	c.doc, c.rows, c.named = importDoc{file: file, name: name, line: number}, nil, false
}

// The row that begins a document: documentStart is ours, after which the document
// may be empty; other files have more columns.
const (
	documentRow   = "-DOCSTART-"
	documentStart = documentRow + "\tO"
)

// documentMarks begin the comments that begin a document.
var documentMarks = []string{"# doc_id = ", "# newdoc id = "}

func (c *conllReader) line(file string, number int, s string) error {
	for _, mark := range documentMarks {
		if name, ok := strings.CutPrefix(s, mark); ok {
			err := c.finish()
			c.begin(file, name, number)
			c.named = true
			return err
		}
	}
	begun := c.begun
	c.begun = strings.HasPrefix(s, documentRow)
	switch {
	case begun && s == "":
	case c.begun:
		err := c.finish()
		c.begin(file, lineName(file, number), number)
		c.named = s == documentStart
		return err
	case strings.HasPrefix(s, globalColumns):
		c.columns = strings.Fields(strings.ToUpper(s[len(globalColumns):]))
	case strings.HasPrefix(s, sentenceText) && len(s) > len(sentenceText):
		c.rows = append(c.rows, conllRow{number: number, text: s[len(sentenceText):]})
	case strings.HasPrefix(s, "## ") || strings.HasPrefix(s, "# ") && !tagged(s):
	case s == "":
		c.rows = append(c.rows, conllRow{number: number})
	default:
		c.row(file, number, s)
	}
	return nil
}

// sentenceText begins the comment that has a sentence as it was, blanks and all.
const sentenceText = "# text = "

// tagged reports whether what looks like a comment is the sign # with its tag.
func tagged(s string) bool {
	fields := strings.Fields(s)
	return len(fields) == 2 && (fields[1] == "O" || isTag(fields[1]))
}

func (c *conllReader) row(file string, number int, s string) {
	columns := strings.Split(s, "\t")
	if len(columns) == 1 {
		columns = strings.Fields(s)
	}
	if len(columns) < 2 {
		c.m.addProblem(file, number, badSyntax, "%q has no tag", s)
		return
	}
	c.rows = append(c.rows, conllRow{number: number, columns: columns})
}

// finish makes the document of the rows that there are.
func (c *conllReader) finish() error {
	c.arrange()
	if n := len(c.rows); n > 0 && c.rows[n-1].token == "" {
		c.rows = c.rows[:n-1] // the empty line after a document
	}
	if !c.named && !slices.ContainsFunc(c.rows, func(r conllRow) bool { return r.token != "" }) {
		if c.doc.line > 1 {
			c.m.addProblem(c.doc.file, c.doc.line, badSyntax, "document %q has no text", c.doc.name)
		}
		return nil
	}
	byWord := slices.ContainsFunc(c.rows, func(r conllRow) bool { return text.ClusterLen(r.token+" ") < len(r.token) })
	var b strings.Builder
	var open *importClaim
	at, last := 0, ""
	said := sentence{}
	for _, r := range c.rows {
		switch {
		case r.text != "":
			said = sentence{r.number, r.text}
			continue
		case r.token == "":
			b.WriteByte('\n')
			at, last, open, said = at+1, "", nil, sentence{}
			continue
		}
		blanks, ok := said.before(c.m, c.doc.file, r.token)
		if !ok && byWord && spaced(last, r.token) {
			blanks = " "
		}
		b.WriteString(blanks + r.token)
		at += utf8.RuneCountInString(blanks)
		end := at + int(text.New(r.token).Len())
		open = c.tag(open, r, at, end)
		at, last = end, r.token
	}
	c.doc.text = text.New(b.String())
	return c.m.importDocument(c.doc)
}

// tag begins a mark with a row or lengthens the open one, and returns the one
// that is open after it.
func (c *conllReader) tag(open *importClaim, r conllRow, at, end int) *importClaim {
	letter, label, ok := parseTag(r.tag)
	if r.tag == "O" {
		return nil
	}
	if !ok {
		c.m.addProblem(c.doc.file, r.number, badSyntax, "%q is no tag", r.tag)
		return nil
	}
	if open == nil || open.labels[0] != label || strings.Contains("BSUW", letter) {
		open = &c.doc.claims[c.m.addClaim(&c.doc, importClaim{line: r.number, labels: []string{label}, spans: [][2]int{{at, end}}})]
	}
	open.spans[0][1] = end
	if strings.Contains("ESLUW", letter) {
		return nil
	}
	return open
}

// A sentence is what is left of the text of one, as a comment has it.
type sentence struct {
	number int
	rest   string
}

// before takes the next word off the sentence, and gives the blanks before it, if
// they are known. A sentence that has another word there says nothing any more.
func (s *sentence) before(m *Importer, file, word string) (blanks string, ok bool) {
	if s.number == 0 {
		return "", false
	}
	at := strings.Index(s.rest, word)
	if at < 0 || strings.TrimSpace(s.rest[:at]) != "" {
		m.addProblem(file, s.number, badQuote, "the words below are not those of the text: it has no %q at %q", word, s.rest)
		*s = sentence{}
		return "", false
	}
	blanks, s.rest = s.rest[:at], s.rest[at+len(word):]
	return blanks, true
}

// spaced reports whether a blank stood between two words, of which a file keeps
// none: between letters and figures of scripts that write one.
func spaced(a, b string) bool {
	if a == "" {
		return false
	}
	end, first := a[len(a)-1], b[0]
	return wordByte(end) && wordByte(first)
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
