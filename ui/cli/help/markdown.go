package help

import (
	"regexp"
	"strings"
)

// The kinds of blocks. The manual uses this much of Markdown and no more; a test holds that.
const (
	heading = iota
	paragraph
	item
	code
	table
)

// A block is one part of a page.
type block struct {
	kind   int
	level  int        // of a heading: 1 for the title
	marker string     // of an item: "- ", "1. "
	text   string     // of a heading, a paragraph and an item, with inline marks
	lines  []string   // of code
	rows   [][]string // of a table, the header first; cells with inline marks
}

var numbered = regexp.MustCompile(`^[0-9]+\. `)

// parse divides Markdown into blocks. Comments are left out.
func parse(markdown string) []block {
	var blocks []block
	lines := strings.Split(markdown, "\n")
	for len(lines) > 0 {
		b, n := parseBlock(lines)
		if n == 0 {
			lines = lines[1:]
			continue
		}
		blocks = append(blocks, b)
		lines = lines[n:]
	}
	return blocks
}

// parseBlock parses the block that begins with the first line. n is the number of its lines: 0 if there is none.
func parseBlock(lines []string) (b block, n int) {
	line := lines[0]
	switch marker := numbered.FindString(line); {
	case line == "" || strings.HasPrefix(line, "<!--"):
		return block{}, 0
	case strings.HasPrefix(line, "```"):
		return parseFence(lines)
	case strings.HasPrefix(line, "    "):
		return parseIndented(lines)
	case strings.HasPrefix(line, "|"):
		return parseTable(lines)
	case strings.HasPrefix(line, "#"):
		text := strings.TrimLeft(line, "#")
		return block{kind: heading, level: len(line) - len(text), text: strings.TrimSpace(text)}, 1
	case strings.HasPrefix(line, "- "):
		return block{kind: item, marker: "- ", text: line[2:]}, 1
	case marker != "":
		return block{kind: item, marker: marker, text: line[len(marker):]}, 1
	}
	return block{kind: paragraph, text: line}, 1
}

// parseFence parses code between two lines ```.
func parseFence(lines []string) (block, int) {
	b := block{kind: code}
	for n, line := range lines[1:] {
		if line == "```" {
			return b, n + 2
		}
		b.lines = append(b.lines, line)
	}
	return b, len(lines)
}

// parseIndented parses code that four spaces indent.
func parseIndented(lines []string) (block, int) {
	b := block{kind: code}
	for n, line := range lines {
		text, ok := strings.CutPrefix(line, "    ")
		if !ok {
			return b, n
		}
		b.lines = append(b.lines, text)
	}
	return b, len(lines)
}

// parseTable parses a table whose second line separates the header from the rest.
func parseTable(lines []string) (block, int) {
	b := block{kind: table}
	for n, line := range lines {
		if !strings.HasPrefix(line, "|") {
			return b, n
		}
		if n != 1 {
			b.rows = append(b.rows, cells(line))
		}
	}
	return b, len(lines)
}

// cells returns the cells of a line of a table. `\|` is a bar in a cell.
func cells(line string) []string {
	const bar = "\x00"
	line = strings.Trim(strings.ReplaceAll(line, `\|`, bar), "|")
	var list []string
	for cell := range strings.SplitSeq(line, "|") {
		list = append(list, strings.TrimSpace(strings.ReplaceAll(cell, bar, "|")))
	}
	return list
}

// A style is the look of a character.
type style byte

// The styles. They need no colours, so NO_COLOR changes nothing.
const (
	plain style = iota
	bold
	dim
	underlined
)

// styledText is text without marks, and the style of each of its code points.
type styledText struct {
	runes  []rune
	styles []style
}

func (t *styledText) add(s string, st style) {
	for _, r := range s {
		t.runes = append(t.runes, r)
		t.styles = append(t.styles, st)
	}
}

// inline resolves the marks `code`, **bold** and *emphasis* in a text whose own style is base. keepTicks keeps the
// marks of code, for output that has no styles.
func inline(s string, base style, keepTicks bool) styledText {
	var t styledText
	marks := []struct {
		mark  string
		style style
	}{{"`", dim}, {"**", bold}, {"*", underlined}}
next:
	for s != "" {
		for _, m := range marks {
			inner, rest, ok := cutMarked(s, m.mark)
			if !ok {
				continue
			}
			if m.style == dim && keepTicks {
				inner = "`" + inner + "`"
			}
			t.add(inner, m.style)
			s = rest
			continue next
		}
		r := []rune(s)[0]
		t.add(string(r), base)
		s = s[len(string(r)):]
	}
	return t
}

// cutMarked returns the text between two marks at the start of s, and the rest of s.
func cutMarked(s, mark string) (inner, rest string, ok bool) {
	if s, ok = strings.CutPrefix(s, mark); !ok {
		return "", "", false
	}
	inner, rest, ok = strings.Cut(s, mark)
	return inner, rest, ok && inner != ""
}
