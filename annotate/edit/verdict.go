package edit

import "pizhu/model"

// verdicts are the actions by which a person decides on a suggestion.
var verdicts = map[model.Verdict]model.Action{
	model.Accepted: model.ActionAcceptSuggestion, model.Rejected: model.ActionRejectSuggestion,
}

// Judge accepts or rejects a claim that a rule, a model or another tool
// suggested. A rejected one is kept, as an explicit negative. Accepted noise is
// cut out of the claims that hold it.
func (d Editor) Judge(c *model.Claim, v model.Verdict) model.Edit {
	next := d.decide(c.Clone(), v)
	changes := append(d.startWork(), changeClaim(c, next))
	if v == model.Accepted && c.IsNoise(d.Scheme) {
		changes = append(changes, d.cutNoise(c.Spans())...)
	}
	return model.Edit{Action: verdicts[v], Changes: changes}
}

// decide gives a claim the verdict of the editor's author.
func (d Editor) decide(c *model.Claim, v model.Verdict) *model.Claim {
	p := &c.Provenance
	p.Verdict, p.DecidedBy, p.Decided = v, d.Author.Name, d.now()
	return c
}

// editAsPerson is a copy of a claim of which a person changes what it says. A suggestion
// is decided by that.
func (d Editor) editAsPerson(c *model.Claim) *model.Claim {
	next := d.copyOf(c)
	if c.Suggested() {
		return d.decide(next, model.Edited)
	}
	return next
}
