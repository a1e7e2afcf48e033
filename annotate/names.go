package annotate

import (
	"fmt"
	"slices"
	"strings"
)

// AnnotatorName makes the name of a layer of what a person or a system calls
// itself: at most 32 of a-z, 0-9, _ and -. What else there is becomes -. The
// name gold is kept for adjudication.
func AnnotatorName(name string) (string, error) {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '-':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	made := b.String()
	made = made[:min(len(made), 32)]
	if strings.Trim(made, "-") == "" || slices.Contains(reserved, made) {
		return "", fmt.Errorf("%q is no name for an annotator", name)
	}
	return made, nil
}

var reserved = []string{"gold"}
