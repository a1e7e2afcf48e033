package charset

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// sampleSize is how many bytes of the start, of the middle and of the end of an article the detection reads.
const sampleSize = 64 << 10

// detect detects the encoding of an article that has no byte order mark and is not certainly UTF-8. It returns a name
// that Decoded.Encoding may have, and the confidence.
//
// Each encoding decodes a sample, and the characters are given costs by how rare they are in the languages written in
// it: the cost is the negative log-likelihood of the text in a model of single characters. All encodings explain the
// same bytes, so the costs can be compared; the lowest wins. UTF-16 without a mark and short texts need nothing else.
func detect(raw []byte) (encoding string, confidence float64) {
	return detectIn(sampleWindows(raw), utf8.Valid(raw), detectISO2022(raw))
}

// detectIn detects the encoding from windows of a text. valid says whether the text is UTF-8, iso2022 which codec of
// ISO-2022-JP its escape sequences need.
func detectIn(windows [][]byte, valid bool, iso2022 string) (encoding string, confidence float64) {
	if malformed, others := countUTF8Sequences(windows); !valid && malformed < others/3 { // in other encodings most are invalid
		return "utf-8", 1 - ratio(malformed, malformed+others)
	}
	return chooseEncoding(windows, iso2022)
}

// Samples returns the parts of a file that Sniff needs to see, as half-open ranges of bytes from its start on. size is
// the file's, in bytes.
func Samples(size int64) [][2]int64 {
	if size <= 3*sampleSize {
		return [][2]int64{{0, size}}
	}
	middle, last := size/2&^1, (size-sampleSize)&^1 // even, for UTF-16
	return [][2]int64{{0, sampleSize}, {middle, middle + sampleSize}, {last, size}}
}

// Sniff detects the encoding of a file from the parts that Samples lists. It returns a name that DecodeAs knows, and the
// confidence, from 0 to 1.
func Sniff(samples [][]byte) (encoding string, confidence float64) {
	if mark := bomEncoding(samples[0]); mark != "" {
		return mark, 1
	}
	plain, valid, iso2022 := true, true, ""
	for i, s := range samples {
		iso2022 = cmp.Or(iso2022, detectISO2022(s))
		s = trimPartialCharacters(s, i > 0, i < len(samples)-1)
		valid = valid && utf8.Valid(s)
		plain = plain && bytes.IndexByte(s, 0) < 0
	}
	if plain && valid && iso2022 == "" {
		return "utf-8", 1
	}
	return detectIn(samples, valid, iso2022)
}

// trimPartialCharacters returns a window of UTF-8 without the parts of characters at its ends.
func trimPartialCharacters(window []byte, start, end bool) []byte {
	for i := 0; start && i < utf8.UTFMax-1 && len(window) > 0 && !utf8.RuneStart(window[0]); i++ {
		window = window[1:]
	}
	for i := 1; end && i < utf8.UTFMax && i <= len(window); i++ {
		if tail := window[len(window)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return window[:len(window)-i]
			}
			break
		}
	}
	return window
}

// isCertainlyUTF8 reports whether raw is UTF-8 and can be nothing else: UTF-16 with a character of Latin-1 contains a
// NUL, and ISO-2022-JP escape sequences.
func isCertainlyUTF8(raw []byte) bool {
	return utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 && detectISO2022(raw) == ""
}

// detectISO2022 returns the codec of ISO-2022-JP that knows the escape sequences of a text, or "" if none switches to a
// set of Japanese characters.
func detectISO2022(raw []byte) string {
	switch {
	case bytes.IndexByte(raw, esc) < 0:
		return ""
	case bytes.Contains(raw, []byte("\x1b(I")), bytes.Contains(raw, []byte("\x1b$(D")):
		return "iso2022_jp_ext"
	case bytes.Contains(raw, []byte("\x1b$B")), bytes.Contains(raw, []byte("\x1b$@")):
		return "iso2022_jp"
	}
	return ""
}

// sampleWindows returns the sampled parts of a text: all of a short one.
func sampleWindows(raw []byte) [][]byte {
	var windows [][]byte
	for _, s := range Samples(int64(len(raw))) {
		windows = append(windows, raw[s[0]:s[1]])
	}
	return windows
}

// countUTF8Sequences counts the sequences of UTF-8 that are not ASCII, invalid ones and others.
func countUTF8Sequences(windows [][]byte) (malformed, others int) {
	for _, b := range windows {
		for len(b) > 0 {
			r, size := decodeUTF8Rune(b)
			switch {
			case r == invalid && size < len(b): // the end of a window may cut a character
				malformed++
			case r >= utf8.RuneSelf:
				others++
			}
			b = b[size:]
		}
	}
	return malformed, others
}

// A candidate is an encoding that the text may be in.
type candidate struct {
	codec     string
	languages []language
	handicap  int // added to its cost because it is rarer than the others
}

// candidates returns the encodings that a text may be in, and iso2022, the codec of ISO-2022-JP that its escape
// sequences need, if any.
func candidates(iso2022 string) []candidate {
	all := []language{inSimplified, inTraditional, inJapanese, inKorean}
	list := []candidate{
		{"utf-8", all, 0},
		{"gb18030", all[:2], 8},
		{"big5hkscs", all[1:2], 8},
		{"cp932", all[2:3], 8},
		{"euc_jp", all[2:3], 8},
		{"cp949", all[3:], 8},
		{"utf-16-le", all, 16},
		{"utf-16-be", all, 16},
	}
	if iso2022 != "" {
		list = append(list, candidate{iso2022, all[2:3], 0})
	}
	return list
}

// chooseEncoding decodes the windows in all candidates and returns the one with the lowest cost.
func chooseEncoding(windows [][]byte, iso2022 string) (encoding string, confidence float64) {
	const least = 0.25 // below this plausibility it is no text in any encoding
	asUTF8, best, second := score{}, score{cost: math.MaxInt}, math.MaxInt
	for i, r := range candidates(iso2022) {
		t := r.score(windows)
		if i == 0 {
			asUTF8 = t
		}
		if t.plausibility() <= least { // mostly ASCII may cost little as rare characters of UTF-16
			continue
		}
		if t.cost < best.cost {
			best, encoding, second = t, r.codec, best.cost
		} else {
			second = min(second, t.cost)
		}
	}
	if encoding != "" {
		p := best.plausibility()
		lead := float64(second-best.cost) / costPerNat
		return encoding, p / (1 + math.Exp(-lead/4)) // by 4, since characters depend on their neighbours
	}
	return "utf-8", asUTF8.plausibility() / 2
}

// score decodes the windows, and returns the score in the language that fits the text best.
func (r candidate) score(windows [][]byte) score {
	c, _ := findCodec(r.codec)
	scores := make([]score, len(r.languages))
	all, read := 0, 0
	for i, window := range windows {
		all += len(window)
		if i > 0 && !strings.HasPrefix(c.name, "utf") {
			window = trimToCharacter(window)
		}
		read += r.addWindow(scores, c.newDecoder(), window, i == len(windows)-1)
	}
	best := slices.MinFunc(scores, func(a, b score) int { // blanks cost little in Korean, and are no evidence for it
		return cmp.Or(cmp.Compare(a.informativeCost, b.informativeCost), cmp.Compare(a.cost, b.cost))
	})
	best.cost = best.cost*all/max(1, read) + r.handicap // as if all had read the same bytes
	return best
}

// addWindow adds the characters of a window to the scores of the languages, and returns how many bytes it decoded: a
// sequence that the end of the window cuts off is omitted unless the window is the last.
func (r candidate) addWindow(scores []score, next decoder, window []byte, last bool) (read int) {
	table := costs()
	for read < len(window) {
		char, size := next(window[read:])
		if char == invalid && read+size == len(window) && !last {
			break
		}
		for i, l := range r.languages {
			scores[i].add(char, table.of(char, l))
		}
		read += size
	}
	return read
}

// trimToCharacter drops the first bytes of a window from the middle of a text, up to one that is a character of its own
// in all double-byte encodings. It returns nil for a window without such a byte.
func trimToCharacter(window []byte) []byte {
	if i := bytes.IndexByte(window, '\n'); i >= 0 {
		return window[i:] // after which ISO-2022-JP is ASCII again
	}
	for i, c := range window {
		if c <= ' ' {
			return window[i:]
		}
	}
	return nil
}

// A score sums the costs of the characters of a text in one language.
type score struct {
	cost            int // of all
	chars           int
	informative     int // characters that are not ASCII, and invalid sequences
	invalid         int // the invalid sequences
	controls        int
	informativeCost int // the cost of those
}

func (t *score) add(char rune, cost int) {
	t.cost += cost
	t.chars++
	switch {
	case char == invalid:
		t.invalid++
	case char != esc && cost >= controlCost && char <= 0x7f:
		t.controls++
		return
	case char < utf8.RuneSelf:
		return
	}
	t.informative++
	t.informativeCost += cost
}

// plausibility returns how much the decoded text looks like a real one, from 0 to 1. In real texts an informative
// character costs about 6.5 nats, in random bytes twice as much.
func (t score) plausibility() float64 {
	const good, poor, binary = 8.5, 11, 0.05
	p := 1 - ratio(t.controls, t.chars)/binary
	if t.informative > 0 {
		chance := 4 / float64(t.informative) // a few characters may well be rare ones
		p = min(p, 1-ratio(t.invalid, t.informative), (poor+chance-ratio(t.informativeCost, t.informative)/costPerNat)/(poor-good))
	}
	return max(0, p)
}

func ratio(part, whole int) float64 { return float64(part) / float64(max(1, whole)) }
