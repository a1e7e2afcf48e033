package cli

import (
	"cmp"

	"pizhu/model"
)

// The views are a scheme as JSON: the fields of the file, and what stands for
// those that it leaves out.
type schemeView struct {
	ID         string            `json:"id"`
	SHA256     string            `json:"sha256"`
	File       string            `json:"file"` // empty where it is built in
	Names      map[string]string `json:"names"`
	Unit       string            `json:"unit"`
	Groups     []groupView       `json:"groups"`
	Attributes []attributeView   `json:"attributes"`
	Relations  []relationView    `json:"relations"`
	Documents  []groupView       `json:"documents"`
	Statuses   []statusView      `json:"statuses"`
	Ignore     []string          `json:"ignore"`
}

type groupView struct {
	ID       string            `json:"id"`
	Names    map[string]string `json:"names"`
	Choose   string            `json:"choose"`
	Required bool              `json:"required"`
	Mark     string            `json:"mark"`
	Noise    bool              `json:"noise"`
	Labels   []labelView       `json:"labels"`
}

type labelView struct {
	ID        string            `json:"id"`
	Parent    string            `json:"parent"`
	Key       string            `json:"key"`
	Colour    string            `json:"colour"`
	Names     map[string]string `json:"names"`
	Guideline string            `json:"guideline"`
	Examples  []string          `json:"examples"`
}

type attributeView struct {
	ID        string            `json:"id"`
	Type      string            `json:"type"`
	On        []string          `json:"on"`
	Names     map[string]string `json:"names"`
	Guideline string            `json:"guideline"`
	Choices   []statusView      `json:"choices"`
}

type relationView struct {
	ID        string            `json:"id"`
	Names     map[string]string `json:"names"`
	To        []string          `json:"to"`
	Symmetric bool              `json:"symmetric"`
	Guideline string            `json:"guideline"`
}

type statusView struct {
	ID    string            `json:"id"`
	Names map[string]string `json:"names"`
	Final bool              `json:"final,omitzero"`
}

func viewOf(s foundScheme) schemeView {
	return schemeView{
		ID: s.ID, SHA256: s.Hash, File: s.Path, Names: namesView(s.Names), Unit: s.Unit,
		Groups: views(s.Groups, viewGroup), Documents: views(s.Documents, viewGroup), Ignore: s.Ignore,
		Attributes: views(s.Attributes, func(a model.Attribute) attributeView {
			choices := views(a.Choices, func(c model.Choice) statusView { return statusView{ID: c.ID, Names: namesView(c.Names)} })
			return attributeView{a.ID, a.Type.Name, a.On, namesView(a.Names), a.Guideline, choices}
		}),
		Relations: views(s.Relations, func(r model.RelationType) relationView {
			return relationView{r.ID, namesView(r.Names), r.To, r.Symmetric, r.Guideline}
		}),
		Statuses: views(s.Statuses, func(st model.Status) statusView { return statusView{st.ID, namesView(st.Names), st.Final} }),
	}
}

func viewGroup(g model.Group) groupView {
	choose := "one"
	if g.Many {
		choose = "many"
	}
	return groupView{g.ID, namesView(g.Names), choose, g.Required, cmp.Or(g.Mark, "none"), g.Noise, views(g.Labels, func(l model.Label) labelView {
		return labelView{l.ID, l.Parent, l.Key, l.Colour, namesView(l.Names), l.Guideline, l.Examples}
	})}
}

func views[T, V any](items []T, view func(T) V) []V {
	list := make([]V, len(items))
	for i, item := range items {
		list[i] = view(item)
	}
	return list
}

func namesView(names model.Names) map[string]string {
	view := map[string]string{}
	for _, n := range names {
		view[n.Lang] = n.Text
	}
	return view
}
