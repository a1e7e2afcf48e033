package text

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// EscapeJSON returns JSON in which each character that a terminal obeys, or that
// hides or turns what stands around it, is escaped: DEL, the C1 controls, format
// characters, and the separators U+2028 and U+2029. JSON itself escapes the C0
// controls only. Who reads it gets the same values.
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

// nextHidden is the place of the first character from a place on that EscapeJSON
// escapes, or the end.
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

// isHidden reports whether a character is one that EscapeJSON escapes.
func isHidden(r rune) bool {
	if r >= 0x2070 && r < 0xfeff { // most of what is written here; none of it is one
		return false
	}
	return r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Cf, r)
}
