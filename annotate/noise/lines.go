package noise

import (
	"strings"
	"unicode"

	"pizhu/model/text"
)

const (
	maxLabelLine = 48  // code points of a line of editors or of a source,
	maxTitleLine = 90  // of one with a title or an address,
	maxNotice    = 400 // of a disclaimer
)

// findLines returns the lines that are noise, and the brackets with an editor or a source at the end of paragraphs.
func (p *page) findLines(c *CorpusCounts, r Rules) []Candidate {
	words := lineWords()
	var found []Candidate
	for i := range p.lines {
		l := &p.lines[i]
		if l.span.Empty() {
			continue
		}
		l.guess = words.classify(p.foldedText(l.span))
		if l.kind == "" || l.confidence < Certain {
			found = append(found, p.findSignature(words, l.span)...)
		}
	}
	p.guessTail()
	c.guessRepeated(p)
	return append(found, p.lineCandidates(r)...)
}

// lineCandidates returns the lines that seem to be noise, or that a learned pattern matches.
func (p *page) lineCandidates(r Rules) []Candidate {
	var found []Candidate
	for _, l := range p.lines {
		if l.span.Empty() {
			continue
		}
		if len(r.Lines) > 0 && r.matchesLine(p.text.Slice(l.span)) {
			l.raiseConfidence(guess{Repeated, ruleConfidence, "learnt"})
		}
		if l.kind != "" {
			found = append(found, Candidate{l.span, l.kind, l.confidence, l.reason})
		}
	}
	return found
}

// raiseConfidence replaces the guess by a more confident one, but keeps its kind: to the rest of the program a
// disclaimer that repeats is a disclaimer.
func (g *guess) raiseConfidence(other guess) {
	if other.confidence <= g.confidence {
		return
	}
	if g.kind != "" {
		other.kind = g.kind
	}
	*g = other
}

// classify returns the guess about a folded line by its words alone.
func (l lineLexicon) classify(line []rune) guess {
	var best guess
	if len(line) <= maxTitleLine {
		best = l.matchWhole(line)
		best.replaceIfBetter(l.matchLabel(line))
		best.replaceIfBetter(l.matchButtons(line))
	}
	if len(line) <= maxNotice {
		best.replaceIfBetter(l.matchNotice(line))
	}
	return best
}

// replaceIfBetter replaces the guess by a more confident one.
func (g *guess) replaceIfBetter(other guess) {
	if other.confidence > g.confidence {
		*g = other
	}
}

// guess returns the guess that the row stands for.
func (m tableRow) guess() guess {
	row := lineTable[m.row]
	return guess{row.kind, row.confidence, row.reason}
}

// matchWhole matches lines that are one of the words, in brackets, with a bullet, a colon or an arrow.
func (l lineLexicon) matchWhole(line []rune) guess {
	if len(line) > maxLabelLine {
		return guess{}
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || r == '/' {
			return r
		}
		return -1
	}, string(line))
	if m, ok := l.whole[bare]; ok {
		return m.guess()
	}
	return guess{}
}

// matchLabel matches lines that begin with a label: 【责任编辑：张三】, 来源：新华网, 原标题：….
func (l lineLexicon) matchLabel(line []rune) guess {
	bracketed := len(line) > 0 && strings.ContainsRune(openers, line[0])
	for len(line) > 0 && !unicode.IsLetter(line[0]) && !unicode.IsDigit(line[0]) {
		line = line[1:]
	}
	if len(line) == 0 {
		return guess{}
	}
	n, m := l.heads.longestAt(line)
	if n == 0 {
		return guess{}
	}
	rest, colon, ok := cutLabel(line[n:])
	if !ok || !colon && !bracketed {
		return guess{}
	}
	if lineTable[m.row].form == formLabel && !isNameList(rest) || len(rest) == 0 {
		return guess{}
	}
	return m.guess()
}

// cutLabel returns the text behind the colon, bar or blank after a label, without blanks.
func cutLabel(s []rune) (rest []rune, colon, ok bool) {
	i := 0
	for i < len(s) && strings.ContainsRune(" :/|=丨·", s[i]) {
		colon = colon || s[i] != ' ' && s[i] != '·'
		i++
	}
	return s[i:], colon, i > 0
}

const (
	openers = "【[(〔「『〖<《"
	closers = "】])〕」』〗>》"
)

// isNameList reports whether the text after a label is names, dates and further labels, and not a sentence.
func isNameList(s []rune) bool {
	if len(s) > maxLabelLine {
		return false
	}
	for i, r := range s {
		if strings.ContainsRune("。!?;…“”", r) || r == ',' && i > 0 && len(s) > maxLabelLine/2 {
			return false
		}
	}
	return true
}

// matchButtons matches lines that consist of buttons.
func (l lineLexicon) matchButtons(line []rune) guess {
	all, known := 0, 0
	for token := range strings.FieldsFuncSeq(string(line), func(r rune) bool { return !unicode.IsLetter(r) }) {
		all++
		if l.buttons[token] {
			known++
		}
	}
	switch {
	case known >= 3 && known == all:
		return guess{Share, 0.96, "a row of buttons"}
	case known == 2 && all == 2:
		return guess{Share, 0.8, "two buttons"}
	case known >= 3 && 4*known >= 3*all:
		return guess{Share, 0.85, "mostly a row of buttons"}
	}
	return guess{}
}

// maxDilution is how many times longer than its phrases a notice may be.
const maxDilution = 10

// matchNotice adds up the phrases of a disclaimer or of a request to share.
func (l lineLexicon) matchNotice(line []rune) guess {
	var best guess
	covered := 0 // code points of phrases
	doubt := map[Kind]float64{}
	seen := map[string]bool{} // a phrase counts once
	for i := 0; i < len(line); i++ {
		n, m := l.phrases.longestAt(line[i:])
		if n == 0 {
			continue
		}
		if word := string(line[i : i+n]); !seen[word] {
			seen[word] = true
			g := m.guess()
			if _, ok := doubt[g.kind]; !ok {
				doubt[g.kind] = 1
			}
			doubt[g.kind] *= 1 - g.confidence
			best.replaceIfBetter(guess{g.kind, 1 - doubt[g.kind], g.reason})
		}
		covered += n
		i += n - 1
	}
	best.confidence = min(best.confidence, 0.98)
	if maxDilution*covered < len(line) {
		best.confidence *= 0.5
	}
	return best
}

// maxSignature is the length of the longest bracket with an editor or a source at the end of a paragraph, in code points.
const maxSignature = 40

// findSignature returns an editor or a source in brackets at the end of a paragraph: …5个方面发力。（羊城晚报）.
func (p *page) findSignature(words lineLexicon, s text.Span) []Candidate {
	line := p.foldedText(s)
	if len(line) < 3 || !strings.ContainsRune(closers, line[len(line)-1]) {
		return nil
	}
	for i := len(line) - 2; i > 0 && i > len(line)-maxSignature; i-- {
		if strings.ContainsRune(closers, line[i]) {
			return nil
		}
		if !strings.ContainsRune(openers, line[i]) {
			continue
		}
		if g := words.matchBracket(line[i:], line[i-1]); g.kind != "" {
			return []Candidate{{span(int(s.Start)+i, int(s.End)), g.kind, g.confidence, g.reason}}
		}
		return nil
	}
	return nil
}

// matchBracket returns the guess about a bracket that follows the character before.
func (l lineLexicon) matchBracket(s []rune, before rune) guess {
	if !strings.ContainsRune("。!?”」』.", before) {
		return guess{}
	}
	if g := l.matchLabel(s); g.kind == Editor || g.kind == Source {
		return g
	}
	inner := string(s[1 : len(s)-1])
	for suffix := range strings.FieldsSeq("日报 晚报 早报 晨报 时报 商报 周刊 周报 新闻网 新华社 新华网 中新网 人民网 央视网 日報 晚報 時報 新聞 通訊社 社 新報 일보 신문 통신 뉴스") {
		if strings.HasSuffix(inner, suffix) && len(s) <= 14 {
			return guess{Source, 0.8, "a newspaper in brackets after the last sentence"}
		}
	}
	return guess{}
}
