package sidecar

import (
	"bytes"

	"pizhu/model/fault"
)

// checkLimits looks for strings longer than MaxString and nesting deeper than MaxDepth before anything is decoded. It
// returns the byte at which the first begins.
func checkLimits(raw []byte) (at int, err error) {
	depth := 0
	for at = 0; at < len(raw); at++ {
		switch raw[at] {
		case '{', '[':
			if depth++; depth > MaxDepth {
				return at, fault.Errorf("more than %d objects and arrays within one another", MaxDepth)
			}
		case '}', ']':
			depth--
		case '"':
			n := stringLength(raw[at+1:])
			if n > MaxString {
				return at, errLong
			}
			at += n + 1
		}
	}
	return 0, nil
}

var errLong = fault.Errorf("a string is longer than %d MiB", MaxString>>20)

// stringLength returns the length in bytes of the JSON string that b begins with, up to its closing quote.
func stringLength(b []byte) int {
	n := 0
	for {
		i := bytes.IndexByte(b[n:], '"')
		if i < 0 {
			return len(b)
		}
		n += i
		slashes := len(b[:n]) - len(bytes.TrimRight(b[:n], `\`))
		if slashes%2 == 0 {
			return n
		}
		n++
	}
}
