// Package motion moves a cursor through a text and selects units of language:
// pure functions from a selection to a selection, and a table of the units. It
// knows no keys, no screen and no claims; what it skips and what rows there are
// comes in a Context.
//
// Every place that it gives lies on a cluster boundary.
package motion

import (
	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/model/words"
)

// A Context is what a motion happens in.
type Context struct {
	Text  *text.Text
	Words *words.Segmenter
	Skip  []text.Span    // noise, which units leave out, ordered by start
	Rows  *layout.Layout // for the motions by rows
	Page  int            // rows of a page
}

// A Selection is the span between where it was begun, the anchor, and where it
// is now, the head. The two may stand in either order; where they are equal
// nothing is selected, and the cursor is on the cluster at the head.
type Selection struct{ Anchor, Head text.Offset }

// CursorAt is the cursor on the cluster at o, with nothing selected.
func CursorAt(o text.Offset) Selection { return Selection{o, o} }

// SelectSpan selects a span, the head at its end.
func SelectSpan(s text.Span) Selection { return Selection{s.Start, s.End} }

// Empty reports whether nothing is selected.
func (s Selection) Empty() bool { return s.Anchor == s.Head }

// Span is what is selected.
func (s Selection) Span() text.Span {
	return text.Span{Start: min(s.Anchor, s.Head), End: max(s.Anchor, s.Head)}
}

// Flip exchanges the two ends.
func (s Selection) Flip() Selection { return Selection{s.Head, s.Anchor} }

// Cursor is the cluster that the cursor stands on: the last one selected where
// the head is the end, else the one at the head.
func (s Selection) Cursor(t *text.Text) text.Offset {
	if s.Head > s.Anchor {
		return t.Prev(s.Head)
	}
	return s.Head
}

// lastCluster is the start of the text's last cluster: the farthest that a cursor
// goes.
func lastCluster(t *text.Text) text.Offset { return t.Prev(t.Len()) }
