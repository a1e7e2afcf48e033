package model

import (
	"math"
	"slices"
	"testing"
)

// typeExamples holds texts with the values that they are parsed to, nil where Parse fails, by the
// names of the types.
func typeExamples() map[string]map[string]any {
	return map[string]map[string]any{
		"text":    {"元": "元", "1,200": "1,200", "true": "true", "": "", " 元": " 元"},
		"number":  {"3.8": 3.8, "-0": math.Copysign(0, -1), "1,200": 1200.0, "1万亿": 1e12, "2亿": 2e8, "0.000001": 1e-6, "1e20": 1e20, "NaN": nil, "1e999": nil, "inf": nil, "很多": nil, "": nil},
		"choice":  {"planned": "planned", "stated": "stated", "Planned": nil, "perhaps": nil, "": nil},
		"boolean": {"true": true, "false": false, "Yes": true, "No": false, "是": true, "否": false, "1": true, "0": false, "T": true, "f": false, "2": nil, "maybe": nil, "": nil},
		"date":    {"2030": "2030", "2030-06": "2030-06", "2024-02-29": "2024-02-29", "2023-02-29": nil, "30": nil, "明年": nil, "": nil},
	}
}

// attributeOf returns an attribute of a type, with choices if its scheme must list them.
func attributeOf(typ AttributeType) Attribute {
	a := Attribute{ID: "a", Type: typ}
	if typ.Listed {
		a.Choices = []Choice{{ID: "stated", Names: Names{{"en", "Stated"}}}, {ID: "planned", Names: Names{{"en", "Planned"}, {"zh", "计划"}}}}
	}
	return a
}

func TestParse(t *testing.T) {
	examples := typeExamples()
	for _, typ := range AttributeTypes() {
		a := attributeOf(typ)
		if len(examples[typ.Name]) == 0 {
			t.Errorf("the type %s has no examples", typ.Name)
		}
		for text, want := range examples[typ.Name] {
			got, err := a.Parse(text)
			if got != want || (err == nil) != (want != nil) {
				t.Errorf("%s: Parse(%q) = %v, %v, want %v", typ.Name, text, got, err, want)
			}
			if want == nil {
				continue
			}
			if again, err := a.Parse(FormatValue(got)); again != got || err != nil {
				t.Errorf("%s: Parse(FormatValue(%v)) = %v, %v", typ.Name, got, again, err)
			}
		}
	}
}

// TestIsValid holds every value of one type against every type: text, numbers and
// booleans differ although they may be written alike.
func TestIsValid(t *testing.T) {
	values := []any{nil, "", "元", "3", "2030", "true", "planned", 3.0, 2030.0, math.NaN(), math.Inf(1), true, false, 7, []string{"a"}}
	want := map[string][]any{
		"text":    {"", "元", "3", "2030", "true", "planned"},
		"number":  {3.0, 2030.0},
		"choice":  {"planned"},
		"boolean": {true, false},
		"date":    {"2030"},
	}
	for _, typ := range AttributeTypes() {
		a := attributeOf(typ)
		for i, v := range values {
			is := slices.ContainsFunc(want[typ.Name], func(w any) bool { return i < len(values)-1 && w == v })
			if got := a.IsValid(v); got != is {
				t.Errorf("%s: IsValid(%#v) = %v", typ.Name, v, got)
			}
		}
	}
}

func TestAttributeTypesAreWhole(t *testing.T) {
	kinds := map[ValueKind]func(any) bool{
		TextValue:    func(v any) bool { _, ok := v.(string); return ok },
		NumberValue:  func(v any) bool { _, ok := v.(float64); return ok },
		BooleanValue: func(v any) bool { _, ok := v.(bool); return ok },
	}
	names := map[string]bool{}
	for _, typ := range AttributeTypes() {
		if typ.Name == "" || names[typ.Name] {
			t.Errorf("the name %q is empty or used twice", typ.Name)
		}
		names[typ.Name] = true
		a := attributeOf(typ)
		for text, v := range typeExamples()[typ.Name] {
			if v != nil && !kinds[typ.Kind](v) {
				t.Errorf("%s: %q is %T, not of its kind", typ.Name, text, v)
			}
		}
		for _, c := range a.Values() {
			if v, err := a.Parse(c.ID); err != nil || FormatValue(v) != c.ID {
				t.Errorf("%s: the choice %q is parsed to %v, %v", typ.Name, c.ID, v, err)
			}
		}
	}
}

func TestValueName(t *testing.T) {
	types := map[string]Attribute{}
	for _, typ := range AttributeTypes() {
		types[typ.Name] = attributeOf(typ)
	}
	for _, tt := range []struct {
		typ  string
		v    any
		want string
	}{
		{"choice", "planned", "计划"},
		{"choice", "stated", "Stated"},
		{"choice", "gone", "gone"},
		{"boolean", true, "yes"},
		{"boolean", false, "no"},
		{"number", 3.8e12, "3800000000000"},
		{"date", "2030", "2030"},
		{"text", nil, ""},
	} {
		a := types[tt.typ]
		if got := a.ValueName(tt.v, "zh"); got != tt.want {
			t.Errorf("%s: ValueName(%v) = %q, want %q", tt.typ, tt.v, got, tt.want)
		}
	}
}

func TestFindValue(t *testing.T) {
	date := Attribute{Type: AttributeType{Find: findYear}}
	for text, want := range map[string]string{"到2030年": "2030", "120305元": "", "30%": "", "2035": "2035", "2030年或2035年": "2030"} {
		c := &Claim{Fragments: []Fragment{{Text: "前"}, {Text: text}}}
		if got := date.FindValue(c); got != want {
			t.Errorf("FindValue(%q) = %q, want %q", text, got, want)
		}
		if got := new(Attribute).FindValue(c); got != "" {
			t.Errorf("a text attribute has the value %q", got)
		}
	}
}
