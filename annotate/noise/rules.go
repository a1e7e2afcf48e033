package noise

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"
)

// Rules are what a team has learnt about its articles; the scheme holds them. The zero value is none.
//
// A pattern of Lines is a whole line as Find has it, without indent; * stands for anything in it.
type Rules struct {
	Injected []string // strings that are noise wherever they stand
	Lines    []string // patterns of lines that are noise
	Kept     []string // strings and lines that never are, whatever else says so
}

// ruleConfidence is the confidence of a rule that a person made.
const ruleConfidence = 0.99

// Learn adds the rule that follows from a find that a person accepted, or marked: exact is its text.
func (r Rules) Learn(kind Kind, exact string) Rules {
	switch exact = strings.TrimFunc(exact, isBlank); {
	case exact == "" || kind == Blank:
	case kind == Injected:
		r.Injected = insertSorted(r.Injected, exact)
	default:
		r.Lines = insertSorted(r.Lines, generalise(exact))
	}
	return r
}

// LearnKept adds that a text that was found is no noise.
func (r Rules) LearnKept(exact string) Rules {
	if exact = strings.TrimFunc(exact, isBlank); exact != "" {
		r.Kept = insertSorted(r.Kept, exact)
	}
	return r
}

// insertSorted is list and s, sorted and once each; list stays as it is.
func insertSorted(list []string, s string) []string {
	list = append(slices.Clone(list), s)
	slices.Sort(list)
	return slices.Compact(list)
}

// generalise makes a pattern of a line: a name after a colon may be another next time (【编辑:黄钰涵】 to 【编辑:*】), and so
// may figures.
func generalise(line string) string {
	const brackets = "】])）〕"
	if at := strings.IndexAny(line, ":："); at > 0 && len([]rune(line)) <= maxLabelLine {
		if tail := strings.TrimRight(line[at:], brackets); len([]rune(tail)) > 1 {
			colon := string([]rune(tail)[:1])
			return line[:at] + colon + "*" + line[at+len(tail):]
		}
	}
	var b strings.Builder
	figures := false
	for _, r := range line {
		if !unicode.IsDigit(r) {
			b.WriteRune(r)
		} else if !figures {
			b.WriteByte('*')
		}
		figures = unicode.IsDigit(r)
	}
	return b.String()
}

// matchPattern reports whether a line is of a pattern. It takes the earliest place for each piece between stars, so it
// never goes back.
func matchPattern(pattern, line string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !strings.HasPrefix(line, head) || !star {
		return !star && line == head
	}
	line = line[len(head):]
	for {
		piece, after, more := strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(line, piece)
		}
		at := strings.Index(line, piece)
		if at < 0 {
			return false
		}
		line, rest = line[at+len(piece):], after
	}
}

// isKept reports whether a find is of a text that is no noise.
func (r Rules) isKept(t *text.Text, f Candidate) bool {
	return len(r.Kept) > 0 && f.Kind != Blank && slices.Contains(r.Kept, t.Slice(f.Span))
}

// matchesLine reports whether a pattern says that a line is noise.
func (r Rules) matchesLine(s string) bool {
	return slices.ContainsFunc(r.Lines, func(pattern string) bool {
		return strings.Trim(pattern, "* ") != "" && matchPattern(pattern, s)
	})
}

// addLearned takes each place of the strings that were learnt, the longer ones first.
// One that is no UTF-8 stands nowhere: its bytes could only be found within a
// character's.
func (h *injectionSearch) addLearned(list []string) {
	if len(list) == 0 {
		return
	}
	words := make([][]rune, 0, len(list))
	for _, word := range list {
		if utf8.ValidString(word) && word != "" {
			words = append(words, []rune(word))
		}
	}
	slices.SortStableFunc(words, func(a, b []rune) int { return len(b) - len(a) })
	f := newMultiMatcher(words)
	f.scan(h.page.runes)
	for w, places := range f.places {
		for _, i := range places {
			h.addCandidate(i, i+len(words[w]), ruleConfidence, "learnt")
		}
	}
}
