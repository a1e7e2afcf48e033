package layout

// A class groups the characters that kinsoku and row filling treat alike.
type class uint8

const (
	other       class = iota
	opening           // may not end a row
	solidus           // may do neither, but end a row before ASCII, as in an address
	closing           // may not begin one
	stop              // nor may it, but it may hang in the right margin
	inseparable       // nor may it, and two of the same are one
	blank             // white space: may not begin a row
	tab
	ender // ends its row, whatever follows
)

// canTrail reports whether a cluster of class c stays on its row when it does not fit there.
func (c class) canTrail() bool { return c >= blank }

// A tailoring is the addition of kinsoku to UAX #14 for a class.
type tailoring struct {
	noStart, noEnd bool   // of a row, white space aside
	over           string // the rules that would allow it
	source         string
}

// tailorings are all differences from UAX #14 inside a text of clusters; within a
// cluster no row ends either, whatever the rules say. Nothing that UAX #14 forbids
// is allowed, but where a word or address would leave a row less than half full
// (see filling), and there the tailorings still hold, as do the rules of UAX #14
// itself about marks (see rule.prohibits). TestTailorings compares the
// column over with what happens.
var tailorings = [...]tailoring{
	other:       {},
	opening:     {noEnd: true, over: "LB15c LB18 LB20 LB31", source: "JLREQ cl-01, cl-12; CLREQ, line end prohibition"},
	solidus:     {noStart: true, noEnd: true, over: "LB8 LB15c LB18 LB20 LB31", source: "CLREQ, interpuncts; UAX #14 itself, SY, for ASCII after it"},
	closing:     {noStart: true, over: "LB8 LB15c LB18 LB20 LB31", source: "JLREQ cl-02 to cl-07, cl-09 to cl-11, cl-13; CLREQ, line start prohibition"},
	stop:        {noStart: true, over: "LB8 LB18 LB20 LB31", source: "JLREQ cl-06, cl-07; CLREQ, line start prohibition"},
	inseparable: {noStart: true, over: "LB8 LB18 LB20 LB31", source: "JLREQ cl-08 and CLREQ, which is stricter"},
	blank:       {noStart: true, over: "LB8 LB18 LB20", source: "CSS Text, section 4: white space hangs"},
	tab:         {noStart: true, over: "LB8 LB18 LB20", source: "CSS Text, section 4: white space hangs"},
	ender:       {noStart: true},
}

// allowsBreak reports whether kinsoku allows a row to begin with a cluster of class next after a row that ends with one
// of class ink, white space aside.
func allowsBreak(ink, next class, nextASCII bool) bool {
	if tailorings[next].noStart {
		return false
	}
	return !tailorings[ink].noEnd || ink == solidus && nextASCII
}

// classOf returns the class of a cluster that begins with r.
func classOf(r rune) class {
	if c := classOfSpace(r); c != other {
		return c
	}
	return classOfMark(r)
}

// classOfSpace returns the class of white space and line ends, and other for the rest. A no-break space is not white
// space here: UAX #14 has it as GL.
func classOfSpace(r rune) class {
	switch r {
	case '\t':
		return tab
	case ' ', 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2008, 0x2009, 0x200a, 0x205f, 0x3000:
		return blank
	case '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029: // BK, CR, LF and NL: LB4 and LB5
		return ender
	}
	return other
}

// classOfMark returns the class of a character that may not begin or end a row. Each line of its table is a class of
// JLREQ, appendix A, with additions of CLREQ and Unicode's full-width, half-width, small and vertical forms. JLREQ
// itself lets cl-08 begin a row; CLREQ's strict rules and the W3C's tests of "line-break: strict" do not. Nor do those
// tests let cl-13, and so LB23a.
//
// Quotation marks are those of Chinese, Japanese and English: in a text that
// closes with “ a row is a little shorter than it might be.
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
		'.', '︒', // cl-06 full stops
		',', '︐', '︑', // cl-07 commas
		'々', '〻', 'ゝ', 'ゞ', 'ヽ', 'ヾ', // cl-09 iteration marks
		'ー', 'ｰ', '゛', '゜', // cl-10 prolonged sound mark
		'%', '‰', '‱', '°', '′', '″', '‴', '℃', '℉', '¢', '％', '﹪', '￠': // cl-13 postfixed abbreviations
		return closing
	case '。', '．', '｡', '﹒', // cl-06 full stops
		'、', '，', '､', '﹐', '﹑': // cl-07 commas
		return stop
	case '—', '―', '⸺', '⸻', '…', '‥', '⋯', '︙', '︰', '︱', 0x10af6: // cl-08 inseparable characters
		return inseparable
	case '/', '／':
		return solidus
	}
	if isSmallKana(r) {
		return closing
	}
	return other
}

// isSmallKana reports whether r is one of JLREQ's small kana (cl-11), which are CJ in UAX #14.
func isSmallKana(r rune) bool {
	switch r {
	case 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ', 'ゕ', 'ゖ',
		'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ',
		0x1b132, 0x1b150, 0x1b151, 0x1b152, 0x1b155, 0x1b164, 0x1b165, 0x1b166, 0x1b167: // archaic ones
		return true
	}
	return r >= 0x31f0 && r <= 0x31ff || r >= 0xff67 && r <= 0xff6f // Ainu, half-width
}
