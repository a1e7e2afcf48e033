package check

import (
	"fmt"
	"maps"
	"slices"
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func attributes(l Layer, say report) {
	for _, c := range l.live() {
		for _, id := range sorted(c.Attributes) {
			a := l.Scheme.Attribute(id)
			if a == nil {
				say(Attribute, c.ID, "the scheme has no attribute %q", id)
			} else if !a.IsValid(c.Attributes[id]) {
				say(Attribute, c.ID, "the attribute %q is %s, not of type %s", id, shown(c.Attributes[id]), a.Type.Name)
			}
		}
	}
}

func shown(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(v)
}
