// Package help holds the manual: a Markdown file for each topic and language, and the layout of such a file for a
// terminal or a pipe.
package help

import (
	"embed"
	"path"
	"slices"
	"strings"
)

//go:embed en zh
var files embed.FS

// languages are the languages of the manual. The first one is used for all others.
var languages = []string{"en", "zh"}

// names are the topics in the order in which they are listed.
var names = []string{
	"keys", "formats", "tables", "scheme", "noise", "anchoring", "sidecar", "safety", "backup", "merge", "columns",
	"performance", "developing",
}

// A Topic is one topic of the manual.
type Topic struct {
	Name  string // as it is typed
	Title string // one line, in the language that was asked for
}

// Names returns the names of the topics.
func Names() []string { return slices.Clone(names) }

// Topics returns the topics with their titles in a language such as "en".
func Topics(lang string) []Topic {
	var list []Topic
	for _, name := range names {
		text, _ := Text(lang, name)
		title, _, _ := strings.Cut(strings.TrimPrefix(text, "# "), "\n")
		list = append(list, Topic{name, title})
	}
	return list
}

// Text returns the Markdown of a topic in a language, or in English if the manual has no such language. ok is false
// if there is no such topic.
func Text(lang, topic string) (markdown string, ok bool) {
	if !slices.Contains(names, topic) {
		return "", false
	}
	if !slices.Contains(languages, lang) {
		lang = languages[0]
	}
	raw, err := files.ReadFile(path.Join(lang, topic+".md"))
	return string(raw), err == nil
}
