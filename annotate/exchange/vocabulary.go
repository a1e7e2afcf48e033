package exchange

import (
	"maps"
	"slices"

	"pizhu/model"
)

// A Vocabulary gathers the annotators, statuses and labels that a scheme and documents
// have, so that a selection that names others can be refused.
type Vocabulary struct{ annotators, statuses, labels map[string]bool }

// NewVocabulary knows what a scheme has.
func NewVocabulary(s *model.Scheme) *Vocabulary {
	k := &Vocabulary{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, x := range s.Statuses {
		k.statuses[x.ID] = true
	}
	for _, g := range s.Groups {
		k.labels[g.ID] = true
		for _, l := range g.Labels {
			k.labels[g.ID+"/"+l.ID] = true
		}
	}
	return k
}

// Add adds what a document has.
func (k *Vocabulary) Add(d Document) {
	for _, l := range d.Layers {
		k.annotators[l.Annotator] = true
		if status := l.Set.Document.Status; status != "" {
			k.statuses[status] = true
		}
		for _, c := range l.Set.All() {
			for group, list := range c.Labels {
				k.labels[group] = true
				for _, label := range list {
					k.labels[group+"/"+label] = true
				}
			}
		}
	}
}

// FirstUnknown returns the first name in a selection that nothing has, the kind of it
// (annotator, status or label), and the names of that kind that there are, sorted.
func (k *Vocabulary) FirstUnknown(s Filter) (kind, name string, known []string, ok bool) {
	for _, x := range []struct {
		kind  string
		asked []string
		has   map[string]bool
	}{{"annotator", s.Annotators, k.annotators}, {"status", s.Statuses, k.statuses}, {"label", s.Labels, k.labels}} {
		for _, name := range x.asked {
			if !x.has[name] {
				return x.kind, name, slices.Sorted(maps.Keys(x.has)), true
			}
		}
	}
	return "", "", nil, false
}

// HasAll reports whether the scheme and the documents have all that a selection names.
func (k *Vocabulary) HasAll(s Filter) bool {
	has := func(asked []string, known map[string]bool) bool {
		return !slices.ContainsFunc(asked, func(name string) bool { return !known[name] })
	}
	return has(s.Annotators, k.annotators) && has(s.Statuses, k.statuses) && has(s.Labels, k.labels)
}
