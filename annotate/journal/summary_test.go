package journal

import (
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// TestDid has what each kind of a change is told as.
func TestDid(t *testing.T) {
	piece := func(start text.Offset, s string) model.Fragment {
		return model.Fragment{Span: text.Span{Start: start, End: start + text.Offset(len([]rune(s)))}, Text: s}
	}
	full := &model.Claim{
		Fragments: []model.Fragment{piece(0, "市场"), piece(4, "大")}, Labels: map[string][]string{"goal": {"2030", "2035"}},
		Attributes: map[string]any{"year": "2030", "value": 1e12, "sure": true}, Note: "看", Provenance: model.Provenance{Verdict: model.Rejected},
	}
	bare := &model.Claim{Fragments: []model.Fragment{piece(0, "市场")}, Labels: map[string][]string{"role": {"firm"}}}
	moved := &model.Claim{Fragments: []model.Fragment{piece(7, "市场")}, Labels: map[string][]string{"role": {"firm"}}}
	for _, row := range []struct {
		before, after model.Item
		want          string
	}{
		{nil, full, "made +goal/2030 +goal/2035 sure=true value=1000000000000 year=2030 note=看 verdict=rejected"},
		{full, nil, "deleted"},
		{full, bare, `+role/firm -goal/2030 -goal/2035 -sure -value -year text was "市场…大" -note -verdict`},
		{bare, moved, "moved from 0-2"},
		{bare, bare, ""},
		{nil, &model.Relation{Type: "supports", Note: "n"}, "made type=supports note=n"},
		{&model.Relation{Type: "supports"}, nil, "deleted"},
		{
			&model.Document{Status: "new", Labels: map[string][]string{"genre": {"news"}}}, &model.Document{Status: "done", Note: "n"},
			"status=done -genre/news note=n",
		},
	} {
		if got := strings.Join(describe(model.Change{Before: row.before, After: row.after}), " "); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}
