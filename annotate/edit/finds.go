package edit

import (
	"strconv"

	"pizhu/annotate/noise"
	"pizhu/model"
	"pizhu/model/text"
)

// noiseRuleAuthor is who makes the claims that come of finds.
const noiseRuleAuthor = "noise-rules"

// Decide accepts or rejects a find. It becomes a claim with that verdict, and is
// kept either way: a rejected one as an explicit negative. Accepted noise is cut
// out of the claims that hold it.
func (d Editor) Decide(f noise.Candidate, v model.Verdict) (model.Edit, string, error) {
	group, label, ok := noise.LabelFor(d.Scheme, f.Kind)
	if !ok {
		return model.Edit{}, "", ErrNoNoise
	}
	spans := []text.Span{f.Span}
	c := d.newClaim(spans)
	c.Labels = d.Scheme.Toggle(nil, group, label)
	confidence := f.Confidence
	c.Provenance = model.Provenance{
		By: noiseRuleAuthor, Method: model.Rule, Version: strconv.Itoa(noise.Version), Created: d.now(), Confidence: &confidence,
	}
	changes := append(d.startWork(), model.Change{After: d.decide(c, v)})
	if v == model.Accepted {
		changes = append(changes, d.cutNoise(spans)...)
	}
	return model.Edit{Action: verdicts[v], Changes: changes}, c.ID, nil
}
