package exchange

import (
	"maps"
	"slices"

	"pizhu/model"
)

// A Vocabulary collects the annotators, statuses and labels of a scheme and of documents, so that a filter with an
// unknown name can be refused.
type Vocabulary struct{ annotators, statuses, labels map[string]bool }

// NewVocabulary returns the vocabulary of a scheme.
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

// Add adds the names in a document.
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

// FirstUnknown returns the first name in a filter that is not in the vocabulary, its kind (annotator, status or
// label), and the sorted names of that kind. Ok is false if all are known.
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

// HasAll reports whether the vocabulary has all names of a filter.
func (k *Vocabulary) HasAll(s Filter) bool {
	has := func(asked []string, known map[string]bool) bool {
		return !slices.ContainsFunc(asked, func(name string) bool { return !known[name] })
	}
	return has(s.Annotators, k.annotators) && has(s.Statuses, k.statuses) && has(s.Labels, k.labels)
}
