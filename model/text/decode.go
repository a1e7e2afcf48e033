package text

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const bom = "\ufeff"

// Decode reads the bytes of an article as UTF-8, without a byte order mark.
// Each maximal subpart of an ill-formed sequence becomes one U+FFFD, as the
// WHATWG's decoder and Python's errors="replace" have it; Text.Raw keeps its
// bytes.
func Decode(raw []byte) *Text {
	encoding := "utf-8"
	if rest, ok := bytes.CutPrefix(raw, []byte(bom)); ok {
		raw, encoding = rest, "utf-8-sig"
	}
	if utf8.Valid(raw) {
		return index(string(raw), encoding, nil)
	}
	return decodeUTF8(raw, encoding)
}

func decodeUTF8(raw []byte, encoding string) *Text {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/16)
	bad := map[Offset]string{}
	var n Offset
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if r == utf8.RuneError && size == 1 {
			size = subpart(raw)
			bad[n] = string(raw[:size])
			b.WriteRune(utf8.RuneError)
		} else {
			b.Write(raw[:size])
		}
		raw = raw[size:]
		n++
	}
	return index(b.String(), encoding, bad)
}

// subpart is the length in bytes of the maximal subpart of the ill-formed
// sequence that b begins with (Unicode 17, section 3.9, table 3-7).
func subpart(b []byte) int {
	low, high, length := byte(0x80), byte(0xbf), 0
	switch lead := b[0]; {
	case lead >= 0xc2 && lead <= 0xdf:
		length = 2
	case lead >= 0xe0 && lead <= 0xef:
		length = 3
	case lead >= 0xf0 && lead <= 0xf4:
		length = 4
	default:
		return 1
	}
	switch b[0] { // the leads whose second byte has a narrower range
	case 0xe0:
		low = 0xa0
	case 0xed:
		high = 0x9f
	case 0xf0:
		low = 0x90
	case 0xf4:
		high = 0x8f
	}
	n := 1
	for n < length && n < len(b) && b[n] >= low && b[n] <= high {
		low, high = 0x80, 0xbf
		n++
	}
	return n
}
