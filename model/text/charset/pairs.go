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

// A pairs reads one of the encodings in which most characters are a lead byte and a trail byte.
//
// The characters are those of golang.org/x/text, which are the WHATWG's, but for the deltas, in which Python's codec has
// others. What is ill is what Python finds so: the first byte of a sequence that has no character, and all that is left
// of one that is cut off by the end. The WHATWG's decoders, and x/text, drop the trail byte too if it is not ASCII.
type pairs struct {
	encoding encoding.Encoding
	single   func(c byte) rune                                    // the character that is one byte, or ill
	longer   func(p *pairs, b []byte) (r rune, size int, ok bool) // for leads of sequences of another kind, or nil
	table    [trails * (lastLead - firstLead + 1)]rune            // by lead and trail; 0 where there is none
}

const (
	firstLead, lastLead   = 0x81, 0xfe
	firstTrail, lastTrail = 0x40, 0xfe

	trails = lastTrail - firstTrail + 1
)

// A delta is a run of pairs that Python reads as the consecutive code points from first, or as ill if that is 0.
type delta struct {
	from  uint16
	count uint8
	first rune
}

// The tables are made when they are first needed, from those of golang.org/x/text, which cannot be read as they are.
var (
	gb18030 = sync.OnceValue(func() *pairs {
		p := &pairs{encoding: simplifiedchinese.GB18030, single: ascii7, longer: longGB}
		return p.fill(firstLead, gb18030Delta[:])
	})
	big5 = sync.OnceValue(func() *pairs {
		p := &pairs{encoding: traditionalchinese.Big5, single: ascii7}
		return p.fill(firstLead, big5Delta[:])
	})
	cp932 = sync.OnceValue(func() *pairs {
		p := &pairs{encoding: japanese.ShiftJIS, single: singleCP932}
		return p.fill(firstLead, cp932Delta[:])
	})
	eucJP = sync.OnceValue(func() *pairs {
		p := &pairs{encoding: japanese.EUCJP, single: ascii7, longer: longEUC}
		return p.fill(0xa1, eucJPDelta[:])
	})
	cp949 = sync.OnceValue(func() *pairs {
		p := &pairs{encoding: korean.EUCKR, single: ascii7}
		return p.fill(firstLead, nil)
	})
)

// fill makes the table for the leads from first.
func (p *pairs) fill(first int, deltas []delta) *pairs {
	var all []byte
	for lead := first; lead <= lastLead; lead++ {
		for trail := firstTrail; trail <= lastTrail; trail++ {
			all = append(all, byte(lead), byte(trail), '\n') // a line feed is no trail and sets a broken pair right
		}
	}
	characters, _ := p.encoding.NewDecoder().Bytes(all)
	at := slot(byte(first), firstTrail)
	for line := range bytes.Lines(characters) {
		p.table[at] = character(line[:len(line)-1])
		at++
	}
	for _, d := range deltas {
		p.amend(d)
	}
	return p
}

// character is the one that s holds, or 0.
func character(s []byte) rune {
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

func (p *pairs) amend(d delta) {
	lead, trail := byte(d.from>>8), byte(d.from)
	for i := range rune(d.count) {
		r := d.first + i
		if d.first == 0 {
			r = 0
		}
		p.table[slot(lead, trail)] = r
		if trail++; trail == 0x7f { // a trail in none of the encodings
			trail++
		}
	}
}

// slot is the place of a pair in the table.
func slot(lead, trail byte) int { return int(lead-firstLead)*trails + int(trail-firstTrail) }

// pair is the character of a pair, or 0.
func (p *pairs) pair(lead, trail byte) rune {
	if lead < firstLead || lead > lastLead || trail < firstTrail || trail > lastTrail {
		return 0
	}
	return p.table[slot(lead, trail)]
}

func (p *pairs) read(b []byte) (rune, int) {
	if r := p.single(b[0]); r != ill {
		return r, 1
	}
	if len(b) < 2 {
		return ill, 1
	}
	if p.longer != nil {
		if r, size, ok := p.longer(p, b); ok {
			return r, size
		}
	}
	if r := p.pair(b[0], b[1]); r != 0 {
		return r, 2
	}
	return ill, 1
}

// rare reads a sequence that is not in the table, and is whole.
func (p *pairs) rare(sequence []byte) (rune, int) {
	var to [utf8.UTFMax]byte
	n, _, err := p.encoding.NewDecoder().Transform(to[:], sequence, true)
	if r, size := utf8.DecodeRune(to[:n]); err == nil && size == n && r != utf8.RuneError {
		return r, len(sequence)
	}
	return ill, 1
}

func ascii7(c byte) rune {
	if c < utf8.RuneSelf {
		return rune(c)
	}
	return ill
}

// singleCP932 is ASCII, the half-width katakana, and what Windows makes of the bytes that mean nothing.
func singleCP932(c byte) rune {
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
	return ill
}

// longGB reads the four bytes of a character that GBK has not.
func longGB(p *pairs, b []byte) (rune, int, bool) {
	switch {
	case b[1] < '0' || b[1] > '9':
		return 0, 0, false
	case len(b) < 4:
		return ill, len(b), true
	case string(b[:4]) == "\x84\x31\xa4\x37":
		return utf8.RuneError, 4, true // itself
	}
	r, size := p.rare(b[:4])
	return r, size, true
}

// longEUC reads what follows the single shifts: half-width katakana and JIS X 0212.
func longEUC(p *pairs, b []byte) (rune, int, bool) {
	const ss2, ss3 = 0x8e, 0x8f
	switch {
	case b[0] == ss2 && b[1] >= 0xa1 && b[1] <= 0xdf:
		return 0xff61 + rune(b[1]-0xa1), 2, true
	case b[0] == ss3 && len(b) < 3:
		return ill, len(b), true
	case b[0] == ss3 && b[1] == 0xa2 && b[2] == 0xb7:
		return '~', 3, true // Python's; the WHATWG have U+FF5E
	case b[0] == ss3:
		r, size := p.rare(b[:3])
		return r, size, true
	}
	return 0, 0, false
}
