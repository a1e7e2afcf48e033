package layer

import (
	"path/filepath"
	"unicode/utf8"

	"pizhu/model/corpus"
	"pizhu/model/text"
)

// The name of a file may be any bytes, but JSON holds UTF-8 only. Files are found by their bytes; sidecars, journals,
// exports and reports have the name as text.EscapeName writes it.

// ExportName is the name of an article in exports.
func ExportName(a corpus.Article) string { return text.EscapeName(filepath.ToSlash(a.Name)) }

// IllNamed reports whether the name of an article is not valid UTF-8.
func IllNamed(a corpus.Article) bool { return !utf8.ValidString(a.Name) }
