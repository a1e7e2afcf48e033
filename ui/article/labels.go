package article

import (
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/ui/face"
	"pizhu/ui/message"
	"pizhu/ui/status"
)

// Labels gives the labels of a scheme their names and faces.
type Labels struct {
	Scheme *model.Scheme
	Lang   string         // of the names
	Words  *message.Words // nil for English
}

// ClaimFace returns the face of a claim's text: the colour and the mark of its first label; noise is dim.
func (l Labels) ClaimFace(c *model.Claim) face.Face {
	for _, group := range l.GroupsOf(c) {
		f := l.LabelFace(group, c.Labels[group][0])
		if len(c.Labels) == 1 || f.Mark != face.NoMark || f.Dim {
			return f
		}
	}
	return face.Face{Mark: face.Line}
}

// GroupsOf returns the groups that a claim has labels of, in the scheme's order; those that the scheme does not know come
// after the others.
func (l Labels) GroupsOf(c *model.Claim) []string {
	var known, unknown []string
	for _, g := range l.Scheme.Groups {
		if len(c.Labels[g.ID]) > 0 {
			known = append(known, g.ID)
		}
	}
	for group, labels := range c.Labels {
		if len(labels) > 0 && l.Scheme.Group(group) == nil {
			unknown = append(unknown, group)
		}
	}
	slices.Sort(unknown)
	return append(known, unknown...)
}

// find returns a label of the scheme, or nil.
func (l Labels) find(group, id string) *model.Label {
	if g := l.Scheme.Group(group); g != nil {
		return g.Label(id)
	}
	return nil
}

// LabelFace returns the face that a label gives to text: its colour, and the mark of its group.
func (l Labels) LabelFace(group, id string) face.Face {
	g, label := l.Scheme.Group(group), l.find(group, id)
	if label == nil {
		return face.Face{Mark: face.Line}
	}
	colour, _ := face.Named(label.Colour)
	if g.Noise {
		return face.Face{FG: colour, Dim: true}
	}
	mark, _ := face.MarkNamed(g.Mark)
	return face.Face{FG: colour, Mark: mark, MarkColour: colour}
}

// LabelName returns a label's name, or its path where the scheme does not know it.
func (l Labels) LabelName(group, id string) string {
	if label := l.find(group, id); label != nil {
		return label.Names.In(l.Lang)
	}
	return group + "/" + id
}

// LabelNames returns the names of a claim's labels.
func (l Labels) LabelNames(c *model.Claim) string {
	var names []string
	for _, group := range l.GroupsOf(c) {
		for _, id := range c.Labels[group] {
			names = append(names, l.LabelName(group, id))
		}
	}
	return strings.Join(names, ", ")
}

// ShortName returns a label's name without what it shares with others of its group: of 未来材料 among 未来… 材料 is enough, of
// Goal for 2030 and Goal for 2035 the years.
func (l Labels) ShortName(group, id string) string {
	name := l.LabelName(group, id)
	g := l.Scheme.Group(group)
	if g == nil {
		return name
	}
	var others []string
	for _, other := range g.Labels {
		if other.ID != id && !strings.Contains(other.Key, " ") {
			others = append(others, other.Names.In(l.Lang))
		}
	}
	return strings.TrimSpace(status.Distinct(name, others))
}
