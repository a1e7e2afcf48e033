package sidecar

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"slices"
	"testing"

	"pizhu/model"
)

const journalPath = "../../testdata/sidecar/v1.journal"

// rewrite parses all lines of a journal, and writes them again.
func rewrite(t testing.TB, raw []byte) []byte {
	t.Helper()
	lines, faults := Scan(raw, "")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var again []byte
	for _, l := range lines {
		r, err := l.Record()
		if err == nil {
			again, err = AppendRecord(again, r, Order{Attributes: []string{"year", "value", "unit", "modality"}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return again
}

func TestJournalKeepsEveryByte(t *testing.T) {
	raw := load(t, journalPath)
	same(t, rewrite(t, raw), raw)
}

func TestDesignJournalKeepsEveryByte(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/design/journal.txt")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the design at ../shared is not here")
	}
	same(t, rewrite(t, raw), raw)
}

// TestJournalOfEverySidecar puts all of a sidecar, with what is unknown in it,
// through a journal: the values are equal.
func TestJournalOfEverySidecar(t *testing.T) {
	f := parse(t, load(t, goldenPath))
	var e model.Edit
	for _, c := range f.Set.Claims {
		e.Changes = append(e.Changes, model.Change{After: c})
	}
	for _, r := range f.Set.Relations {
		e.Changes = append(e.Changes, model.Change{Before: r})
	}
	e.Changes = append(e.Changes, model.Change{Before: &model.Document{}, After: &f.Set.Document})
	raw, err := AppendRecord(nil, Record{Seq: 7, Op: OpEdit, Edit: e}, f.Order)
	if err != nil {
		t.Fatal(err)
	}
	lines, faults := Scan(raw, "s")
	if len(lines) != 1 || len(faults) != 0 || lines[0].Session != "s" || lines[0].Seq != 7 {
		t.Fatalf("%v, %v", lines, faults)
	}
	r, err := lines[0].Record()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range r.Edit.Changes {
		if !model.Same(c.Before, e.Changes[i].Before) || !model.Same(c.After, e.Changes[i].After) {
			t.Errorf("change %d is %+v, want %+v", i, c, e.Changes[i])
		}
	}
}

// TestEveryFlippedBitIsFound flips each bit of a journal, and cuts it at each
// byte: no record that was changed is ever taken for one, and all others are
// still found.
func TestEveryFlippedBitIsFound(t *testing.T) {
	raw := load(t, journalPath)
	whole, _ := Scan(raw, "")
	wants := map[string]bool{}
	for _, l := range whole {
		wants[string(l.raw)] = true
	}
	for i := range raw {
		for bit := range 8 {
			if testing.Short() && (i*8+bit)%17 != 0 {
				continue
			}
			flipped := bytes.Clone(raw)
			flipped[i] ^= 1 << bit
			lines, faults := Scan(flipped, "")
			for _, l := range lines {
				if !wants[string(l.raw)] {
					t.Fatalf("bit %d of byte %d: a changed record is taken: %s", bit, i, l.raw)
				}
			}
			if len(faults) == 0 || len(lines) < len(whole)-2 {
				t.Fatalf("bit %d of byte %d: %d of %d records, %v", bit, i, len(lines), len(whole), faults)
			}
		}
		lines, faults := Scan(raw[:i], "")
		if torn := i > 0 && raw[i-1] != '\n'; torn != (len(faults) == 1) || len(lines) != bytes.Count(raw[:i], []byte("\n")) {
			t.Fatalf("cut at byte %d: %d records, %v", i, len(lines), faults)
		}
	}
}

// TestAfterABrokenBegin holds that lines of a log are not taken for those of the
// session before, where the record is broken that says whose they are.
func TestAfterABrokenBegin(t *testing.T) {
	one := load(t, journalPath)
	lines, _ := Scan(one, "")
	both := slices.Concat(one, one)
	both[len(one)+20] ^= 1
	again, faults := Scan(both, "")
	if len(faults) != 1 || len(again) != 2*len(lines)-1 {
		t.Fatalf("%d lines, %v", len(again), faults)
	}
	for i, l := range again {
		if unknown := i >= len(lines); (l.Session == "") != unknown {
			t.Errorf("line %d is of the session %q", l.Number, l.Session)
		}
	}
}

func TestHostileRecords(t *testing.T) {
	const head = `{"seq":1,"time":"2026-11-23T09:07:00Z","op":"edit","action":"a","changes":[`
	for name, json := range map[string]string{
		"no item":          head + `{"kind":"claim","id":"a","before":null,"after":null}]}`,
		"another id":       head + `{"kind":"document","id":"a","before":null,"after":{}}]}`,
		"no such kind":     head + `{"kind":"x","id":"a","before":null,"after":{}}]}`,
		"kind comes late":  head + `{"before":{},"kind":"document","id":"","after":null}]}`,
		"claim of nothing": head + `{"kind":"claim","id":"a","before":null,"after":{"id":"a"}}]}`,
		"too deep":         head + `{"x":[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]}]}`,
		"twice":            head + `],"changes":[]}`,
		"cut":              head,
		"followed":         head + `]}{}`,
		"negative":         `{"seq":1,"time":"2026-11-23T09:07:00Z","op":"snapshot","through":-1,"sidecar":"` + zeros + `"}`,
		"no digest":        `{"seq":1,"time":"2026-11-23T09:07:00Z","op":"snapshot","through":1,"sidecar":"x"}`,
		"no time":          `{"seq":1,"time":"now","op":"edit","action":"a","changes":[]}`,
	} {
		lines, _ := Scan(summed(json), "s")
		if len(lines) != 1 {
			t.Errorf("%s: %d lines", name, len(lines))
			continue
		}
		fault := (*SyntaxError)(nil)
		if r, err := lines[0].Record(); !errors.As(err, &fault) || fault.Line != 1 || fault.Column <= sumLength {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func FuzzJournal(f *testing.F) {
	f.Add(load(f, journalPath))
	f.Add([]byte("00000000 {}\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		lines, _ := Scan(raw, "s")
		for _, l := range append(lines, sumless(raw)...) {
			r, err := l.Record()
			if err != nil {
				continue
			}
			again, err := AppendRecord(nil, r, Order{})
			if err != nil {
				t.Fatalf("what was read cannot be written: %v", err)
			}
			if found, faults := Scan(again, "s"); len(found) != 1 || len(faults) > 0 {
				t.Fatalf("%q: %v", again, faults)
			}
		}
	})
}

// sumless takes lines whatever their checksums: a fuzzer finds none.
func sumless(raw []byte) (lines []Line) {
	for _, json := range bytes.Split(raw, []byte("\n")) {
		if len(json) > sumLength {
			found, _ := Scan(summed(string(json[sumLength:])), "s")
			lines = append(lines, found...)
		}
	}
	return lines
}

// summed is a line with its checksum.
func summed(json string) []byte {
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum([]byte(json), crc32.MakeTable(crc32.Castagnoli)), json)
}
