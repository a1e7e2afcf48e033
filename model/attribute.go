package model

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"pizhu/model/fault"
)

// An Attribute is a typed value that claims may have: a year, an amount, a modality.
type Attribute struct {
	ID        string
	Type      AttributeType
	On        []string // the ids of the groups whose claims may have it
	Names     Names
	Guideline string
	Choices   []Choice // the values allowed by the scheme, if Type.Listed
}

// A Choice is one value of an attribute that allows only a few.
type Choice struct {
	ID    string // the value as text, see FormatValue
	Names Names
}

// An AttributeType defines the values of an attribute. Each type is one row of
// AttributeTypes; scheme files, dialogs, checks and formats all read the row, and none
// compares type names. The zero value is a type of any text.
type AttributeType struct {
	Name    string
	Kind    ValueKind
	Listed  bool                             // the scheme lists the values, as the attribute's Choices
	Choices []Choice                         // the values of a type that has the same few in every scheme
	Read    func(text string) (any, error)   // converts text to a value of Kind; nil if the value is the text itself
	Find    func(text string) (string, bool) // finds a likely value in a claim's text, as Read takes it; nil if nothing is guessed
}

// ValueKind is the JSON type that stores a value.
type ValueKind int

// The kinds of values, with their Go types.
const (
	TextValue    ValueKind = iota // string
	NumberValue                   // float64, finite
	BooleanValue                  // bool
)

// AttributeTypes returns the types that a scheme may use, in the order of its documentation.
func AttributeTypes() []AttributeType {
	return []AttributeType{
		{Name: "text"},
		{Name: "number", Kind: NumberValue, Read: readNumber},
		{Name: "choice", Listed: true},
		{Name: "boolean", Kind: BooleanValue, Read: readBoolean, Choices: []Choice{
			{ID: "true", Names: Names{{"en", "yes"}}},
			{ID: "false", Names: Names{{"en", "no"}}},
		}},
		{Name: "date", Read: readDate, Find: findYear},
	}
}

// Values returns the values that a person can choose from, or nil if a value is typed.
func (a *Attribute) Values() []Choice {
	if a.Type.Listed {
		return a.Choices
	}
	return a.Type.Choices
}

// Parse converts text, as a person types it or a file of another program holds it, to a
// value of the attribute. Every text that FormatValue returns for a value of the
// attribute is parsed to that value.
func (a *Attribute) Parse(text string) (any, error) {
	var v any = text
	if a.Type.Read != nil {
		var err error
		if v, err = a.Type.Read(text); err != nil {
			return nil, err
		}
	}
	values := a.Values()
	if values == nil && !a.Type.Listed {
		return v, nil
	}
	if id := FormatValue(v); !slices.ContainsFunc(values, func(c Choice) bool { return c.ID == id }) {
		return nil, fault.Errorf("%q is none of the choices", text)
	}
	return v, nil
}

// IsValid reports whether v is a value of the attribute.
func (a *Attribute) IsValid(v any) bool {
	parsed, err := a.Parse(FormatValue(v))
	return err == nil && parsed == v
}

// ValueName returns a value as it is shown to a person: the name of a choice in a
// language, else the value as text.
func (a *Attribute) ValueName(v any, lang string) string {
	text := FormatValue(v)
	for _, c := range a.Values() {
		if c.ID == text {
			return c.Names.In(lang)
		}
	}
	return text
}

// FindValue returns a value that the text of the claim contains, as Parse takes it, or
// "" if there is none.
func (a *Attribute) FindValue(c *Claim) string {
	if a.Type.Find == nil {
		return ""
	}
	for _, f := range c.Fragments {
		if found, ok := a.Type.Find(f.Text); ok {
			return found
		}
	}
	return ""
}

// FormatValue returns the value of an attribute as text: a number without exponent and
// with the fewest digits that are read back as the same number, true or false for a
// boolean, and "" for nil.
func FormatValue(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// powers are the Han numerals that may follow the digits of a number, with their powers
// of ten. Longer ones come first.
var powers = []struct {
	word  string
	power int
}{{"万亿", 12}, {"萬億", 12}, {"亿", 8}, {"億", 8}, {"万", 4}, {"萬", 4}}

// readNumber reads a decimal number with or without thousands separators and a Han power
// of ten: 1,200 or 3.8万亿.
func readNumber(text string) (any, error) {
	digits := strings.ReplaceAll(text, ",", "")
	for _, p := range powers {
		if rest, ok := strings.CutSuffix(digits, p.word); ok {
			digits = fmt.Sprintf("%se%d", rest, p.power)
			break
		}
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil, fault.Errorf("%q is no number: write 1200, 3.8 or 1万亿", text)
	}
	return n, nil
}

// readDate reads a year, a month or a day in the format of ISO 8601. The value is the
// text itself, so that it keeps its precision.
func readDate(text string) (any, error) {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, text); err == nil {
			return text, nil
		}
	}
	return nil, fault.Errorf("%q is no date: write 2030, 2030-06 or 2030-06-30", text)
}

func readBoolean(text string) (any, error) {
	switch strings.ToLower(text) {
	case "true", "t", "yes", "y", "1", "是":
		return true, nil
	case "false", "f", "no", "n", "0", "否":
		return false, nil
	}
	return nil, fault.Errorf("%q is neither yes nor no", text)
}

// year matches a year from 1900 to 2199 without digits beside it.
var year = regexp.MustCompile(`(?:^|\D)((?:19|20|21)\d\d)(?:\D|$)`)

func findYear(text string) (string, bool) {
	found := year.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	return found[1], true
}
