package layout

import (
	"fmt"
	"unicode/utf8"

	"pizhu/model/text"
)

// A breakClass says whether a row may begin with a cluster.
type breakClass uint8

const (
	breakProhibited breakClass = iota // no: kinsoku, a mark that UAX #14 itself binds, or the cluster trails
	breakEmergency                    // only where nothing else is possible: inside a word or an address
	breakAllowed                      // yes
)

// An item is a cluster of a paragraph with what row filling needs.
type item struct {
	trait
	before breakClass
	splits bool // a row that begins with it would split a pair of inseparable marks
}

// A cursor is a position between two clusters of a paragraph, with the state of the rules there. Row filling keeps the
// places where a row may end and goes back to one of them.
//
// It is copied for every cluster: with no more than four fields each, it and its context stay in registers.
type cursor struct {
	at     int // in bytes
	points int // the same in code points
	context
	mark rune // the inseparable mark before the cursor, or 0
}

// A context is the state that the rules need from the clusters before a cursor.
type context struct {
	state       state // of UAX #14
	lastInk     class // of the last cluster that does not trail
	lastKeepAll bool  // keep-all is chosen and would bind the last character
	oddMarks    bool  // mark occurs an odd number of times before the cursor
}

// A scanner reads the clusters of a paragraph from its cursor on.
type scanner struct {
	cursor
	ahead   glyph
	body    string
	traits  *traits
	keepAll bool
	bad     *text.Text  // the body's text, where any of it could not be decoded
	start   text.Offset // of the body in it
}

// A glyph is one character of a paragraph, with its trait.
type glyph struct {
	trait
	r        rune
	from, to int // in bytes
}

// lookUp returns the character at a byte of the body.
func (s *scanner) lookUp(at int) glyph {
	rest := s.body[at:]
	switch {
	case rest == "":
		return glyph{trait: trait{flags: simple}, from: at, to: at}
	case len(rest) >= hanBytes && isHan(rest[0], rest[1]):
		return glyph{hanTrait, anyHan, at, at + hanBytes}
	}
	r, size := decodeRune(rest)
	return glyph{s.traits.ofRune(r, rest[:size]), r, at, at + size}
}

// decodeRune decodes the first character of s, which is valid UTF-8 and mostly of characters of three bytes: there it is
// faster than utf8.DecodeRuneInString.
func decodeRune(s string) (r rune, size int) {
	if len(s) >= 3 && s[0]>>4 == 0b1110 {
		return rune(s[0]&0x0f)<<12 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f), 3
	}
	return utf8.DecodeRuneInString(s)
}

// next reads one cluster; there is one. Nearly all are single characters between two simple ones, and then the
// characters around them are enough.
func (s *scanner) next() item {
	g := s.ahead
	if g.from != s.at || g.to == 0 {
		g = s.lookUp(s.at)
	}
	if !g.has(simple) || !s.isSimpleAt(g.to) {
		if end := s.at + text.ClusterLen(s.body[s.at:]); end > g.to {
			return s.readSequence(g, end)
		}
	}
	it := item{trait: g.trait, before: s.breakBefore(g.trait, g), splits: g.class == inseparable && s.mark == g.r && s.oddMarks}
	if g.r == utf8.RuneError && s.bad != nil {
		if shown, ok := undecodedBytes(s.bad, s.start+text.Offset(s.points)); ok {
			it.columns = uint8(len(shown)) // a sequence has less than five bytes
		}
	}
	s.advance(g.trait, g.to, g.r)
	s.points++
	return it
}

// undecodedBytes returns the text that is shown for bytes that could not be decoded, such as <E58D>. ok is false where
// the text has no U+FFFD for some.
func undecodedBytes(t *text.Text, o text.Offset) (shown string, ok bool) {
	raw, ok := t.Raw(o)
	if !ok {
		return "", false
	}
	return fmt.Sprintf("<%X>", raw), true
}

// isSimpleAt reports whether the character at a byte is simple. It caches a character that it had to look up.
func (s *scanner) isSimpleAt(at int) bool {
	if at+2 < len(s.body) && isHan(s.body[at], s.body[at+1]) {
		return true
	}
	s.ahead = s.lookUp(at)
	return s.ahead.has(simple)
}

// readSequence reads a cluster of several characters, of which g is the first.
func (s *scanner) readSequence(g glyph, end int) item {
	t := s.traits.ofCluster(s.body[s.at:end])
	it := item{trait: t, before: s.breakBefore(t, g)}
	for _, r := range s.body[g.to:end] {
		s.state.next(property(r) &^ keptBit) // UAX #14 may break there; clusters never do
		s.points++
	}
	s.advance(t, end, 0)
	s.points++
	return it
}

// breakBefore returns the break before a cluster of trait t that begins with g, and moves the state over g. Kinsoku
// comes first, for it also holds where a word has to be split.
func (s *scanner) breakBefore(t trait, g glyph) breakClass {
	v := s.state.next(t.atom)
	switch {
	case s.at == 0 || !allowsBreak(s.lastInk, t.class, g.r < utf8.RuneSelf):
		return breakProhibited
	case s.lastKeepAll && t.has(keepAllBinds):
		return breakEmergency
	}
	switch r := v.rule(s.body[g.to:]); {
	case r.breaks:
		return breakAllowed
	case r.prohibits():
		return breakProhibited
	}
	return breakEmergency
}

// advance moves the cursor, but for its state and points, to the end of a cluster.
func (s *scanner) advance(t trait, end int, r rune) {
	s.at = end
	s.lastKeepAll = s.keepAll && t.has(keepAllBinds)
	if t.class == inseparable {
		s.oddMarks = s.mark != r || !s.oddMarks
		s.mark = r
	} else {
		s.mark = 0
	}
	if !t.class.canTrail() {
		s.lastInk = t.class
	}
}
