package layer

import (
	"errors"
	"strings"
	"testing"
)

func TestAnnotatorName(t *testing.T) {
	for name, want := range map[string]string{
		"chen": "chen", "Chen Wei": "chen-wei", "a.b": "a-b", "王w": "-w", strings.Repeat("x", 40): strings.Repeat("x", 32),
	} {
		if got, err := AnnotatorName(name); got != want || err != nil {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
	for name, want := range map[string]error{"gold": ErrReserved, "GOLD": ErrReserved, "": ErrNoName, "王": ErrNoName, "...": ErrNoName} {
		if got, err := AnnotatorName(name); !errors.Is(err, want) || got != "" {
			t.Errorf("%q gives %q, %v", name, got, err)
		}
	}
}
