package layout

import (
	"iter"
	"strings"

	"pizhu/model/text"

	"golang.org/x/text/unicode/norm"
)

// A Cell is one cluster on a row.
type Cell struct {
	Span    text.Span
	Shown   string // what is drawn: the cluster, a stand-in for it, or the blanks of a tab
	Columns int    // the width laid out for it; 0 when it trails, and then Shown is empty
	Slot    bool   // the terminal may draw it on another number of columns
	StandIn bool   // Shown is neither the cluster nor canonically equivalent to it
}

// Cells returns the clusters of r, from left to right. Their columns sum to no more than the layout's, unless r is one
// cluster that is wider than a row, with those that trail after it, or a stop hangs right of it (see Style).
//
// White space and line ends that do not fit on a row trail: they are in its
// span and have a cell without columns.
func (l *Layout) Cells(r Row) []Cell {
	cells := make([]Cell, 0, r.Span.Len())
	for p := range l.placements(r) {
		cells = append(cells, l.toCell(p))
	}
	return cells
}

// toCell makes the cell of a placed cluster.
func (l *Layout) toCell(p placement) Cell {
	c := Cell{Span: p.cluster.Span, Columns: p.columns}
	switch {
	case p.columns == 0:
		return c
	case p.shown != "":
		c.Shown, c.StandIn = p.shown, true
		return c
	case p.class == tab:
		c.Shown = strings.Repeat(" ", p.columns)
		return c
	}
	c.Shown, _ = l.measure.Cell(p.cluster.Text)
	c.Slot = l.measure.NeedsSlot(c.Shown)
	c.StandIn = c.Shown != p.cluster.Text && c.Shown != norm.NFC.String(p.cluster.Text)
	return c
}

// Column returns the column of r at which the cluster at o begins: 0 left of the row, and the row's width in columns
// right of it.
func (l *Layout) Column(r Row, o text.Offset) int {
	width := 0
	for p := range l.placements(r) {
		if o < p.cluster.Span.End {
			return p.column
		}
		width = p.column + p.columns
	}
	return width
}

// Offset returns where the cluster begins that covers a column of r: the first cluster left of the row, the last right
// of it.
func (l *Layout) Offset(r Row, column int) text.Offset {
	last := r.Span.Start
	for p := range l.placements(r) {
		last = p.cluster.Span.Start
		if column < p.column+p.columns {
			break
		}
	}
	return last
}

// A placement is a cluster and its columns on its row.
type placement struct {
	cluster         text.Cluster
	class           class
	column, columns int
	shown           string // for bytes that could not be decoded
}

// replacement is the character of a text for bytes that could not be decoded.
const replacement = "\ufffd"

// placements yields the placed clusters of r, from left to right.
func (l *Layout) placements(r Row) iter.Seq[placement] {
	return func(yield func(placement) bool) {
		column := 0
		for c := range l.text.Clusters(r.Span) {
			t := l.traits.ofCluster(c.Text)
			shown := ""
			if c.Text == replacement {
				if s, ok := undecodedBytes(l.text, c.Span.Start); ok {
					shown, t.columns = s, uint8(len(s))
				}
			}
			columns := t.advance(column, l.columns)
			if !yield(placement{c, t.class, column, columns, shown}) {
				return
			}
			column += columns
		}
	}
}
