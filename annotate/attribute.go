package annotate

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"pizhu/model"
)

// Attributes are those that a claim may have, by the groups of its labels, in
// the scheme's order.
func (d Desk) Attributes(c *model.Claim) []model.Attribute {
	return slices.DeleteFunc(slices.Clone(d.Scheme.Attributes), func(a model.Attribute) bool {
		return !slices.ContainsFunc(a.On, func(group string) bool { return len(c.Labels[group]) > 0 })
	})
}

// SetAttribute gives an attribute of a claim the value that was typed. Nothing
// typed takes the attribute away.
func (d Desk) SetAttribute(c *model.Claim, a model.Attribute, typed string) (model.Edit, error) {
	next := d.edit(c)
	if next.Attributes == nil {
		next.Attributes = map[string]any{}
	}
	typed = strings.TrimSpace(typed)
	if typed == "" {
		delete(next.Attributes, a.ID)
	} else {
		v, err := value(a, typed)
		if err != nil {
			return model.Edit{}, err
		}
		next.Attributes[a.ID] = v
	}
	return model.Edit{Action: model.ActionEditAttributes, Changes: []model.Change{change(c, next)}}, nil
}

// value reads what was typed as the attribute's type has it.
func value(a model.Attribute, typed string) (any, error) {
	switch a.Type {
	case "number":
		return number(typed)
	case "date":
		return date(typed)
	case "boolean":
		return boolean(typed)
	case "choice":
		if !slices.ContainsFunc(a.Choices, func(c model.Choice) bool { return c.ID == typed }) {
			return nil, fmt.Errorf("%q is none of the choices", typed)
		}
	}
	return typed, nil
}

// powers are what may stand after the digits of a number.
var powers = []struct {
	word  string
	power int
}{{"万亿", 12}, {"萬億", 12}, {"亿", 8}, {"億", 8}, {"万", 4}, {"萬", 4}}

func number(typed string) (any, error) {
	digits := strings.ReplaceAll(typed, ",", "")
	for _, p := range powers {
		if rest, ok := strings.CutSuffix(digits, p.word); ok {
			digits = fmt.Sprintf("%se%d", rest, p.power)
			break
		}
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil, fmt.Errorf("%q is no number: write 1200, 3.8 or 1万亿", typed)
	}
	return n, nil
}

// date takes a year, a month or a day, as ISO 8601 writes them.
func date(typed string) (any, error) {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, typed); err == nil {
			return typed, nil
		}
	}
	return nil, fmt.Errorf("%q is no date: write 2030, 2030-06 or 2030-06-30", typed)
}

func boolean(typed string) (any, error) {
	switch strings.ToLower(typed) {
	case "true", "yes", "y", "是":
		return true, nil
	case "false", "no", "n", "否":
		return false, nil
	}
	return nil, fmt.Errorf("%q is neither yes nor no", typed)
}

// year is a year of our time with no digit beside it.
var year = regexp.MustCompile(`(?:^|\D)((?:19|20|21)\d\d)(?:\D|$)`)

// Suggest is a value that stands in the claim's own text, or nothing: for a
// date its first year.
func Suggest(c *model.Claim, a model.Attribute) string {
	for _, f := range c.Fragments {
		if found := year.FindStringSubmatch(f.Text); a.Type == "date" && found != nil {
			return found[1]
		}
	}
	return ""
}
