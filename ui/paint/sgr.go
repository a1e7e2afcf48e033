package paint

import "strings"

// The kinds of SGR parameters (ECMA-48, 8.3.117). Of two parameters of one kind
// the later one counts.
const (
	bold = iota
	dim
	italic
	line
	reverse
	foreground
	background
	lineColour
	other
	kinds
)

// sgrState holds the SGR parameters in effect, one of each kind or none.
type sgrState [kinds]string

// restyle appends the SGR sequence that leads from one set of parameters to
// another. What was on and is to be off takes a reset: the parameters that
// switch single attributes off are not all known to every terminal.
func restyle(b []byte, from, to string) []byte {
	if from == to {
		return b
	}
	b = append(b, csi...)
	was, now := parseSGR(from), parseSGR(to)
	if to == "" {
		return append(b, 'm')
	}
	if was.needsReset(now) {
		b = append(append(b, "0;"...), to...)
		return append(b, 'm')
	}
	sep := ""
	for kind, s := range now {
		if s != was[kind] {
			b = append(append(b, sep...), s...)
			sep = ";"
		}
	}
	return append(b, 'm')
}

// needsReset reports whether now lacks a parameter that the state has. Parameters of kind other are not
// known to replace each other.
func (s sgrState) needsReset(now sgrState) bool {
	for kind, parameter := range s {
		if parameter != "" && (now[kind] == "" || kind == other && now[kind] != parameter) {
			return true
		}
	}
	return false
}

// parseSGR returns the state that a list of parameters leads to from none.
func parseSGR(parameters string) sgrState {
	var s sgrState
	for parameters != "" {
		n := parameterLength(parameters)
		s[kindOf(parameters[:n])] = parameters[:n]
		parameters = strings.TrimPrefix(parameters[n:], ";")
	}
	return s
}

// parameterLength returns the length of the first parameter of s in bytes; with what
// belongs to it, for the colours in the form 38;5;n or 38;2;r;g;b.
func parameterLength(s string) int {
	fields := 1
	if len(s) > 5 && strings.HasPrefix(s[1:], "8;") && strings.IndexByte("345", s[0]) >= 0 {
		switch s[3:5] {
		case "5;":
			fields = 3
		case "2;":
			fields = 5
		}
	}
	n := 0
	for i := range len(s) {
		if s[i] == ';' {
			if fields--; fields == 0 {
				return i
			}
		}
		n = i + 1
	}
	return n
}

// kindOf returns the kind of a parameter.
func kindOf(parameter string) int {
	code, _, _ := strings.Cut(parameter, ";")
	code, _, _ = strings.Cut(code, ":")
	switch {
	case code == "1":
		return bold
	case code == "2":
		return dim
	case code == "3":
		return italic
	case code == "4":
		return line
	case code == "7":
		return reverse
	case code == "58":
		return lineColour
	case len(code) == 2 && (code[0] == '3' || code[0] == '9'):
		return foreground
	case len(code) == 2 && code[0] == '4' || len(code) == 3 && code[0] == '1':
		return background
	}
	return other
}
