package sidecar

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestStreamIsScan reads journals that were damaged at random bit by bit, and at
// once: the same is found, at the same places.
func TestStreamIsScan(t *testing.T) {
	whole := load(t, journalPath)
	r := rand.New(rand.NewPCG(4, 4))
	for range 2000 {
		raw := bytes.Repeat(whole, 1+r.IntN(2))
		for range r.IntN(3) {
			raw[r.IntN(len(raw))] = []byte{'\n', 0, 'x'}[r.IntN(3)]
		}
		raw = raw[:len(raw)-r.IntN(2)*r.IntN(len(raw))]
		var lines []Line
		size, torn, faults, err := ScanStream(bytes.NewReader(raw), "s", func(l Line) { lines = append(lines, l) })
		if err != nil || size != len(raw) || torn != (len(raw) > 0 && raw[len(raw)-1] != '\n') {
			t.Fatalf("%d of %d bytes, torn %v, %v", size, len(raw), torn, err)
		}
		wantLines, wantFaults := Scan(raw, "s")
		if fmt.Sprint(lines, faults) != fmt.Sprint(wantLines, wantFaults) {
			t.Fatalf("%v %v\nwant\n%v %v", lines, faults, wantLines, wantFaults)
		}
	}
}

// TestALineThatIsTooLong passes over a line that is longer than any record, without
// holding it, and finds the records on both sides of it at their places.
func TestALineThatIsTooLong(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a line of 64 MiB")
	}
	one := strings.SplitAfter(string(load(t, journalPath)), "\n")[0]
	long := strings.Repeat("x", MaxSize+1000) + "\n"
	raw := []byte(one + long + one)
	var at []int
	size, torn, faults, err := ScanStream(bytes.NewReader(raw), "", func(l Line) { at = append(at, l.At) })
	if err != nil || size != len(raw) || torn || len(faults) != 1 || len(at) != 2 || at[1] != len(one)+len(long) {
		t.Errorf("%d bytes of %d, torn %v, records at %v, %v, %v", size, len(raw), torn, at, faults, err)
	}
	raw = raw[:len(one)+len(long)-1]
	if size, torn, faults, err := ScanStream(bytes.NewReader(raw), "", func(Line) {}); err != nil || size != len(raw) || !torn || len(faults) != 1 {
		t.Errorf("cut off: %d bytes of %d, torn %v, %v, %v", size, len(raw), torn, faults, err)
	}
}
