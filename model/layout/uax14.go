package layout

import "unicode/utf8"

//go:generate go run gen.go gen_rules.go gen_machine.go gen_states.go gen_write.go

// A state is all that UAX #14 (Unicode 17) needs to know of what stands left of
// a place. The zero state is the start of a text.
//
// The rules, which gen_rules.go has in the standard's own words, have become a
// table: a character leads from one state to the next, and on its way says which
// rule decides about the place before it. Characters that no rule tells apart are
// one atom. Some rules look past the character; their number is then that of a
// choice, and what follows is looked at.
type state uint8

// A rule is one row of UAX #14.
type rule struct {
	name   string
	breaks bool // it allows a break, or demands one
}

// prohibits reports whether r keeps a mark from the start of a row or from its
// end, whatever stands on the other side: CL, CP, EX, SY, NS, BA, HY and IN, and
// OP and BB. Such a rule holds inside a word that is too long for a row, too.
func (r rule) prohibits() bool {
	switch r.name {
	case "LB13", "LB14", "LB16", "LB21", "LB22":
		return !r.breaks
	}
	return false
}

// A verdict is the number of a rule, or of a choice between some.
type verdict uint8

// next moves s over a character, and gives the verdict on the place before it.
func (s *state) next(atom uint8) verdict {
	t := transitions[*s][atom]
	*s = state(t)
	return verdict(t >> 8)
}

// rule is the rule that decides, when rest follows the character.
func (v verdict) rule(rest string) rule {
	if v >= firstChoice {
		return rules[choices[v-firstChoice][followingAtom(rest)]]
	}
	return rules[v]
}

// followingAtom is what the rules take for the first character of rest: marks belong
// to what they follow (LB9), and LB25 wants to know a decimal point.
func followingAtom(rest string) uint8 {
	atom, rest := firstAtom(rest)
	if atom == atomIS {
		if next, _ := firstAtom(rest); next == atomNU {
			return decimalPoint
		}
	}
	return atom
}

// firstAtom is the first atom of s that is no mark, and what follows it.
func firstAtom(s string) (atom uint8, rest string) {
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch atom := property(r) &^ keptBit; atom {
		case atomCM, atomWideCM, atomZWJ:
		default:
			return atom, s
		}
	}
	return textEnd, ""
}

// property is the byte of the tables for r: an atom, and keptBit.
func property(r rune) uint8 {
	return properties[int(propertyBlocks[r/blockSize])*blockSize+int(r%blockSize)]
}
