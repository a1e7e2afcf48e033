package exchange

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"pizhu/model/fault"
)

// readTable reads rows of claims. The texts are where Importer.Library finds them.
func readTable(m *Importer, files []Source, comma rune) error {
	for _, f := range files {
		t := &tableReader{m: m, file: f.Name, called: map[[2]string]*tableArticle{}, articles: map[string]*tableArticle{}}
		if err := t.read(f, comma); err != nil {
			return fault.Errorf("import %q: %w", f.Name, err)
		}
		for _, a := range t.order {
			if err := t.take(a); err != nil {
				return err
			}
		}
	}
	return nil
}

type (
	// A tableReader reads the rows of one file, which may stand in any order: those
	// of an article wait for one another.
	tableReader struct {
		m        *Importer
		file     string
		columns  map[string]int // by name
		width    int            // the number of columns, those without a name too
		called   map[[2]string]*tableArticle
		articles map[string]*tableArticle
		order    []*tableArticle
	}
	// A tableArticle is what is said of an article.
	tableArticle struct {
		err error // why there is none
		importDoc
		hashes []string // which it had, by the mark; empty where that is not said
	}
)

func (t *tableReader) problem(line int, kind, format string, args ...any) {
	t.m.addProblem(t.file, line, kind, format, args...)
}

// read reads the rows of a file. One that is none is listed.
func (t *tableReader) read(s Source, comma rune) (err error) {
	f, err := t.m.openSource(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b := bufio.NewReader(f)
	comma, own := namedSeparator(b, comma)
	if !own {
		comma = separator(b, comma)
	}
	r := csv.NewReader(&lineEndKeeper{r: b, comma: byte(comma), begins: true})
	r.Comma, r.FieldsPerRecord = comma, -1
	before := 0 // the lines that are not r's
	if own {
		before = 1
	}
	for {
		cells, err := r.Read()
		bad := (*csv.ParseError)(nil)
		switch {
		case errors.Is(err, io.EOF):
			if t.columns == nil {
				t.problem(1, badSyntax, "it has no rows")
			}
			return nil
		case errors.As(err, &bad):
			t.problem(bad.StartLine+before, badSyntax, "%s: what stands in lines %d to %d is not taken", bad.Err, bad.StartLine+before, bad.Line+before)
			if t.columns == nil {
				return nil
			}
			continue
		case err != nil:
			return err
		}
		line, _ := r.FieldPos(0)
		line += before
		switch {
		case t.columns != nil:
			t.row(line, cells)
		case !t.head(line, cells):
			return nil
		}
	}
}

// A lineEndKeeper gives csv.Reader all ends of lines that stand in cells: it
// takes a carriage return away before each line feed.
type lineEndKeeper struct {
	r      *bufio.Reader
	comma  byte
	begins bool // a cell begins here
	inside bool // between its quotation marks
	owed   byte // what comes next, if not 0
}

// Read reads on.
func (k *lineEndKeeper) Read(p []byte) (n int, err error) {
	for ; n < len(p); n++ {
		if p[n], err = k.next(); err != nil {
			break
		}
	}
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

func (k *lineEndKeeper) next() (byte, error) {
	if c := k.owed; c != 0 {
		k.owed = 0
		return c, nil
	}
	c, err := k.r.ReadByte()
	if err != nil {
		return 0, err
	}
	ahead, _ := k.r.Peek(1)
	before := func(c string) bool { return string(ahead) == c }
	switch {
	case k.inside && c == '"' && before(`"`): // the two stand for one
		k.owed = c
		_, err = k.r.Discard(1)
	case k.inside && c == '\r' && before("\n"):
		k.owed = c
	case c == '"':
		k.inside = !k.inside && k.begins
	}
	k.begins = !k.inside && (c == k.comma || c == '\n')
	return c, err
}

// separators are what parts the cells of files that people call CSV.
var separators = []rune{',', ';', '\t'}

// separator is what parts the columns that a file names in its first line: the
// format's own, or another by which more of them are known.
func separator(b *bufio.Reader, own rune) rune {
	first, _ := b.Peek(b.Size()) // of a shorter file all
	line, _, _ := strings.Cut(string(first), "\n")
	best, most := own, -1
	for _, comma := range append([]rune{own}, separators...) {
		known := 0
		for name := range strings.SplitSeq(line, string(comma)) {
			if slices.Contains(tableHead, columnName(strings.Trim(name, "\"\r "))) {
				known++
			}
		}
		if known > most {
			best, most = comma, known
		}
	}
	return best
}

// namedSeparator reads the line sep=; that spreadsheets put before the names of the
// columns, and reports whether there is one.
func namedSeparator(b *bufio.Reader, own rune) (rune, bool) {
	head, _ := b.Peek(len("sep=;\r\n"))
	rest, ok := strings.CutPrefix(string(head), "sep=")
	if !ok || len(rest) < 2 || rest[1] != '\n' && rest[1] != '\r' || !slices.Contains(separators, rune(rest[0])) {
		return own, false
	}
	_, _ = b.ReadString('\n') // it was seen
	return rune(rest[0]), true
}

func columnName(cell string) string { return strings.ToLower(strings.TrimSpace(cell)) }

// head reads the names of the columns, and reports whether those are there
// without which no row says anything.
func (t *tableReader) head(line int, cells []string) bool {
	named := func(name string) bool {
		return slices.ContainsFunc(cells, func(cell string) bool { return columnName(unescapeFormula(cell)) == name })
	}
	if !named(columnArticle) || !named(columnSpans) && !(named(columnStart) && named(columnEnd)) {
		t.problem(line, badSyntax, "the first line must name the columns, and among them %s, and %s or %s and %s", columnArticle, columnSpans, columnStart, columnEnd)
		return false
	}
	t.columns, t.width = map[string]int{}, len(cells)
	for i, cell := range cells {
		name := columnName(unescapeFormula(cell))
		_, twice := t.columns[name]
		switch {
		case name == "":
		case twice:
			t.problem(line, badFeature, "the column %q stands twice; the second is not read", name)
		case !slices.Contains(tableHead, name):
			t.problem(line, badFeature, "the column %q has no place in a claim", name)
		default:
			t.columns[name] = i
		}
	}
	return true
}

// cell is what stands in a column of a row, nothing if the row ends before it.
func (t *tableReader) cell(cells []string, column string) string {
	if i, ok := t.columns[column]; ok && i < len(cells) {
		return unescapeFormula(cells[i])
	}
	return ""
}

// row reads a claim. Rows of nothing are passed over.
func (t *tableReader) row(line int, cells []string) {
	empty := func(s string) bool { return strings.TrimSpace(s) == "" }
	switch {
	case !slices.ContainsFunc(cells, func(s string) bool { return !empty(s) }):
		return
	case slices.ContainsFunc(cells[min(t.width, len(cells)):], func(s string) bool { return !empty(s) }):
		t.problem(line, badSyntax, "it has %d cells, but there are %d columns", len(cells), t.width)
		return
	case slices.ContainsFunc(cells, func(s string) bool { return !utf8.ValidString(s) }):
		t.problem(line, badEncoding, "%s", notDecoded)
		return
	}
	spans, kind, what := t.spans(cells)
	if kind != "" {
		t.problem(line, kind, "%s", what)
		return
	}
	a := t.article(cells)
	if a.err != nil {
		t.problem(line, badArticle, "%v", a.err)
		return
	}
	n := len(a.claims)
	if t.m.addClaim(&a.importDoc, t.mark(line, cells, spans)); len(a.claims) > n {
		a.hashes = append(a.hashes, t.cell(cells, columnSHA256))
	}
}

// spans are the places of a row, or what is wrong with them.
func (t *tableReader) spans(cells []string) (spans [][2]int, kind, what string) {
	all, start, end := t.cell(cells, columnSpans), t.cell(cells, columnStart), t.cell(cells, columnEnd)
	whole, ok := parseSpans(wholeNumber(start) + " " + wholeNumber(end))
	switch {
	case all == "" && !ok:
		return nil, badSyntax, fmt.Sprintf("%q to %q is no place", start, end)
	case all == "":
		return whole, "", ""
	}
	spans, fits := parseSpans(all)
	switch {
	case !fits:
		return nil, badSyntax, fmt.Sprintf("%q are no places", all)
	case ok && (whole[0][0] != spans[0][0] || whole[0][1] != spans[len(spans)-1][1]):
		return nil, badPlace, fmt.Sprintf("it stands at %q, but from %s to %s", all, start, end)
	}
	return spans, "", ""
}

// wholeNumber is a number without the ".0" that a spreadsheet or a data frame
// gives to numbers of a column with empty cells.
func wholeNumber(cell string) string {
	if n, zeros, ok := strings.Cut(strings.TrimSpace(cell), "."); ok && strings.Trim(zeros, "0") == "" {
		return n
	}
	return cell
}

// article is the one that a row names.
func (t *tableReader) article(cells []string) *tableArticle {
	key := [2]string{t.cell(cells, columnArticle), t.cell(cells, columnSHA256)}
	if a := t.called[key]; a != nil {
		return a
	}
	name, err := t.m.Library.Find(key[0], key[1])
	a := t.articles[name]
	switch {
	case err != nil:
		a = &tableArticle{err: err}
	case a == nil:
		a = &tableArticle{importDoc: importDoc{name: name}}
		t.articles[name], t.order = a, append(t.order, a)
	}
	t.called[key] = a
	return a
}

// mark is the claim of a row.
func (t *tableReader) mark(line int, cells []string, spans [][2]int) importClaim {
	cell := func(column string) string { return t.cell(cells, column) }
	made := jsonlMade{
		By: cell("by"), Method: cell("method"), Verdict: cell("verdict"), Created: cell("created"), Modified: cell("modified"), ModifiedBy: cell("modified_by"),
		Version: cell("version"), Confidence: cell("confidence"), DecidedBy: cell("decided_by"), Decided: cell("decided"),
	}
	k := importClaim{line: line, id: cell(columnID), annotator: cell(columnAnnotator), spans: spans, note: cell(columnNote), made: made.read(t.m, t.file, line)}
	if quote := cell(columnText); quote != "" {
		k.quote = []string{quote}
	}
	for _, label := range splitList(cell(columnLabels)) {
		if _, name, _ := cutListItem(label, ""); strings.TrimSpace(name) != "" {
			k.labels = append(k.labels, strings.TrimSpace(name))
		}
	}
	k.attributes = map[string]any{}
	for _, a := range splitList(cell(columnAttributes)) {
		id, value, ok := cutListItem(a, "=")
		switch id = strings.TrimSpace(id); {
		case ok && id != "":
			k.attributes[id] = value
		case strings.TrimSpace(a) != "":
			t.problem(line, badFeature, "%q is no attribute and its value", a)
		}
	}
	return k
}

// take passes on what is said of an article.
func (t *tableReader) take(a *tableArticle) error {
	article, err := t.m.Library.Read(a.name)
	if err != nil {
		for _, k := range a.claims {
			t.problem(k.line, badArticle, "%v", err)
		}
		return nil
	}
	d := importDoc{name: article.Name, sha256: article.SHA256, file: t.file, line: a.claims[0].line, text: article.Text, limitLine: a.limitLine, limitText: a.limitText}
	told := map[string]bool{"": true, article.SHA256: true}
	unsure := 0
	for i, k := range a.claims {
		hash := a.hashes[i]
		if !told[hash] {
			t.problem(k.line, badArticle, "%q is not as it was when this was written; only what stands where it stood is taken", article.Name)
		}
		told[hash] = true
		switch {
		case k.quote == nil && hash != "" && hash != article.SHA256:
			t.problem(k.line, badQuote, "nothing says what stood there")
			continue
		case k.quote == nil && hash == "":
			unsure = cmp.Or(unsure, k.line)
		}
		d.claims = append(d.claims, k)
	}
	if unsure > 0 {
		t.problem(unsure, badQuote, "neither text nor sha256 says that its place is right, here and maybe further below")
	}
	return t.m.importDocument(d)
}

// splitList parts a list at the semicolons that are not escaped.
func splitList(s string) (list []string) {
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ';':
			list, from = append(list, s[from:i]), i+1
		}
	}
	return append(list, s[from:])
}

// cutListItem is what stands in a list before a sign and after it, without escapes;
// without a sign, all stands after it.
func cutListItem(s, sign string) (before, after string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`\;=`, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case sign != "" && !ok && s[i] == sign[0]:
			before, ok = b.String(), true
			b.Reset()
		default:
			b.WriteByte(s[i])
		}
	}
	return before, b.String(), ok
}
