package exchange

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
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

// TestPublishedSamples reads what other programs wrote, and holds how much there
// is in it, as grep counts, and what kinds of problems.
func TestPublishedSamples(t *testing.T) {
	s := defaultScheme(t)
	tests := []struct {
		name, format string
		unit         Unit
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
		{"WebAnno TSV", "tsv3", "", []string{"formats/webanno-tsv3/*/reference.tsv"}, 38, 100, []string{badLabel, badFeature, badPlace, badRelation}},
		{"YEDDA", "yedda", "", []string{"agreement/yedda/*.ann"}, 3, 997, []string{badLabel, badSyntax}},
		{"Stockmark", "stockmark", "", []string{"ner/stockmark-*.json"}, 1500, 3673, []string{badLabel}},
		{"UNER", "conll", "", []string{"ner/uner_*.iob2"}, 17, 753, []string{badLabel}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := published(t, tt.files...)
			if tt.name == "bconv" { // whose two files go by other names
				files[0].Name, files[1].Name = "a.txt", "a.ann"
			}
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
	out := export(t, &Export{Format: f, Scheme: s}, docs)
	var back []Document
	m := importer(f, s, "", &back)
	if err := m.Run(out.sources()); err != nil {
		t.Fatal(err)
	}
	m.Problems = slices.DeleteFunc(m.Problems, func(p Problem) bool { return p.Kind == badLabel || strings.HasSuffix(p.What, "kept for brat") })
	compare(t, f, s, docs, back, m.Problems)
}

// TestBratLines holds that the lines of claims that brat itself wrote are
// written the same, but for their numbers.
func TestBratLines(t *testing.T) {
	s := defaultScheme(t)
	files := published(t, "formats/brat/news/*.txt", "formats/brat/news/*.ann")
	var docs []Document
	if err := importer(format(t, "brat"), s, "", &docs).Run(files); err != nil {
		t.Fatal(err)
	}
	out := export(t, &Export{Format: format(t, "brat"), Scheme: s}, docs)
	number := regexp.MustCompile(`^T\d+\t(imported\.)?`)
	claims := func(raw string) []string {
		var lines []string
		for l := range strings.Lines(raw) {
			if strings.HasPrefix(l, "T") {
				lines = append(lines, number.ReplaceAllString(l, ""))
			}
		}
		slices.Sort(lines)
		return lines
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".ann") {
			continue
		}
		raw, err := whole(f)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := claims(out[f.Name].String()), claims(string(raw)); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", f.Name, got, want)
		}
	}
}
