package exchange

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"pizhu/model"
	"pizhu/model/text"
)

// odds is what texts, notes and values are thrown together from: all that some
// format escapes, counts differently, or takes for a sign of its own.
var odds = []string{
	"春", "未来产业", "𠮷", "👨‍👩‍👧", "e\u0301", "か\u3099", "\r\n", "\n", "\n\n", "\r", "\t", " ", "　", "#", "##", "# ", "# doc_id = x", "-DOCSTART-", "[", "]", "|", "_",
	"->", ";", "*", `\`, `\n`, `"`, "'", "''", "=", "=1+1", "+", "<b>", "&amp;", "\ufeff", "\u2028", "\u0085", "\x00", "\x1b[31m", "\u202e", "\ufffd", "O", "B-x", "a", "1", "1.5", "true",
	"…", " [...] ", "[@春#a*]", "T1\tx 0 1\t春",
}

func thrown(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(odds[r.IntN(len(odds))])
	}
	return b.String()
}

// thrownDocument is a document with layers of anything that a layer can have.
func thrownDocument(r *rand.Rand, s *model.Scheme) Document {
	d := Document{Name: "a.txt", SHA256: strings.Repeat("0", 64), Text: text.New(thrown(r, 30))}
	for _, name := range []string{"chen", "li"}[:1+r.IntN(2)] {
		set := model.Set{Document: model.Document{Labels: map[string][]string{}}}
		if r.IntN(2) == 0 {
			set.Document = model.Document{Status: "done", Note: thrown(r, 3), Labels: map[string][]string{"genre": {"news"}}}
		}
		for i := range r.IntN(6) {
			if c := thrownClaim(r, s, d.Text, fmt.Sprintf("%s%02d", name, i)); len(c.Fragments) > 0 {
				set.Claims = append(set.Claims, c)
			}
		}
		for i := range r.IntN(3) {
			if n := len(set.Claims); n > 1 {
				from := r.IntN(n)
				set.Relations = append(set.Relations, &model.Relation{
					ID: fmt.Sprintf("%sr%d", name, i), Type: "part-of", From: set.Claims[from].ID, To: set.Claims[(from+1)%n].ID, Note: thrown(r, 1), Provenance: thrownProvenance(r),
				})
			}
		}
		set.Normalize()
		d.Layers = append(d.Layers, Layer{Annotator: name, Set: set})
	}
	return d
}

func thrownClaim(r *rand.Rand, s *model.Scheme, t *text.Text, id string) *model.Claim {
	c := &model.Claim{ID: id, Labels: map[string][]string{}, Attributes: map[string]any{}, Note: thrown(r, 2), Provenance: thrownProvenance(r)}
	at := text.Offset(0)
	for range 1 + r.IntN(2) {
		span := t.Snap(randomSpan(r, t, at))
		if span.Start < at || span.Empty() {
			break
		}
		c.Fragments = append(c.Fragments, model.Describe(t, span))
		at = span.End + 1
	}
	for range r.IntN(3) {
		g := s.Groups[r.IntN(len(s.Groups))]
		c.Labels = s.Toggle(c.Labels, g.ID, g.Labels[r.IntN(len(g.Labels))].ID)
	}
	if r.IntN(4) == 0 {
		c.Labels[importedGroup] = []string{"人名"}
	}
	if r.IntN(2) == 0 {
		c.Attributes = map[string]any{"unit": thrown(r, 2), "value": float64(r.IntN(100)) / 4, "modality": "planned", "sure": r.IntN(2) == 0}
	}
	return c
}

func thrownProvenance(r *rand.Rand) model.Provenance {
	day := time.Date(2026, 11, 1+r.IntN(9), 0, 0, 0, r.IntN(2)*1000, time.UTC)
	sure := 0.25
	return []model.Provenance{
		{By: "chen", Method: model.Person, Created: day, Modified: day.Add(time.Hour), ModifiedBy: "li"},
		{By: "rules", Method: model.Rule, Created: day, Version: "1", Confidence: &sure},
		{By: "perceptron", Method: model.Model, Created: day, Verdict: model.Rejected, DecidedBy: "chen", Decided: day},
		{By: "chen", Method: model.Import, Created: day, Verdict: model.Accepted, DecidedBy: "chen", Decided: day},
	}[r.IntN(4)]
}

// counts are how often each kind of what can be lost stands in documents.
func counts(docs []Document) map[Loss]int {
	n := map[Loss]int{}
	for _, d := range docs {
		for _, l := range d.Layers {
			for _, row := range losses {
				if row.count != nil {
					n[row.Loss] += row.count(l.Set)
				}
			}
			n[places] += len(l.Set.Claims)
		}
	}
	return n
}

// places is a kind of our own here: of claims.
const places Loss = "claims"

// TestLossIsExact exports anything, in every format that can be read back, and
// holds that what is reported lost is what does not come back, neither more nor
// less; and that where no claim is lost, all that the format carries comes back.
func TestLossIsExact(t *testing.T) {
	rounds := 400
	if testing.Short() {
		rounds = 20
	}
	s := defaultScheme(t)
	for _, f := range Formats() {
		if !f.Imports() || !f.Exports() {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			clean := 0
			for seed := range uint64(rounds) {
				d := thrownDocument(rand.New(rand.NewPCG(seed, 1)), s)
				if lossless(t, f, s, d, seed) {
					clean++
				}
				if t.Failed() {
					return
				}
			}
			if clean == 0 && !testing.Short() {
				t.Errorf("only %d of %d lost no claim", clean, rounds)
			}
		})
	}
}

// everything selects all that there is.
var everything = Filter{Noise: true, Negatives: true, Unlabelled: true, Undecided: true}

// lossless holds a document against what comes back of it, and reports whether
// no claim was lost.
func lossless(t *testing.T, f Format, s *model.Scheme, d Document, seed uint64) bool {
	t.Helper()
	e := &Exporter{Format: f, Scheme: s, Filter: everything}
	out := export(t, e, []Document{d})
	var back []Document
	m := importer(f, s, e.Unit, &back)
	m.Library = libraryOf(d)
	if err := m.Run(out.sources()); err != nil {
		t.Fatal(err)
	}
	if f.Textless && len(back) == 0 { // there was no claim to say where it stands
		back = []Document{{Name: d.Name, Text: d.Text}}
	}
	lost := maps.Clone(e.Report.lost)
	for _, p := range m.Problems {
		if p.Kind != badLabel && (p.Kind != badSyntax || lost[Blanks] == 0) && p.Kind != badName {
			t.Errorf("seed %d: %+v", seed, p)
		}
	}
	whole := len(back) == 1 && back[0].Text.String() == d.Text.String()
	if whole != (lost[Blanks] == 0) {
		got := []string{}
		for _, b := range back {
			got = append(got, b.Text.String())
		}
		t.Errorf("seed %d: lost %v, but the text comes back as\n%q of\n%q", seed, lost, got, d.Text)
	}
	had, has := counts([]Document{(&Report{}).removeUnlabelled(d, f.Carries)}), counts(back)
	had[Relations] = len(d.Layers[0].Set.Relations)
	if len(d.Layers) > 1 {
		had[Relations] += len(d.Layers[1].Set.Relations)
	}
	for kind, n := range had {
		if kind == places || kind == Offsets || kind == Provenance || kind == Annotators {
			continue
		}
		if kind == EmptyLayers && !slices.Contains(f.Carries, Annotators) { // layers come back as one
			continue
		}
		if max(0, n-has[kind]) != lost[kind] {
			t.Errorf("seed %d: %q: %d of %d come back, but %d are reported lost; %v", seed, kind, has[kind], n, lost[kind], lost)
		}
	}
	if (lost[Annotators] == 0) != slices.Contains(f.Carries, Annotators) {
		t.Errorf("seed %d: %d annotators are lost", seed, lost[Annotators])
	}
	for _, kind := range []Loss{Discontinuous, ManyLabels, Overlaps, Lines, Blanks, Places} {
		if lost[kind] > 0 {
			return false
		}
	}
	if slices.Contains(f.Carries, Relations) && lost[Relations] > 0 {
		return false
	}
	if want, got := told((&Report{}).removeUnlabelled(d, f.Carries), f, s), told(back[0], f, s); !slices.Equal(want, got) {
		t.Errorf("seed %d: no claim is lost, but back come\n%q of\n%q", seed, got, want)
	}
	return true
}

// told lists all that layers say and a format carries, but for the ids.
func told(d Document, f Format, s *model.Scheme) (list []string) {
	where := func(kind Loss, v any) string {
		if slices.Contains(f.Carries, kind) {
			return fmt.Sprintf(" %q", fmt.Sprint(v))
		}
		return ""
	}
	for _, l := range d.Layers {
		who := where(Annotators, l.Annotator)
		if len(l.Set.Claims) > 0 || l.Set.Document.Status+l.Set.Document.Note != "" { // else nothing is said
			list = append(list, where(DocumentLabels, who+fmt.Sprint(l.Set.Document)))
		}
		names := map[string]string{}
		for _, c := range l.Set.Claims {
			names[c.ID] = who + fmt.Sprintf("%v %q", c.Spans(), model.LabelPaths(s.Groups, c.Labels)) +
				where(Notes, c.Note) + where(Attributes, c.Attributes) + where(Provenance, newMade(c.Provenance))
			list = append(list, names[c.ID])
		}
		for _, r := range l.Set.Relations {
			list = append(list, where(Relations, r.Type+" "+names[r.From]+" "+names[r.To]+where(RelationNotes, r.Note)+where(Provenance, newMade(r.Provenance))))
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// TestJSONLIsThatOfTheStructs holds that a line is what json.Marshal makes of
// the structs that Parquet and the importer have.
func TestJSONLIsThatOfTheStructs(t *testing.T) {
	s := defaultScheme(t)
	for seed := range uint64(100) {
		d := thrownDocument(rand.New(rand.NewPCG(seed, 2)), s)
		e := &Exporter{Format: format(t, "jsonl"), Scheme: s, Filter: Filter{Noise: true, Negatives: true}}
		got := export(t, e, []Document{d})["out.jsonl"].String()
		want, err := json.Marshal((&jsonl{e: e}).document(d))
		if err != nil || got != string(text.EscapeJSON(want))+"\n" {
			t.Fatalf("%d: %v\n got %s\nwant %s", seed, err, got, want)
		}
	}
}

// TestLosses holds what is counted of one odd layer in each format.
func TestLosses(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("甲乙\r\n\r\n丙丁")
	person := model.Provenance{By: "chen", Method: model.Person, Created: time.Unix(0, 0).UTC()}
	claim := func(id string, spans ...text.Span) *model.Claim {
		c := &model.Claim{ID: id, Labels: map[string][]string{"goal": {"2030"}}, Provenance: person}
		for _, span := range spans {
			c.Fragments = append(c.Fragments, model.Describe(x, span))
		}
		return c
	}
	odd := claim("odd", text.Span{Start: 0, End: 1})
	odd.Unknown, odd.Fragments[0].Unknown, odd.Provenance.Unknown = `"colour": {"name": "green"}, "a": 1`, `"b": 1`, `"c": 1`
	lost := claim("lost", text.Span{Start: 0, End: 1})
	lost.Standing = model.Orphan
	noise := claim("noise", text.Span{Start: 1, End: 2})
	noise.Labels = map[string][]string{"noise": {"injected"}}
	related := func(from, to string) *model.Relation {
		return &model.Relation{ID: from + to, Type: "part-of", From: from, To: to, Note: "n", Unknown: `"d": 1`, Provenance: person}
	}
	rest, err := bratRest{Lines: []string{"E1\tMeet:T1"}}.members()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		layer   Layer
		formats string // empty: all
		kind    Loss
		want    int
		left    phrase
		out     int
	}{
		{"a claim over an empty line", Layer{Set: model.Set{Claims: []*model.Claim{claim("a", x.All())}}}, "conll conll-bioes", Overlaps, 0, "", 0},
		{"fragments", Layer{Set: model.Set{Claims: []*model.Claim{claim("a", text.Span{Start: 0, End: 1}, text.Span{Start: 6, End: 7})}}}, "classify instruct conll spacy", Discontinuous, 1, "", 0},
		{"relations to what has no place", Layer{Set: model.Set{
			Claims: []*model.Claim{odd, noise}, Adrift: []*model.Claim{lost},
			Relations: []*model.Relation{related("odd", "lost"), related("lost", "odd"), related("noise", "lost"), related("noise", "odd")},
		}}, "", Relations, 2, byEnds, 2},
		{"unknown fields", Layer{Unknown: `"title": "x", ` + rest, Set: model.Set{Claims: []*model.Claim{odd}}}, "", UnknownFields, 5, "", 0},
		{"unknown fields of a relation", Layer{Set: model.Set{Claims: []*model.Claim{odd, claim("a", x.All())}, Relations: []*model.Relation{related("odd", "a")}}}, "", UnknownFields, 5, "", 0},
		{"no unknown fields", Layer{Unknown: rest, Set: model.Set{Claims: []*model.Claim{claim("a", x.All())}}}, "", UnknownFields, 0, "", 0},
		{"CR LF", Layer{}, "brat", LineEnds, 1, "", 0},
		{"CR LF elsewhere", Layer{}, "jsonl conll w3c", LineEnds, 0, "", 0},
		{"nothing found", Layer{}, "brat tsv3 cas-json csv tsv classify", EmptyLayers, 1, "", 0},
		{"nothing found, which is said", Layer{}, "jsonl w3c label-studio html conll spacy prodigy doccano doccano-relation instruct", EmptyLayers, 0, "", 0},
		{"nothing read", Layer{Set: model.Set{Document: model.Document{Status: "new"}}}, "label-studio", EmptyLayers, 1, "", 0},
	}
	for _, tt := range tests {
		for _, f := range Formats() {
			if !f.Exports() || tt.formats != "" && !slices.Contains(strings.Fields(tt.formats), f.Name) {
				continue
			}
			tt.layer.Annotator = "chen"
			e := &Exporter{Format: f, Scheme: s}
			export(t, e, []Document{{Name: "a.txt", Text: x, Layers: []Layer{tt.layer}}})
			if got := e.Report.lost[tt.kind]; got != tt.want || tt.left != "" && e.Report.left[tt.left] != tt.out {
				t.Errorf("%s: %s: %d %s are lost, want %d; left out %v", tt.name, f.Name, got, tt.kind, tt.want, e.Report.left)
			}
		}
	}
}

// TestUndecodableBytesAreALoss holds that every format counts the bytes of an article for which it writes U+FFFD: those of the
// whole text, or those of the claims where no text is written. A U+FFFD that the article has is none.
func TestUndecodableBytesAreALoss(t *testing.T) {
	s := defaultScheme(t)
	x := text.New("春\xe5\x8d眠\ufffd不\xff覺\xfe")
	for _, f := range Formats() {
		if !f.Exports() {
			continue
		}
		d := Document{Name: "a.txt", Text: x}
		for _, annotator := range []string{"chen", "li"} {
			c := &model.Claim{ID: annotator, Labels: map[string][]string{"goal": {"2030"}}, Provenance: model.Provenance{Method: model.Person}, Fragments: []model.Fragment{model.Describe(x, text.Span{Start: 0, End: 6})}}
			d.Layers = append(d.Layers, Layer{Annotator: annotator, Set: model.Set{Claims: []*model.Claim{c}}})
		}
		want := 2
		if slices.Contains(f.Carries, Texts) {
			want = 3
		}
		e := &Exporter{Format: f, Scheme: s}
		export(t, e, []Document{d, {Name: "b.txt", Text: text.New("春\ufffd")}})
		if got := e.Report.lost[Undecodable]; got != want {
			t.Errorf("%s: %d are lost, want %d", f.Name, got, want)
		}
	}
}

// TestPhrase holds that a count agrees with its words.
func TestPhrase(t *testing.T) {
	for p, want := range map[phrase][2]string{
		"claim[s] that [is|are] left": {"claim that is left", "claims that are left"},
		"status[|es]":                 {"status", "statuses"},
		"end[s] that fit[s|]":         {"end that fits", "ends that fit"},
	} {
		if got := [2]string{p.forCount(1), p.forCount(2)}; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, l := range losses {
		if s := l.What.forCount(1) + l.What.forCount(2); strings.ContainsAny(s, "[]|") || l.What.forCount(1) == l.What.forCount(2) {
			t.Errorf("%s: %q", l.Loss, s)
		}
	}
}

// TestInstructToTheLetter holds that each text that a model is to answer is in the
// article, and that they are in its order.
func TestInstructToTheLetter(t *testing.T) {
	s := defaultScheme(t)
	for seed := range uint64(50) {
		d := thrownDocument(rand.New(rand.NewPCG(seed, 3)), s)
		for _, l := range d.Layers {
			at := 0
			for _, c := range (&instruct{e: &Exporter{Scheme: s}}).claims(l.Set) {
				i := strings.Index(d.Text.String(), c.Text)
				last := strings.LastIndex(d.Text.String(), c.Text)
				if i < 0 || last < at {
					t.Fatalf("seed %d: %q is not in %q after %d", seed, c.Text, d.Text, at)
				}
				at = max(at, i)
			}
		}
	}
}
