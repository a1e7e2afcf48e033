package face

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/lucasb-eyer/go-colorful"
)

func TestSGR(t *testing.T) {
	tests := []struct {
		name    string
		palette *Palette
		face    Face
		want    string
	}{
		{"zero", NewPalette(colorprofile.TrueColor, true, true), Face{}, ""},
		{"attributes", NewPalette(colorprofile.TrueColor, true, true), Face{Bold: true, Dim: true, Italic: true, Reverse: true}, "1;2;3;7"},
		{"text on dark", NewPalette(colorprofile.TrueColor, true, true), Face{FG: Orange}, "38;2;230;159;0"},
		{"text on light", NewPalette(colorprofile.TrueColor, false, true), Face{FG: Orange}, "38;2;134;106;49"},
		{"ground", NewPalette(colorprofile.TrueColor, true, true), Face{BG: Blue}, "48;2;22;38;74"},
		{"256", NewPalette(colorprofile.ANSI256, true, true), Face{FG: Orange, BG: Blue}, "38;5;178;48;5;17"},
		{"mark", NewPalette(colorprofile.TrueColor, true, true), Face{Mark: Curl, MarkColour: Orange}, "4:3;58:2::230:159:0"},
		{"mark 256", NewPalette(colorprofile.ANSI256, true, true), Face{Mark: Dashes, MarkColour: Orange}, "4:5;58:5:178"},
		{"mark 16", NewPalette(colorprofile.ANSI, true, true), Face{Mark: Double, MarkColour: Orange}, "4:2;58:5:3"},
		{"line", NewPalette(colorprofile.TrueColor, true, true), Face{Mark: Line}, "4"},
		{"colour without a mark", NewPalette(colorprofile.TrueColor, true, true), Face{Bold: true, MarkColour: Orange}, "1"},
		{"plain lines colour the text", NewPalette(colorprofile.ANSI256, true, false), Face{Mark: Curl, MarkColour: Orange}, "1;3;4;38;5;178"},
		{"that has no colour yet", NewPalette(colorprofile.ANSI256, true, false), Face{Mark: Line, MarkColour: Orange, FG: Blue}, "4;38;5;75"},
		{"16 on dark", NewPalette(colorprofile.ANSI, true, false), Face{FG: Blue}, "94"},
		{"16 on light", NewPalette(colorprofile.ANSI, false, false), Face{FG: Blue}, "34"},
		{"16 ground", NewPalette(colorprofile.ANSI, true, false), Face{BG: Blue, FG: Orange}, "7;94"},
		{"16 ground reversed", NewPalette(colorprofile.ANSI, true, false), Face{BG: Blue, Reverse: true}, "94"},
		{"no colour", NewPalette(colorprofile.ASCII, true, true), Face{FG: Blue, Bold: true, Italic: true, Dim: true, Mark: Dots, MarkColour: Sky}, "1;2;3;4:4"},
		{"no colour, ground", NewPalette(colorprofile.ASCII, true, false), Face{BG: Blue, Mark: Dots, MarkColour: Sky}, "2;4;7"},
		{"no terminal", NewPalette(colorprofile.NoTTY, true, false), Face{FG: Blue, Reverse: true}, "7"},
		{"unknown", NewPalette(colorprofile.Unknown, true, false), Face{FG: Blue}, ""},
	}
	for _, tt := range tests {
		for range 2 { // the second comes from the cache
			if got := tt.palette.SGR(tt.face); got != tt.want {
				t.Errorf("%s: SGR(%v) = %q, want %q", tt.name, tt.face, got, tt.want)
			}
		}
	}
}

// TestPlainLines holds that a terminal without the shapes is never sent one, and
// that one with any attributes tells them apart all the same.
func TestPlainLines(t *testing.T) {
	for profile := colorprofile.Unknown; profile <= colorprofile.TrueColor; profile++ {
		p := NewPalette(profile, true, false)
		seen := map[string]bool{}
		for m := Line; m <= Dashes; m++ {
			got := p.SGR(Face{Mark: m, MarkColour: Sky, FG: Blue, Reverse: true})
			if !slices.Contains(strings.Split(got, ";"), "4") || strings.ContainsAny(got, ":") {
				t.Errorf("%v, %v: %q", profile, m, got)
			}
			seen[got] = true
		}
		if want := map[bool]int{true: 5, false: 2}[profile >= colorprofile.ASCII]; len(seen) != want {
			t.Errorf("%v: %d shapes can be told apart, want %d", profile, len(seen), want)
		}
	}
}

// A ground is what text stands on.
type ground struct {
	dark bool
	RGB  colorful.Color
	name string
}

var grounds = []ground{
	{true, colorful.Color{}, "black"},
	{false, colorful.Color{R: 1, G: 1, B: 1}, "white"},
}

// profiles are those with shades of their own.
var profiles = []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256}

// TestContrast holds the ratios of WCAG 2.2: 4.5:1 (AA) for each colour as
// text on black or on white, and for text of no colour on the colour's ground;
// 7:1 (AAA) for that where all colours can be had.
func TestContrast(t *testing.T) {
	for _, g := range grounds {
		ink := grounds[0].RGB
		if g.dark {
			ink = grounds[1].RGB
		}
		for _, profile := range profiles {
			p := NewPalette(profile, g.dark, true)
			for c := Blue; c <= Accent; c++ {
				if got := contrast(rgb(p.text(c)), g.RGB); got < 4.5 {
					t.Errorf("%v: %v on %s has %.2f:1, want 4.5", profile, c, g.name, got)
				}
				want := 7.0
				if profile != colorprofile.TrueColor {
					want = 4.5
				}
				if got := contrast(ink, rgb(p.ground(c))); got < want {
					t.Errorf("%v: text on the ground %v near %s has %.2f:1, want %.1f", profile, c, g.name, got, want)
				}
			}
		}
	}
}

// TestColoursAreToldApart holds a distance between each two of a scheme's
// colours, for an eye with three cones, without the red one and without the
// green one. A CIEDE2000 distance of about 2.3 can just be seen side by side.
func TestColoursAreToldApart(t *testing.T) {
	for _, g := range grounds {
		for _, profile := range profiles {
			p := NewPalette(profile, g.dark, true)
			for a := Blue; a <= Grey; a++ {
				for b := Blue; b < a; b++ {
					for eye, see := range eyes {
						d := 100 * see(rgb(p.text(a))).DistanceCIEDE2000(see(rgb(p.text(b))))
						if d < 4.5 {
							t.Errorf("%v on %s, %s: %v and %v differ by %.1f, want 4.5", profile, g.name, eye, a, b, d)
						}
					}
				}
			}
		}
	}
}

// TestNamesStayApart holds that no two of a scheme's colours become one where
// colours are few.
func TestNamesStayApart(t *testing.T) {
	for _, g := range grounds {
		for _, profile := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
			p := NewPalette(profile, g.dark, true)
			for name, paint := range map[string]func(Colour) color.Color{"text": p.text, "ground": p.ground} {
				seen := map[string]Colour{}
				for c := Blue; c <= Grey; c++ {
					if name == "ground" && profile == colorprofile.ANSI {
						continue // has none
					}
					key := fmt.Sprint(paint(c))
					if other, ok := seen[key]; ok {
						t.Errorf("%v, %s near %s: %v is %v", profile, name, g.name, c, other)
					}
					seen[key] = c
				}
			}
		}
	}
}

func rgb(c color.Color) colorful.Color {
	x, _ := colorful.MakeColor(c)
	return x
}

// contrast is the ratio of WCAG 2.2's definitions of contrast ratio and
// relative luminance.
func contrast(a, b colorful.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c colorful.Color) float64 {
	r, g, b := c.LinearRgb()
	return 0.2126*r + 0.7152*g + 0.0722*b
}

// eyes are the normal one and the two common dichromacies, after Machado,
// Oliveira and Fernandes (2009), severity 1.
var eyes = map[string]func(colorful.Color) colorful.Color{
	"normal": func(c colorful.Color) colorful.Color { return c },
	"protanope": eye([9]float64{
		0.152286, 1.052583, -0.204868,
		0.114503, 0.786281, 0.099216,
		-0.003882, -0.048116, 1.051998,
	}),
	"deuteranope": eye([9]float64{
		0.367322, 0.860646, -0.227968,
		0.280085, 0.672501, 0.047413,
		-0.011820, 0.042940, 0.968881,
	}),
}

func eye(m [9]float64) func(colorful.Color) colorful.Color {
	return func(c colorful.Color) colorful.Color {
		r, g, b := c.LinearRgb()
		return colorful.LinearRgb(m[0]*r+m[1]*g+m[2]*b, m[3]*r+m[4]*g+m[5]*b, m[6]*r+m[7]*g+m[8]*b).Clamped()
	}
}

// TestContrastIsMeasured is the control of TestContrast: blue as Okabe and Ito
// give it is too dark for black, and is found.
func TestContrastIsMeasured(t *testing.T) {
	if got := contrast(rgb(lipgloss.Color("#0072B2")), grounds[0].RGB); got < 3.9 || got >= 4.5 {
		t.Errorf("contrast of #0072B2 on black = %.2f", got)
	}
}

func BenchmarkSGR(b *testing.B) {
	p := NewPalette(colorprofile.TrueColor, true, true)
	f := Face{FG: Blue, Mark: Curl, MarkColour: Sky}
	b.ReportAllocs()
	for b.Loop() {
		p.SGR(f)
	}
}
