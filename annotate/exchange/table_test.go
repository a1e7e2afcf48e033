package exchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"pizhu/model"
	"pizhu/model/text"
)

// TestHarmless holds that no cell is a formula.
func TestHarmless(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", " =1": "' =1", "　＝1": "'　＝1", "+86": "'+86", "-1": "'-1", "@x": "'@x", "\tx": "'\tx",
		"\u200b=1": "'\u200b=1", "\ufeff+1": "'\ufeff+1", "\u202e-1": "'\u202e-1", "\u00a0@x": "'\u00a0@x", "\v=1": "'\v=1", "\x00=1": "'\x00=1",
		"\ufe0f=1": "'\ufe0f=1", "\u3164=1": "'\u3164=1", "\x1b\u2028 =1": "'\x1b\u2028 =1", "\u200b春": "\u200b春", "\u200b": "\u200b",
		"a;=1+1;b": "a;'=1+1;b", "a; -1": "a;' -1", "a;'=1": "a;''=1", ";": ";", "=1;=2": "'=1;'=2", "a\n+1": "a\n'+1", "a\r\n@x;": "a\r\n'@x;", "a;b=1,=2": "a;b=1,=2",
		"春=1": "春=1", "": "", "1-2": "1-2", "'": "'", "'a": "'a", "'=1": "''=1", "''+": "'''+",
	} {
		if got := escapeFormula(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
		if got := unescapeFormula(want); got != cell {
			t.Errorf("%q: back comes %q, not %q", want, got, cell)
		}
	}
}

// TestSemicolonReaders holds that no cell is a formula in a table that a spreadsheet parts at semicolons, wherever it stands,
// and that the table comes back as it was.
func TestSemicolonReaders(t *testing.T) {
	x := text.New("春;=1+1;\n-2")
	c := &model.Claim{ID: "a", Labels: map[string][]string{"goal": {"2030"}}, Note: "x;@y\n=z", Attributes: map[string]any{"a": "=1", "b": "+1"}, Provenance: model.Provenance{Method: model.Person, By: "chen"}}
	c.Fragments = []model.Fragment{model.Describe(x, x.All())}
	d := Document{Name: "a.txt", Text: x, Layers: []Layer{{Annotator: "chen", Set: model.Set{Claims: []*model.Claim{c}}}}}
	s := defaultScheme(t)
	for _, f := range []string{"csv", "tsv"} {
		var out string
		for _, b := range export(t, &Exporter{Format: format(t, f), Scheme: s}, []Document{d}) {
			out = b.String()
		}
		for _, line := range strings.Split(out, "\n") {
			for _, cell := range strings.Split(line, ";") {
				if mayBeFormula(cell) {
					t.Errorf("%s: %q is a formula in %q", f, cell, line)
				}
			}
		}
		var docs []Document
		m := importer(format(t, f), s, "", &docs)
		m.Library = libraryOf(d)
		if err := m.Run([]Source{source("f", []byte(out))}); err != nil || len(m.Problems) > 0 || len(docs) != 1 {
			t.Fatalf("%s: %v, %v", f, err, m.Problems)
		}
		if got := docs[0].Layers[0].Set.Claims[0]; got.Note != c.Note || got.Quote() != c.Quote() || fmt.Sprint(got.Attributes) != fmt.Sprint(c.Attributes) {
			t.Errorf("%s: back comes %+v", f, got)
		}
	}
}

// TestCells holds that a cell is quoted which holds a sign that parts cells in any
// table, and that the cells come back as they were.
func TestCells(t *testing.T) {
	rows := [][]string{{"a;=1+1", "b\t=1", "c,=1", "d", " e ", `f"g`, "h\ni", ";", "\v\x00\x1b", "春；", `\.`, ""}, {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "a", "b"}}
	for _, comma := range ",\t" {
		table := &table{comma: comma}
		for _, row := range rows {
			table.cells(row)
		}
		r := csv.NewReader(bytes.NewReader(table.rows))
		r.Comma = comma
		if got, err := r.ReadAll(); err != nil || !slices.EqualFunc(got, rows, slices.Equal) {
			t.Errorf("parted by %q: %q, %v, want %q", comma, got, err, rows)
		}
		for _, cell := range rows[0][:3] {
			if !bytes.Contains(table.rows, []byte(`"`+cell+`"`)) {
				t.Errorf("parted by %q: %q is not quoted in %q", comma, cell, table.rows)
			}
		}
	}
}

// TestTablesOfOthers reads the same claim as people and spreadsheets write it.
func TestTablesOfOthers(t *testing.T) {
	s := defaultScheme(t)
	d := Document{Name: "a.txt", Text: text.New("春眠不覺曉，\r\n處處聞啼鳥。")}
	want := []string{`[{0 2} {4 8}] ["goal/2030" "measure/talent"] "年=1;a" map[unit:a;b=c year:2030]`}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(
		"article\tspans\tlabels\tnote\tattributes\r\na.txt\t0 2;4 8\tgoal/2030;measure/talent\t年=1;a\tunit=a\\;b=c;year=2030\r\n")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"as it is":                 "article,spans,text,labels,note,attributes\na.txt,0 2;4 8,\"春眠…曉，\r\n\",goal/2030;measure/talent,年=1;a,unit=a\\;b=c;year=2030\n",
		"a line that ends as here": "article,spans,text,labels,note,attributes\na.txt,0 2;4 8,\"春眠…曉，\n\",goal/2030;measure/talent,年=1;a,unit=a\\;b=c;year=2030\n",
		"another order":            "note,attributes,Labels, Spans ,ARTICLE\n年=1;a,unit=a\\;b=c; year=2030,goal/2030; measure/talent,0 2;4 8,a.txt\n",
		"semicolons":               "article;spans;labels;note;attributes\na.txt;\"0 2;4 8\";\"goal/2030;measure/talent\";\"年=1;a\";\"unit=a\\;b=c;year=2030\"\n",
		"tabs in UTF-16":           wide,
		"a mark, empty lines":      "\ufeffarticle,spans,labels,note,attributes,,\r\n\r\n,,,\r\na.txt,0 2;4 8,goal/2030;measure/talent,年=1;a,unit=a\\;b=c;year=2030,,\r\n",
	}
	for name, raw := range tests {
		for _, f := range []string{"csv", "tsv"} {
			var docs []Document
			m := importer(format(t, f), s, "", &docs)
			m.Library = libraryOf(d)
			if err := m.Run([]Source{source("f", []byte(raw))}); err != nil || len(docs) != 1 {
				t.Errorf("%s as %s: %v, %v", name, f, err, m.Problems)
				continue
			}
			var got []string
			for _, c := range docs[0].Layers[0].Set.Claims {
				got = append(got, fmt.Sprintf("%v %q %q %v", c.Spans(), model.LabelPaths(s.Groups, c.Labels), c.Note, c.Attributes))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s as %s: %q, want %q", name, f, got, want)
			}
		}
	}
}
