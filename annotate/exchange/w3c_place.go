package exchange

import (
	"fmt"
	"index/suffixarray"
	"regexp"
	"slices"
	"strconv"

	"pizhu/annotate/anchor"
	"pizhu/model"
	"pizhu/model/text"
)

// A w3cFragment is one target of an annotation: its position, its quote, or both.
type w3cFragment struct {
	place          *[2]int
	exact          *string
	prefix, suffix string
	kinds          []string // of its selectors
}

// w3cChars is the position of characters in a text, as RFC 5147 has it, in the
// value of a fragment selector or at the end of a name.
var w3cChars = regexp.MustCompile(`(?:^|#)char=(\d+),(\d+)(?:;|$)`)

// chars is the position that a string names, if it does.
func chars(s string) *[2]int {
	found := w3cChars.FindStringSubmatch(s)
	if found == nil {
		return nil
	}
	start, err := strconv.Atoi(found[1])
	end, bad := strconv.Atoi(found[2])
	if err != nil || bad != nil {
		return nil
	}
	return &[2]int{start, end}
}

// isPart reports whether a target is a part of a text, and not the whole of it.
func (n w3cNode) isPart() bool { return len(n.Selector) > 0 || n.namedPlace() != nil }

// namedPlace is the position in the name of a target or of its source.
func (n w3cNode) namedPlace() *[2]int {
	if at := chars(n.ID); at != nil || len(n.Source) == 0 {
		return at
	}
	return chars(n.Source[0].ID)
}

// fragment reads a target: a position, alone or within a fragment selector, and a
// quote.
func (n w3cNode) fragment() w3cFragment {
	f := w3cFragment{place: n.namedPlace()}
	for list := n.Selector; len(list) > 0; {
		s := list[0]
		list = append(slices.Clone(list[1:]), s.RefinedBy...)
		f.kinds = append(f.kinds, s.Type...)
		switch at := chars(s.Value); {
		case s.Start != nil && s.End != nil && slices.Contains(s.Type, "TextPositionSelector"):
			f.place = &[2]int{*s.Start, *s.End}
		case at != nil:
			f.place = at
		case s.Exact != nil:
			f.exact, f.prefix, f.suffix = s.Exact, s.Prefix, s.Suffix
		}
	}
	return f
}

// place gives a mark the fragments of its targets. Where one has only a quote, all
// are looked for by theirs.
func (w *w3cReader) place(number int, targets []w3cNode, k *importClaim) bool {
	fragments := make([]w3cFragment, len(targets))
	quoted := false
	for i, t := range targets {
		fragments[i] = t.fragment()
		quoted = quoted || fragments[i].place == nil
	}
	for _, f := range fragments {
		switch {
		case quoted && (f.exact == nil || *f.exact == ""):
			w.problem(number, badPlace, "its selectors %q name no position in the text", f.kinds)
			return false
		case quoted:
			at, kind, what := w.find(number, f)
			if kind != "" {
				w.problem(number, kind, "%s", what)
				return false
			}
			k.resolved = append(k.resolved, at)
			continue
		}
		k.spans = append(k.spans, *f.place)
		if f.exact == nil {
			k.quote = nil
		} else if k.quote != nil {
			k.quote = append(k.quote, *f.exact)
		}
	}
	return true
}

// find looks for the one place of a quote: with what stands around it, else alone, else as a claim is looked for in a text that
// was changed. What it takes that is not the quote to the letter it lists.
func (w *w3cReader) find(number int, f w3cFragment) (at text.Span, kind, what string) {
	t := w.doc.text
	if w.index == nil {
		w.index = suffixarray.New([]byte(t.String()))
	}
	lead := len(f.prefix)
	found := w.index.Lookup([]byte(f.prefix+*f.exact+f.suffix), 2)
	if len(found) == 0 {
		lead, found = 0, w.index.Lookup([]byte(*f.exact), 2)
	}
	if len(found) == 1 {
		from := found[0] + lead
		return text.Span{Start: t.OffsetOfByte(from), End: t.OffsetOfByte(from + len(*f.exact))}, "", ""
	}
	return w.resolve(number, f)
}

// resolve looks for a quote that is not in the text to the letter with what stands around it, or is so more than once.
func (w *w3cReader) resolve(number int, f w3cFragment) (at text.Span, kind, what string) {
	if w.resolver == nil {
		w.resolver = anchor.New(w.doc.text)
	}
	nowhere := text.Span{Start: -1, End: -1} // it may be anywhere
	p := w.resolver.Resolve([]*model.Claim{{Fragments: []model.Fragment{{Span: nowhere, Text: *f.exact, Prefix: f.prefix, Suffix: f.suffix}}}})[0]
	switch p.Standing {
	case model.Moved:
		return p.Spans[0], "", ""
	case model.Changed:
		w.problem(number, badChanged, "%q is not in the text to the letter; what stands there is taken: %q", *f.exact, w.doc.text.Slice(p.Spans[0]))
		return p.Spans[0], "", ""
	case model.Ambiguous:
		return text.Span{}, badAmbiguous, fmt.Sprintf("%q may be at several places in the text, or too little says that it is the one", *f.exact)
	}
	return text.Span{}, badQuote, fmt.Sprintf("%q is not in the text", *f.exact)
}
