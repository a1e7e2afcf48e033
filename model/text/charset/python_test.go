package charset

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// oracle reads articles, each after a line with its codec and length, and answers with what the codec makes of them, in
// UTF-8 after a line with the length.
const oracle = `import sys
i, o = sys.stdin.buffer, sys.stdout.buffer
for line in i:
    codec, n = line.split()
    text = i.read(int(n)).decode(codec.decode(), errors="replace").encode("utf-8", "surrogatepass")
    o.write(b"%d\n" % len(text) + text)`

// A reading is bytes, and the codec to read them with.
type reading struct {
	codec string
	raw   []byte
}

// python returns Python's readings.
func python(t *testing.T, readings []reading) []string {
	t.Helper()
	var in bytes.Buffer
	for _, r := range readings {
		fmt.Fprintf(&in, "%s %d\n%s", r.codec, len(r.raw), r.raw)
	}
	cmd := exec.Command("python3", "-c", oracle)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v", err)
	}
	all, r := make([]string, 0, len(readings)), bytes.NewReader(out)
	for range readings {
		var n int
		if _, err := fmt.Fscanf(r, "%d\n", &n); err != nil {
			t.Fatalf("python3's answer: %v", err)
		}
		s := make([]byte, n)
		if _, err := io.ReadFull(r, s); err != nil {
			t.Fatalf("python3's answer: %v", err)
		}
		all = append(all, string(s))
	}
	return all
}

// agree checks that DecodeAs gives the code points that Python gives under the name that the text has for its encoding.
func agree(t *testing.T, readings []reading) {
	t.Helper()
	var texts []Decoded
	var named []reading
	for _, r := range readings {
		x, err := DecodeAs(r.raw, r.codec)
		if err != nil {
			t.Fatal(err)
		}
		texts, named = append(texts, x), append(named, reading{x.Encoding, r.raw})
	}
	failed := 0
	for i, want := range python(t, named) {
		if got := texts[i].Text; got != want {
			t.Errorf("%s %q: %s", named[i].codec, named[i].raw[:min(100, len(named[i].raw))], parting(got, want))
			failed++
		}
		if failed == 5 {
			t.Fatal("and so on")
		}
	}
}

// parting shows where a and b begin to differ.
func parting(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("from byte %d %+q, Python has %+q", i, a[i:min(i+20, len(a))], b[i:min(i+20, len(b))])
}

// TestPythonEverySequence compares all sequences of one and two bytes, and those of three and four that may begin a
// character; each is followed by ASCII, and some by nothing.
func TestPythonEverySequence(t *testing.T) {
	exhaustive(t)
	rng := rand.New(rand.NewPCG(1, 1))
	for _, codec := range Encodings() {
		var readings []reading
		for lead := range 0x100 {
			var all []byte
			for trail := range 0x100 {
				all = append(all, byte(lead), byte(trail), '\n', '\n')
			}
			more := longer(codec, byte(lead))
			readings = append(readings, reading{codec, all}, reading{codec, more}, reading{codec, []byte{byte(lead)}})
			for range 20 {
				cut := []byte{byte(lead), byte(rng.Uint32()), byte(rng.Uint32())}
				readings = append(readings, reading{codec, cut}, reading{codec, cut[:2]}, reading{codec, more[:min(len(more), rng.IntN(9))]})
			}
		}
		agree(t, readings)
	}
}

// longer is all sequences of more than two bytes that begin with lead, each followed by a letter.
func longer(codec string, lead byte) (all []byte) {
	if codec == "gb18030" && lead > 0x91 && lead < 0xe2 && lead%8 != 0 { // most of these say nothing new
		return nil
	}
	for a := 0x30; a <= 0xff; a++ {
		switch {
		case codec == "euc_jp":
			all = append(all, 0x8f, lead, byte(a), 'x')
		case codec == "gb18030" && a < 0x3a:
			for b := 0x80; b <= 0xff; b++ {
				for c := 0x2f; c <= 0x3a; c++ {
					all = append(all, lead, byte(a), byte(b), byte(c), 'x')
				}
			}
		case strings.HasPrefix(codec, "iso2022_jp"):
			for _, set := range []string{"$@", "$B", "$(D", "(I", "(J", "(B", "(A", "$A"} {
				all = append(append(all, 0x1b), set...)
				all = append(all, lead, byte(a), '\n')
			}
		}
	}
	return all
}

// TestPythonBrokenTexts compares texts into which bad bytes were put, from which bytes were taken, and that were cut
// off.
func TestPythonBrokenTexts(t *testing.T) {
	exhaustive(t)
	rng := rand.New(rand.NewPCG(20, 26))
	var readings []reading
	for _, e := range encoders {
		for range 400 {
			raw := encode(e, randomText(rng, e, 1+rng.IntN(60)))
			for range rng.IntN(4) {
				raw = damage(rng, raw)
			}
			readings = append(readings, reading{e.codec, raw})
		}
	}
	agree(t, readings)
}

// damage changes a byte or some, or takes some away.
func damage(rng *rand.Rand, raw []byte) []byte {
	at := rng.IntN(len(raw) + 1)
	end := min(len(raw), at+rng.IntN(3))
	var bad []byte
	for range rng.IntN(3) {
		bad = append(bad, []byte{byte(rng.Uint32()), 0x80, 0xff, 0x1b, '$', 'B', 0x8f, 0x84, 0xd8, '0'}[rng.IntN(10)])
	}
	return slices.Concat(raw[:at], bad, raw[end:])
}

// TestPythonByteOrderMarks compares under the names that a text gives its encoding, after each byte order mark.
func TestPythonByteOrderMarks(t *testing.T) {
	exhaustive(t)
	var texts []Decoded
	var readings []reading
	for _, raw := range []string{
		"\xef\xbb\xbf", "\xef\xbb\xbf春\xe7", "\xef\xbb\xbf\xef\xbb\xbfa", "\xff\xfea", "\xff\xfe", "\xfe\xff",
		"\xfe\xff\x66\x25\xd8\x00", "\xff\xfe\x00\xd8\x00", "\xff\xfe\xff\xfe", "\xfe\xff\xff\xfe", "\xff\xfea\x00\x00\xdc",
	} {
		x := Decode([]byte(raw))
		texts, readings = append(texts, x), append(readings, reading{x.Encoding, []byte(raw)})
	}
	for i, want := range python(t, readings) {
		if x := texts[i]; x.Text != want || x.Confidence != 1 {
			t.Errorf("%q as %s is %+q with confidence %v, Python has %+q", readings[i].raw, x.Encoding, x.Text, x.Confidence, want)
		}
	}
}

// An encoder is an encoding to write, and the codec to read it with.
type encoder struct {
	codec    string
	encoding encoding.Encoding
}

var encoders = []encoder{
	{"utf-8", unicode.UTF8},
	{"utf-16-le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"utf-16-be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"gb18030", simplifiedchinese.GB18030},
	{"big5hkscs", traditionalchinese.Big5},
	{"cp932", japanese.ShiftJIS},
	{"euc_jp", japanese.EUCJP},
	{"cp949", korean.EUCKR},
	{"iso2022_jp", japanese.ISO2022JP},
}

// encode writes what is kept of s.
func encode(e encoder, s string) []byte { return encodeKept(e, kept(e, s)) }

func encodeKept(e encoder, s string) []byte {
	raw, err := e.encoding.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return raw
}

// kept returns what both the encoding, as golang.org/x/text writes it, and Python's codec have of s. They differ in some
// signs, and in 包, which x/text writes in Big5 as a pair that HKSCS gave up.
func kept(e encoder, s string) string {
	encoder := e.encoding.NewEncoder()
	return strings.Map(func(r rune) rune {
		raw, err := encoder.String(string(r))
		encoder.Reset()
		if x, _ := DecodeAs([]byte(raw), e.codec); err != nil || x.Text != string(r) {
			return -1
		}
		return r
	}, s)
}

// randomText returns a text of n characters of the scripts and the marks between them.
func randomText(rng *rand.Rand, e encoder, n int) string {
	blocks := [][2]rune{{' ', '~'}, {'\n', '\n'}, {0x3001, 0x3003}, {0x3041, 0x3093}, {0x30a1, 0x30f6}, {0x4e00, 0x9fa5}, {0xac00, 0xd7a3}}
	if e.codec == "utf-8" || e.codec == "gb18030" || strings.HasPrefix(e.codec, "utf-16") {
		blocks = append(blocks, [2]rune{0x20000, 0x2a6d6}, [2]rune{0x1f600, 0x1f64f}, [2]rune{0xa0, 0x3ff})
	}
	var b strings.Builder
	for n > 0 {
		block := blocks[rng.IntN(len(blocks))]
		r := block[0] + rng.Int32N(block[1]-block[0]+1)
		if s := kept(e, string(r)); s != "" {
			b.WriteString(s)
			n--
		}
	}
	return b.String()
}

// TestDecodeAsReadsWhatWasWritten is the round trip.
func TestDecodeAsReadsWhatWasWritten(t *testing.T) {
	exhaustive(t)
	rng := rand.New(rand.NewPCG(7, 8))
	for _, e := range encoders {
		for range 200 {
			s := randomText(rng, e, 1+rng.IntN(80))
			x, err := DecodeAs(encode(e, s), e.codec)
			if err != nil || x.Text != s || x.Undecodable != nil {
				t.Fatalf("%s: %q becomes %q, %v", e.codec, s, x.Text, err)
			}
		}
	}
}

// exhaustive passes over a test that goes through all there is, where the run is
// for something else: there are no goroutines in it for the race detector.
func exhaustive(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("goes through all there is")
	}
}
