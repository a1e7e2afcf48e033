package exchange

import (
	"fmt"
	"strings"
	"unicode"

	"pizhu/model/corpus"
)

// FileNames assigns file names to documents, each name once.
type FileNames map[string]bool

// Assign returns a path below a folder for a document of any name. It numbers repeated names.
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

// SafeFileName makes a name that any file system accepts: without separators and a leading dot, at most 180 bytes.
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
