package dialog

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// A Prompt is one line of text that a person types. Its cursor moves by
// grapheme clusters.
type Prompt struct {
	base
	title    string
	clusters []string
	at       int // clusters before the cursor
}

// NewPrompt makes a prompt whose line begins as s, with the cursor at its end.
func NewPrompt(title, s string) *Prompt {
	p := &Prompt{title: title}
	p.insert(s)
	return p
}

// Key implements Dialog. The outcome of the key that accepts has the text.
func (p *Prompt) Key(c Context, msg tea.KeyPressMsg) Outcome {
	action, _ := c.Keys.Resolve(keymap.Input, "", msg.String())
	switch {
	case action == keymap.Cancel:
		return Outcome{Close: true}
	case action == keymap.Accept:
		return Outcome{Close: true, Action: action, Text: p.text()}
	case action != "":
		p.edit(action)
	case msg.Text != "":
		p.insert(msg.Text)
	}
	return Outcome{}
}

// Paste implements Dialog.
func (p *Prompt) Paste(_ Context, s string) Outcome {
	p.insert(s)
	return Outcome{}
}

// Status implements Dialog.
func (p *Prompt) Status(c Context) Status {
	row, cursor := p.draw(c.Columns, c.Measure)
	return Status{Row: row, Cursor: cursor}
}

// text returns what was typed.
func (p *Prompt) text() string { return strings.Join(p.clusters, "") }

// insert puts text at the cursor. Line ends and tabs become blanks. What is
// typed may join the cluster before it.
func (p *Prompt) insert(s string) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != 0x3000 {
			return ' '
		}
		return r
	}, s)
	before, after := strings.Join(p.clusters[:p.at], "")+s, strings.Join(p.clusters[p.at:], "")
	p.at = len(slices.Collect(text.Clusters(before)))
	p.clusters = slices.Collect(text.Clusters(before + after))
	p.at = min(p.at, len(p.clusters))
}

// edits is the table of the actions that change the line.
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

// edit changes the line as an action says, and reports whether it is an action for lines.
func (p *Prompt) edit(action keymap.Action) bool {
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

// wordStart returns where the word before the cursor begins. Blanks after the word count as part of it.
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

// draw returns the row, and the column of the cursor in it. A line that is too long is shown from where its cursor is in view.
func (p *Prompt) draw(columns int, m text.Measure) (row paint.Row, cursor int) {
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
