package term

import "bytes"

// A fit is how far bytes agree with something that terminals send.
type fit uint8

const (
	unfit   fit = iota // terminals do not send this
	partial            // the rest may come
	whole
)

// A form is a kind of control sequence (CSI) that terminals send.
type form struct {
	private     byte   // the character before the parameters, or 0
	finals      string // any of these bytes ends it, or, after $, all of them
	least, most int    // parameters
}

// forms are the control sequences that are taken for the terminal's even where
// their bytes came apart, so that a person may have typed them one by one.
var forms = []form{
	{0, "R", 2, 2},           // the cursor's position; F3 with modifiers
	{0, "ABCDEFHPQSZ", 0, 2}, // arrows, home, end, F1 to F4, back tab
	{0, "IO", 0, 0},          // the window has the focus, or not
	{0, "~", 1, 3},           // other keys
	{0, "tn", 1, 10},         // the window's size; the terminal is well
	{0, "c", 1, 16},          // device attributes
	{'?', "R", 2, 3},         // the cursor's position and page
	{'?', "$y", 2, 2},        // the state of a mode
	{'?', "cn", 1, 16},       // device attributes, the colour scheme
	{'?', "u", 1, 1},         // the state of the keyboard
	{'>', "c", 1, 16},        // secondary device attributes
	{'<', "Mm", 3, 3},        // the mouse
}

// longestReport is how long a control sequence of the terminal may be, in bytes.
const longestReport = 64

// reports tells whether b, which begins with an escape, is something that
// terminals send, or the beginning of it, and the length of that in bytes.
//
// It is stricter than sequence, which takes anything of the right shape: of
// Esc, [, 2 and j, typed one after another, sequence makes one control
// sequence, and here they are four keys.
func reports(b []byte) (fit, int) {
	if len(b) < 2 {
		return partial, 0
	}
	switch b[1] {
	case '[':
		return reportsControl(b)
	case 'O':
		return reportsShift(b)
	case ']', 'P':
		return reportsString(b)
	}
	return unfit, 0
}

// reportsShift is reports for SS3: keys of the keypad, F1 to F4.
func reportsShift(b []byte) (fit, int) {
	switch {
	case len(b) < 3:
		return partial, 0
	case opens(b):
		return whole, 3
	}
	return unfit, 0
}

// reportsControl is reports for a control sequence.
func reportsControl(b []byte) (fit, int) {
	if f, n, ok := oddSequence(b); ok {
		return f, n
	}
	end := 2
	if end < len(b) && bytes.IndexByte([]byte("?<>"), b[end]) >= 0 {
		end++
	}
	for end < len(b) && (b[end] >= '0' && b[end] <= '9' || b[end] == ';' || b[end] == ':' || b[end] == '$') {
		end++
	}
	switch {
	case end > longestReport:
		return unfit, 0
	case end == len(b):
		return partial, 0
	case fitsForm(b[2:end], b[end]):
		return whole, end + 1
	}
	return unfit, 0
}

// fitsForm reports whether parameters and a final byte have one of the forms.
func fitsForm(parameters []byte, final byte) bool {
	var private byte
	if len(parameters) > 0 && parameters[0] > ';' {
		private, parameters = parameters[0], parameters[1:]
	}
	parameters, dollar := bytes.CutSuffix(parameters, []byte("$"))
	if bytes.IndexByte(parameters, '$') >= 0 {
		return false
	}
	count := 0
	if len(parameters) > 0 {
		count = bytes.Count(parameters, []byte(";")) + 1
	}
	if private == 0 && final == 'u' { // a key of the kitty protocol: no control character but tab, enter, Esc and backspace
		code, _, _ := bytes.Cut(parameters, []byte(";"))
		return !dollar && len(code) >= 2
	}
	for _, f := range forms {
		finals := f.finals
		if dollar != (finals[0] == '$') {
			continue
		}
		if f.private == private && bytes.IndexByte([]byte(finals), final) >= 0 && count >= f.least && count <= f.most {
			return true
		}
	}
	return false
}

// oddSequence is reports for control sequences that go on after what looks like
// their final byte: a press of the mouse in its oldest form (CSI M and three
// bytes), and a function key of the Linux console (CSI [ and a letter).
func oddSequence(b []byte) (fit, int, bool) {
	length := 0
	switch {
	case len(b) < 3 || b[1] != '[':
		return unfit, 0, false
	case b[2] == 'M':
		length = 6
	case b[2] == '[':
		length = 4
	default:
		return unfit, 0, false
	}
	if len(b) < length {
		return partial, 0, true
	}
	return whole, length, true
}

// The beginnings of the control strings that answer questions.
var answerStrings = []string{"]10;rgb", "]11;rgb", "]12;rgb", "P>|", "P1+r", "P0+r", "P1$r", "P0$r", "P!|"}

// reportsString is reports for a control string.
func reportsString(b []byte) (fit, int) {
	known := false
	for _, s := range answerStrings {
		n := min(len(s), len(b)-1)
		known = known || string(b[1:1+n]) == s[:n]
	}
	if !known {
		return unfit, 0
	}
	n := str(b)
	if n == 0 {
		return partial, 0
	}
	return whole, n
}
