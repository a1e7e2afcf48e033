// Package check finds what is wrong with articles and layers. Look compares the claims of one layer with the text and the
// scheme; Inspect goes through the files of a corpus. It repairs nothing.
package check

import (
	"slices"

	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// A Layer is what is looked at.
type Layer struct {
	Text      *text.Text
	Set       model.Set
	Scheme    *model.Scheme
	Unchanged bool // the text is the one that the claims were made for
}

// A Finding is one thing that is wrong.
type Finding struct {
	ID   string // of the claim or relation; empty for the article as a whole
	Kind Kind
	What string
	Said error // What, in words that can be said in another language
	Hint string
}

// Kind says what is wrong, in one word.
type Kind string

// The kinds of what is wrong with a layer. A claim whose text was changed has
// the name of its standing.
const (
	Quote     Kind = "quote"
	Cluster   Kind = "cluster"
	Label     Kind = "label"
	Choose    Kind = "choose"
	Required  Kind = "required"
	Attribute Kind = "attribute"
	Relation  Kind = "relation"
	Status    Kind = "status"
	Twice     Kind = "twice"
	Encoding  Kind = "undecodable"
)

// A rule finds one kind of fault.
type rule struct {
	hint string
	find func(Layer, report)
}

// A report takes what a rule found.
type report func(k Kind, id, format string, args ...any)

// rules is the table of what can be wrong.
var rules = []rule{
	{"the article was changed after it was annotated. The reader shows the old text and the new, and asks", displaced},
	{"another program wrote this sidecar, and not by the text; mend the span or the quote", misquoted},
	{"another program, or another version of Unicode, set the span; it is shown widened", cut},
	{"it was annotated with U+FFFD for them: mend the article, or name its encoding with --encoding, and look at the claim again", undecodable},
	{"add it to the scheme, or take it off in the reader", unknownLabels},
	{"the scheme wants one label of this group; take the others off", several},
	{"give it a label of the group", missing},
	{"the scheme says which attributes there are, and of which type", attributes},
	{"delete the relation, or bring the claim back", relations},
	{"the scheme says which statuses there are", status},
	{"delete all but one of them", duplicates},
}

// Look applies all rules.
func Look(l Layer) []Finding {
	var found []Finding
	for _, r := range rules {
		r.find(l, func(k Kind, id, format string, args ...any) {
			said := fault.Errorf(format, args...)
			found = append(found, Finding{ID: id, Kind: k, What: said.Error(), Said: said, Hint: r.hint})
		})
	}
	return found
}

// live are the claims that say something: of a rejected suggestion nothing is
// wanted.
func (l Layer) live() []*model.Claim { return l.Set.Live() }

func unknownLabels(l Layer, say report) {
	for _, c := range l.live() {
		unknownIn(l.Scheme.Groups, c.Labels, c.ID, say)
	}
	unknownIn(l.Scheme.Documents, l.Set.Document.Labels, "", say)
}

func unknownIn(groups []model.Group, labels map[string][]string, id string, say report) {
	for _, group := range sorted(labels) {
		i := slices.IndexFunc(groups, func(g model.Group) bool { return g.ID == group })
		if i < 0 {
			say(Label, id, "the scheme has no group %q", group)
			continue
		}
		for _, label := range labels[group] {
			if groups[i].Label(label) == nil {
				say(Label, id, "the group %q has no label %q", group, label)
			}
		}
	}
}

func several(l Layer, say report) {
	for _, c := range l.live() {
		severalOf(l.Scheme.Groups, c.Labels, c.ID, say)
	}
	severalOf(l.Scheme.Documents, l.Set.Document.Labels, "", say)
}

func severalOf(groups []model.Group, labels map[string][]string, id string, say report) {
	for _, g := range groups {
		if !g.Many && len(labels[g.ID]) > 1 {
			say(Choose, id, "%d labels of the group %q: %q", len(labels[g.ID]), g.ID, labels[g.ID])
		}
	}
}

// missing holds claims to the groups that all must have, and the article once its
// status says that it is done.
func missing(l Layer, say report) {
	for _, c := range l.live() {
		if !c.IsNoise(l.Scheme) {
			missingOf(l.Scheme.Groups, c.Labels, c.ID, say)
		}
	}
	for _, s := range l.Scheme.Statuses {
		if s.Final && s.ID == l.Set.Document.Status {
			missingOf(l.Scheme.Documents, l.Set.Document.Labels, "", say)
		}
	}
}

func missingOf(groups []model.Group, labels map[string][]string, id string, say report) {
	for _, g := range groups {
		if g.Required && len(labels[g.ID]) == 0 {
			say(Required, id, "no label of the group %q", g.ID)
		}
	}
}

func status(l Layer, say report) {
	s := l.Set.Document.Status
	if s != "" && !slices.ContainsFunc(l.Scheme.Statuses, func(t model.Status) bool { return t.ID == s }) {
		say(Status, "", "the scheme has no status %q", s)
	}
}

func relations(l Layer, say report) {
	claims := map[string]*model.Claim{}
	for _, c := range l.Set.All() {
		claims[c.ID] = c
	}
	for _, r := range l.Set.Relations {
		kind := l.Scheme.Relation(r.Type)
		if kind == nil {
			say(Relation, r.ID, "the scheme has no relation %q", r.Type)
		}
		for _, end := range []string{r.From, r.To} {
			if claims[end] == nil {
				say(Relation, r.ID, "there is no claim %q at its end", end)
			}
		}
		if r.From == r.To {
			say(Relation, r.ID, "it leads from a claim to itself")
		}
		if to := claims[r.To]; kind != nil && to != nil && !leads(kind, to) {
			say(Relation, r.ID, "%q leads to none of %q", r.Type, kind.To)
		}
	}
}

// leads reports whether a relation may lead to a claim.
func leads(r *model.RelationType, to *model.Claim) bool {
	return len(r.To) == 0 || slices.ContainsFunc(r.To, func(group string) bool { return len(to.Labels[group]) > 0 })
}
