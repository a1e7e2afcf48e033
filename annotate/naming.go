package annotate

import (
	"errors"
	"fmt"
	"path/filepath"
	"unicode/utf8"

	checks "pizhu/annotate/check"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// The name of a file may be any bytes, but JSON holds UTF-8 only. Files are found by their bytes; sidecars, journals,
// exports and reports have the name as text.EscapeName writes it.

// documentName is the name of an article in exports.
func documentName(a corpus.Article) string { return text.EscapeName(filepath.ToSlash(a.Name)) }

// IllNamed reports whether the name of an article is not valid UTF-8.
func IllNamed(a corpus.Article) bool { return !utf8.ValidString(a.Name) }

// tellName says how JSON has the name of an article, if that is not UTF-8.
func (s *Session) tellName() {
	if IllNamed(s.article) {
		s.tell("the file's name is not UTF-8; JSON has it as %s", documentName(s.article))
	}
}

// IllName is the kind of a name that is not valid UTF-8.
const IllName checks.Kind = "name"

// name says that an article has a name that is not UTF-8, once for the documents of one file.
func (in *inspection) name(a corpus.Article) {
	if IllNamed(a) && !in.seen[filepath.Clean(a.Path)] {
		in.fault(a.Path, IllName, fmt.Errorf("%w: sidecars and exports have it as %s", errIllName, text.EscapeName(a.Path)))
	}
}

var errIllName = errors.New("the name is not UTF-8")
