package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks limits the combining marks of a cluster that are shown.
const maxMarks = 4

// maxShown limits the code points of a cluster that are shown: an emoji of four people with the colours of their skins, an old
// syllable of Hangul and a conjunct have fewer. Longer clusters are made to fill a line: ten thousand initial jamo or selectors
// are one cluster.
const maxShown = 16

// invisible replaces a code point that takes no column and would hide or
// reorder others: zero-width, bidirectional and tag characters.
const invisible = "¦"

// Safe returns what may be written to a terminal for a cluster: the cluster itself, or a stand-in for a control, an
// undecodable byte, an invisible character, or more than maxMarks combining marks. It is the only way from data to a
// screen: no result moves the cursor, switches a mode or reorders text.
//
// C0 controls become their pictures (U+2400 and on), C1 controls their number
// in angle brackets, a line end nothing.
func Safe(cluster string) string {
	if len(cluster) == 1 && cluster[0] >= 0x20 && cluster[0] < 0x7f {
		return cluster
	}
	r, size := utf8.DecodeRuneInString(cluster)
	switch {
	case cluster == "\n" || cluster == "\r\n" || cluster == "":
		return ""
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("<%02X>", cluster[0])
	case size == len(cluster) && IsSimple(r):
		return cluster
	case size == len(cluster):
		return safeRune(r)
	}
	return safeCluster(cluster)
}

// SafeLine returns Safe of every cluster of s: one line of output, without line ends.
func SafeLine(s string) string {
	var b strings.Builder
	for c := range Clusters(s) {
		b.WriteString(Safe(c))
	}
	return b.String()
}

// safeRune returns what Safe returns for a cluster of one code point.
func safeRune(r rune) string {
	switch {
	case r < 0x20:
		return string(0x2400 + r)
	case r == 0x7f:
		return "\u2421"
	case r < 0xa0:
		return fmt.Sprintf("<%02X>", r)
	case r == 0x2028 || r == 0x2029 || isInvisible(r):
		return invisible
	case unicode.Is(unicode.M, r): // a mark without a base
		return "\u25cc" + string(r)
	case unicode.Is(unicode.Zs, r) && r != 0x3000:
		return " "
	case !unicode.IsGraphic(r) && !isUnassigned(r):
		return fmt.Sprintf("<%X>", r)
	}
	return string(r)
}

// safeCluster returns what Safe returns for a cluster of several code points: its base, at most maxMarks marks and the
// joiners of an emoji sequence, maxShown code points in all, and a stand-in for the rest.
func safeCluster(cluster string) string {
	var shown safeBuilder
	_, first := utf8.DecodeRuneInString(cluster)
	cluster = cluster[:first] + strings.TrimRight(cluster[first:], "\u200d")
	for i, r := range cluster {
		if i >= maxShown && utf8.RuneCountInString(shown.String()) == maxShown {
			shown.hidden = true
			break
		}
		if r == utf8.RuneError && !strings.HasPrefix(cluster[i:], "\ufffd") {
			return invisible
		}
		if whole := shown.add(r, i == 0); whole != "" {
			return whole
		}
	}
	if shown.hidden || shown.Len() == 0 {
		shown.WriteString(invisible)
	}
	return shown.String()
}

// A safeBuilder collects what is shown of a cluster.
type safeBuilder struct {
	strings.Builder
	marks  int
	hidden bool // something of the cluster is not shown
}

// add adds a code point, the first of the cluster or another. It returns what stands for the whole cluster, if r allows nothing
// else, and "" otherwise.
func (b *safeBuilder) add(r rune, first bool) (whole string) {
	switch {
	case first && unicode.Is(unicode.M, r):
		b.WriteString(safeRune(r))
		b.marks++
	case first && isHiddenBase(r): // it carries nothing
		return safeRune(r)
	case !first && joins(r):
		b.WriteRune(r)
	case isInvisible(r) && b.Len() == 0:
		b.WriteString(invisible) // as a base for the rest
	case isInvisible(r):
		b.hidden = true
	case !unicode.IsGraphic(r) && !isUnassigned(r):
		return safeRune(r)
	case unicode.Is(unicode.M, r):
		if b.marks++; b.marks <= maxMarks {
			b.WriteRune(r)
		}
	default:
		b.WriteRune(r)
	}
	return ""
}

// isHiddenBase reports whether the first character of a cluster is shown as something else, with nothing of the rest.
func isHiddenBase(r rune) bool { return !IsSimple(r) && !isInvisible(r) && safeRune(r) != string(r) }

// joins reports whether r is the joiner or a selector of a sequence.
func joins(r rune) bool {
	return r == 0x200d || r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}

// isUnassigned reports whether r has no character in Go's version of Unicode and may have one in a later version: a
// terminal may draw it, and it does no harm. Noncharacters and default-ignorable code points are excluded.
func isUnassigned(r rune) bool {
	switch {
	case !unicode.Is(unicode.Cn, r), r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef, r >= 0xfff0 && r <= 0xfff8, r == 0x2065:
		return false
	}
	return true
}

// isInvisible reports whether r shows nothing of its own: format characters (bidirectional controls, zero-width
// characters, tags), and the Hangul fillers, which are letters by category.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0 || r >= 0xe0000 && r <= 0xe0fff
}
