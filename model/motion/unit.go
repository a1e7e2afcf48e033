package motion

import (
	"slices"
	"sort"
	"strings"

	"pizhu/model/text"
)

// A Unit is a kind of span that a text divides into: words, clauses and so on.
type Unit struct {
	Name  string
	split func(c Context, paragraph text.Span) []text.Span
}

// The units. Scheme files contain their names: there a Number is a figure and a Date a time.
var (
	Word        = Unit{"word", splitWords}
	Number      = Unit{"figure", splitNumbers}
	Date        = Unit{"time", splitDates}
	Clause      = Unit{"clause", splitClauses}
	Parenthesis = Unit{"parenthesis", splitParentheses}
	Quotation   = Unit{"quotation", splitQuotations}
	Sentence    = Unit{"sentence", splitSentences}
	Paragraph   = Unit{"paragraph", splitParagraph}
)

// Units is the table of the units, the smaller before the larger.
var Units = []Unit{Word, Number, Date, Clause, Parenthesis, Quotation, Sentence, Paragraph}

// UnitNamed returns the unit of the table with a name.
func UnitNamed(name string) (Unit, bool) {
	for _, u := range Units {
		if u.Name == name {
			return u, true
		}
	}
	return Unit{}, false
}

// InParagraph returns the units of one paragraph, ordered by start and, of those that begin together, the longer first.
// It omits units that lie wholly in noise.
func (u Unit) InParagraph(c Context, paragraph text.Span) []text.Span {
	spans := u.split(c, c.Text.ParagraphBody(paragraph))
	spans = slices.DeleteFunc(spans, func(s text.Span) bool { return s.Empty() || len(s.Subtract(c.Skip)) == 0 })
	for i, s := range spans {
		spans[i] = c.Text.Snap(s)
	}
	sort.SliceStable(spans, func(i, j int) bool {
		a, b := spans[i], spans[j]
		return a.Start < b.Start || a.Start == b.Start && a.End > b.End
	})
	return slices.Compact(spans)
}

// StartingIn returns the units that begin in a span of the text, in order.
func (u Unit) StartingIn(c Context, s text.Span) []text.Span {
	var found []text.Span
	for p, ok := c.Text.Paragraph(s.Start), true; ok && p.Start < s.End; p, ok = c.Text.NextParagraph(p) {
		for _, unit := range u.InParagraph(c, p) {
			if s.Contains(unit.Start) {
				found = append(found, unit)
			}
		}
	}
	return found
}

// Nearest returns the shortest unit that contains o. Between units it is the next one, after the last unit the last. ok
// is false in a text without any near o.
func (u Unit) Nearest(c Context, o text.Offset) (text.Span, bool) {
	if s, ok := u.innermost(c, o); ok {
		return s, true
	}
	if s, ok := u.Next(c, o); ok {
		return s, true
	}
	return u.Prev(c, c.Text.Len())
}

// Covering returns the shortest unit that contains o. On white space it is the unit after it, or at the end of a
// paragraph the one before it. Elsewhere ok is false; the zero Unit has none at all.
func (u Unit) Covering(c Context, o text.Offset) (text.Span, bool) {
	if u.split == nil {
		return text.Span{}, false
	}
	p := c.Text.Paragraph(o)
	isBlank := func(o text.Offset) bool {
		return strings.TrimSpace(c.Text.Slice(text.Span{Start: o, End: c.Text.Next(o)})) == ""
	}
	after, before := o, o
	for isBlank(after) && c.Text.Next(after) < p.End {
		after = c.Text.Next(after)
	}
	if s, ok := u.innermost(c, after); ok {
		return s, true
	}
	if !isBlank(after) {
		return text.Span{}, false
	}
	for before > p.Start && isBlank(before) {
		before = c.Text.Prev(before)
	}
	return u.innermost(c, before)
}

// innermost returns the shortest unit that contains o.
func (u Unit) innermost(c Context, o text.Offset) (best text.Span, ok bool) {
	for _, s := range u.InParagraph(c, c.Text.Paragraph(o)) {
		if s.Contains(o) && (best.Empty() || s.Len() <= best.Len()) {
			best = s
		}
	}
	return best, !best.Empty()
}

// Next returns the first unit that begins at o or after it.
func (u Unit) Next(c Context, o text.Offset) (text.Span, bool) {
	return u.findForward(c, o, func(s text.Span) bool { return s.Start >= o })
}

// Prev returns the last unit that ends at o or before it.
func (u Unit) Prev(c Context, o text.Offset) (text.Span, bool) {
	return u.findBackward(c, o, func(s text.Span) bool { return s.End <= o })
}

// maxReach limits how far, in code points, a unit is searched for: a key must not
// read all of a large article that has none.
const maxReach = 1 << 20

// findForward returns the first unit that want accepts, from o's paragraph on.
func (u Unit) findForward(c Context, o text.Offset, want func(text.Span) bool) (text.Span, bool) {
	for p, ok := c.Text.Paragraph(o), true; ok && p.Start-o < maxReach; p, ok = c.Text.NextParagraph(p) {
		spans := u.InParagraph(c, p)
		if i := slices.IndexFunc(spans, want); i >= 0 {
			return spans[i], true
		}
	}
	return text.Span{}, false
}

// findBackward returns the last unit that want accepts, from o's paragraph back.
func (u Unit) findBackward(c Context, o text.Offset, want func(text.Span) bool) (text.Span, bool) {
	for p := c.Text.Paragraph(o); ; p = c.Text.Paragraph(p.Start - 1) {
		spans := u.InParagraph(c, p)
		for i := len(spans) - 1; i >= 0; i-- {
			if want(spans[i]) {
				return spans[i], true
			}
		}
		if p.Start == 0 || o-p.Start > maxReach {
			return text.Span{}, false
		}
	}
}

// Select selects the unit under the cursor.
func (u Unit) Select(c Context, s Selection) Selection {
	if unit, ok := u.Nearest(c, s.Cursor(c.Text)); ok {
		return SelectSpan(unit)
	}
	return s
}

// SelectNext selects the unit after the selection, or after the unit under the cursor.
func (u Unit) SelectNext(c Context, s Selection) Selection {
	from := s.Span().End
	if s.Empty() {
		from = u.enclosing(c, s.Head).End
	}
	if unit, ok := u.Next(c, from); ok {
		return SelectSpan(unit)
	}
	return s
}

// SelectPrev selects the unit before the selection, or before the unit under the cursor.
func (u Unit) SelectPrev(c Context, s Selection) Selection {
	from := s.Span().Start
	if s.Empty() {
		from = u.enclosing(c, s.Head).Start
	}
	if unit, ok := u.Prev(c, from); ok {
		return SelectSpan(unit)
	}
	return s
}

// enclosing returns the unit that contains o, or the empty span at o.
func (u Unit) enclosing(c Context, o text.Offset) text.Span {
	if unit, ok := u.Nearest(c, o); ok && unit.Contains(o) {
		return unit
	}
	return text.Span{Start: o, End: o}
}

// Extend moves the head forward by one unit, over noise. A head before the anchor comes nearer to it, and passes it.
//
//	«一，|»二，三  →  «一，二，|»三      »一，二，«三  with the head at |»: see ExtendBack
func (u Unit) Extend(c Context, s Selection) Selection {
	if s.Head < s.Anchor {
		if unit, ok := u.findForward(c, s.Head, func(x text.Span) bool { return x.Start > s.Head }); ok && unit.Start < s.Anchor {
			return Selection{s.Anchor, unit.Start}
		}
		s = s.Flip()
	}
	if unit, ok := u.findForward(c, s.Head, func(x text.Span) bool { return x.End > s.Head }); ok {
		s.Head = unit.End
	}
	return s
}

// ExtendBack moves the head back by one unit. A head that passes the anchor makes the selection grow to the left, and
// the unit that it was begun with stays selected.
//
//	一，«二，三，|»  →  一，«二，|»三  →  «|一，二，»三
func (u Unit) ExtendBack(c Context, s Selection) Selection {
	if s.Head > s.Anchor {
		if unit, ok := u.findBackward(c, s.Head, func(x text.Span) bool { return x.End < s.Head }); ok && unit.End > s.Anchor {
			return Selection{s.Anchor, unit.End}
		}
		s = s.Flip()
	}
	if unit, ok := u.findBackward(c, s.Head, func(x text.Span) bool { return x.Start < s.Head }); ok {
		s.Head = unit.Start
	}
	return s
}

// Grow selects the smallest unit that covers the selection and is longer.
func Grow(c Context, s Selection) (Selection, bool) {
	now := s.Span()
	if s.Empty() {
		now.End = c.Text.Next(now.Start)
	}
	var best text.Span
	for _, unit := range unitsOfAllKinds(c, now) {
		if unit.Covers(now) && (unit.Len() > now.Len() || s.Empty()) && (best.Empty() || unit.Len() < best.Len()) {
			best = unit
		}
	}
	return SelectSpan(best), !best.Empty()
}

// Shrink selects the largest unit inside the selection that is shorter and contains the cursor.
func Shrink(c Context, s Selection) (Selection, bool) {
	now, cursor := s.Span(), s.Cursor(c.Text)
	var best text.Span
	for _, unit := range unitsOfAllKinds(c, now) {
		if now.Covers(unit) && unit.Len() < now.Len() && unit.Contains(cursor) && unit.Len() > best.Len() {
			best = unit
		}
	}
	return SelectSpan(best), !best.Empty()
}

// unitsOfAllKinds returns the units of all kinds in the paragraph where s begins.
func unitsOfAllKinds(c Context, s text.Span) []text.Span {
	var spans []text.Span
	p := c.Text.Paragraph(s.Start)
	for _, u := range Units {
		spans = append(spans, u.InParagraph(c, p)...)
	}
	return spans
}
