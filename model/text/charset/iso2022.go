package charset

import "bytes"

// The character sets of ISO-2022-JP (RFC 1468, and RFC 2237 for JIS X 0212), by the final byte of the escape sequence
// that designates them; wide is added for those with two bytes a character.
const (
	twoBytes = 0x80

	asciiSet  = 'B'
	romanSet  = 'J'            // JIS X 0201, left half
	katakana  = 'I'            // JIS X 0201, right half
	jis0208   = 'B' | twoBytes // JIS X 0208-1983
	jis0208c  = '@' | twoBytes // JIS C 6226-1978
	jis0212   = 'D' | twoBytes
	maxEscape = 16
)

const esc = 0x1b

// An iso2022 reads ISO-2022-JP as Python does: to its codec the escape sequences of other standards are text.
type iso2022 struct {
	sets            string // that may be designated
	set             byte   // that is designated
	inForeignEscape bool   // within an escape sequence of another standard, which is text
}

// newISO2022 makes a reader of iso2022_jp, or of the larger iso2022_jp_ext.
func newISO2022(ext bool) *iso2022 {
	x := &iso2022{sets: string([]byte{asciiSet, romanSet, jis0208, jis0208c}), set: asciiSet}
	if ext {
		x.sets += string([]byte{katakana, jis0212})
	}
	return x
}

func (x *iso2022) read(b []byte) (rune, int) {
	c := b[0]
	switch {
	case x.inForeignEscape:
		x.inForeignEscape = !isFinalByte(c)
		return rune(c), 1
	case c == esc && len(b) < 2:
		return invalid, 1
	case c == esc && bytes.IndexByte([]byte("()$.&"), b[1]) >= 0:
		return x.decodeEscape(b)
	case c == esc:
		x.inForeignEscape = true
		return esc, 1
	case c < 0x20:
		return rune(c), 1
	case c >= 0x80:
		return invalid, 1
	}
	return x.decodeCharacter(b)
}

// isFinalByte reports whether c ends an escape sequence in Python's codec.
func isFinalByte(c byte) bool { return c >= '@' && c <= 'Z' }

// decodeCharacter decodes a character of the designated set.
func (x *iso2022) decodeCharacter(b []byte) (rune, int) {
	c := b[0]
	switch {
	case x.set&twoBytes != 0 && len(b) < 2:
		return invalid, 1
	case x.set == asciiSet:
		return rune(c), 1
	case x.set == romanSet:
		return decodeRoman(c), 1
	case x.set == katakana && c >= 0x21 && c <= 0x5f:
		return 0xff61 + rune(c-0x21), 1
	case x.set == jis0212 && b[1] < 0x80:
		if r, _ := eucJP().read([]byte{0x8f, c | 0x80, b[1] | 0x80}); r != invalid {
			return r, 2
		}
	case x.set&twoBytes != 0 && b[1] < 0x80:
		if r := eucJP().lookUpPair(c|0x80, b[1]|0x80); r != 0 {
			return r, 2
		}
	}
	return invalid, 1 + int(x.set>>7)
}

// decodeRoman decodes a byte of JIS X 0201, which differs from ASCII in two.
func decodeRoman(c byte) rune {
	switch c {
	case '\\':
		return '¥'
	case '~':
		return '‾'
	}
	return rune(c)
}

// decodeEscape reads an escape sequence. An unknown one is invalid as a whole; of one without an end the first byte is.
func (x *iso2022) decodeEscape(b []byte) (rune, int) {
	n := escapeLength(b)
	switch {
	case n == 0 && len(b) < maxEscape:
		return invalid, len(b)
	case n == 0:
		return invalid, 1
	}
	set, first := designatedSet(b[:n])
	if bytes.IndexByte([]byte(x.sets), set) < 0 {
		return invalid, n
	}
	if first {
		x.set = set
	}
	return noCharacter, n
}

// escapeLength returns the number of bytes of the escape sequence that b begins with, or 0 if it has no end.
func escapeLength(b []byte) int {
	for i := 1; i < min(len(b), maxEscape); i++ {
		if bytes.HasPrefix(b[i:], []byte("&@")) {
			i += 2 // the prefix of a revised set: its @ is not final
		} else if isFinalByte(b[i]) {
			return i + 1
		}
	}
	return 0
}

// designatedSet returns the set that a whole escape sequence designates, or 0, and whether it designates it as G0:
// ISO-2022-JP has no way to invoke G1.
func designatedSet(sequence []byte) (set byte, first bool) {
	last := sequence[len(sequence)-1]
	switch len(sequence) {
	case 3:
		switch sequence[1] {
		case '$':
			return last | twoBytes, true
		case '(', ')':
			return last, sequence[1] == '('
		}
	case 4:
		if sequence[1] == '$' && (sequence[2] == '(' || sequence[2] == ')') {
			return last | twoBytes, sequence[2] == '('
		}
	case 6:
		if string(sequence[3:]) == "\x1b$B" {
			return jis0208, true
		}
	}
	return 0, false
}
