package paint

import (
	"slices"

	"pizhu/model/layout"
	"pizhu/model/text"
	"pizhu/ui/face"
)

// A Layer gives spans of the text a face. What the face leaves open shows what
// lies under it.
type Layer struct {
	Spans []text.Span
	Face  face.Face
}

// Equal reports whether two layers colour the same spans alike.
func (l Layer) Equal(m Layer) bool { return l.Face == m.Face && slices.Equal(l.Spans, m.Spans) }

// Text appends the cells of an article's row, under layers of which a later one
// lies over an earlier one. What is shown in place of a character that cannot be
// shown is dim.
func (r Row) Text(cells []layout.Cell, layers []Layer) Row {
	r = slices.Grow(r[:len(r):len(r)], len(cells))
	for _, c := range cells {
		var f face.Face
		for _, l := range layers {
			if covers(l.Spans, c.Span.Start) {
				f = Over(f, l.Face)
			}
		}
		f.Dim = f.Dim || c.StandIn
		r = append(r, Cell{Text: c.Shown, Columns: c.Columns, Slot: c.Slot, Face: f})
	}
	return r
}

func covers(spans []text.Span, o text.Offset) bool {
	for _, s := range spans {
		if s.Contains(o) {
			return true
		}
	}
	return false
}

// Over lays a face over another: its colours and its mark where it has any, and
// the attributes of both.
func Over(under, over face.Face) face.Face {
	if over.FG != face.None {
		under.FG = over.FG
	}
	if over.BG != face.None {
		under.BG = over.BG
	}
	if over.Mark != face.NoMark {
		under.Mark, under.MarkColour = over.Mark, over.MarkColour
	}
	under.Bold = under.Bold || over.Bold
	under.Dim = under.Dim || over.Dim
	under.Italic = under.Italic || over.Italic
	under.Reverse = under.Reverse || over.Reverse
	return under
}

// Stamp writes a row over r from a column on. A wide cell that it cuts in half
// becomes a blank.
func (r Row) Stamp(column int, over Row) Row {
	stamped := append(r.Clip(column).Pad(column, face.Face{}), over...)
	end := column + over.Columns()
	at := 0
	for _, c := range r {
		switch {
		case at >= end:
			stamped = append(stamped, c)
		case at+c.Columns > end:
			stamped = stamped.Pad(at+c.Columns, c.Face)
		}
		at += c.Columns
	}
	return stamped
}
