package html

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plainText returns the text of a part of a page that a reader sees, much as innerText in the HTML Standard. It
// collapses only the blanks of ASCII, so that the ideographic spaces of an indent stay; as in CSS Text 3, section 4.1.2,
// a line end of the markup is not a blank between two characters that need none. It omits the readings of ruby: they are
// notes on the text.
func plainText(n *html.Node) string {
	w := &textWriter{}
	w.writeNode(n, false)
	if w.b.Len() > 0 {
		w.b.WriteByte('\n')
	}
	return w.b.String()
}

// A textWriter is a text that is being written. It writes the separator before a word only when that word comes.
type textWriter struct {
	b        strings.Builder
	last     rune // the last character written
	required int  // line ends, by the blocks that begin or end here
	explicit int  // line ends, by br
	space    space
}

// A space is the separator between two words of a line, the strongest last.
type space int

const (
	none    space = iota
	lineEnd       // of the markup
	blank
	tab // between the cells of a table
)

// A shape is the effect of an element on the lines around and in it.
type shape int

const (
	inline    shape = iota
	line            // a line of its own
	paragraph       // with an empty line before and after
	literal         // a paragraph whose blanks are kept
	cell
	breaking
	unseen
)

// shapeOf returns the shape of an element, by its name: an element that readability renamed keeps its old atom.
func shapeOf(n *html.Node) shape {
	switch atom.Lookup([]byte(n.Data)) {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Hr:
		return paragraph
	case atom.Pre, atom.Listing, atom.Xmp, atom.Textarea:
		return literal
	case atom.Td, atom.Th:
		return cell
	case atom.Br:
		return breaking
	case atom.Head, atom.Title, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Audio, atom.Video,
		atom.Canvas, atom.Svg, atom.Select, atom.Rt, atom.Rp, atom.Rtc:
		return unseen
	case atom.Div, atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Caption, atom.Article, atom.Section, atom.Main, atom.Header, atom.Footer,
		atom.Aside, atom.Nav, atom.Figure, atom.Figcaption, atom.Address, atom.Details, atom.Summary, atom.Dialog, atom.Form, atom.Fieldset,
		atom.Center, atom.Body, atom.Html, atom.Thead, atom.Tbody, atom.Tfoot, atom.Optgroup, atom.Option, atom.Hgroup, atom.Legend:
		return line
	}
	return inline
}

// writeNode writes a node and its children. The parser limits their depth.
func (w *textWriter) writeNode(n *html.Node, kept bool) {
	if n.Type == html.TextNode {
		w.writeText(n.Data, kept)
		return
	}
	if n.Type != html.ElementNode && n.Type != html.DocumentNode {
		return
	}
	around := 0
	switch shapeOf(n) {
	case unseen:
		return
	case breaking:
		w.explicit, w.space = w.explicit+1, none
		return
	case cell:
		w.space = tab
	case line:
		around = 1
	case literal:
		around, kept = 2, true
	case paragraph:
		around = 2
	}
	w.required = max(w.required, around)
	for child := range n.ChildNodes() {
		w.writeNode(child, kept)
	}
	w.required = max(w.required, around)
}

// writeText writes the text of a node.
func (w *textWriter) writeText(s string, kept bool) {
	if kept {
		w.writeLiterally(s)
		return
	}
	for s != "" {
		gap := s[:len(s)-len(strings.TrimLeft(s, blanks))]
		w.noteGap(gap)
		s = s[len(gap):]
		end := strings.IndexAny(s, blanks)
		if end < 0 {
			end = len(s)
		}
		w.writeWord(s[:end])
		s = s[end:]
	}
}

// blanks are the characters that HTML collapses.
const blanks = " \t\n\r\f"

// noteGap notes the blanks between two words.
func (w *textWriter) noteGap(s string) {
	switch {
	case s == "":
	case strings.Contains(s, "\n"):
		w.space = max(w.space, lineEnd)
	default:
		w.space = max(w.space, blank)
	}
}

// writeLiterally writes text with its blanks.
func (w *textWriter) writeLiterally(s string) {
	for part := range strings.SplitSeq(s, "\n") {
		w.writeWord(part)
		w.explicit++
	}
	w.explicit--
}

// writeWord writes a word, and the separator before it.
func (w *textWriter) writeWord(s string) {
	if s == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(s)
	w.b.WriteString(w.separator(first))
	w.b.WriteString(s)
	w.last, _ = utf8.DecodeLastRuneInString(s)
	w.required, w.explicit, w.space = 0, 0, none
}

// separator returns the text between the last word and one that begins with next. It has at most one empty line.
func (w *textWriter) separator(next rune) string {
	if w.b.Len() == 0 {
		return ""
	}
	if n := min(2, max(w.required, w.explicit)); n > 0 {
		return "\n\n"[:n]
	}
	switch {
	case w.space == tab:
		return "\t"
	case w.space == blank, w.space == lineEnd && !(isUnspaced(w.last) && isUnspaced(next)):
		return " "
	}
	return ""
}

// isUnspaced reports whether a character belongs to a script without blanks between words: Chinese and Japanese, with
// their punctuation.
func isUnspaced(r rune) bool {
	const firstFull, lastFull = 0xff00, 0xffef // the full-width forms
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) ||
		r >= 0x3000 && r <= 0x303f || r >= firstFull && r <= lastFull
}
