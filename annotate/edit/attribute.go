package edit

import (
	"slices"
	"strings"

	"pizhu/model"
)

// Attributes are those that a claim may have, by the groups of its labels, in
// the scheme's order.
func (d Editor) Attributes(c *model.Claim) []model.Attribute {
	return slices.DeleteFunc(slices.Clone(d.Scheme.Attributes), func(a model.Attribute) bool {
		return !slices.ContainsFunc(a.On, func(group string) bool { return len(c.Labels[group]) > 0 })
	})
}

// SetAttribute gives an attribute of a claim the value that was typed. Nothing
// typed takes the attribute away.
func (d Editor) SetAttribute(c *model.Claim, a model.Attribute, typed string) (model.Edit, error) {
	next := d.editAsPerson(c)
	if next.Attributes == nil {
		next.Attributes = map[string]any{}
	}
	typed = strings.TrimSpace(typed)
	if typed == "" {
		delete(next.Attributes, a.ID)
	} else {
		v, err := a.Parse(typed)
		if err != nil {
			return model.Edit{}, err
		}
		next.Attributes[a.ID] = v
	}
	return model.Edit{Action: model.ActionEditAttributes, Changes: []model.Change{changeClaim(c, next)}}, nil
}
