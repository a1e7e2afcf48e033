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
	runes  []rune
	starts []text.Offset // where each rune's cluster begins in the text; one more for the end
}

// fold folds a text. Nearly all of its clusters are one character, and nothing
// is made for them.
func fold(s string) folded {
	n := int(text.CountCodePoints(s))
	f := folded{runes: make([]rune, 0, n), starts: make([]text.Offset, 0, n+1)}
	at := text.Offset(0)
	for i := 0; i < len(s); {
		size := text.ClusterLen(s[i:])
		at = f.addCluster(s[i:i+size], at)
		i += size
	}
	f.starts = append(f.starts, at)
	return f
}

// addCluster folds one cluster that begins at a place in the text, and gives the place
// after it.
func (f *folded) addCluster(cluster string, at text.Offset) text.Offset {
	r, size := utf8.DecodeRuneInString(cluster)
	if size == len(cluster) && text.IsSimple(r) && hasOneForm(r) {
		f.runes, f.starts = append(f.runes, variantKey(r)), append(f.starts, at)
		return at + 1
	}
	for _, c := range norm.NFC.String(width.Fold.String(cluster)) {
		f.runes, f.starts = append(f.runes, variantKey(c)), append(f.starts, at)
	}
	return at + text.CountCodePoints(cluster)
}

// hasOneForm reports whether a plain character is not the wide or narrow form of
// another.
func hasOneForm(r rune) bool { return r < 0xff01 }

// variantKey stands for a character and its variants.
func variantKey(r rune) rune {
	if n := words.VariantClass(r); n != 0 {
		return unicode.MaxRune + rune(n)
	}
	return r
}

// span is the place in the text of the runes from one to another.
func (f folded) span(from, to int) text.Span {
	s := text.Span{Start: f.starts[from], End: f.starts[to]}
	for to < len(f.runes) && to > from && s.End == f.starts[to-1] { // the last cluster is more than one rune
		to++
		s.End = f.starts[to]
	}
	return s
}
