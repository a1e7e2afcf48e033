package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pizhu/model/text"
)

// detectUnit returns the converter for the unit that the offsets of a document count: the unit that was asked for,
// else the first in which most claims match their quotes. If quotes do not match, it also tries other ways to count
// line ends, a text without its byte order mark, and the text of a page without its markup.
func (m *Importer) detectUnit(d *importDoc) offsetConverter {
	units := []OffsetUnit{cmp.Or(m.Unit, d.unit)}
	if units[0] == "" {
		m.reportUnclearUnit(*d)
		units = append([]OffsetUnit{m.Format.Unit}, slices.DeleteFunc(slices.Clone(m.Format.Units), func(u OffsetUnit) bool { return u == m.Format.Unit })...)
	}
	best := unitTrial{fits: -1}
	for t := range d.unitTrials(units) {
		t.countMatches(d.claims)
		if t.fits > best.fits && (t.ends == asTheyAre || t.quoted >= best.quoted+leastQuoted) {
			best = t
		}
		if best.fits == len(d.claims) {
			break
		}
	}
	if best.text != d.text && d.hasBOM { // it has no mark any more
		for i := range d.claims {
			for n := range d.claims[i].resolved {
				at := &d.claims[i].resolved[n]
				at.Start, at.End = max(0, at.Start-1), max(0, at.End-1)
			}
		}
	}
	d.text = best.text
	m.Units[best.unitName()]++
	return best.offsetConverter
}

// leastQuoted is how many more bytes must be quoted right for another way to count
// the ends of lines: one character may stand in another place by chance.
const leastQuoted = 4

// A unitTrial is one way to read the offsets of a document, and how many claims match their quotes in it.
type unitTrial struct {
	offsetConverter
	text         *text.Text
	unit         OffsetUnit
	ends         lineEndings
	fits, quoted int // marks, and the bytes of their quotes
}

// unitTrials yields the ways to read the offsets of a document, the likeliest first. Only quotes can prove another way
// than the format's own.
func (d *importDoc) unitTrials(units []OffsetUnit) func(func(unitTrial) bool) {
	texts := []*text.Text{d.text}
	if d.isPage {
		texts = append(texts, text.New(markupless(d.text.String())))
	}
	quotes := slices.ContainsFunc(d.claims, func(k importClaim) bool { return k.quote != nil })
	if quotes && d.hasBOM {
		texts = append(texts, text.New(strings.TrimPrefix(d.text.String(), bom)))
	}
	return func(yield func(unitTrial) bool) {
		for _, t := range texts {
			ways := []lineEndings{asTheyAre}
			if quotes {
				ways = endingsOf(t)
			}
			for _, way := range ways {
				for _, u := range units {
					if !yield(unitTrial{text: t, unit: u, ends: way, offsetConverter: newLineEndConverter(t, u, way)}) {
						return
					}
				}
			}
		}
	}
}

// countMatches counts the claims that match their quotes.
func (t *unitTrial) countMatches(marks []importClaim) {
	for _, k := range marks {
		if _, kind, _ := locateClaim(t.text, k, t.offsetConverter); kind == "" {
			t.fits++
			for _, quote := range k.quote {
				t.quoted += len(quote)
			}
		}
	}
}

// unitName names what the offsets count.
func (t unitTrial) unitName() OffsetUnit {
	switch t.ends {
	case crlfAsOne:
		return t.unit + " (CR LF as one)"
	case lfAsTwo:
		return t.unit + " (LF as two)"
	}
	return t.unit
}

// reportUnclearUnit lists a document without quotes if the writers of its format differ in what they count, and this
// makes a difference in its text.
func (m *Importer) reportUnclearUnit(d importDoc) {
	if len(m.Format.Units) < 2 || len(d.claims) == 0 || slices.ContainsFunc(d.claims, func(k importClaim) bool { return k.quote != nil }) {
		return
	}
	for _, u := range m.Format.Units {
		if newOffsetConverter(d.text, u).last != newOffsetConverter(d.text, m.Format.Unit).last {
			m.addProblem(d.file, d.line, badUnit, "the file does not say what its offsets count, and in this text it matters; --units says it")
			return
		}
	}
}

// joints are what formats join the text of fragments with.
var joints = []string{" ", " [...] ", "…", ""}

// locateClaim returns the spans of a claim, or the kind and words of the problem.
func locateClaim(t *text.Text, k importClaim, r offsetConverter) (spans []text.Span, kind, what string) {
	if k.resolved != nil {
		return checkOrder(k.resolved)
	}
	spans, what = convertPlaces(k.spans, r)
	if what != "" {
		return nil, badPlace, what
	}
	at := spans
	if k.quoted != nil {
		if at, what = convertPlaces(k.quoted, r); what != "" {
			return nil, badPlace, what
		}
	}
	parts := make([]string, len(at))
	for i, s := range at {
		parts[i] = t.Slice(s)
	}
	if !matchesQuote(parts, k.quote) {
		return nil, badQuote, fmt.Sprintf("%q stands where the file has %q", strings.Join(parts, " "), strings.Join(k.quote, " "))
	}
	return spans, "", ""
}

// checkOrder returns spans if they are in order and do not overlap, else the problem.
func checkOrder(spans []text.Span) (list []text.Span, kind, what string) {
	for i, s := range spans {
		if s.Empty() || i > 0 && s.Start < spans[i-1].End {
			return nil, badPlace, "its parts overlap or are not in order"
		}
	}
	return spans, "", ""
}

// convertPlaces converts places in units to spans in code points. It returns words for the problem if a place is not
// in the text, or places overlap.
func convertPlaces(places [][2]int, r offsetConverter) (spans []text.Span, what string) {
	for i, s := range places {
		start, ok := r.toOffset(s[0])
		end, sure := r.toOffset(s[1])
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

// matchesQuote reports whether parts of the text equal the quote of a file. The quote may have blanks for tabs and
// line ends, other line ends, or none.
func matchesQuote(parts, quote []string) bool {
	same := func(a, b string) bool {
		if a == b || !strings.ContainsAny(a, "\r\n\t") && !strings.ContainsAny(b, "\r\n\t") {
			return a == b
		}
		if oneLine.Replace(a) == oneLine.Replace(b) || noLineEnds.Replace(a) == noLineEnds.Replace(b) {
			return true
		}
		a, b = lineEnds.Replace(a), lineEnds.Replace(b)
		return a == b || oneLine.Replace(a) == oneLine.Replace(b)
	}
	if len(quote) != 1 {
		return quote == nil || slices.EqualFunc(parts, quote, same)
	}
	return slices.ContainsFunc(joints, func(joint string) bool { return same(strings.Join(parts, joint), quote[0]) })
}

// lineEnds makes all ends of lines the same, and noLineEnds leaves them out.
var (
	lineEnds   = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	noLineEnds = strings.NewReplacer("\r", "", "\n", "")
)
