package exchange

import (
	"fmt"
	"strings"
	"unicode"

	"pizhu/model/corpus"
)

// FileNames makes the names of files of the names of documents: each once.
type FileNames map[string]bool

// Assign is a path below a folder, whatever the document's name.
func (n FileNames) Assign(document string) string {
	var parts []string
	for part := range strings.SplitSeq(document, "/") {
		if part = SafeFileName(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		parts = []string{"document"}
	}
	name := strings.Join(parts, "/")
	for i := 2; n[strings.ToLower(name)]; i++ {
		name = fmt.Sprintf("%s-%d", strings.Join(parts, "/"), i)
	}
	n[strings.ToLower(name)] = true
	return name
}

// SafeFileName makes a name that any file system takes, of one that anybody may
// have written: no separators, no leading dot, at most 180 bytes.
func SafeFileName(name string) string {
	name = strings.Map(func(c rune) rune {
		if strings.ContainsRune(`<>:"/\|?*#%`, c) {
			return '_'
		}
		if !unicode.IsGraphic(c) {
			return '_'
		}
		return c
	}, strings.TrimSpace(name))
	name = strings.TrimLeft(name, ".")
	for len(name) > 180 {
		name = strings.ToValidUTF8(name[:180], "")
	}
	return corpus.WithoutFolderEnd(strings.TrimRight(name, ". "))
}
