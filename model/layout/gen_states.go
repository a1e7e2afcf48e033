//go:build ignore

package main

import (
	"fmt"
	"slices"
)

// A machine is the rules as a table: by a state and an atom the state behind the
// atom and the number of the rule that decides before it. Numbers past those of
// the rules are choices, which depend on what follows the atom.
type machine struct {
	atoms   []atom
	states  []state
	next    [][]int // by state and atom
	rule    [][]int // by state and atom
	choices [][]int // the rule, by what follows: an atom, a decimal point, or nothing
}

// build makes the machine of all states that texts of the given atoms lead to.
func build(atoms []atom) *machine {
	m := &machine{atoms: atoms, states: []state{start()}}
	number := map[state]int{m.states[0]: 0}
	for at := 0; at < len(m.states); at++ {
		var next, decided []int
		for _, a := range atoms {
			to := m.states[at].after(a)
			if _, known := number[to]; !known {
				number[to] = len(m.states)
				m.states = append(m.states, to)
			}
			next = append(next, number[to])
			decided = append(decided, m.decide(m.states[at].candidates(a)))
		}
		m.next, m.rule = append(m.next, next), append(m.rule, decided)
	}
	return m
}

// decide returns the rule of the candidates that decides, or the choice between them.
func (m *machine) decide(candidates []int) int {
	if len(candidates) == 1 {
		return candidates[0]
	}
	var choice []int
	for _, a := range m.atoms {
		choice = append(choice, choose(candidates, a, eot))
	}
	choice = append(choice, choose(candidates, atom{class: "IS"}, atom{class: "NU"}), choose(candidates, eot, eot))
	for i, known := range m.choices {
		if slices.Equal(known, choice) {
			return len(rules) + i
		}
	}
	m.choices = append(m.choices, choice)
	return len(rules) + len(m.choices) - 1
}

// merge makes one state of those that no text tells apart (Moore's algorithm).
// State 0 remains the start.
func (m *machine) merge() {
	group := make([]int, len(m.states))
	for groups := 1; ; {
		number := map[string]int{}
		refined := make([]int, len(m.states))
		for s := range m.states {
			signature := fmt.Sprint(group[s], m.rule[s])
			for _, to := range m.next[s] {
				signature += fmt.Sprint(" ", group[to])
			}
			if _, known := number[signature]; !known {
				number[signature] = len(number)
			}
			refined[s] = number[signature]
		}
		group = refined
		if len(number) == groups {
			break
		}
		groups = len(number)
	}
	m.keep(group)
}

// keep leaves one state of each group.
func (m *machine) keep(group []int) {
	var kept machine
	for s, g := range group {
		if g < len(kept.states) {
			continue
		}
		var next []int
		for _, to := range m.next[s] {
			next = append(next, group[to])
		}
		kept.states, kept.next, kept.rule = append(kept.states, m.states[s]), append(kept.next, next), append(kept.rule, m.rule[s])
	}
	m.states, m.next, m.rule = kept.states, kept.next, kept.rule
}
