package layout

import (
	"bufio"
	"encoding/json"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pizhu/model/text"

	"github.com/go-text/typesetting/segmenter"
)

const conformance = "../../../shared/conformance/"

// openData opens a file of published data, which lies beside the project.
func openData(t *testing.T, name string) *bufio.Scanner {
	t.Helper()
	f, err := os.Open(conformance + name)
	if err != nil {
		t.Skip("needs ../shared:", err)
	}
	t.Cleanup(func() { f.Close() })
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	return lines
}

// TestLineBreakTest runs Unicode's own test of UAX #14, 17.0, on the rules before
// any tailoring.
func TestLineBreakTest(t *testing.T) {
	all := 0
	for lines := openData(t, "unicode/17.0/LineBreakTest.txt"); lines.Scan(); all++ {
		data, comment, _ := strings.Cut(lines.Text(), "#")
		if strings.TrimSpace(data) == "" {
			all--
			continue
		}
		body, want := parseBreaks(t, data)
		if got := lineStarts(body); !slices.Equal(got, want) {
			t.Errorf("%q: lines begin at %v, want %v: %s", body, got, want, comment)
		}
	}
	t.Logf("LineBreakTest 17.0: %d lines", all)
	if all < 19_000 {
		t.Errorf("only %d lines of test data", all)
	}
}

// parseBreaks reads a line of LineBreakTest.txt: a text, and where in it, in
// bytes, a line may begin.
func parseBreaks(t *testing.T, data string) (body string, breaks []int) {
	t.Helper()
	for _, field := range strings.Fields(data) {
		switch field {
		case "×":
		case "÷":
			breaks = append(breaks, len(body))
		default:
			r, err := strconv.ParseUint(field, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			body += string(rune(r))
		}
	}
	return body, breaks[:len(breaks)-1] // the last is the end of the text (LB3)
}

// lineStarts returns where a line of body may begin, in bytes, by the rules alone.
func lineStarts(body string) []int {
	var at []int
	for i, r := range decisions(body) {
		if r.breaks && i > 0 {
			at = append(at, i)
		}
	}
	return at
}

// decisions yields the rule that decides before each character of body.
func decisions(body string) iter.Seq2[int, rule] {
	return func(yield func(int, rule) bool) {
		var s state
		for i, r := range body {
			v := s.next(property(r) &^ keptBit)
			if !yield(i, v.rule(body[i+utf8.RuneLen(r):])) {
				return
			}
		}
	}
}

// peerStarts returns the same as go-text has it.
func peerStarts(body string) []int {
	var seg segmenter.Segmenter
	var at []int
	if err := seg.InitWithString(body); err != nil {
		panic(err)
	}
	for lines := seg.LineIterator(); lines.Next(); {
		if o := lines.Line().OffsetInBytes; o > 0 {
			at = append(at, o)
		}
	}
	return at
}

// TestEveryCodePoint compares the line breaks around each code point, in contexts that show its class, its width and its
// category, with those of go-text, whose tables were made independently from the same version of Unicode.
func TestEveryCodePoint(t *testing.T) {
	exhaustive(t)
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		body := "字" + string(r) + "字\"" + string(r) + "a " + string(r) + "1"
		if got, want := lineStarts(body), peerStarts(body); !slices.Equal(got, want) {
			t.Errorf("%U: lines of %q begin at %v, want %v", r, body, got, want)
		}
	}
}

// TestRandomTexts compares random texts of all atoms with go-text. It takes no
// marks, whose width go-text looks at where the rules look at their base's (LB9),
// and leaves out what LB25 decides, which go-text has in an older form.
func TestRandomTexts(t *testing.T) {
	exhaustive(t)
	alphabet := slices.DeleteFunc(oneOfEach(), func(r rune) bool {
		a := property(r) &^ keptBit
		return a == atomCM || a == atomWideCM || a == atomZWJ
	})
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300_000 {
		var b strings.Builder
		for range 2 + rng.IntN(8) {
			b.WriteRune(alphabet[rng.IntN(len(alphabet))])
		}
		body := b.String()
		starts := peerStarts(body)
		for i, r := range decisions(body) {
			if _, want := slices.BinarySearch(starts, i); i > 0 && r.breaks != want && r.name != "LB25" {
				t.Fatalf("%q: a line may begin at %d: %v by %s, %v by go-text", body, i, r.breaks, r.name, want)
			}
		}
	}
}

// oneOfEach returns a character of each property that there is.
func oneOfEach() []rune {
	var found []rune
	var seen [1 << 8]bool
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if p := property(r); utf8.ValidRune(r) && !seen[p] {
			seen[p] = true
			found = append(found, r)
		}
	}
	return found
}

// TestMarksAreInvisible checks LB9: a mark after a character that may have one changes nothing.
func TestMarksAreInvisible(t *testing.T) {
	alphabet := oneOfEach()
	rng := rand.New(rand.NewPCG(5, 6))
	for range 100_000 {
		var bare, marked []rune
		var starts []int // of the characters of bare in marked, in code points
		for range 2 + rng.IntN(6) {
			r := alphabet[rng.IntN(len(alphabet))]
			starts = append(starts, len(marked))
			bare, marked = append(bare, r), append(marked, r)
			if rng.IntN(3) == 0 && bears(r) {
				marked = append(marked, '\u0308')
			}
		}
		var want []int
		for _, at := range pointsOf(string(bare), lineStarts(string(bare))) {
			want = append(want, starts[at])
		}
		if got := pointsOf(string(marked), lineStarts(string(marked))); !slices.Equal(got, want) {
			t.Fatalf("%q: lines begin at %v; of %q at %v", string(marked), got, string(bare), want)
		}
	}
}

// bears reports whether a mark after r belongs to it (LB9). A joiner would no
// longer join behind it (LB8a).
func bears(r rune) bool {
	return !strings.ContainsRune(" \n\v\f\r\u0085\u2028\u2029\u200b\u200d", r)
}

// pointsOf turns places of s in bytes into places in code points.
func pointsOf(s string, at []int) []int {
	var points []int
	for _, i := range at {
		points = append(points, utf8.RuneCountInString(s[:i]))
	}
	return points
}

// TestW3CKinsoku sets each character of the W3C's list into running text at each
// place of a row. Where strict rules forbid that it starts one, it never does;
// where they do not, it once does.
func TestW3CKinsoku(t *testing.T) {
	judged := 0
	for lines := openData(t, "linebreak/w3c-kinsoku.jsonl"); lines.Scan(); {
		var c struct {
			Lang, Level, CP, Name string
			MayStartLine          bool
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if c.Level != "strict" {
			continue
		}
		judged++
		r, err := strconv.ParseUint(c.CP, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		if starts(rune(r)) != c.MayStartLine {
			t.Errorf("%s: %q U+%s %s may start a row: %v", c.Lang, rune(r), c.CP, c.Name, !c.MayStartLine)
		}
	}
	t.Logf("W3C strict: %d characters", judged)
	if judged < 62 {
		t.Errorf("only %d characters are judged", judged)
	}
}

// TestOrdinaryCharactersStartRows is the control of TestW3CKinsoku.
func TestOrdinaryCharactersStartRows(t *testing.T) {
	for _, r := range "文あア한a1“「（《①★" {
		if !starts(r) {
			t.Errorf("%q never starts a row", r)
		}
	}
	for _, r := range noStart {
		if starts(r) {
			t.Errorf("%q starts a row", r)
		}
	}
}

// TestBracketsInLongWords sets each bracket of Unicode into a word so long that
// it is split: none that closes starts a row, and none that opens ends one.
func TestBracketsInLongWords(t *testing.T) {
	judged := 0
	for r := range rune(unicode.MaxRune) {
		switch {
		case unicode.Is(unicode.Pe, r):
			judged++
			if starts(r) {
				t.Errorf("%q %U starts a row", r, r)
			}
		case unicode.Is(unicode.Ps, r) && !strings.ContainsRune("‚„", r): // which close in some languages: QU
			judged++
			if ends(r) {
				t.Errorf("%q %U ends a row", r, r)
			}
		}
	}
	for _, r := range "‼〜⁇︓𑁇" {
		judged++
		if starts(r) {
			t.Errorf("%q %U starts a row", r, r)
		}
	}
	if judged < 140 || !ends('w') {
		t.Errorf("%d characters are judged, w ends a row: %v", judged, ends('w'))
	}
}

// ends reports whether r ends a row at any of its possible positions in a word so long that it is split.
func ends(r rune) bool {
	for n := 1; n <= 24; n++ {
		x := text.New(strings.Repeat("w", n) + string(r) + strings.Repeat("w", 12))
		l := New(x, text.NewMeasure(text.Slot), 10)
		if l.Row(text.Offset(n)).Span.End == text.Offset(n+1) {
			return true
		}
	}
	return false
}

// starts reports whether r starts a row at any of its possible positions in running text: in Han, and in a word so long
// that it is split.
func starts(r rune) bool {
	for _, filler := range []string{"文", "w"} {
		for n := 1; n <= 24; n++ {
			x := text.New(strings.Repeat(filler, n) + string(r) + strings.Repeat(filler, 12))
			l := New(x, text.NewMeasure(text.Slot), 10)
			if l.Row(text.Offset(n)).Span.Start == text.Offset(n) {
				return true
			}
		}
	}
	return false
}
