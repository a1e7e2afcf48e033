package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"pizhu/model"
)

// importedGroup is the group of labels that the scheme does not know and that name no
// group.
const importedGroup = "imported"

// attributeValue converts the value of an attribute in a file to the type that the scheme
// gives it. A value of another type and one of an unknown attribute stay as they are.
func (m *Importer) attributeValue(id string, v any) any {
	text, ok := v.(string)
	a := m.Scheme.Attribute(id)
	if !ok || a == nil {
		return v
	}
	if parsed, err := a.Parse(text); err == nil {
		return parsed
	}
	return text
}

// addLabel gives a claim a label of the file. A label that the scheme does not have is kept, and listed once.
func (m *Importer) addLabel(d importDoc, k importClaim, c *model.Claim, name string) {
	group, label, known := m.findLabel(name)
	if label == "" {
		m.addProblem(d.file, k.line, badLabel, "a label is empty")
		return
	}
	if !known {
		label = m.uniqueLabelID(name, group, label)
	}
	if !known && !m.unknown[name] {
		m.unknown[name] = true
		if full := group + "/" + label; !slices.Contains(m.Unknown, full) {
			m.Unknown = append(m.Unknown, full)
		}
		m.addProblem(d.file, k.line, badLabel, "the scheme does not know %q; it is kept as %s/%s", name, group, label)
	}
	if !c.Has(group, label) {
		c.Labels[group] = append(c.Labels[group], label)
	}
}

// uniqueLabelID returns the id of a label that the scheme does not have. Names that differ only in characters which no
// id can have get different ids: the second ends in -2.
func (m *Importer) uniqueLabelID(name, group, label string) string {
	if m.labelIDs == nil {
		m.labelIDs, m.labelNames = map[string]string{}, map[string]string{}
	}
	if mapped, ok := m.Labels[name]; ok {
		name = mapped
	}
	if name = inGroup(name); m.labelIDs[name] != "" {
		return m.labelIDs[name]
	}
	id := label
	for i := 2; ; i++ {
		of, taken := m.labelNames[group+"/"+id]
		_, _, known := findLabelIn(m.Scheme, group+"/"+id)
		if !known && (!taken || of == name) {
			break
		}
		id = fmt.Sprintf("%s-%d", label, i)
	}
	m.labelIDs[name], m.labelNames[group+"/"+id] = id, name
	return id
}

// inGroup is the name of a label as group/label, however a file writes that.
func inGroup(name string) string {
	group, label, ok := strings.Cut(name, "/")
	if !ok {
		group, label, ok = strings.Cut(name, ".")
	}
	if !ok || group == "" || label == "" {
		return importedGroup + "/" + name
	}
	return group + "/" + label
}

// findLabel finds a label of the file in the scheme: as Labels maps it, as group/label, as a format without slashes
// writes that, by its id, or by a name that only one label has.
func (m *Importer) findLabel(name string) (group, label string, known bool) {
	if mapped, ok := m.Labels[name]; ok {
		name = mapped
	}
	return findLabelIn(m.Scheme, name)
}

func findLabelIn(s *model.Scheme, name string) (group, label string, known bool) {
	if group, label, ok := cutLabel(name); ok {
		g := s.Group(group)
		return cleanID(group), cleanID(label), g != nil && g.Label(label) != nil
	}
	type place struct{ group, label string }
	var found []place
	for _, g := range s.Groups {
		for _, l := range g.Labels {
			if plainDotted(g.ID+"/"+l.ID) == name {
				return g.ID, l.ID, true
			}
			if l.ID == name || slices.ContainsFunc(l.Names, func(n model.Name) bool { return n.Text == name }) {
				found = append(found, place{g.ID, l.ID})
			}
		}
	}
	if len(found) == 1 {
		return found[0].group, found[0].label, true
	}
	if group, label, ok := strings.Cut(name, "."); ok && group != "" && label != "" {
		return cleanID(group), cleanID(label), false
	}
	return importedGroup, cleanID(name), false
}

// labelOfLayer is the label of an annotation of a layer of WebAnno or UIMA: its value,
// in the group of the layer's name unless it means something without, or that
// name where it has none.
func (m *Importer) labelOfLayer(layer, value string) string {
	_, mapped := m.Labels[value]
	if _, _, known := m.findLabel(value); mapped || known || value == "" || strings.Contains(value, "/") {
		return cmp.Or(value, shortType(layer))
	}
	return cleanID(shortType(layer)) + "/" + value
}

// exportedLabel is a label as other programs have it: one that came without a group goes
// back without, where it would be read as the same.
func (e *Exporter) exportedLabel(label string) string {
	bare, ok := strings.CutPrefix(label, importedGroup+"/")
	if group, id, known := findLabelIn(e.Scheme, bare); !ok || known || group != importedGroup || id != bare {
		return label
	}
	return bare
}

// cleanID makes an id of a scheme from a name: blanks, slashes and invisible characters become "_".
func cleanID(name string) string {
	return strings.Map(func(c rune) rune {
		if c == '/' || unicode.IsSpace(c) || !unicode.IsGraphic(c) {
			return '_'
		}
		return c
	}, strings.TrimSpace(name))
}

func compareText(a, b string) int { return strings.Compare(a, b) }

// cutLabel splits group/label.
func cutLabel(name string) (group, label string, ok bool) {
	group, label, ok = strings.Cut(name, "/")
	return group, label, ok && group != "" && label != ""
}
