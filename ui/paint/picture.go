package paint

import (
	"fmt"
	"slices"
	"strings"

	"pizhu/ui/face"
)

// Picture draws f for a golden file: its text, then its faces, a letter a
// column, then what the letters mean. A stop is the terminal's own face. Rows
// stand after a bar, so that blanks at their start are seen and no row can be
// taken for a line of the file itself.
//
//	12x2, cursor 0,4
//	|春眠不覺曉
//	|
//	|....aaaabb
//	|
//	a reverse
//	b curl=blue bold
func (f Frame) Picture() string {
	var texts, letters strings.Builder
	var legend []face.Face
	for _, row := range f.Rows {
		var line strings.Builder
		texts.WriteByte('|')
		for _, c := range row.shown(f.Columns) {
			texts.WriteString(c.Text)
			if c.Face != (face.Face{}) && !slices.Contains(legend, c.Face) {
				legend = append(legend, c.Face)
			}
			line.WriteString(strings.Repeat(letter(legend, c.Face), c.Columns))
		}
		texts.WriteByte('\n')
		letters.WriteString("|" + strings.TrimRight(line.String(), ".") + "\n")
	}
	return f.heading() + texts.String() + letters.String() + explain(legend)
}

func (f Frame) heading() string {
	cursor := "no cursor"
	if f.Cursor.Visible {
		cursor = fmt.Sprintf("cursor %d,%d", f.Cursor.Row, f.Cursor.Column)
	}
	return fmt.Sprintf("%dx%d, %s\n", f.Columns, len(f.Rows), cursor)
}

func explain(legend []face.Face) string {
	var b strings.Builder
	for _, f := range legend {
		fmt.Fprintf(&b, "%s %v\n", letter(legend, f), f)
	}
	return b.String()
}

// letter stands for a face: a stop for the terminal's own, and after 52 others
// a question mark.
func letter(legend []face.Face, f face.Face) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	i := slices.Index(legend, f)
	switch {
	case i < 0:
		return "."
	case i >= len(letters):
		return "?"
	}
	return letters[i : i+1]
}
