package html

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"pizhu/model/fault"
)

// The limits of the markup of a page. Nobody writes more, and a page within them takes the parser a second at most.
const (
	maxElements   = 100_000
	maxAttributes = 256     // of one tag
	maxWork       = 500_000 // elements that the parser makes: it repeats those of formats that are left open
	maxMeta       = 1 << 14 // bytes of a meta tag that is read
	maxTitle      = 1 << 12 // bytes of a title that are read
)

// limitMarkup rewrites a page so that it is parsed in bounded time and memory, or returns ErrTooLarge. It counts tags
// before any element is made. It drops comments, and makes object of svg: in foreign content the parser reads scripts
// and titles as markup, and the elements would no longer be those that were counted.
func limitMarkup(source string) (*bytes.Buffer, error) {
	t := &limiter{z: html.NewTokenizer(strings.NewReader(source))}
	t.out.Grow(len(source))
	return &t.out, t.rewrite()
}

// rewrite rewrites the page.
func (t *limiter) rewrite() error {
	for {
		switch t.z.Next() {
		case html.ErrorToken: // the end: a string has no other error
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			t.start()
		case html.EndTagToken:
			t.end()
		case html.TextToken:
			t.write(t.z.Raw())
		case html.DoctypeToken:
			if t.elements == 0 {
				t.write(t.z.Raw())
			}
		}
		switch {
		case t.elements > maxElements:
			return fault.Errorf("%w: over %d elements in a page", ErrTooLarge, maxElements)
		case t.attributes > maxAttributes:
			return fault.Errorf("%w: over %d attributes in a tag", ErrTooLarge, maxAttributes)
		case t.work > maxWork:
			return fault.Errorf("%w: over %d elements in a page, for formats such as b or font are left open in it", ErrTooLarge, maxWork)
		}
	}
}

// A limiter rewrites a page and counts what the parser will make of it.
type limiter struct {
	z          *html.Tokenizer
	out        bytes.Buffer
	elements   int         // tags that make an element; the parser makes at most twice as many
	paragraphs int         // open p elements
	attributes int         // of the current tag
	work       int         // an upper bound of the elements that the parser makes
	formats    []format    // the open ones
	scopes     int         // tags so far that hide earlier formats from an end tag
	seen       []atom.Atom // html and body, once they occurred
	svg        int         // open svg elements
	foreign    bool        // in a foreignObject of svg, which may contain HTML
}

// A format is the start tag of an element such as b that is repeated in every block until it is closed.
type format struct {
	name             atom.Atom
	tag              string
	scopes, elements int // the counts before it
}

// write passes a token on. For each the parser may repeat all open formats.
func (t *limiter) write(raw []byte) {
	t.work += 1 + len(t.formats)
	t.out.Write(raw)
}

func (t *limiter) start() {
	raw := t.z.Raw()
	closed := bytes.HasSuffix(raw, []byte("/>"))
	name, more := t.z.TagName()
	tag := atom.Lookup(name)
	foreignObject := t.svg > 0 && string(name) == foreignName
	for t.attributes = 0; more; t.attributes++ {
		_, _, more = t.z.TagAttr()
	}
	switch {
	case tag == atom.Math, t.svg > 0 && closed, tag == atom.Meta && len(raw) > maxMeta:
		return // the content of math is text; an empty element of svg has none
	case tag == atom.Svg:
		if closed {
			return
		}
		raw, tag = []byte("<object>"), atom.Object
		t.svg++
	case tag == atom.Html || tag == atom.Body:
		if slices.Contains(t.seen, tag) {
			return // the parser uses only the attributes of a second one
		}
		t.seen = append(t.seen, tag)
	case foreignObject:
		t.foreign = true
	case t.svg > 0 && !t.foreign && leavesSVG(tag):
		t.leaveSVG()
	}
	t.elements++
	t.write(raw)
	t.countElement(tag, raw)
}

// countElement notes an element that was written, by its start tag.
func (t *limiter) countElement(tag atom.Atom, raw []byte) {
	switch {
	case tag == atom.P:
		t.paragraphs++
	case slices.Contains(formats, tag):
		t.open(format{tag, string(raw), t.scopes, t.elements})
	case slices.Contains(scopes, tag):
		t.scopes++
	}
}

// formats are the elements that the parser repeats, but for a and nobr, of which at most one is open.
var formats = []atom.Atom{
	atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U,
}

// scopes are the elements in which an end tag does not close a format that was opened before them.
var scopes = []atom.Atom{
	atom.Applet, atom.Caption, atom.Html, atom.Table, atom.Td, atom.Th, atom.Marquee, atom.Object, atom.Template, atom.Select,
}

const foreignName = "foreignobject" // as a tokenizer gives it

// leavesSVG reports whether a start tag ends svg, for nothing of that name is in it.
func leavesSVG(tag atom.Atom) bool {
	return slices.Contains([]atom.Atom{
		atom.B, atom.Big, atom.Blockquote, atom.Body, atom.Br, atom.Center, atom.Code, atom.Dd, atom.Div, atom.Dl, atom.Dt, atom.Em,
		atom.Embed, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Hr, atom.I, atom.Img, atom.Li, atom.Listing,
		atom.Menu, atom.Meta, atom.Nobr, atom.Ol, atom.P, atom.Pre, atom.Ruby, atom.S, atom.Small, atom.Span, atom.Strong, atom.Strike,
		atom.Sub, atom.Sup, atom.Table, atom.Tt, atom.U, atom.Ul, atom.Var,
	}, tag)
}

func (t *limiter) leaveSVG() {
	for ; t.svg > 0; t.svg-- {
		t.write([]byte("</object>"))
	}
}

// open notes a format. The parser keeps three equal ones, and compares their attributes to find them.
func (t *limiter) open(f format) {
	t.work += len(t.formats) * t.attributes * t.attributes / maxAttributes
	equal := 0
	for _, other := range t.formats {
		if other.tag == f.tag {
			equal++
		}
	}
	if equal < 3 {
		t.formats = append(t.formats, f)
	}
}

func (t *limiter) end() {
	raw := t.z.Raw()
	name, _ := t.z.TagName()
	tag := atom.Lookup(name)
	switch {
	case tag == atom.Math:
		return
	case tag == atom.Svg:
		if t.svg == 0 {
			return
		}
		t.svg--
		t.foreign = false
		raw = []byte("</object>")
	case string(name) == foreignName:
		t.foreign = false
	case tag == atom.P, tag == atom.Br: // these make an element where none is open
		if t.paragraphs--; t.paragraphs < 0 {
			t.elements, t.paragraphs = t.elements+1, 0
		}
	}
	t.write(raw)
	t.close(tag)
}

// maxBlocks is how many blocks deep the parser closes a format.
const maxBlocks = 8

// close removes the last format of a name, if the parser certainly does.
func (t *limiter) close(name atom.Atom) {
	for i := len(t.formats) - 1; i >= 0; i-- {
		if f := t.formats[i]; f.name == name {
			if f.scopes == t.scopes && t.elements-f.elements < maxBlocks {
				t.formats = slices.Delete(t.formats, i, i+1)
			}
			return
		}
	}
}

// truncateTitle shortens the text of an element that contains no other elements, as a title does.
func truncateTitle(n *html.Node) {
	for child := range n.ChildNodes() {
		if len(child.Data) > maxTitle {
			child.Data = strings.ToValidUTF8(child.Data[:maxTitle], "")
		}
	}
}

// maxReadingCost limits what readability reads again and again: the bytes of the texts, each times the number of elements
// around it.
const maxReadingCost = 32 << 20

// readingCost returns the reading cost of a node at a depth.
func readingCost(n *html.Node, depth int) int {
	const node = 16 // of a node itself
	sum := depth * node
	if n.Type == html.TextNode {
		sum += depth * len(n.Data)
	}
	for child := range n.ChildNodes() {
		sum += readingCost(child, depth+1)
	}
	return sum
}
