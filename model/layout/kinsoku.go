package layout

// A class is what row filling makes of a character.
type class uint8

const (
	other     class = iota
	ideograph       // Han, full-size kana, Hangul syllables
	letter          // of the Latin or Cyrillic alphabet
	closing         // may not begin a row
	opening         // may not end one
	solidus         // may do neither, but end a row before ASCII, as in an address
	blank           // white space: may not begin a row
	tab
	ender // ends its row, whatever follows
)

// hangs reports whether a cluster of class c stays on its row when it does not
// fit there.
func (c class) hangs() bool { return c >= blank }

// solid reports whether c separates what stands before it from what stands
// after it for all rules of UAX #14: all its characters are of the classes AL,
// ID, H2 or H3, which no rule looks past.
func (c class) solid() bool { return c == ideograph || c == letter }

// permits reports whether kinsoku lets a row begin with a cluster of class next
// after a row that ends with a cluster of class ink, white space aside.
func permits(ink, next class, nextASCII bool) bool {
	switch {
	case next == closing || next == solidus || next.hangs():
		return false
	case ink == solidus:
		return nextASCII
	}
	return ink != opening
}

// classOf is the class of a cluster that begins with r.
func classOf(r rune) class {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= 0xc0 && r <= 0x24f, r >= 0x400 && r <= 0x481, r >= 0x48a && r <= 0x52f:
		return letter
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3400 && r <= 0x4dbf, r >= 0xac00 && r <= 0xd7a3, r >= 0x20000 && r <= 0x2fffd, r >= 0x30000 && r <= 0x3fffd:
		return ideograph
	}
	if c := classOfSpace(r); c != other {
		return c
	}
	if c := classOfMark(r); c != other {
		return c
	}
	if r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fa {
		return ideograph
	}
	return other
}

// classOfSpace is the class of white space and line ends, and other for the
// rest. The space of no-break space is not white: UAX #14 has it as GL.
func classOfSpace(r rune) class {
	switch r {
	case '\t':
		return tab
	case ' ', 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2008, 0x2009, 0x200a, 0x205f, 0x3000:
		return blank
	case '\v', '\f', '\r', 0x85, 0x2028, 0x2029: // BK, CR and NL: LB4 and LB5
		return ender
	}
	return other
}

// classOfMark is the table of what may not stand at the start or the end of a
// row. Each line of it is a class of JLREQ, appendix A, and what CLREQ and
// Unicode's full-width, half-width, small and vertical forms add to that. JLREQ
// itself lets cl-08 start a row; CLREQ's strict rules and the W3C's tests of
// "line-break: strict" do not. Nor do those tests let cl-13, and so LB23a.
//
// It knows the quotation marks as Chinese, Japanese and English use them: in a
// text that closes with “ a row is a little shorter than it might be.
func classOfMark(r rune) class {
	switch r {
	case '‘', '“', '(', '〔', '[', '{', '〈', '《', '「', '『', '【', '⦅', '〘', '〖', '«', '‹', '〝', // cl-01 opening brackets
		'（', '［', '｛', '｟', '｢', '﹙', '﹛', '﹝', '︗', '︵', '︷', '︹', '︻', '︽', '︿', '﹁', '﹃', '﹇', '〚', '¡', '¿',
		'$', '¥', '£', '€', '№', '＄', '￥', '￡', '￦', '₩', '﹩': // cl-12 prefixed abbreviations
		return opening
	case '’', '”', ')', '〕', ']', '}', '〉', '》', '」', '』', '】', '⦆', '〙', '〗', '»', '›', '〟', '〞', // cl-02 closing brackets
		'）', '］', '｝', '｠', '｣', '﹚', '﹜', '﹞', '︘', '︶', '︸', '︺', '︼', '︾', '﹀', '﹂', '﹄', '﹈', '〛',
		'‐', '–', '〜', '゠', '～', '〰', // cl-03 hyphens; CLREQ's connector marks
		'!', '?', '‼', '⁇', '⁈', '⁉', '！', '？', '﹖', '﹗', '︕', '︖', // cl-04 dividing punctuation
		':', ';', '·', '‧', '・', '･', '：', '；', '﹔', '﹕', '︓', '︔', // cl-05 middle dots; CLREQ's interpuncts
		'.', '。', '．', '｡', '﹒', '︒', // cl-06 full stops
		',', '、', '，', '､', '﹐', '﹑', '︐', '︑', // cl-07 commas
		'—', '―', '⸺', '⸻', '…', '‥', '⋯', '︙', '︰', '︱', 0x10af6, // cl-08 inseparable characters
		'々', '〻', 'ゝ', 'ゞ', 'ヽ', 'ヾ', // cl-09 iteration marks
		'ー', 'ｰ', '゛', '゜', // cl-10 prolonged sound mark
		'%', '‰', '‱', '°', '′', '″', '‴', '℃', '℉', '¢', '％', '﹪', '￠': // cl-13 postfixed abbreviations
		return closing
	case '/', '／':
		return solidus
	}
	if smallKana(r) {
		return closing
	}
	return other
}

// smallKana reports whether r is one of JLREQ's small kana (cl-11), which UAX
// #14 has as CJ.
func smallKana(r rune) bool {
	switch r {
	case 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ', 'ゕ', 'ゖ',
		'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ',
		0x1b132, 0x1b150, 0x1b151, 0x1b152, 0x1b155, 0x1b164, 0x1b165, 0x1b166, 0x1b167: // archaic ones
		return true
	}
	return r >= 0x31f0 && r <= 0x31ff || r >= 0xff67 && r <= 0xff6f // Ainu, half-width
}
