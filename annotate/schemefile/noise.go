package schemefile

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v4"

	"pizhu/model"
)

func noiseRule(r *reader, n *yaml.Node) model.NoiseRule {
	return mapping(
		need("rule", func(x *model.NoiseRule) *string { return &x.Rule }, oneOf("rule", "injected", "line", "kept")),
		need("text", func(x *model.NoiseRule) *string { return &x.Text }, telling),
		may("by", func(x *model.NoiseRule) *string { return &x.By }, prose),
		may("added", func(x *model.NoiseRule) *string { return &x.Added }, prose),
	)(r, n)
}

// telling reads a text of one line that says something: more than blanks, and
// than the stars of a pattern.
func telling(r *reader, n *yaml.Node) string {
	s := prose(r, n)
	if strings.Trim(s, "* \u3000") == "" || strings.ContainsFunc(s, unicode.IsControl) {
		r.failf(n, "%s cannot be the text of a rule: a line with something in it is wanted", show(s))
	}
	return s
}

// Why rules cannot be added to a file.
var (
	ErrBracketed  = errors.New("the list noise is written in brackets")
	ErrUneditable = errors.New("rules cannot be added to the file as it is written")
)

// AddNoise gives a file with more rules in its list noise, before those that are
// there. Nothing else of the file is changed, no comment and no blank.
func AddNoise(raw []byte, rules []model.NoiseRule) ([]byte, error) {
	before, err := Parse(raw)
	if err != nil {
		return nil, err
	}
	root, fault := load(raw)
	if fault != nil {
		return nil, Faults{fault}
	}
	made, err := insert(raw, member(root, "noise"), rules)
	if err != nil {
		return nil, err
	}
	after, err := Parse(made)
	if err != nil || !reflect.DeepEqual(after.Noise, slices.Concat(rules, before.Noise)) {
		return nil, ErrUneditable
	}
	return made, nil
}

// member is the value of a key of a mapping, or nil.
func member(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// insert writes rules before the first of a list, or with a new list at the end
// of the file where there is none.
func insert(raw []byte, list *yaml.Node, rules []model.NoiseRule) ([]byte, error) {
	if list == nil {
		end := "\n"
		if bytes.HasSuffix(raw, []byte("\n")) {
			end = ""
		}
		return fmt.Appendf(slices.Clone(raw), "%snoise:\n%s", end, written(rules, "  ")), nil
	}
	if list.Style&yaml.FlowStyle != 0 {
		return nil, ErrBracketed
	}
	at := 0
	for range list.Line - 1 {
		at += bytes.IndexByte(raw[at:], '\n') + 1
	}
	return slices.Concat(raw[:at], []byte(written(rules, strings.Repeat(" ", list.Column-1))), raw[at:]), nil
}

// written is rules in YAML, one a line. A quoted text of JSON is one of YAML.
func written(rules []model.NoiseRule, indent string) string {
	var b []byte
	for _, r := range rules {
		b = fmt.Appendf(b, "%s- {rule: %s, text: ", indent, r.Rule)
		b, _ = jsontext.AppendQuote(b, r.Text) // what is not UTF-8 in it is replaced
		for _, f := range []struct{ name, value string }{{"by", r.By}, {"added", r.Added}} {
			if f.value != "" {
				b = fmt.Appendf(b, ", %s: ", f.name)
				b, _ = jsontext.AppendQuote(b, f.value)
			}
		}
		b = append(b, "}\n"...)
	}
	return string(b)
}
