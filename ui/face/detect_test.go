package face

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

func TestDetect(t *testing.T) {
	tests := []struct {
		name    string
		env     []string
		profile colorprofile.Profile
		styled  bool
	}{
		{"nothing", nil, colorprofile.NoTTY, false},
		{"dumb", []string{"TERM=dumb", "TERM_PROGRAM=WezTerm"}, colorprofile.NoTTY, false},
		{"linux console", []string{"TERM=linux"}, colorprofile.ANSI, false},
		{"xterm", []string{"TERM=xterm-256color"}, colorprofile.ANSI256, false},
		{"truecolor says nothing of lines", []string{"TERM=xterm-256color", "COLORTERM=truecolor"}, colorprofile.TrueColor, false},
		{"kitty", []string{"TERM=xterm-kitty"}, colorprofile.TrueColor, true},
		{"foot", []string{"TERM=foot"}, colorprofile.TrueColor, true},
		{"ghostty", []string{"TERM=xterm-ghostty"}, colorprofile.TrueColor, true},
		{"alacritty", []string{"TERM=alacritty"}, colorprofile.TrueColor, true},
		{"WezTerm", []string{"TERM=xterm-256color", "TERM_PROGRAM=WezTerm"}, colorprofile.ANSI256, true},
		{"iTerm2", []string{"TERM=xterm-256color", "COLORTERM=truecolor", "TERM_PROGRAM=iTerm.app"}, colorprofile.TrueColor, true},
		{"Terminal.app", []string{"TERM=xterm-256color", "TERM_PROGRAM=Apple_Terminal"}, colorprofile.ANSI256, false},
		{"new VTE", []string{"TERM=xterm-256color", "VTE_VERSION=7006"}, colorprofile.ANSI256, true},
		{"old VTE", []string{"TERM=xterm-256color", "VTE_VERSION=5002"}, colorprofile.ANSI256, false},
		{"odd VTE", []string{"TERM=xterm-256color", "VTE_VERSION=new"}, colorprofile.ANSI256, false},
		{"tmux", []string{"TERM=tmux-256color", "TERM_PROGRAM=tmux", "TMUX=/tmp/x,1,0"}, colorprofile.ANSI256, true},
		{"tmux as screen", []string{"TERM=screen-256color", "TERM_PROGRAM=tmux"}, colorprofile.ANSI256, true},
		{"old tmux in VTE", []string{"TERM=tmux-256color", "VTE_VERSION=7006"}, colorprofile.ANSI256, false},
		{"screen in WezTerm", []string{"TERM=screen-256color", "TERM_PROGRAM=WezTerm", "STY=1"}, colorprofile.ANSI256, false},
		{"screen in tmux", []string{"TERM=screen", "TERM_PROGRAM=tmux", "STY=1"}, colorprofile.ANSI256, false},
		{"no colour", []string{"TERM=xterm-kitty", "NO_COLOR=1"}, colorprofile.ASCII, true},
		{"no colour, in words", []string{"TERM=xterm-kitty", "NO_COLOR=yes"}, colorprofile.ASCII, true},
		{"no colour unset", []string{"TERM=xterm-kitty", "NO_COLOR="}, colorprofile.TrueColor, true},
		{"the last counts", []string{"TERM=xterm-256color", "VTE_VERSION=7006", "VTE_VERSION="}, colorprofile.ANSI256, false},
	}
	for _, tt := range tests {
		profile, styled := Detect(tt.env)
		if profile != tt.profile || styled != tt.styled {
			t.Errorf("%s: Detect = %v, %v; want %v, %v", tt.name, profile, styled, tt.profile, tt.styled)
		}
	}
}

func TestUpright(t *testing.T) {
	tests := []struct {
		env  []string
		want bool
	}{
		{[]string{"TERM=screen"}, true},
		{[]string{"TERM=screen.xterm-256color", "STY=1"}, true},
		{[]string{"TERM=screen-256color", "TERM_PROGRAM=tmux"}, false},
		{[]string{"TERM=screen-256color", "TERM_PROGRAM=tmux", "STY=1"}, true},
		{[]string{"TERM=xterm-256color"}, false},
	}
	for _, tt := range tests {
		if got := Upright(tt.env); got != tt.want {
			t.Errorf("%q: %v, want %v", tt.env, got, tt.want)
		}
	}
}

// TestUprightShapes holds that without slanted letters the shapes still differ.
func TestUprightShapes(t *testing.T) {
	p := NewPalette(colorprofile.ANSI256, true, false).Upright(true)
	seen := map[string]Mark{}
	for _, m := range []Mark{NoMark, Line, Double, Curl, Dots, Dashes} {
		s := p.SGR(Face{FG: Blue, Mark: m, MarkColour: Blue, Italic: true})
		if other, ok := seen[s]; ok {
			t.Errorf("%v and %v are both %q", m, other, s)
		}
		for _, parameter := range strings.Split(s, ";") {
			if parameter == "3" {
				t.Errorf("%v is slanted: %q", m, s)
			}
		}
		seen[s] = m
	}
}
