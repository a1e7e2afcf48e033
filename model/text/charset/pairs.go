package charset

import (
	"bytes"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A doubleByte reads one of the encodings in which most characters are a lead byte and a trail byte.
//
// Its characters are those of golang.org/x/text, which follows the WHATWG Encoding Standard, except for the deltas,
// where Python's codec has others. Invalid sequences are Python's: the first byte of a sequence without a character, and
// all the rest of one that the end of the text cuts off. The decoders of the WHATWG and of x/text drop the trail byte
// too if it is not ASCII.
type doubleByte struct {
	encoding     encoding.Encoding
	decodeSingle func(c byte) rune                                         // the character of one byte, or invalid
	decodeLong   func(p *doubleByte, b []byte) (r rune, size int, ok bool) // for leads of sequences of another kind, or nil
	table        [trailCount * (lastLead - firstLead + 1)]rune             // by lead and trail; 0 where there is none
}

const (
	firstLead, lastLead   = 0x81, 0xfe
	firstTrail, lastTrail = 0x40, 0xfe

	trailCount = lastTrail - firstTrail + 1
)

// A delta is a run of pairs that Python reads as the consecutive code points from first, or as invalid if that is 0.
type delta struct {
	from  uint16
	count uint8
	first rune
}

// The tables are made when they are first needed, from those of golang.org/x/text, which cannot be read as they are.
var (
	gb18030 = sync.OnceValue(func() *doubleByte {
		p := &doubleByte{encoding: simplifiedchinese.GB18030, decodeSingle: decodeASCII, decodeLong: decodeFourBytes}
		return p.buildTable(firstLead, gb18030Delta[:])
	})
	big5 = sync.OnceValue(func() *doubleByte {
		p := &doubleByte{encoding: traditionalchinese.Big5, decodeSingle: decodeASCII}
		return p.buildTable(firstLead, big5Delta[:])
	})
	cp932 = sync.OnceValue(func() *doubleByte {
		p := &doubleByte{encoding: japanese.ShiftJIS, decodeSingle: decodeSingleCP932}
		return p.buildTable(firstLead, cp932Delta[:])
	})
	eucJP = sync.OnceValue(func() *doubleByte {
		p := &doubleByte{encoding: japanese.EUCJP, decodeSingle: decodeASCII, decodeLong: decodeSingleShift}
		return p.buildTable(0xa1, eucJPDelta[:])
	})
	cp949 = sync.OnceValue(func() *doubleByte {
		p := &doubleByte{encoding: korean.EUCKR, decodeSingle: decodeASCII}
		return p.buildTable(firstLead, nil)
	})
)

// buildTable builds the table for the leads from first on.
func (p *doubleByte) buildTable(first int, deltas []delta) *doubleByte {
	var all []byte
	for lead := first; lead <= lastLead; lead++ {
		for trail := firstTrail; trail <= lastTrail; trail++ {
			all = append(all, byte(lead), byte(trail), '\n') // a line feed is no trail byte, and ends a broken pair
		}
	}
	characters, _ := p.encoding.NewDecoder().Bytes(all)
	at := tableIndex(byte(first), firstTrail)
	for line := range bytes.Lines(characters) {
		p.table[at] = parseCharacter(line[:len(line)-1])
		at++
	}
	for _, d := range deltas {
		p.applyDelta(d)
	}
	return p
}

// parseCharacter returns the only character of s, or 0.
func parseCharacter(s []byte) rune {
	r, size := utf8.DecodeRune(s)
	if size == len(s) && r != utf8.RuneError {
		return r
	}
	for i, composition := range compositions {
		if composition == string(s) {
			return unicode.MaxRune + 1 + rune(i)
		}
	}
	return 0
}

// applyDelta replaces the characters of a run of pairs.
func (p *doubleByte) applyDelta(d delta) {
	lead, trail := byte(d.from>>8), byte(d.from)
	for i := range rune(d.count) {
		r := d.first + i
		if d.first == 0 {
			r = 0
		}
		p.table[tableIndex(lead, trail)] = r
		if trail++; trail == 0x7f { // a trail in none of the encodings
			trail++
		}
	}
}

// tableIndex returns the index of a pair in the table.
func tableIndex(lead, trail byte) int { return int(lead-firstLead)*trailCount + int(trail-firstTrail) }

// lookUpPair returns the character of a pair, or 0.
func (p *doubleByte) lookUpPair(lead, trail byte) rune {
	if lead < firstLead || lead > lastLead || trail < firstTrail || trail > lastTrail {
		return 0
	}
	return p.table[tableIndex(lead, trail)]
}

func (p *doubleByte) read(b []byte) (rune, int) {
	if r := p.decodeSingle(b[0]); r != invalid {
		return r, 1
	}
	if len(b) < 2 {
		return invalid, 1
	}
	if p.decodeLong != nil {
		if r, size, ok := p.decodeLong(p, b); ok {
			return r, size
		}
	}
	if r := p.lookUpPair(b[0], b[1]); r != 0 {
		return r, 2
	}
	return invalid, 1
}

// decodeRare decodes a complete sequence that is not in the table.
func (p *doubleByte) decodeRare(sequence []byte) (rune, int) {
	var to [utf8.UTFMax]byte
	n, _, err := p.encoding.NewDecoder().Transform(to[:], sequence, true)
	if r, size := utf8.DecodeRune(to[:n]); err == nil && size == n && r != utf8.RuneError {
		return r, len(sequence)
	}
	return invalid, 1
}

func decodeASCII(c byte) rune {
	if c < utf8.RuneSelf {
		return rune(c)
	}
	return invalid
}

// decodeSingleCP932 returns ASCII, the half-width katakana, and the characters that Windows assigns to unused bytes.
func decodeSingleCP932(c byte) rune {
	switch {
	case c <= 0x80:
		return rune(c)
	case c == 0xa0:
		return 0xf8f0
	case c > 0xa0 && c <= 0xdf:
		return 0xff61 + rune(c-0xa1)
	case c >= 0xfd:
		return 0xf8f1 + rune(c-0xfd)
	}
	return invalid
}

// decodeFourBytes decodes the four bytes of a character of GB 18030 that GBK lacks.
func decodeFourBytes(p *doubleByte, b []byte) (rune, int, bool) {
	switch {
	case b[1] < '0' || b[1] > '9':
		return 0, 0, false
	case len(b) < 4:
		return invalid, len(b), true
	case string(b[:4]) == "\x84\x31\xa4\x37":
		return utf8.RuneError, 4, true // itself
	}
	r, size := p.decodeRare(b[:4])
	return r, size, true
}

// decodeSingleShift decodes the characters after the single shifts of EUC-JP: half-width katakana and JIS X 0212.
func decodeSingleShift(p *doubleByte, b []byte) (rune, int, bool) {
	const ss2, ss3 = 0x8e, 0x8f
	switch {
	case b[0] == ss2 && b[1] >= 0xa1 && b[1] <= 0xdf:
		return 0xff61 + rune(b[1]-0xa1), 2, true
	case b[0] == ss3 && len(b) < 3:
		return invalid, len(b), true
	case b[0] == ss3 && b[1] == 0xa2 && b[2] == 0xb7:
		return '~', 3, true // Python's; the WHATWG have U+FF5E
	case b[0] == ss3:
		r, size := p.decodeRare(b[:3])
		return r, size, true
	}
	return 0, 0, false
}
