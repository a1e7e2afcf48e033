// Package face names how a cell of the screen looks, and turns the names into
// what a terminal has.
//
// A Face is a value that says "blue, with a curl under it"; it holds no escape
// code. A Palette turns it into the parameters of one SGR sequence (ECMA-48,
// 8.3.117) for a terminal with many colours, few or none, on a dark ground or a
// light one. Nothing hangs on colour alone: each group of labels has a Mark,
// and the colours are those of Okabe and Ito (2008), which colour-blind readers
// tell apart. The package asks no terminal and starts no program.
package face

import "strings"

// A Colour is the name of a colour, not a place in a colour space.
type Colour uint8

// The colours. Blue to Grey are those that a scheme's labels may have; the
// rest belongs to the program's own rows.
const (
	None Colour = iota // the terminal's own
	Blue
	Orange
	Green
	Purple
	Sky
	Vermilion
	Yellow
	Grey
	Faint  // what is there when looked for: rules, counts, hints
	Accent // what has the focus
)

var colourNames = [...]string{"none", "blue", "orange", "green", "purple", "sky", "vermilion", "yellow", "grey", "faint", "accent"}

// String is the name of c.
func (c Colour) String() string { return colourNames[c] }

// Named is the colour that a scheme calls so, and whether there is one.
func Named(name string) (Colour, bool) {
	for c := Blue; c <= Grey; c++ {
		if colourNames[c] == name {
			return c, true
		}
	}
	return None, false
}

// A Mark is the shape of the line under a cell.
type Mark uint8

// The marks, one for each group of labels.
const (
	NoMark Mark = iota
	Line
	Double
	Curl
	Dots
	Dashes
)

var markNames = [...]string{"none", "line", "double", "curl", "dots", "dashes"}

// String is the name of m.
func (m Mark) String() string { return markNames[m] }

// MarkNamed is the mark that a scheme calls so, and whether there is one.
func MarkNamed(name string) (Mark, bool) {
	for m, s := range markNames {
		if s == name {
			return Mark(m), true
		}
	}
	return NoMark, false
}

// A Face is how a cell looks. The zero Face is the terminal's own. Faces are
// compared with ==.
type Face struct {
	FG, BG     Colour
	Mark       Mark
	MarkColour Colour // of the mark's line; None is the colour of the text
	Bold       bool
	Dim        bool
	Italic     bool
	Reverse    bool
}

// OnBlank reports whether f can be seen on a cell without ink.
func (f Face) OnBlank() bool { return f.BG != None || f.Mark != NoMark || f.Reverse }

// String names what f has, as the legend of a screen's picture does:
// "fg=blue bg=faint curl=sky bold".
func (f Face) String() string {
	var has []string
	add := func(on bool, words ...string) {
		if on {
			has = append(has, strings.Join(words, "="))
		}
	}
	add(f.FG != None, "fg", f.FG.String())
	add(f.BG != None, "bg", f.BG.String())
	if f.MarkColour != None {
		add(true, f.Mark.String(), f.MarkColour.String())
	} else {
		add(f.Mark != NoMark, f.Mark.String())
	}
	add(f.Bold, "bold")
	add(f.Dim, "dim")
	add(f.Italic, "italic")
	add(f.Reverse, "reverse")
	if has == nil {
		return "plain"
	}
	return strings.Join(has, " ")
}
