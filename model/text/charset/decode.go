// Package charset decodes the bytes of articles, and detects their encoding where nobody names it.
//
// It reads UTF-8, UTF-16 and the encodings of Chinese, Japanese and Korean, each as the Python codec of that name does:
// open(path, encoding=NAME, errors="replace", newline="") gives the same code points. It holds no positions in a text
// (model/text) and reads no files (model/corpus).
//
// Begin with Decode. names.go lists the encodings, pairs.go and iso2022.go decode them, detect.go compares them.
package charset

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const bom = "\ufeff"

// A Decoded is the content of some bytes: their text, and how it was read.
type Decoded struct {
	Text        string        // in valid UTF-8, without a byte order mark
	Encoding    string        // the name of the Python codec that reads the same code points with errors="replace"
	Confidence  float64       // that Encoding is right: from 0 to 1, which is certain
	Undecodable []Undecodable // in the order of the text; a file that is not text may have millions
}

// An Undecodable is a sequence of bytes that the encoding has no character for. Text has one U+FFFD for it.
type Undecodable struct {
	At  int    // the place of that U+FFFD in Text, in code points
	Raw string // the bytes
}

// Decode detects the encoding of raw and decodes it, without a byte order mark. What cannot be decoded becomes U+FFFD, in
// the portions that Python's errors="replace" has; in UTF-8 these are the maximal subparts of ill-formed sequences, as in
// the WHATWG Encoding Standard.
func Decode(raw []byte) Decoded {
	if mark := bomEncoding(raw); mark != "" {
		return decodeAs(raw, mark)
	}
	if isCertainlyUTF8(raw) {
		return Decoded{string(raw), "utf-8", 1, nil}
	}
	encoding, confidence := detect(raw)
	d := decodeAs(raw, encoding)
	d.Confidence = confidence
	return d
}

// DecodeAs decodes raw in the encoding of a name that Encodings lists, or of another name that Python or the WHATWG
// Encoding Standard has for one of them. It drops a byte order mark of that encoding, and follows the byte order that a
// mark of UTF-16 states. Other names are ErrUnknownEncoding.
func DecodeAs(raw []byte, encoding string) (Decoded, error) {
	c, err := findCodec(encoding)
	if err != nil {
		return Decoded{}, err
	}
	mark := bomEncoding(raw)
	if mark == "utf-8-sig" && c.name == "utf-8" || mark == "utf-16" && strings.HasPrefix(c.name, mark) {
		return decodeAs(raw, mark), nil
	}
	return decodeAs(raw, c.name), nil
}

// DecodeUTF8 decodes UTF-8 in which a byte order mark is a character.
func DecodeUTF8(raw []byte) (string, []Undecodable) {
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	return decode(decodeUTF8Rune, raw)
}

// bomEncoding returns the encoding that a byte order mark states, or "".
func bomEncoding(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte(bom)):
		return "utf-8-sig"
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return "utf-16"
	}
	return ""
}

// decodeAs decodes raw in an encoding of a name that Decoded.Encoding may have.
func decodeAs(raw []byte, encoding string) Decoded {
	d := Decoded{Encoding: encoding, Confidence: 1}
	switch encoding {
	case "utf-8-sig":
		d.Text, d.Undecodable = DecodeUTF8(raw[len(bom):])
	case "utf-8":
		d.Text, d.Undecodable = DecodeUTF8(raw)
	case "utf-16":
		d.Text, d.Undecodable = decode(utf16Decoder(byteOrder(raw)), raw[2:])
	default:
		c, _ := findCodec(encoding)
		d.Text, d.Undecodable = decode(c.newDecoder(), raw)
	}
	return d
}

// A decoder reads the first character of b, which is not empty, and returns its length in bytes. Instead of a character
// it may return invalid, noCharacter, or unicode.MaxRune+1+i for compositions[i]. It may keep a state.
type decoder func(b []byte) (r rune, size int)

const (
	invalid     rune = -1 // the encoding has no character for the bytes
	noCharacter rune = -2 // the bytes are an escape sequence that changes the state
)

// compositions are the characters of Big5-HKSCS that Unicode has only as two code points.
var compositions = [...]string{"Ê\u0304", "Ê\u030c", "ê\u0304", "ê\u030c"}

// decode decodes raw, with U+FFFD for each sequence that the decoder finds invalid.
func decode(read decoder, raw []byte) (s string, bad []Undecodable) {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/2)
	const few, most = 1 << 12, 1 << 24 // sequences after which the rest is estimated; the largest estimate that is allocated
	whole := len(raw)
	n := 0
	for len(raw) > 0 {
		r, size := read(raw)
		switch {
		case r == noCharacter:
			n--
		case r == invalid:
			if len(bad) == few { // a file that is not text has millions
				bad = slices.Grow(bad, min(most, few*len(raw)/(whole-len(raw)+1)))
			}
			bad = append(bad, Undecodable{n, string(raw[:size])})
			b.WriteRune(utf8.RuneError)
		case r > unicode.MaxRune:
			b.WriteString(compositions[r-unicode.MaxRune-1])
			n++
		default:
			b.WriteRune(r)
		}
		raw = raw[size:]
		n++
	}
	return b.String(), bad
}

// decodeUTF8Rune decodes the first character of UTF-8.
func decodeUTF8Rune(b []byte) (rune, int) {
	r, size := utf8.DecodeRune(b)
	if r == utf8.RuneError && size == 1 {
		return invalid, maximalSubpart(b)
	}
	return r, size
}

// maximalSubpart returns the length in bytes of the maximal subpart of the ill-formed sequence that b begins with
// (Unicode 17, section 3.9, table 3-7).
func maximalSubpart(b []byte) int {
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

// byteOrder returns the byte order that the mark of UTF-16 at the start of raw states.
func byteOrder(raw []byte) binary.ByteOrder {
	if raw[0] == 0xfe {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// utf16Decoder returns a decoder of UTF-16. A character that the end of the text cuts off is one invalid sequence, and
// so is each unpaired surrogate.
func utf16Decoder(order binary.ByteOrder) decoder {
	return func(b []byte) (rune, int) {
		if len(b) < 2 {
			return invalid, len(b)
		}
		unit := rune(order.Uint16(b))
		switch {
		case !utf16.IsSurrogate(unit):
			return unit, 2
		case unit >= 0xdc00:
			return invalid, 2
		case len(b) < 4:
			return invalid, len(b)
		}
		if r := utf16.DecodeRune(unit, rune(order.Uint16(b[2:]))); r != unicode.ReplacementChar {
			return r, 4
		}
		return invalid, 2
	}
}
