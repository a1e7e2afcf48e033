package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"pizhu/model/corpus"
	"pizhu/ui/message"
)

// passedOver says what a command passes over because it cannot be read, and counts it. One such thing stops nothing;
// the exit code is then 3.
type passedOver struct {
	w        io.Writer
	words    *message.Words
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
		say(p.w, p.words, "report.passed", err)
		p.hint(hintFor(p.words, "pizhu", err))
	case n == mostPassed+1:
		say(p.w, p.words, "report.passedMore")
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
	say(p.w, p.words, "report.hint", hint)
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
		return p.words.Text("report.passedFirst", p.first)
	default:
		return p.words.Text("report.passedFirstOf", p.first, n-1)
	}
}

// end returns the error of a command that did the rest.
func (p *passedOver) end() error {
	if len(p.things) == 0 {
		return nil
	}
	return foundError{fmt.Errorf("%w: %d", errPassed, len(p.things))}
}
