package layer

import (
	"errors"
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
	switch {
	case strings.Trim(made, "-") == "":
		return "", fmt.Errorf("%q: %w", name, ErrNoName)
	case slices.Contains(reserved, made):
		return "", fmt.Errorf("%q: %w", name, ErrReserved)
	}
	return made, nil
}

// Why a name is no name for an annotator.
var (
	ErrNoName   = errors.New("the name of an annotator has none of a-z, 0-9 and _")
	ErrReserved = errors.New("reserved for what a team agrees on, and no annotator's name")
)

var reserved = []string{"gold"}
