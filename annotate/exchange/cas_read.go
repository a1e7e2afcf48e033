package exchange

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"pizhu/model"
	"pizhu/model/text"
)

// document reads the annotations of a view: claims, then what links them.
func (c *casReader) document(sofa casNode) importDoc {
	d := importDoc{file: c.file, name: strings.TrimSuffix(c.file, ".json"), line: 1, unit: c.unit}
	if view := sofa.text("sofaID"); view != casView {
		d.name += "-" + cleanID(view)
	}
	d.text = text.New(sofa.text("sofaString"))
	id, _ := sofa.number("%ID")
	places := map[int]int{}
	var links []int
	others, claims := map[string]int{}, map[string]int{}
	for i, n := range c.all {
		kind := n.text("%TYPE")
		at, ok := n.number("@sofa")
		switch {
		case !ok || at != id || kind == casDocument:
		case n["@Governor"] != nil && n["@Dependent"] != nil:
			links = append(links, i)
		case casStructure(kind):
			others[kind]++
		default:
			at := c.place(&d, claims, c.mark(i, n))
			if own, ok := n.number("%ID"); ok {
				places[own] = at
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(others)) {
		c.m.addProblem(c.file, 1, badFeature, "%d annotations of type %q are no claims", others[kind], kind)
	}
	for _, i := range links {
		c.m.addRelation(&d, c.link(i, places))
	}
	return d
}

// place adds a mark, or a fragment to the one of the same claim.
func (c *casReader) place(d *importDoc, claims map[string]int, k importClaim) int {
	key := k.annotator + "\x00" + k.id
	if at, ok := claims[key]; ok && k.id != "" {
		spans := append(d.claims[at].spans, k.spans...)
		if n := len(spans); n > 1 && slices.Compare(spans[n-2][:], spans[n-1][:]) > 0 {
			slices.SortFunc(spans, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
		}
		d.claims[at].spans = spans
		return at
	}
	claims[key] = c.m.addClaim(d, k)
	return claims[key]
}

// casStructure reports whether a type says how a text is built, and makes no
// claim about it.
func casStructure(kind string) bool {
	return strings.HasPrefix(kind, "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.") ||
		strings.HasPrefix(kind, "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.") || strings.HasPrefix(kind, "de.tudarmstadt.ukp.clarin.webanno.api.type.")
}

func (c *casReader) link(i int, places map[int]int) importRelation {
	n := c.all[i]
	end := func(name string) int {
		if id, ok := n.number(name); ok {
			if at, ok := places[id]; ok {
				return at
			}
		}
		return -1
	}
	kind := cmp.Or(n.text("label"), n.text("value"), n.text("DependencyType"), shortType(n.text("%TYPE")))
	return importRelation{
		line: i + 1, kind: kind, from: end("@Governor"), to: end("@Dependent"), note: n.text("note"),
		made: c.m.parseProvenance(c.file, i+1, n.text("provenance")),
	}
}

// shortType is the last part of a type's name.
func shortType(kind string) string { return kind[strings.LastIndexByte(kind, '.')+1:] }

// mark reads an annotation: one of our own type, or another, whose label is its
// value or its type, and whose other values are attributes.
func (c *casReader) mark(i int, n casNode) importClaim {
	k := importClaim{line: i + 1, attributes: map[string]any{}}
	start, ok := n.number("begin")
	end, sure := n.number("end")
	if ok && sure {
		k.spans = [][2]int{{start, end}}
	}
	if n.text("%TYPE") == casClaim {
		k.labels = strings.Fields(n.text("labels"))
		for a := range strings.SplitSeq(n.text("attributes"), "\n") {
			if id, value, ok := strings.Cut(a, "="); ok {
				k.attributes[id] = unescape(value)
			}
		}
		k.labels = append(k.labels, c.ref(n, "labels").strings("%ELEMENTS")...) // as earlier versions wrote both
		for _, a := range c.ref(n, "attributes").strings("%ELEMENTS") {
			id, value, _ := strings.Cut(a, "=")
			k.attributes[id] = value
		}
		k.id = n.text("claimId")
		k.note, k.annotator = n.text("note"), n.text("annotator")
		k.made = c.m.parseProvenance(c.file, k.line, n.text("provenance"))
		if n.text("provenance") == "" {
			k.made = model.Provenance{By: n.text("by"), Method: methodOf(n.text("method")), Verdict: verdictOf(n.text("verdict"))}
		}
		return k
	}
	label := "value"
	if n["label"] != nil {
		label = "label"
	}
	k.labels = []string{c.m.labelOfLayer(n.text("%TYPE"), n.text(label))}
	for _, name := range slices.Sorted(maps.Keys(n)) {
		if name != label || n.text(label) == "" {
			c.feature(i, n, name, &k)
		}
	}
	return k
}

// casKnown are the features that every annotation has.
var casKnown = []string{"%ID", "%TYPE", "%FLAGS", "@sofa", "begin", "end"}

// feature reads one of a type that is not ours.
func (c *casReader) feature(i int, n casNode, name string, k *importClaim) {
	var v any
	switch raw := n[name]; {
	case slices.Contains(casKnown, name) || raw.Kind() == 'n':
	case strings.ContainsAny(name[:min(1, len(name))], "@#^%") || json.Unmarshal(raw, &v, lenient) != nil || !scalar(v) || cleanID(name) == "":
		c.m.addProblem(c.file, i+1, badFeature, "the feature %q has no place in a claim", name)
	default:
		k.attributes[cleanID(name)] = v
	}
}

func scalar(v any) bool {
	switch v.(type) {
	case string, float64, bool:
		return true
	}
	return false
}
