package help

import (
	"strings"

	"pizhu/model/layout"
	"pizhu/model/text"
)

// A Page says what the manual is laid out for.
type Page struct {
	Columns int  // of the terminal
	Styled  bool // write bold, dim and underlined text with escape codes
	Measure text.Measure
}

const (
	widestText = 100 // columns of a paragraph; longer lines are hard to read
	codeIndent = "    "
)

// Render lays a Markdown text out. Each line ends in a line feed. Only code and words that are too long may be wider than the page.
func (p Page) Render(markdown string) string {
	var b strings.Builder
	last := block{kind: -1}
	for _, next := range parse(markdown) {
		if last.kind >= 0 && (last.kind != item || next.kind != item) {
			b.WriteByte('\n')
		}
		for _, line := range p.block(next) {
			b.WriteString(line + "\n")
		}
		last = next
	}
	return b.String()
}

// block returns the lines of a block.
func (p Page) block(b block) []string {
	switch b.kind {
	case heading:
		return p.heading(b)
	case item:
		return p.hang(b.marker, strings.Repeat(" ", len(b.marker)), p.inline(b.text, plain), min(p.Columns, widestText))
	case code:
		return p.code(b.lines)
	case table:
		return p.table(b.rows)
	}
	return p.wrap(p.inline(b.text, plain), min(p.Columns, widestText))
}

func (p Page) inline(s string, base style) styledText { return inline(s, base, !p.Styled) }

// heading is bold; without styles the first two levels are underlined with signs.
func (p Page) heading(b block) []string {
	lines := p.wrap(p.inline(b.text, bold), p.Columns)
	if sign := map[int]string{1: "=", 2: "-"}[b.level]; sign != "" && !p.Styled {
		lines = append(lines, strings.Repeat(sign, min(p.Measure.Width(b.text), p.Columns)))
	}
	return lines
}

func (p Page) code(lines []string) []string {
	var list []string
	for _, line := range lines {
		var t styledText
		t.add(line, dim)
		list = append(list, strings.TrimRight(codeIndent+p.paint(t), " "))
	}
	return list
}

// hang returns the lines of a text. The first begins with first, the others with indent.
func (p Page) hang(first, indent string, t styledText, columns int) []string {
	lines := p.wrap(t, columns-max(len(first), len(indent)))
	for i := range lines {
		if i == 0 {
			lines[i] = first + lines[i]
		} else {
			lines[i] = indent + lines[i]
		}
	}
	return lines
}

// wrap breaks a text into painted lines of at most so many columns.
func (p Page) wrap(t styledText, columns int) []string {
	var lines []string
	for _, line := range p.rows(t, columns) {
		lines = append(lines, p.paint(line))
	}
	return lines
}

// rows breaks a text into rows, as an article is broken, without the spaces at their ends. There is at least one.
func (p Page) rows(t styledText, columns int) []styledText {
	l := layout.New(text.New(string(t.runes)), p.Measure, max(columns, 1))
	var list []styledText
	for row, more := l.Row(0), true; more; row, more = l.Next(row) {
		start, end := int(row.Span.Start), int(row.Span.End)
		for end > start && t.runes[end-1] == ' ' {
			end--
		}
		list = append(list, styledText{t.runes[start:end], t.styles[start:end]})
	}
	return list
}

// paint returns a text with the escape codes of its styles, or without if the page has none.
func (p Page) paint(t styledText) string {
	if !p.Styled {
		return string(t.runes)
	}
	codes := [...]string{plain: "", bold: "\x1b[1m", dim: "\x1b[2m", underlined: "\x1b[4m"}
	var b strings.Builder
	last := plain
	for i, r := range t.runes {
		if st := t.styles[i]; st != last {
			if last != plain {
				b.WriteString("\x1b[m")
			}
			b.WriteString(codes[st])
			last = st
		}
		b.WriteRune(r)
	}
	if last != plain {
		b.WriteString("\x1b[m")
	}
	return b.String()
}

// width returns the columns of a text.
func (p Page) width(t styledText) int { return p.Measure.Width(string(t.runes)) }
