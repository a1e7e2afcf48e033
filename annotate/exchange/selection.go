package exchange

import (
	"slices"
	"strings"

	"pizhu/model"
)

// A Selection says what of a document is exported. An empty list selects all.
type Selection struct {
	Annotators []string
	Statuses   []string // of layers
	Labels     []string // group, or group/label
	Noise      bool     // the claims that mark noise, too
	Negatives  bool     // the rejected suggestions, too
}

// The reasons for which claims and layers are left out, as they were asked for.
const (
	byAnnotator = "layers of other annotators"
	byStatus    = "layers of another status"
	byLabel     = "claims without a label that was asked for"
	byNoise     = "claims that mark noise"
	byVerdict   = "rejected suggestions"
	byCut       = "claims that lie wholly in what was cut out"
	byEnds      = "relations of claims that are left out"
)

// pick is what is selected of a document, and whether it is exported at all: not
// where layers were asked for and it has none of them.
func (s Selection) pick(d Document, scheme *model.Scheme, r *Report) (Document, bool) {
	var layers []Layer
	for _, l := range d.Layers {
		switch {
		case len(s.Annotators) > 0 && !slices.Contains(s.Annotators, l.Annotator):
			r.leaveOut(byAnnotator, 1)
		case len(s.Statuses) > 0 && !slices.Contains(s.Statuses, l.Set.Document.Status):
			r.leaveOut(byStatus, 1)
		default:
			l.Set = s.set(l.Set, scheme, r)
			layers = append(layers, l)
		}
	}
	d.Layers = layers
	asked := len(s.Annotators) > 0 || len(s.Statuses) > 0
	return d, len(layers) > 0 || !asked
}

// set is what is selected of a layer.
func (s Selection) set(set model.Set, scheme *model.Scheme, r *Report) model.Set {
	kept := map[string]bool{}
	claims := make([]*model.Claim, 0, len(set.Claims))
	for _, c := range set.Claims {
		switch {
		case !s.Negatives && c.Provenance.Verdict == model.Rejected:
			r.leaveOut(byVerdict, 1)
		case !s.Noise && c.IsNoise(scheme):
			r.leaveOut(byNoise, 1)
		case !s.labelled(c):
			r.leaveOut(byLabel, 1)
		default:
			claims = append(claims, c)
			kept[c.ID] = true
		}
	}
	set.Claims = claims
	set.Adrift = slices.DeleteFunc(slices.Clone(set.Adrift), func(c *model.Claim) bool {
		return !s.Negatives && c.Provenance.Verdict == model.Rejected || !s.Noise && c.IsNoise(scheme) || !s.labelled(c)
	})
	relations := slices.DeleteFunc(slices.Clone(set.Relations), func(x *model.Relation) bool { return !kept[x.From] || !kept[x.To] })
	r.leaveOut(byEnds, len(set.Relations)-len(relations))
	set.Relations = relations
	return set
}

func (s Selection) labelled(c *model.Claim) bool {
	if len(s.Labels) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Labels, func(asked string) bool {
		group, label, one := strings.Cut(asked, "/")
		return len(c.Labels[group]) > 0 && (!one || c.Has(group, label))
	})
}
