package check

import (
	"fmt"
	"slices"
	"strings"

	"pizhu/annotate/anchor"
	"pizhu/model"
	"pizhu/model/text"
)

// displaced says where the claims of a changed text are now, or that it is not
// known. An orphan that a person keeps is no fault.
func displaced(l Layer, say report) {
	var sought []*model.Claim
	if !l.Unchanged {
		sought = append(sought, l.Set.Claims...)
	}
	for _, c := range l.Set.Adrift {
		if c.Standing != model.Kept {
			sought = append(sought, c)
		}
	}
	if len(sought) == 0 {
		return
	}
	for i, p := range anchor.New(l.Text).Resolve(sought) {
		c := sought[i]
		if p.Standing == model.Unmoved && c.Adrift() {
			p.Standing = model.Moved // back to where it stood
		}
		switch p.Standing {
		case model.Moved:
			say(Kind(p.Standing), c.ID, "%q stood at %s, and stands at %s", c.Quote(), places(c.Spans()), places(p.Spans))
		case model.Changed:
			say(Kind(p.Standing), c.ID, "%q stood at %s; at %s stands %s", c.Quote(), places(c.Spans()), places(p.Spans), l.difference(c, p.Spans))
		case model.Ambiguous:
			say(Kind(p.Standing), c.ID, "%q stood at %s; it may be at %s", c.Quote(), places(c.Spans()), either(p.Candidates))
		case model.Orphan:
			say(Kind(p.Standing), c.ID, "%q stood at %s, and is not in the text any more", c.Quote(), places(c.Spans()))
		}
	}
}

// places writes spans in code points, as from-to.
func places(spans []text.Span) string {
	all := make([]string, len(spans))
	for i, s := range spans {
		all[i] = fmt.Sprintf("%d-%d", s.Start, s.End)
	}
	return strings.Join(all, "+")
}

func either(candidates [][]text.Span) string {
	all := make([]string, len(candidates))
	for i, spans := range candidates {
		all[i] = places(spans)
	}
	return strings.Join(all, " or ")
}

// difference is what stands at the spans of a claim now: what is gone in [-…-],
// what is new in {+…+}.
func (l Layer) difference(c *model.Claim, spans []text.Span) string {
	s := ""
	for i, f := range c.Fragments {
		if i > 0 {
			s += "…"
		}
		for _, p := range anchor.Diff(f.Text, l.Text.Slice(spans[i])) {
			s += mark(p)
		}
	}
	return s
}

func mark(p anchor.DiffPart) string {
	if p.Same {
		return p.Old
	}
	s := ""
	if p.Old != "" {
		s = "[-" + p.Old + "-]"
	}
	if p.New != "" {
		s += "{+" + p.New + "+}"
	}
	return s
}

// stands reports whether the text of a claim is where its spans say.
func (l Layer) stands(c *model.Claim) bool {
	return !slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool {
		return f.Span.End > l.Text.Len() || l.Text.Slice(f.Span) != f.Text
	})
}

// misquoted finds claims that were never true of the text.
func misquoted(l Layer, say report) {
	for _, c := range l.Set.Claims {
		if !l.Unchanged || l.stands(c) {
			continue
		}
		if c.End() > l.Text.Len() {
			say(Quote, c.ID, "it ends at %d, and the text at %d", c.End(), l.Text.Len())
			continue
		}
		say(Quote, c.ID, "at %s stands another text than %q", places(c.Spans()), c.Quote())
	}
}

// undecodable finds claims with bytes that could not be decoded: their text was never seen as it is.
func undecodable(l Layer, say report) {
	if l.Text.Undecodable() == 0 {
		return
	}
	for _, c := range l.live() {
		n, first := 0, ""
		for _, f := range c.Fragments {
			for o := f.Span.Start; o < f.Span.End; o++ {
				if raw, bad := l.Text.Raw(o); bad {
					if n++; n == 1 {
						first = fmt.Sprintf("% X at %d", raw, o)
					}
				}
			}
		}
		if n > 0 {
			say(Encoding, c.ID, "byte sequences of its text that cannot be decoded: %d, first %s", n, first)
		}
	}
}

// cut finds spans that begin or end within a character as a reader sees it.
func cut(l Layer, say report) {
	for _, c := range l.Set.Claims {
		if !l.stands(c) {
			continue
		}
		for _, f := range c.Fragments {
			if whole := l.Text.Snap(f.Span); whole != f.Span {
				say(Cluster, c.ID, "%s cuts a character; whole it is %s", places([]text.Span{f.Span}), places([]text.Span{whole}))
			}
		}
	}
}
