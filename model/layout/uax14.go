package layout

import "unicode/utf8"

//go:generate go run gen.go gen_rules.go gen_machine.go gen_states.go gen_write.go

// A state is all that UAX #14 (Unicode 17) needs to know about the text left of a position. The zero state is the start
// of a text.
//
// The rules, which gen_rules.go has in the standard's own words, are compiled to a table: a character leads from one
// state to the next, and on its way names the rule that decides on the break before it. Characters that no rule
// distinguishes are one atom. Where rules look past the character, the table names a choice, and the text after the
// character decides.
type state uint8

// A rule is one row of UAX #14.
type rule struct {
	name   string
	breaks bool // it allows a break, or demands one
}

// prohibits reports whether r keeps a mark from the start or the end of a row, whatever stands on the other side: CL,
// CP, EX, SY, NS, BA, HY and IN, and OP and BB. Such a rule also holds inside a word that is too long for a row.
func (r rule) prohibits() bool {
	switch r.name {
	case "LB13", "LB14", "LB16", "LB21", "LB22":
		return !r.breaks
	}
	return false
}

// A verdict is the number of a rule, or of a choice between some.
type verdict uint8

// next moves s over a character, and returns the verdict on the break before it.
func (s *state) next(atom uint8) verdict {
	t := transitions[*s][atom]
	*s = state(t)
	return verdict(t >> 8)
}

// rule returns the rule that decides when rest follows the character.
func (v verdict) rule(rest string) rule {
	if v >= firstChoice {
		return rules[choices[v-firstChoice][followingAtom(rest)]]
	}
	return rules[v]
}

// followingAtom returns the atom that the rules see at the start of rest: marks belong to the character before them
// (LB9), and LB25 needs to know a decimal point.
func followingAtom(rest string) uint8 {
	atom, rest := firstAtom(rest)
	if atom == atomIS {
		if next, _ := firstAtom(rest); next == atomNU {
			return decimalPoint
		}
	}
	return atom
}

// firstAtom returns the first atom of s that is not a mark, and the text after it.
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

// property returns the byte of the tables for r: an atom, and keptBit.
func property(r rune) uint8 {
	return properties[int(propertyBlocks[r/blockSize])*blockSize+int(r%blockSize)]
}
