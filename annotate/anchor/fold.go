package anchor

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"pizhu/model/text"
	"pizhu/model/words"
)

// A folded text is one in which all forms of a character are one: composed or
// not (NFC), narrow or wide, simplified or traditional. It serves to compare,
// never to show.
type folded struct {
	runes []rune
	at    []text.Offset // where each rune's cluster begins in the text; one more for the end
}

// fold folds a text. Nearly all of its clusters are one character, and nothing
// is made for them.
func fold(s string) folded {
	n := int(text.CountCodePoints(s))
	f := folded{runes: make([]rune, 0, n), at: make([]text.Offset, 0, n+1)}
	at := text.Offset(0)
	for i := 0; i < len(s); {
		size := text.ClusterLen(s[i:])
		at = f.add(s[i:i+size], at)
		i += size
	}
	f.at = append(f.at, at)
	return f
}

// add folds one cluster that begins at a place in the text, and gives the place
// after it.
func (f *folded) add(cluster string, at text.Offset) text.Offset {
	r, size := utf8.DecodeRuneInString(cluster)
	if size == len(cluster) && text.IsSimple(r) && narrow(r) {
		f.runes, f.at = append(f.runes, key(r)), append(f.at, at)
		return at + 1
	}
	for _, c := range norm.NFC.String(width.Fold.String(cluster)) {
		f.runes, f.at = append(f.runes, key(c)), append(f.at, at)
	}
	return at + text.CountCodePoints(cluster)
}

// narrow reports whether a plain character is not the wide or narrow form of
// another.
func narrow(r rune) bool { return r < 0xff01 }

// key stands for a character and its variants.
func key(r rune) rune {
	if n := words.VariantClass(r); n != 0 {
		return unicode.MaxRune + rune(n)
	}
	return r
}

// span is the place in the text of the runes from one to another.
func (f folded) span(from, to int) text.Span {
	s := text.Span{Start: f.at[from], End: f.at[to]}
	for to < len(f.runes) && to > from && s.End == f.at[to-1] { // the last cluster is more than one rune
		to++
		s.End = f.at[to]
	}
	return s
}
