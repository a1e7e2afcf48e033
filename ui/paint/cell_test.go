package paint

import (
	"slices"
	"strings"
	"testing"

	"pizhu/model/text"
	"pizhu/ui/face"
)

func TestAdd(t *testing.T) {
	r := Row{}.Add(text.NewMeasure(text.Slot), blue, "a春…\x1b\u009b\n👨‍👩‍👧")
	want := Row{
		{"a", 1, false, blue},
		{"春", 2, false, blue},
		{"…", 2, true, blue},
		{"␛", 2, true, blue},
		{"<9B>", 4, false, blue},
		{"👨", 2, true, blue},
	}
	if !slices.Equal(r, want) {
		t.Errorf("got %v, want %v", r, want)
	}
	if got := r.Columns(); got != 13 {
		t.Errorf("Columns = %d, want 13", got)
	}
}

func TestClip(t *testing.T) {
	r := row("a", blue, "春眠")
	tests := []struct {
		columns int
		want    Row
	}{
		{9, r},
		{5, r},
		{4, row("a", blue, "春 ")}, // no half of a cluster
		{3, row("a", blue, "春")},
		{2, row("a", blue, " ")},
		{1, row("a")},
		{0, row()},
		{-1, row()},
	}
	for _, tt := range tests {
		if got := r.Clip(tt.columns); !slices.Equal(got, tt.want) {
			t.Errorf("Clip(%d) = %v, want %v", tt.columns, got, tt.want)
		}
	}
}

// TestClipThenAppend holds that what is appended to a clipped row does not
// write over the rest of the row that it was clipped from.
func TestClipThenAppend(t *testing.T) {
	for columns := range 6 {
		r := row("a春眠b")
		was := slices.Clone(r)
		_ = append(r.Clip(columns), space, space)
		if !slices.Equal(r, was) {
			t.Errorf("Clip(%d): the row became %v", columns, r)
		}
	}
}

func TestPad(t *testing.T) {
	if got, want := row("春").Pad(4, blue), row("春", blue, "  "); !slices.Equal(got, want) {
		t.Errorf("Pad(4) = %v, want %v", got, want)
	}
	if got, want := row("春眠").Pad(3, blue), row("春眠"); !slices.Equal(got, want) {
		t.Errorf("Pad(3) = %v, want %v", got, want)
	}
}

func TestPicture(t *testing.T) {
	f := page(row("春眠", blue, "不", face.Face{Mark: face.Curl, MarkColour: face.Sky, Bold: true}, "覺"), row(), row("  -- x --", blue, "春春"))
	f.Cursor = Cursor{0, 4, true}
	const want = `12x3, cursor 0,4
|春眠不覺
|
|  -- x --
|....aabb
|
|
a fg=blue
b curl=sky bold
`
	f.Rows[2] = f.Rows[2].Clip(9).Pad(12, plain)
	if got := f.Picture(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWrap(t *testing.T) {
	m := text.NewMeasure(text.Narrow)
	for _, tt := range []struct {
		plain, bold   string
		columns, most int
		want          string // rows, with the bold cells in brackets
	}{
		{"", "", 8, 9, ""},
		{"春", "眠不覺曉", 6, 9, "春[眠][不]|[覺][曉]"},
		{"春", "眠不覺曉", 6, 1, "春[眠][不]"},
		{"春", "眠。不覺", 4, 9, "春|[眠][。]|[不][覺]"},
		{"春\n", "眠", 6, 9, "春|[眠]"},
		{"a", "b", 0, 9, ""},
	} {
		var rows []string
		for _, row := range Wrap([]Run{{Text: tt.plain}, {Text: tt.bold, Face: face.Face{Bold: true}}}, tt.columns, m, tt.most) {
			cells := ""
			for _, c := range row {
				if c.Face.Bold {
					c.Text = "[" + c.Text + "]"
				}
				cells += c.Text
			}
			rows = append(rows, cells)
		}
		if got := strings.Join(rows, "|"); got != tt.want {
			t.Errorf("Wrap(%q %q, %d, %d) = %q, want %q", tt.plain, tt.bold, tt.columns, tt.most, got, tt.want)
		}
	}
}
