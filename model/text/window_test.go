package text

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"pizhu/model/text/charset"
)

// lengths are the lengths of lines, in bytes, that a large text is made of: some are longer than blocks.
var lengths = []int{0, 1, 40, 300, 5_000, 70_000, 200_000}

// large makes a text of several blocks from pieces, the same for one seed.
func large(seed uint64, pieces ...string) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for b.Len() < 1<<20 {
		for end := b.Len() + lengths[r.IntN(len(lengths))]; b.Len() < end; {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		b.WriteString([]string{"\n", "\r\n", "\n\n"}[r.IntN(3)])
	}
	return b.String()
}

// larges returns large texts by what they are made of.
func larges() map[string]string {
	all := map[string]string{
		"Chinese":      large(1, "未来产业", "。", "，", "到2030年", "“十五五”", "𠮷野家", "\u3000"),
		"one line":     strings.Repeat("半导体产值破1万亿元。", 40_000),
		"no sentences": strings.Repeat("春眠不覺曉", 60_000),
		"Cyrillic":     strings.Repeat("щука йод е\u0301 ", 40_000),
		"emoji":        strings.Repeat("👨‍👩‍👧‍👦🏳️‍🌈", 20_000),
		"one cluster":  "e" + strings.Repeat("\u0301", 400_000),
		"flags":        strings.Repeat("🇨🇳🇯🇵🇰🇷", 40_000),
		"bad bytes":    large(2, "未来", "\xe5\x8d", "\xff", "a", "。"),
		"only bad":     strings.Repeat("\x8d", 300_000),
	}
	if testing.Short() {
		maps.DeleteFunc(all, func(name, _ string) bool { return name != "Chinese" && name != "bad bytes" })
	}
	return all
}

func opened(t *testing.T, raw string) *Text {
	t.Helper()
	w, err := Open(strings.NewReader(raw), int64(len(raw)), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestOpenEqualsDecode checks that a text that is read again and again is the one that is held in memory.
func TestOpenEqualsDecode(t *testing.T) {
	for name, raw := range larges() {
		t.Run(name, func(t *testing.T) {
			w, m := opened(t, raw), decodeUTF8([]byte(raw), "utf-8")
			if w.Len() != m.Len() || w.Undecodable() != m.Undecodable() || w.String() != m.String() {
				t.Fatalf("%d code points and %d undecodable, want %d and %d", w.Len(), w.Undecodable(), m.Len(), m.Undecodable())
			}
			r := rand.New(rand.NewPCG(7, 7))
			for range 300 {
				o := Offset(r.IntN(int(m.Len()) + 1))
				s := Span{o, o + Offset(r.IntN(300_000))}
				if w.ByteOffset(o) != m.ByteOffset(o) || w.OffsetOfByte(m.ByteOffset(o)) != o || w.Rune(o) != m.Rune(o) || w.Slice(s) != m.Slice(s) {
					t.Fatalf("they differ at %d", o)
				}
				rawW, okW := w.Raw(o)
				if rawM, okM := m.Raw(o); rawW != rawM || okW != okM {
					t.Fatalf("the bytes at %d are %q, want %q", o, rawW, rawM)
				}
			}
		})
	}
}

// TestBlocks checks what a text is cut by: blocks are of a bounded size, clusters do not cross them, and paragraphs lie in
// one and join to the text.
func TestBlocks(t *testing.T) {
	for name, raw := range larges() {
		t.Run(name, func(t *testing.T) {
			for _, x := range []*Text{opened(t, raw), decodeUTF8([]byte(raw), "utf-8")} {
				whole := x.String()
				for i, b := range x.blocks {
					size := x.size - b.from
					if i+1 < len(x.blocks) {
						size = x.blocks[i+1].from - b.from
					}
					if size > 3*mostBlock || utf8.ValidString(raw) && size > mostBlock {
						t.Fatalf("block %d has %d bytes", i, size)
					}
					if name != "one cluster" && x.Floor(b.start) != b.start {
						t.Errorf("block %d begins within a cluster", i)
					}
				}
				at := Offset(0)
				for p, more := x.Paragraph(0), true; more; p, more = x.NextParagraph(p) {
					if p.Start != at || p.Empty() || x.Paragraph(p.End-1) != p {
						t.Fatalf("after %d comes paragraph %v", at, p)
					}
					at = p.End
				}
				if at != x.Len() || !strings.HasSuffix(whole, x.Slice(Span{at - 3, at})) {
					t.Errorf("the paragraphs end at %d of %d", at, x.Len())
				}
			}
		})
	}
}

// TestClustersOfBlocks checks that the clusters of a text in blocks are those of its string.
func TestClustersOfBlocks(t *testing.T) {
	for name, raw := range larges() {
		if name == "one cluster" { // which is cut
			continue
		}
		x := opened(t, raw)
		at := Offset(0)
		for c := range Clusters(x.String()) {
			next := at + CountCodePoints(c)
			if x.Next(at) != next {
				t.Fatalf("%s: from %d to %d, want %d", name, at, x.Next(at), next)
			}
			if at = next; at > 3_000 {
				break
			}
		}
	}
}

func TestDecodePrefix(t *testing.T) {
	for name, raw := range larges() {
		m := decodeUTF8([]byte(raw), "utf-8")
		for _, n := range []int{1, 1000, 100_000, 300_001, 700_003} {
			head, err := DecodePrefix([]byte(raw[:min(n, len(raw))]), "utf-8")
			if err != nil {
				t.Fatal(err)
			}
			if head.String() != m.Slice(Span{0, head.Len()}) {
				t.Errorf("%s: the head of %d bytes is not the beginning", name, n)
			}
			if n == 700_003 && len(raw) > n && head.size < n-3*mostBlock {
				t.Errorf("%s: %d bytes of %d are shown", name, head.size, n)
			}
		}
	}
}

// A shifty file changes after it was read once.
type shifty struct{ b []byte }

func (s *shifty) ReadAt(p []byte, at int64) (int, error) { return bytes.NewReader(s.b).ReadAt(p, at) }

// TestOpenOfAChangedFile checks that neither length nor places change with a file, and that it is noticed.
func TestOpenOfAChangedFile(t *testing.T) {
	for name, raw := range larges() {
		for change, to := range map[string][]byte{
			"written over": bytes.Repeat([]byte("?"), len(raw)),
			"cut short":    []byte(raw[:1000]),
			"emptied":      nil,
		} {
			file := &shifty{[]byte(raw)}
			x, err := Open(file, int64(len(raw)), "utf-8")
			if err != nil {
				t.Fatal(err)
			}
			file.b = to
			s := x.String()
			if !x.Changed() || len(s) != x.size || CountCodePoints(s) != x.Len() || !utf8.ValidString(s) {
				t.Errorf("%s, %s: noticed %v, %d bytes of %d", name, change, x.Changed(), len(s), x.size)
			}
		}
	}
}

func TestOpenOfAShortFile(t *testing.T) {
	if _, err := Open(strings.NewReader("短"), 100, "utf-8"); err == nil {
		t.Error("opened beyond its end")
	}
	x := opened(t, "")
	if x.Len() != 0 || x.String() != "" || x.Paragraph(0) != (Span{}) {
		t.Errorf("the empty text has %d code points", x.Len())
	}
}

// TestSniff checks that samples of a text have the encoding of the whole.
func TestSniff(t *testing.T) {
	for name, raw := range larges() {
		var parts [][]byte
		for _, s := range charset.Samples(int64(len(raw))) {
			parts = append(parts, []byte(raw[s[0]:s[1]]))
		}
		if got, _ := charset.Sniff(parts); got != Decode([]byte(raw)).Encoding() && name != "only bad" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
