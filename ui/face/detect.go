package face

import (
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// Detect reads from the environment of the person at the terminal (the form of
// os.Environ) which colours the terminal has, and whether it has the shapes of
// underline. When in doubt it says fewer and no: an old terminal takes `4:3`
// for `4;3`, italic.
//
// It looks nowhere else. colorprofile.Detect would also read terminfo and run
// `tmux info`, which costs more time than the rest of the start.
func Detect(env []string) (profile colorprofile.Profile, styledUnderlines bool) {
	e := environment(env)
	profile = colorprofile.Env(env)
	if e.get("NO_COLOR") != "" { // whatever it says: https://no-color.org
		profile = min(profile, colorprofile.ASCII)
	}
	return profile, profile != colorprofile.NoTTY && e.underlines()
}

// Upright reports from the environment whether the terminal shows slanted
// letters as something else: GNU screen has SGR 3 as standout, which looks like
// a selection.
func Upright(env []string) bool {
	e := environment(env)
	return strings.HasPrefix(e.get("TERM"), "screen") && (e.get("TERM_PROGRAM") != "tmux" || e.get("STY") != "")
}

// An environment holds "NAME=value" strings. The last of a name counts.
type environment []string

func (e environment) get(name string) string {
	for _, s := range slices.Backward(e) {
		if value, ok := strings.CutPrefix(s, name+"="); ok {
			return value
		}
	}
	return ""
}

// firstVTE is the first version of VTE that draws the shapes: 0.52.
const firstVTE = 5200

// underlines reports whether the terminal is known to draw the shapes.
func (e environment) underlines() bool {
	term, program := e.get("TERM"), e.get("TERM_PROGRAM")
	if strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux") {
		// Within tmux the other names are those of the terminal that its server
		// was started in. tmux 3.2 and later name themselves, and draw a plain
		// line where the terminal outside has no other. GNU screen does not.
		return program == "tmux" && e.get("STY") == ""
	}
	for _, name := range []string{"kitty", "wezterm", "ghostty", "foot", "alacritty", "contour"} {
		if strings.Contains(term, name) {
			return true
		}
	}
	if slices.Contains([]string{"iTerm.app", "WezTerm", "ghostty", "contour"}, program) {
		return true
	}
	vte, err := strconv.Atoi(e.get("VTE_VERSION"))
	return err == nil && vte >= firstVTE
}
