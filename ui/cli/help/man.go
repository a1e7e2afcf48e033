package help

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// manMark is the first line of each man page, by which IsMan knows it.
const manMark = `.\" Written by pizhu help --man` + "\n"

// IsMan reports whether a file is a man page that a Man has made.
func IsMan(raw []byte) bool { return bytes.HasPrefix(raw, []byte(manMark)) }

// A Man is a man page in the making, in the language of man(7).
type Man struct{ b strings.Builder }

// NewMan begins the page of a name, such as "pizhu-keys", in a section of the manual, with a line about it and the
// version of the program.
func NewMan(name string, section int, about, version string) *Man {
	m := &Man{}
	m.b.WriteString(manMark)
	fmt.Fprintf(&m.b, ".TH \"%s\" \"%d\" \"\" \"pizhu %s\" \"pizhu\"\n.nh\n.ad l\n", roff(strings.ToUpper(name)), section, roff(version))
	m.Section("NAME")
	fmt.Fprintf(&m.b, "%s \\- %s\n", roff(name), roff(about))
	return m
}

// Bytes returns the page.
func (m *Man) Bytes() []byte { return []byte(m.b.String()) }

// Section begins a section.
func (m *Man) Section(title string) { m.line(".SH " + roff(title)) }

// Paragraph adds a paragraph of plain text, whose lines are joined.
func (m *Man) Paragraph(lines ...string) {
	var all string
	for _, line := range lines {
		last, _ := utf8.DecodeLastRuneInString(all)
		first, _ := utf8.DecodeRuneInString(line)
		if all != "" && !isChinese(last) && !isChinese(first) {
			all += " "
		}
		all += line
	}
	m.line(".PP")
	m.text(plainText(all))
}

// Entry adds a term, in bold, and what it means, both plain text.
func (m *Man) Entry(term, meaning string) {
	m.line(".TP")
	m.text(embolden(plainText(term)))
	m.text(plainText(meaning))
}

// Code adds lines as they are.
func (m *Man) Code(lines ...string) {
	m.line(".PP\n.RS 4\n.nf")
	for _, line := range lines {
		m.text(plainText(line))
	}
	m.line(".fi\n.RE")
}

// Markdown adds a page of the manual, but for its title.
func (m *Man) Markdown(markdown string) {
	m.Section("DESCRIPTION")
	for _, b := range parse(markdown) {
		m.block(b)
	}
}

func (m *Man) block(b block) {
	switch b.kind {
	case heading:
		if b.level > 1 {
			m.line(map[bool]string{true: ".SH ", false: ".SS "}[b.level == 2] + roff(string(inline(b.text, plain, false).runes)))
		}
	case item:
		m.line(fmt.Sprintf(".IP \"%s\" 4", roff(strings.TrimSpace(b.marker))))
		m.text(inline(b.text, plain, false))
	case code:
		m.Code(b.lines...)
	case table:
		for _, row := range b.rows[1:] {
			m.row(b.rows[0], row)
		}
	default:
		m.line(".PP")
		m.text(inline(b.text, plain, false))
	}
}

// row adds a row of a table as an entry: the first cell is the term, the second one its meaning, and the others follow
// with their headers.
func (m *Man) row(header, row []string) {
	m.line(".TP")
	m.text(embolden(inline(row[0], plain, false)))
	for i, cell := range row[1:] {
		if cell == "" {
			continue
		}
		if i > 0 {
			m.line(".br")
			cell = header[i+1] + ": " + cell
		}
		m.text(inline(cell, plain, false))
	}
}

func (m *Man) line(s string) { m.b.WriteString(s + "\n") }

// text adds a text with its styles, on a line of its own.
func (m *Man) text(t styledText) {
	fonts := [...]string{plain: `\fR`, bold: `\fB`, dim: `\fB`, underlined: `\fI`}
	var b strings.Builder
	for start := 0; start < len(t.runes); {
		end := start + 1
		for end < len(t.runes) && t.styles[end] == t.styles[start] {
			end++
		}
		if start > 0 && mayBreak(t.runes[start-1], t.runes[start]) {
			b.WriteString(breakPoint)
		}
		if font := fonts[t.styles[start]]; font == fonts[plain] {
			b.WriteString(roff(string(t.runes[start:end])))
		} else {
			b.WriteString(font + roff(string(t.runes[start:end])) + fonts[plain])
		}
		start = end
	}
	line := b.String()
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, " ") || line == "" {
		line = `\&` + line // else a request, a break, a paragraph
	}
	m.line(line)
}

// plainText returns a text in which marks mean nothing.
func plainText(s string) styledText {
	var t styledText
	t.add(s, plain)
	return t
}

// roff escapes what troff does not print as it is, and lets lines break between Chinese characters, for troff itself
// breaks them at spaces only.
func roff(s string) string {
	var b strings.Builder
	last := ' '
	for _, r := range s {
		if mayBreak(last, r) {
			b.WriteString(breakPoint)
		}
		if escape, ok := roffEscapes[r]; ok {
			b.WriteString(escape)
		} else {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

const breakPoint = `\:`

var roffEscapes = map[rune]string{
	'\\': `\e`, '-': `\-`, '\'': `\(aq`, '`': `\(ga`, '^': `\(ha`, '~': `\(ti`, '"': `\(dq`, '\n': " ",
}

// The Chinese marks that may not begin or end a line, and the ASCII ones that may not either.
const (
	noStart = "，。、；：？！）》」』】〉”’…—·,.;:?!)%"
	noEnd   = "（《「『【〈“‘("
)

// isChinese reports whether r is a Chinese character or mark, beside which words are not parted by spaces.
func isChinese(r rune) bool {
	return unicode.Is(unicode.Han, r) || r > unicode.MaxASCII && strings.ContainsRune(noStart+noEnd, r)
}

// mayBreak reports whether a line may end between two characters of which one is Chinese.
func mayBreak(before, after rune) bool {
	const noStart, noEnd = "，。、；：？！）》」』】〉”’…—·,.;:?!)%", "（《「『【〈“‘("
	wide := func(r rune) bool {
		return unicode.Is(unicode.Han, r) || strings.ContainsRune(noStart+noEnd, r) && r > unicode.MaxASCII
	}
	return (wide(before) || wide(after)) && before != ' ' && after != ' ' &&
		!strings.ContainsRune(noStart, after) && !strings.ContainsRune(noEnd, before)
}
