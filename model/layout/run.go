package layout

// Nearly all of a Chinese text is Han, and of an English one letters. Between two
// characters of such a run nothing has to be looked up: each is a cluster of a
// known width, and UAX #14 is in the same state after every one of them.
//
//	…，春眠不覺曉，…
//	    └────┘ a run: behind a first ideograph, whose place is looked up

// A run is some characters that are alike.
type run struct {
	count, bytes, columns int        // bytes and columns are those of one
	before                breakClass // each
}

// runAhead is the run of clusters at the cursor that have room on a row.
func (s *scanner) runAhead(room int) run {
	if s.lastInk != other || s.keepAll {
		return run{}
	}
	switch s.state {
	case stateHan: // LB31
		return run{hanRun(s.body[s.at:], room/hanColumns), hanBytes, hanColumns, breakAllowed}
	case stateLetter: // LB28
		return run{letterRun(s.body[s.at:], room), 1, 1, breakEmergency}
	}
	return run{}
}

// skip moves the cursor, which is before or in a run, over some of its characters.
func (c *cursor) skip(r run, count int) {
	c.at += count * r.bytes
	c.points += count
}

// What is the same for all that han says is Han.
const (
	hanBytes   = 3
	hanColumns = 2
	anyHan     = '一'
)

// hanRun is the number of characters of U+4E00 to U+9F7F at the start of s, most
// at the most. All tables of widths agree in those, and they are what Chinese is
// written with. The last one is left out where it may take in what follows it.
func hanRun(s string, most int) int {
	n, i := 0, 0
	for n <= most && i+2 < len(s) && isHan(s[i], s[i+1]) {
		i += hanBytes
		n++
	}
	if n <= most && i+2 < len(s) && isMark(s[i], s[i+1], s[i+2]) {
		return n
	}
	return max(n-1, 0)
}

// isHan reports whether a character that begins with bytes a and b is in U+4E00 to
// U+9F7F: E4 B8 80 to E9 BD BF.
func isHan(a, b byte) bool {
	return (uint16(a)<<8|uint16(b))-0xe4b8 <= 0xe9bd-0xe4b8
}

// isMark reports whether a character that begins with these bytes is one of U+3000
// to U+3029 or U+FF00 to U+FF3F, most of which are punctuation and none of which
// joins what stands before it.
func isMark(a, b, c byte) bool {
	return a == 0xe3 && b == 0x80 && c <= 0xa9 || a == 0xef && b == 0xbc
}

// letterRun is the number of ASCII letters at the start of s, most at the most,
// without a last one that may take in what follows it.
func letterRun(s string, most int) int {
	n := 0
	for n <= most && n < len(s) && isASCIILetter(s[n]) {
		n++
	}
	if n <= most && n < len(s) && s[n] >= ' ' && s[n] < 0x7f {
		return n
	}
	return max(n-1, 0)
}

func isASCIILetter(b byte) bool { return (b|0x20)-'a' <= 'z'-'a' }
