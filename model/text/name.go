package text

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// EscapeName returns a name of a file in valid UTF-8, as JSON wants it. A name that is valid UTF-8 stays as it is. In any
// other one each byte that is part of no character, and each percent sign, becomes %XX, as in a URL: a name that an old
// Chinese system wrote in GBK stays readable, and two such names stay different.
func EscapeName(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRuneInString(name[i:])
		if r == '%' || r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, "%%%02X", name[i])
		} else {
			b.WriteString(name[i : i+size])
		}
		i += size
	}
	return b.String()
}
