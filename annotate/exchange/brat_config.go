package exchange

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"

	"pizhu/model"
)

// bratConf is the name of the file.
const bratConf = "annotation.conf"

// A bratConfig gathers what annotation.conf has to name: all that the scheme has,
// and what stands in the files besides.
type bratConfig struct{ entities, labels, relations bratNames }

// bratNames are names, each once, in the order in which they came.
type bratNames struct {
	list []string
	has  map[string]bool
}

func (n *bratNames) add(names ...string) {
	if n.has == nil {
		n.has = map[string]bool{}
	}
	for _, name := range names {
		if !n.has[name] {
			n.has[name] = true
			n.list = append(n.list, name)
		}
	}
}

// plainDotted is a label for formats whose names of labels hold no blanks and no
// slashes.
func plainDotted(label string) string { return cleanID(strings.ReplaceAll(label, "/", ".")) }

// bratSigns begin a section, a macro, a comment, a rule or a mark in annotation.conf, or
// stand for one of these.
const bratSigns = "[<#!-%"

// dotted is a label as brat has it: a first character that would make something else of
// its line in annotation.conf is escaped as in a URL.
func dotted(label string) string {
	label = plainDotted(label)
	if label != "" && strings.ContainsRune(bratSigns, rune(label[0])) {
		return fmt.Sprintf("%%%02X%s", label[0], label[1:])
	}
	return label
}

// bratKind is the type in a line with an id, without the escape of dotted.
func bratKind(id, kind string) string {
	if len(kind) < 3 || kind[0] != '%' || !strings.Contains("TAR", id[:1]) {
		return kind
	}
	raw, err := hex.DecodeString(kind[1:3])
	if err != nil || !strings.Contains(bratSigns, string(raw)) {
		return kind
	}
	return string(raw) + kind[3:]
}

// labels are those of a claim as brat has them: the first is the type of an
// entity, the others are attributes, which a dot tells from those of the scheme.
func (b *brat) labels(c *model.Claim) []string {
	list := model.LabelPaths(b.e.Scheme.Groups, c.Labels)
	for i, l := range list {
		if i == 0 {
			list[i] = dotted(b.e.exportedLabel(l))
			b.used.entities.add(list[i])
			continue
		}
		list[i] = dotted(l)
		b.used.labels.add(list[i])
	}
	return list
}

// close writes the configuration.
func (b *brat) close() error {
	s, c := b.e.Scheme, bratConfig{}
	symmetric := map[string]string{}
	for _, g := range s.Groups {
		for _, l := range g.Labels {
			c.entities.add(dotted(g.ID + "/" + l.ID))
			c.labels.add(dotted(g.ID + "/" + l.ID))
		}
	}
	for _, r := range s.Relations {
		c.relations.add(dotted(r.ID))
		if r.Symmetric {
			symmetric[dotted(r.ID)] = ", <REL-TYPE>:symmetric"
		}
	}
	c.entities.add(b.used.entities.list...)
	c.labels.add(b.used.labels.list...)
	c.relations.add(b.used.relations.list...)
	var w bytes.Buffer
	w.WriteString("[entities]\n" + strings.Join(append(c.entities.list, ""), "\n"))
	w.WriteString("\n[relations]\n<ENTITY>=<ENTITY>\n")
	for _, r := range c.relations.list {
		fmt.Fprintf(&w, "%s\tArg1:<ENTITY>, Arg2:<ENTITY>%s\n", r, symmetric[r])
	}
	w.WriteString("\n[events]\n\n[attributes]\n")
	for _, l := range c.labels.list {
		fmt.Fprintf(&w, "%s\tArg:<ENTITY>\n", l)
	}
	for _, a := range s.Attributes {
		if a.Type.Listed {
			fmt.Fprintf(&w, "%s\tArg:<ENTITY>, Value:%s\n", dotted(a.ID), strings.Join(choices(a), "|"))
		}
	}
	return writeFile(b.e.Sink, bratConf, w.Bytes())
}

func choices(a model.Attribute) []string {
	ids := make([]string, len(a.Choices))
	for i, c := range a.Choices {
		ids[i] = c.ID
	}
	return ids
}
