package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"pizhu/model"
)

// bratConf is the name of the file.
const bratConf = "annotation.conf"

// A bratConfig gathers what annotation.conf has to name: all that the scheme has,
// and what stands in the files besides.
type bratConfig struct {
	entities, labels, relations []string
}

func (c *bratConfig) relation(kind string) { once(&c.relations, kind) }

func once(list *[]string, s string) {
	if !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

// labels are those of a claim as brat has them: the first is the type of an
// entity, the others are attributes, which a dot tells from those of the scheme.
func (b *brat) labels(c *model.Claim) []string {
	list := model.LabelPaths(b.e.Scheme.Groups, c.Labels)
	for i, l := range list {
		if i == 0 {
			list[i] = dotted(b.e.outer(l))
			once(&b.used.entities, list[i])
			continue
		}
		list[i] = dotted(l)
		once(&b.used.labels, list[i])
	}
	return list
}

// close writes the configuration.
func (b *brat) close() error {
	s, c := b.e.Scheme, bratConfig{}
	symmetric := map[string]string{}
	for _, g := range s.Groups {
		for _, l := range g.Labels {
			once(&c.entities, dotted(g.ID+"/"+l.ID))
			once(&c.labels, dotted(g.ID+"/"+l.ID))
		}
	}
	for _, r := range s.Relations {
		once(&c.relations, dotted(r.ID))
		if r.Symmetric {
			symmetric[dotted(r.ID)] = ", <REL-TYPE>:symmetric"
		}
	}
	for list, used := range map[*[]string][]string{&c.entities: b.used.entities, &c.labels: b.used.labels, &c.relations: b.used.relations} {
		for _, s := range used {
			once(list, s)
		}
	}
	var w bytes.Buffer
	w.WriteString("[entities]\n" + strings.Join(append(c.entities, ""), "\n"))
	w.WriteString("\n[relations]\n<ENTITY>=<ENTITY>\n")
	for _, r := range c.relations {
		fmt.Fprintf(&w, "%s\tArg1:<ENTITY>, Arg2:<ENTITY>%s\n", r, symmetric[r])
	}
	w.WriteString("\n[events]\n\n[attributes]\n")
	for _, l := range c.labels {
		fmt.Fprintf(&w, "%s\tArg:<ENTITY>\n", l)
	}
	for _, a := range s.Attributes {
		if a.Type == "choice" {
			fmt.Fprintf(&w, "%s\tArg:<ENTITY>, Value:%s\n", dotted(a.ID), strings.Join(choices(a), "|"))
		}
	}
	return put(b.e.Sink, bratConf, w.Bytes())
}

func choices(a model.Attribute) []string {
	ids := make([]string, len(a.Choices))
	for i, c := range a.Choices {
		ids[i] = c.ID
	}
	return ids
}
