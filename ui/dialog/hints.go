package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/keymap"
	"pizhu/ui/paint"
)

// Hints writes letters over the starts of spans in view, and waits for the letters of one. Its outcome has the index of the
// span.
type Hints struct {
	base
	unit   string // what the spans are: a clause, a sentence
	starts []text.Offset
	at     Locate
	typed  string
}

// A Locate finds the row and the column of a place of the text on the pane, and reports whether it is in view.
type Locate func(text.Offset) (row, column int, ok bool)

// NewHints makes hints for units that begin at the starts. The first get the letters that are typed most easily; those beyond
// the last letters get none.
func NewHints(unit string, starts []text.Offset, at Locate) *Hints {
	return &Hints{unit: unit, starts: starts, at: at}
}

// Key implements Dialog. A key that no letters begin with ends it.
func (h *Hints) Key(_ Context, msg tea.KeyPressMsg) Outcome {
	h.typed += keyName(msg)
	ended := true
	for i := range h.starts {
		letters, ok := hintLetters(i)
		switch {
		case !ok:
			return Outcome{Close: ended}
		case letters == h.typed:
			return Outcome{Close: true, Action: keymap.Accept, Index: i}
		case strings.HasPrefix(letters, h.typed):
			ended = false
		}
	}
	return Outcome{Close: ended}
}

// Draw implements Dialog: the letters that are still to be typed, over what is below.
func (h *Hints) Draw(c Context, below func() Picture) Picture {
	p := below()
	for i, start := range h.starts {
		letters, ok := hintLetters(i)
		if !ok {
			break
		}
		rest, live := strings.CutPrefix(letters, h.typed)
		row, column, in := h.at(start)
		if live && in && row < len(p.Rows) {
			cells := paint.Row{}.Add(c.Measure, face.Face{FG: face.Yellow, Bold: true, Reverse: true}, rest)
			p.Rows[row] = p.Rows[row].Stamp(column, cells)
		}
	}
	return p
}

// Status implements Dialog.
func (h *Hints) Status(c Context) Status {
	return Status{Hint: c.Words.Text("screen.hintLetter", c.Words.Term(h.unit))}
}

// easyLetters are the letters of hints, the ones under the fingers first.
const easyLetters = "fjdkslaghrueiwoqptyvbncmxz"

// hintLetters returns the letters of the i-th hint: one for the first 26; after them two, the first of which is a capital, so
// that no hint begins another.
func hintLetters(i int) (string, bool) {
	n := len(easyLetters)
	if i < n {
		return easyLetters[i : i+1], true
	}
	i -= n
	if i >= n*n {
		return "", false
	}
	return string(easyLetters[i/n]-'a'+'A') + easyLetters[i%n:i%n+1], true
}
