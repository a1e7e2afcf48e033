package exchange

import (
	"cmp"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// otherFormats are those that are only read.
func otherFormats() []Format {
	codepoints := []OffsetUnit{Codepoint}
	return []Format{
		{Name: "bmes", About: "a character or word and its BMES or BIO tag a line, an empty line between sentences", Extension: ".bmes", Training: true, read: readCoNLL},
		{Name: "cluener", About: "CLUENER JSON, a text a line, the places of each label in it", Extension: ".json", Training: true, Unit: Codepoint, Units: codepoints, read: readCLUENER},
		{Name: "slate", About: "SLATE: labels and links of lines, tokens and characters in FILE.annotations, beside FILE", Extension: ".annotations", Unit: Codepoint, Units: codepoints, read: readSLATE},
		{Name: "stockmark", About: "a JSON list of texts with entities {name, span, type}, as Stockmark's of the Japanese Wikipedia", Extension: ".json", Training: true, Unit: Codepoint, Units: []OffsetUnit{Codepoint, UTF16}, read: readStockmark},
		{Name: "yedda", About: "YEDDA: [@text#Label*] within the text, and [$text#Label*] for what it recommends", Extension: ".ann", Training: true, Unit: Codepoint, Units: codepoints, read: readYEDDA},
	}
}

// readCLUENER reads the labels of each line in the order of their places. The
// last character of an entity is the one that its end names.
func readCLUENER(m *Importer, files []Source) error {
	type entity struct {
		Text   *string                        `json:"text"`
		Labels map[string]map[string][][2]int `json:"label"`
		Rest   jsontext.Value                 `json:",embed"`
	}
	return eachLine(m, files, func(file string, number int, line entity) error {
		d, ok := m.newDoc(file, number, line.Text, line.Rest)
		if !ok {
			return nil
		}
		for label, names := range line.Labels {
			for name, places := range names {
				for _, p := range places {
					k := importClaim{line: number, labels: []string{label}, spans: [][2]int{{p[0], p[1] + 1}}, quote: []string{name}}
					m.addClaim(&d, k)
				}
			}
		}
		slices.SortFunc(d.claims, func(a, b importClaim) int {
			return cmp.Or(slices.Compare(a.spans[0][:], b.spans[0][:]), strings.Compare(a.labels[0], b.labels[0]), strings.Compare(a.quote[0], b.quote[0]))
		})
		return m.importDocument(d)
	})
}

var errList = errors.New("it is no list of texts")

// readStockmark reads a list of texts, one at a time. A problem's line is the
// number of the text.
func readStockmark(m *Importer, files []Source) error {
	type item struct {
		ID       jsontext.Value `json:"curid"`
		Text     *string        `json:"text"`
		Rest     jsontext.Value `json:",embed"`
		Entities []struct {
			Name string `json:"name"`
			Span [2]int `json:"span"`
			Type string `json:"type"`
		} `json:"entities"`
	}
	return eachItem(m, files, func(file string, number int, one item) error {
		d, ok := m.newDoc(file, number, one.Text, one.Rest)
		if !ok {
			return nil
		}
		for _, e := range one.Entities {
			m.addClaim(&d, importClaim{line: number, labels: []string{e.Type}, spans: [][2]int{e.Span}, quote: []string{e.Name}})
		}
		return m.importDocument(d)
	})
}

// eachItem reads files that hold a list of JSON values. What is of another form
// is listed.
func eachItem[T any](m *Importer, files []Source, take func(file string, number int, v T) error) error {
	for _, s := range files {
		f, err := m.openSource(s)
		if err != nil {
			return err
		}
		if err := eachItemOf(m, f, take); err != nil {
			return err
		}
	}
	return nil
}

// eachItemOf reads an open file as eachItem does, and closes it. Where the list is
// damaged, what stands before that is taken.
func eachItemOf[T any](m *Importer, f *decodedFile, take func(file string, number int, v T) error) error {
	r := &watched{Reader: f}
	d := jsontext.NewDecoder(r, lenient, anyNames)
	begin, err := d.ReadToken()
	if err == nil && begin.Kind() != '[' {
		err = errList
	}
	n := 1
	var taken error
	for ; err == nil && d.PeekKind() != ']'; n++ {
		var raw jsontext.Value
		if raw, err = d.ReadValue(); err != nil {
			break
		}
		if taken = oneValue(m, f.name, n, raw, take); taken != nil {
			break
		}
	}
	if err != nil && r.err == nil { // it is the list that is wrong
		m.addProblem(f.name, n, badSyntax, "%s", notJSON(err))
	}
	if err = errors.Join(taken, r.err, f.Close()); err != nil {
		return fault.Errorf("import %q: %w", f.name, err)
	}
	return nil
}

// yeddaMark is an entity within a text. They do not nest.
var yeddaMark = regexp.MustCompile(`\[([@$])((?s:[^#\[\]]|\[[^@$]|\][^#*])+?)#([^#*\[\]\n]+)\*\]`)

// readYEDDA reads a file as a document: what stands between marks and within
// them is its text.
func readYEDDA(m *Importer, files []Source) error {
	for _, f := range files {
		c, ok, err := m.readWhole(f)
		if err != nil {
			return err
		}
		if !ok || !m.checkDecodedText(f.Name, c.raw) {
			continue
		}
		d := importDoc{name: strings.TrimSuffix(f.Name, path.Ext(f.Name)), file: f.Name, line: 1}
		rest := string(c.raw)
		var b strings.Builder
		at, line := 0, 1
		put := func(s string) {
			b.WriteString(s)
			at += len([]rune(s))
			line += strings.Count(s, "\n")
		}
		for {
			found := yeddaMark.FindStringSubmatchIndex(rest)
			if found == nil {
				break
			}
			m.yeddaLeft(f.Name, line, rest[:found[0]])
			put(rest[:found[0]])
			body := rest[found[4]:found[5]]
			k := importClaim{line: line, labels: []string{rest[found[6]:found[7]]}, spans: [][2]int{{at, 0}}, quote: []string{body}}
			if rest[found[2]] == '$' {
				k.made = model.Provenance{By: "yedda", Method: model.Model}
			}
			put(body)
			k.spans[0][1] = at
			m.addClaim(&d, k)
			rest = rest[found[1]:]
		}
		m.yeddaLeft(f.Name, line, rest)
		put(rest)
		d.text = text.New(b.String())
		if err := m.importDocument(d); err != nil {
			return err
		}
	}
	return nil
}

// yeddaLeft lists what looks like the begin or the end of a mark and is none.
func (m *Importer) yeddaLeft(file string, line int, s string) {
	for _, sign := range []string{"[@", "[$", "*]"} {
		if before, _, ok := strings.Cut(s, sign); ok {
			m.addProblem(file, line+strings.Count(before, "\n"), badSyntax, "%q is no whole mark; it stays in the text", sign)
		}
	}
}
