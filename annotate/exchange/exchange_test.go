package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pizhu/annotate/schemefile"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/model/words"
)

const articles = "../../testdata/articles"

func defaultScheme(t testing.TB) *model.Scheme {
	t.Helper()
	s, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// nasty is a text of all that formats escape or count differently.
const nasty = "𠮷野家🚀：到2030年，\t半导体产值破1万亿元。\r\n" +
	"👨‍👩‍👧‍👦 “quoted” \"x\", \\n [a|b]; #1 -> _ 'it''s'\n\n" +
	"=SUM(A1)\n한국어 각\u0301 か\u3099 \u00a0\u2028x\ufeff<b>&amp;</b>\n末"

// corpus gives the project's articles and nasty, each with a stress layer.
func stressed(t testing.TB, s *model.Scheme) []Document {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(articles, "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	docs := []Document{stress("nasty.txt", text.New(nasty), s)}
	if testing.Short() {
		paths = paths[len(paths)-6:] // the odd ones
	}
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, stress(filepath.Base(p), text.Decode(raw), s))
	}
	return docs
}

// notes are what a note may hold.
var notes = []string{"", "", "plain 批注", "two\nlines\r\nand\ta tab", `back\slash \n "quoted", comma; semicolon`, "=1+1"}

// stress lays claims over a text: long and short, nested, overlapping, in
// fragments, over the ends of lines, with all that a claim can have.
func stress(name string, t *text.Text, s *model.Scheme) Document {
	r := rand.New(rand.NewPCG(uint64(t.Len()), 7))
	set := model.Set{Document: model.Document{Status: "done", Note: "about\nit", Labels: map[string][]string{"genre": {"news"}}}}
	for i := range 40 {
		c := &model.Claim{
			ID: fmt.Sprintf("c%02d", i), Labels: map[string][]string{}, Attributes: map[string]any{}, Note: notes[i%len(notes)],
			Provenance: model.Provenance{By: "chen", Method: model.Person, Created: time.Unix(0, 0).UTC()},
		}
		at := text.Offset(0)
		for range 1 + i%3 {
			span := t.Snap(randomSpan(r, t, at))
			if span.Start < at || span.Empty() {
				break
			}
			c.Fragments = append(c.Fragments, model.Describe(t, span))
			at = span.End + 1
		}
		if len(c.Fragments) == 0 {
			continue
		}
		for range 1 + i%2 {
			g := s.Groups[r.IntN(len(s.Groups)-1)] // the last is noise
			l := g.Labels[r.IntN(len(g.Labels))].ID
			c.Labels = s.Toggle(c.Labels, g.ID, l)
		}
		if len(c.Labels) == 0 {
			continue
		}
		if i%4 == 0 {
			c.Attributes = map[string]any{"year": "2030", "value": 1.5, "unit": "万 亿\t元", "modality": "planned"}
		}
		set.Claims = append(set.Claims, c)
	}
	set.Normalize()
	for i := range max(0, len(set.Claims)-1) {
		set.Relations = append(set.Relations, &model.Relation{ID: fmt.Sprintf("r%02d", i), Type: "part-of", From: set.Claims[i].ID, To: set.Claims[i+1].ID})
	}
	set.Normalize()
	return Document{Name: name, SHA256: strings.Repeat("0", 64), Text: t, Layers: []Layer{{Annotator: "chen", Set: set}}}
}

func randomSpan(r *rand.Rand, t *text.Text, from text.Offset) text.Span {
	if from >= t.Len() {
		return text.Span{}
	}
	start := from + text.Offset(r.IntN(int(t.Len()-from)))
	return text.Span{Start: start, End: min(t.Len(), start+1+text.Offset(r.IntN(30)))}
}

// files is a Sink, and the sources that were written to it.
type files map[string]*bytes.Buffer

type memory struct{ *bytes.Buffer }

func (memory) Close() error { return nil }

func (f files) Create(name string) (io.WriteCloser, error) {
	if f[name] != nil {
		return nil, fmt.Errorf("%q is written twice", name)
	}
	f[name] = &bytes.Buffer{}
	return memory{f[name]}, nil
}

func (f files) sources() []Source {
	var list []Source
	for _, name := range slices.Sorted(maps.Keys(f)) {
		list = append(list, source(name, f[name].Bytes()))
	}
	return list
}

func source(name string, raw []byte) Source {
	return Source{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }}
}

// export writes documents in a format.
func export(t testing.TB, e *Exporter, docs []Document) files {
	t.Helper()
	out := files{}
	e.Sink, e.Writer = out, io.Discard
	if !e.Format.Folder {
		w, err := out.Create("out" + e.Format.Extension)
		if err != nil {
			t.Fatal(err)
		}
		e.Writer = w
	}
	for _, d := range docs {
		if err := e.Write(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

// A library has the articles that are given.
type library map[string]Document

var errNone = errors.New("there is none")

func (l library) Find(called, _ string) (string, error) {
	if _, ok := l[called]; !ok {
		return "", fmt.Errorf("%q: %w", called, errNone)
	}
	return called, nil
}

func (l library) Read(name string) (Document, error) { return l[name], nil }

// libraryOf has the articles of documents, without what is said of them.
func libraryOf(docs ...Document) library {
	l := library{}
	for _, d := range docs {
		l[d.Name] = Document{Name: d.Name, SHA256: d.SHA256, Text: d.Text}
	}
	return l
}

// importer reads into a list.
func importer(f Format, s *model.Scheme, u OffsetUnit, docs *[]Document) *Importer {
	n := 0
	return &Importer{ImportSettings: ImportSettings{
		Format: f, Scheme: s, Unit: u, Annotator: "me", Now: time.Unix(1, 0).UTC(), Library: library{},
		NewID:      func() string { n++; return fmt.Sprintf("n%06d", n) },
		OnDocument: func(d Document) error { *docs = append(*docs, d); return nil },
	}}
}

func format(t testing.TB, name string) Format {
	t.Helper()
	f, err := FindFormat(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// facts lists what a format with these losses keeps of a document.
func facts(d Document, f Format, s *model.Scheme) []string {
	keeps := func(l Loss) bool { return slices.Contains(f.Carries, l) }
	list := []string{}
	told := map[string]string{}
	for _, l := range d.Layers {
		for _, c := range l.Set.Claims {
			tail := ""
			if keeps(Attributes) {
				for _, id := range slices.Sorted(maps.Keys(c.Attributes)) {
					tail += " " + id + "=" + model.FormatValue(c.Attributes[id])
				}
			}
			if keeps(Notes) {
				tail += " " + c.Note
			}
			labels := model.LabelPaths(s.Groups, c.Labels)
			told[c.ID] = fmt.Sprint(c.Spans(), labels)
			if keeps(Discontinuous) {
				list = append(list, told[c.ID]+tail)
				continue
			}
			for _, label := range labels {
				for _, x := range c.Fragments {
					list = append(list, fmt.Sprint(x.Span, label, x.Text)+tail)
				}
			}
		}
		for _, r := range l.Set.Relations {
			if keeps(Relations) && keeps(Discontinuous) {
				list = append(list, r.Type+" "+told[r.From]+" "+told[r.To])
			} else if keeps(Relations) {
				list = append(list, r.Type)
			}
		}
		if keeps(DocumentLabels) {
			list = append(list, fmt.Sprint(l.Annotator, l.Set.Document))
		}
	}
	slices.Sort(list)
	return list
}

// TestRoundTrip exports the stress layers in every format that can be read back,
// in every unit, and holds that what comes back is what the format says it
// keeps.
func TestRoundTrip(t *testing.T) {
	s := defaultScheme(t)
	docs := stressed(t, s)
	for _, f := range Formats() {
		if !f.Imports() || !f.Exports() || strings.HasPrefix(f.Name, "conll") {
			continue
		}
		for _, u := range f.Units {
			t.Run(f.Name+"-"+string(u), func(t *testing.T) {
				t.Parallel()
				docs := docs
				if f.Name == "tsv3" {
					docs = withoutLineEnds(docs)
				}
				out := export(t, &Exporter{Format: f, Scheme: s, Unit: u}, docs)
				var back []Document
				m := importer(f, s, u, &back)
				m.Library = libraryOf(docs...)
				if err := m.Run(out.sources()); err != nil {
					t.Fatal(err)
				}
				compare(t, f, s, docs, back, m.Problems)
			})
		}
	}
}

// withoutLineEnds gives documents whose claims neither begin nor end with the
// end of a line, and whose values of attributes have one line.
func withoutLineEnds(docs []Document) []Document {
	docs = slices.Clone(docs)
	for i, d := range docs {
		set := d.Layers[0].Set
		claims := set.Claims
		set.Claims, set.Relations = nil, nil
		for _, c := range claims {
			c = c.Clone()
			fragments := c.Fragments
			c.Fragments = nil
			for _, f := range fragments {
				cut := len([]rune(f.Text)) - len([]rune(strings.TrimLeft(f.Text, "\r\n")))
				f.Span.Start += text.Offset(cut)
				f.Span.End = f.Span.Start + text.Offset(len([]rune(strings.Trim(f.Text, "\r\n"))))
				if !f.Span.Empty() {
					c.Fragments = append(c.Fragments, model.Describe(d.Text, f.Span))
				}
			}
			if len(c.Fragments) > 0 {
				set.Claims = append(set.Claims, c)
			}
		}
		for _, r := range d.Layers[0].Set.Relations {
			if set.Claim(r.From) != nil && set.Claim(r.To) != nil {
				set.Relations = append(set.Relations, r)
			}
		}
		docs[i].Layers = []Layer{{Annotator: d.Layers[0].Annotator, Set: set}}
	}
	return docs
}

func compare(t *testing.T, f Format, s *model.Scheme, docs, back []Document, problems []Problem) {
	t.Helper()
	if len(problems) > 0 {
		t.Errorf("%d problems, the first %+v", len(problems), problems[0])
	}
	if len(back) != len(docs) {
		t.Fatalf("%d documents come back of %d", len(back), len(docs))
	}
	byName := map[string]Document{}
	for _, d := range back {
		byName[strings.TrimSuffix(d.Name, ".txt")] = d
	}
	for _, want := range docs {
		got, ok := byName[strings.TrimSuffix(want.Name, ".txt")]
		if !ok || got.Text.String() != want.Text.String() {
			t.Errorf("%s: its text does not come back", want.Name)
			continue
		}
		a, b := facts(want, f, s), facts(got, f, s)
		if slices.Equal(a, b) {
			continue
		}
		for i := range max(len(a), len(b)) {
			if i >= len(a) || i >= len(b) || a[i] != b[i] {
				t.Errorf("%s: %d facts of %d, at %d\n got %q\nwant %q", want.Name, len(b), len(a), i, b[i:min(i+1, len(b))], a[i:min(i+1, len(a))])
				break
			}
		}
	}
}

// TestCoNLL holds that the text comes back, with what stands for the ends of its
// lines, and each claim that no longer one overlaps, cut at the ends of lines.
func TestCoNLL(t *testing.T) {
	s := defaultScheme(t)
	docs := stressed(t, s)
	for i, name := range []string{"conll", "conll-bioes", "conll", "conll-bioes"} {
		f := format(t, name)
		e := &Exporter{Format: f, Scheme: s, Comments: i > 1}
		var back []Document
		m := importer(f, s, "", &back)
		if err := m.Run(export(t, e, docs).sources()); err != nil || len(m.Problems) > 0 || len(back) != len(docs) {
			t.Fatalf("%s: %v, %v, %d documents of %d", name, err, m.Problems, len(back), len(docs))
		}
		if e.Report.lost[Overlaps] == 0 {
			t.Errorf("%s: no overlap is reported", name)
		}
		for i, d := range docs {
			lines := strings.NewReplacer("\r\n", "\n", "\r", " ", "\t", " ")
			if got, want := back[i].Text.String(), lines.Replace(d.Text.String()); got != want {
				t.Errorf("%s: %s:\n got %q\nwant %q", name, d.Name, got, want)
			}
			var want, got []string
			kept, _ := dropOverlaps(taggedSpans(d, s))
			for _, p := range kept {
				for part := range strings.SplitSeq(d.Text.Slice(p.span), "\n") {
					if part = strings.TrimSuffix(part, "\r"); part != "" {
						want = append(want, p.label+" "+lines.Replace(part))
					}
				}
			}
			for _, p := range taggedSpans(back[i], s) {
				got = append(got, p.label+" "+p.claim.Fragments[0].Text)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s: claims\n got %q\nwant %q", name, d.Name, got, want)
			}
		}
	}
}

// TestCoNLLColumns holds that every line is empty or has two columns, the second of
// them a tag, and that documents are parted all the same, those without a text and
// those that begin or end with empty lines too.
func TestCoNLLColumns(t *testing.T) {
	s := defaultScheme(t)
	var docs []Document
	for i, body := range []string{"", "\n\n春\n\n\n眠\n", "", "晓\n\n", "# 春\n", "\n", "-DOCSTART-\tO\n", ""} {
		docs = append(docs, Document{Name: fmt.Sprint(i), Text: text.New(body), Layers: []Layer{{Annotator: "chen"}}})
	}
	e := &Exporter{Format: format(t, "conll"), Scheme: s}
	out := export(t, e, docs)
	for line := range strings.Lines(out["out.conll"].String()) {
		line = strings.TrimSuffix(line, "\n")
		if token, tag, ok := strings.Cut(line, "\t"); line != "" && (!ok || token == "" || tag != "O" && !isTag(tag)) {
			t.Errorf("%q is no token with its tag", line)
		}
	}
	var back []Document
	if err := importer(e.Format, s, "", &back).Run(out.sources()); err != nil || len(back) != len(docs) {
		t.Fatalf("%v, %d documents of %d", err, len(back), len(docs))
	}
	for i, d := range docs {
		if got, want := back[i].Text.String(), strings.ReplaceAll(d.Text.String(), "\t", " "); got != want {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
	if n := e.Report.lost[ArticleNames]; n != len(docs) {
		t.Errorf("%d names are said to be lost of %d", n, len(docs))
	}
}

// TestCoNLLByWord holds that a word has one line, that a claim which ends within
// one takes all of it, and that this and the blanks are counted.
func TestCoNLLByWord(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("发展 未来产业，ok")
	claim := func(id string, start, end text.Offset) *model.Claim {
		return &model.Claim{
			ID: id, Labels: map[string][]string{"goal": {"2030"}}, Fragments: []model.Fragment{model.Describe(x, text.Span{Start: start, End: end})},
			Provenance: model.Provenance{Method: model.Person},
		}
	}
	set := model.Set{Claims: []*model.Claim{claim("a", 1, 5), claim("b", 0, 1)}}
	e := &Exporter{Format: format(t, "conll"), Scheme: s, Words: words.New()}
	got := export(t, e, []Document{{Name: "a", Text: x, Layers: []Layer{{Annotator: "chen", Set: set}}}})["out.conll"].String()
	want := "-DOCSTART-\tO\n\n发展\tB-goal/2030\n未来\tB-goal/2030\n产业\tO\n，\tO\nok\tO\n\n"
	if got != want || e.Report.lost[Places] == 0 || e.Report.lost[Blanks] != 1 || e.Report.lost[Overlaps]+strings.Count(got, "B-") != 2 {
		t.Errorf("got %q, want %q; lost %v", got, want, e.Report.lost)
	}
}

// TestSentenceText holds that blanks come from the text of a sentence where a
// file has it, and else stand between words in letters.
func TestSentenceText(t *testing.T) {
	const rows = "GPT\tO\n4o\tB-goal/2030\n很\tO\n好\tO\n"
	for said, want := range map[string]string{"": "GPT 4o很好", "# text = GPT4o 很好\n": "GPT4o 很好", "# text = \n": "GPT 4o很好", "# text = GPT-4o\n": "GPT 4o很好"} {
		var docs []Document
		if err := importer(format(t, "conll"), defaultScheme(t), "", &docs).Run([]Source{source("f", []byte(said+rows))}); err != nil {
			t.Fatal(err)
		}
		if got := docs[0].Text.String(); got != want || docs[0].Layers[0].Set.Claims[0].Quote() != "4o" {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

// TestPythonSlices lets python3 take every span of every document out of its
// text.
func TestPythonSlices(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	s := defaultScheme(t)
	out := export(t, &Exporter{Format: format(t, "jsonl"), Scheme: s}, stressed(t, s))["out.jsonl"]
	const program = `
import json, sys
n = 0
for line in sys.stdin.buffer.read().decode("utf-8").split("\n"):
    if not line: continue
    d = json.loads(line)
    for c in d["claims"]:
        for x in c["spans"]:
            assert d["text"][x["start"]:x["end"]] == x["text"], (d["id"], x)
            n += 1
print(n)
`
	cmd := exec.Command(python, "-c", program)
	cmd.Stdin = bytes.NewReader(out.Bytes())
	got, err := cmd.CombinedOutput()
	if want := strings.Count(out.String(), `{"start":`); err != nil || strings.TrimSpace(string(got)) != fmt.Sprint(want) || want < 200 {
		t.Fatalf("%v: %s, want %d", err, got, want)
	}
}

// TestUnits holds the string by which units are told apart.
func TestUnits(t *testing.T) {
	x := text.New("𠮷野家🚀：到2030年，半导体产值破1万亿元。")
	for u, want := range map[OffsetUnit][2]int{Codepoint: {12, 22}, UTF16: {14, 24}, Byte: {30, 58}, Grapheme: {12, 22}} {
		r := newOffsetConverter(x, u)
		start, end := r.convertSpan(text.Span{Start: 12, End: 22}, &Report{})
		if [2]int{start, end} != want {
			t.Errorf("%s: %d to %d, want %v", u, start, end, want)
		}
		from, ok := r.toOffset(start)
		to, sure := r.toOffset(end)
		if from != 12 || to != 22 || !ok || !sure {
			t.Errorf("%s: back at %d to %d", u, from, to)
		}
	}
	for u, places := range map[OffsetUnit][]int{UTF16: {1, -1, 99}, Byte: {1, 2, 3, 5}, Codepoint: {-1, 99}} {
		for _, n := range places {
			if o, ok := newOffsetConverter(x, u).toOffset(n); ok {
				t.Errorf("%s: %d is taken for a place: %d", u, n, o)
			}
		}
	}
}

// TestFaultsAreListed imports what is wrong, one fault a line.
func TestFaultsAreListed(t *testing.T) {
	s := defaultScheme(t)
	tests := []struct {
		name, format, file string
		kind               string
		line, claims       int
	}{
		{"no JSON", "jsonl", "{", badSyntax, 1, 0},
		{"beyond the end", "jsonl", `{"text":"春","claims":[{"spans":[{"start":0,"end":2,"text":"春"}],"labels":["goal/2030"]}]}`, badPlace, 1, 0},
		{"another text", "jsonl", "\n" + `{"text":"春眠","claims":[{"spans":[{"start":0,"end":1,"text":"夏"}],"labels":["goal/2030"]}]}`, badQuote, 2, 0},
		{"within a cluster", "jsonl", `{"text":"e\u0301","claims":[{"spans":[{"start":0,"end":1,"text":"e"}],"labels":["goal/2030"]}]}`, badCluster, 1, 1},
		{"no such label", "jsonl", `{"text":"春","claims":[{"spans":[{"start":0,"end":1,"text":"春"}],"labels":["goal/2099"]}]}`, badLabel, 1, 1},
		{"a relation to nothing", "jsonl", `{"text":"春","claims":[],"relations":[{"type":"part-of","from":"a","to":"b"}]}`, badRelation, 1, 0},
		{"no place", "jsonl", `{"text":"春","claims":[{"spans":[],"labels":["goal/2030"]}]}`, badPlace, 1, 0},
		{"no unit", "doccano", `{"text":"🚀春","label":[[1,2,"goal/2030"]]}`, badUnit, 1, 0},
		{"a mark of two", "doccano", `{"text":"春","label":[[0,1]]}`, badSyntax, 1, 0},
		{"no tag", "conll", "春\tO\n眠\n", badSyntax, 2, 0},
		{"an odd tag", "conll", "春\tX-a\n", badSyntax, 1, 0},
		{"words of another text", "conll", "# text = 春眠\n春\tO\n秋\tB-goal/2030\n", badQuote, 1, 1},
		{"signs that are tokens", "conll", "\ufeff##春\tB-goal.2030\r\n# B-goal.2030\nx y O\n", badFeature, 3, 2},
		{"too deep", "w3c", strings.Repeat("[", 99), badSyntax, 1, 0},
		{"fields of others", "jsonl", "\ufeff" + `{"text":"春","label":[[0,1,"x"]]}`, badFeature, 1, 0},
		{"a bad time", "jsonl", `{"text":"春","claims":[{"spans":[{"start":0,"end":1,"text":"春"}],"labels":["goal/2030"],"created":"now"}]}`, badFeature, 1, 1},
		{"no text in it", "prodigy", `{"spans":[]}`, badSyntax, 1, 0},
		{"a cancelled answer", "label-studio", `[{"data":{"text":"春"},"annotations":[{"was_cancelled":true,"result":[]}]}]`, badFeature, 1, 0},
		{"no text", "w3c", `{}`, badSyntax, 1, 0},
		{"no text of its own", "cas-json", `{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaURI":"x"}]}`, badSyntax, 1, 0},
		{"beyond the text", "cas-json", `{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"春"},{"%TYPE":"x.Y","@sofa":1,"begin":0,"end":2}]}`, badPlace, 2, 0},
		{"a feature of ours", "cas-json", `{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"春"},{"%TYPE":"x.Y","@sofa":1,"begin":0,"end":1,"@z":1}]}`, badFeature, 2, 1},
		{"no row", "tsv3", "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=春\n1-1\t0-1\t春\t_\t\n", badSyntax, 5, 0},
		{"a chain that leads on", "tsv3", "#T_CH=x.Y|a|b\n\n\n#Text=春\n1-1\t0-1\t春\tis->1-1\t*[1]\t\n", badFeature, 5, 1},
		{"no chain", "tsv3", "#T_CH=x.Y|a|b\n\n\n#Text=春\n1-1\t0-1\t春\tis\t*[1]\t\n", badSyntax, 5, 0},
		{"a slot of nothing", "tsv3", "#T_SP=x.Y|ROLE_x.Y:z_x.Z|x.A\n\n\n#Text=春\n1-1\t0-1\t春\t*\t1-9\t\n", badRelation, 5, 1},
		{"another token", "tsv3", "#T_SP=x.Y|value\n\n\n#Text=春\n1-1\t0-1\t夏\t_\t\n", badQuote, 5, 0},
		{"no columns", "csv", "a,b\n1,2\n", badSyntax, 1, 0},
		{"a column of others", "csv", "article,start,end,text,who\na.txt,0,1,春,x\n", badFeature, 1, 1},
		{"a column twice", "csv", "article,start,end,text,TEXT\na.txt,0,1,春,x\n", badFeature, 1, 1},
		{"no such article", "csv", "article,start,end\n\nb.txt,0,1\n", badArticle, 3, 0},
		{"another text in a row", "csv", "article,start,end,text\na.txt,0,1,春\na.txt,1,2,春\n", badQuote, 3, 1},
		{"an open quotation mark", "csv", "article,start,end,text\na.txt,0,1,春\n\"a.txt,0,1,春\n\n", badSyntax, 3, 1},
		{"a stray quotation mark", "csv", "article,start,end,text\r\na.txt,0,1,春\"\r\na.txt,0,1,\"\"\"\r\n\"\"\"\r\na.txt,0,1,春\r\n", badSyntax, 2, 1},
		{"too many cells", "csv", "article,start,end,text\na.txt,0,1,春,x\na.txt,0,1,春,,\n", badSyntax, 2, 1},
		{"no text in any encoding", "csv", "article,start,end,text\na.txt,0,1,caf\xe9 au lait\n", badEncoding, 2, 0},
		{"two bytes that may be anything", "csv", "article,start,end,text\na.txt,0,1,\xb4\xba\n", badEncoding, 1, 0},
		{"two places", "csv", "article,start,end,spans\na.txt,0,1,0 2\n", badPlace, 2, 0},
		{"no number", "csv", "article,start,end\na.txt,0,x\n", badSyntax, 2, 0},
		{"nothing that proves it", "tsv", "article\tstart\tend\na.txt\t0\t1\n", badQuote, 2, 1},
		{"another article now", "csv", "article,start,end,text,sha256\na.txt,0,1,春,1\na.txt,0,1,,1\n", badArticle, 2, 1},
		{"nothing for the place", "csv", "article,start,end,text,sha256\na.txt,0,1,春,1\na.txt,0,1,,1\n", badQuote, 3, 1},
		{"no value", "csv", "article,start,end,text,attributes\na.txt,0,1,春,year\n", badFeature, 2, 1},
		{"nothing at all", "csv", "", badSyntax, 1, 0},
		{"rejected", "prodigy", `{"text":"春","answer":"reject"}`, badFeature, 1, 0},
	}
	for _, tt := range tests {
		var docs []Document
		m := importer(format(t, tt.format), s, "", &docs)
		m.Library = libraryOf(Document{Name: "a.txt", SHA256: "0", Text: text.New("春眠")})
		files := []Source{source("f", []byte(tt.file))}
		if tt.name == "too deep" {
			files = append(files, source("f.txt", []byte("春")))
		}
		if err := m.Run(files); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if !slices.ContainsFunc(m.Problems, func(p Problem) bool { return p.Kind == tt.kind && p.Line == tt.line && p.File == "f" }) {
			t.Errorf("%s: %+v, want %s in line %d", tt.name, m.Problems, tt.kind, tt.line)
		}
		if tt.kind != badUnit && m.Claims != tt.claims {
			t.Errorf("%s: %d claims, want %d", tt.name, m.Claims, tt.claims)
		}
	}
}

// TestUnitIsInferred holds that quotes decide what offsets count.
func TestUnitIsInferred(t *testing.T) {
	s := defaultScheme(t)
	docs := []Document{stress("nasty.txt", text.New(nasty), s)}
	for _, u := range allUnits {
		f := format(t, "jsonl")
		out := export(t, &Exporter{Format: f, Scheme: s, Unit: u}, docs)
		var back []Document
		m := importer(f, s, "", &back)
		if err := m.Run(out.sources()); err != nil || m.Units[u] != 1 || len(m.Problems) > 0 {
			t.Errorf("%s: %v, %v, %v", u, err, m.Units, m.Problems)
		}
	}
}

// TestSelection holds what is left out, and that it is counted.
func TestSelection(t *testing.T) {
	s := defaultScheme(t)
	d := stress("nasty.txt", text.New(nasty), s)
	d.Layers[0].Set.Claims[0].Provenance.Verdict = model.Rejected
	tests := []struct {
		name      string
		selection Filter
		docs      int
		why       phrase
	}{
		{"all", Filter{}, 1, byVerdict},
		{"another annotator", Filter{Annotators: []string{"li"}}, 0, byAnnotator},
		{"another status", Filter{Statuses: []string{"new"}}, 0, byStatus},
		{"a label", Filter{Labels: []string{"goal", "role/official"}}, 1, byLabel},
	}
	for _, tt := range tests {
		e := &Exporter{Format: format(t, "jsonl"), Scheme: s, Filter: tt.selection}
		export(t, e, []Document{d})
		if e.Report.Documents != tt.docs || e.Report.left[tt.why] == 0 {
			t.Errorf("%s: %+v", tt.name, e.Report)
		}
		if got := e.Report.Claims + e.Report.left[byVerdict] + e.Report.left[byLabel]; tt.docs == 1 && got != len(d.Layers[0].Set.Claims) {
			t.Errorf("%s: %d claims are accounted for, of %d", tt.name, got, len(d.Layers[0].Set.Claims))
		}
	}
}

// TestClean cuts spans out and holds that each claim keeps its text.
func TestClean(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("粤万博官方体育app工兴报道：春眠不觉晓")
	set := model.Set{}
	for i, span := range []text.Span{{Start: 0, End: 12}, {Start: 1, End: 10}, {Start: 12, End: 14}, {Start: 8, End: 10}} {
		set.Claims = append(set.Claims, &model.Claim{
			ID: fmt.Sprint(i), Labels: map[string][]string{"goal": {"2030"}}, Fragments: []model.Fragment{model.Describe(x, span)},
		})
	}
	var r Report
	d := removeSpans(Document{Text: x, Layers: []Layer{{Annotator: "chen", Set: set}}}, []text.Span{{Start: 1, End: 10}}, &r)
	if d.Text.String() != "粤工兴报道：春眠不觉晓" || r.left[byCut] != 2 {
		t.Fatalf("%q, %v", d.Text, r.left)
	}
	var got []string
	for _, p := range taggedSpans(d, s) {
		got = append(got, d.Text.Slice(p.span))
	}
	if want := []string{"粤工兴", "报道"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNames holds that no document's name leads out of a folder, and none is
// given twice.
func TestNames(t *testing.T) {
	n := FileNames{}
	for _, tt := range [][2]string{
		{"a/b.txt", "a/b.txt"},
		{"../../etc/passwd", "etc/passwd"},
		{"/abs", "abs"},
		{".hidden", "hidden"},
		{"n.jsonl#x", "n.jsonl_x"},
		{"A/B.txt", "A/B.txt-2"},
		{"", "document"},
		{"..", "document-2"},
		{"a\x00\nb", "a__b"},
		{"C:\\x", "C__x"},
	} {
		if got := n.Assign(tt[0]); got != tt[1] {
			t.Errorf("Name(%q) = %q, want %q", tt[0], got, tt[1])
		}
	}
	if got := n.Assign(strings.Repeat("春", 200)); len(got) > 180 {
		t.Errorf("a name has %d bytes", len(got))
	}
}

// TestErrorsOfFiles holds that a file that cannot be read ends an import.
func TestErrorsOfFiles(t *testing.T) {
	broken := errors.New("broken")
	for _, f := range Formats() {
		if !f.Imports() {
			continue
		}
		var docs []Document
		bad := func() (io.ReadCloser, error) { return nil, broken }
		err := importer(f, defaultScheme(t), "", &docs).Run([]Source{{"a.txt", bad}, {"a.ann", bad}})
		if !errors.Is(err, broken) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
