package exchange

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"pizhu/model"
	"pizhu/model/text"
)

// imported reads files of a format, and gives the documents and the import.
func imported(t *testing.T, name string, files ...Source) ([]Document, *Importer) {
	t.Helper()
	var docs []Document
	m := importer(format(t, name), defaultScheme(t), "", &docs)
	if err := m.Run(files); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return docs, m
}

// taken lists the claims and relations of documents: labels, text, attributes and
// note; type and the texts of both ends.
func taken(t *testing.T, docs []Document) (list []string) {
	t.Helper()
	s := defaultScheme(t)
	for _, d := range docs {
		for _, l := range d.Layers {
			for _, c := range l.Set.Claims {
				line := strings.Join(append(model.LabelPaths(s.Groups, c.Labels), c.Quote()), " ")
				for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
					line += fmt.Sprintf(" %s=%v", id, c.Attributes[id])
				}
				if c.Note != "" {
					line += " # " + c.Note
				}
				list = append(list, line)
			}
			for _, r := range l.Set.Relations {
				list = append(list, fmt.Sprintf("%s: %s > %s", r.Type, l.Set.Claim(r.From).Quote(), l.Set.Claim(r.To).Quote()))
			}
		}
	}
	return list
}

// kinds are the problems of an import, each as kind and line, but for those of the
// kinds that are passed over.
func kinds(m *Importer, but ...string) (list []string) {
	for _, p := range m.Problems {
		if !slices.Contains(but, p.Kind) {
			list = append(list, fmt.Sprint(p.Kind, p.Line))
		}
	}
	return list
}

// A reading is a file and what comes of it.
type reading struct {
	name, format string
	files        []Source
	want         []string // as taken has it
	problems     []string // as kinds has it, without labels that are not known and units that nothing tells
}

func checkReadings(t *testing.T, tests []reading) {
	t.Helper()
	for _, tt := range tests {
		docs, m := imported(t, tt.format, tt.files...)
		if got := taken(t, docs); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
		if got := kinds(m, badLabel, badUnit); !slices.Equal(got, tt.problems) {
			t.Errorf("%s: problems %q, want %q\n%+v", tt.name, got, tt.problems, m.Problems)
		}
	}
}

// TestTSV3 holds that relations need no features, and that claims over a token that
// is not where the file says are listed and not taken.
func TestTSV3(t *testing.T) {
	const head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n"
	checkReadings(t, []reading{
		{
			"a relation without features", "tsv3",
			[]Source{source("a.tsv", []byte(head+"#T_RL=webanno.custom.Link|BT_webanno.custom.Span\n\n\n#Text=甲乙丙\n1-1\t0-1\t甲\tx\t_\t\n1-2\t1-2\t乙\t_\t_\t\n1-3\t2-3\t丙\ty\t1-1\t\n"))},
			[]string{"Span/x 甲", "Span/y 丙", "Link: 甲 > 丙"},
			nil,
		},
		{
			"a relation that begins nowhere", "tsv3",
			[]Source{source("a.tsv", []byte(head+"#T_RL=webanno.custom.Link|label\n\n\n#Text=甲\n1-1\t0-1\t甲\tx\tz\t\n"))},
			[]string{"Span/x 甲"},
			[]string{"syntax7"},
		},
		{
			"a token that is another", "tsv3",
			[]Source{source("a.tsv", []byte(head+"\n\n#Text=甲乙丙丁\n1-1\t0-1\t甲\tw\t\n1-2\t2-3\t乙\tx[1]\t\n1-3\t3-4\t丁\tx[1]|y[2]\t\n"))},
			[]string{"Span/w 甲", "Span/y 丁"},
			[]string{"quote7", "quote7"},
		},
	})
}

// TestJSONL holds what lines of others lack and have besides.
func TestJSONL(t *testing.T) {
	checkReadings(t, []reading{
		{
			"spans without text", "jsonl",
			[]Source{source("a.jsonl", []byte(`{"id":7,"text":"王明说","claims":[{"spans":[{"start":0,"end":2}],"labels":["goal/2030"]},{"spans":[{"start":2,"end":3,"text":null}],"labels":["goal/2030"]},{"spans":[{"start":0,"end":1},{"start":2,"end":3,"text":"说"}],"labels":["goal/2030"]}]}`))},
			[]string{"goal/2030 王明", "goal/2030 王…说", "goal/2030 说"},
			nil,
		},
		{
			"fields of others, at every level", "jsonl",
			[]Source{source("a.jsonl", []byte(`{"text":"王明","title":"x","layers":[{"annotator":"","a":1}],"claims":[{"id":"c","colour":{"name":"green"},"spans":[{"start":0,"end":2,"b":1}],"labels":["goal/2030"],"attributes":[{"id":"year","value":"1","c":1}]}],"relations":[{"type":"r","from":"c","to":"c","d":1}]}`))},
			[]string{"goal/2030 王明 year=1", "r: 王明 > 王明"},
			[]string{"unknown1"},
		},
		{
			"attributes, by the types of the scheme", "jsonl",
			[]Source{source("a.jsonl", []byte(`{"text":"王明","claims":[{"spans":[{"start":0,"end":2}],"labels":["goal/2030"],"attributes":[{"id":"value","value":"1,200"},{"id":"year","value":"2030"},{"id":"unit","value":"3"}]},{"spans":[{"start":0,"end":1}],"labels":["goal/2030"],"attributes":[{"id":"value","value":"1.5万亿"},{"id":"other","value":"1,200"}]},{"spans":[{"start":1,"end":2}],"labels":["goal/2030"],"attributes":[{"id":"value","value":"很多"},{"id":"modality","value":"perhaps"}]}]}`))},
			[]string{"goal/2030 王 other=1,200 value=1.5e+12", "goal/2030 王明 unit=3 value=1200 year=2030", "goal/2030 明 modality=perhaps value=很多"},
			nil,
		},
		{
			"ids twice, and an attribute without a name", "jsonl",
			[]Source{source("a.jsonl", []byte(`{"text":"王明","claims":[{"id":"c","spans":[{"start":0,"end":2}],"attributes":[{"id":"","value":"1"}]},{"id":"c","spans":[{"start":0,"end":1}]}],"relations":[{"id":"r","type":"t","from":"c","to":"c"},{"id":"r","type":"u","from":"c","to":"c"}]}`))},
			[]string{"王", "王明", "t: 王 > 王", "u: 王 > 王"},
			[]string{"unknown1", "id1", "id1"},
		},
		{
			"a name twice", "jsonl",
			[]Source{source("a.jsonl", []byte("{\"text\":\"王\",\"text\":\"明\"}\n{\"text\":\"王\",\"claims\":[{\"spans\":[{\"start\":0,\"start\":1,\"end\":1}]}]}\n{\"text\":\"好\",\"claims\":[{\"spans\":[{\"start\":0,\"end\":1}]}]}\n"))},
			[]string{"好"},
			[]string{"syntax1", "syntax2"},
		},
		{
			"a name twice in a list", "label-studio",
			[]Source{source("a.json", []byte(`[{"data":{"text":"王"},"data":{"text":"明"}},{"data":{"text":"好"},"annotations":[{"result":[{"id":"r","type":"labels","value":{"start":0,"end":1,"labels":["x"]}}]}]}]`))},
			[]string{"imported/x 好"},
			[]string{"syntax1"},
		},
	})
	_, m := imported(t, "jsonl", source("a.jsonl", []byte(`{"text":"王明","title":"x","claims":[{"colour":{"name":"green"},"spans":[{"start":0,"end":2,"b":1}]}]}`)))
	if what := m.Problems[len(m.Problems)-1].What; !strings.HasSuffix(what, ": claims.colour, claims.spans.b, title") {
		t.Errorf("what is not read: %q", what)
	}
}

// TestParquetOfOthers holds that columns that are missing or null are what they are
// in a line of jsonl: no list of one empty item.
func TestParquetOfOthers(t *testing.T) {
	type (
		span struct {
			Start int     `parquet:"start"`
			End   int32   `parquet:"end"`
			Text  *string `parquet:"text,optional"`
		}
		claim struct {
			ID     string   `parquet:"id"`
			Spans  []span   `parquet:"spans,list"`
			Labels []string `parquet:"labels,list"`
		}
		document struct {
			ID     string  `parquet:"id"`
			Text   *string `parquet:"text,optional"`
			Title  string  `parquet:"title"`
			Claims []claim `parquet:"claims,list"`
		}
		bare struct {
			Text []byte `parquet:"text"`
		}
	)
	write := func(w interface {
		Close() error
	}, b *bytes.Buffer,
	) Source {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return source("a.parquet", b.Bytes())
	}
	body, quote := "春眠", "眠"
	var b, c bytes.Buffer
	w := parquet.NewGenericWriter[document](&b)
	if _, err := w.Write([]document{
		{ID: "a", Text: &body, Title: "x", Claims: []claim{{ID: "1", Spans: []span{{0, 1, nil}}, Labels: []string{"goal/2030"}}, {ID: "2", Spans: []span{{1, 2, &quote}}}}},
		{ID: "b"},
	}); err != nil {
		t.Fatal(err)
	}
	v := parquet.NewGenericWriter[bare](&c)
	if _, err := v.Write([]bare{{[]byte("春")}, {[]byte("\xff")}, {[]byte("曉")}}); err != nil {
		t.Fatal(err)
	}
	checkReadings(t, []reading{
		{"some columns", "parquet", []Source{write(w, &b)}, []string{"goal/2030 春", "眠"}, []string{"unknown1", "syntax2"}},
		{"columns that are all optional", "parquet", []Source{optionalParquet(t)}, []string{"春"}, nil},
		{"the text alone", "parquet", []Source{write(v, &c)}, nil, []string{"encoding2"}},
	})
	docs, _ := imported(t, "parquet", source("a.parquet", b.Bytes()), source("c.parquet", c.Bytes()))
	for _, d := range docs {
		if d.Text.String() == "春眠" && len(d.Layers) != 1 || d.Text.String() != "春眠" && len(d.Layers) > 0 {
			t.Errorf("%q has %d layers", d.Text, len(d.Layers))
		}
	}
}

// optionalParquet is a file as databases write it, all of whose columns may be null.
// The library reads a list that such a file lacks as one of an empty item.
func optionalParquet(t *testing.T) Source {
	t.Helper()
	schema := parquet.NewSchema("document", parquet.Group{
		"text": parquet.Optional(parquet.String()),
		"claims": parquet.Optional(parquet.List(parquet.Optional(parquet.Group{
			"id": parquet.Optional(parquet.String()),
			"spans": parquet.Optional(parquet.List(parquet.Optional(parquet.Group{
				"start": parquet.Optional(parquet.Int(64)), "end": parquet.Optional(parquet.Int(64)),
			}))),
		}))),
	})
	var b bytes.Buffer
	w := parquet.NewGenericWriter[any](&b, schema)
	row := map[string]any{"text": "春眠", "claims": []any{map[string]any{"id": "c", "spans": []any{map[string]any{"start": int64(0), "end": int64(1)}}}}}
	if _, err := w.Write([]any{row}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return source("a.parquet", b.Bytes())
}

// TestPlainValue holds the lists of other writers of Parquet.
func TestPlainValue(t *testing.T) {
	for _, names := range [][2]string{{"list", "element"}, {"list", "item"}, {"bag", "array_element"}} {
		got := plainValue(map[string]any{"labels": map[string]any{names[0]: []any{map[string]any{names[1]: []byte("a")}}}})
		if fmt.Sprint(got) != "map[labels:[a]]" {
			t.Errorf("%v: %v", names, got)
		}
	}
}

// TestRelationsAreImported holds that who made a relation is said as for claims.
func TestRelationsAreImported(t *testing.T) {
	for name, files := range map[string][]Source{
		"brat":             {source("a.txt", []byte("王明")), source("a.ann", []byte("T1\tx 0 1\t王\nT2\tx 1 2\t明\nR1\tr Arg1:T1 Arg2:T2\n"))},
		"doccano-relation": {source("a.jsonl", []byte(`{"text":"王明","entities":[{"id":1,"label":"x","start_offset":0,"end_offset":1},{"id":2,"label":"x","start_offset":1,"end_offset":2}],"relations":[{"id":1,"from_id":1,"to_id":2,"type":"r"}]}`))},
		"label-studio":     {source("a.json", []byte(`{"data":{"text":"王明"},"predictions":[{"model_version":"m","result":[{"id":"a","type":"labels","value":{"start":0,"end":1,"labels":["x"]}},{"id":"b","type":"labels","value":{"start":1,"end":2,"labels":["x"]}},{"type":"relation","from_id":"a","to_id":"b","labels":["r"]}]}]}`))},
	} {
		docs, _ := imported(t, name, files...)
		set := docs[0].Layers[0].Set
		if got, want := set.Relations[0].Provenance, set.Claims[0].Provenance; got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

// TestLimitsOfDocuments holds that a document that passes a limit is listed by the
// line that passes it, that the one after it is taken, and that no claim was made.
func TestLimitsOfDocuments(t *testing.T) {
	const most = 100
	many := func(line string) string { return strings.Repeat(line, most+1) }
	long := strings.Repeat("长", 1000)
	entity := func(s string) string { return "[" + strings.TrimSuffix(many(s+","), ",") + "]" }
	tests := []struct {
		name, format string
		files        []Source
		line         int
	}{
		{"brat", "brat", []Source{source("a.txt", []byte("春")), source("a.ann", []byte(many("T1\tx 0 1\t春\n"))), source("b.txt", []byte("曉")), source("b.ann", nil)}, most + 1},
		{"conll", "conll", []Source{source("a", []byte("# doc_id = a\n"+many("春\tB-x\n")+"# doc_id = b\n曉\tO\n"))}, most + 2},
		{"bmes", "bmes", []Source{source("a", []byte(many("春\tS-x\n"))), source("b", []byte("曉\tO\n"))}, most + 1},
		{"yedda", "yedda", []Source{source("a", []byte(many("[@春#x*]\n"))), source("b", []byte("曉"))}, most + 1},
		{"tsv3", "tsv3", []Source{source("a", []byte("#T_SP=x.Y|value\n\n\n#Text=春\n1-1\t0-1\t春\t"+strings.TrimSuffix(many("a|"), "|")+"\t\n")), source("b", []byte("#FORMAT=WebAnno TSV 3.3\n"))}, 5},
		{"doccano", "doccano", []Source{source("a", []byte("{\"text\":\"春\",\"label\":"+entity(`[0,1,"x"]`)+"}\n{\"text\":\"曉\"}\n"))}, 1},
		{"jsonl", "jsonl", []Source{source("a", []byte("\n{\"text\":\"春\",\"claims\":"+entity(`{"spans":[{"start":0,"end":1}]}`)+"}\n{\"text\":\"曉\"}\n"))}, 2},
		{"relations", "jsonl", []Source{source("a", []byte("{\"text\":\"春\",\"claims\":[{\"id\":\"a\",\"spans\":[{\"start\":0,\"end\":1}]}],\"relations\":"+entity(`{"type":"r","from":"a","to":"a"}`)+"}\n{\"text\":\"曉\"}\n"))}, 1},
		{"a note", "jsonl", []Source{source("a", []byte("{\"text\":\"春\",\"claims\":[{\"note\":\""+long+"\",\"spans\":[{\"start\":0,\"end\":1}]}]}\n{\"text\":\"曉\"}\n"))}, 1},
		{"a label", "brat", []Source{source("a.txt", []byte("春")), source("a.ann", []byte("\nT1\t"+long+" 0 1\t春\n")), source("b.txt", []byte("曉")), source("b.ann", nil)}, 2},
		{"a table", "csv", []Source{source("a", []byte("article,start,end,text\n"+many("a.txt,0,1,春\n")+"b.txt,0,1,曉\n"))}, most + 2},
	}
	for _, tt := range tests {
		var docs []Document
		m := importer(format(t, tt.format), defaultScheme(t), "", &docs)
		m.Library = libraryOf(Document{Name: "a.txt", Text: text.New("春")}, Document{Name: "b.txt", Text: text.New("曉")})
		m.MaxClaims, m.MaxString = most, 2000
		made := 0
		m.NewID = func() string { made++; return fmt.Sprint(made) }
		if err := m.Run(tt.files); err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(m.Problems, func(p Problem) bool { return p.Kind == badLimit && p.Line == tt.line })
		if len(docs) != 1 || m.Refused != 1 || !found || made > 1 {
			t.Errorf("%s: %d documents, %d refused, %d ids; %.300v", tt.name, len(docs), m.Refused, made, fmt.Sprint(m.Problems))
		}
	}
}

// TestImportIsLinear holds that twice the claims of a document take twice the
// steps, counted as allocations.
func TestImportIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 60,000 claims")
	}
	s := defaultScheme(t)
	inputs := map[string]func(n int) []Source{
		"brat": func(n int) []Source {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, "T%d\tx %d %d\t春\n", i, i, i+1)
			}
			return []Source{source("a.txt", []byte(strings.Repeat("春", n))), source("a.ann", []byte(b.String()))}
		},
		"conll": func(n int) []Source { return []Source{source("a", []byte(strings.Repeat("春\tB-x\n", n)))} },
		"yedda": func(n int) []Source { return []Source{source("a", []byte(strings.Repeat("[@春#x*]\n", n)))} },
		"tsv3": func(n int) []Source {
			cell := strings.TrimSuffix(strings.Repeat("a|", n), "|")
			return []Source{source("a", []byte("#T_SP=x.Y|value|ROLE_x.Y:z_x.Z|x.A\n\n\n#Text=春\n1-1\t0-1\t春\t"+cell+"\t"+cell+"\t"+cell+"\t\n"))}
		},
		"csv": func(n int) []Source {
			return []Source{source("a", []byte("article,start,end,text\n"+strings.Repeat("a.txt,0,1,春\n", n)))}
		},
	}
	for name, input := range inputs {
		steps := func(n int) float64 {
			files := input(n)
			return testing.AllocsPerRun(1, func() {
				var docs []Document
				m := importer(format(t, name), s, "", &docs)
				m.Library = libraryOf(Document{Name: "a.txt", Text: text.New("春")})
				if err := m.Run(files); err != nil {
					t.Fatal(err)
				}
			})
		}
		if once, twice := steps(3000), steps(6000); twice > 2.3*once {
			t.Errorf("%s: %.0f allocations, %.0f for twice as many claims", name, once, twice)
		}
	}
}

// TestQuotesTellTheCount holds that quotes tell how a file counts the ends of lines
// and a byte order mark, and that claims over the end of a line may be quoted without it.
func TestQuotesTellTheCount(t *testing.T) {
	const crlf, lf = "春眠\r\n不覺\r\n曉", "春眠\n不覺\n曉"
	brat := func(txt, ann string) []Source {
		return []Source{source("a.txt", []byte(txt)), source("a.ann", []byte(ann))}
	}
	checkReadings(t, []reading{
		{"CR LF as one", "brat", brat(crlf, "T1\tx 3 5\t不覺\nT2\tx 6 7\t曉\n"), []string{"imported/x 不覺", "imported/x 曉"}, nil},
		{"as they are", "brat", brat(crlf, "T1\tx 4 6\t不覺\nT2\tx 8 9\t曉\n"), []string{"imported/x 不覺", "imported/x 曉"}, nil},
		{"LF as two", "brat", brat(lf, "T1\tx 4 6\t不覺\nT2\tx 8 9\t曉\n"), []string{"imported/x 不覺", "imported/x 曉"}, nil},
		{"a quote without the end of a line", "brat", brat(crlf, "T1\tx 1 4\t眠不\n"), []string{"imported/x 眠\r\n不"}, nil},
		{"a quote with another end", "brat", brat(crlf, "T1\tx 1 4\t眠 不\n"), []string{"imported/x 眠\r\n不"}, nil},
		{"a mark that does not count", "brat", brat("\ufeff春眠", "T1\tx 0 1\t春\n"), []string{"imported/x 春"}, nil},
		{"a mark that counts", "brat", brat("\ufeff春眠", "T1\tx 1 2\t春\n"), []string{"imported/x 春"}, nil},
		{"one character, which may stand anywhere", "brat", brat("春\n眠春", "T1\tx 4 5\t春\n"), nil, []string{"place1"}},
		{"two characters", "brat", brat("春\n眠春", "T1\tx 3 5\t眠春\n"), []string{"imported/x 眠春"}, nil},
		{"no quote that tells", "brat", brat(crlf, "T1\tx 3 5\t秋覺\n"), nil, []string{"quote1"}},
		{"in JSON", "jsonl", []Source{source("a", []byte(`{"text":"春眠\r\n不覺","claims":[{"spans":[{"start":3,"end":5,"text":"不覺"}],"labels":["goal/2030"]}]}`))}, []string{"goal/2030 不覺"}, nil},
	})
	for _, u := range []OffsetUnit{Codepoint, UTF16, Byte, Grapheme} {
		x := text.New("🚀\r\n春")
		for way, want := range map[lineEndings]int{asTheyAre: 0, crlfAsOne: 1} {
			asIs, as := newOffsetConverter(x, u), newLineEndConverter(x, u, way)
			if u == Grapheme {
				want = 0
			}
			n, _ := as.fromOffset(3)
			if stored, _ := asIs.fromOffset(3); n != stored-want {
				t.Errorf("%s, %d: 3 is %d, %d where it is stored", u, way, n, stored)
			}
			if o, ok := as.toOffset(as.last); !ok || o != 4 {
				t.Errorf("%s, %d: the end is %d, %v", u, way, o, ok)
			}
		}
	}
}

// TestBratNotes holds that notes keep their type, and that what is kept for brat is
// counted and no problem.
func TestBratNotes(t *testing.T) {
	const ann = "T1\tN 0 4\tArvo\n#1\tLemma T1\tarvo-x\n#2\tAnnotatorNotes T1\tsecond\nE1\tMeet:T1\nR1\tr Arg1:T1 Arg2:T1\n#3\tSource R1\tx\n"
	docs, m := imported(t, "brat", source("a.txt", []byte("Arvo")), source("a.ann", []byte(ann)))
	if got := taken(t, docs); !slices.Equal(got, []string{"imported/N Arvo # second", "r: Arvo > Arvo"}) || m.KeptLines != 3 || len(kinds(m, badLabel)) > 0 {
		t.Errorf("%q, %d kept, %+v", got, m.KeptLines, m.Problems)
	}
	out := export(t, &Exporter{Format: format(t, "brat"), Scheme: defaultScheme(t)}, docs)
	for _, line := range []string{"T1\tN 0 4\tArvo\n", "\tLemma T1\tarvo-x\n", "\tAnnotatorNotes T1\tsecond\n", "E1\tMeet:T1\n", "\tSource R1\tx\n"} {
		if got := out["a.ann"].String(); !strings.Contains(got, line) {
			t.Errorf("%q is not in %q", line, got)
		}
	}
}

// TestBratFiles holds the two files of the shared tasks, an id that stands twice,
// and a text without annotations.
func TestBratFiles(t *testing.T) {
	checkReadings(t, []reading{
		{
			"two files", "brat",
			[]Source{source("a.txt", []byte("王明说")), source("a.a1", []byte("T1\tx 0 1\t王\n")), source("a.a2", []byte("T2\tx 1 2\t明\nE1\tx:T2\nR1\tr Arg1:T1 Arg2:T2\n"))},
			[]string{"imported/x 王", "imported/x 明", "r: 王 > 明"},
			nil,
		},
		{
			"an id twice", "brat",
			[]Source{source("a.txt", []byte("王明说")), source("a.ann", []byte("T1\tx 0 1\t王\nT1\tx 1 2\t明\nA1\tyear T1 2030\n"))},
			[]string{"imported/x 王 year=2030", "imported/x 明"},
			[]string{"id2"},
		},
		{"no annotations", "brat", []Source{source("a.txt", []byte("王明说"))}, nil, []string{"syntax1"}},
	})
}

// TestReadCoNLLColumns holds where tokens and tags stand, and how tags are written.
func TestReadCoNLLColumns(t *testing.T) {
	file := func(s string) []Source { return []Source{source("a.conll", []byte(s))} }
	checkReadings(t, []reading{
		{"ids and three columns", "conll", file("1\t王明\tB-PER\n2\t说\tO\n\n1\t好\tB-X\n"), []string{"imported/PER 王明", "imported/X 好"}, nil},
		{"ids that go on", "conll", file("1\t王明\tB-PER\n2\t说\tO\n\n3\t好\tB-X\n"), []string{"imported/PER 王明", "imported/X 好"}, nil},
		{"one row with an id", "conll", file("1\t王明\tB-PER\n"), []string{"imported/PER 王明"}, nil},
		{"figures that are tokens", "conll", file("1996 CD B-YEAR\n4 CD O\n"), []string{"imported/YEAR 1996"}, []string{"unknown1"}},
		{"figures that are tokens, in four columns", "conll", file("1996 CD I-NP B-YEAR\nwas VB O O\n"), []string{"imported/YEAR 1996"}, []string{"unknown1"}},
		{"two columns of figures", "conll", file("1\tB-N\n2\tI-N\n"), []string{"imported/N 12"}, nil},
		{"names of columns", "conll", file("# global.columns = TAG FORM ID\nB-PER\t王明\t1\nO\t说\t2\n"), []string{"imported/PER 王明"}, []string{"unknown2"}},
		{"names with an id", "conll", file("# global.columns = ID FORM UPOS NER\n1\t王明\tN\tB-PER\n2\t说\tV\tO\n"), []string{"imported/PER 王明"}, []string{"unknown2"}},
		{"inner tags after the outer", "conll", file("# http://x\n1\t王明\tB-PER\tO\n2\t市\tI-PER\tB-LOC\n"), []string{"imported/PER 王明市"}, []string{"unknown3"}},
		{"CoNLL-U", "conll", file("# text = du pain\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\tde\tADP\t_\t_\t3\tcase\t_\t_\n2\tle\tle\tDET\t_\t_\t3\tdet\t_\t_\n3\tpain\tpain\tNOUN\t_\t_\t0\troot\t_\t_\n3.1\tx\tx\tX\t_\t_\t_\t_\t_\t_\n"), nil, []string{"syntax2", "unknown5"}},
		{"other signs and sides", "conll", file("王 B_PER\n明 I_PER\n说 O\n北 LOC-B\n京 LOC-I\n南 LOC_B\n"), []string{"imported/PER 王明", "imported/LOC 北京", "imported/LOC 南"}, nil},
	})
	docs, _ := imported(t, "conll", file("# text = du pain\n1-2\tdu\t_\n1\tde\t_\n2\tle\t_\n3\tpain\t_\n")...)
	if got := docs[0].Text.String(); got != "du pain" {
		t.Errorf("a multiword token: %q", got)
	}
}

// TestShapes holds what other versions of programs write.
func TestShapes(t *testing.T) {
	file := func(s string) []Source { return []Source{source("a.x", []byte(s))} }
	checkReadings(t, []reading{
		{"annotations of doccano before 1.5", "doccano", file(`{"id":1,"text":"王明说","annotations":[{"label":3,"start_offset":0,"end_offset":2,"user":1}],"meta":{}}`), []string{"imported/3 王明"}, nil},
		{"a list of doccano", "doccano", file("[\n {\"id\":1,\"text\":\"王明\",\"label\":[[0,2,\"PER\"]]},\n {\"id\":2,\"text\":\"好\"}\n]\n"), []string{"imported/PER 王明"}, nil},
		{"labels of a whole text", "doccano", file(`{"text":"王明","label":["PER"]}` + "\n" + `{"text":"好","label":["genre/news"]}` + "\n" + `{"text":"明","label":[[0,1,"X"]]}`), []string{"imported/X 明"}, nil},
		{"JSON-MIN", "label-studio", file(`[{"id":1,"text":"王明说","label":[{"start":0,"end":2,"text":"王明","labels":["PER"]}],"annotator":1,"annotation_id":1,"created_at":"x","lead_time":1.5}]`), []string{"imported/PER 王明"}, nil},
		{
			"a second text", "label-studio",
			file(`[{"data":{"text":"王明说","title":"好事"},"annotations":[{"result":[{"id":"a","type":"labels","to_name":"text","value":{"start":0,"end":2,"text":"王明","labels":["PER"]}},{"id":"b","type":"labels","to_name":"title","value":{"start":0,"end":1,"text":"好","labels":["X"]}},{"id":"c","type":"labels","to_name":"title","value":{"start":1,"end":2,"text":"事","labels":["X"]}},{"type":"relation","from_id":"b","to_id":"c","labels":["r"]}]}]}]`),
			[]string{"imported/PER 王明", "imported/X 好", "imported/X 事", "r: 好 > 事"},
			nil,
		},
		{"places in a page", "label-studio", file(`[{"data":{"text":"王明说"},"annotations":[{"result":[{"id":"a","type":"hypertextlabels","value":{"start":"/div[1]/text()[1]","end":"/div[1]/text()[1]","startOffset":9,"endOffset":9,"globalOffsets":{"start":1,"end":3},"text":"明说","hypertextlabels":["X"]}}]}]}]`), []string{"imported/X 明说"}, nil},
		{
			"places in a page with markup", "label-studio",
			file(`[{"data":{"html":"<style>p{}</style><p>王<b>明</b>说 &amp; 好</p>"},"annotations":[{"result":[{"id":"a","type":"hypertextlabels","value":{"globalOffsets":{"start":1,"end":5},"text":"明说 &","hypertextlabels":["X"]}}]}]}]`),
			[]string{"imported/X 明说 &"},
			nil,
		},
		{
			"both directions, and none that is named", "label-studio",
			file(`[{"data":{"text":"王明"},"annotations":[{"result":[{"id":"a","type":"labels","value":{"start":0,"end":1,"labels":["X"]}},{"id":"b","type":"labels","value":{"start":1,"end":2,"labels":["X"]}},{"type":"relation","from_id":"a","to_id":"b","direction":"bi","labels":["r"]},{"type":"relation","from_id":"a","to_id":"b"}]}]}]`),
			[]string{"imported/X 王", "imported/X 明", "r: 王 > 明", "r: 明 > 王", "related: 王 > 明"},
			[]string{"relation1"},
		},
		{"a list that is cut off", "label-studio", file(`[{"data":{"text":"王明"},"annotations":[{"result":[{"id":"a","type":"labels","value":{"start":0,"end":1,"labels":["X"]}}]}]},{"data":`), []string{"imported/X 王"}, []string{"syntax2"}},
		{"training data of spaCy 2", "spacy", file(`["王明说",{"entities":[[0,2,"PER"]]}]` + "\n" + `{"text":"好","entities":[{"start":0,"end":1,"label":"X"}]}` + "\n"), []string{"imported/PER 王明", "imported/X 好"}, nil},
		{"a list of training data of spaCy 2", "spacy", file("[\n[\"王明说\",{\"entities\":[[0,2,\"PER\"]]}],\n[\"好\",{\"entities\":[]}]]"), []string{"imported/PER 王明"}, nil},
		{
			"relations of Prodigy", "prodigy",
			file(`{"text":"王明","spans":[{"start":0,"end":1,"token_start":0,"token_end":0,"label":"X"},{"start":1,"end":2,"token_start":1,"token_end":1,"label":"Y"}],"relations":[{"head":0,"child":1,"label":"r","head_span":{"start":0,"end":1,"label":"X"},"child_span":{"start":1,"end":2,"label":"Y"}},{"head":1,"child":0,"label":"s"},{"head":7,"child":0,"label":"t"}]}`),
			[]string{"imported/X 王", "imported/Y 明", "r: 王 > 明", "s: 明 > 王"},
			[]string{"relation1"},
		},
		{"offsets of Python in a CAS", "cas-json", file(`{"%HEADER":{"%OFFSET_ENCODING":"UTF-32"},"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"🚀春眠"},{"%ID":2,"%TYPE":"x.Y","@sofa":1,"begin":2,"end":3,"value":"a"}]}`), []string{"Y/a 眠"}, nil},
	})
	docs, _ := imported(t, "label-studio", file(`[{"data":{"text":"王明"},"predictions":[{"model_version":"m","score":0.5,"result":[{"id":"a","type":"labels","value":{"start":0,"end":1,"labels":["X"]}},{"id":"b","type":"labels","score":0.25,"value":{"start":1,"end":2,"labels":["X"]}}]}]}]`)...)
	for i, want := range []float64{0.5, 0.25} {
		if got := docs[0].Layers[0].Set.Claims[i].Provenance.Confidence; got == nil || *got != want {
			t.Errorf("confidence %v, want %v", got, want)
		}
	}
}

// TestProdigyAnnotators holds that a task goes to the layer of who answered it, also one without spans, and that a session
// counts where nobody is named.
func TestProdigyAnnotators(t *testing.T) {
	docs, m := imported(t, "prodigy", source("tasks.jsonl", []byte(`{"text":"王明","spans":[{"start":0,"end":1,"label":"X"}],"_annotator_id":"news-alice","_session_id":"news-bob"}
{"text":"春","spans":[],"_session_id":"news-bob"}
{"text":"眠","spans":[{"start":0,"end":1,"label":"X"}],"_annotator_id":null,"_session_id":7}`)))
	var got []string
	for _, d := range docs {
		for _, l := range d.Layers {
			got = append(got, fmt.Sprintf("%s %d", l.Annotator, len(l.Set.Claims)))
		}
	}
	if want := []string{"news-alice 1", "news-bob 0", m.Annotator + " 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q: %v", got, want, m.Problems)
	}
}

// TestTablesOfSpreadsheets holds the line that names the separator, and numbers with
// a point.
func TestTablesOfSpreadsheets(t *testing.T) {
	for _, raw := range []string{
		"sep=;\r\narticle;start;end;text\r\na.txt;0.0;1.0;春\r\na.txt;1;x;眠\r\n",
		"sep=,\narticle,start,end,text\na.txt,0.0,1.0,春\na.txt,1.5,2,眠\n",
	} {
		var docs []Document
		m := importer(format(t, "csv"), defaultScheme(t), "", &docs)
		m.Library = libraryOf(Document{Name: "a.txt", Text: text.New("春眠")})
		if err := m.Run([]Source{source("a.csv", []byte(raw))}); err != nil || !slices.Equal(taken(t, docs), []string{"春"}) || !slices.Equal(kinds(m), []string{"syntax4"}) {
			t.Errorf("%q: %v, %q, %+v", raw, err, taken(t, docs), m.Problems)
		}
	}
}

// TestQuotesAlone holds that annotations of the W3C's model need no position: a
// quote is taken where it stands once, with what stands around it or without.
func TestQuotesAlone(t *testing.T) {
	const body = "春眠不覺曉，春眠處處聞啼鳥"
	quote := func(selectors ...string) string {
		var targets []string
		for _, s := range selectors {
			targets = append(targets, `{"source":"a.txt","selector":`+s+`}`)
		}
		return `{"id":"x","type":"Annotation","target":[` + strings.Join(targets, ",") + `]}`
	}
	read := func(annotation string) []Source {
		return []Source{source("a.txt", []byte(body)), source("a.jsonld", []byte(annotation))}
	}
	checkReadings(t, []reading{
		{"once", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"處處"}`)), []string{"處處"}, nil},
		{"with what stands around it", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"春眠","prefix":"，","suffix":"處"}`)), []string{"春眠"}, nil},
		{"twice", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"春眠"}`)), nil, []string{"ambiguous1"}},
		{"nowhere", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"夏眠"}`)), nil, []string{"quote1"}},
		{"once, in another context now", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"處處","prefix":"夏"}`)), []string{"處處"}, nil},
		{"in other letters, with what stands around it", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"春眠处处闻啼","prefix":"春眠不覺曉，","suffix":"鳥"}`)), []string{"春眠處處聞啼"}, []string{"changed1"}},
		{"in other letters, too few of them", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"有眠"}`)), nil, []string{"quote1"}},
		{"twice, and one prefix is nearly right", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"春眠","prefix":"春眠不覺暁,","suffix":"處處聞啼鳥"}`)), []string{"春眠"}, nil},
		{"two fragments", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"不覺"}`, `{"type":"TextQuoteSelector","exact":"啼鳥"}`)), []string{"不覺…啼鳥"}, nil},
		{"two in another order", "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"啼鳥"}`, `{"type":"TextQuoteSelector","exact":"不覺"}`)), nil, []string{"place1"}},
		{"characters in a fragment selector", "w3c", read(quote(`{"type":"FragmentSelector","conformsTo":"http://tools.ietf.org/rfc/rfc5147","value":"char=6,8"}`)), []string{"春眠"}, nil},
		{"characters in the name of the target", "w3c", read(`{"id":"x","type":"Annotation","target":"http://example.org/a.txt#char=6,8"}`), []string{"春眠"}, nil},
	})
	docs, _ := imported(t, "w3c", read(quote(`{"type":"TextQuoteSelector","exact":"春眠","prefix":"，"}`))...)
	if at := docs[0].Layers[0].Set.Claims[0].Start(); at != 6 {
		t.Errorf("it is at %d, want 6", at)
	}
	marked, _ := imported(t, "w3c", source("a.txt", []byte("\ufeff"+body)), source("a.jsonld", []byte("["+quote(`{"type":"TextQuoteSelector","exact":"處處"}`)+","+quote(`{"type":"TextPositionSelector","start":0,"end":1}`, `{"type":"TextPositionSelector","start":6,"end":7}`)+"]")))
	if got := taken(t, marked); !slices.Contains(got, "處處") {
		t.Errorf("after a mark: %q", got)
	}
}

// TestLabelsStayApart holds that two labels which differ only in what no id can have
// are two, and that one in two spellings is one.
func TestLabelsStayApart(t *testing.T) {
	checkReadings(t, []reading{
		{
			"signs that are not seen", "jsonl",
			[]Source{source("a.jsonl", []byte(`{"text":"春眠不覺曉","claims":[{"spans":[{"start":0,"end":1}],"labels":["甲\u0085乙"]},{"spans":[{"start":1,"end":2}],"labels":["甲\u2028乙"]},{"spans":[{"start":2,"end":3}],"labels":["甲 乙"]},{"spans":[{"start":3,"end":4}],"labels":["甲\u0085乙"]},{"spans":[{"start":4,"end":5}],"labels":["goal/20\u202830"]}]}`))},
			[]string{"imported/甲_乙 春", "imported/甲_乙-2 眠", "imported/甲_乙-3 不", "imported/甲_乙 覺", "goal/20_30 曉"},
			nil,
		},
		{
			"a label that the scheme has", "jsonl",
			[]Source{source("a.jsonl", []byte(`{"text":"春","claims":[{"spans":[{"start":0,"end":1}],"labels":["goal/2030\u2028"]}]}`))},
			[]string{"goal/2030-2 春"},
			nil,
		},
		{
			"two spellings", "brat",
			[]Source{source("a.txt", []byte("春眠")), source("a.ann", []byte("T1\tX 0 1\t春\nT2\timported.X 1 2\t眠\n"))},
			[]string{"imported/X 春", "imported/X 眠"},
			nil,
		},
	})
}

// TestLinesThatAreTooLong holds that one is listed, and that those after it are taken.
func TestLinesThatAreTooLong(t *testing.T) {
	for name, end := range map[string]string{"lines that go on": "\n", "CR LF": "\r\n", "no end": ""} {
		var docs []Document
		m := importer(format(t, "jsonl"), defaultScheme(t), "", &docs)
		m.MaxLine = 5000
		long := "{\"text\":\"" + strings.Repeat("a", 9000) + "\"}"
		raw := long + "\r\n{\"text\":\"好\"}\n\n" + long + "\n{\"text\":\"曉\"}" + end
		if err := m.Run([]Source{source("a", []byte(raw))}); err != nil || len(docs) != 2 || !slices.Equal(kinds(m), []string{"syntax1", "syntax4"}) {
			t.Errorf("%s: %v, %d documents, %+v", name, err, len(docs), m.Problems)
		}
	}
}

// TestFilesThatAreTooLarge holds that one is listed, and that the others are taken.
func TestFilesThatAreTooLarge(t *testing.T) {
	long := strings.Repeat("a", 100)
	for name, files := range map[string][]Source{
		"yedda": {source("a", []byte(long)), source("b", []byte("曉"))},
		"brat":  {source("a.txt", []byte(long)), source("a.ann", nil), source("b.txt", []byte("曉")), source("b.ann", nil)},
		"w3c":   {source("a.txt", []byte(long)), source("a.json", []byte("[]")), source("b.txt", []byte("曉")), source("b.json", []byte("[]"))},
	} {
		var docs []Document
		m := importer(format(t, name), defaultScheme(t), "", &docs)
		m.MaxLine = 50
		if err := m.Run(files); err != nil || len(docs) != 1 || m.Refused != 1 || !slices.Equal(kinds(m), []string{"limit1"}) {
			t.Errorf("%s: %v, %d documents, %+v", name, err, len(docs), m.Problems)
		}
	}
}
