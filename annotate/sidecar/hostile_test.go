package sidecar

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pizhu/model"
	"pizhu/model/text"
)

var zeros = strings.Repeat("0", 64)

// base is a small file that is right, for edit to spoil.
var base = `{
  "format": "pizhu.sidecar",
  "version": 1,
  "document": {"path": "a.txt", "sha256": "` + zeros + `", "encoding": "utf-8", "length": 20},
  "scheme": {"id": "s", "sha256": "` + zeros + `"},
  "annotator": "chen",
  "claims": [
    {"id": "a", "spans": [{"start": 1, "end": 4, "text": "春眠不"}, {"start": 6, "end": 9, "text": "處處聞"}], "labels": {"goal": ["2030"]}, "attributes": {"year": "2030"}, "provenance": {"by": "chen", "method": "person", "created": "2026-11-23T09:01:00Z"}},
    {"id": "b", "spans": [{"start": 12, "end": 13, "text": "夜"}], "provenance": {"by": "m", "method": "model", "created": "2026-11-23T09:01:00Z", "confidence": 0.5, "verdict": "edited"}}
  ],
  "relations": [
    {"id": "r", "type": "supports", "from": "a", "to": "b", "provenance": {"by": "chen", "method": "person", "created": "2026-11-23T09:01:00Z"}}
  ]
}
`

// edit is base with one thing in it changed.
func edit(t testing.TB, old, changed string) string {
	t.Helper()
	if strings.Count(base, old) != 1 {
		t.Fatalf("%q stands %d times in the base, want once", old, strings.Count(base, old))
	}
	return strings.Replace(base, old, changed, 1)
}

// place takes the mark ‸ out of a file, and says where it stood.
func place(t *testing.T, marked string) (raw string, line, column int) {
	t.Helper()
	before, after, found := strings.Cut(marked, "‸")
	if !found {
		t.Fatal("no mark ‸ in the file")
	}
	last := before[strings.LastIndex(before, "\n")+1:]
	return before + after, 1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(last)
}

// hostile are changes of base, each with a mark ‸ where the fault is.
var hostile = []struct{ name, old, changed, want string }{
	{"not JSON", `{
  "format"`, `‸hello`, "invalid character"},
	{"an array", `{
  "format": "pizhu.sidecar",`, `‸[`, "expected an object, found an array"},
	{"a comma too many", `"version": 1,`, `"version": 1,‸,`, "invalid character ','"},
	{"trailing data", "  ]\n}\n", "  ]\n}\n‸{}", "something follows"},
	{"torn", "  ]\n}\n", "  ]‸", "ends too early"},
	{"torn in a string", base[strings.Index(base, "處處聞")+3:], "‸", "ends too early"},
	{"a byte order mark", `{
  "format"`, "‸\ufeff{\n  \"format\"", "invalid character"},
	{"invalid UTF-8", `"處處聞"`, "\"處‸\xff聞\"", "invalid UTF-8"},
	{"half a surrogate pair", `"處處聞"`, `"處‸\ud800聞"`, "surrogate"},
	{"a control character", `"處處聞"`, "\"處‸\x1b聞\"", "invalid character"},
	{"NaN", `0.5`, `‸NaN`, "invalid character"},

	{"another format", `"pizhu.sidecar"`, `‸"pizhu.journal"`, `not a sidecar: its format is "pizhu.journal"`},
	{"no format", `{
  "format": "pizhu.sidecar",`, `‸{`, `the field "format" is missing`},
	{"a later version", `"version": 1`, `"version": ‸2`, "made by a later version of pizhu: version 2"},
	{"version nought", `"version": 1`, `"version": ‸0`, "there is no version 0"},
	{"version as text", `"version": 1`, `"version": ‸"1"`, "expected a number, found a string"},

	{"a field twice", `"annotator": "chen",`, `"annotator": "chen", ‸"annotator": "li",`, `the field "annotator" appears twice`},
	{"a field twice, escaped", `"annotator": "chen",`, `"annotator": "chen", ‸"\u0061nnotator": "li",`, `the field "annotator" appears twice`},
	{"a label group twice", `"goal": ["2030"]`, `"goal": ["2030"], ‸"goal": []`, `the field "goal" appears twice`},
	{"an unknown field twice", `"id": "b",`, `"id": "b", "x": {"y": 1, ‸"y": 2},`, `the field "y" appears twice`},
	{"no spans", `{"id": "b", "spans": [{"start": 12, "end": 13, "text": "夜"}], `, `‸{"id": "b", `, `the field "spans" is missing`},
	{"null", `{"goal": ["2030"]}`, `‸null`, "expected an object, found null"},

	{"path upwards", `"a.txt"`, `‸"../a.txt"`, "leads down"},
	{"path within upwards", `"a.txt"`, `‸"x/../../a.txt"`, "leads down"},
	{"absolute path", `"a.txt"`, `‸"/etc/passwd"`, "leads down"},
	{"empty path", `"a.txt"`, `‸""`, "leads down"},
	{"no SHA-256", `"` + zeros + `", "encoding"`, `‸"abc", "encoding"`, "64 digits"},
	{"no encoding", `"utf-8"`, `‸""`, "empty"},
	{"negative length", `"length": 20`, `"length": ‸-20`, "negative"},
	{"annotator with a dot", `"annotator": "chen"`, `"annotator": ‸"chen.li"`, "1 to 32 of a-z"},
	{"annotator upwards", `"annotator": "chen"`, `"annotator": ‸"../chen"`, "1 to 32 of a-z"},

	{"empty id", `"id": "a"`, `"id": ‸""`, "empty"},
	{"an id twice", `{"id": "b"`, `‸{"id": "a"`, `"a" appears twice`},
	{"empty spans", `[{"start": 12, "end": 13, "text": "夜"}]`, `‸[]`, "a claim needs a span"},
	{"a negative span", `"start": 1,`, `"start": ‸-1,`, "negative"},
	{"a reversed span", `{"start": 6, "end": 9`, `‸{"start": 9, "end": 6`, "ends at 6, not after its start at 9"},
	{"a span of nothing", `{"start": 6, "end": 9`, `‸{"start": 6, "end": 6`, "ends at 6, not after its start at 6"},
	{"overlapping spans", `{"start": 6, "end": 9`, `‸{"start": 3, "end": 9`, "starts at 3, before the end of the one before it at 4"},
	{"spans out of order", `{"start": 1, "end": 4, "text": "春眠不"}, {"start": 6`, `{"start": 12, "end": 14, "text": "春眠不"}, ‸{"start": 6`, "before the end"},
	{"a span beyond the end", `"end": 13`, `"end": ‸21`, "ends at 21, beyond the document's length of 20"},
	{"an offset with a point", `"start": 12`, `"start": ‸12.0`, "not a whole one"},
	{"an offset with an exponent", `"start": 12`, `"start": ‸1e1`, "not a whole one"},
	{"an offset beyond 64 bits", `"end": 13`, `"end": ‸99999999999999999999`, "not a whole one"},
	{"an offset as text", `"start": 12`, `"start": ‸"12"`, "expected a number, found a string"},

	{"labels not in a list", `["2030"]`, `‸"2030"`, "expected an array, found a string"},
	{"a label twice", `["2030"]`, `["2030", ‸"2030"]`, `"2030" appears twice`},
	{"an empty label", `["2030"]`, `[‸""]`, "empty"},
	{"an empty group", `{"goal": ["2030"]}`, `{‸"": ["2030"]}`, "empty"},
	{"a list as an attribute", `{"year": "2030"}`, `{"year": ‸["2030"]}`, "expected a string, found an array"},
	{"null as an attribute", `{"year": "2030"}`, `{"year": ‸null}`, "expected a string, found null"},
	{"a number too large", `{"year": "2030"}`, `{"year": ‸1e400}`, "too large"},

	{"adrift among the claims", `{"id": "b", "spans": [`, `‸{"id": "b", "standing": "orphan", "stood_in": "` + zeros + `", "stood": [`, "is no claim of the text"},
	{"spans of a claim that is adrift", `{"id": "b", `, `‸{"id": "b", "standing": "orphan", "stood_in": "` + zeros + `", `, "stood somewhere"},
	{"an earlier place for one in the text", `{"id": "b", "spans": `, `‸{"id": "b", "stood": `, "stood somewhere"},
	{"no earlier text", `{"id": "b", "spans": `, `‸{"id": "b", "standing": "orphan", "stood": `, "stood somewhere"},
	{"two places", `"id": "b", `, `"id": "b", "stood": [{"start": 12, "end": 13, "text": "夜"}], "spans": ‸[], "y": `, "not both"},
	{"an unknown standing", `{"id": "b", `, `{"id": "b", "standing": ‸"lost", `, `"lost" is none of`},
	{"a claim of the text adrift", `  "relations": [`, `  "adrift": [‸{"id": "c", "spans": [{"start": 12, "end": 13, "text": "夜"}], "provenance": {"by": "m", "method": "model", "created": "2026-11-23T09:01:00Z"}}],
  "relations": [`, "not adrift"},
	{"a claim in both lists", `  ]
}
`, `  ],
  "adrift": [{"id": "b", "standing": "kept", "stood_in": "` + zeros + `", "stood": [{"start": 112, "end": 113, "text": "夜"}], "provenance": {"by": "m", "method": "model", "created": "2026-11-23T09:01:00Z"}}]
}
‸`, `"b" appears twice`},

	{"an unknown method", `"model"`, `‸"guess"`, `"guess" is none of ["person" "rule" "model" "import"]`},
	{"an unknown verdict", `"edited"`, `‸"maybe"`, `"maybe" is none of`},
	{"an empty verdict", `"edited"`, `‸""`, `"" is none of`},
	{"confidence over 1", `0.5`, `‸1.5`, "between 0 and 1"},
	{"a date for a time", `"2026-11-23T09:01:00Z", "confidence"`, `‸"2026-11-23", "confidence"`, "RFC 3339"},
	{"a time without a zone", `"2026-11-23T09:01:00Z", "confidence"`, `‸"2026-11-23T09:01:00", "confidence"`, "RFC 3339"},
	{"a year that UTC moves over the end", `"2026-11-23T09:01:00Z", "confidence"`, `‸"9999-12-31T23:59:59-01:00", "confidence"`, "beyond RFC 3339"},
	{"a time with an escape sequence", `"2026-11-23T09:01:00Z", "confidence"`, `‸"\u001b]0;x\u0007", "confidence"`, `"\x1b]0;x\a"`},

	{"a relation without a type", `"type": "supports"`, `"type": ‸""`, "empty"},
	{"nesting", `"id": "b",`, `"id": "b", "x": ` + strings.Repeat("[", MaxDepth-3) + `‸[` + strings.Repeat("]", MaxDepth-2) + `,`, "more than 16 objects and arrays"},
	{"nesting without end", `"id": "b",`, `"id": "b", "x": ` + strings.Repeat("[", MaxDepth-3) + "‸" + strings.Repeat(`[`, 100_000), "more than 16 objects and arrays"},
	{"a long string", `"夜"`, `‸"` + strings.Repeat("夜", MaxString/3+1) + `"`, "longer than 1 MiB"},
	{"a long name", `"id": "b",`, `"id": "b", ‸"` + strings.Repeat("n", MaxString+1) + `": 1,`, "longer than 1 MiB"},
}

func TestHostileFiles(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			raw, line, column := place(t, edit(t, tt.old, tt.changed))
			f, err := Parse([]byte(raw))
			refused(t, f, err, line, column, tt.want)
		})
	}
}

func refused(t *testing.T, f File, err error, line, column int, want string) {
	t.Helper()
	var fault *SyntaxError
	if !errors.As(err, &fault) || f.Annotator != "" || f.Set.Claims != nil {
		t.Fatalf("Parse = %v, %v", f, err)
	}
	if fault.Line != line || fault.Column != column || !strings.Contains(err.Error(), want) {
		t.Errorf("%v\nwant line %d, column %d: …%s…", err, line, column, want)
	}
	if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
		t.Errorf("%q would reach the terminal with its control characters", err)
	}
}

// TestPlaces has line and column by hand: both from 1, columns in code points.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{``, "line 1, column 1: the file ends too early"},
		{"\n\n ", "line 3, column 2: the file ends too early"},
		{`{"春眠": "𠮷", "春眠": 1}`, `line 1, column 13: the field "春眠" appears twice`},
		{"{\r\n\t\"format\" :\r\n 7}", "line 3, column 2: expected a string, found a number"},
	} {
		if _, err := Parse([]byte(tt.raw)); err == nil || err.Error() != tt.want {
			t.Errorf("Parse(%q) = %v, want %s", tt.raw, err, tt.want)
		}
	}
}

func TestLimits(t *testing.T) {
	if _, err := Parse(bytes.Repeat([]byte(" "), MaxSize+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file over %d bytes: %v", MaxSize, err)
	}
	longest := edit(t, `"夜"`, `"`+strings.Repeat(`\"`, MaxString/2)+`"`)
	if _, err := Parse([]byte(longest)); err != nil {
		t.Errorf("a string of %d bytes: %v", MaxString, err)
	}
	deepest := edit(t, `"id": "b",`, `"id": "b", "x": `+strings.Repeat("[", MaxDepth-3)+strings.Repeat("]", MaxDepth-3)+`,`)
	if _, err := Parse([]byte(deepest)); err != nil {
		t.Errorf("%d levels: %v", MaxDepth, err)
	}
	if _, err := Parse(manyRelations(MaxClaims + 1)); err == nil || !strings.Contains(err.Error(), "more than 200000 items") {
		t.Errorf("%d relations: %v", MaxClaims+1, err)
	}
}

// TestListTakesJustItsLimit does with three what would be slow with 200,000.
func TestListTakesJustItsLimit(t *testing.T) {
	short := arrayOf(inline, 3, internedCodec(), newUniqueCheck(func(s string) string { return s }))
	d := newDecoder([]byte(`["a", "b", "c"]`))
	if got := short.decode(d); d.err != nil || len(got) != 3 {
		t.Errorf("%q, %v", got, d.err)
	}
	d = newDecoder([]byte(`["a", "b", "c", "d"]`))
	if got := short.decode(d); d.err == nil || d.err.Error() != "line 1, column 17: more than 3 items" {
		t.Errorf("%q, %v", got, d.err)
	}
	e := newEncoder(Order{})
	if short.encode(e, []string{"a", "b", "c", "d"}); e.err == nil {
		t.Errorf("%s was written", e.buf)
	}
}

// manyRelations is a file of n items in the fewest bytes.
func manyRelations(n int) []byte {
	b := []byte(base[:strings.Index(base, `"relations"`)] + `"relations": [`)
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"id":"%d","type":"t","from":"a","to":"b","provenance":{"by":"c","method":"person","created":"2026-11-23T09:01:00Z"}}`, i)
	}
	return append(b, "]}"...)
}

// TestLaterVersionIsToldFirst: what else a later version changed is no fault.
func TestLaterVersionIsToldFirst(t *testing.T) {
	for name, raw := range map[string]string{
		"at its head":        edit(t, `"version": 1,`, `"version": 2, "annotator": ["chen", "li"],`),
		"after the fault":    `{"claims": {}, "format": "pizhu.sidecar", "version": 7}`,
		"before a deep part": `{"format": "pizhu.sidecar", "version": 2, "x": ` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`,
		"without an end":     `{"format": "pizhu.sidecar", "claims": 1, "version": 2, `,
	} {
		if _, err := Parse([]byte(raw)); !errors.Is(err, ErrVersion) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Parse([]byte(`{"format": "other", "claims": 1, "version": 2}`)); !errors.Is(err, ErrFormat) {
		t.Errorf("another format: %v", err)
	}
}

// TestWriteRefuses what Parse would refuse, and writes nothing of it.
func TestWriteRefuses(t *testing.T) {
	claim := func(f *File) *model.Claim { return f.Set.Claims[0] }
	for want, spoil := range map[string]func(*File){
		`document: path: the path ".." is not one`:                            func(f *File) { f.Document.Path = ".." },
		`scheme: sha256: the SHA-256 "" is not`:                               func(f *File) { f.Scheme.SHA256 = "" },
		`annotator: the annotator "李" is not`:                                 func(f *File) { f.Annotator = "李" },
		`note: the string is not valid UTF-8`:                                 func(f *File) { f.Set.Document.Note = "\xff" },
		`claim "a": a claim needs a span`:                                     func(f *File) { claim(f).Fragments = nil },
		`claim "a": a span ends at 99, beyond the document's length of 20`:    func(f *File) { claim(f).Fragments[1].Span.End = 99 },
		`claims: item 1: spans: item 2: the span starts at 3, before`:         func(f *File) { claim(f).Fragments[1].Span.Start = 3 },
		`claims: item 1: spans: item 1: start: the number -1 is negative`:     func(f *File) { claim(f).Fragments[0].Span.Start = -1 },
		`claims: item 2: "a" appears twice`:                                   func(f *File) { f.Set.Claims[1].ID = "a" },
		`claims: item 1: labels: "goal": item 1: the string is empty`:         func(f *File) { claim(f).Labels["goal"] = []string{""} },
		`claims: item 1: labels: "": the string is empty`:                     func(f *File) { claim(f).Labels[""] = []string{"x"} },
		`claims: item 1: attributes: "year": no attribute can be a int`:       func(f *File) { claim(f).Attributes["year"] = 2030 },
		`claims: item 1: attributes: "year": JSON has no number NaN`:          func(f *File) { claim(f).Attributes["year"] = math.NaN() },
		`claims: item 1: note: a string is longer than 1 MiB`:                 func(f *File) { claim(f).Note = strings.Repeat("\x01", MaxString/5) },
		`claims: item 1: provenance: method: "" is none of`:                   func(f *File) { claim(f).Provenance.Method = "" },
		`claims: item 1: provenance: created: the year 10000 is beyond`:       func(f *File) { claim(f).Provenance.Created = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		`claims: item 2: provenance: confidence: the confidence 2`:            func(f *File) { *f.Set.Claims[1].Provenance.Confidence = 2 },
		`claims: item 1: what was kept of a later version is not JSON`:        func(f *File) { claim(f).Unknown = `"x": ` },
		`claims: item 1: history: what was kept of a later version is not JS`: func(f *File) { claim(f).History = []byte(`[`) },
		`relations: item 1: from: the string is empty`:                        func(f *File) { f.Set.Relations[0].From = "" },
	} {
		f := parse(t, []byte(base))
		spoil(&f)
		var b bytes.Buffer
		if err := Write(&b, f); err == nil || !strings.HasPrefix(err.Error(), "write sidecar: "+want) {
			t.Errorf("%v\nwant %s", err, want)
		}
		if b.Len() > 0 {
			t.Errorf("%s: %d bytes were written", want, b.Len())
		}
	}
}

func TestWriteSaysWhatTheWriterSaid(t *testing.T) {
	full := errors.New("no space")
	if err := Write(failing{full}, parse(t, []byte(base))); !errors.Is(err, full) {
		t.Errorf("Write = %v", err)
	}
}

type failing struct{ err error }

func (w failing) Write([]byte) (int, error) { return 0, w.err }

// TestWriteLeavesTheSetAlone: it sorts a copy.
func TestWriteLeavesTheSetAlone(t *testing.T) {
	f := parse(t, []byte(base))
	want := write(t, f)
	a, b := f.Set.Claims[0], f.Set.Claims[1]
	f.Set.Claims[0], f.Set.Claims[1] = b, a
	same(t, write(t, f), want)
	if f.Set.Claims[0] != b {
		t.Error("Write sorted the caller's claims")
	}
	if got := f.Set.Claims[0].Start(); got != text.Offset(12) {
		t.Errorf("the first claim starts at %d", got)
	}
}
