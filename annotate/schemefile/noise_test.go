package schemefile

import (
	"errors"
	"strings"
	"testing"

	"pizhu/model"
)

func TestAddNoise(t *testing.T) {
	rules := []model.NoiseRule{
		{Rule: "injected", Text: `万博"官方"`, By: "chen", Added: "2030-01-02"},
		{Rule: "line", Text: "【编辑:*】"},
	}
	const lines = `- {rule: injected, text: "万博\"官方\"", by: "chen", added: "2030-01-02"}
- {rule: line, text: "【编辑:*】"}
`
	indented := "  " + strings.Replace(lines, "\n-", "\n  -", 1)
	there := "- {rule: kept, text: a} # ours\n"
	for _, c := range []struct{ name, file, want string }{
		{"no list", base + "# end\n", base + "# end\nnoise:\n" + indented},
		{"no line end", strings.TrimSuffix(base, "\n"), base + "noise:\n" + indented},
		{"a list", base + "noise:\n# which\n" + there, base + "noise:\n# which\n" + lines + there},
		{"an indented list", "noise:\n\n  " + there + base, "noise:\n\n" + indented + "  " + there + base},
	} {
		got, err := AddNoise([]byte(c.file), rules)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v\n%s", c.name, err, got)
		}
	}
}

func TestAddNoiseRefuses(t *testing.T) {
	rules := []model.NoiseRule{{Rule: "kept", Text: "a"}}
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"brackets", base + "noise: [{rule: kept, text: b}]\n", ErrBracketed},
		{"the end of the document", base + "...\n", ErrUneditable},
		{"a mapping in brackets", "{format: pizhu.scheme, version: 1, id: s, names: {en: S}, statuses: [{id: n, names: {en: N}}], groups: [" +
			"{id: g, names: {en: G}, choose: one, labels: [{id: a, names: {en: A}}]}]}\n", ErrUneditable},
	} {
		if got, err := AddNoise([]byte(c.file), rules); !errors.Is(err, c.want) {
			t.Errorf("%s: %v\n%s", c.name, err, got)
		}
	}
}
