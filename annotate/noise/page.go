package noise

import (
	"unicode"

	"pizhu/model/text"
	"pizhu/model/words"
)

// A page is a text prepared for the search. An index into runes or fold is an Offset.
type page struct {
	text  *text.Text
	words *words.Segmenter
	runes []rune // of the text
	fold  []rune // small letters and narrow forms, for comparison
	lines []line
}

// A line is the text between two line feeds.
type line struct {
	whole text.Span // with its end
	span  text.Span // without white space around it; empty if it is blank
	prose bool      // it looks like a sentence of an article
	guess
}

// A guess is the most likely kind of noise of a line. The kind is empty where the line seems to be the article's.
type guess struct {
	kind       Kind
	confidence float64
	reason     string
}

func newPage(t *text.Text, w *words.Segmenter) *page {
	p := &page{text: t, words: w, runes: []rune(t.String())}
	p.fold = make([]rune, len(p.runes))
	start := 0
	for i, r := range p.runes {
		p.fold[i] = foldRune(r)
		if r == '\n' {
			p.addLine(start, i, i+1)
			start = i + 1
		}
	}
	if start < len(p.runes) {
		p.addLine(start, len(p.runes), len(p.runes))
	}
	return p
}

func (p *page) addLine(start, end, next int) {
	whole := span(start, next)
	for start < end && isBlank(p.runes[start]) {
		start++
	}
	for start < end && isBlank(p.runes[end-1]) {
		end--
	}
	l := line{whole: whole, span: span(start, end)}
	l.prose = isProse(p.fold[start:end])
	p.lines = append(p.lines, l)
}

// foldedText returns the folded text of a span.
func (p *page) foldedText(s text.Span) []rune { return p.fold[s.Start:s.End] }

func span(start, end int) text.Span {
	return text.Span{Start: text.Offset(start), End: text.Offset(end)}
}

// isBlank reports whether r is invisible: white space, or a space without width.
func isBlank(r rune) bool {
	return r == ' ' || r == '\u3000' || r == '\u200b' || r == '\ufeff' || unicode.IsSpace(r)
}

// foldRune returns r as a small letter, in its narrow form: one rune for one, so that offsets stay.
func foldRune(r rune) rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		r -= 0xff01 - '!'
	case r == '\u3000', r == '\t', r == '\u00a0':
		return ' '
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// minProse is the length in code points from which a line is not a headline.
const minProse = 60

// isProse reports whether a line looks like an article's: it is long, or contains the end of a statement. A headline may
// contain a question or an exclamation.
func isProse(line []rune) bool {
	if len(line) >= minProse {
		return true
	}
	for i, r := range line {
		if r == '。' || r == '.' && i > 0 && unicode.Is(unicode.Hangul, line[i-1]) {
			return true
		}
	}
	return false
}

// minBlankLines is how many blank lines in a row are noise.
const minBlankLines = 2

// findBlankLines returns the runs of blank lines.
func (p *page) findBlankLines() []Candidate {
	var found []Candidate
	for i := 0; i < len(p.lines); {
		j := i
		for j < len(p.lines) && p.lines[j].span.Empty() {
			j++
		}
		if j-i >= minBlankLines {
			all := text.Span{Start: p.lines[i].whole.Start, End: p.lines[j-1].whole.End}
			found = append(found, Candidate{all, Blank, 0.99, "blank lines together"})
		}
		i = j + 1
	}
	return found
}
