package exchange

import (
	"strconv"
	"strings"
	"testing"

	"pizhu/model"
)

// TestNewAttributeTypes exports and imports attributes of types that the program does not have:
// the formats ask the type, not for its name.
func TestNewAttributeTypes(t *testing.T) {
	s := defaultScheme(t)
	s.Attributes = []model.Attribute{
		{ID: "share", Type: model.AttributeType{Name: "percent", Kind: model.NumberValue, Read: func(text string) (any, error) {
			n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
			return n, err
		}}},
		{ID: "rank", Type: model.AttributeType{Name: "rank", Choices: []model.Choice{{ID: "high"}, {ID: "low"}}}},
		{ID: "sign", Type: model.AttributeType{Name: "sign", Listed: true}, Choices: []model.Choice{{ID: "plus"}, {ID: "minus"}}},
	}
	config := string(studioConfig(s))
	for _, want := range []string{
		`<Number name="attribute-share"`, `<Choices name="attribute-rank"`, `<Choice value="high"/>`, `<Choices name="attribute-sign"`, `<Choice value="minus"/>`,
	} {
		if !strings.Contains(config, want) {
			t.Errorf("the configuration of Label Studio has no %s:\n%s", want, config)
		}
	}
	if kind, field, _ := studioValue(s, "rank", "low"); kind != "choices" || field != "choices" {
		t.Errorf("a value of a new type is set by %s, %s", kind, field)
	}
	m := &Importer{}
	m.Scheme = s
	for _, tt := range []struct {
		id   string
		v    any
		want any
	}{
		{"share", "30%", 30.0},
		{"share", "much", "much"},
		{"share", 30.0, 30.0},
		{"rank", "low", "low"},
		{"other", "30%", "30%"},
	} {
		if got := m.attributeValue(tt.id, tt.v); got != tt.want {
			t.Errorf("%s %v is imported as %v, want %v", tt.id, tt.v, got, tt.want)
		}
	}
}
