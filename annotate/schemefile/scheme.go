package schemefile

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/fault"
)

// scheme reads the whole file.
func scheme(r *reader, n *yaml.Node) model.Scheme {
	if r.checkVersion(n); len(r.faults) > 0 {
		return model.Scheme{}
	}
	s := mapping(
		constant[model.Scheme]("format", oneOf("format", format)),
		constant[model.Scheme]("version", latest),
		need("id", func(s *model.Scheme) *string { return &s.ID }, id),
		need("names", func(s *model.Scheme) *model.Names { return &s.Names }, languages),
		may("unit", func(s *model.Scheme) *string { return &s.Unit }, oneOf("unit",
			"character", "word", "clause", "sentence", "quotation", "figure", "time", "parenthesis", "paragraph")),
		need("groups", func(s *model.Scheme) *[]model.Group { return &s.Groups }, distinct(claimGroup, groupID)),
		may("attributes", func(s *model.Scheme) *[]model.Attribute { return &s.Attributes },
			distinct(attribute, func(a *model.Attribute) string { return a.ID })),
		may("relations", func(s *model.Scheme) *[]model.RelationType { return &s.Relations },
			distinct(relation, func(t *model.RelationType) string { return t.ID })),
		may("documents", func(s *model.Scheme) *[]model.Group { return &s.Documents }, distinct(group, groupID)),
		need("statuses", func(s *model.Scheme) *[]model.Status { return &s.Statuses },
			distinct(status, func(s *model.Status) string { return s.ID })),
		may("ignore", func(s *model.Scheme) *[]string { return &s.Ignore }, patterns),
		may("noise", func(s *model.Scheme) *[]model.NoiseRule { return &s.Noise }, list(noiseRule)),
	)(r, n)
	r.checkGroups(s)
	r.checkKeys()
	s.Unit = cmp.Or(s.Unit, "sentence")
	return s
}

// checkVersion comes before all else: whatever a later version changed is no
// fault of the file.
func (r *reader) checkVersion(n *yaml.Node) {
	if !r.is(n, yaml.MappingNode, "a mapping") {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "version" {
			latest(r, n.Content[i+1])
		}
	}
}

// latest makes sure that this package knows the version.
func latest(r *reader, n *yaml.Node) string {
	s := prose(r, n)
	if v, err := strconv.Atoi(s); err != nil || v < 1 {
		r.failf(n, "there is no version %s of the format; this is version %d", show(s), version)
	} else if v > version {
		r.failf(n, "%w: version %d of the format, where this one knows %d", ErrVersion, v, version)
	}
	return s
}

// languages reads a name in one or more languages, in the file's order.
func languages(r *reader, n *yaml.Node) model.Names {
	if !r.is(n, yaml.MappingNode, "a mapping of languages to names, such as {zh: 目标, en: Goal},") {
		return nil
	}
	var names model.Names
	for key, v := range r.members(n) {
		name := model.Name{Lang: id(r, key), Text: prose(r, v)}
		if strings.TrimSpace(name.Text) == "" || strings.ContainsFunc(name.Text, unicode.IsControl) {
			r.failf(v, "%s cannot be a name: a line with something in it is wanted", show(name.Text))
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		r.failf(n, "a name in at least one language is wanted")
	}
	return names
}

func groupID(g *model.Group) string { return g.ID }

// group reads a label group.
func group(r *reader, n *yaml.Node) model.Group {
	g := mapping(
		need("id", func(g *model.Group) *string { return &g.ID }, id),
		need("names", func(g *model.Group) *model.Names { return &g.Names }, languages),
		need("choose", func(g *model.Group) *bool { return &g.Many }, many),
		may("required", func(g *model.Group) *bool { return &g.Required }, flag),
		may("mark", func(g *model.Group) *string { return &g.Mark },
			oneOf("mark", "line", "double", "curl", "dots", "dashes", "none")),
		may("noise", func(g *model.Group) *bool { return &g.Noise }, flag),
		need("labels", func(g *model.Group) *[]model.Label { return &g.Labels },
			distinct(label, func(l *model.Label) string { return l.ID })),
	)(r, n)
	r.checkParents(g)
	return g
}

// claimGroup reads a group whose labels claims have: they are seen in the text.
func claimGroup(r *reader, n *yaml.Node) model.Group {
	g := group(r, n)
	g.Mark = cmp.Or(g.Mark, "line")
	for i := range g.Labels {
		g.Labels[i].Colour = cmp.Or(g.Labels[i].Colour, "grey")
	}
	return g
}

func many(r *reader, n *yaml.Node) bool { return oneOf("choice", "one", "many")(r, n) == "many" }

func label(r *reader, n *yaml.Node) model.Label {
	return mapping(
		need("id", func(l *model.Label) *string { return &l.ID }, id),
		may("parent", func(l *model.Label) *string { return &l.Parent }, refer(func(r *reader) *[]reference { return &r.parents })),
		may("key", func(l *model.Label) *string { return &l.Key }, key),
		may("colour", func(l *model.Label) *string { return &l.Colour },
			oneOf("colour", "blue", "orange", "green", "purple", "sky", "vermilion", "yellow", "grey")),
		need("names", func(l *model.Label) *model.Names { return &l.Names }, languages),
		may("guideline", func(l *model.Label) *string { return &l.Guideline }, prose),
		may("examples", func(l *model.Label) *[]string { return &l.Examples }, list(prose)),
	)(r, n)
}

// refer reads an id, and notes it to be looked up when all are known.
func refer(noted func(*reader) *[]reference) value[string] {
	return func(r *reader, n *yaml.Node) string {
		s := id(r, n)
		*noted(r) = append(*noted(r), reference{n, s})
		return s
	}
}

func toGroup(r *reader, n *yaml.Node) string {
	return refer(func(r *reader) *[]reference { return &r.groups })(r, n)
}

// key reads one key, or two with a blank between.
func key(r *reader, n *yaml.Node) string {
	s := prose(r, n)
	halves := strings.Split(s, " ")
	for _, half := range halves {
		if half == "" || len(halves) > 2 || strings.ContainsFunc(half, func(c rune) bool { return !unicode.IsGraphic(c) || unicode.IsSpace(c) }) {
			r.failf(n, "%s is not a key, or two with a blank between, such as x or \"m 1\"", show(s))
		}
	}
	r.keys = append(r.keys, reference{n, s})
	return s
}

// The limits of patterns: each is tried on every file of a corpus.
const (
	mostPatterns   = 128
	longestPattern = 128 // characters
)

// patterns reads the list of patterns.
func patterns(r *reader, n *yaml.Node) []string {
	if len(n.Content) > mostPatterns {
		r.failf(n, "there are over %d patterns", mostPatterns)
	}
	return list(pattern)(r, n)
}

// pattern reads a pattern of files and folders that are no articles.
func pattern(r *reader, n *yaml.Node) string {
	s := prose(r, n)
	switch {
	case utf8.RuneCountInString(s) > longestPattern:
		r.failf(n, "the pattern has over %d characters", longestPattern)
	case strings.ContainsAny(s, "{}") && !corpus.ValidPattern(s):
		r.failf(n, "%s has braces, which mean nothing here: write a line for each of several names, and [{] for a brace", show(s))
	case strings.Trim(s, "/") == "", strings.HasPrefix(s, "!"), slices.Contains(strings.Split(s, "/"), ".."), !corpus.ValidPattern(s):
		r.failf(n, "%s is not a pattern such as *.log, drafts/ or old/**/*.txt", show(s))
	}
	return s
}

func attribute(r *reader, n *yaml.Node) model.Attribute {
	before := len(r.faults)
	a := mapping(
		need("id", func(a *model.Attribute) *string { return &a.ID }, id),
		need("type", func(a *model.Attribute) *model.AttributeType { return &a.Type }, attributeType),
		need("on", func(a *model.Attribute) *[]string { return &a.On }, list(toGroup)),
		need("names", func(a *model.Attribute) *model.Names { return &a.Names }, languages),
		may("guideline", func(a *model.Attribute) *string { return &a.Guideline }, prose),
		may("choices", func(a *model.Attribute) *[]model.Choice { return &a.Choices },
			distinct(choice, func(c *model.Choice) string { return c.ID })),
	)(r, n)
	if a.Type.Listed != (len(a.Choices) > 0) && len(r.faults) == before {
		r.failf(n, "an attribute has choices if, and only if, its type is %s", strings.Join(typeNames(listed(r.types)), " or "))
	}
	return a
}

// attributeType reads the name of a type.
func attributeType(r *reader, n *yaml.Node) model.AttributeType {
	name := oneOf("type", typeNames(r.types)...)(r, n)
	if i := slices.IndexFunc(r.types, func(t model.AttributeType) bool { return t.Name == name }); i >= 0 {
		return r.types[i]
	}
	return model.AttributeType{}
}

// listed returns the types whose values the scheme lists.
func listed(types []model.AttributeType) []model.AttributeType {
	return slices.DeleteFunc(slices.Clone(types), func(t model.AttributeType) bool { return !t.Listed })
}

func typeNames(types []model.AttributeType) []string {
	list := make([]string, len(types))
	for i, t := range types {
		list[i] = t.Name
	}
	return list
}

func choice(r *reader, n *yaml.Node) model.Choice {
	return mapping(
		need("id", func(c *model.Choice) *string { return &c.ID }, id),
		need("names", func(c *model.Choice) *model.Names { return &c.Names }, languages),
	)(r, n)
}

func relation(r *reader, n *yaml.Node) model.RelationType {
	return mapping(
		need("id", func(t *model.RelationType) *string { return &t.ID }, id),
		need("names", func(t *model.RelationType) *model.Names { return &t.Names }, languages),
		may("to", func(t *model.RelationType) *[]string { return &t.To }, list(toGroup)),
		may("symmetric", func(t *model.RelationType) *bool { return &t.Symmetric }, flag),
		may("guideline", func(t *model.RelationType) *string { return &t.Guideline }, prose),
	)(r, n)
}

func status(r *reader, n *yaml.Node) model.Status {
	return mapping(
		need("id", func(s *model.Status) *string { return &s.ID }, id),
		need("names", func(s *model.Status) *model.Names { return &s.Names }, languages),
		may("final", func(s *model.Status) *bool { return &s.Final }, flag),
	)(r, n)
}

// checkParents holds that the labels' parents are in their group, and that no
// label is above itself.
func (r *reader) checkParents(g model.Group) {
	above := map[string]string{}
	for _, l := range g.Labels {
		above[l.ID] = l.Parent
	}
	for _, p := range r.parents {
		if _, ok := above[p.id]; !ok {
			r.miss(p.node, p.id, fault.Errorf("the group %s has no label %s to be a parent; its labels are", show(g.ID), show(p.id)), labelIDs(g))
			continue
		}
		line := []string{p.id}
		for up := above[p.id]; up != "" && up != p.id && len(line) <= maxLevels; up = above[up] {
			line = append(line, up)
		}
		switch top := line[len(line)-1]; {
		case above[top] == p.id:
			r.failf(p.node, "the label %s is above itself: %s", show(p.id), strings.Join(append(line, p.id), ", "))
		case len(line) > maxLevels:
			r.failf(p.node, "the label %s has more than %d labels above it", show(p.id), maxLevels)
		}
	}
	r.parents = nil
}

func labelIDs(g model.Group) []string {
	ids := make([]string, len(g.Labels))
	for i, l := range g.Labels {
		ids[i] = l.ID
	}
	return ids
}

// maxLevels is how many labels may stand one above the other.
const maxLevels = 16

// checkGroups holds that attributes and relations name groups that are there.
func (r *reader) checkGroups(s model.Scheme) {
	ids := make([]string, len(s.Groups))
	known := map[string]bool{}
	for i, g := range s.Groups {
		ids[i], known[g.ID] = g.ID, true
	}
	for _, g := range r.groups {
		if !known[g.id] && !known[""] { // a group whose id is wrong may be the one
			r.miss(g.node, g.id, fault.Errorf("there is no group %s; the groups are", show(g.id)), ids)
		}
	}
}

// checkKeys holds that no key stands twice, is one of the program's, or is also
// the first half of a chord: then nobody could tell which is meant.
func (r *reader) checkKeys() {
	whole, half := map[string]error{}, map[string]error{}
	for _, k := range slices.Sorted(maps.Keys(r.taken)) {
		note(whole, half, k, fault.Errorf("the program's, for %s", r.taken[k]))
	}
	for _, k := range r.keys {
		first, _, chord := strings.Cut(k.id, " ")
		switch {
		case whole[k.id] != nil:
			r.failf(k.node, "the key %s is %w", show(k.id), whole[k.id])
		case chord && whole[first] != nil:
			r.failf(k.node, "the first half of the key %s is %w", show(k.id), whole[first])
		case !chord && half[k.id] != nil:
			r.failf(k.node, "the key %s is also the first half of one that is %w", show(k.id), half[k.id])
		}
		note(whole, half, k.id, fault.Errorf("that of another label already, in line %d, column %d", k.node.Line, k.node.Column))
	}
}

// note keeps what a key is; of two that clash, the first.
func note(whole, half map[string]error, key string, what error) {
	if whole[key] == nil {
		whole[key] = what
	}
	if first, _, chord := strings.Cut(key, " "); chord && half[first] == nil {
		half[first] = what
	}
}
