package article

import (
	"slices"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// Relation finds a relation by its id, or nil.
func (a *Article) Relation(id string) *model.Relation {
	relations := a.Session.Set().Relations
	i := slices.IndexFunc(relations, func(r *model.Relation) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return relations[i]
}

// relationLines returns what the margin says of the relations of a claim: where they lead to and come from, and their notes.
func (a *Article) relationLines(c *model.Claim) []string {
	var lines []string
	for _, k := range a.Session.Set().Related(c.ID) {
		line := ""
		for _, run := range a.NodeRuns(k) {
			line += run.Text
		}
		lines = append(lines, line)
	}
	return lines
}

// NodeRuns returns the line of a related claim: by which relation, the claim, and the relation's note.
func (a *Article) NodeRuns(k model.ThreadNode) []paint.Run {
	runs := append([]paint.Run{{Text: a.RelationName(k) + " ", Face: face.Face{FG: face.Accent}}}, a.ClaimRuns(k.ID)...)
	if k.Relation.Note != "" {
		runs = append(runs, paint.Run{Text: ": " + k.Relation.Note, Face: face.Face{Italic: true}})
	}
	return runs
}

// RelationName returns the name of a relation, and which way it leads from the claim that it is seen from.
func (a *Article) RelationName(k model.ThreadNode) string {
	name, arrow := k.Relation.Type, "→"
	if k.Back {
		arrow = "←"
	}
	if t := a.Scheme.Relation(name); t != nil {
		name = t.Names.In(a.Lang)
		if t.Symmetric {
			arrow = "↔"
		}
	}
	return name + " " + arrow
}

// warning describes anything exceptional about a related claim, or is empty. C is nil if the claim no longer exists.
func (a *Article) warning(c *model.Claim) string {
	switch {
	case c == nil:
		return a.Words.Text("screen.isDeleted")
	case c.Adrift():
		return a.Words.Text("screen.isAdrift")
	case c.Provenance.Verdict == model.Rejected:
		return a.Words.Text("screen.isRejected")
	case c.IsNoise(a.Scheme):
		return a.Words.Text("screen.noise")
	case a.isInNoise(c):
		return a.Words.Text("screen.isNoise")
	case c.Suggested():
		return a.Words.Text("screen.isSuggested")
	}
	return ""
}

// isInNoise reports whether no part of a claim is outside noise.
func (a *Article) isInNoise(c *model.Claim) bool {
	noise := append(a.Session.Set().NoiseIn(text.Span{Start: c.Start(), End: c.End()}, a.Scheme), a.certainNoise()...)
	return !slices.ContainsFunc(c.Spans(), func(s text.Span) bool { return len(s.Subtract(noise)) > 0 })
}

// ClaimRuns returns a claim in short, after what is exceptional about it. Of one that does not exist that is its id.
func (a *Article) ClaimRuns(id string) []paint.Run {
	c := a.Session.Set().Find(id)
	short := paint.Run{Text: id}
	if c != nil {
		short = paint.Run{Text: Excerpt(c.Quote()), Face: a.ClaimFace(c)}
	}
	if said := a.warning(c); said != "" {
		return []paint.Run{{Text: "(" + said + ") ", Face: face.Face{Dim: true}}, short}
	}
	return []paint.Run{short}
}

// excerptLength is the length of an excerpt, in clusters.
const excerptLength = 16

// Excerpt returns the beginning of a text, on one line.
func Excerpt(quote string) string {
	return text.Excerpt(strings.Join(strings.Fields(quote), " "), excerptLength)
}
