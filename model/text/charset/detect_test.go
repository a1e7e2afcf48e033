package charset

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	textencoding "golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// udhr has the Universal Declaration of Human Rights in many languages. No table was made from it.
const udhr = "../../../../shared/conformance/text/udhr"

// declaration returns the Declaration in a language.
func declaration(t *testing.T, language string) []rune {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(udhr, language+".html"))
	if os.IsNotExist(err) {
		t.Skip("../shared is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(page), "<body>")
	text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, ""))
	text = regexp.MustCompile(`\s*\n\s*`).ReplaceAllString(text, "\n")
	return []rune(strings.TrimSpace(text) + "\n")
}

// TestDetectDeclaration measures how often the Declaration is decoded right, by its length in characters.
func TestDetectDeclaration(t *testing.T) {
	exhaustive(t)
	utf := []encoder{encoders[0], encoders[1], encoders[2]}
	chinese, gbk := encoders[3], encoder{"gbk", simplifiedchinese.GBK}
	marked := []encoder{
		{"utf-8", unicode.UTF8BOM},
		{"utf-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"utf-16", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	}
	lengths := []int{20, 50, 200, 1000}
	t.Logf("%-10s %-10s %8d %8d %8d %8d", "language", "encoding", lengths[0], lengths[1], lengths[2], lengths[3])
	for _, language := range []struct {
		name     string
		encoders []encoder
	}{
		{"cmn_hans", []encoder{chinese, gbk}},
		{"cmn_hant", []encoder{encoders[4], chinese}},
		{"yue", []encoder{chinese, gbk}}, // in simplified characters, as wuu is
		{"wuu", []encoder{chinese, gbk}},
		{"jpn", []encoder{encoders[5], encoders[6], encoders[8]}},
		{"kor", []encoder{encoders[7]}},
	} {
		all := declaration(t, language.name)
		for _, e := range slices.Concat(language.encoders, utf, marked) {
			row := fmt.Sprintf("%-10s %-10s", language.name, e.codec)
			for _, n := range lengths {
				right, of := measure(all, e, n)
				row += fmt.Sprintf(" %7.1f%%", 100*float64(right)/float64(of))
				if right < of && n >= 200 {
					t.Errorf("%s in %s: %d of %d are read right at %d characters", language.name, e.codec, right, of, n)
				}
			}
			t.Log(row)
		}
	}
}

// measure counts the parts of n characters that Decode reads as they were before they were written.
func measure(all []rune, e encoder, n int) (right, of int) {
	const parts = 40
	all = []rune(kept(e, string(all)))
	n = min(n, len(all))
	for i := range parts {
		from := i * (len(all) - n) / (parts - 1)
		want := string(all[from : from+n])
		if Decode(encodeKept(e, want)).Text == want {
			right++
		}
		of++
	}
	return right, of
}

// TestDetectArticles reads the project's own articles in all encodings that have their characters.
func TestDetectArticles(t *testing.T) {
	exhaustive(t)
	for language, codecs := range map[string]string{
		"zh-hans": "gb18030", "zh-hant": "big5hkscs gb18030", "ja": "cp932 euc_jp iso2022_jp", "ko": "cp949",
	} {
		files, err := filepath.Glob("../../../testdata/articles/*-" + language + "-*.txt")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", language, len(files), err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range encoders {
				if strings.Contains(codecs+" utf-16-le utf-16-be", e.codec) {
					detected(t, filepath.Base(file), e, []rune(string(raw)))
				}
			}
		}
	}
}

// detected checks that short parts of an article are mostly read right, longer ones always, and with confidence.
func detected(t *testing.T, name string, e encoder, article []rune) {
	t.Helper()
	for n, least := range map[int]float64{5: 0.75, 10: 0.9, 20: 0.95, 60: 1} {
		if right, of := measure(article, e, n); float64(right) < least*float64(of) {
			t.Errorf("%s in %s: %d of %d are read right at %d characters", name, e.codec, right, of, n)
		}
	}
	if x := Decode(encode(e, string(article))); x.Encoding != e.codec || x.Confidence < 0.9 {
		t.Errorf("%s in %s: read as %s with confidence %v", name, e.codec, x.Encoding, x.Confidence)
	}
}

// TestDetectUnusual detects bytes that are neither UTF-8 nor a text in one of the other encodings.
func TestDetectUnusual(t *testing.T) {
	exhaustive(t)
	rng := rand.New(rand.NewPCG(3, 4))
	random := make([]byte, 1<<16)
	for i := range random {
		random[i] = byte(rng.Uint32())
	}
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, raw, encoding string
		from, to            float64 // the confidence
	}{
		{"nothing", "", "utf-8", 1, 1},
		{"ASCII", "plain", "utf-8", 1, 1},
		{"UTF-8", "春眠不覺曉", "utf-8", 1, 1},
		{"a program", string(program), "utf-8", 0, 0.3},
		{"a program's head", string(program[:8192]), "utf-8", 0, 0.3},
		{"random bytes", string(random), "utf-8", 0, 0.3},
		{"zeros", string(make([]byte, 4096)), "utf-8", 0, 0.3},
		{"a NUL", strings.Repeat("plain text\n", 100) + "\x00", "utf-8", 0.5, 1},
		{"mostly UTF-8", strings.Repeat("春眠不覺曉，", 100) + "\xff\xe6", "utf-8", 0.9, 1},
		{"Russian in UTF-8, broken", strings.Repeat("Все люди рождаются свободными ", 20) + "\xd0 \xff", "utf-8", 0.9, 1},
		{"escape sequences", "\x1b[31mred\x1b[0m \x1b$Bnot Japanese at all, but in a set of two bytes", "utf-8", 0.3, 1},
		{"ASCII in UTF-16", "h\x00e\x00l\x00l\x00o\x00", "utf-16-le", 0.9, 1},
		{"ASCII in UTF-16", "\x00h\x00e\x00l\x00l\x00o", "utf-16-be", 0.9, 1},
		{"half-width katakana", "\x1b(I1234\x1b(B desu", "iso2022_jp_ext", 0.3, 1},
		{"Latin-1", "Les \xe9l\xe8ves fran\xe7ais \xe9taient d\xe9\xe7us de l'\xe9cole, o\xf9 le ma\xeetre", "utf-8", 0, 0.5},
	}
	for _, tt := range tests {
		x := Decode([]byte(tt.raw))
		if x.Encoding != tt.encoding || x.Confidence < tt.from || x.Confidence > tt.to {
			t.Errorf("%s: %s with confidence %.3f, want %s with %v to %v", tt.name, x.Encoding, x.Confidence, tt.encoding, tt.from, tt.to)
		}
	}
}

// TestDetectLongTexts detects texts that are only sampled, with samples that begin on any byte of a character, and some
// without a line end to begin at.
func TestDetectLongTexts(t *testing.T) {
	exhaustive(t)
	sentence := strings.Repeat("人類社会のすべての構成員の固有の尊厳と平等", 8)
	for _, e := range encoders {
		if !strings.Contains("cp932 euc_jp iso2022_jp utf-16-le utf-16-be", e.codec) {
			continue
		}
		for shift := range 4 {
			for _, end := range []string{"。\n", "。"} {
				raw := slices.Concat(encode(e, strings.Repeat("-", shift)), bytes.Repeat(encode(e, sentence+end), 1200))
				if len(raw) <= 3*sampleSize {
					t.Fatalf("%d bytes are not long", len(raw))
				}
				if x := Decode(raw); x.Encoding != e.codec || x.Confidence < 0.9 {
					t.Errorf("%s after %d bytes: %s with confidence %v", e.codec, shift, x.Encoding, x.Confidence)
				}
			}
		}
	}
}

// TestDecodeAsNames looks up names that people use.
func TestDecodeAsNames(t *testing.T) {
	tests := []struct{ name, encoding string }{
		{"UTF-8", "utf-8"},
		{"utf8", "utf-8"},
		{"utf_8_sig", "utf-8"},
		{"utf-16", "utf-16-le"},
		{"UTF-16BE", "utf-16-be"},
		{"GB2312", "gb18030"},
		{"gbk", "gb18030"},
		{"cp936", "gb18030"},
		{"Big5", "big5hkscs"},
		{"big5-hkscs", "big5hkscs"},
		{"x-x-big5", "big5hkscs"},
		{"Shift_JIS", "cp932"},
		{"windows-31j", "cp932"},
		{"EUC-JP", "euc_jp"},
		{"euc_jp", "euc_jp"},
		{"EUC-KR", "cp949"},
		{"ks_c_5601-1987", "cp949"},
		{"ISO-2022-JP", "iso2022_jp"},
		{"iso2022_jp_ext", "iso2022_jp_ext"},
	}
	for _, tt := range tests {
		x, err := DecodeAs([]byte("a"), tt.name)
		if err != nil || x.Encoding != tt.encoding {
			t.Errorf("%s is %s, %v, want %s", tt.name, x.Encoding, err, tt.encoding)
		}
	}
	if _, err := DecodeAs(nil, "utf-7"); !errors.Is(err, ErrUnknownEncoding) || !strings.Contains(err.Error(), "cp932") {
		t.Errorf("utf-7: %v", err)
	}
}

// FuzzDecode checks that any bytes decode to valid UTF-8, whose undecodable sequences are U+FFFD and stand in raw in this order.
func FuzzDecode(f *testing.F) {
	for _, e := range encoders {
		f.Add(encode(e, "春眠、こんにちは\n안녕하세요 1万亿元。"))
	}
	f.Add([]byte("\x1b$(D\x1b&@\x1b$B\x1b\x1b(I"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		texts := []Decoded{Decode(raw)}
		for _, name := range Encodings() {
			x, err := DecodeAs(raw, name)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, x)
		}
		for _, x := range texts {
			checkDecoded(t, raw, x)
		}
	})
}

func checkDecoded(t *testing.T, raw []byte, d Decoded) {
	t.Helper()
	if !utf8.ValidString(d.Text) || d.Confidence < 0 || d.Confidence > 1 {
		t.Fatalf("%q in %s is %q with confidence %v", raw, d.Encoding, d.Text, d.Confidence)
	}
	left, points, at := raw, []rune(d.Text), -1
	for _, u := range d.Undecodable {
		i := bytes.Index(left, []byte(u.Raw))
		if u.At <= at || u.At >= len(points) || points[u.At] != utf8.RuneError || u.Raw == "" || i < 0 {
			t.Fatalf("%q in %s: %q at %d after one at %d", raw, d.Encoding, u.Raw, u.At, at)
		}
		left, at = left[i+len(u.Raw):], u.At
	}
}

func BenchmarkDecode(b *testing.B) {
	chinese := strings.Repeat("到2030年，半导体产值破1万亿元。\n", 1<<15)
	for _, tt := range []struct {
		name string
		raw  []byte
	}{
		{"ascii", bytes.Repeat([]byte("plain text\n"), 1<<17)},
		{"utf-8", []byte(chinese)},
		{"gb18030", encode(encoders[3], chinese)},
		{"gb18030 short", encode(encoders[3], chinese)[:4000]},
		{"utf-16-le", encode(encoders[1], chinese)},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.SetBytes(int64(len(tt.raw)))
			for b.Loop() {
				Decode(tt.raw)
			}
		})
	}
}

// TestDetectAmongASCII checks that a text is found among so much markup that rare
// characters of UTF-16, or the blanks of Korean, would be cheaper.
func TestDetectAmongASCII(t *testing.T) {
	const body = "记者王明说，到二零三零年，我国氢能产业产值将突破一万亿元。"
	for _, markup := range []string{"{\"id\":0,\"ws\":false},", "  \"uima.tcas.Annotation\": {\n", "\t\t\t\n"} {
		for _, e := range []struct {
			codec string
			to    textencoding.Encoding
		}{
			{"gb18030", simplifiedchinese.GB18030},
			{"utf-16-le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
			{"utf-16-be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		} {
			raw, err := e.to.NewEncoder().Bytes([]byte(strings.Repeat(markup, 400) + body))
			if err != nil {
				t.Fatal(err)
			}
			if got, confidence := Sniff([][]byte{raw}); got != e.codec || confidence < 0.9 {
				t.Errorf("%q in %s: %s, %.3f", markup, e.codec, got, confidence)
			}
		}
	}
}
