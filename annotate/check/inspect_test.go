package check

import (
	"maps"
	"testing"
)

func TestLinesOf(t *testing.T) {
	raw := []byte("{\"note\": \"a \\\"b\\\" \\\\\",\n\"id\": \"a\",\n\n\"id\": \"b\"}\n\"a\"\n\"open")
	found := []Finding{{ID: "b"}, {ID: "a"}, {ID: ""}, {ID: "b"}, {ID: "none"}, {ID: "open"}}
	want := map[string]int{"a": 2, "b": 4, "none": 0, "open": 6}
	if got := linesOf(raw, found); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
