package exchange

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// samples is a folder of published files in the formats that we read.
const samples = "../../../shared/conformance/"

// published reads files of the samples, or skips.
func published(t *testing.T, patterns ...string) []Source {
	t.Helper()
	var list []Source
	for _, pattern := range patterns {
		paths, _ := filepath.Glob(samples + pattern)
		for _, p := range paths {
			raw, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(p)
			if strings.Contains(pattern, "*/") { // they all go by one name
				name = filepath.Base(filepath.Dir(p)) + filepath.Ext(p)
			}
			list = append(list, source(name, raw))
		}
	}
	if len(list) == 0 {
		t.Skipf("there is no ../shared with the published samples %q", patterns)
	}
	return list
}

// publishedAs reads the files of a sample by the names that its format wants.
func publishedAs(t *testing.T, sample string, patterns []string) []Source {
	t.Helper()
	files := published(t, patterns...)
	if sample == "bconv" { // whose two files go by other names
		files[0].Name, files[1].Name = "a.txt", "a.ann"
	}
	return files
}

// TestPublishedSamples reads what other programs wrote, and holds how much there
// is in it, as grep counts, and what kinds of problems.
func TestPublishedSamples(t *testing.T) {
	s := defaultScheme(t)
	tests := []struct {
		name, format string
		unit         OffsetUnit
		files        []string
		docs, claims int
		problems     []string // kinds
	}{
		{"brat", "brat", "", []string{"formats/brat/news/*.txt", "formats/brat/news/*.ann"}, 13, 119, []string{badLabel, badFeature}},
		{"bconv", "brat", "", []string{"formats/bconv/txt.*", "formats/bconv/brat.*"}, 1, 9, []string{badFeature, badLabel}},
		{"doccano", "doccano-relation", "", []string{"formats/doccano/relation_extraction/*.jsonl"}, 1, 4, []string{badLabel}},
		{"Label Studio", "label-studio", "", []string{"formats/label-studio/named_entity/1.json", "formats/label-studio/named_entity/tasks.json"}, 2, 2, []string{badLabel, badFeature}},
		{"CAS JSON", "cas-json", "", []string{"formats/uima-jsoncas/cas*/data.json"}, 5, 19, []string{badLabel, badSyntax, badPlace}},
		{"KLUE", "conll", "", []string{"ner/klue-*.tsv"}, 1, 971, []string{badLabel}},
		{"WebAnno TSV", "tsv3", "", []string{"formats/webanno-tsv3/*/reference.tsv"}, 38, 105, []string{badLabel, badFeature, badPlace, badRelation}},
		{"YEDDA", "yedda", "", []string{"agreement/yedda/*.ann"}, 3, 997, []string{badLabel, badSyntax}},
		{"Stockmark", "stockmark", "", []string{"ner/stockmark-*.json"}, 1500, 3673, []string{badLabel}},
		{"UNER", "conll", "", []string{"ner/uner_*.iob2"}, 17, 753, []string{badLabel, badFeature}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := publishedAs(t, tt.name, tt.files)
			var docs []Document
			m := importer(format(t, tt.format), s, tt.unit, &docs)
			if err := m.Run(files); err != nil {
				t.Fatal(err)
			}
			if len(docs) != tt.docs || m.Claims != tt.claims {
				t.Errorf("%d documents with %d claims, want %d with %d", len(docs), m.Claims, tt.docs, tt.claims)
			}
			for _, p := range m.Problems {
				if !slices.Contains(tt.problems, p.Kind) {
					t.Errorf("%+v", p)
				}
			}
			if m.Format.Exports() {
				again(t, m.Format, docs)
			} else {
				again(t, format(t, "jsonl"), docs)
			}
		})
	}
}

// again writes what was read and reads it once more: it is the same.
func again(t *testing.T, f Format, docs []Document) {
	t.Helper()
	s := defaultScheme(t)
	out := export(t, &Exporter{Format: f, Scheme: s, Comments: f.Tagged}, docs)
	var back []Document
	m := importer(f, s, "", &back)
	if err := m.Run(out.sources()); err != nil {
		t.Fatal(err)
	}
	m.Problems = slices.DeleteFunc(m.Problems, func(p Problem) bool { return p.Kind == badLabel || strings.HasSuffix(p.What, "kept for brat") })
	compare(t, f, s, docs, back, m.Problems)
}

// bratNumber is the number of an id in a line of brat.
var bratNumber = regexp.MustCompile(`(^|[\t :])([TERAMN#])\d+`)

// saysBrat are the lines of a file, but for the numbers, the order, blanks at
// their ends, and what bconv puts between the fragments of a text, where brat
// itself has a blank.
func saysBrat(t *testing.T, raw []byte) (list []string) {
	t.Helper()
	for l := range strings.Lines(string(raw)) {
		list = append(list, bratNumber.ReplaceAllString(strings.ReplaceAll(strings.TrimRight(l, "\t\r\n"), " [...] ", " "), "$1$2"))
	}
	return list
}

// saysDoccano are the entities and relations of a file, but for the ids.
func saysDoccano(t *testing.T, raw []byte) (list []string) {
	t.Helper()
	for l := range strings.Lines(string(raw)) {
		var line doccanoLine
		if err := json.Unmarshal([]byte(l), &line); err != nil {
			t.Fatal(err)
		}
		list = append(list, *line.Text)
		names := map[int]string{}
		for _, e := range slices.Concat(line.Label, line.Entities) {
			names[e.ID] = fmt.Sprint(e.Start, e.End, e.Label)
			list = append(list, names[e.ID])
		}
		for _, r := range line.Relations {
			list = append(list, r.Type+names[r.From]+names[r.To])
		}
	}
	return list
}

// saysStudio are the regions of a file's tasks.
func saysStudio(t *testing.T, raw []byte) (list []string) {
	t.Helper()
	if raw = bytes.TrimSpace(raw); raw[0] == '{' {
		raw = slices.Concat([]byte("["), raw, []byte("]"))
	}
	var tasks []studioImport
	if err := json.Unmarshal(raw, &tasks); err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		for _, said := range slices.Concat(task.Annotations, task.Predictions) {
			for _, r := range said.Result {
				var v struct {
					Start, End int
					Text       string
					Labels     []string
				}
				if err := json.Unmarshal(r.Value, &v); err != nil {
					t.Fatal(err)
				}
				list = append(list, fmt.Sprintf("%s %s %+v", said.Version, r.Type, v))
			}
		}
	}
	return list
}

// saysCoNLL are the tags of a file, one for each code point that is no blank: what
// parts a text into words is not kept, so a word says the same as its characters.
func saysCoNLL(t *testing.T, raw []byte) (list []string) {
	t.Helper()
	for l := range strings.Lines(string(raw)) {
		columns := strings.Split(strings.TrimRight(l, "\r\n"), "\t")
		if len(columns) > 3 { // the first is a number
			columns = columns[1:3]
		}
		if len(columns) < 2 || strings.TrimSpace(columns[0]) == "" || strings.HasPrefix(l, "##") || strings.HasPrefix(l, "# ") {
			continue
		}
		tag := columns[1]
		for _, c := range columns[0] {
			list = append(list, string(c)+" "+tag)
			tag = strings.Replace(tag, "B-", "I-", 1)
		}
	}
	return list
}

// TestWordsMakeTheTextOfTheirSentences holds that words of a file which has the
// text of each sentence too make that text, with its blanks.
func TestWordsMakeTheTextOfTheirSentences(t *testing.T) {
	files := published(t, "ner/uner_*.iob2")
	var docs []Document
	if err := importer(format(t, "conll"), defaultScheme(t), "", &docs).Run(files); err != nil {
		t.Fatal(err)
	}
	raw, err := readAll(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, d := range docs {
		got = append(got, strings.Split(d.Text.String(), "\n")...)
	}
	for l := range strings.Lines(string(raw)) {
		if s, ok := strings.CutPrefix(strings.TrimRight(l, "\r\n"), sentenceText); ok {
			want = append(want, strings.TrimRight(s, " "))
		}
	}
	if len(want) == 0 || !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("sentence %d:\n got %q\nwant %q", i, got[i], want[i])
			}
		}
		t.Errorf("%d sentences of %d", len(got), len(want))
	}
}

// TestSamplesComeBack holds that what other programs wrote, read and written
// again, says the same: all of it, but for numbers that name nothing outside of
// the file.
func TestSamplesComeBack(t *testing.T) {
	s := defaultScheme(t)
	tests := []struct {
		name, format, ending string
		files                []string
		says                 func(*testing.T, []byte) []string
	}{
		{"brat", "brat", ".ann", []string{"formats/brat/news/*.txt", "formats/brat/news/*.ann"}, saysBrat},
		{"bconv", "brat", ".ann", []string{"formats/bconv/txt.*", "formats/bconv/brat.*"}, saysBrat},
		{"doccano", "doccano-relation", ".jsonl", []string{"formats/doccano/relation_extraction/*.jsonl"}, saysDoccano},
		{"Label Studio", "label-studio", ".json", []string{"formats/label-studio/named_entity/1.json"}, saysStudio},
		{"Label Studio's suggestions", "label-studio", ".json", []string{"formats/label-studio/named_entity/tasks.json"}, saysStudio},
		{"KLUE", "conll", ".tsv", []string{"ner/klue-*.tsv"}, saysCoNLL},
		{"UNER", "conll", ".iob2", []string{"ner/uner_*.iob2"}, saysCoNLL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := publishedAs(t, tt.name, tt.files)
			var docs []Document
			f := format(t, tt.format)
			if err := importer(f, s, "", &docs).Run(files); err != nil {
				t.Fatal(err)
			}
			out := export(t, &Exporter{Format: f, Scheme: s, Comments: f.Tagged}, docs)
			for _, file := range files {
				if !strings.HasSuffix(file.Name, tt.ending) {
					continue
				}
				raw, err := readAll(file)
				if err != nil {
					t.Fatal(err)
				}
				name := file.Name
				if !f.Folder {
					name = "out" + f.Extension
				}
				got, want := tt.says(t, out[name].Bytes()), tt.says(t, raw)
				slices.Sort(got)
				slices.Sort(want)
				for i := range max(len(got), len(want)) {
					if i >= len(got) || i >= len(want) || got[i] != want[i] {
						t.Errorf("%s: %d facts of %d, at %d\n got %.300q\nwant %.300q", file.Name, len(got), len(want), i, got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
						break
					}
				}
			}
		})
	}
}

// TestSuitesComeBack reads each file of the suites of TSV 3 and CAS JSON, writes
// what was read, and reads it again: it is the same document, in its text, spans,
// labels, features and relations, and nothing of it is counted as lost. What a
// file says that no document can hold is listed when it is read, and here.
func TestSuitesComeBack(t *testing.T) {
	s := defaultScheme(t)
	const empty, ends, feature, bare = "a claim has text: one of no length is none", "an end of it has no length", "a relation has a type and a note, no features", "it has no text"
	suites := []struct {
		format, files string
		odd           map[string][]string // of a file, the kinds of problems and why
	}{
		{"tsv3", "formats/webanno-tsv3/*/reference.tsv", map[string][]string{
			"testZeroLengthSpansWithFeatureValues":                              {badPlace, empty},
			"testZeroLengthSpansWithoutFeatures":                                {badPlace, empty},
			"testStackedSubMultiTokenSpanWithFeatureValue":                      {badPlace, empty},
			"testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken": {badPlace, empty},
			"testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken":     {badPlace, empty},
			"testZeroLengthSlotFeature2":                                        {badPlace, empty, badRelation, ends},
			"testSubtokenChain":                                                 {badPlace, empty, badRelation, ends},
			"testSingleTokenRelationWithMultipleFeatureValues":                  {badFeature, feature, badRelation, "its ends are tokens of which nothing is said"},
			"testStackedNonMultiTokenRelationWithMultipleFeatureValues":         {badFeature, feature},
		}},
		{"cas-json", "formats/uima-jsoncas/*/data.json", map[string][]string{
			"emptyCas":                          {badSyntax, bare},
			"casWithFloatingPointSpecialValues": {badSyntax, bare},
			"casWithFsList":                     {badSyntax, bare},
			"casWithoutTextButWithAnnotations":  {badSyntax, bare},
			"casWithSofaDataArray":              {badSyntax, "its text is an array of bytes"},
			"casWithSofaDataURI":                {badSyntax, "its text is in another file"},
		}},
	}
	for _, suite := range suites {
		f := format(t, suite.format)
		for _, file := range published(t, suite.files) {
			name := strings.TrimSuffix(file.Name, filepath.Ext(file.Name))
			odd := suite.odd[name]
			var docs []Document
			m := importer(f, s, "", &docs)
			if err := m.Run([]Source{file}); err != nil {
				t.Fatal(err)
			}
			found := map[string]bool{badLabel: true} // the scheme is another's
			for _, p := range m.Problems {
				if found[p.Kind] = true; p.Kind != badLabel && !slices.Contains(odd, p.Kind) {
					t.Errorf("%s: %+v", name, p)
				}
			}
			for i := 0; i < len(odd); i += 2 {
				if !found[odd[i]] {
					t.Errorf("%s: no %s is listed, though %s", name, odd[i], odd[i+1])
				}
			}
			if len(docs) == 0 {
				continue
			}
			e := &Exporter{Format: f, Scheme: s}
			export(t, e, docs)
			for _, lost := range e.Report.Lost() {
				if lost.Kind != Provenance {
					t.Errorf("%s: lost %+v", name, lost)
				}
			}
			again(t, f, docs)
		}
	}
}
