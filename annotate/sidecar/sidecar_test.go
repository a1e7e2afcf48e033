package sidecar

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"pizhu/model/text"
)

const (
	goldenPath    = "../../testdata/sidecar/v1.json"
	goldenArticle = "../../testdata/sidecar/v1.txt"
	// designPath is the example of the design, which is outside the module: the
	// module's own checkout does not bring it.
	designPath = "../../../shared/design/sidecar.json"
)

// load reads a file of the tests.
func load(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && path == designPath {
		t.Skip("the design at ../shared is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func parse(t testing.TB, raw []byte) File {
	t.Helper()
	f, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t testing.TB, f File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// same compares two texts by lines, and shows the first that differs.
func same(t testing.TB, got, want []byte) {
	t.Helper()
	g, w := strings.SplitAfter(string(got), "\n"), strings.SplitAfter(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("line %d is\n%s\nwant\n%s", i+1, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		t.Fatalf("%d lines, want %d", len(g), len(w))
	}
}

func TestGoldenKeepsEveryByte(t *testing.T) {
	raw := load(t, goldenPath)
	same(t, write(t, parse(t, raw)), raw)
}

func TestDesignKeepsEveryByte(t *testing.T) {
	raw := load(t, designPath)
	f := parse(t, raw)
	same(t, write(t, f), raw)
	if got := len(f.Set.Claims); got != 9 {
		t.Errorf("%d claims, want 9", got)
	}
}

// TestGoldenIsRight compares the golden file with the article that it is of.
func TestGoldenIsRight(t *testing.T) {
	x := text.Decode(load(t, goldenArticle))
	f := parse(t, load(t, goldenPath))
	if f.Document.Length != x.Len() || f.Document.Encoding != x.Encoding() {
		t.Errorf("length %d in %s, want %d in %s", f.Document.Length, f.Document.Encoding, x.Len(), x.Encoding())
	}
	for _, c := range f.Set.Claims {
		for _, part := range c.Fragments {
			if got := x.Slice(part.Span); got != part.Text {
				t.Errorf("claim %s: %v is %q, want %q", c.ID, part.Span, got, part.Text)
			}
		}
	}
	first := f.Set.Claims[0]
	want := map[string]any{"year": "2031", "value": 3.0, "share": 0.125, "firm": true}
	if !reflect.DeepEqual(first.Attributes, want) {
		t.Errorf("attributes %v, want %v", first.Attributes, want)
	}
}

func TestUnknownFieldsAreKept(t *testing.T) {
	f := parse(t, load(t, goldenPath))
	last := f.Set.Claims[len(f.Set.Claims)-1]
	for _, tt := range []struct{ where, got, want string }{
		{"file", f.Unknown, `"tool": {"name": "later", "numbers": [1.0, 1e3]}`},
		{"document", f.Document.Unknown, `"title": "灯塔县的月光报"`},
		{"scheme", f.Scheme.Unknown, `"names": {"zh": "灯塔"}`},
		{"claim", last.Unknown, `"colour": {"name": "green", "rgb": [0, 158, 115]}`},
		{"span", last.Fragments[0].Unknown, `"xpath": "/p[3]"`},
		{"provenance", last.Provenance.Unknown, `"source": "old/a.ann"`},
		{"relation", f.Set.Relations[0].Unknown, `"weight": 2.50`},
		{"history", string(f.Set.Claims[1].History), `[{"start": 3, "end": 5, "moved": "2026-03-01T08:03:00Z"}]`},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %s, want %s", tt.where, tt.got, tt.want)
		}
	}
}

func TestUnknownFieldsMoveBehind(t *testing.T) {
	raw := edit(t, `"id": "a", `, `"\u007a" : [ 1.50,"\u00e9" ], "id": "a", "y":{ },`)
	got := string(write(t, parse(t, []byte(raw))))
	if want := `"created": "2026-11-23T09:01:00Z"}, "\u007a": [1.50, "\u00e9"], "y": {}}`; !strings.Contains(got, want) {
		t.Errorf("%s\nhas no\n%s", got, want)
	}
}

// TestAnyOrderIsRead gives the fields and claims in another order than they are
// written in, the document's length after the spans that it bounds.
func TestAnyOrderIsRead(t *testing.T) {
	const provenance = `"provenance": {"created": "2026-11-23T17:01:00+08:00", "method": "person", "by": "chen"}`
	raw := `{"claims": [
		{"spans": [{"text": "不", "end": 3, "start": 2}], ` + provenance + `, "id": "b"},
		{"spans": [{"text": "眠", "end": 2, "start": 1}], ` + provenance + `, "id": "a"}],
	  "annotator": "chen", "version": 1, "format": "pizhu.sidecar",
	  "document": {"length": 3, "encoding": "utf-8", "sha256": "` + zeros + `", "path": "a.txt"},
	  "scheme": {"sha256": "` + zeros + `", "id": "s"}}`
	got := string(write(t, parse(t, []byte(raw))))
	want := `{
  "format": "pizhu.sidecar",
  "version": 1,
  "document": {"path": "a.txt", "id": "", "sha256": "` + zeros + `", "encoding": "utf-8", "length": 3},
  "scheme": {"id": "s", "sha256": "` + zeros + `"},
  "annotator": "chen",
  "status": "",
  "labels": {},
  "note": "",
  "claims": [
    {"id": "a", "spans": [{"start": 1, "end": 2, "text": "眠", "prefix": "", "suffix": ""}], "labels": {}, "attributes": {}, "note": "", "provenance": {"by": "chen", "method": "person", "created": "2026-11-23T09:01:00Z"}},
    {"id": "b", "spans": [{"start": 2, "end": 3, "text": "不", "prefix": "", "suffix": ""}], "labels": {}, "attributes": {}, "note": "", "provenance": {"by": "chen", "method": "person", "created": "2026-11-23T09:01:00Z"}}
  ],
  "relations": []
}
`
	same(t, []byte(got), []byte(want))
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Read(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("Read = %v", err)
	}
	if _, err := Read(endless{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("Read of an endless file = %v", err)
	}
	if f, err := Read(strings.NewReader(base)); err != nil || f.Annotator != "chen" {
		t.Errorf("Read = %v, %v", f, err)
	}
}

// endless is a file without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
