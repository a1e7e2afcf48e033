// Package motion moves a cursor through a text and selects units of language, by
// pure functions from a selection to a selection and a table of the units. It
// holds no keys, no screen and no claims: a Context has the noise to skip and the
// rows.
//
// Every offset that it returns lies on a cluster boundary. Begin with Selection
// and unit.go; split.go and number.go find the units of a paragraph.
package motion

import (
	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/model/words"
)

// A Context is the text that a motion moves in, with its words, noise and rows.
type Context struct {
	Text  *text.Text
	Words *words.Segmenter
	Skip  []text.Span    // noise, which units omit, ordered by start
	Rows  *layout.Layout // for the motions by rows
	Page  int            // rows of a page
}

// A Selection is the span between its anchor, where it was begun, and its head,
// where it is now. Either may come first. Where they are equal nothing is
// selected, and the cursor is on the cluster at the head.
type Selection struct{ Anchor, Head text.Offset }

// CursorAt returns the selection of nothing, with the cursor on the cluster at o.
func CursorAt(o text.Offset) Selection { return Selection{o, o} }

// SelectSpan returns the selection of a span, with the head at its end.
func SelectSpan(s text.Span) Selection { return Selection{s.Start, s.End} }

// Empty reports whether nothing is selected.
func (s Selection) Empty() bool { return s.Anchor == s.Head }

// Span returns the selected span.
func (s Selection) Span() text.Span {
	return text.Span{Start: min(s.Anchor, s.Head), End: max(s.Anchor, s.Head)}
}

// Flip exchanges anchor and head.
func (s Selection) Flip() Selection { return Selection{s.Head, s.Anchor} }

// Cursor returns the start of the cluster under the cursor: the last one selected where the head is the end, else the
// one at the head.
func (s Selection) Cursor(t *text.Text) text.Offset {
	if s.Head > s.Anchor {
		return t.Prev(s.Head)
	}
	return s.Head
}

// lastCluster returns the start of the text's last cluster, the last position of a cursor.
func lastCluster(t *text.Text) text.Offset { return t.Prev(t.Len()) }
