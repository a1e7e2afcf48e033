package merge

import (
	"maps"
	"slices"
	"strings"

	"pizhu/model"
)

// mergeDocuments merges the labels, the note and the status of the article as a whole. Labels and notes can contain both
// sides'. A status cannot: the later in alphabetical order stays, the same for both sides, and the other is listed.
func mergeDocuments(base, ours, theirs model.Document) (model.Document, []Conflict) {
	merged := model.Document{Labels: map[string][]string{}}
	var conflicts []Conflict
	list := func(member string, reason Reason, lost string) {
		conflicts = append(conflicts, Conflict{Kind: model.KindDocument, ID: member, Reason: reason, Lost: lost})
	}
	if one, ok := ThreeWayValue(base.Status, ours.Status, theirs.Status); ok {
		merged.Status = one
	} else {
		merged.Status = max(ours.Status, theirs.Status)
		list("status", OneChosen, min(ours.Status, theirs.Status))
	}
	groups := maps.Clone(ours.Labels)
	if groups == nil {
		groups = map[string][]string{}
	}
	maps.Copy(groups, theirs.Labels)
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		labels, ok := mergeLabels(base.Labels[group], ours.Labels[group], theirs.Labels[group])
		if !ok {
			list("labels "+group, BothKept, "")
		}
		if len(labels) > 0 {
			merged.Labels[group] = labels
		}
	}
	if one, ok := ThreeWayValue(base.Note, ours.Note, theirs.Note); ok {
		merged.Note = one
	} else {
		merged.Note = joinNotes(ours.Note, theirs.Note)
		list("note", BothKept, "")
	}
	return merged, conflicts
}

// ThreeWayValue returns the value that one side changed, or both alike. ok is false where both changed it and differ.
func ThreeWayValue[V comparable](base, ours, theirs V) (v V, ok bool) {
	switch {
	case ours == theirs, theirs == base:
		return ours, true
	case ours == base:
		return theirs, true
	}
	return v, false
}

// mergeLabels merges the labels of a group as ThreeWayValue does a value. Where both sides changed them it returns both
// sides' labels, even in a group that allows one.
func mergeLabels(base, ours, theirs []string) (labels []string, ok bool) {
	switch {
	case slices.Equal(ours, theirs), slices.Equal(theirs, base):
		return ours, true
	case slices.Equal(ours, base):
		return theirs, true
	}
	first, second := ours, theirs
	if slices.Compare(second, first) < 0 {
		first, second = second, first
	}
	labels = slices.Clone(first)
	for _, label := range second {
		if !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return labels, false
}

// joinNotes returns one note after the other, or the longer if it contains the other.
func joinNotes(a, b string) string {
	a, b = min(a, b), max(a, b)
	switch {
	case strings.Contains(a, b):
		return a
	case strings.Contains(b, a):
		return b
	}
	return a + "\n" + b
}
