package exchange

import (
	"strings"

	"golang.org/x/net/html"
)

// markupless is the text of a page as its nodes have it, in which Label Studio
// counts: without tags, comments, scripts and styles.
func markupless(page string) string {
	z := html.NewTokenizer(strings.NewReader(page))
	var b strings.Builder
	hidden := ""
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: a string gives no other error
			return b.String()
		case html.TextToken:
			if hidden == "" {
				b.WriteString(html.UnescapeString(string(z.Raw())))
			}
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "script" || string(name) == "style" {
				hidden = string(name)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == hidden {
				hidden = ""
			}
		}
	}
}
