package motion

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"
)

// The marks that end sentences, separate clauses, and come in pairs.
const (
	sentenceMarks = "。！？!?｡．"
	clauseMarks   = "，；：,;:﹐﹔﹕"
	openers       = "“‘「『（(【〔〖［[《〈｛{"
	closers       = "”’」』）)】〕〗］]》〉｝}"
)

func isEnder(r rune) bool     { return strings.ContainsRune(sentenceMarks, r) }
func isSeparator(r rune) bool { return strings.ContainsRune(clauseMarks, r) }
func isOpener(r rune) bool    { return strings.ContainsRune(openers, r) }
func isCloser(r rune) bool    { return strings.ContainsRune(closers, r) }

// A passage is a piece of the text as characters: characters i to j are the offsets start+i to start+j.
type passage struct {
	runes []rune
	start text.Offset
}

// passageOf returns the characters of a span.
func passageOf(c Context, s text.Span) passage {
	return passage{[]rune(c.Text.Slice(s)), s.Start}
}

// span returns the span of runes[i:j].
func (s passage) span(i, j int) text.Span {
	return text.Span{Start: s.start + text.Offset(i), End: s.start + text.Offset(j)}
}

// runeAt returns character i, or 0 outside the passage.
func (s passage) runeAt(i int) rune {
	if i < 0 || i >= len(s.runes) {
		return 0
	}
	return s.runes[i]
}

// trim returns the bounds of runes[i:j] without the white space at both ends.
func (s passage) trim(i, j int) (int, int) {
	for i < j && unicode.IsSpace(s.runes[i]) {
		i++
	}
	for i < j && unicode.IsSpace(s.runes[j-1]) {
		j--
	}
	return i, j
}

// splitParagraph returns the paragraph itself, without white space around it.
func splitParagraph(c Context, p text.Span) []text.Span {
	s := passageOf(c, p)
	i, j := s.trim(0, len(s.runes))
	return []text.Span{s.span(i, j)}
}

// splitSentences returns the sentences of a paragraph.
func splitSentences(c Context, p text.Span) []text.Span {
	s := passageOf(c, p)
	var spans []text.Span
	for from := 0; from < len(s.runes); {
		to := s.sentenceEnd(from)
		i, j := s.trim(from, to)
		spans = append(spans, s.span(i, j))
		from = to
	}
	return spans
}

// sentenceEnd returns where the sentence that begins at i ends: behind 。！？ or a full stop, and the closing marks
// after it.
func (s passage) sentenceEnd(i int) int {
	for ; i < len(s.runes); i++ {
		if !isEnder(s.runes[i]) && !s.isFullStop(i) {
			continue
		}
		end := i + 1
		for isEnder(s.runeAt(end)) || s.runeAt(end) == '.' {
			end++
		}
		marks := end
		for isCloser(s.runeAt(end)) {
			end++
		}
		if end == marks || !continuesSentence(s.runeAt(end)) {
			return end
		}
		i = end - 1
	}
	return len(s.runes)
}

// isFullStop reports whether character i is a full stop that ends a sentence: followed by a blank, a closing mark, a
// Chinese character or nothing, and not after a single capital as in J. Smith.
func (s passage) isFullStop(i int) bool {
	if s.runes[i] != '.' {
		return false
	}
	next := s.runeAt(i + 1)
	initial := unicode.IsUpper(s.runeAt(i-1)) && !unicode.IsLetter(s.runeAt(i-2))
	return !initial && (next == 0 || unicode.IsSpace(next) || isCloser(next) || unicode.Is(unicode.Han, next))
}

// continuesSentence reports whether r after a closing quotation mark continues the sentence: 「…。」と述べた,
// “…。”，他说, “…다.”라고.
func continuesSentence(r rune) bool {
	return isSeparator(r) || r == '、' || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Hangul, r)
}

// splitClauses returns the clauses of a paragraph.
func splitClauses(c Context, p text.Span) []text.Span {
	s := passageOf(c, p)
	kana := strings.ContainsFunc(string(s.runes), func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })
	var spans []text.Span
	for from := 0; from < len(s.runes); {
		end := s.sentenceEnd(from)
		for from < end {
			to := from
			for to < end && !s.separatesClauses(to, kana) {
				to++
			}
			i, j := s.trimClause(from, to)
			spans = append(spans, s.span(i, j))
			from = min(to+1, end)
		}
	}
	return spans
}

// separatesClauses reports whether character i separates two clauses. A comma or a colon in 1,000, 10:30 or https://
// does not; 、 does in Japanese only: in Chinese it separates the items of a list.
func (s passage) separatesClauses(i int, kana bool) bool {
	r, next := s.runes[i], s.runeAt(i+1)
	switch {
	case r == '、':
		return kana
	case !isSeparator(r):
		return false
	case r < 0x80:
		return next != '/' && !(unicode.IsDigit(next) && unicode.IsDigit(s.runeAt(i-1)))
	case r == '：' || r == '，':
		return !(unicode.IsDigit(next) && unicode.IsDigit(s.runeAt(i-1)))
	}
	return true
}

// trimClause returns the bounds of runes[i:j] without white space, the marks that end a clause, and quotation marks or
// brackets whose partner is outside.
func (s passage) trimClause(i, j int) (int, int) {
	alone := s.unpaired(i, j)
	for i < j && (unicode.IsSpace(s.runes[i]) || alone[i]) {
		i++
	}
	for i < j {
		r := s.runes[j-1]
		if !unicode.IsSpace(r) && !isEnder(r) && !alone[j-1] && !(r == '.' && s.isFullStop(j-1)) {
			break
		}
		j--
	}
	return i, j
}

// unpaired returns the indexes of the brackets in runes[i:j] that have no partner there.
func (s passage) unpaired(i, j int) map[int]bool {
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

// partner returns the closing mark of an opening one, or 0.
func partner(r rune) rune {
	open, closing := []rune(openers), []rune(closers)
	for i := range open {
		if open[i] == r {
			return closing[i]
		}
	}
	return 0
}

// splitQuotations returns the text between quotation marks, without them, and titles in 《》 or 〈〉 with them, for they
// are part of the name.
func splitQuotations(c Context, p text.Span) []text.Span {
	s := passageOf(c, p)
	return append(s.findPairs("“‘「『\"", false), s.findPairs("《〈", true)...)
}

// splitParentheses returns parentheses and brackets, with their marks.
func splitParentheses(c Context, p text.Span) []text.Span {
	return passageOf(c, p).findPairs("（(【〔〖［[｛{", true)
}

// findPairs returns the text between the opening marks and their partners; outer includes the marks. It ignores marks
// without a partner in the paragraph.
func (s passage) findPairs(opening string, outer bool) []text.Span {
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

// splitWords returns the words of a paragraph. It cuts a word in which noise begins or ends.
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

// cutAtEdges cuts a span at the edges of others that lie inside it.
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
