package face

import (
	"image/color"
	"strings"
	"sync"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// colourValues holds how a Colour is drawn on the two kinds of ground.
type colourValues struct {
	dark, light     string         // of text, in sRGB
	onDark, onLight string         // a ground of its own, for text of no colour
	basic           [2]color.Color // of the sixteen, on dark and on light
}

// colourTable has the colours of Okabe and Ito (2008, "Color Universal Design"), as
// text on black and on white. Their own values are made for areas: on white six
// of the seven fall below the 4.5:1 of WCAG 2.2, success criterion 1.4.3, and
// on black one does. So some were moved in lightness, and where two then met
// for a protanope or a deuteranope, a little in hue; a test holds the contrast
// and the distances, also after the down-sampling to 256 colours.
var colourTable = [...]colourValues{
	Blue:      {"#3d9bf0", "#025ca5", "#16264a", "#c4d8f6", basic(lipgloss.BrightBlue, lipgloss.Blue)},
	Orange:    {"#e69f00", "#866a31", "#74420a", "#fbdcb8", basic(lipgloss.Yellow, lipgloss.BrightRed)},
	Green:     {"#009e73", "#06693e", "#123a28", "#c8ecd4", basic(lipgloss.BrightGreen, lipgloss.Green)},
	Purple:    {"#cc74b0", "#c2227b", "#40203a", "#f4d4ec", basic(lipgloss.BrightMagenta, lipgloss.Magenta)},
	Sky:       {"#5fc5f5", "#146f98", "#123a48", "#c8eef6", basic(lipgloss.BrightCyan, lipgloss.Cyan)},
	Vermilion: {"#e0660f", "#c23c05", "#4a1c10", "#ffc8c8", basic(lipgloss.BrightRed, lipgloss.Red)},
	Yellow:    {"#f0e442", "#4e4113", "#403c10", "#f8f4b4", basic(lipgloss.BrightYellow, lipgloss.Yellow)},
	Grey:      {"#9c9c9c", "#464646", "#303030", "#dcdcdc", basic(lipgloss.White, lipgloss.BrightBlack)},
	Faint:     {"#8a8a8a", "#6c6c6c", "#262626", "#eeeeee", basic(lipgloss.White, lipgloss.BrightBlack)},
	Accent:    {"#b39dff", "#5b3fc4", "#3a3060", "#dcd6fa", basic(lipgloss.BrightCyan, lipgloss.Blue)},
}

func basic(dark, light color.Color) [2]color.Color { return [2]color.Color{dark, light} }

// A Palette turns faces into SGR parameters for one terminal. It is safe for
// use by several goroutines.
type Palette struct {
	profile colorprofile.Profile
	pick    lipgloss.LightDarkFunc
	styled  bool
	upright bool // there are no slanted letters

	mu   sync.Mutex
	made map[Face]string
}

// NewPalette makes the palette of a terminal that has the colours of profile,
// on a dark ground or a light one, and the five shapes of underline with a
// colour of their own (`4:3`, `58:…`) or only the plain one.
func NewPalette(profile colorprofile.Profile, dark, styledUnderlines bool) *Palette {
	return &Palette{
		profile: profile,
		pick:    lipgloss.LightDark(dark),
		styled:  styledUnderlines,
		made:    map[Face]string{},
	}
}

// Upright has no letters slanted, for a terminal that shows them otherwise. It
// is called before SGR, and returns p.
func (p *Palette) Upright(upright bool) *Palette {
	p.upright = upright
	return p
}

// SGR gives the parameters of the one SGR sequence that turns the terminal's
// own face into f: "1;38;5;33", say, or "" for the zero Face.
func (p *Palette) SGR(f Face) string {
	if f == (Face{}) {
		return ""
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.made[f]
	if !ok {
		s = strings.Join(p.style(p.fit(f)), ";")
		p.made[f] = s
	}
	return s
}

// fit takes from f what the terminal lacks, and says it otherwise where there
// is a way.
func (p *Palette) fit(f Face) Face {
	if f.BG != None && p.profile < colorprofile.ANSI256 {
		// Sixteen colours have no shades that keep text readable. The colour in
		// reverse is as readable as the colour.
		f.FG, f.BG, f.Reverse = f.BG, None, !f.Reverse
	}
	if p.profile < colorprofile.ANSI {
		f.FG = None
	}
	if !p.styled && f.Mark != NoMark {
		if f.FG == None && p.profile >= colorprofile.ANSI {
			f.FG = f.MarkColour // a plain line has the colour of its text
		}
		f = p.plainMark(f)
	}
	f.Italic = f.Italic && !p.upright
	if p.profile < colorprofile.ASCII {
		f.Dim, f.Italic = false, false // a terminal that may not even know SGR
	}
	if !p.styled || f.Mark == NoMark || p.profile < colorprofile.ANSI {
		f.MarkColour = None
	}
	return f
}

// plainMark says the shape of an underline with what every terminal has: no two
// shapes look alike, for two groups of labels may share a colour.
func (p *Palette) plainMark(f Face) Face {
	switch {
	case p.upright && f.Mark == Dashes:
		f.Mark, f.Bold = NoMark, true
		return f
	case p.upright && f.Mark == Curl:
		f.Mark, f.Bold, f.Dim = Line, true, true
		return f
	}
	switch f.Mark {
	case Double:
		f.Bold = true
	case Dashes:
		f.Italic = true
	case Curl:
		f.Bold, f.Italic = true, true
	case Dots:
		f.Dim = true
	}
	f.Mark = Line
	return f
}

// style is a fitted face in SGR parameters.
func (p *Palette) style(f Face) ansi.Style {
	var s ansi.Style
	if f.Bold {
		s = s.Bold()
	}
	if f.Dim {
		s = s.Faint()
	}
	if f.Italic {
		s = s.Italic(true)
	}
	if f.Mark != NoMark {
		s = s.UnderlineStyle(underlines[f.Mark])
	}
	if f.Reverse {
		s = s.Reverse(true)
	}
	if f.FG != None {
		s = s.ForegroundColor(p.text(f.FG))
	}
	if f.BG != None {
		s = s.BackgroundColor(p.ground(f.BG))
	}
	if f.MarkColour != None {
		s = append(s, underline(p.text(f.MarkColour)))
	}
	return s
}

var underlines = [...]ansi.Underline{
	Line:   ansi.UnderlineSingle,
	Double: ansi.UnderlineDouble,
	Curl:   ansi.UnderlineCurly,
	Dots:   ansi.UnderlineDotted,
	Dashes: ansi.UnderlineDashed,
}

// text is the terminal's colour for text of colour c, which is not None.
func (p *Palette) text(c Colour) color.Color {
	t := colourTable[c]
	if p.profile == colorprofile.ANSI {
		return p.pick(t.basic[1], t.basic[0])
	}
	return p.profile.Convert(p.pick(lipgloss.Color(t.light), lipgloss.Color(t.dark)))
}

// ground is the terminal's colour for a ground of colour c, which is not None.
func (p *Palette) ground(c Colour) color.Color {
	t := colourTable[c]
	return p.profile.Convert(p.pick(lipgloss.Color(t.onLight), lipgloss.Color(t.onDark)))
}

// underline is the parameter that colours an underline, in the form with colons
// of ITU-T T.416: a terminal that does not know it passes over the whole of it,
// where `58;2;…` would switch on dim and whatever the numbers mean.
func underline(c color.Color) string {
	parts := strings.Split(ansi.Style{}.UnderlineColor(c)[0], ";")
	if parts[1] == "2" {
		parts[1] = "2:" // the colour space, left empty
	}
	return strings.Join(parts, ":")
}
