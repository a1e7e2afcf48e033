package text

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// known is the field's test string; the claim in it is code points [12,22).
const known = "𠮷野家🚀：到2030年，半导体产值破1万亿元。"

func TestOffsetsCountCodePoints(t *testing.T) {
	x := New(known)
	span := Span{12, 22}
	if got := x.Slice(span); got != "半导体产值破1万亿元" {
		t.Errorf("Slice(%v) = %q", span, got)
	}
	if from, to := x.ByteOffset(12), x.ByteOffset(22); from != 30 || to != 58 {
		t.Errorf("bytes [%d,%d), want [30,58)", from, to)
	}
	if x.OffsetOfByte(30) != 12 || x.OffsetOfByte(58) != 22 {
		t.Errorf("At(30), At(58) = %d, %d", x.OffsetOfByte(30), x.OffsetOfByte(58))
	}
}

// TestConversionsAgreeWithRunes compares the marked conversions with []rune on
// a text of several strides.
func TestConversionsAgreeWithRunes(t *testing.T) {
	x := New(strings.Repeat(known+"\r\na", 60))
	runes := []rune(x.String())
	if int(x.Len()) != len(runes) {
		t.Fatalf("Len = %d, want %d", x.Len(), len(runes))
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a, b := rng.IntN(len(runes)+1), rng.IntN(len(runes)+1)
		a, b = min(a, b), max(a, b)
		if got, want := x.Slice(Span{Offset(a), Offset(b)}), string(runes[a:b]); got != want {
			t.Fatalf("Slice[%d,%d) = %q, want %q", a, b, got, want)
		}
		if at := x.ByteOffset(Offset(a)); x.OffsetOfByte(at) != Offset(a) {
			t.Fatalf("At(Byte(%d)) = %d", a, x.OffsetOfByte(at))
		}
	}
}

func TestDecodeReplacesMaximalSubparts(t *testing.T) {
	tests := []struct {
		raw, want string
		bad       int
	}{
		{"\xef\xbb\xbf春", "春", 0},
		{"\xe5\x8dA", "\ufffdA", 1},                                              // a truncated sequence is one
		{"\x80", "\ufffd", 1},                                                    // a lone continuation
		{"\xc0\xaf", "\ufffd\ufffd", 2},                                          // an overlong slash
		{"\xed\xa0\x80", "\ufffd\ufffd\ufffd", 3},                                // a surrogate
		{"\xf5A", "\ufffdA", 1},                                                  // beyond Unicode
		{"\xf0\x9f\x9a", "\ufffd", 1},                                            // truncated by the end
		{"\xf0\x80\x80\x41", "\ufffd\ufffd\ufffdA", 3},                           // overlong
		{"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", "\ufffd\ufffd\ufffd\ufffdA", 4}, // Unicode's own example, table 3-11
		{"\ufffd", "\ufffd", 0},                                                  // itself, decodable
	}
	for _, tt := range tests {
		x, err := DecodeAs([]byte(tt.raw), "utf-8")
		if err != nil || x.String() != tt.want || x.Undecodable() != tt.bad {
			t.Errorf("DecodeAs(%q) = %q with %d bad, want %q with %d", tt.raw, x.String(), x.Undecodable(), tt.want, tt.bad)
		}
	}
	x := Decode([]byte("春\xe5\x8dA"))
	if raw, ok := x.Raw(1); !ok || raw != "\xe5\x8d" {
		t.Errorf("Raw(1) = %q, %v", raw, ok)
	}
}

func TestClusterBoundaries(t *testing.T) {
	for _, s := range clusterSeeds {
		x := New(s)
		var ends []Offset
		at := Offset(0)
		for c := range x.Clusters(x.All()) {
			if c.Span.Start != at {
				t.Fatalf("%q: cluster at %d, want %d", s, c.Span.Start, at)
			}
			at = c.Span.End
			ends = append(ends, at)
		}
		if at != x.Len() {
			t.Errorf("%q: clusters end at %d of %d", s, at, x.Len())
		}
		for o := Offset(0); o <= x.Len(); o++ {
			i, found := slices.BinarySearch(ends, o)
			floor := Offset(0)
			if found {
				floor = o
			} else if i > 0 {
				floor = ends[i-1]
			}
			if got := x.Floor(o); got != floor {
				t.Errorf("%q: Floor(%d) = %d, want %d", s, o, got, floor)
			}
		}
	}
}

var clusterSeeds = []string{
	"", "a", "春眠不覺曉", known, "a\r\nb\rc\n", "葛󠄀飾区", "👨‍👩‍👧‍👦家", "🇨🇳🇯🇵🇰🇷", "1️⃣#️⃣", "e\u0301e\u0301",
	"한국\u1112\u1161\u11ab글", "क्षत्रिय", "\u0600春", "春\u200b眠\u2060不", "a" + strings.Repeat("\u0301", 60) + "b", "🏴\U000E0067\U000E0062\U000E007F",
}

func TestParagraphs(t *testing.T) {
	x := New("春\r\n\n眠不")
	tests := []struct {
		at              Offset
		paragraph, body Span
	}{
		{0, Span{0, 3}, Span{0, 1}},
		{2, Span{0, 3}, Span{0, 1}},
		{3, Span{3, 4}, Span{3, 3}},
		{4, Span{4, 6}, Span{4, 6}},
		{6, Span{4, 6}, Span{4, 6}},
	}
	for _, tt := range tests {
		if got := x.Paragraph(tt.at); got != tt.paragraph || x.ParagraphBody(got) != tt.body {
			t.Errorf("Paragraph(%d) = %v with body %v, want %v with %v", tt.at, got, x.ParagraphBody(got), tt.paragraph, tt.body)
		}
	}
}

func TestSubtract(t *testing.T) {
	s := Span{10, 20}
	tests := []struct {
		cut, want []Span
	}{
		{nil, []Span{{10, 20}}},
		{[]Span{{12, 14}}, []Span{{10, 12}, {14, 20}}},
		{[]Span{{15, 25}, {0, 11}}, []Span{{11, 15}}},
		{[]Span{{12, 14}, {13, 16}}, []Span{{10, 12}, {16, 20}}},
		{[]Span{{0, 30}}, nil},
		{[]Span{{20, 30}}, []Span{{10, 20}}},
	}
	for _, tt := range tests {
		if got := s.Subtract(tt.cut); !slices.Equal(got, tt.want) {
			t.Errorf("%v.Minus(%v) = %v, want %v", s, tt.cut, got, tt.want)
		}
	}
}

// TestLongClusters checks that little of a cluster is sent, however long it is, and the longest of people whole.
func TestLongClusters(t *testing.T) {
	for name, piece := range map[string]string{
		"initial jamo": "\u1100", "medial jamo": "\u1161", "conjuncts": "\u0915\u094d", "selectors": "春\ufe0f", "emoji": "👩\u200d",
		"marks": "a\u0301", "flags with tags": "🏴\U000e0067", "prepended": "\u0600",
	} {
		for cluster := range Clusters(strings.Repeat(piece, 10_000)) {
			shown, columns := NewMeasure(Narrow).Cell(cluster)
			if n := utf8.RuneCountInString(shown); n > maxShown+1 || columns > maxColumns {
				t.Errorf("%s: of %d bytes %d code points are shown, in %d columns", name, len(cluster), n, columns)
			}
		}
	}
	for _, cluster := range []string{"👩🏻‍❤️‍💋‍👩🏻", "👨🏿‍👩🏿‍👧🏿‍👦🏿", "र्त्स्न्य", "ᄇᄉᄃᅷᆲᆺ"} {
		if got := Safe(cluster); got != cluster {
			t.Errorf("%q is shown as %q", cluster, got)
		}
	}
}

func TestSafe(t *testing.T) {
	tests := []struct{ cluster, want string }{
		{"a", "a"},
		{"春", "春"},
		{"\x1b", "␛"},
		{"\x00", "␀"},
		{"\x7f", "␡"},
		{"\u009b", "<9B>"},
		{"\u202e", invisible},
		{"\u200b", invisible},
		{"\u2028", invisible},
		{"\ue000", "<E000>"},
		{"\u00a0", " "},
		{"\u3000", "\u3000"},
		{"\u0301", "\u25cc\u0301"},
		{"\r\n", ""},
		{"\r", "␍"},
		{"葛\U000E0100", "葛\U000E0100"},
		{"a\U000E0041", "a" + invisible},
		{"a" + strings.Repeat("\u0301", 60), "a" + strings.Repeat("\u0301", maxMarks)},
		{"\xe5", "<E5>"},
	}
	for _, tt := range tests {
		if got := Safe(tt.cluster); got != tt.want {
			t.Errorf("Safe(%q) = %q, want %q", tt.cluster, got, tt.want)
		}
	}
}

func TestMeasure(t *testing.T) {
	tests := []struct {
		ambiguous Ambiguous
		cluster   string
		shown     string
		columns   int
		slot      bool
	}{
		{Slot, "春", "春", 2, false},
		{Slot, "a", "a", 1, false},
		{Slot, "“", "“", 2, true},
		{Narrow, "“", "“", 1, false},
		{Wide, "“", "“", 2, false},
		{Wide, "👨‍👩‍👧‍👦", "👨", 2, true},
		{Slot, "葛\U000E0100", "葛", 2, false},
		{Slot, "e\u0301", "é", 2, true},
		{Narrow, "\u1112\u1161\u11ab", "한", 2, false},
		{Slot, "\u009b", "<9B>", 4, false},
		{Slot, "\u200b", invisible, 1, false},
		{Slot, "\n", "", 0, false},
		{Slot, "𠮷", "𠮷", 2, false},
	}
	for _, tt := range tests {
		m := NewMeasure(tt.ambiguous)
		shown, columns := m.Cell(tt.cluster)
		if shown != tt.shown || columns != tt.columns || shown != "" && m.NeedsSlot(shown) != tt.slot {
			t.Errorf("%s: Cell(%q) = %q, %d, slot %v; want %q, %d, %v",
				tt.ambiguous, tt.cluster, shown, columns, m.NeedsSlot(shown), tt.shown, tt.columns, tt.slot)
		}
	}
}

// TestAgreedWidths compares the widths in this package with go-runewidth's, as for narrow and for wide ambiguous characters.
func TestAgreedWidths(t *testing.T) {
	for _, wide := range []bool{false, true} {
		table := runewidth.Condition{EastAsianWidth: wide, StrictEmojiNeutral: true}
		for _, a := range agreed {
			for r := a.from; r <= a.to; r++ {
				if n := table.RuneWidth(r); n != a.columns {
					t.Errorf("%U has %d columns, with wide ambiguous characters %v; want %d", r, n, wide, a.columns)
				}
			}
		}
	}
	if !slices.IsSortedFunc(agreed, func(a, b agreement) int { return int(a.from - b.from) }) {
		t.Error("the ranges are not in order")
	}
}

// TestMeasureWithAnswers checks the cells that follow from a terminal's answers.
func TestMeasureWithAnswers(t *testing.T) {
	const family = "👨‍👩‍👧‍👦"
	tests := []struct {
		cluster string
		answers map[string]int
		shown   string
		columns int
		slot    bool
	}{
		{"“", map[string]int{"“": 1}, "“", 1, false},
		{"“", map[string]int{"“": 2}, "“", 2, false},
		{"“", nil, "“", 2, true},
		{family, map[string]int{family: 2, "👨": 2}, family, 2, false},
		{family, map[string]int{family: 8, "👨": 2}, "👨", 2, false},
		{family, map[string]int{family: 8}, "👨", 2, true},
		{"🫩", map[string]int{"🫩": 0}, missingGlyph, 2, false}, // tmux 3.3a drops new emoji
		{"é", map[string]int{"é": 1}, "é", 1, false},
		{"e\u0301", map[string]int{"é": 1}, "é", 1, false},
		{"葛\U000E0100", map[string]int{"葛\U000E0100": 2}, "葛\U000E0100", 2, false},
		{"\x1b", map[string]int{"\u241b": 1}, "\u241b", 1, false},
		{"त्रि", map[string]int{"त्रि": 3}, "त्रि", 3, false},
		{"字", map[string]int{"字": 1}, "字", 1, false}, // whatever the tables say, the terminal is right
	}
	for _, tt := range tests {
		m := NewMeasure(Auto).WithAnswers(tt.answers)
		if shown, columns := m.Cell(tt.cluster); shown != tt.shown || columns != tt.columns || m.NeedsSlot(shown) != tt.slot {
			t.Errorf("%q after %v: %q, %d, slot %v; want %q, %d, %v",
				tt.cluster, tt.answers, shown, columns, m.NeedsSlot(shown), tt.shown, tt.columns, tt.slot)
		}
	}
}

func TestQuestions(t *testing.T) {
	const family = "👨‍👩‍👧‍👦"
	tests := []struct {
		ambiguous Ambiguous
		cluster   string
		want      []string
	}{
		{Auto, "春", nil},
		{Auto, "a", nil},
		{Auto, "“", []string{"“"}},
		{Auto, family, []string{family, "👨"}},
		{Auto, "e\u0301", []string{"é"}},
		{Auto, "\x1b", nil}, // what Safe changes is not asked
		{Auto, "a" + strings.Repeat("\u0301", 60), nil},
		{Auto, "葛\U000E0100", []string{"葛\U000E0100"}},
		{Narrow, "“", nil},
		{Narrow, "🚀", []string{"🚀"}},
		{Slot, "🚀", []string{"🚀"}},
	}
	for _, tt := range tests {
		if got := NewMeasure(tt.ambiguous).Questions(tt.cluster); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Questions(%q) = %q, want %q", tt.ambiguous, tt.cluster, got, tt.want)
		}
	}
	if got := NewMeasure(Auto).WithAnswers(map[string]int{"“": 1}).Questions("“"); got != nil {
		t.Errorf("asked again: %q", got)
	}
}

// FuzzSafe checks that nothing that a terminal would obey gets out, whatever the
// bytes.
func FuzzSafe(f *testing.F) {
	for _, s := range append(clusterSeeds, "\x1b]0;x\a", "\u009b2J", "\xe5\x8d", "\u202eabc\u2069") {
		f.Add([]byte(s))
	}
	m := NewMeasure(Slot)
	f.Fuzz(func(t *testing.T, raw []byte) {
		x := Decode(raw)
		for c := range x.Clusters(x.All()) {
			shown, columns := m.Cell(c.Text)
			if !utf8.ValidString(shown) || (columns <= 0) != (shown == "") {
				t.Fatalf("Cell(%q) = %q, %d", c.Text, shown, columns)
			}
			for _, r := range shown {
				if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r != 0x200d && isInvisible(r) {
					t.Fatalf("Cell(%q) lets %U through", c.Text, r)
				}
			}
		}
		if x.Floor(x.Len()) != x.Len() || x.Prev(x.Next(0)) != 0 {
			t.Fatalf("%q: Floor, Next and Prev do not agree", raw)
		}
	})
}

// TestNestedTerminal checks that of emoji that are put together the first code point is
// shown where one terminal is shown in another, whatever the inner one answers.
func TestNestedTerminal(t *testing.T) {
	m := NewMeasure(Auto).WithAnswers(map[string]int{"👨‍👩‍👧": 2, "👨": 2, "👍🏽": 2, "👍": 2, "1️⃣": 1, "❤️": 1, "❤": 1, "葛\U000E0100": 2, "“": 1})
	for cluster, want := range map[string]string{
		"👨‍👩‍👧": "👨 2", "👍🏽": "👍 2", "1️⃣": "1 1", "❤️": "❤ 1", "葛\U000E0100": "葛\U000E0100 2", "“": "“ 1", "漢": "漢 2",
	} {
		if shown, columns := m.Nested().Cell(cluster); fmt.Sprint(shown, " ", columns) != want {
			t.Errorf("%q nested: %q on %d columns, want %s", cluster, shown, columns, want)
		}
	}
	if shown, _ := m.Cell("👨‍👩‍👧"); shown != "👨‍👩‍👧" {
		t.Errorf("not nested: %q", shown)
	}
}

// TestQuestionsOfSlots checks that where all has slots, the terminal is asked all the
// same, and believed where it drops a character.
func TestQuestionsOfSlots(t *testing.T) {
	m := NewMeasure(Slot)
	if got := m.Unanswered("“é\U000323B0", 9); len(got) != 3 {
		t.Fatalf("asks for %q", got)
	}
	m = m.WithAnswers(map[string]int{"“": 1, "é": 2, "\U000323B0": 0})
	for cluster, want := range map[string]string{"“": "“", "é": "é", "\U000323B0": "〓"} {
		if shown, columns := m.Cell(cluster); shown != want || columns != 2 || m.NeedsSlot(shown) == (shown == "〓") && shown != "〓" {
			t.Errorf("%q: %q on %d columns, slot %v", cluster, shown, columns, m.NeedsSlot(shown))
		}
	}
}

// TestTrailingJoiner checks that a joiner that joins nothing is not shown.
func TestTrailingJoiner(t *testing.T) {
	for cluster, want := range map[string]string{"说\u200d": "说", "说\u200d\u200d": "说", "👨‍👩": "👨‍👩", "👨\u200d": "👨", "\u200d": "¦"} {
		if got := Safe(cluster); got != want {
			t.Errorf("Safe(%q) = %q, want %q", cluster, got, want)
		}
	}
}

func TestSortSpans(t *testing.T) {
	spans := []Span{{5, 9}, {0, 4}, {5, 6}, {2, 3}, {0, 1}}
	SortSpans(spans)
	if want := []Span{{0, 1}, {0, 4}, {2, 3}, {5, 6}, {5, 9}}; !slices.Equal(spans, want) {
		t.Errorf("SortSpans: %v, want %v", spans, want)
	}
}
