// Package dialog holds what is shown over the reader for a while: a line to
// type in, and a list to look through.
package dialog

import (
	"slices"
	"strings"
	"unicode"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// A Prompt is one line of text that a person types. Its cursor moves by
// grapheme clusters.
type Prompt struct {
	title    string
	clusters []string
	at       int // clusters before the cursor
}

// NewPrompt asks for a line, which begins as s with the cursor at its end.
func NewPrompt(title, s string) *Prompt {
	p := &Prompt{title: title}
	p.Insert(s)
	return p
}

// String is what was typed.
func (p *Prompt) String() string { return strings.Join(p.clusters, "") }

// Insert puts text at the cursor. Line ends and tabs become blanks. What is
// typed may join the cluster before it.
func (p *Prompt) Insert(s string) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != 0x3000 {
			return ' '
		}
		return r
	}, s)
	before, after := strings.Join(p.clusters[:p.at], "")+s, strings.Join(p.clusters[p.at:], "")
	p.at = count(before)
	p.clusters = slices.Collect(text.Clusters(before + after))
	p.at = min(p.at, len(p.clusters))
}

func count(s string) int {
	n := 0
	for range text.Clusters(s) {
		n++
	}
	return n
}

// edits is the table of what may be done to the line.
var edits = map[keymap.Action]func(*Prompt){
	keymap.InputLeft:      func(p *Prompt) { p.at = max(0, p.at-1) },
	keymap.InputRight:     func(p *Prompt) { p.at = min(len(p.clusters), p.at+1) },
	keymap.InputHome:      func(p *Prompt) { p.at = 0 },
	keymap.InputEnd:       func(p *Prompt) { p.at = len(p.clusters) },
	keymap.InputBackspace: func(p *Prompt) { p.cut(p.at - 1) },
	keymap.InputDelete: func(p *Prompt) {
		if p.at < len(p.clusters) {
			p.at++
			p.cut(p.at - 1)
		}
	},
	keymap.InputDeleteWord: func(p *Prompt) { p.cut(p.wordStart()) },
	keymap.InputDeleteLine: func(p *Prompt) { p.cut(0) },
}

// Edit does what an action says to the line, and reports whether it is an action for lines.
func (p *Prompt) Edit(action keymap.Action) bool {
	edit, ok := edits[action]
	if ok {
		edit(p)
	}
	return ok
}

// cut deletes from the given cluster to the cursor.
func (p *Prompt) cut(from int) {
	from = max(0, from)
	p.clusters = slices.Delete(p.clusters, from, p.at)
	p.at = from
}

// wordStart is where the word before the cursor begins, blanks after it
// included.
func (p *Prompt) wordStart() int {
	at := p.at
	for at > 0 && p.clusters[at-1] == " " {
		at--
	}
	for at > 0 && p.clusters[at-1] != " " {
		at--
	}
	return at
}

// Draw gives the row and the column of the cursor in it. A line that is too
// long is shown from where its cursor is in view.
func (p *Prompt) Draw(columns int, m text.Measure) (row paint.Row, cursor int) {
	row = row.Add(m, face.Face{Bold: true}, p.title+" ")
	room := max(2, columns-row.Columns()-1)
	from := p.at
	for width := 0; from > 0; from-- {
		_, c := m.Cell(p.clusters[from-1])
		if width += c; width > room {
			break
		}
	}
	cursor = row.Columns() + m.Width(strings.Join(p.clusters[from:p.at], ""))
	row = row.Add(m, face.Face{}, strings.Join(p.clusters[from:], ""))
	return row.Clip(columns), cursor
}
