package noise

import (
	"fmt"
	"strings"
	"testing"

	"pizhu/annotate/schemefile"
	"pizhu/model"
)

func TestLearnFromCorpus(t *testing.T) {
	scheme, err := schemefile.Default()
	if err != nil {
		t.Fatal(err)
	}
	noise := func(label, s string, m model.Method, v model.Verdict) *model.Claim {
		before, rest, _ := strings.Cut(s, "[")
		exact, after, _ := strings.Cut(rest, "]")
		return &model.Claim{
			Fragments:  []model.Fragment{{Text: exact, Prefix: before, Suffix: after}},
			Labels:     map[string][]string{"noise": {label}},
			Provenance: model.Provenance{By: "chen", Method: m, Verdict: v},
		}
	}
	injected, line := "injected", "boilerplate"
	for _, c := range []struct {
		name   string
		claims []*model.Claim
		want   string
	}{
		{"accepted", []*model.Claim{noise(injected, "强[青梧快览]调", model.Rule, model.Accepted)}, "injected 青梧快览"},
		{"by hand", []*model.Claim{noise(injected, "强[青梧快览]调", model.Person, "")}, "injected 青梧快览"},
		{"too short", []*model.Claim{noise(injected, "强[青梧]调", model.Person, "")}, ""},
		{"a line", []*model.Claim{noise(line, "。\n　[责任编辑：张　三] \r\n", model.Person, "")}, "line 责任编辑：*"},
		{"part of a line", []*model.Claim{noise(line, "好。[（编辑：张三）]\n", model.Person, "")}, ""},
		{"two lines", []*model.Claim{noise(line, "[一\n二]", model.Person, "")}, ""},
		{"rejected", []*model.Claim{noise(line, "。\n[相关阅读]\n", model.Rule, model.Rejected)}, "kept 相关阅读"},
		{"nobody decided", []*model.Claim{noise(injected, "强[青梧快览]调", model.Rule, model.Undecided)}, ""},
		{"figures alone", []*model.Claim{noise(line, "[2030]", model.Person, "")}, ""},
		{"twice", []*model.Claim{
			noise(line, "[编辑：甲]", model.Person, ""), noise(line, "[编辑：乙]", model.Rule, model.Accepted),
		}, "line 编辑：*"},
		{"disputed", []*model.Claim{
			noise(line, "[相关阅读]", model.Person, ""), noise(line, "[相关阅读]", model.Rule, model.Rejected),
			noise(line, "[相关阅读]", model.Person, ""),
		}, ""},
	} {
		l := NewRuleLearner(scheme)
		for _, claim := range c.claims { // each in a layer of its own
			l.Add(model.Set{Claims: []*model.Claim{claim}})
		}
		got := ""
		for _, r := range l.Rules() {
			got += fmt.Sprint(r.Rule, " ", r.Text)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
