package noise

import (
	"cmp"
	"slices"
)

// A multiMatcher finds all occurrences of many words in one pass over a text (Aho and Corasick, 1975). Its nodes are
// prefixes of words; node 0 is the empty one.
type multiMatcher struct {
	words  [][]rune
	next   map[trieEdge]int32 // the node of a prefix that is one character longer
	nodes  []trieNode
	places [][]int // of each word in the text, in order and without overlap
}

type trieEdge struct {
	node int32
	char rune
}

type trieNode struct {
	step  trieEdge // to it
	depth int32    // the length of its prefix
	word  int32    // that it is, or -1
	back  int32    // its longest proper suffix that is a node
	match int32    // its longest proper suffix that is a word; 0 for none
}

// newMultiMatcher builds the trie of the words.
func newMultiMatcher(words [][]rune) *multiMatcher {
	f := &multiMatcher{words: words, next: map[trieEdge]int32{}, nodes: []trieNode{{word: -1}}, places: make([][]int, len(words))}
	for w, word := range words {
		at := int32(0)
		for _, char := range word {
			s := trieEdge{at, char}
			to, ok := f.next[s]
			if !ok {
				to = int32(len(f.nodes))
				f.next[s] = to
				f.nodes = append(f.nodes, trieNode{step: s, depth: f.nodes[at].depth + 1, word: -1})
			}
			at = to
		}
		f.nodes[at].word = int32(w)
	}
	f.link()
	return f
}

// link sets the suffix links: those of shorter nodes come first.
func (f *multiMatcher) link() {
	order := make([]int32, len(f.nodes)-1)
	for i := range order {
		order[i] = int32(i + 1)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(f.nodes[a].depth, f.nodes[b].depth) })
	for _, i := range order {
		n := &f.nodes[i]
		if n.step.node != 0 {
			n.back = f.advance(f.nodes[n.step.node].back, n.step.char)
		}
		n.match = n.back
		if f.nodes[n.back].word < 0 {
			n.match = f.nodes[n.back].match
		}
	}
}

// advance returns the node of the longest suffix of the text so far, with one more character.
func (f *multiMatcher) advance(node int32, char rune) int32 {
	for {
		if to, ok := f.next[trieEdge{node, char}]; ok {
			return to
		}
		if node == 0 {
			return 0
		}
		node = f.nodes[node].back
	}
}

// scan notes the occurrences of the words in a text.
func (f *multiMatcher) scan(text []rune) {
	at := int32(0)
	for i, char := range text {
		at = f.advance(at, char)
		for n := at; n != 0; n = f.nodes[n].match {
			if w := f.nodes[n].word; w >= 0 {
				f.addPlace(w, i+1-len(f.words[w]))
			}
		}
	}
}

func (f *multiMatcher) addPlace(word int32, start int) {
	before := f.places[word]
	if len(before) == 0 || before[len(before)-1]+len(f.words[word]) <= start {
		f.places[word] = append(before, start)
	}
}
