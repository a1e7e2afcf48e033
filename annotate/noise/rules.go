package noise

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"
)

// Rules are the decisions of a team about noise in its articles; the scheme holds them. The zero value has none.
//
// A pattern of Lines is a whole line as a Candidate has it, without indent; * matches anything.
type Rules struct {
	Injected []string // strings that are always noise
	Lines    []string // patterns of lines that are noise
	Kept     []string // strings and lines that are never noise
}

// ruleConfidence is the confidence of a rule that a person made.
const ruleConfidence = 0.99

// Learn returns the rules with one for noise that a person accepted or marked. exact is its text.
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

// LearnKept returns the rules with one for a text that a person rejected as noise.
func (r Rules) LearnKept(exact string) Rules {
	if exact = strings.TrimFunc(exact, isBlank); exact != "" {
		r.Kept = insertSorted(r.Kept, exact)
	}
	return r
}

// insertSorted returns a sorted copy of list with s, each string once.
func insertSorted(list []string, s string) []string {
	list = append(slices.Clone(list), s)
	slices.Sort(list)
	return slices.Compact(list)
}

// generalise makes a pattern of a line: a name after a colon may differ next time (【编辑:黄钰涵】 to 【编辑:*】), and
// so may numbers.
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

// matchPattern reports whether a line matches a pattern. It takes the earliest match of each piece between stars, so it
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

// isKept reports whether the text of a candidate is never noise.
func (r Rules) isKept(t *text.Text, f Candidate) bool {
	return len(r.Kept) > 0 && f.Kind != Blank && slices.Contains(r.Kept, t.Slice(f.Span))
}

// matchesLine reports whether a pattern matches a line.
func (r Rules) matchesLine(s string) bool {
	return slices.ContainsFunc(r.Lines, func(pattern string) bool {
		return strings.Trim(pattern, "* ") != "" && matchPattern(pattern, s)
	})
}

// addLearned adds each occurrence of the learned strings, the longer ones first. It ignores strings that are not UTF-8:
// their bytes could only match within a character.
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
