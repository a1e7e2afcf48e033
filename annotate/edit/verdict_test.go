package edit

import (
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// suggest puts a claim that a model made on the desk.
func (d *Editor) suggest(t *testing.T, piece, group, label string) *model.Claim {
	t.Helper()
	c := d.newClaim([]text.Span{span(t, piece)})
	c.Labels = map[string][]string{group: {label}}
	c.Provenance = model.Provenance{By: "tagger", Method: model.Model, Created: d.now()}
	d.apply(t, model.Edit{Action: "suggest", Changes: []model.Change{{After: c}}}, nil)
	return c
}

// TestVerdicts decides on suggestions: by saying so, and by changing one. A note
// decides nothing, and what is decided is no suggestion any more.
func TestVerdicts(t *testing.T) {
	for want, decide := range map[model.Verdict]func(d *Editor, c *model.Claim){
		model.Accepted: func(d *Editor, c *model.Claim) { d.apply(t, d.Judge(c, model.Accepted), nil) },
		model.Rejected: func(d *Editor, c *model.Claim) { d.apply(t, d.Judge(c, model.Rejected), nil) },
		model.Edited: func(d *Editor, c *model.Claim) {
			e, _, err := d.LabelClaim(c, "goal", "2035")
			d.apply(t, e, err)
		},
		model.Undecided: func(d *Editor, c *model.Claim) { d.apply(t, d.Note(c, "?"), nil) },
	} {
		d := newEditor(t)
		c := d.suggest(t, "市场潜力大", "goal", "2030")
		if !c.Suggested() {
			t.Fatalf("%+v is no suggestion", c.Provenance)
		}
		decide(&d, c)
		now := d.Set.Claim(c.ID)
		p := now.Provenance
		if p.Verdict != want || p.By != "tagger" || now.Suggested() != (want == model.Undecided) || (p.DecidedBy == "chen") == now.Suggested() {
			t.Errorf("%q: %+v", want, p)
		}
	}
}

// TestAcceptedNoiseIsCutOut cuts noise that a model found out of a claim once it
// is accepted.
func TestAcceptedNoiseIsCutOut(t *testing.T) {
	d := newEditor(t)
	whole := d.label(t, "产业万博体育app发展", "goal", "2030")
	noise := d.suggest(t, "万博体育app", "noise", "injected")
	if c := d.Set.Claim(whole); len(c.Fragments) != 1 {
		t.Fatalf("a suggestion cut %q", c.Quote())
	}
	d.apply(t, d.Judge(noise, model.Accepted), nil)
	if c := d.Set.Claim(whole); len(c.Fragments) != 2 {
		t.Errorf("the claim is %q", c.Quote())
	}
}
