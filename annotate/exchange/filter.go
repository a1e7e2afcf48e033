package exchange

import (
	"slices"
	"strings"

	"pizhu/model"
)

// A Filter selects what is exported of a document. An empty list selects everything.
type Filter struct {
	Annotators []string
	Statuses   []string // of layers
	Labels     []string // group, or group/label
	Noise      bool     // the claims that mark noise, too
	Negatives  bool     // the rejected suggestions, too

	// What a training format has only where it is asked for; others have it always.
	Unlabelled bool // the articles that nobody has annotated
	Undecided  bool // the suggestions that nobody has decided on
}

// The reasons for which claims, layers and articles are left out.
const (
	Unannotated      = phrase("article[s] that nobody has annotated")
	Undecided        = phrase("suggestion[s] that nobody has decided on")
	byWork           = phrase("layer[s] that nobody has worked on")
	byAnnotator      = phrase("layer[s] of other annotators")
	byStatus         = phrase("layer[s] of another status")
	byLabel          = phrase("claim[s] without a label that was asked for")
	byNoise          = phrase("claim[s] that mark[s|] noise")
	byPutBack        = phrase("change[s] made after a sidecar that was put back to an earlier state")
	byPutBackDeleted = phrase("deletion[s] made after a sidecar that was put back to an earlier state")
	byVerdict        = phrase("rejected suggestion[s]")
	byCut            = phrase("claim[s] that [lies|lie] wholly in what was cut out")
	byEnds           = phrase("relation[s] of claims that are left out")
)

// forFormat returns the filter for a format. Only training formats leave out unlabelled articles and undecided
// suggestions by default.
func (s Filter) forFormat(f Format) Filter {
	s.Unlabelled = s.Unlabelled || !f.Training
	s.Undecided = s.Undecided || !f.Training
	return s
}

// apply returns what the filter selects of a document, and whether the document is exported: not if layers were asked
// for and it has none of them, nor if nobody annotated it and Unlabelled is false.
func (s Filter) apply(d Document, scheme *model.Scheme, r *Report) (Document, bool) {
	var layers []Layer
	unread := 0
	for _, l := range d.Layers {
		switch {
		case len(s.Annotators) > 0 && !slices.Contains(s.Annotators, l.Annotator):
			r.addLeftOut(byAnnotator, 1)
		case len(s.Statuses) > 0 && !slices.Contains(s.Statuses, l.Set.Document.Status):
			r.addLeftOut(byStatus, 1)
		case !s.Unlabelled && !s.isAnnotated(l.Set, scheme):
			r.addLeftOut(Undecided, s.countUndecided(l.Set))
			r.addLoss(Journals, l.Damaged) // which may have more
			unread++
		default:
			l.Set = s.filterSet(l.Set, scheme, r)
			layers = append(layers, l)
		}
	}
	asked := len(s.Annotators) > 0 || len(s.Statuses) > 0
	switch {
	case len(layers) > 0:
		r.addLeftOut(byWork, unread)
	case unread > 0 || !s.Unlabelled && len(d.Layers) == 0:
		r.addLeftOut(Unannotated, 1)
		return d, false
	case asked:
		return d, false
	}
	d.Layers = layers
	return d, true
}

// isAnnotated reports whether a layer is a statement about its article, even that there is nothing in it. It is not if
// all claims are undecided suggestions, nor if there are no claims and the status is the first of several in the
// scheme: that of articles nobody has worked on.
func (s Filter) isAnnotated(set model.Set, scheme *model.Scheme) bool {
	status := set.Document.Status
	for i, x := range scheme.Statuses {
		if x.ID != status {
			continue
		}
		if x.Final {
			return true
		}
		if i == 0 && len(scheme.Statuses) > 1 && len(set.Claims)+len(set.Adrift) == 0 {
			return false
		}
	}
	all := set.All()
	return len(all) == 0 || s.Undecided || slices.ContainsFunc(all, func(c *model.Claim) bool { return !c.Suggested() })
}

// countUndecided counts the suggestions that are left out because nobody has
// decided on them.
func (s Filter) countUndecided(set model.Set) int {
	if s.Undecided {
		return 0
	}
	return claimsWith((*model.Claim).Suggested)(set)
}

// filterSet returns what the filter selects of a layer.
func (s Filter) filterSet(set model.Set, scheme *model.Scheme, r *Report) model.Set {
	kept := map[string]bool{}
	claims := make([]*model.Claim, 0, len(set.Claims))
	for _, c := range set.Claims {
		if why := s.exclusionReason(c, scheme); why != "" {
			r.addLeftOut(why, 1)
			continue
		}
		claims = append(claims, c)
		kept[c.ID] = true
	}
	set.Claims = claims
	set.Adrift = slices.DeleteFunc(slices.Clone(set.Adrift), func(c *model.Claim) bool { return s.exclusionReason(c, scheme) != "" })
	set.Relations = keptRelations(set, kept, r)
	return set
}

// keptRelations returns the relations between claims that are kept. A relation to a claim without a place in the text
// counts as lost, unless its other end was left out by the filter.
func keptRelations(set model.Set, kept map[string]bool, r *Report) []*model.Relation {
	adrift := map[string]bool{}
	for _, c := range set.Adrift {
		adrift[c.ID] = true
	}
	relations := make([]*model.Relation, 0, len(set.Relations))
	for _, x := range set.Relations {
		switch {
		case kept[x.From] && kept[x.To]:
			relations = append(relations, x)
		case (kept[x.From] || adrift[x.From]) && (kept[x.To] || adrift[x.To]):
			r.addLoss(Relations, 1)
			r.addLoss(RelationNotes, boolCount(x.Note != ""))
		default:
			r.addLeftOut(byEnds, 1)
		}
	}
	return relations
}

// exclusionReason returns why a claim is left out, or an empty phrase.
func (s Filter) exclusionReason(c *model.Claim, scheme *model.Scheme) phrase {
	switch {
	case !s.Negatives && c.Provenance.Verdict == model.Rejected:
		return byVerdict
	case !s.Noise && c.IsNoise(scheme):
		return byNoise
	case !s.Undecided && c.Suggested():
		return Undecided
	case !s.hasLabel(c):
		return byLabel
	}
	return ""
}

func (s Filter) hasLabel(c *model.Claim) bool {
	if len(s.Labels) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Labels, func(asked string) bool {
		group, label, one := strings.Cut(asked, "/")
		return len(c.Labels[group]) > 0 && (!one || c.Has(group, label))
	})
}
