package exchange

import (
	"fmt"
	"slices"
	"strings"

	"pizhu/model/text"
)

// fit finds the unit of a draft's offsets: the one that was asked for, else the
// first in which most marks stand where their quotes do.
func (m *Import) fit(d draft) ruler {
	if m.Unit != "" {
		m.Units[m.Unit]++
		return newRuler(d.text, m.Unit)
	}
	m.doubt(d)
	units := append([]Unit{m.Format.Unit}, slices.DeleteFunc(slices.Clone(m.Format.Units), func(u Unit) bool { return u == m.Format.Unit })...)
	var best ruler
	var unit Unit
	most := -1
	for _, u := range units {
		r := newRuler(d.text, u)
		n := 0
		for _, k := range d.marks {
			if _, kind, _ := locate(d.text, k, r); kind == "" {
				n++
			}
		}
		if n > most {
			best, unit, most = r, u, n
		}
		if n == len(d.marks) {
			break
		}
	}
	m.Units[unit]++
	return best
}

// doubt lists a draft whose offsets nothing proves, though the format's writers
// differ in what they count and the text is one where that matters.
func (m *Import) doubt(d draft) {
	if len(m.Format.Units) < 2 || len(d.marks) == 0 || slices.ContainsFunc(d.marks, func(k mark) bool { return k.quote != nil }) {
		return
	}
	for _, u := range m.Format.Units {
		if newRuler(d.text, u).last != newRuler(d.text, m.Format.Unit).last {
			m.problem(d.file, d.line, badUnit, "the file does not say what its offsets count, and in this text it matters; --units says it")
			return
		}
	}
}

// joints are what formats join the text of fragments with.
var joints = []string{" ", " [...] ", "…", ""}

// locate gives the spans of a mark, or what is wrong with them.
func locate(t *text.Text, k mark, r ruler) (spans []text.Span, kind, what string) {
	spans, what = place(k.spans, r)
	if what != "" {
		return nil, badPlace, what
	}
	at := spans
	if k.quoted != nil {
		if at, what = place(k.quoted, r); what != "" {
			return nil, badPlace, what
		}
	}
	parts := make([]string, len(at))
	for i, s := range at {
		parts[i] = t.Slice(s)
	}
	if !quoted(parts, k.quote) {
		return nil, badQuote, fmt.Sprintf("%q stands where the file has %q", strings.Join(parts, " "), strings.Join(k.quote, " "))
	}
	return spans, "", ""
}

// place gives the spans of places in units, or what is wrong with them.
func place(places [][2]int, r ruler) (spans []text.Span, what string) {
	for i, s := range places {
		start, ok := r.from(s[0])
		end, sure := r.from(s[1])
		span := text.Span{Start: start, End: end}
		switch {
		case !ok || !sure || span.Empty():
			return nil, fmt.Sprintf("no text stands at %d to %d", s[0], s[1])
		case i > 0 && start < spans[i-1].End:
			return nil, "its parts overlap or are not in order"
		}
		spans = append(spans, span)
	}
	if len(spans) == 0 {
		return nil, "it has no place"
	}
	return spans, ""
}

// quoted reports whether parts of the text are what a file says that they are,
// which may have blanks for tabs and the ends of lines, or lines that end in
// another way.
func quoted(parts, quote []string) bool {
	same := func(a, b string) bool {
		return a == b || oneLine.Replace(a) == oneLine.Replace(b) || lineEnds.Replace(a) == lineEnds.Replace(b)
	}
	if len(quote) != 1 {
		return quote == nil || slices.EqualFunc(parts, quote, same)
	}
	return slices.ContainsFunc(joints, func(joint string) bool { return same(strings.Join(parts, joint), quote[0]) })
}

// lineEnds makes all ends of lines the same.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
