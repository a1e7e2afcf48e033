package term

import (
	"bytes"
	"slices"
)

// switches are what was switched on in the terminal and is to be switched off
// before it is given back: modes of the mouse, of pastes, of the focus, and
// the protocols of the keyboard.
type switches struct {
	modes     []string // private modes that are set
	otherKeys bool     // modifyOtherKeys of xterm
	keyboards int      // states that were pushed on the stack of the kitty protocol
	flags     bool     // its topmost state was changed
}

// note takes in a sequence that is sent.
func (s *switches) note(sequence []byte) {
	if len(sequence) < 4 || sequence[1] != '[' {
		return
	}
	parameters, final := sequence[2:len(sequence)-1], sequence[len(sequence)-1]
	switch {
	case parameters[0] == '?' && (final == 'h' || final == 'l'):
		for number := range bytes.SplitSeq(parameters[1:], []byte(";")) {
			s.mode(string(number), final == 'h')
		}
	case final == 'm' && parameters[0] == '>':
		s.otherKeys = bytes.HasPrefix(parameters, []byte(">4;"))
	case final == 'u' && parameters[0] == '>':
		s.keyboards++
	case final == 'u' && parameters[0] == '<':
		s.keyboards = max(0, s.keyboards-1)
	case final == 'u' && parameters[0] == '=':
		s.flags = true
	}
}

func (s *switches) mode(number string, on bool) {
	s.modes = slices.DeleteFunc(s.modes, func(m string) bool { return m == number })
	if on && !alternate(number) {
		s.modes = append(s.modes, number)
	}
}

// want takes in a sequence that is not sent yet: modes are set when the screen
// comes up.
func (s *switches) want(sequence []byte) {
	s.note(sequence)
	s.keyboards, s.flags = 0, false
}

// again appends what sets the modes that are wanted.
func (s *switches) again(b []byte) []byte {
	for _, number := range s.modes {
		b = append(append(append(b, "\x1b[?"...), number...), 'h')
	}
	if s.otherKeys {
		b = append(b, "\x1b[>4;2m"...)
	}
	return b
}

// off appends what switches all of them off, the last first.
func (s *switches) off(b []byte) []byte {
	if s.flags && s.keyboards == 0 {
		b = append(b, "\x1b[=0;1u"...)
	}
	for range s.keyboards {
		b = append(b, "\x1b[<u"...)
	}
	if s.otherKeys {
		b = append(b, "\x1b[>4m"...)
	}
	for _, number := range slices.Backward(s.modes) {
		b = append(append(append(b, "\x1b[?"...), number...), 'l')
	}
	*s = switches{}
	return b
}
