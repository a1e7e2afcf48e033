package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/message"
)

// A sheet is a scheme as it is printed for people.
type sheet struct {
	strings.Builder
	lang  string // of the names; empty: all of them
	words *message.Words
}

func printScheme(w io.Writer, words *message.Words, found foundScheme, lang string) error {
	s := &sheet{lang: lang, words: words}
	s.line("%s (%s), %s", s.name(found.Names), found.ID, cmp.Or(found.Path, words.Text("report.scheme.builtIn")))
	s.say("report.scheme.unit", words.Term(found.Unit))
	for _, g := range found.Groups {
		s.group(g, "report.scheme.ofClaims")
	}
	if len(found.Attributes) > 0 {
		s.say("report.scheme.attributes")
	}
	for _, a := range found.Attributes {
		s.say("report.scheme.attribute", a.ID, a.Type.Name, strings.Join(a.On, ", "), s.name(a.Names))
		for _, c := range a.Choices {
			s.line("    %s: %s", c.ID, s.name(c.Names))
		}
		s.remark("    ", a.Guideline)
	}
	if len(found.Relations) > 0 {
		s.say("report.scheme.relations")
	}
	for _, r := range found.Relations {
		s.line("  %s: %s%s%s", r.ID, s.name(r.Names), s.part("report.scheme.to", strings.Join(r.To, ", ")), s.when(r.Symmetric, "report.scheme.symmetric"))
		s.remark("    ", r.Guideline)
	}
	for _, g := range found.Documents {
		s.group(g, "report.scheme.ofArticles")
	}
	s.say("report.scheme.statuses")
	for _, st := range found.Statuses {
		s.line("  %s: %s%s", st.ID, s.name(st.Names), s.when(st.Final, "report.scheme.final"))
	}
	if len(found.Ignore) > 0 {
		s.say("report.scheme.ignored", strings.Join(found.Ignore, ", "))
	}
	_, err := io.WriteString(w, s.String())
	return err
}

// line adds lines, of which each but the last has its end in the format.
func (s *sheet) line(format string, args ...any) {
	for i := range args {
		if said, ok := args[i].(string); ok {
			args[i] = text.SafeLine(said)
		}
	}
	fmt.Fprintf(s, format+"\n", args...)
}

func (s *sheet) remark(indent, said string) {
	if said != "" {
		s.line("%s%s", indent, said)
	}
}

func (s *sheet) name(n model.Names) string {
	if s.lang == "" {
		return n.All()
	}
	return n.In(s.lang)
}

// group prints a group, each label below and right of its parent.
func (s *sheet) group(g model.Group, of string) {
	choose := "report.scheme.one"
	if g.Many {
		choose = "report.scheme.many"
	}
	s.line("\n%s: %s", g.ID, s.name(g.Names))
	s.say("report.scheme.group", s.words.Text(of), s.words.Text(choose), s.when(g.Required, "report.scheme.required"), s.when(g.Noise, "report.scheme.noise"), s.part("report.scheme.mark", g.Mark))
	s.labels(g, "", "  ", map[string]bool{})
}

// labels prints the labels below a parent.
func (s *sheet) labels(g model.Group, parent, indent string, seen map[string]bool) {
	for _, l := range g.Labels {
		if l.Parent != parent || seen[l.ID] {
			continue
		}
		seen[l.ID] = true
		s.line("%s%-5s%s: %s%s", indent, l.Key, l.ID, s.name(l.Names), prefixed(", ", l.Colour))
		s.remark(indent+"     ", l.Guideline)
		s.labels(g, l.ID, indent+"  ", seen)
	}
}

// prefixed is something with a prefix, or nothing.
func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// say adds a message as lines.
func (s *sheet) say(id string, args ...any) {
	for i := range args {
		if said, ok := args[i].(string); ok {
			args[i] = text.SafeLine(said)
		}
	}
	s.WriteString(s.words.Text(id, args...) + "\n")
}

// part returns a message about something, or nothing where there is none.
func (s *sheet) part(id, something string) string {
	if something == "" {
		return ""
	}
	return s.words.Text(id, something)
}

// when returns a message, or nothing.
func (s *sheet) when(is bool, id string) string {
	if is {
		return s.words.Text(id)
	}
	return ""
}
