package text

import (
	"testing"
	"unicode/utf8"
)

func TestEscapeName(t *testing.T) {
	for name, want := range map[string]string{
		"":                            "",
		"a.txt":                       "a.txt",
		"报道/100%.txt":                 "报道/100%.txt",
		"\xd0\xc2\xce\xc5.txt":        "%D0%C2%CE%C5.txt",
		"\xd0\xc2 100%.txt":           "%D0%C2 100%25.txt",
		"报\xff道.txt":                  "报%FF道.txt",
		"\ufffd\xff":                  "\ufffd%FF",
		"\xe6\x8a.jsonl#\xe6\x8a\xa5": "%E6%8A.jsonl#报",
	} {
		if got := EscapeName(name); got != want || !utf8.ValidString(got) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
