package face

import "testing"

func TestNames(t *testing.T) {
	for c := Blue; c <= Grey; c++ {
		if got, ok := Named(c.String()); got != c || !ok {
			t.Errorf("Named(%q) = %v, %v", c, got, ok)
		}
	}
	for _, name := range []string{"", "none", "accent", "faint", "Blue", "gray"} { // none of them is a scheme's to give
		if got, ok := Named(name); got != None || ok {
			t.Errorf("Named(%q) = %v, %v, want none, false", name, got, ok)
		}
	}
	for m := NoMark; m <= Dashes; m++ {
		if got, ok := MarkNamed(m.String()); got != m || !ok {
			t.Errorf("MarkNamed(%q) = %v, %v", m, got, ok)
		}
	}
	if got, ok := MarkNamed("wave"); got != NoMark || ok {
		t.Errorf("MarkNamed(wave) = %v, %v, want none, false", got, ok)
	}
}

func TestString(t *testing.T) {
	tests := []struct {
		face Face
		want string
	}{
		{Face{}, "plain"},
		{Face{FG: Blue, BG: Faint, Mark: Curl, MarkColour: Sky, Bold: true}, "fg=blue bg=faint curl=sky bold"},
		{Face{Mark: Line, Dim: true, Italic: true, Reverse: true}, "line dim italic reverse"},
	}
	for _, tt := range tests {
		if got := tt.face.String(); got != tt.want {
			t.Errorf("%#v = %q, want %q", tt.face, got, tt.want)
		}
	}
}
