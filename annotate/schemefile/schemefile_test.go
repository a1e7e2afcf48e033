package schemefile

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pizhu/model"
)

func TestDefault(t *testing.T) {
	s, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%x", sha256.Sum256(Builtin())); s.Hash != want {
		t.Errorf("hash %s, want %s", s.Hash, want)
	}
	var got []string
	for _, g := range s.Groups {
		got = append(got, fmt.Sprint(g.ID, " ", len(g.Labels), " ", g.Mark, " ", g.Many, " ", g.Noise))
	}
	want := []string{
		"cluster 5 line true false", "goal 8 double true false", "criterion 3 dashes true false",
		"measure 8 curl true false", "role 5 dots false false", "noise 2 none false true",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("groups %q, want %q", got, want)
	}
	if len(s.Attributes) != 4 || len(s.Relations) != 5 || len(s.Documents) != 2 || len(s.Statuses) != 4 || s.Unit != "sentence" {
		t.Errorf("%+v", s)
	}
}

func TestDefaultField(t *testing.T) {
	s, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	parks := s.Group("goal").Label("2030-parks")
	want := model.Label{
		ID: "2030-parks", Parent: "2030", Key: "o 3", Colour: "vermilion",
		Names:     model.Names{{Lang: "zh", Text: "未来产业科技园"}, {Lang: "en", Text: "Science parks"}},
		Guideline: "Parks founded; put the number in value.", Examples: []string{"创建5个未来产业科技园"},
	}
	if !reflect.DeepEqual(*parks, want) {
		t.Errorf("%+v, want %+v", *parks, want)
	}
	if a := s.Attributes[3]; a.ID != "modality" || a.Type.Name != "choice" || a.Choices[2].Names.In("zh") != "期望" {
		t.Errorf("%+v", a)
	}
	if r := s.Relations[0]; r.ID != "attributed-to" || !reflect.DeepEqual(r.To, []string{"role"}) || r.Symmetric {
		t.Errorf("%+v", r)
	}
	if st := s.Statuses[2]; st.ID != "done" || !st.Final {
		t.Errorf("%+v", st)
	}
}

func TestDefaultIsTheDesigns(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/design/scheme.yaml")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the design at ../shared is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, Builtin()) {
		t.Error("default.yaml is not the design's scheme.yaml")
	}
}

// base is a small scheme that is right, for edit to spoil.
const base = `format: pizhu.scheme
version: 1
id: s
names: {en: S}
groups:
  - id: goal
    names: {en: Goal, zh: 目标}
    choose: many
    labels:
      - {id: a, key: "1", names: {en: A}}
      - {id: b, key: m 1, parent: a, colour: blue, names: {en: B}}
  - id: role
    names: {zh: 说话人}
    choose: one
    labels: [{id: a, names: {zh: 官}}]
attributes:
  - {id: year, type: date, on: [goal], names: {en: Year}}
  - {id: how, type: choice, "on": [goal, role], names: {en: How}, choices: [{id: x, names: {en: X}}]}
relations:
  - {id: from, names: {en: From}, to: [role]}
statuses:
  - {id: new, names: {en: New}}
`

func edit(t testing.TB, old, changed string) string {
	t.Helper()
	if strings.Count(base, old) != 1 {
		t.Fatalf("%q stands %d times in the base, want once", old, strings.Count(base, old))
	}
	return strings.Replace(base, old, changed, 1)
}

func TestWhatIsLeftOut(t *testing.T) {
	s, err := Parse([]byte(base))
	if err != nil {
		t.Fatal(err)
	}
	goal := s.Group("goal")
	if s.Unit != "sentence" || goal.Mark != "line" || goal.Labels[0].Colour != "grey" || goal.Labels[1].Colour != "blue" {
		t.Errorf("%+v", s)
	}
	if got := goal.Names.All(); got != "Goal 目标" {
		t.Errorf("names %q stand in another order than in the file", got)
	}
	if !reflect.DeepEqual(s.Attributes[0].On, []string{"goal"}) {
		t.Errorf("on without quotes: %q", s.Attributes[0].On)
	}
}

// wrong are changes of base, each with a mark ‸ where the fault is.
var wrong = []struct{ name, old, changed, want string }{
	{"not YAML", "names: {en: S}", "names: {en: ‸]", "did not find expected"},
	{"a tab", "    choose: one", "‸\tchoose: one", "cannot start any token"},
	{"invalid UTF-8", "{en: S}", "{en: 春‸\xff}", "not valid UTF-8"},
	{"a line separator in a comment", "{en: S}", "{en: S} # 春‸\u2028x", `U+2028 is not allowed`},
	{"a paragraph separator", "{en: S}", "{en: \"春‸\u2029x\"}", `U+2029 is not allowed`},
	{"a control character", "{en: S}", "{en: 春‸\x1b}", "U+001B is not allowed"},
	{"an escaped control character in a name", "{en: S}", `{en: ‸"\e[2J"}`, `"\x1b[2J" cannot be a name`},
	{"two documents", "relations:\n", "‸---\nrelations:\n", "second document"},
	{"a list for the whole", base, "‸- 1", "a list stands where a mapping is wanted"},
	{"a field missing", "format: pizhu.scheme\nversion: 1\nid: s\n", "‸format: pizhu.scheme\nversion: 1\n", `the field "id" is missing`},

	{"another format", "pizhu.scheme", `‸pizhu.sidecar`, `the format "pizhu.sidecar" is unknown; allowed are pizhu.scheme`},
	{"a later version", "version: 1", "version: ‸2", "made for a later version of pizhu: version 2"},
	{"version as a word", "version: 1", "version: ‸one", `there is no version "one"`},
	{"an unknown field", "id: s\n", "id: s\n‸colour: blue\n", `the field "colour" is unknown; allowed are format, version, id, names, unit`},
	{"an unknown field of a label", "key: m 1", "‸keys: m 1", `"keys" is unknown; allowed are id, parent, key, colour, names, guideline, examples`},
	{"a field twice", "id: s\n", "id: s\n‸id: t\n", `"id" stands twice`},
	{"a language twice", "{en: S}", "{en: S, ‸en: T}", `"en" stands twice`},
	{"a list for a name", "{en: S}", "‸[S]", "a list stands where a mapping of languages to names, such as {zh: 目标, en: Goal}, is wanted"},
	{"a text for names", "{en: S}", "‸S", `the text "S" stands where a mapping`},
	{"no name", "{en: S}", "‸{}", "at least one language"},
	{"an empty name", "{en: S}", `{en: ‸" "}`, "cannot be a name"},
	{"nothing for a name", "{en: S}", `{en: ‸~}`, "nothing stands where a text is wanted"},

	{"id with a blank", "id: goal", "id: ‸my goal", `"my goal" cannot be an id`},
	{"id with a slash", "id: goal", "id: ‸a/b", `"a/b" cannot be an id`},
	{"empty id", "id: goal", `id: ‸""`, `"" cannot be an id`},
	{"id with a control character", "id: goal", `id: ‸"\u202e"`, "cannot be an id"},
	{"a group twice", "id: role", "‸id: goal", `the id "goal" stands twice, first in line 6`},
	{"a label twice", "{id: b, key", "‸{id: a, key", `the id "a" stands twice, first in line 10`},
	{"no groups", base[strings.Index(base, "groups:")+len("groups:") : strings.Index(base, "attributes:")], " ‸[]\n", "the list is empty"},

	{"a parent of another group", "parent: a", "parent: ‸c", `the group "goal" has no label "c" to be a parent`},
	{"its own parent", "parent: a", "parent: ‸b", `the label "b" is above itself: b, b`},
	{
		"a ring of parents", `{id: a, key: "1", names`, `{id: a, parent: ‸b, key: "1", names`, `the label "b" is above itself: b, a, b`,
	},
	{"an unknown colour", "colour: blue", "colour: ‸red", `the colour "red" is unknown; allowed are blue, orange, green, purple, sky, vermilion, yellow, grey`},
	{"an unknown mark", "choose: one", "choose: one\n    mark: ‸wave", "allowed are line, double, curl, dots, dashes, none"},
	{"an unknown choice", "choose: many", "choose: ‸all", "allowed are one, many"},
	{"an unknown unit", "id: s\n", "id: s\nunit: ‸line\n", "allowed are character, word, clause, sentence, quotation, figure, time, parenthesis, paragraph"},
	{"yes for true", "choose: one", "choose: one\n    noise: ‸yes", `"yes" is neither true nor false`},
	{"quoted true", "choose: one", "choose: one\n    noise: ‸\"true\"", "neither true nor false"},

	{"no patterns", "id: s\n", "id: s\nignore: ‸[]\n", "the list is empty"},
	{"an empty pattern", "id: s\n", "id: s\nignore: [‸/]\n", `"/" is not a pattern such as *.log, drafts/ or old/**/*.txt`},
	{"a pattern that takes back", "id: s\n", "id: s\nignore: [‸\"!a\"]\n", "is not a pattern"},
	{"a pattern that climbs", "id: s\n", "id: s\nignore: [a, ‸../b]\n", "is not a pattern"},
	{"a list in braces", "id: s\n", "id: s\nignore: [a, ‸\"*.{md,log}\"]\n", `"*.{md,log}" has braces, which mean nothing here: write a line for each`},
	{"a long pattern", "id: s\n", "id: s\nignore: [a, ‸" + strings.Repeat("长", 129) + "]\n", "the pattern has over 128 characters"},
	{"many patterns", "id: s\n", "id: s\nignore: ‸[a" + strings.Repeat(", a", 128) + "]\n", "there are over 128 patterns"},
	{"an unclosed pattern", "id: s\n", "id: s\nignore: [‸\"[a\"]\n", "is not a pattern"},

	{"a rule of no kind", "id: s\n", "id: s\nnoise: [{rule: ‸word, text: a}]\n", `the rule "word" is unknown; allowed are injected, line, kept`},
	{"a rule without a text", "id: s\n", "id: s\nnoise: [‸{rule: line}]\n", `the field "text" is missing`},
	{"a rule of stars", "id: s\n", "id: s\nnoise: [{rule: line, text: ‸\"* *\"}]\n", "cannot be the text of a rule"},
	{"a rule of two lines", "id: s\n", "id: s\nnoise: [{rule: line, text: ‸\"a\\nb\"}]\n", "cannot be the text of a rule"},

	{"three keys", "key: m 1", "key: ‸m 1 2", "is not a key"},
	{"two blanks", "key: m 1", "key: ‸\"m  1\"", "is not a key"},
	{"no key", "key: m 1", `key: ‸""`, "is not a key"},
	{"a key twice", "key: m 1", "key: ‸1", `the key "1" is that of another label already, in line 10, column 22`},
	{
		"a key before its chord", "key: \"1\", names: {en: A}}\n      - {id: b, key: m 1", "key: m, names: {en: A}}\n      - {id: b, key: ‸m 1",
		`the first half of the key "m 1" is that of another label already, in line 10, column 22`,
	},
	{"a chord before its key", "labels: [{id: a, ", "labels: [{id: a, key: ‸m, ", `the key "m" is also the first half of one that is that of another label already, in line 11, column 22`},

	{"an unknown type", "type: date", "type: ‸yes/no", "allowed are text, number, choice, boolean, date"},
	{"on no group", "on: [goal]", "on: [‸goals]", `there is no group "goals"; the groups are goal, role`},
	{"on nothing", "on: [goal]", "on: ‸[]", "the list is empty"},
	{"to no group", "to: [role]", "to: [‸roles]", `there is no group "roles"`},
	{
		"no choices", `{id: how, type: choice, "on": [goal, role], names: {en: How}, choices: [{id: x, names: {en: X}}]}`,
		`‸{id: how, type: choice, "on": [goal, role], names: {en: How}}`, "an attribute has choices if, and only if",
	},
	{"a choice twice", "[{id: x, names: {en: X}}]", "[{id: x, names: {en: X}}, ‸{id: x, names: {en: Y}}]", `the id "x" stands twice`},
	{
		"choices of a date", "{id: year, type: date,", "‸{id: year, type: date, choices: [{id: x, names: {en: X}}],",
		"an attribute has choices if, and only if",
	},

	{"an alias", "names: {en: Goal, zh: 目标}\n    choose: many", "names: &x {en: Goal}\n    choose: ‸*x", `the alias "*x" stands where`},
	{"a merge", "{id: new, ", "{‸<<: {id: new}, ", `"<<" is unknown`},
	{"a tag", "{en: S}", "{en: ‸!!binary aGk=}", `the tag "!!binary" is not allowed`},
	{"a key that is a list", "{en: S}", "{? ‸[a] : S}", "a list stands where a name is wanted"},
	{"nesting", "{en: S}", strings.Repeat("[", maxDepth) + "‸[", "exceeded max depth of 16"},
}

func TestWrongFiles(t *testing.T) {
	for _, tt := range wrong {
		t.Run(tt.name, func(t *testing.T) {
			marked := edit(t, tt.old, tt.changed)
			before, after, found := strings.Cut(marked, "‸")
			if !found {
				t.Fatal("no mark ‸ in the file")
			}
			line := 1 + strings.Count(before, "\n")
			column := 1 + utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:])
			s, err := Parse([]byte(before + after))
			refused(t, s, err, line, column, tt.want)
		})
	}
}

func refused(t *testing.T, s *model.Scheme, err error, line, column int, want string) {
	t.Helper()
	var fault *SyntaxError
	if !errors.As(err, &fault) || s != nil {
		t.Fatalf("Parse = %v, %v", s, err)
	}
	if fault.Line != line || fault.Column != column || !strings.Contains(err.Error(), want) {
		t.Errorf("%v\nwant line %d, column %d: …%s…", err, line, column, want)
	}
	if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e }) {
		t.Errorf("%q would reach the terminal with its control characters", err)
	}
}

// TestPlaces has line and column by hand.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"", "line 1, column 1: the file has no scheme in it"},
		{"# 春\n", "line 1, column 1: the file has no scheme in it"},
		{"format: pizhu.scheme\nversion: 1\nid: s\nnames: {zh: 春眠, en: !!binary x}\n", `line 4, column 21: the tag "!!binary" is not allowed`},
		{"a: 春\n\xff", "line 2, column 1: the file is not valid UTF-8"},
	} {
		if _, err := Parse([]byte(tt.raw)); err == nil || strings.TrimSuffix(err.Error(), " (and 3 more)") != tt.want {
			t.Errorf("Parse(%q) = %v, want %s", tt.raw, err, tt.want)
		}
	}
}

// TestAllFaults: one reading tells all that is wrong, and nothing twice.
func TestAllFaults(t *testing.T) {
	raw := strings.NewReplacer(
		"colour: blue", "colour: bleu", "    choose: one\n", "    chose: one\n", "on: [goal]", "on: [gaol]",
		"parent: a", "parent: z", "statuses:", "statusses:",
	).Replace(base)
	_, err := Parse([]byte(raw))
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatal(err)
	}
	want := []struct{ fault, hint string }{
		{`line 11, column 46: the colour "bleu" is unknown; allowed are blue`, `"blue" was perhaps meant, which is spelt "bleu" here`},
		{`line 11, column 35: the group "goal" has no label "z" to be a parent; its labels are a, b`, ""},
		{`line 14, column 5: the field "chose" is unknown; allowed are id, names, choose`, `"choose" was perhaps meant, which is spelt "chose" here`},
		{`line 21, column 1: the field "statusses" is unknown`, `"statuses" was perhaps meant`},
		{`line 17, column 33: there is no group "gaol"; the groups are goal, role`, `"goal" was perhaps meant`},
	}
	for i, f := range faults {
		if i >= len(want) || !strings.HasPrefix(f.Error(), want[i].fault) || !strings.HasPrefix(hintText(f), want[i].hint) {
			t.Errorf("%v\nhint %s", f, f.Hint)
		}
	}
	if len(faults) != len(want) || !strings.HasSuffix(err.Error(), "(and 4 more)") {
		t.Errorf("%d faults, want %d: %v", len(faults), len(want), err)
	}
}

func TestKeysOfTheProgram(t *testing.T) {
	for _, tt := range []struct{ taken, want string }{
		{"1", `line 10, column 22: the key "1" is the program's, for quit`},
		{"m", `line 11, column 22: the first half of the key "m 1" is the program's, for quit`},
		{"1 x", `line 10, column 22: the key "1" is also the first half of one that is the program's, for quit`},
		{"q", ""},
	} {
		_, err := ParseFor([]byte(base), map[string]string{tt.taken: "quit"})
		if got := fmt.Sprint(err); got != tt.want && (tt.want != "" || err != nil) {
			t.Errorf("%s taken: %v, want %s", tt.taken, err, tt.want)
		}
	}
}

func TestNear(t *testing.T) {
	there := []string{"labels", "id", "names", "colour"}
	for written, want := range map[string]string{
		"lables": "labels", "label": "labels", "color": "colour", "naems": "names", "di": "id", "key": "", "x": "", "": "",
		strings.Repeat("labels", 100): "",
	} {
		if got := near(written, there); got != want {
			t.Errorf("near(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestLaterVersionIsToldFirst(t *testing.T) {
	raw := strings.Replace(edit(t, "id: s\n", "id: {zh: s}\nmood: dark\n"), "version: 1\n", "", 1) + "version: 2\n"
	if _, err := Parse([]byte(raw)); !errors.Is(err, ErrVersion) {
		t.Error(err)
	}
}

// TestBombs are files that are small and would cost much.
func TestBombs(t *testing.T) {
	if _, err := Parse(bytes.Repeat([]byte("#"), MaxSize+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file over %d bytes: %v", MaxSize, err)
	}
	laughs := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'z'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.Repeat(fmt.Sprintf("*%c,", c-1), 9))
	}
	labels := new(strings.Builder)
	for i := range 15_000 {
		fmt.Fprintf(labels, "      - {id: l%d, parent: l%d, names: {en: A}}\n", i, i+1)
	}
	for name, raw := range map[string]string{
		"aliases": edit(t, "id: s\n", "id: s\n"+laughs),
		"parents": edit(t, `      - {id: a, key: "1", names: {en: A}}`+"\n", labels.String()),
		"lists":   strings.Repeat("[", MaxSize),
		"blocks":  strings.Repeat("- ", MaxSize/2),
	} {
		var fault *SyntaxError
		if _, err := Parse([]byte(raw)); !errors.As(err, &fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzParse holds that no bytes make Parse panic, and that what it accepts has
// no two labels on one key.
func FuzzParse(f *testing.F) {
	f.Add(Builtin())
	f.Add([]byte(base))
	for _, tt := range wrong {
		f.Add([]byte(strings.Replace(edit(f, tt.old, tt.changed), "‸", "", 1)))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := Parse(raw)
		if err != nil {
			if s != nil {
				t.Fatal("a scheme came with an error")
			}
			return
		}
		keys := map[string]bool{}
		for _, g := range s.Groups {
			for _, l := range g.Labels {
				if l.ID == "" || len(l.Names) == 0 || l.Colour == "" || l.Key != "" && keys[l.Key] {
					t.Fatalf("%+v", l)
				}
				keys[l.Key] = true
			}
		}
	})
}

// BenchmarkDefault is what every start of the program pays.
func BenchmarkDefault(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Default(); err != nil {
			b.Fatal(err)
		}
	}
}

// hintText returns the hint of a fault; empty where it has none.
func hintText(e *SyntaxError) string {
	if e.Hint == nil {
		return ""
	}
	return e.Hint.Error()
}
