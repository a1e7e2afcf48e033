package text

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestEscapeJSON puts every character into a string: the value is the same, and the JSON contains no control or format
// character.
func TestEscapeJSON(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r > 0x30000 && r < 0xe0000 || r > 0xe1000 && r%0x1001 != 0 {
			continue
		}
		want := "春" + string(r) + "眠"
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		escaped := EscapeJSON(raw)
		if err := json.Unmarshal(escaped, &got); err != nil || got != want {
			t.Fatalf("%U: %s, %v", r, escaped, err)
		}
		if i := strings.IndexFunc(string(escaped), func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }); i >= 0 {
			t.Fatalf("%U stands in %q", r, escaped)
		}
	}
	for _, same := range []string{"", "{}", `{"a": "春眠𠮷🚀"}`, "[\n  1\n]\n"} {
		if got := string(EscapeJSON([]byte(same))); got != same {
			t.Errorf("%q is %q", same, got)
		}
	}
}
