package anchor

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"pizhu/model/text"
	"pizhu/model/words"
)

// A folded text has one form for all forms of a character: composed or not (NFC), narrow or wide, simplified or
// traditional. It is for comparison, never for display.
type folded struct {
	runes  []rune
	starts []text.Offset // of each rune's cluster in the text; one more for the end
}

// fold folds a text. Nearly all clusters are one character, and cost no allocation.
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

// addCluster folds a cluster that begins at an offset of the text, and returns the offset after it.
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

// hasOneForm reports whether a simple character is not the wide or narrow form of another.
func hasOneForm(r rune) bool { return r < 0xff01 }

// variantKey returns one rune for a character and its variants.
func variantKey(r rune) rune {
	if n := words.VariantClass(r); n != 0 {
		return unicode.MaxRune + rune(n)
	}
	return r
}

// span returns the span in the text of a range of runes.
func (f folded) span(from, to int) text.Span {
	s := text.Span{Start: f.starts[from], End: f.starts[to]}
	for to < len(f.runes) && to > from && s.End == f.starts[to-1] { // the last cluster is more than one rune
		to++
		s.End = f.starts[to]
	}
	return s
}
