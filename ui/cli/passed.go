package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"pizhu/model/corpus"
)

// passedOver says what a command passes over because it cannot be read, and counts it. One such thing stops nothing;
// the exit code is then 3.
type passedOver struct {
	w        io.Writer
	things   map[string]bool // articles and folders by their names
	hinted   map[string]bool // the hints that were given
	articles int             // how many of them are articles
	first    error           // why the first thing was passed over
}

// mostPassed is how many things are named.
const mostPassed = 20

var errPassed = errors.New("some of what was named was passed over")

// note notes that something with a name of its own is passed over, and says so once.
func (p *passedOver) note(name string, err error) {
	if p.things[name] {
		return
	}
	if p.things == nil {
		p.things = map[string]bool{}
	}
	p.things[name] = true
	p.first = cmp.Or(p.first, err)
	switch n := len(p.things); {
	case n <= mostPassed:
		say(p.w, "pizhu: passed over: %v", err)
		p.hint(hintFor("pizhu", err))
	case n == mostPassed+1:
		say(p.w, "pizhu: passed over: more, which are only counted")
	}
}

// hint gives a hint once.
func (p *passedOver) hint(hint string) {
	if hint == "" || p.hinted[hint] {
		return
	}
	if p.hinted == nil {
		p.hinted = map[string]bool{}
	}
	p.hinted[hint] = true
	fmt.Fprintf(p.w, "pizhu: hint: %s\n", hint)
}

// article is note for an article that cannot be read.
func (p *passedOver) article(a corpus.Article, err error) {
	if !p.things[a.Name] {
		p.articles++
	}
	p.note(a.Name, err)
}

// has reports whether an article was passed over.
func (p *passedOver) has(a corpus.Article) bool { return p.things[a.Name] }

// all returns why nothing could be read, where none of so many articles could.
func (p *passedOver) all(of int) error {
	if of > 0 && p.articles == of {
		return p.first
	}
	return nil
}

// summary says in a line what was passed over; it is empty where nothing was.
func (p *passedOver) summary() string {
	switch n := len(p.things); n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("passed over: %v", p.first)
	default:
		return fmt.Sprintf("passed over: %v, and %d more; pizhu check lists them", p.first, n-1)
	}
}

// end returns the error of a command that did the rest.
func (p *passedOver) end() error {
	if len(p.things) == 0 {
		return nil
	}
	return foundError{fmt.Errorf("%w: %d", errPassed, len(p.things))}
}
