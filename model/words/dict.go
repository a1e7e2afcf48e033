package words

import (
	_ "embed"
	"strings"
)

// packed is dict.bin, made by gen.go and used without unpacking. Its notices are in dict_LICENSE.
//
//go:embed dict.bin
var packed string

// A letter is the number of a character and all its variants, 0 if no word of the dictionary has it. Simplified,
// traditional and Japanese forms, capitals and wide forms share one number.
type letter uint16

// A node is a node of the trie, 0 its root. The node of a letter alone has the letter's number.
type node int

// dict is the packed dictionary:
//
//	head     512 bytes: source, owners and licence; its last 16 are the lengths of the sections
//	pages    a byte for 256 code points: their page in letters
//	letters  pages of 256 letters, 2 bytes each
//	traits   4 bytes a letter: see the method trait
//	nodes    6 bytes each, breadth first: letter (2), cost (1, 0 if no word ends here), first child (3)
//
// The children of a node are adjacent and ordered by letter; they end where those of the next node begin, and a node more
// than there are ends the last.
type dict struct{ pages, letters, traits, nodes string }

const headSize = 512

// openDict returns the sections of the packed dictionary.
func openDict() dict {
	var d dict
	rest := packed[headSize:]
	for i, section := range []*string{&d.pages, &d.letters, &d.traits, &d.nodes} {
		at := headSize - 16 + 4*i
		n := int(packed[at]) | int(packed[at+1])<<8 | int(packed[at+2])<<16
		*section, rest = rest[:n], rest[n:]
	}
	return d
}

// dictNotice returns the notice of what the dictionary was made from.
func dictNotice() string { return strings.TrimRight(packed[:headSize-16], "\x00") }

// letter returns the letter of a character, or 0.
func (d dict) letter(r rune) letter {
	page := int(r >> 8)
	if page >= len(d.pages) {
		return 0
	}
	at := 2 * (int(d.pages[page])<<8 | int(r&0xff))
	return letter(d.letters[at]) | letter(d.letters[at+1])<<8
}

// firstChild returns the first child of n.
func (d dict) firstChild(n node) node {
	s := d.nodes[6*n+3 : 6*n+6]
	return node(s[0]) | node(s[1])<<8 | node(s[2])<<16
}

// cost returns the cost of the word that ends at n, or 0 if none does.
func (d dict) cost(n node) cost { return cost(d.nodes[6*n+2]) }

// child returns the node that l leads to from n, or 0.
func (d dict) child(n node, l letter) node {
	low, end := d.firstChild(n), d.firstChild(n+1)
	for high := end; low < high; {
		middle := (low + high) / 2
		if d.label(middle) < l {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < end && d.label(low) == l {
		return low
	}
	return 0
}

// label returns the letter that leads to n.
func (d dict) label(n node) letter { return letter(d.nodes[6*n]) | letter(d.nodes[6*n+1])<<8 }

// A trait is a property that gen.go counted for each letter.
type trait int

const (
	surname    trait = iota // its cost as a surname, 0 if it is none
	given                   // its cost in a given name, 0 if it is rare there
	transcribe              // its cost in a foreign name, 0 if it is rare there
	bound                   // not 0 if it is seldom a word alone
	numeral                 // not 0 if it is a numeral
)

// trait returns a trait of a letter: the costs are bytes, bound and numeral the first bits of the fourth.
func (d dict) trait(l letter, t trait) cost {
	at := 4 * int(l)
	if t < bound {
		return cost(d.traits[at+int(t)])
	}
	return cost(d.traits[at+3] >> (t - bound) & 1)
}
