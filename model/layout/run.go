package layout

// Nearly all of a Chinese text is Han, and of an English one letters. Inside a run
// of them nothing has to be looked up: each character is a cluster of known width,
// and UAX #14 is in the same state after every one of them.
//
//	…，春眠不覺曉，…
//	    └────┘ a run: behind a first ideograph, which is looked up

// A run is a number of consecutive characters of the same width and the same break before them.
type run struct {
	count, bytes, columns int        // bytes and columns are those of one
	before                breakClass // each
}

// runAhead returns the run of clusters at the cursor, as far as room columns hold it.
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

// skip moves the cursor, which is before or in a run, over count of its characters.
func (c *cursor) skip(r run, count int) {
	c.at += count * r.bytes
	c.points += count
}

// The size and width of every character that isHan accepts, and one of them.
const (
	hanBytes   = 3
	hanColumns = 2
	anyHan     = '一'
)

// hanRun returns the number of characters of U+4E00 to U+9F7F at the start of s, at most most. All tables of widths
// agree on those, and Chinese is written with them. The last one is omitted if it might form a cluster with the
// character after it.
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

// isHan reports whether a character that begins with bytes a and b is in U+4E00 to U+9F7F: E4 B8 80 to E9 BD BF.
func isHan(a, b byte) bool {
	return (uint16(a)<<8|uint16(b))-0xe4b8 <= 0xe9bd-0xe4b8
}

// isMark reports whether a character of these bytes is one of U+3000 to U+3029 or U+FF00 to U+FF3F, most of which are
// punctuation and none of which joins the character before it.
func isMark(a, b, c byte) bool {
	return a == 0xe3 && b == 0x80 && c <= 0xa9 || a == 0xef && b == 0xbc
}

// letterRun returns the number of ASCII letters at the start of s, at most most, without a last one that might form a
// cluster with the character after it.
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
