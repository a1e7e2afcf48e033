package check

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"pizhu/model"
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func attributes(l Layer, say report) {
	for _, c := range l.live() {
		for _, id := range sorted(c.Attributes) {
			a := l.Scheme.Attribute(id)
			if a == nil {
				say(Attribute, c.ID, "the scheme has no attribute %q", id)
			} else if !suits(*a, c.Attributes[id]) {
				say(Attribute, c.ID, "the attribute %q is %s, not of type %s", id, shown(c.Attributes[id]), a.Type)
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

// suits reports whether a value is of an attribute's type.
func suits(a model.Attribute, v any) bool {
	s, isString := v.(string)
	switch a.Type {
	case "number":
		_, ok := v.(float64)
		return ok
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "date":
		return isString && slices.ContainsFunc([]string{"2006", "2006-01", time.DateOnly}, func(layout string) bool {
			_, err := time.Parse(layout, s)
			return err == nil
		})
	case "choice":
		return isString && slices.ContainsFunc(a.Choices, func(c model.Choice) bool { return c.ID == s })
	}
	return isString
}
