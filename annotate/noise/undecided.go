package noise

import (
	"slices"

	"pizhu/model"
	"pizhu/model/text"
)

// Undecided gives the finds on which nobody has decided yet: no claim says noise of
// their place, and no person has rejected them. Blank lines are left out: there
// is nothing to decide.
func Undecided(finds []Candidate, set model.Set, scheme *model.Scheme) []Candidate {
	if len(finds) == 0 {
		return nil
	}
	marked := set.Noise(scheme)
	rejected := map[text.Span]bool{}
	for _, c := range set.Claims {
		if p := &c.Provenance; p.Method == model.Rule && p.Verdict == model.Rejected && len(c.Fragments) == 1 {
			rejected[c.Fragments[0].Span] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(finds), func(f Candidate) bool {
		covered := slices.ContainsFunc(marked, func(s text.Span) bool { return s.Overlaps(f.Span) })
		return f.Kind == Blank || covered || rejected[f.Span]
	})
}

// NoiseLabel is the label of a scheme that says noise of a kind: the one of that
// name, else the first of a noise group for injected text and the last for lines.
func NoiseLabel(scheme *model.Scheme, kind Kind) (group, label string, ok bool) {
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
