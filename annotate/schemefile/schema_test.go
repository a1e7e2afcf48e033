package schemefile

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"pizhu/model"
)

// published compiles the schema, as a stranger's program would.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	return compiled(t, Schema())
}

func compiled(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scheme.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scheme.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate reads YAML as an editor does, and holds it against the schema.
func validate(s *jsonschema.Schema, raw []byte) error {
	var doc any
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return err
	}
	return s.Validate(asJSON(doc))
}

// asJSON is what YAML gives in the types of JSON: a date is a text.
func asJSON(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = asJSON(v[key])
		}
	case map[any]any:
		made := map[string]any{}
		for key, inner := range v {
			name, _ := key.(string)
			made[name] = asJSON(inner)
		}
		return made
	case []any:
		for i := range v {
			v[i] = asJSON(v[i])
		}
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return v
}

func TestSchemaTakesWhatParseTakes(t *testing.T) {
	s := published(t)
	for name, raw := range map[string][]byte{
		"built-in": Builtin(), "base": []byte(base), "ignore": []byte(edit(t, "id: s\n", "id: 2030\nignore: ['*.log', drafts/, 2030, 'a[{]b', '[!}]']\n")),
		"noise": []byte(base + "noise:\n  - {rule: line, text: '【编辑:*】', by: chen, added: 2030-01-02}\n  - {rule: kept, text: 2030}\n"),
	} {
		if _, err := Parse(raw); err != nil {
			t.Errorf("Parse: %s: %v", name, err)
		}
		if err := validate(s, raw); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRefusesWrongFiles compares the schema with Parse. What a schema
// cannot say, or a lax reader of YAML does not tell it, is listed.
func TestSchemaRefusesWrongFiles(t *testing.T) {
	blind := []string{
		"a control character", "a line separator in a comment", "a paragraph separator", "two documents", "nesting", "a group twice", "a label twice", "a choice twice",
		"a parent of another group", "its own parent", "a ring of parents", "on no group", "to no group",
		"a key twice", "a key before its chord", "a chord before its key", "an alias", "a merge", "a tag", "an unclosed pattern",
	}
	s := published(t)
	for _, tt := range wrong {
		raw := strings.Replace(edit(t, tt.old, tt.changed), "‸", "", 1)
		err := validate(s, []byte(raw))
		if want := !slices.Contains(blind, tt.name); want && err == nil {
			t.Errorf("%s: not refused", tt.name)
		}
	}
	for _, name := range blind {
		if !slices.ContainsFunc(wrong, func(w struct{ name, old, changed, want string }) bool { return w.name == name }) {
			t.Errorf("there is no wrong file %q", name)
		}
	}
}

// TestNewAttributeTypes reads a scheme whose attributes have types that the program does not
// have: a new row of the table is all that the file and its schema need.
func TestNewAttributeTypes(t *testing.T) {
	types := append(model.AttributeTypes(), model.AttributeType{Name: "percent", Kind: model.NumberValue}, model.AttributeType{Name: "rank", Listed: true})
	raw := []byte(edit(t, "type: date", "type: percent"))
	raw = bytes.Replace(raw, []byte("type: choice"), []byte("type: rank"), 1)
	if _, err := Parse(raw); err == nil {
		t.Error("the types are not new")
	}
	root, wrong := load(raw)
	if wrong != nil {
		t.Fatal(wrong)
	}
	r := &reader{types: types}
	s := scheme(r, root)
	if len(r.faults) > 0 {
		t.Fatal(r.faults)
	}
	if s.Attributes[0].Type.Name != "percent" || s.Attributes[0].Type.Kind != model.NumberValue || !s.Attributes[1].Type.Listed {
		t.Errorf("%+v", s.Attributes)
	}
	if err := validate(compiled(t, schemaOf(types)), raw); err != nil {
		t.Error(err)
	}
	if err := validate(published(t), raw); err == nil {
		t.Error("the schema allows every type")
	}
	without := bytes.Replace(raw, []byte(", choices: [{id: x, names: {en: X}}]"), nil, 1)
	if err := validate(compiled(t, schemaOf(types)), without); err == nil {
		t.Error("the schema does not require the choices of a new type")
	}
}
