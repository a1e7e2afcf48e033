package paint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"
)

// A glyph is a column of the emulator's screen. The right half of a wide one
// has no text.
type glyph struct {
	text string
	pen  attributes
}

// attributes are what SGR sets, each as its own parameters.
type attributes struct {
	bold, dim, italic, line, reverse bool
	shape, fg, bg, lineColour        string
}

// An emulator is a small terminal: wide characters, of which no half is left
// alone, colours that erasing leaves behind, a scroll region, no autowrap. It
// panics on a sequence that it does not know, so that whatever the painter
// comes to use is tried here too.
type emulator struct {
	cells       [][]glyph
	columns     int
	row, column int
	pen         attributes
	top, bottom int // scroll region
	wrap        bool
	visible     bool
	held        bool // mode 2026
	slot        int  // columns that this terminal takes for a slot
	stray       bool // what has no columns goes into the next column, as in st
}

// newEmulator makes a terminal in the worst state: full of wide characters,
// colours on, autowrap on, a scroll region set.
func newEmulator(rows, columns, slot int) *emulator {
	e := &emulator{columns: columns, slot: slot, bottom: rows}
	for y := range rows {
		e.cells = append(e.cells, slices.Repeat([]glyph{{text: " "}}, columns))
		e.row, e.column = y, 0
		e.pen = attributes{bold: true, bg: "41"}
		for range columns / 2 {
			e.draw('囧')
		}
	}
	e.wrap, e.visible, e.top, e.bottom = true, rows%2 == 0, 1, max(2, rows-1)
	e.row, e.column = rows/2, columns/3
	return e
}

// width is the columns of a code point on this terminal. It knows nothing of
// clusters, and draws the parts of a sequence one after another.
func (e *emulator) width(r rune) int {
	if unicode.Is(unicode.M, r) || r == '\u200d' {
		return 0
	}
	m := text.NewMeasure(text.Slot)
	if m.NeedsSlot(string(r)) {
		return e.slot
	}
	return m.Width(string(r))
}

// write takes what a program sends.
func (e *emulator) write(b []byte) {
	for len(b) > 0 {
		switch {
		case b[0] == 0x1b:
			b = b[e.sequence(b):]
		case b[0] < 0x20:
			panic(fmt.Sprintf("control %#x", b[0]))
		default:
			r, n := utf8.DecodeRune(b)
			e.draw(r)
			b = b[n:]
		}
	}
}

func (e *emulator) draw(r rune) {
	n := e.width(r)
	if n == 0 {
		e.combine(r)
		return
	}
	if e.column+n > e.columns {
		if e.wrap {
			panic("the terminal would wrap")
		}
		e.column = e.columns - n
	}
	e.erase(e.row, e.column, e.column+n)
	e.cells[e.row][e.column] = glyph{string(r), e.pen}
	for i := 1; i < n; i++ {
		e.cells[e.row][e.column+i] = glyph{"", e.pen}
	}
	e.column = min(e.column+n, e.columns-1)
}

// combine joins a code point without columns to what was drawn last.
func (e *emulator) combine(r rune) {
	if e.stray {
		e.erase(e.row, e.column, e.column+1)
		e.cells[e.row][e.column] = glyph{string(r), e.pen}
		return
	}
	at := e.column - 1
	for at > 0 && e.cells[e.row][at].text == "" {
		at--
	}
	if at >= 0 {
		e.cells[e.row][at].text += string(r)
	}
}

// erase blanks the columns [from, to) of a row in the pen's ground, and the
// other halves of what it cuts in two in none.
func (e *emulator) erase(row, from, to int) {
	line := e.cells[row]
	for x := from; x > 0 && x < e.columns && line[x].text == ""; x-- {
		line[x-1] = glyph{text: " "}
	}
	for x := to; x < e.columns && line[x].text == ""; x++ {
		line[x] = glyph{text: " "}
	}
	for x := from; x < to; x++ {
		line[x] = glyph{" ", attributes{bg: e.pen.bg, reverse: e.pen.reverse}}
	}
}

// sequence obeys a control sequence and gives its length.
func (e *emulator) sequence(b []byte) int {
	end := 2 + slices.IndexFunc(b[2:], func(c byte) bool { return c >= 0x40 })
	parameters, final := string(b[2:end]), b[end]
	n := 1
	first, rest, _ := strings.Cut(parameters, ";")
	if i, err := strconv.Atoi(first); err == nil {
		n = i
	}
	switch final {
	case 'H':
		e.row, e.column = min(n, len(e.cells))-1, min(optional(rest, 1), e.columns)-1
	case 'G':
		e.column = min(n, e.columns) - 1
	case 'K':
		e.erase(e.row, e.column, e.columns)
	case 'J':
		e.clear(n)
	case 'r':
		e.top, e.bottom = n-1, optional(rest, len(e.cells))
		e.row, e.column = 0, 0
	case 'S':
		e.scroll(n)
	case 'T':
		e.scroll(-n)
	case 'm':
		e.style(parameters)
	case 'h', 'l':
		e.mode(parameters, final == 'h')
	default:
		panic(fmt.Sprintf("sequence %q", b[:end+1]))
	}
	return end + 1
}

func optional(s string, other int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return other
}

func (e *emulator) clear(n int) {
	if n != 2 {
		panic("erase a part of the screen")
	}
	for y := range e.cells {
		e.erase(y, 0, e.columns)
	}
}

func (e *emulator) scroll(by int) {
	was := slices.Clone(e.cells)
	for y := e.top; y < e.bottom; y++ {
		if from := y + by; from >= e.top && from < e.bottom {
			e.cells[y] = slices.Clone(was[from])
			continue
		}
		e.cells[y] = slices.Repeat([]glyph{{text: " "}}, e.columns)
		e.erase(y, 0, e.columns)
	}
}

func (e *emulator) mode(parameters string, set bool) {
	switch parameters {
	case "?7":
		e.wrap = set
	case "?25":
		e.visible = set
	case "?2026":
		if e.held == set {
			panic("updates within updates")
		}
		e.held = set
	default:
		panic("mode " + parameters)
	}
}

// style obeys SGR.
func (e *emulator) style(parameters string) {
	fields := strings.Split(parameters, ";")
	for i := 0; i < len(fields); i++ {
		f := fields[i]
		if f == "38" || f == "48" || f == "58" {
			n := map[string]int{"5": 3, "2": 5}[fields[i+1]]
			f = strings.Join(fields[i:i+n], ";")
			i += n - 1
		}
		e.attribute(f)
	}
}

func (e *emulator) attribute(f string) {
	p := &e.pen
	switch {
	case f == "" || f == "0":
		*p = attributes{}
	case f == "39":
		p.fg = ""
	case f == "49":
		p.bg = ""
	case f == "59":
		p.lineColour = ""
	case f == "1":
		p.bold = true
	case f == "2":
		p.dim = true
	case f == "3":
		p.italic = true
	case f == "4" || strings.HasPrefix(f, "4:"):
		p.line, p.shape = true, f
	case f == "7":
		p.reverse = true
	case strings.HasPrefix(f, "58"):
		p.lineColour = f
	case strings.HasPrefix(f, "3") || strings.HasPrefix(f, "9"):
		p.fg = f
	case strings.HasPrefix(f, "4") || strings.HasPrefix(f, "10"):
		p.bg = f
	default:
		panic("SGR " + f)
	}
}

// screen is what a person sees: a line a row, each glyph with what can be seen
// of its attributes.
func (e *emulator) screen() []string {
	var lines []string
	for _, row := range e.cells {
		var b strings.Builder
		var last attributes
		for _, g := range row {
			if p := g.seen(); p != last {
				fmt.Fprintf(&b, "<%s>", p)
				last = p
			}
			b.WriteString(g.text)
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// state is the rest of it.
func (e *emulator) state() string {
	where := "hidden"
	if e.visible {
		where = fmt.Sprintf("%d,%d", e.row, e.column)
	}
	return fmt.Sprintf("cursor %s, pen %s, rows %d-%d, wrap %v, held %v", where, e.pen, e.top, e.bottom, e.wrap, e.held)
}

// seen is g's attributes without those that cannot be seen on a blank.
func (g glyph) seen() attributes {
	p := g.pen
	if g.text == " " {
		p.bold, p.dim, p.italic = false, false, false
		if !p.reverse && (!p.line || p.lineColour != "") {
			p.fg = ""
		}
	}
	if !p.line {
		p.lineColour = ""
	}
	return p
}

func (a attributes) String() string {
	var has []string
	for name, on := range map[string]bool{"bold": a.bold, "dim": a.dim, "italic": a.italic, "reverse": a.reverse} {
		if on {
			has = append(has, name)
		}
	}
	slices.Sort(has)
	return strings.Join(append(has, a.fg, a.bg, a.shape, a.lineColour), " ")
}
