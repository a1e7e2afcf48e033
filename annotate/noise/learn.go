package noise

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"pizhu/model"
)

// SchemeRules returns the noise rules of a scheme.
func SchemeRules(s *model.Scheme) Rules {
	var r Rules
	lists := map[string]*[]string{"injected": &r.Injected, "line": &r.Lines, "kept": &r.Kept}
	for _, rule := range s.Noise {
		if list := lists[rule.Rule]; list != nil {
			*list = append(*list, rule.Text)
		}
	}
	return r
}

// A RuleLearner collects the decisions of people on noise, and the rules that follow from them. A text on which they
// disagree gives no rule.
type RuleLearner struct {
	scheme    *model.Scheme
	decisions map[string]decision // by text
}

// A decision is the decision on one text.
type decision struct {
	rule     model.NoiseRule
	disputed bool
}

// NewRuleLearner makes a learner without decisions. It repeats no rule that the scheme already has.
func NewRuleLearner(s *model.Scheme) *RuleLearner { return &RuleLearner{s, map[string]decision{}} }

// minLearned is the least length in code points of a string that is noise everywhere:
// a shorter one is a word of other articles too.
const minLearned = 4

// Add adds the decisions of one layer: noise that was detected and then accepted or rejected, and noise that was marked
// by hand.
func (l *RuleLearner) Add(set model.Set) {
	for _, c := range set.Claims {
		if rule, ok := l.ruleFrom(c); ok {
			exact := strings.TrimSpace(c.Fragments[0].Text)
			earlier, ok := l.decisions[exact]
			l.decisions[exact] = decision{rule, earlier.disputed || ok && earlier.rule.Rule != rule.Rule}
		}
	}
}

// ruleFrom returns the rule that follows from a claim. ok is false if none does.
func (l *RuleLearner) ruleFrom(c *model.Claim) (model.NoiseRule, bool) {
	if len(c.Fragments) != 1 || strings.ContainsAny(c.Fragments[0].Text, "\r\n") {
		return model.NoiseRule{}, false
	}
	f, p := c.Fragments[0], c.Provenance
	rule := model.NoiseRule{By: cmp.Or(p.DecidedBy, p.By), Added: dayOf(p.Decided, p.Created)}
	var r Rules
	switch {
	case p.Method == model.Rule && p.Verdict == model.Rejected:
		r = r.LearnKept(f.Text)
	case !c.IsNoise(l.scheme), p.Method != model.Person && p.Verdict != model.Accepted:
	case l.isInjected(c):
		if utf8.RuneCountInString(f.Text) >= minLearned {
			r = r.Learn(Injected, f.Text)
		}
	case isWholeLine(f):
		r = r.Learn(Repeated, f.Text)
	}
	for name, list := range map[string][]string{"injected": r.Injected, "line": r.Lines, "kept": r.Kept} {
		if len(list) > 0 && strings.Trim(list[0], "* ") != "" {
			rule.Rule, rule.Text = name, list[0]
		}
	}
	return rule, rule.Text != ""
}

// dayOf returns the day of a decision, or of the creation without one.
func dayOf(decided, created time.Time) string {
	if decided.IsZero() {
		decided = created
	}
	return decided.Format(time.DateOnly)
}

// isInjected reports whether a claim has the label of injected text.
func (l *RuleLearner) isInjected(c *model.Claim) bool {
	group, label, ok := LabelFor(l.scheme, Injected)
	return ok && slices.Contains(c.Labels[group], label)
}

// isWholeLine reports whether only blanks are beside a fragment in its line.
func isWholeLine(f model.Fragment) bool {
	const blanks = " \t\u3000"
	before, after := strings.TrimRight(f.Prefix, blanks), strings.TrimLeft(f.Suffix, blanks+"\r")
	return (before == "" || strings.HasSuffix(before, "\n")) && (after == "" || strings.HasPrefix(after, "\n"))
}

// Rules returns the rules that follow from the decisions, ordered by kind and text.
func (l *RuleLearner) Rules() []model.NoiseRule {
	same := func(a, b model.NoiseRule) bool { return a.Rule == b.Rule && a.Text == b.Text }
	var rules []model.NoiseRule
	for _, d := range l.decisions {
		has := func(r model.NoiseRule) bool { return same(r, d.rule) }
		if !d.disputed && !slices.ContainsFunc(l.scheme.Noise, has) {
			rules = append(rules, d.rule)
		}
	}
	slices.SortFunc(rules, func(a, b model.NoiseRule) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Added, b.Added), cmp.Compare(a.By, b.By))
	})
	return slices.CompactFunc(rules, same)
}
