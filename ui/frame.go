package ui

import (
	"fmt"

	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/ui/face"
	"pizhu/ui/margin"
	"pizhu/ui/paint"
)

// The measures of the screen, in columns and rows.
const (
	comfortable = 80 // of text: 40 full-width characters
	gutter      = 2  // left of the text, for the claims' brackets
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
	if room := g.columns - gutter - gap - marginMin; room >= comfortable*3/4 {
		g.textColumns = min(room, comfortable)
		g.marginColumn = min(g.columns-gutter-gap-g.textColumns, marginMax)
		g.text = gutter + (g.columns-gutter-g.textColumns-gap-g.marginColumn)/2
		g.margin, g.marginRows = g.text+g.textColumns+gap, g.body
		return g
	}
	g.textColumns = max(2, min(g.columns-gutter, comfortable))
	g.text = gutter + max(0, g.columns-gutter-g.textColumns)/2
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
	a.reader.Resize(g.textColumns, g.body, lines)
}

// A scene is what a frame is drawn from, found once.
type scene struct {
	geometry
	claims  []*model.Claim // on the screen
	current *model.Claim   // may be nil, or not on the screen
	offered []session.Unresolved
	bare    paint.Row // what stands left of a row without a claim
}

func (a *App) scene() scene {
	g := a.geometry()
	return scene{g, a.visible(), a.current(), a.offered(), paint.Row{}.Pad(g.text, face.Face{})}
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
	_, selected := a.reader.Selected()
	if row, at, ok := a.reader.CursorAt(); ok && !p.Covers && row < len(frame.Rows) {
		frame.Cursor = paint.Cursor{Row: row, Column: s.text + at, Visible: !selected}
	}
	if column >= 0 {
		frame.Cursor = paint.Cursor{Row: len(frame.Rows) - 1, Column: min(column, s.columns-1), Visible: true}
	}
	return frame
}

// body is the text with its gutter and margin.
func (a *App) body(s scene) []paint.Row {
	height := max(1, a.height-2)
	rows := fill(a.reader.Paint(a.layers(s), func(row text.Span) paint.Row { return a.gutter(s, row) }), height)
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

// margin is the pane with what was said of the claims in view. Below the text
// there is room for the current claim, or for a few others.
func (a *App) margin(s scene) []margin.Row {
	if s.marginColumn == 0 {
		return nil
	}
	below := s.marginTop > 0
	var entries []margin.Entry
	for _, c := range s.claims {
		row, _, in := a.reader.At(c.Start())
		switch {
		case below && s.current != nil && c != s.current:
			continue
		case below || !in:
			row = 0
		}
		entries = append(entries, a.entry(c, row, c == s.current))
	}
	if !below || s.current == nil {
		entries = append(entries, a.findEntries(s, below)...)
		entries = append(entries, a.driftEntries(s, below)...)
	}
	return margin.Draw(entries, s.marginColumn, s.marginRows, a.Measure)
}

// guidelines is how many labels' guidelines an open entry shows. With more
// labels than that it shows none: a person who gives so many knows them.
const guidelines = 2

// entry is what the margin says of a claim.
func (a *App) entry(c *model.Claim, row int, open bool) margin.Entry {
	e := margin.Entry{ID: c.ID, Row: row, Note: c.Note, Open: open}
	var help []string
	for _, group := range a.groupsOf(c) {
		for _, id := range c.Labels[group] {
			tag := margin.Tag{Name: a.labelName(group, id), Face: a.labelFace(group, id)}
			if c.Suggested() {
				tag.Name += "?"
			}
			e.Tags = append(e.Tags, tag)
			if l := a.schemeLabel(group, id); l != nil && l.Guideline != "" {
				help = append(help, l.Guideline)
			}
		}
	}
	if len(e.Tags) == 0 {
		e.Tags = []margin.Tag{{Name: "(no label)"}}
	}
	if open {
		e.Detail = append(a.attributeLines(c), a.relationLines(c)...)
	}
	if open && c.Suggested() {
		e.Detail = append(e.Detail, "> accepts, < rejects")
	}
	if len(e.Tags) <= guidelines {
		e.Detail = append(e.Detail, help...)
	}
	e.Detail = append(e.Detail, history(c.Provenance)...)
	if n := len(c.Fragments); n > 1 {
		e.Detail = append(e.Detail, fmt.Sprintf("%d fragments", n))
	}
	return e
}

// history says who made and changed a claim or a relation, and how.
func history(p model.Provenance) []string {
	const minute = "2006-01-02 15:04"
	made, changed := p.Created.Format(minute), p.Modified.Format(minute)
	lines := []string{fmt.Sprintf("%s, %s, %s", p.By, p.Method, made)}
	if p.Confidence != nil {
		lines[0] += fmt.Sprintf(", %.2f", *p.Confidence)
	}
	if p.Verdict != model.Undecided {
		lines = append(lines, fmt.Sprintf("%s by %s, %s", p.Verdict, p.DecidedBy, p.Decided.Format(minute)))
	}
	if !p.Modified.IsZero() && (p.ModifiedBy != p.By || changed != made) {
		lines = append(lines, fmt.Sprintf("changed by %s, %s", p.ModifiedBy, changed))
	}
	return lines
}
