package sidecar

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// published compiles the schema, as a stranger's program would.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sidecar.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sidecar.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, raw []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	return s.Validate(doc)
}

func TestSchemaTakesTheDesign(t *testing.T) {
	if err := validate(t, published(t), load(t, designPath)); err != nil {
		t.Error(err)
	}
}

func TestSchemaTakesWhatIsWritten(t *testing.T) {
	s := published(t)
	for _, raw := range [][]byte{load(t, goldenPath), []byte(base)} {
		if err := validate(t, s, raw); err != nil {
			t.Error(err)
		}
	}
	for seed := range uint64(200) {
		if err := validate(t, s, write(t, newMaker(seed).file())); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// TestSchemaRefusesHostileFiles compares the schema with Parse. What a schema
// cannot say, or a lax reader of JSON does not tell it, is listed.
func TestSchemaRefusesHostileFiles(t *testing.T) {
	blind := []string{
		"invalid UTF-8", "half a surrogate pair",
		"a field twice", "a field twice, escaped", "a label group twice", "an unknown field twice", "an id twice", "a claim in both lists",
		"a reversed span", "a span of nothing", "overlapping spans", "spans out of order", "a span beyond the end",
		"an offset with a point", "an offset with an exponent", "an offset beyond 64 bits", "a number too large",
		"a year that UTC moves over the end", "nesting", "a long string", "a long name",
	}
	s := published(t)
	for _, tt := range hostile {
		raw := strings.Replace(edit(t, tt.old, tt.changed), "‸", "", 1)
		err := validate(t, s, []byte(raw))
		if want := !slices.Contains(blind, tt.name); want != (err != nil) {
			t.Errorf("%s: refused: %v, want %v", tt.name, err, want)
		}
	}
}
