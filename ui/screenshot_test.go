package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"pizhu/ui/face"
	"pizhu/ui/paint"
)

// screenshot is the README's picture of the program.
const screenshot = "../testdata/screenshot.svg"

// screenshotKeys annotate the first sample article: five labels on one claim, two goals of which one has a note, who says
// so, and a relation; then the cursor goes back to the claim with the note.
const screenshotKeys = `size:112x30
	/ paste:《方案》把未来 enter esc s 1 2 3 4 5 esc
	/ paste:省工信厅副厅长贺兰舟 enter r 1 esc
	/ paste:到2030年，五大集群总规模突破1万亿元 enter 6 o 1 i paste:全省的总目标 enter esc
	/ paste:到2035年，形成两到三个领跑全球的未来产业集群 enter 7 esc
	g ] ] ]`

// TestScreenshot compares the README's picture with what the App shows.
func TestScreenshot(t *testing.T) {
	raw, err := os.ReadFile("../testdata/articles/01-zh-hans-future-industries.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, write(t, "01-zh-hans-future-industries.txt", string(raw)))
	d.keys(screenshotKeys)
	got := newSVG().draw(d.app.Frame())
	if *update {
		if err := os.WriteFile(screenshot, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(screenshot)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what the program shows; go test ./ui -run Screenshot -update draws it anew", screenshot)
	}
}

// TestSVG holds that a wide character takes two columns in the picture, and what its face looks like.
func TestSVG(t *testing.T) {
	blue := face.Face{FG: face.Blue, Mark: face.Curl, Bold: true}
	frame := paint.Frame{Columns: 6, Rows: []paint.Row{{{Text: "a", Columns: 1}, {Text: "<", Columns: 1}, {Text: "批", Columns: 2, Face: blue}, {Text: "é", Columns: 1}}}}
	got := newSVG().draw(frame)
	for _, want := range []string{
		`<text x="12 21" y="27">a&lt;</text>`,
		`<text x="30" y="27" fill="#3d9bf0" font-weight="bold" font-size="17" letter-spacing="1">批</text>`,
		`<text x="48" y="27">é</text>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "<path"); n != 1 {
		t.Errorf("%d lines below the text, want 1", n)
	}
}

// The sizes of the picture in pixels, and the colours of the terminal that it shows.
const (
	cellWidth  = 9
	cellHeight = 21
	fontSize   = 15
	baseline   = 15 // of a row, from its top
	frameWidth = 12 // around the screen
	ground     = "#16181d"
	// Wide characters are as wide as their font is high. Some programs place only the first one of a text; the spacing places the others.
	wideFont = ` font-size="17" letter-spacing="1"`
	ink      = "#dcdfe4"
)

// svg draws frames as SVG. Every character has its own x, so that a font with other widths moves nothing.
type svg struct {
	b       strings.Builder
	palette *face.Palette
}

func newSVG() *svg { return &svg{palette: face.NewPalette(colorprofile.TrueColor, true, true)} }

func (s *svg) draw(f paint.Frame) string {
	width, height := f.Columns*cellWidth+2*frameWidth, len(f.Rows)*cellHeight+2*frameWidth
	fmt.Fprintf(&s.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" xml:space="preserve"`, width, height)
	fmt.Fprintf(&s.b, ` font-size="%d" fill="%s" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', monospace">`+"\n", fontSize, ink)
	fmt.Fprintf(&s.b, `<rect width="%d" height="%d" rx="8" fill="%s"/>`+"\n", width, height, ground)
	for i, row := range f.Rows {
		s.row(row, frameWidth+i*cellHeight)
	}
	if f.Cursor.Visible {
		fmt.Fprintf(&s.b, `<rect x="%d" y="%d" width="2" height="%d" fill="%s"/>`+"\n", frameWidth+f.Cursor.Column*cellWidth, frameWidth+f.Cursor.Row*cellHeight, cellHeight-2, ink)
	}
	return s.b.String() + "</svg>\n"
}

// row draws the runs of cells that have one face.
func (s *svg) row(row paint.Row, top int) {
	left := frameWidth
	for len(row) > 0 {
		n, columns := 0, 0
		for n < len(row) && row[n].Face == row[0].Face {
			columns += row[n].Columns
			n++
		}
		s.run(row[:n], left, top, columns*cellWidth)
		left += columns * cellWidth
		row = row[n:]
	}
}

// run draws cells that have one face: their ground, their line and their text.
func (s *svg) run(cells paint.Row, left, top, width int) {
	f := cells[0].Face
	text, back := s.colour(face.Face{FG: f.FG}), s.colour(face.Face{BG: f.BG})
	if f.Reverse {
		text, back = back, text
		if text == "" {
			text = ground
		}
		if back == "" {
			back = ink
		}
	}
	if back != "" {
		fmt.Fprintf(&s.b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", left, top, width, cellHeight, back)
	}
	if f.Mark != face.NoMark {
		line := s.colour(face.Face{FG: f.MarkColour})
		for _, other := range []string{text, ink} {
			if line == "" {
				line = other
			}
		}
		s.mark(f.Mark, left, top+baseline+4, width, line)
	}
	s.text(cells, left, top+baseline, attributes(f, text))
}

// text draws cells that have one face, blanks left out.
func (s *svg) text(cells paint.Row, left, y int, attributes string) {
	var places []string
	var said strings.Builder
	columns := 0 // of each cell that waits
	flush := func() {
		if len(places) > 0 {
			font := map[bool]string{true: wideFont}[columns == 2]
			fmt.Fprintf(&s.b, `<text x="%s" y="%d"%s%s>%s</text>`+"\n", strings.Join(places, " "), y, attributes, font, said.String())
		}
		places = nil
		said.Reset()
	}
	for _, c := range cells {
		blank := strings.TrimSpace(c.Text) == ""
		if blank || c.Columns != columns {
			flush()
		}
		if !blank {
			columns = c.Columns
			for range c.Text {
				places = append(places, fmt.Sprint(left)) // each code point has a place
			}
			said.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(c.Text))
		}
		left += c.Columns * cellWidth
	}
	flush()
}

func attributes(f face.Face, colour string) string {
	var b strings.Builder
	if colour != "" {
		fmt.Fprintf(&b, ` fill="%s"`, colour)
	}
	for _, a := range []struct {
		on   bool
		name string
	}{{f.Bold, ` font-weight="bold"`}, {f.Italic, ` font-style="italic"`}, {f.Dim, ` opacity="0.6"`}} {
		if a.on {
			b.WriteString(a.name)
		}
	}
	return b.String()
}

// mark draws the line under a run.
func (s *svg) mark(m face.Mark, left, y, width int, colour string) {
	path, dashes := fmt.Sprintf("M%d %dh%d", left, y, width), ""
	switch m {
	case face.Double:
		path += fmt.Sprintf("M%d %dh%d", left, y+3, width)
	case face.Curl:
		path = fmt.Sprintf("M%d %dq2.25 -4 4.5 0t4.5 0", left, y) + strings.Repeat("t4.5 0t4.5 0", width/cellWidth-1)
	case face.Dots:
		dashes = ` stroke-dasharray="2 2.5"`
	case face.Dashes:
		dashes = ` stroke-dasharray="6 3"`
	}
	fmt.Fprintf(&s.b, `<path d="%s" fill="none" stroke="%s" stroke-width="1.4"%s/>`+"\n", path, colour, dashes)
}

// colour returns the colour of a face that has one, as #rrggbb, or "".
func (s *svg) colour(f face.Face) string {
	var kind, r, g, b int
	if _, err := fmt.Sscanf(s.palette.SGR(f), "%d;2;%d;%d;%d", &kind, &r, &g, &b); err != nil {
		return ""
	}
	return fmt.Sprintf("#%02x%02x%02x", r, g, b)
}
