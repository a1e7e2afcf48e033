package exchange

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// A fileCount is what is in a file of a training format, counted in the file.
type fileCount struct {
	documents, relations, fragments int
	claims                          map[string]bool
	labels                          map[string]int // of each fragment
}

// countedIn counts what is in a file, by other means than the importers.
func countedIn(t *testing.T, format, file string) fileCount {
	t.Helper()
	n := fileCount{claims: map[string]bool{}, labels: map[string]int{}}
	for line := range strings.Lines(file) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(format, "conll") {
			n.row(line)
			continue
		}
		var v map[string]jsontext.Value
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%s: %v in %s", format, err, line)
		}
		n.documents++
		n.line(t, format, v)
	}
	return n
}

// row counts a row of CoNLL.
func (n *fileCount) row(line string) {
	token, tag, _ := strings.Cut(line, "\t")
	if token == "-DOCSTART-" {
		n.documents++
	}
	if letter, label, ok := strings.Cut(tag, "-"); ok && (letter == "B" || letter == "S") {
		n.fragments++
		n.labels[label]++
	}
}

// line counts a line of JSON.
func (n *fileCount) line(t *testing.T, format string, v map[string]jsontext.Value) {
	t.Helper()
	read := func(raw jsontext.Value, to any) {
		if err := json.Unmarshal(raw, to); err != nil {
			t.Fatalf("%s: %v in %s", format, err, raw)
		}
	}
	var spans []struct {
		Label  string   `json:"label"`
		Labels []string `json:"labels"`
	}
	switch format {
	case "spacy":
		var groups map[string]jsontext.Value
		read(v["spans"], &groups)
		read(groups["sc"], &spans)
	case "prodigy":
		read(v["spans"], &spans)
	case "doccano-relation":
		var relations []jsontext.Value
		read(v["entities"], &spans)
		read(v["relations"], &relations)
		n.relations += len(relations)
	case "doccano":
		var marks [][3]any
		read(v["label"], &marks)
		for _, k := range marks {
			n.labels[k[2].(string)]++
		}
	case "classify":
		n.claims[string(v["annotator"])+string(v["id"])] = true
		spans = append(spans, struct {
			Label  string   `json:"label"`
			Labels []string `json:"labels"`
		}{})
		read(v["labels"], &spans[0].Labels)
	case "instruct":
		var messages []struct {
			Content string `json:"content"`
		}
		read(v["messages"], &messages)
		read(jsontext.Value(messages[2].Content), &spans)
	}
	for _, s := range spans {
		n.fragments++
		for _, l := range append(s.Labels, s.Label) {
			if l != "" {
				n.labels[l]++
			}
		}
	}
}

// TestReportIsExact exports random documents in each training format as a person would,
// counts what is in the file, and holds it against the report: documents, claims,
// relations and each label; and that every claim of the documents is written, left out
// or lost.
func TestReportIsExact(t *testing.T) {
	rounds := uint64(300)
	if testing.Short() {
		rounds = 40
	}
	s := defaultScheme(t)
	selections := []Filter{{}, {Undecided: true}, {Unlabelled: true}, everything}
	for _, name := range training {
		f := format(t, name)
		exact := 0
		for seed := range rounds {
			d := thrownDocument(rand.New(rand.NewPCG(seed, 5)), s)
			all, fragments := 0, 0
			for _, l := range d.Layers {
				all += len(l.Set.Claims)
			}
			e := &Exporter{Format: f, Scheme: s, Filter: selections[seed%4]}
			file := export(t, e, []Document{d})["out"+f.Extension].String()
			r := &e.Report
			got := countedIn(t, name, file)
			if n := r.Claims + r.lost[Unlabelled] + r.left[Undecided] + r.left[byVerdict] + r.left[byNoise]; n != all {
				t.Fatalf("%s, seed %d: %d claims of %d are accounted for: %+v", name, seed, n, all, r)
			}
			labels := map[string]int{}
			for l, n := range r.Labels() {
				labels[e.exportedLabel(l)] = n // as it is written
			}
			if picked, ok := e.selectDocument(d, &Report{}); ok {
				for _, l := range (&Report{}).removeUnlabelled(picked, e.carriedLosses()).Layers {
					for _, c := range l.Set.Claims {
						fragments += len(c.Fragments)
					}
				}
			}
			if err := mismatch(name, got, r, labels, fragments, d); err != "" {
				t.Fatalf("%s, seed %d: %s: %+v, of which the report says %+v", name, seed, err, got, r)
			}
			if r.Claims > 0 && r.lost[Discontinuous] == 0 {
				exact++
			}
		}
		if exact == 0 {
			t.Errorf("%s: no claim was written whole", name)
		}
	}
}

// mismatch says in what a file and the report of it differ.
func mismatch(name string, got fileCount, r *Report, labels map[string]int, fragments int, d Document) string {
	whole := r.lost[Discontinuous] == 0
	switch {
	case name == "doccano-relation" && got.relations != r.Relations:
		return "relations"
	case name == "classify" && len(got.claims) != r.Claims:
		return "claims"
	case name == "instruct" && got.documents > len(d.Layers):
		return "layers"
	case name != "classify" && name != "instruct" && got.documents != r.Documents:
		return "documents"
	case (name == "classify" || name == "instruct") && got.fragments != fragments:
		return "fragments"
	case strings.HasPrefix(name, "conll") && r.lost[Lines] == 0 && got.fragments != fragments-r.lost[Overlaps]:
		return fmt.Sprintf("%d fragments", fragments)
	case strings.HasPrefix(name, "conll"):
	case name != "classify" && name != "instruct" && whole && !maps.Equal(got.labels, labels):
		return fmt.Sprint(labels)
	}
	return ""
}
