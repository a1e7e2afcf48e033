package term

import (
	"bytes"
	"slices"
)

// An effect is what a piece of output does to the screen. Of two the greater
// counts.
type effect uint8

const (
	harmless effect = iota // a mode, a question, a title: no cell, no cursor
	touches                // cells, the cursor, or how they are drawn from now on
	enters                 // the alternate screen
	leaves                 // the alternate screen
)

// The control characters (ECMA-48) that the scanner knows.
const (
	bell       = 0x07
	cancel     = 0x18
	substitute = 0x1a
	escape     = 0x1b
	del        = 0x7f
)

// next is the length in bytes of the first piece of b (a control, a sequence
// whole, or a run of text) and its effect. The length is 0 if b, which is not
// empty, ends within a sequence. What the scanner does not know touches: the
// price of that is one full repaint.
func next(b []byte) (int, effect) {
	switch c := b[0]; {
	case c == escape:
		return sequence(b)
	case c == 0 || c == bell:
		return 1, harmless
	case c < 0x20:
		return 1, touches
	}
	end := bytes.IndexFunc(b, func(r rune) bool { return r < 0x20 })
	if end < 0 {
		end = len(b)
	}
	return end, touches
}

// sequence is next for what begins with an escape.
func sequence(b []byte) (int, effect) {
	if len(b) == 1 {
		return 0, harmless
	}
	switch b[1] {
	case '[':
		return control(b)
	case ']', 'P', 'X', '^', '_': // OSC, DCS, SOS, PM, APC
		return str(b), harmless
	case '7', '=', '>', '\\': // save the cursor, the keypad's modes, the end of a string
		return 2, harmless
	}
	for i, c := range b[1:] {
		if c < 0x20 || c >= 0x30 { // the final byte, after any intermediate ones
			return i + 2, touches
		}
	}
	return 0, harmless
}

// str is the length of a control string, up to ST or BEL or what cuts it off.
func str(b []byte) int {
	for i := 2; i < len(b); i++ {
		switch b[i] {
		case bell, cancel, substitute:
			return i + 1
		case escape:
			switch {
			case i+1 == len(b):
				return 0
			case b[i+1] == '\\':
				return i + 2
			}
			return i
		}
	}
	return 0
}

// control is next for a control sequence: CSI, parameters, final byte.
func control(b []byte) (int, effect) {
	for i, c := range b[2:] {
		if c >= 0x20 && c < 0x40 {
			continue
		}
		if c < 0x20 || c >= del {
			return i + 2, touches // cut off
		}
		return i + 3, meaning(b[2:i+2], c)
	}
	return 0, harmless
}

// meaning is the effect of a control sequence.
func meaning(parameters []byte, final byte) effect {
	switch final {
	case 'h', 'l':
		return modes(parameters, final == 'h')
	case 'n', 'c', 't', 'q': // reports, attributes, the window, the cursor's shape
		return harmless
	case 'p': // DECRQM asks; DECSTR resets
		if bytes.HasSuffix(parameters, []byte("$")) {
			return harmless
		}
	case 'u', 'm': // keyboard protocols; without a prefix the cursor, and colours
		if len(parameters) > 0 && bytes.IndexByte([]byte("<=>?"), parameters[0]) >= 0 {
			return harmless
		}
	}
	return touches
}

// modes is the effect of setting or resetting modes.
func modes(parameters []byte, set bool) effect {
	private, ok := bytes.CutPrefix(parameters, []byte("?"))
	if !ok {
		return touches
	}
	e := harmless
	for number := range bytes.SplitSeq(private, []byte(";")) {
		e = max(e, mode(string(number), set))
	}
	return e
}

// mode is the effect of setting or resetting one private mode.
func mode(number string, set bool) effect {
	switch {
	case alternate(number) && set:
		return enters
	case alternate(number):
		return leaves
	case slices.Contains(quiet(), number):
		return harmless
	}
	return touches
}

// alternate reports whether a mode is the alternate screen, in one of its
// three forms.
func alternate(number string) bool {
	return number == "1049" || number == "1047" || number == "47"
}

// quiet are the modes that neither show nor hide anything. 25, the cursor's
// own, is not one of them, nor 7, autowrap, which the painter sets, nor 2027,
// after which clusters have other widths.
func quiet() []string {
	return []string{
		"1", "12", // cursor keys, blinking
		"9", "1000", "1001", "1002", "1003", "1005", "1006", "1015", "1016", // mouse
		"1004", "1007", "1036", "1039", "2004", // focus, wheel, meta, paste
		"2026", "2031", "2048", // synchronized output, theme, size
	}
}
