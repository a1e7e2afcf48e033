package paint

import (
	"strings"
	"testing"

	"pizhu/model/text"
	"pizhu/ui/face"
)

var (
	plain   = face.Face{}
	blue    = face.Face{FG: face.Blue}
	loud    = face.Face{FG: face.Blue, Bold: true}
	swapped = face.Face{Reverse: true}
)

// testSGR is a palette that can be read: blue is 34, bold 1, reverse 7.
func testSGR(f face.Face) string {
	var s []string
	if f.Bold {
		s = append(s, "1")
	}
	if f.Reverse {
		s = append(s, "7")
	}
	if f.FG == face.Blue {
		s = append(s, "34")
	}
	return strings.Join(s, ";")
}

func row(parts ...any) Row {
	m := text.NewMeasure(text.Slot)
	var r Row
	f := plain
	for _, p := range parts {
		switch p := p.(type) {
		case face.Face:
			f = p
		case string:
			r = r.Add(m, f, p)
		case Cell:
			r = append(r, p)
		}
	}
	return r
}

// page is a frame of 12 columns.
func page(rows ...Row) *Frame { return &Frame{Rows: rows, Columns: 12} }

func TestDiff(t *testing.T) {
	marked := Cell{Text: "葛\U000E0100", Columns: 2} // as the terminal answered
	hint := Cell{Text: "🚀", Columns: 2}             // as the terminal answered
	syllable := Cell{Text: "त्रि", Columns: 2, Slot: true}
	tests := []struct {
		name        string
		before, now *Frame
		want        string // with ^[ for escape
	}{
		{"nothing", page(row("春眠")), page(row("春眠")), ""},
		{"blanks at the end", page(row("春眠")), page(row("春眠  ")), ""},
		{"whole", nil, page(row("春眠"), row("", "  不覺")), "^[[?7l^[[m^[[r^[[2J^[[H春眠^[[2;3H不覺^[[?25l"},
		{"another size", page(row("a")), page(row("a"), row()), "^[[?7l^[[m^[[r^[[2J^[[Ha^[[?25l"},
		{"one cell", page(row("春眠不")), page(row("春曉不")), "^[[;3H曉"},
		{"a row of many", page(row(), row(), row("春")), page(row(), row(), row("眠")), "^[[3H眠"},
		{"shorter", page(row("春眠不")), page(row("春")), "^[[;3H^[[K"},
		{"shorter and other", page(row("春眠不")), page(row("曉")), "^[[H曉^[[K"},
		{"longer", page(row("春")), page(row("春眠")), "^[[;3H眠"},
		{"emptied", page(row("春")), page(row()), "^[[H^[[K"},
		{"full to the last column", page(row("春眠不覺曉")), page(row("春眠不覺曉ab")), "^[[;11Hab"},
		{"a wide one cut", page(row("a春b")), page(row("春ab")), "^[[H^[[K春ab"},
		{"half a column on", page(row("春眠不")), page(row("a春眠")), "^[[H^[[Ka春眠"},
		{"wide to narrow", page(row("春x")), page(row("abx")), "^[[H^[[Kabx"},
		{"hints come", page(row("一春眠不覺曉")), page(row("一", loud, "v", plain, " 眠", loud, "p", plain, " 覺曉")), "^[[;3H^[[K^[[1;34mv^[[5G^[[m眠^[[1;34mp^[[9G^[[m覺曉"},
		{"hints leave", page(row("一", loud, "v", plain, " 眠", loud, "p", plain, " 覺曉")), page(row("一春眠不覺曉")), "^[[;3H^[[K春眠不覺曉"},
		{"an overlay leaves", page(row("list of names")), page(row("一春眠不覺曉")), "^[[H^[[K一春眠不覺曉"},
		{"a selection", page(row("一春眠不覺")), page(row("一", swapped, "春", plain, "眠不覺")), "^[[;3H^[[7m春^[[m"},
		{"a short gap is written", page(row("a眠b")), page(row("x眠y")), "^[[Hx眠y"},
		{"a long gap is jumped", page(row("a眠不覺b")), page(row("x眠不覺y")), "^[[Hx^[[8Gy"},
		{"a gap of another face", page(row("a", blue, "眠", plain, "b")), page(row("x", blue, "眠", plain, "y")), "^[[Hx^[[4Gy"},
		{"a gap of blanks", nil, page(row("a", "       b")), "^[[?7l^[[m^[[r^[[2J^[[Ha^[[9Gb^[[?25l"},
		{"a gap over text", page(row("abcdefghijkl")), page(row("x       yz")), "^[[Hx       yz^[[K"},
		{"face", page(row("春眠")), page(row(blue, "春", plain, "眠")), "^[[H^[[34m春^[[m"},
		{"faces add up", page(row()), page(row("a", blue, "b", loud, "c", blue, "d")), "^[[Ha^[[34mb^[[1mc^[[0;34md^[[m"},
		{"face off before erasing", page(row("春眠不")), page(row(swapped, "曉")), "^[[H^[[7m曉^[[m^[[K"},
		{"slot", page(row("春眠不")), page(row("春…不")), "^[[;3H  ^[[3G…"},
		{"slot and more", page(row("春眠不")), page(row("春…曉")), "^[[;3H  ^[[3G…^[[5G曉"},
		{"slot on erased ground", page(row("春")), page(row("春…曉")), "^[[;3H…^[[5G曉"},
		{"slot in a face that blanks show", page(row("春")), page(row("春", swapped, "…")), "^[[;3H^[[7m  ^[[3G…^[[m"},
		{"slot at the end", page(row("春眠不")), page(row("春…")), "^[[;3H^[[K…"},
		{"many slots", page(row("春眠不覺曉")), page(row("春……”“")), "^[[;3H^[[K…^[[5G…^[[7G”^[[9G“"},
		{"clean slot", page(row("…眠")), page(row("…曉")), "^[[;3H曉"},
		{"sequence", page(row("春眠不覺曉")), page(row("春", syllable, "不覺曉")), "^[[;3H  ^[[3Gत्रि^[[5G不覺曉^[[K"},
		{"sequence at the end", page(row("春眠")), page(row("春", syllable)), "^[[;3H  ^[[3Gत्रि^[[5G^[[K"},
		{"sequence before it", page(row("春", syllable, "不")), page(row("眠", syllable, "不")), "^[[H眠"},
		{"marks and the next", page(row("春x眠")), page(row(marked, "x眠")), "^[[H葛\U000E0100x"},
		{"marks and a blank", page(row("春 眠")), page(row(marked, " 眠")), "^[[H葛\U000E0100 "},
		{"marks at the end", page(row("春")), page(row(marked)), "^[[H葛\U000E0100^[[K"},
		{"emoji leave", page(row("春", hint, "不覺曉")), page(row("春眠不覺曉")), "^[[H^[[K春眠不覺曉"},
		{"beside an emoji", page(row("🫩不覺曉")), page(row("🫩不覺眠")), "^[[H^[[K🫩^[[3G不覺眠"},
		{"beside a rare character", page(row("𫠠不覺曉")), page(row("𫠠不覺眠")), "^[[H^[[K𫠠不覺眠"},
		{"beside Arabic", page(row("عاab")), page(row("عاac")), "^[[H^[[Kع^[[3Gا^[[5Gac"},
		{"beyond the screen", page(row("a")), page(row("abcdefghijk春")), "^[[;2Hbcdefghijk"},
	}
	for _, tt := range tests {
		got := Diff([]byte("dst:"), tt.before, tt.now, Options{SGR: testSGR})
		if want := "dst:" + strings.ReplaceAll(tt.want, "^[", "\x1b"); string(got) != want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, want)
		}
	}
}

func TestDiffCursor(t *testing.T) {
	at := func(row, column int, visible bool) Cursor { return Cursor{row, column, visible} }
	tests := []struct {
		name        string
		before, now Cursor
		same        bool // the cells
		want        string
	}{
		{"still", at(1, 2, true), at(1, 2, true), true, ""},
		{"hidden", at(1, 2, false), at(0, 0, false), true, ""},
		{"home", at(1, 2, true), at(0, 0, true), true, "\x1b[H"},
		{"first column", at(0, 0, true), at(1, 0, true), true, "\x1b[2H"},
		{"first row", at(0, 0, true), at(0, 4, true), true, "\x1b[;5H"},
		{"anywhere", at(0, 0, true), at(1, 4, true), true, "\x1b[2;5H"},
		{"shown", at(0, 0, false), at(0, 0, true), true, "\x1b[H\x1b[?25h"},
		{"to be hidden", at(1, 2, true), at(1, 2, false), true, "\x1b[?25l"},
		{"after cells", at(1, 2, true), at(1, 2, true), false, "\x1b[H眠\x1b[2;3H"},
		{"in the row of the cells", at(0, 2, true), at(0, 2, true), false, "\x1b[H眠\x1b[;3H"},
		{"hidden after cells", at(1, 2, false), at(1, 2, false), false, "\x1b[H眠"},
	}
	for _, tt := range tests {
		before, now := page(row("春"), row()), page(row("春"), row())
		if !tt.same {
			now.Rows[0] = row("眠")
		}
		before.Cursor, now.Cursor = tt.before, tt.now
		if got := string(Diff(nil, before, now, Options{SGR: testSGR})); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDiffScroll(t *testing.T) {
	lines := []Row{row("一一一"), row("二二二"), row("三三三"), row("四四四"), row("五五五"), row("六六六"), row("七七七"), row("八八八")}
	status := row("12%")
	pick := func(status Row, n ...int) *Frame {
		f := page()
		for _, i := range n {
			f.Rows = append(f.Rows, lines[i])
		}
		f.Rows = append(f.Rows, status)
		f.Scroll = Region{0, len(n)}
		return f
	}
	tests := []struct {
		name        string
		before, now *Frame
		want        string
	}{
		{"a line", pick(status, 0, 1, 2, 3, 4), pick(status, 1, 2, 3, 4, 5), "\x1b[;5r\x1b[S\x1b[r\x1b[5H六六六"},
		{"two lines back", pick(status, 2, 3, 4, 5, 6), pick(status, 0, 1, 2, 3, 4), "\x1b[;5r\x1b[2T\x1b[r\x1b[H一一一\x1b[2H二二二"},
		{"and the status", pick(status, 0, 1, 2, 3, 4), pick(row("14%"), 1, 2, 3, 4, 5), "\x1b[;5r\x1b[S\x1b[r\x1b[5H六六六\x1b[6;2H4"},
		{"too little is saved", pick(status, 0, 1, 2), pick(status, 3, 0, 4), "\x1b[H四四四\x1b[2H一一一\x1b[3H五五五"},
		{"two rows are no scroll", pick(status, 0, 0, 2, 3), pick(status, 1, 1, 2, 3), "\x1b[H二二二\x1b[2H二二二"},
	}
	for _, tt := range tests {
		if got := string(Diff(nil, tt.before, tt.now, Options{SGR: testSGR})); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// TestScrollRegion holds that what a frame says of its scroll region can be
// nonsense.
func TestScrollRegion(t *testing.T) {
	for _, r := range []Region{{-3, 99}, {5, 2}, {99, 100}, {2, 2}, {-5, -1}} {
		before, now := page(row("一"), row("二"), row("三"), row("四")), page(row("二"), row("三"), row("四"), row("五"))
		before.Scroll, now.Scroll = r, r
		a, b := newEmulator(4, 12, 2), newEmulator(4, 12, 2)
		a.write(Diff(Diff(nil, nil, before, Options{SGR: testSGR}), before, now, Options{SGR: testSGR}))
		b.write(Diff(nil, nil, now, Options{SGR: testSGR}))
		if err := compare(a, b); err != nil {
			t.Errorf("%v: %v", r, err)
		}
	}
}

func TestRestyle(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"", "", ""},
		{"1", "1", ""},
		{"", "1;34", "\x1b[1;34m"},
		{"1;34", "", "\x1b[m"},
		{"1", "1;34", "\x1b[34m"},
		{"1;34", "34", "\x1b[0;34m"},
		{"34", "94", "\x1b[94m"},
		{"38;5;75", "38;5;178", "\x1b[38;5;178m"},
		{"38;2;1;2;3;48;5;17", "38;2;1;2;3;48;5;22", "\x1b[48;5;22m"},
		{"38;2;1;2;3", "48;2;1;2;3", "\x1b[0;48;2;1;2;3m"},
		{"4", "4:3", "\x1b[4:3m"},
		{"4:3;58:2::1:2:3", "4:3;58:2::9:2:3", "\x1b[58:2::9:2:3m"},
		{"4:3;58:2::1:2:3", "4:3", "\x1b[0;4:3m"},
		{"58;5;3;1", "1;58;5;3;7", "\x1b[7m"},
		{"41", "101", "\x1b[101m"},
		{"1;2", "2;3", "\x1b[0;2;3m"},
		{"9", "53", "\x1b[0;53m"}, // unknown to it: not taken to replace each other
		{"38;5", "1", "\x1b[0;1m"},
	}
	for _, tt := range tests {
		if got := string(restyle(nil, tt.from, tt.to)); got != tt.want {
			t.Errorf("from %q to %q: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}
