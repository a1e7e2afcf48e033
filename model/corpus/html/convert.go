// Package html makes plain text of the article in a web page.
//
// It finds the article among the other parts of the page, and writes it as a reader sees it. Pages are hostile: what would
// take the parser too long is refused before it is parsed. The package reads no files; the texts that it makes are saved and
// annotated by others, so the same page must always give the same text.
//
// Begin with Convert. markup.go limits what is parsed, prose.go writes the text.
package html

import (
	"bytes"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"pizhu/model/text"
)

// Why a page cannot be converted.
var (
	ErrNoText   = errors.New("no text in the page")
	ErrTooLarge = errors.New("too much for an article")
)

// maxPage is how many bytes a page may have: more than people write.
const maxPage = 32 << 20

// minArticle is the least number of characters of an article: where the likeliest
// part of a page has fewer, less likely ones are tried. The usual number, 500, is
// for letters; a character of Chinese is worth about three.
const minArticle = 150

// Convert returns the article in a page as plain text, in lines. It reads markup in an encoding, or if that is empty in the
// one that it detects. A name that ends in .xhtml says that the page is XHTML. Without text the page is ErrNoText, with
// more markup than the limits allow ErrTooLarge.
func Convert(name string, markup []byte, encoding string) (string, error) {
	if len(markup) > maxPage {
		return "", ErrTooLarge
	}
	t, err := decodePage(markup, encoding)
	if err != nil {
		return "", err
	}
	source := t.String()
	if isXHTML(name, source) {
		source = openTag.ReplaceAllString(source, "<$1$2></$1>")
	}
	markedUp, err := limitMarkup(source)
	if err != nil {
		return "", err
	}
	doc, err := html.Parse(markedUp)
	if err != nil {
		return "", err
	}
	made := strings.TrimPrefix(extract(doc), "\ufeff")
	if strings.TrimSpace(made) == "" {
		return "", ErrNoText
	}
	return made, nil
}

// extract returns the headline and the text of a page's article. It returns all of the page's text if it finds no
// article, or if the search would take too long.
func extract(doc *html.Node) string {
	if readingCost(doc, 0) > maxReadingCost {
		return plainText(doc)
	}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Title {
			truncateTitle(n)
		}
	}
	titles := headlines(doc)
	parser := readability.NewParser()
	parser.CharThresholds, parser.DisableJSONLD = minArticle, true
	article, err := parser.ParseDocument(doc, nil)
	if err != nil || article.Node == nil {
		return plainText(doc)
	}
	body := plainText(article.Node)
	lines := strings.Split(body, "\n")
	title := headline(titles, article.Title())
	if title == "" || slices.Contains(lines, title) || slices.Contains(titles, lines[0]) {
		return body
	}
	return title + "\n\n" + body
}

// headlines returns the headings of the first level.
func headlines(doc *html.Node) []string {
	var list []string
	for n := range doc.ChildNodes() {
		if n.DataAtom == atom.H1 {
			list = append(list, oneLine(plainText(n))) // with those in it
			continue
		}
		list = append(list, headlines(n)...)
	}
	return list
}

// headline returns the heading that the page's title begins with, for the name of the site follows it there; else the
// title.
func headline(headings []string, title string) string {
	for _, h := range headings {
		if h != "" && strings.HasPrefix(title, h) {
			return h
		}
	}
	return oneLine(title)
}

func oneLine(s string) string { return strings.Join(strings.FieldsFunc(s, isLineBreak), " ") }

func isLineBreak(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }

// decodePage decodes a page. Valid UTF-8 counts more than the encoding that the page declares: programs that collect
// pages often convert them and leave the markup as it is.
func decodePage(markup []byte, encoding string) (*text.Text, error) {
	if encoding != "" {
		return text.DecodeAs(markup, encoding)
	}
	marked := bytes.HasPrefix(markup, []byte("\xff\xfe")) || bytes.HasPrefix(markup, []byte("\xfe\xff"))
	if said := declaredEncoding(markup); said != "" && !marked && !utf8.Valid(markup) {
		if t, err := text.DecodeAs(markup, said); err == nil {
			return t, nil
		}
	}
	return text.Decode(markup), nil
}

// declarationReach is how far into a page its encoding may be declared, in bytes. The HTML
// Standard has 1024; scraped pages have more before it.
const declarationReach = 4096

// declarationPattern matches the encoding in meta elements and XML declarations.
var declarationPattern = regexp.MustCompile(`(?i)<(?:meta\s[^>]*charset|\?xml\s[^>]*encoding)\s*=\s*["']?\s*([-\w:.]+)`)

// declaredEncoding returns the encoding that a page declares, or "".
func declaredEncoding(markup []byte) string {
	found := declarationPattern.FindSubmatch(markup[:min(declarationReach, len(markup))])
	if found == nil {
		return ""
	}
	return string(found[1])
}

// openTag matches an element of XHTML that closes itself: HTML would read all the
// rest of the page into it.
var openTag = regexp.MustCompile(`(?i)<(script|style|title|textarea|iframe|noscript|a|div|span|p)(\s[^<>]*)?/>`)

func isXHTML(name, source string) bool {
	return strings.EqualFold(filepath.Ext(name), ".xhtml") || strings.HasPrefix(strings.TrimSpace(source), "<?xml")
}
