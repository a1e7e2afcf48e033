//go:build ignore

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"log"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A node of the trie as it is built.
type node struct {
	cost     byte
	children map[uint16]*node
}

func (n *node) child(id uint16) *node {
	if n.children == nil {
		n.children = map[uint16]*node{}
	}
	if n.children[id] == nil {
		n.children[id] = &node{}
	}
	return n.children[id]
}

// pack writes the head, the lengths of the sections, and the sections: pages, letters, traits, nodes.
func (b *builder) pack() []byte {
	letters := b.letters()
	ids := map[rune]uint16{}
	for i, r := range letters {
		ids[r] = uint16(i + 1)
	}
	pages, table := b.pages(ids)
	sections := [][]byte{pages, table, b.traits(letters), b.trie(letters, ids)}
	out := make([]byte, 512)
	if copy(out[:496], head) < len(head) {
		log.Fatal("the head is too long")
	}
	for i, s := range sections {
		binary.LittleEndian.PutUint32(out[496+4*i:], uint32(len(s)))
	}
	return append(out, bytes.Join(sections, nil)...)
}

// letters returns the characters of all words, the ending mark first, so that its number is 1.
func (b *builder) letters() []rune {
	seen := map[rune]bool{}
	for w := range b.cost {
		for _, r := range w {
			seen[r] = true
		}
	}
	for _, r := range numerals {
		seen[r] = true
	}
	delete(seen, ending)
	return append([]rune{ending}, slices.Sorted(maps.Keys(seen))...)
}

// pages maps code points to numbers of letters in two steps, 256 to a page.
func (b *builder) pages(ids map[rune]uint16) (pages, table []byte) {
	pages, table = make([]byte, 0x300), make([]byte, 512)
	for p := range pages {
		page, used := make([]byte, 512), false
		for i := range 256 {
			if id := ids[b.fold.rune(rune(p<<8+i))]; id > 1 {
				binary.LittleEndian.PutUint16(page[2*i:], id)
				used = true
			}
		}
		if used {
			pages[p] = byte(len(table) / 512)
			table = append(table, page...)
		}
	}
	return pages, table
}

// traits returns four bytes a letter: its costs as a surname, in a given name and in a transcription; and bits for one
// that is seldom a word alone, and for a numeral.
func (b *builder) traits(letters []rune) []byte {
	out := make([]byte, 4, 4+4*len(letters))
	price := func(n, all, least float64) byte {
		if n < least {
			return 0
		}
		return byte(max(1, math.Round(-unit*math.Log(n/all))))
	}
	for _, r := range letters {
		t := [4]byte{price(b.surname[r], b.names, 3), price(b.given[r], b.givens, 5), price(b.foreign[r], b.foreigns, 4), 0}
		if b.foreign[r]/(b.kinds[r]+3) <= 0.012 {
			t[2] = 0
		}
		if unicode.Is(unicode.Han, r) && (b.alone[r]+0.5)/(b.all[r]+1) < 0.2 {
			t[3] = 1
		}
		if strings.ContainsRune(numerals, r) && r != '两' {
			t[3] = 2
		}
		out = append(out, t[:]...)
	}
	return out
}

// trie writes the nodes breadth first, six bytes each: letter, cost, first child. The children of a node end where
// those of the next begin. Node n is the word of the letter n alone.
func (b *builder) trie(letters []rune, ids map[rune]uint16) []byte {
	root := &node{}
	for _, r := range letters {
		root.child(ids[r])
	}
	for w, c := range b.cost {
		n := root
		for _, r := range w {
			n = n.child(ids[r])
		}
		n.cost = byte(c)
	}
	type entry struct {
		*node
		id uint16
	}
	queue := []entry{{root, 0}}
	var out []byte
	for i := 0; i < len(queue); i++ {
		n := queue[i]
		first := len(queue)
		out = append(out, byte(n.id), byte(n.id>>8), n.cost, byte(first), byte(first>>8), byte(first>>16))
		for _, id := range slices.Sorted(maps.Keys(n.children)) {
			queue = append(queue, entry{n.children[id], id})
		}
	}
	fmt.Printf("%d words, %d letters, %d nodes\n", len(b.cost), len(letters), len(queue))
	end := len(queue)
	return append(out, 0, 0, 0, byte(end), byte(end>>8), byte(end>>16))
}
