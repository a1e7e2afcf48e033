package noise

import (
	"slices"

	"pizhu/model"
	"pizhu/model/text"
)

// Undecided returns the candidates on which nobody has decided yet: no noise claim overlaps them, and no person has
// rejected them. It omits blank lines, which need no decision.
func Undecided(candidates []Candidate, set model.Set, scheme *model.Scheme) []Candidate {
	if len(candidates) == 0 {
		return nil
	}
	marked := set.Noise(scheme)
	rejected := map[text.Span]bool{}
	for _, c := range set.Claims {
		if p := &c.Provenance; p.Method == model.Rule && p.Verdict == model.Rejected && len(c.Fragments) == 1 {
			rejected[c.Fragments[0].Span] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(candidates), func(f Candidate) bool {
		covered := slices.ContainsFunc(marked, func(s text.Span) bool { return s.Overlaps(f.Span) })
		return f.Kind == Blank || covered || rejected[f.Span]
	})
}

// LabelFor returns the label of a scheme for noise of a kind: the one with the name of the kind, else the first of a
// noise group for injected text and the last for lines. ok is false without a noise group.
func LabelFor(scheme *model.Scheme, kind Kind) (group, label string, ok bool) {
	for _, g := range scheme.Groups {
		if !g.Noise || len(g.Labels) == 0 {
			continue
		}
		l := g.Label(string(kind))
		if l == nil {
			l = &g.Labels[len(g.Labels)-1]
			if kind == Injected {
				l = &g.Labels[0]
			}
		}
		return g.ID, l.ID, true
	}
	return "", "", false
}
