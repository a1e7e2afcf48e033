package motion

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"
)

// The marks that end sentences, part clauses, and stand in pairs.
const (
	enders     = "。！？!?｡．"
	separators = "，；：,;:﹐﹔﹕"
	openers    = "“‘「『（(【〔〖［[《〈｛{"
	closers    = "”’」』）)】〕〗］]》〉｝}"
)

func isEnder(r rune) bool     { return strings.ContainsRune(enders, r) }
func isSeparator(r rune) bool { return strings.ContainsRune(separators, r) }
func isOpener(r rune) bool    { return strings.ContainsRune(openers, r) }
func isCloser(r rune) bool    { return strings.ContainsRune(closers, r) }

// A stretch is a paragraph's characters and where they begin in the text.
type stretch struct {
	runes []rune
	start text.Offset
}

func runesOf(c Context, s text.Span) stretch {
	return stretch{[]rune(c.Text.Slice(s)), s.Start}
}

// span is runes[i:j] in the text.
func (s stretch) span(i, j int) text.Span {
	return text.Span{Start: s.start + text.Offset(i), End: s.start + text.Offset(j)}
}

// at is the i-th character, or 0 outside the stretch.
func (s stretch) at(i int) rune {
	if i < 0 || i >= len(s.runes) {
		return 0
	}
	return s.runes[i]
}

// trim takes blanks off both ends of runes[i:j].
func (s stretch) trim(i, j int) (int, int) {
	for i < j && unicode.IsSpace(s.runes[i]) {
		i++
	}
	for i < j && unicode.IsSpace(s.runes[j-1]) {
		j--
	}
	return i, j
}

func splitParagraph(c Context, p text.Span) []text.Span {
	s := runesOf(c, p)
	i, j := s.trim(0, len(s.runes))
	return []text.Span{s.span(i, j)}
}

func splitSentences(c Context, p text.Span) []text.Span {
	s := runesOf(c, p)
	var spans []text.Span
	for from := 0; from < len(s.runes); {
		to := s.sentenceEnd(from)
		i, j := s.trim(from, to)
		spans = append(spans, s.span(i, j))
		from = to
	}
	return spans
}

// sentenceEnd is where the sentence that begins at i ends: after 。！？ or a
// full stop, with the closing marks that follow.
func (s stretch) sentenceEnd(i int) int {
	for ; i < len(s.runes); i++ {
		if !isEnder(s.runes[i]) && !s.fullStop(i) {
			continue
		}
		end := i + 1
		for isEnder(s.at(end)) || s.at(end) == '.' {
			end++
		}
		marks := end
		for isCloser(s.at(end)) {
			end++
		}
		if end == marks || !continues(s.at(end)) {
			return end
		}
		i = end - 1
	}
	return len(s.runes)
}

// fullStop reports whether the i-th character is a full stop that ends a
// sentence: one with a blank, a closing mark, a Chinese character or nothing
// after it, and not after a single capital as in J. Smith.
func (s stretch) fullStop(i int) bool {
	if s.runes[i] != '.' {
		return false
	}
	next := s.at(i + 1)
	initial := unicode.IsUpper(s.at(i-1)) && !unicode.IsLetter(s.at(i-2))
	return !initial && (next == 0 || unicode.IsSpace(next) || isCloser(next) || unicode.Is(unicode.Han, next))
}

// continues reports whether the sentence goes on where r follows a closing
// quotation mark: 「…。」と述べた, “…。”，他说, “…다.”라고.
func continues(r rune) bool {
	return isSeparator(r) || r == '、' || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Hangul, r)
}

func splitClauses(c Context, p text.Span) []text.Span {
	s := runesOf(c, p)
	kana := strings.ContainsFunc(string(s.runes), func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })
	var spans []text.Span
	for from := 0; from < len(s.runes); {
		end := s.sentenceEnd(from)
		for from < end {
			to := from
			for to < end && !s.separates(to, kana) {
				to++
			}
			i, j := s.trimClause(from, to)
			spans = append(spans, s.span(i, j))
			from = min(to+1, end)
		}
	}
	return spans
}

// separates reports whether the i-th character parts two clauses. A comma or a
// colon in 1,000, 10:30 or https:// does not; 、 does in Japanese only, for in
// Chinese it parts the items of a list.
func (s stretch) separates(i int, kana bool) bool {
	r, next := s.runes[i], s.at(i+1)
	switch {
	case r == '、':
		return kana
	case !isSeparator(r):
		return false
	case r < 0x80:
		return next != '/' && !(unicode.IsDigit(next) && unicode.IsDigit(s.at(i-1)))
	case r == '：' || r == '，':
		return !(unicode.IsDigit(next) && unicode.IsDigit(s.at(i-1)))
	}
	return true
}

// trimClause takes off both ends of runes[i:j] what is not the clause's own:
// blanks, the marks that end it, and quotation marks or brackets whose partner
// is not in it.
func (s stretch) trimClause(i, j int) (int, int) {
	alone := s.unpaired(i, j)
	for i < j && (unicode.IsSpace(s.runes[i]) || alone[i]) {
		i++
	}
	for i < j {
		r := s.runes[j-1]
		if !unicode.IsSpace(r) && !isEnder(r) && !alone[j-1] && !(r == '.' && s.fullStop(j-1)) {
			break
		}
		j--
	}
	return i, j
}

// unpaired gives the brackets of runes[i:j] that have no partner there.
func (s stretch) unpaired(i, j int) map[int]bool {
	alone := map[int]bool{}
	var open []int
	for k := i; k < j; k++ {
		switch r := s.runes[k]; {
		case isOpener(r):
			open = append(open, k)
			alone[k] = true
		case isCloser(r):
			alone[k] = true
			if n := len(open); n > 0 && partner(s.runes[open[n-1]]) == r {
				delete(alone, k)
				delete(alone, open[n-1])
				open = open[:n-1]
			}
		}
	}
	return alone
}

// partner is the closing mark of an opening one.
func partner(r rune) rune {
	open, closing := []rune(openers), []rune(closers)
	for i := range open {
		if open[i] == r {
			return closing[i]
		}
	}
	return 0
}

// splitQuotations gives what stands between quotation marks, without them; a
// title in 《》 or 〈〉 with them, for they are part of its name.
func splitQuotations(c Context, p text.Span) []text.Span {
	s := runesOf(c, p)
	return append(s.pairs("“‘「『\"", false), s.pairs("《〈", true)...)
}

// splitParentheses gives parentheses and brackets, with their marks.
func splitParentheses(c Context, p text.Span) []text.Span {
	return runesOf(c, p).pairs("（(【〔〖［[｛{", true)
}

// pairs gives what stands between the opening marks and their partners. A mark
// without a partner in the paragraph counts for nothing.
func (s stretch) pairs(opening string, outer bool) []text.Span {
	var spans []text.Span
	var open []int
	for k, r := range s.runes {
		n := len(open)
		switch {
		case n > 0 && (partner(s.runes[open[n-1]]) == r || r == '"' && s.runes[open[n-1]] == '"'):
			i, j := open[n-1]+1, k
			if outer {
				i, j = i-1, j+1
			}
			spans = append(spans, s.span(i, j))
			open = open[:n-1]
		case strings.ContainsRune(opening, r):
			open = append(open, k)
		}
	}
	return spans
}

// splitWords gives the words. One that noise begins or ends within is cut there.
func splitWords(c Context, p text.Span) []text.Span {
	paragraph := c.Text.Slice(p)
	at, seen := p.Start, 0
	count := func(to int) text.Offset {
		at += text.Offset(utf8.RuneCountInString(paragraph[seen:to]))
		seen = to
		return at
	}
	var spans []text.Span
	for from, to := range c.Words.Words(paragraph) {
		word := text.Span{Start: count(from), End: count(to)}
		spans = append(spans, cutAtEdges(word, c.Skip)...)
	}
	return spans
}

// cutAtEdges cuts a span where one of others begins or ends within it.
func cutAtEdges(s text.Span, others []text.Span) []text.Span {
	var parts []text.Span
	for _, o := range others {
		for _, edge := range []text.Offset{o.Start, o.End} {
			if edge > s.Start && edge < s.End {
				parts = append(parts, text.Span{Start: s.Start, End: edge})
				s.Start = edge
			}
		}
	}
	return append(parts, s)
}
