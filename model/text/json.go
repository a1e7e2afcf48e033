package text

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// EscapeJSON returns JSON in which each character that a terminal obeys, or that hides or reorders its neighbours, is
// escaped: DEL, the C1 controls, format characters, and the separators U+2028 and U+2029. JSON itself escapes the C0
// controls only. A parser reads the same values.
func EscapeJSON(raw []byte) []byte {
	at := nextHidden(raw, 0)
	if at == len(raw) {
		return raw
	}
	var b bytes.Buffer
	for from := 0; ; at = nextHidden(raw, from) {
		b.Write(raw[from:at])
		if at == len(raw) {
			return b.Bytes()
		}
		r, size := utf8.DecodeRune(raw[at:])
		from = at + size
		if r > 0xffff {
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x`, 0xd800+r>>10)
			r = 0xdc00 + r&0x3ff
		}
		fmt.Fprintf(&b, `\u%04x`, r)
	}
}

// nextHidden returns the index of the first byte, at or after from, of a character that EscapeJSON escapes, or len(raw).
func nextHidden(raw []byte, from int) int {
	for i := from; i < len(raw); {
		if raw[i] < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(raw[i:])
		if isHidden(r) {
			return i
		}
		i += size
	}
	return len(raw)
}

// isHidden reports whether EscapeJSON escapes r.
func isHidden(r rune) bool {
	if r >= 0x2070 && r < 0xfeff { // most characters of an article, none of which is escaped
		return false
	}
	return r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Cf, r)
}
