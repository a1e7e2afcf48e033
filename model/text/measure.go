package text

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
	"golang.org/x/text/unicode/norm"
)

// A Measure computes how many columns a cluster takes on one terminal. Terminals disagree: about East Asian Ambiguous
// characters (UAX #11), which are half of Chinese punctuation, about emoji sequences, and about characters newer than their
// tables. So the terminal is asked. A cluster of uncertain width without an answer gets a slot of two columns, and the painter
// sets the cursor's column after it, which is right on every terminal that draws one column or two.
//
// The zero value is not usable; make one with NewMeasure.
type Measure struct {
	widths    *runewidth.Condition
	ambiguous Ambiguous
	nested    bool             // the terminal is shown in another, which may draw otherwise
	answers   map[string]uint8 // columns that the terminal took; never changed
}

// Ambiguous is the way to count East Asian Ambiguous characters.
type Ambiguous string

// The choices of --ambiguous.
const (
	Auto   Ambiguous = "auto" // as the terminal answers
	Slot   Ambiguous = "slot" // two columns, whatever the terminal draws
	Narrow Ambiguous = "1"
	Wide   Ambiguous = "2"
)

// NewMeasure makes a Measure without answers of a terminal. Its widths come from a private table: the package variables
// of go-runewidth change with the locale.
func NewMeasure(a Ambiguous) Measure {
	return Measure{
		widths:    &runewidth.Condition{EastAsianWidth: a == Wide, StrictEmojiNeutral: true},
		ambiguous: a,
	}
}

// Nested returns m for a terminal that is shown in another, as tmux and GNU screen are. The inner one answers for its
// own grid, and the two are known to disagree about emoji sequences: of these the first code point is shown.
func (m Measure) Nested() Measure {
	m.nested = true
	return m
}

// WithAnswers returns m with the number of columns that the terminal used for each of some clusters, in the form that
// Questions returns.
func (m Measure) WithAnswers(columns map[string]int) Measure {
	next := maps.Clone(m.answers)
	if next == nil {
		next = make(map[string]uint8, len(columns))
	}
	for cluster, n := range columns {
		if n >= 0 && n <= maxColumns {
			next[cluster] = uint8(n)
		}
	}
	m.answers = next
	return m
}

// maxColumns is the largest number of columns that a terminal is believed to
// take for a cluster: the most that was measured is 26.
const maxColumns = 32

// maxQuestionBytes is the length in bytes of the longest cluster that a terminal is
// asked about.
const maxQuestionBytes = 32

// Questions returns what to ask the terminal so that a cluster can be shown well, if anything: the cluster as it is
// shown, and the first code point of a sequence, which replaces it where the terminal takes the sequence apart.
func (m Measure) Questions(cluster string) []string {
	if len(cluster) > maxQuestionBytes {
		return nil
	}
	shown := compose(Safe(cluster))
	if shown != cluster && shown != compose(cluster) || shown == "" || !m.isUncertain(shown) {
		return nil
	}
	if r, size := utf8.DecodeRuneInString(shown); size < len(shown) && m.isUncertain(string(r)) {
		return []string{shown, string(r)}
	}
	return []string{shown}
}

// Unanswered returns the distinct questions about the clusters of s, in the order of the text, at most limit of them.
func (m Measure) Unanswered(s string, limit int) []string {
	var list []string
	seen := map[string]bool{}
	for c := range Clusters(s) {
		if _, ok := agreedClusterWidth(c); ok {
			continue
		}
		for _, q := range m.Questions(c) {
			if !seen[q] && len(list) < limit {
				seen[q] = true
				list = append(list, q)
			}
		}
	}
	return list
}

// AnsweredClusters returns the clusters that the terminal has answered for, sorted.
func (m Measure) AnsweredClusters() []string { return slices.Sorted(maps.Keys(m.answers)) }

// Answer returns the number of columns that the terminal answered for a cluster. ok is false where it did not.
func (m Measure) Answer(cluster string) (columns int, ok bool) {
	n, ok := m.answers[cluster]
	return int(n), ok
}

// answeredWidth returns the terminal's answer for shown, as far as it counts: with Ambiguous Slot, only that it drops a
// character.
func (m Measure) answeredWidth(shown string) (columns uint8, known bool) {
	n, known := m.answers[shown]
	if m.ambiguous == Slot && n > 0 {
		return 0, false
	}
	return n, known
}

// missingGlyph replaces a character that the terminal drops: the geta mark, as in
// Chinese and Japanese print where the printer lacks a character.
const missingGlyph = "〓"

// Cell returns what is shown for a cluster, and its width in columns. What is shown is Safe. It differs from the cluster
// where that cannot be shown as it is.
func (m Measure) Cell(cluster string) (shown string, columns int) {
	if len(cluster) == 1 && cluster[0] >= 0x20 && cluster[0] < 0x7f {
		return cluster, 1
	}
	shown = Safe(cluster)
	if _, size := utf8.DecodeRuneInString(shown); size < len(shown) {
		if isASCII(shown) {
			return shown, len(shown)
		}
		shown = m.simplify(compose(shown))
	}
	if shown == "" {
		return "", 0
	}
	switch n, known := m.answeredWidth(shown); {
	case known && n == 0:
		return missingGlyph, 2
	case known:
		return shown, int(n)
	}
	if columns, ok := agreedClusterWidth(shown); ok {
		return shown, columns
	}
	if m.NeedsSlot(shown) {
		return shown, 2
	}
	return shown, m.widths.StringWidth(shown)
}

// simplify returns the first code point of an emoji sequence that the terminal is not known to draw in one or two columns, or that
// it assembles in another place, and any other cluster as it is.
func (m Measure) simplify(cluster string) string {
	n, known := m.answeredWidth(cluster)
	if isDrawn := known && (n == 1 || n == 2); isJoinedSequence(cluster) && !isDrawn || m.nested && isAssembledEmoji(cluster) {
		r, _ := utf8.DecodeRuneInString(cluster)
		return string(r)
	}
	return cluster
}

// compose returns the precomposed form of a sequence: terminals draw a letter or a syllable of one code point more
// reliably than its parts. A sequence that the form would take apart is returned unchanged: the cell would have more
// marks than Safe allows.
func compose(s string) string {
	if len(s) < 3 || isASCII(s) || norm.NFC.IsNormalString(s) {
		return s
	}
	for _, r := range s {
		if utf8.RuneCountInString(norm.NFC.String(string(r))) > 1 {
			return s
		}
	}
	return norm.NFC.String(s)
}

// NeedsSlot reports whether the width of shown on this terminal is unknown.
func (m Measure) NeedsSlot(shown string) bool {
	return m.isUncertain(shown)
}

// isUncertain reports whether terminals disagree about the width of shown and this one has not answered for it.
func (m Measure) isUncertain(shown string) bool {
	r, size := utf8.DecodeRuneInString(shown)
	if _, known := m.answeredWidth(shown); known {
		return false
	}
	if size < len(shown) {
		return !isASCII(shown)
	}
	if _, ok := agreedWidth(r); ok {
		return false
	}
	forced := m.ambiguous == Narrow || m.ambiguous == Wide
	return !forced || !runewidth.IsAmbiguousWidth(r)
}

// Width returns the number of columns of s, the sum of its clusters.
func (m Measure) Width(s string) int {
	n := 0
	for c := range Clusters(s) {
		_, columns := m.Cell(c)
		n += columns
	}
	return n
}

// An agreement is a range of characters that every terminal draws in the same number of columns.
type agreement struct {
	from, to rune
	columns  int
}

// agreed has the characters on whose width all terminals that were measured agree: xterm (plain, -mk_width, -cjk_width),
// mlterm, kitty, tmux, vim. The widths are go-runewidth's; they are listed here because its table takes 2 MB of memory when it
// is first asked: 550 of the 3,700 pages that a start touched.
var agreed = []agreement{
	{0x20, 0x7e, 1},
	{0xa6, 0xa6, 1},
	{0x3000, 0x3029, 2},
	{0x3041, 0x3096, 2},
	{0x309b, 0x30ff, 2},
	{0x3105, 0x312d, 2},
	{0x3131, 0x318e, 2},
	{0x3400, 0x4db5, 2},
	{0x4e00, 0x9fa5, 2},
	{0xac00, 0xd7a3, 2},
	{0xf900, 0xfa2d, 2},
	{0xff01, 0xff60, 2},
	{0xff61, 0xff9d, 1},
	{0xffe0, 0xffe6, 2},
	{0x20000, 0x2a6d6, 2},
	{0x2a700, 0x2ebe0, 2},
}

// agreedWidth returns the width in columns of a character on which terminals agree. ok is false for others.
func agreedWidth(r rune) (columns int, ok bool) {
	i, _ := slices.BinarySearchFunc(agreed, r, func(a agreement, r rune) int { return cmp.Compare(a.to, r) })
	if i == len(agreed) || r < agreed[i].from {
		return 0, false
	}
	return agreed[i].columns, true
}

// agreedClusterWidth returns agreedWidth of a cluster of one character; ok is false for others.
func agreedClusterWidth(cluster string) (columns int, ok bool) {
	r, size := utf8.DecodeRuneInString(cluster)
	if size < len(cluster) {
		return 0, false
	}
	return agreedWidth(r)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// isAssembledEmoji reports whether a cluster is an emoji sequence, or a character with a selector that makes an emoji of
// it.
func isAssembledEmoji(shown string) bool {
	return strings.ContainsFunc(shown, func(r rune) bool {
		return r == 0x200d || r == 0xfe0f || r == 0x20e3 || r >= 0x1f3fb && r <= 0x1f3ff
	}) && utf8.RuneCountInString(shown) > 1
}

// isJoinedSequence reports whether terminals draw a cluster as anything from nothing to all of its parts: emoji with
// joiners, selectors, modifiers or flags, and ideographs with a variation selector.
func isJoinedSequence(shown string) bool {
	for i, r := range shown {
		switch {
		case i == 0:
		case r == 0x200d, r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef, r >= 0x1f3fb && r <= 0x1f3ff, r == 0x20e3,
			r >= 0x1f1e6 && r <= 0x1f1ff:
			return true
		}
	}
	return false
}
