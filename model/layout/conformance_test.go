package layout

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pizhu/model/text"

	"github.com/go-text/typesetting/segmenter"
)

const conformance = "../../../shared/conformance/"

// openData opens a file of published data, which stands beside the project.
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

// TestLineBreakTest runs Unicode's own test of UAX #14, 17.0, on the segmenter
// and on the stretches that breaks makes of a paragraph.
func TestLineBreakTest(t *testing.T) {
	const least = 19338 // as measured with go-text/typesetting v0.3.5
	passed, all := 0, 0
	for lines := openData(t, "unicode/17.0/LineBreakTest.txt"); lines.Scan(); {
		data, _, _ := strings.Cut(lines.Text(), "#")
		if strings.TrimSpace(data) == "" {
			continue
		}
		body, want := parseBreaks(t, data)
		whole := wholeBreaks(body)
		if all++; slices.Equal(whole, want) {
			passed++
		}
		if got := stretchBreaks(body); !slices.Equal(got, whole) {
			t.Errorf("%q: lines begin at %v by stretches, at %v as a whole", body, got, whole)
		}
	}
	t.Logf("LineBreakTest 17.0: %d of %d", passed, all)
	if passed < least {
		t.Errorf("%d lines pass, fewer than %d", passed, least)
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

// wholeBreaks is where a line of body may begin, as the segmenter says when it
// is given all of it.
func wholeBreaks(body string) []int {
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

// stretchBreaks is the same as breaks has it.
func stretchBreaks(body string) []int {
	b, left := breaks{body: body}, context{}
	var at []int
	for i, r := range body {
		c := classOf(r)
		if i > 0 && b.before(i, left, c) {
			at = append(at, i)
		}
		left.pass(c)
	}
	return at
}

// checkScanner holds that a scanner calls those boundaries between clusters open
// that UAX #14 does, but for what kinsoku binds.
func checkScanner(t *testing.T, body string, m *traits) {
	t.Helper()
	want := wholeBreaks(body)
	s := scanner{body: body, traits: m, breaks: breaks{body: body}}
	at := 0
	for c := range text.Clusters(body) {
		it, _ := s.item(0)
		s.take(1)
		if _, allowed := slices.BinarySearch(want, at); it.before != bound && allowed != (it.before == open) {
			t.Fatalf("%q: boundary %d at %d, where UAX #14 has %v", body, it.before, at, want)
		}
		at += len(c)
	}
}

// TestStretches compares stretches with whole paragraphs on random texts. Their
// characters are of all classes of UAX #14 that a rule names.
func TestStretches(t *testing.T) {
	solids := []rune("一字あア한글abéЖ")
	others := []rune(" \u00a0\u3000\t\u200b\u200d\u2060\ufeff\u0301\u3099\ufe0f\"'“”‘’«»()[]{}「」（）【】!?！？/／,.:;，。、：；-\u00ad‐–—…‥$%€℃±№" +
		"012٠אבー々ぁァ・·°★①é👍🏿🇨🇳❤👩\ufffc◌각가각ᬅᬓ᭄\U00011f02กำ\u0e33\r\v\u0085\u2028" +
		"\u0f08\u0f0b\u1806\u2e3a\u2024\u05be\u2011\u02c8\u00b4\u17d6\u1b05\u1b44\U00010a50\U0001f8ff\U0001fffd")
	m := newTraits(text.NewMeasure(text.Slot))
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200_000 {
		var b strings.Builder
		for range 2 + rng.IntN(12) {
			from := others
			if rng.IntN(3) == 0 {
				from = solids
			}
			b.WriteRune(from[rng.IntN(len(from))])
		}
		body := b.String()
		if got, want := stretchBreaks(body), wholeBreaks(body); !slices.Equal(got, want) {
			t.Fatalf("%q: lines begin at %v by stretches, at %v as a whole", body, got, want)
		}
		checkScanner(t, body, &m)
	}
}

// TestSolids holds that UAX #14 sees all solid characters as breaks does: a line
// may end between any two, but not between two letters.
func TestSolids(t *testing.T) {
	for r := rune(0); r < 0x40000; r++ {
		if !classOf(r).solid() {
			continue
		}
		body := "字" + string(r) + "字a" + string(r) + "a" + string(r)
		if got, want := stretchBreaks(body), wholeBreaks(body); !slices.Equal(got, want) {
			t.Errorf("%U: lines of %q begin at %v by the table, at %v by UAX #14", r, body, got, want)
		}
	}
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

// starts reports whether r starts a row at any of the places where it may come
// to stand in running text: in Han, and in a word so long that it is split.
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
