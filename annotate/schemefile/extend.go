package schemefile

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"pizhu/model/fault"
)

// Extend adds labels to a file, each as group/label, and the groups that they
// are in; what is there already stays, with its comments. The new ones have
// their ids for names and no keys.
func Extend(raw []byte, labels []string) ([]byte, error) {
	if _, err := Parse(raw); err != nil {
		return nil, err
	}
	var file yaml.Node
	if err := yaml.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	groups := valueOf(file.Content[0], "groups")
	for _, name := range labels {
		group, label, ok := strings.Cut(name, "/")
		if !ok {
			return nil, fault.Errorf("the label %q names no group", name)
		}
		list := valueOf(entry(groups, group, "choose", "many", "labels", ""), "labels")
		entry(list, label)
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(&file); err != nil {
		return nil, err
	}
	if err := e.Close(); err != nil {
		return nil, err
	}
	if _, err := Parse(b.Bytes()); err != nil {
		return nil, fault.Errorf("the scheme with new labels: %w", err)
	}
	return b.Bytes(), nil
}

// valueOf is the value of a key of a mapping, or nil.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// entry is the mapping of an id in a list. Where there is none it is added, with
// more of its keys and their values; an empty value is an empty list.
func entry(list *yaml.Node, id string, more ...string) *yaml.Node {
	at := slices.IndexFunc(list.Content, func(n *yaml.Node) bool {
		v := valueOf(n, "id")
		return v != nil && v.Value == id
	})
	if at >= 0 {
		return list.Content[at]
	}
	text := func(s string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle}
	}
	key := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }
	names := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle, Content: []*yaml.Node{key("en"), text(id)}}
	added := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key("id"), text(id), key("names"), names}}
	for pair := range slices.Chunk(more, 2) {
		v := key(pair[1])
		if pair[1] == "" {
			v = &yaml.Node{Kind: yaml.SequenceNode}
		}
		added.Content = append(added.Content, key(pair[0]), v)
	}
	list.Content = append(list.Content, added)
	list.Style = 0
	return added
}
