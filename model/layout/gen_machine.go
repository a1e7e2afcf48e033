//go:build ignore

package main

import (
	"fmt"
	"slices"
	"strings"
)

// An atom is a kind of character: all that the rules ask about one.
type atom struct {
	class     string // after LB1
	mark      string // "Pi", "Pf", "◌", "ExtPict&Cn" or nothing
	eastAsian bool
}

// What is not a character, and what LB10 has marks without a base be.
var (
	sot    = atom{class: "sot"}
	eot    = atom{class: "eot"}
	letter = atom{class: "AL"}
)

// A set is one place of a rule's side.
type set struct {
	alternatives []string
	negated      bool
	star         bool
}

func (s set) holds(a atom) bool {
	is := slices.ContainsFunc(s.alternatives, func(name string) bool {
		if special, ok := sets[name]; ok {
			return special(a)
		}
		return name == a.class
	})
	return is != s.negated
}

// parsed remembers what parseSide has read.
var parsed = map[string][]set{}

func parseSide(side string) []set {
	if known, ok := parsed[side]; ok {
		return known
	}
	var sequence []set
	for _, word := range strings.Fields(side) {
		word, star := strings.CutSuffix(word, "*")
		word, negated := strings.CutPrefix(word, "^")
		sequence = append(sequence, set{strings.Split(word, "|"), negated, star})
	}
	parsed[side] = sequence
	return sequence
}

// A state is all that the rules remember of what is left of a place: how far
// each of their left sides has come, as a list of rule and set, and what LB8a,
// LB9 and LB30a count.
type state struct {
	progress string
	base     bool // a CM would belong to what is there (LB9)
	joiner   bool // the last character is a ZWJ (LB8a)
	odd      bool // an odd number of RI (LB30a)
}

// start returns the state at the start of a text.
func start() state { return state{}.follow(sot) }

// after returns the state behind a.
func (s state) after(a atom) state {
	joiner := a.class == "ZWJ"
	if a.class == "CM" || joiner {
		if !s.base {
			s = s.follow(letter) // LB10
			s.base = true
		}
		s.joiner = joiner // LB9: otherwise it is as if there were no mark
		return s
	}
	odd := a.class == "RI" && !s.odd
	s = s.follow(a)
	s.odd = odd
	s.base = !slices.Contains([]string{"BK", "CR", "LF", "NL", "SP", "ZW"}, a.class)
	return s
}

// follow moves every left side on over a, and begins each anew.
func (s state) follow(a atom) state {
	var progress []string
	for i, r := range rules {
		side := parseSide(r.left)
		reached := make([]bool, len(side)+1)
		reached[0] = true
		for at, item := range side {
			if !s.reached(i, at) && at > 0 || !item.holds(a) {
				continue
			}
			if item.star {
				reached[at] = true
			} else {
				reached[at+1] = true
			}
		}
		for at, item := range side {
			if reached[at] && item.star {
				reached[at+1] = true
			}
		}
		for at := 1; at <= len(side); at++ {
			if reached[at] {
				progress = append(progress, position(i, at))
			}
		}
	}
	return state{progress: strings.Join(progress, "")}
}

func (s state) reached(rule, at int) bool { return strings.Contains(s.progress, position(rule, at)) }

func position(rule, at int) string { return fmt.Sprintf("(%d %d)", rule, at) }

// candidates returns the numbers of the rules that apply between the left side that s represents and b, as far as b
// determines them, in order. The last of them does not depend on the text after b.
func (s state) candidates(b atom) []int {
	if !s.base && (b.class == "CM" || b.class == "ZWJ") {
		b = letter // LB10
	}
	var found []int
	for i, r := range rules {
		right := parseSide(r.right)
		if !s.matches(i) || len(right) > 0 && !right[0].holds(b) {
			continue
		}
		if found = append(found, i); len(right) <= 1 {
			break
		}
	}
	return found
}

func (s state) matches(i int) bool {
	switch left := rules[i].left; left {
	case "joiner":
		return s.joiner
	case "odd":
		return s.odd
	default:
		return left == "" || s.reached(i, len(parseSide(left)))
	}
}

// choose returns the first of the candidates that agrees with the text after b.
func choose(candidates []int, following ...atom) int {
	for _, i := range candidates {
		rest := parseSide(rules[i].right)
		if len(rest) <= 1 || begins(following, rest[1:]) {
			return i
		}
	}
	panic("the last candidate looks no farther")
}

// begins reports whether what follows begins with the side.
func begins(following []atom, side []set) bool {
	for i, item := range side {
		if !item.holds(following[i]) {
			return false
		}
	}
	return true
}
