package ui

import (
	"pizhu/ui/article"
	"pizhu/ui/face"
	"pizhu/ui/margin"
	"pizhu/ui/paint"
)

// The measures of the screen, in columns and rows.
const (
	comfortable = 80 // of text: 40 full-width characters
	gap         = 2  // between the text and the margin
	marginMin   = 28 // beside the text; with less room the margin stands below
	marginMax   = 48
	strip       = 4  // rows of a margin below the text
	stripMin    = 16 // rows of a screen that has room for it
)

// A geometry says where everything is: rows and columns from the top left.
type geometry struct {
	columns      int // that are painted: one less than the terminal has
	text         int // column where the text begins
	textColumns  int
	body         int // rows of text
	margin       int // column where the margin begins
	marginTop    int
	marginColumn int // columns of the margin; 0 for none
	marginRows   int
	legend       int // row
	status       int // row
}

func (g geometry) inMargin(x, y int) bool {
	return g.marginColumn > 0 && x >= g.margin && y >= g.marginTop && y < g.marginTop+g.marginRows
}

// geometry lays the screen out for the size of the terminal.
func (a *App) geometry() geometry {
	g := geometry{columns: max(1, a.width-1), legend: a.height - 2, status: a.height - 1}
	g.body = max(1, a.height-2)
	if room := g.columns - article.Gutter - gap - marginMin; room >= comfortable*3/4 {
		g.textColumns = min(room, comfortable)
		g.marginColumn = min(g.columns-article.Gutter-gap-g.textColumns, marginMax)
		g.text = article.Gutter + (g.columns-article.Gutter-g.textColumns-gap-g.marginColumn)/2
		g.margin, g.marginRows = g.text+g.textColumns+gap, g.body
		return g
	}
	g.textColumns = max(2, min(g.columns-article.Gutter, comfortable))
	g.text = article.Gutter + max(0, g.columns-article.Gutter-g.textColumns)/2
	if a.height >= stripMin {
		g.body -= strip
		g.margin, g.marginTop = g.text, g.body
		g.marginColumn, g.marginRows = g.textColumns, strip
	}
	return g
}

func (a *App) resize(width, height int) {
	a.width, a.height = width, height
	g := a.geometry()
	lines := a.Lines
	lines.Hang = lines.Hang && g.columns-g.text-g.textColumns >= gap
	a.article.Reader.Resize(g.textColumns, g.body, lines)
}

// A scene is what a frame is drawn from, found once.
type scene struct {
	geometry
	article.View
}

func (a *App) scene() scene {
	g := a.geometry()
	return scene{g, a.article.View(g.text)}
}

// margin draws the pane with what was said of the claims in view.
func (a *App) margin(s scene) []margin.Row {
	if s.marginColumn == 0 {
		return nil
	}
	return a.article.Margin(s.View, s.marginColumn, s.marginRows, s.marginTop > 0)
}

// Frame is the whole screen.
func (a *App) Frame() paint.Frame {
	s := a.scene()
	p := a.picture(s)
	legend, _ := a.legend(s)
	line, column := a.status(s)
	frame := paint.Frame{Rows: append(p.Rows, legend, line), Columns: s.columns, Scroll: paint.Region{Top: 0, Bottom: s.geometry.body}}
	if len(frame.Rows) > a.height {
		frame.Rows = frame.Rows[len(frame.Rows)-a.height:] // a terminal of one row has room for the status only
	}
	_, selected := a.article.Reader.Selected()
	if row, at, ok := a.article.Reader.CursorAt(); ok && !p.Covers && row < len(frame.Rows) {
		frame.Cursor = paint.Cursor{Row: row, Column: s.text + at, Visible: !selected}
	}
	if column >= 0 {
		frame.Cursor = paint.Cursor{Row: len(frame.Rows) - 1, Column: min(column, s.columns-1), Visible: true}
	}
	return frame
}

// body is the text with its article.Gutter and margin.
func (a *App) body(s scene) []paint.Row {
	height := max(1, a.height-2)
	rows := fill(a.article.Paint(s.View, a.matchLayer()), height)
	for i, note := range a.margin(s) {
		if y := s.marginTop + i; len(note.Cells) > 0 && y < len(rows) {
			beside := rows[y].Clip(s.geometry.margin).Pad(s.geometry.margin, face.Face{}) // Clip: the reader keeps its rows
			rows[y] = append(beside, note.Cells...).Clip(s.columns)
		}
	}
	return rows
}

func fill(rows []paint.Row, height int) []paint.Row {
	for len(rows) < height {
		rows = append(rows, nil)
	}
	return rows[:height]
}
