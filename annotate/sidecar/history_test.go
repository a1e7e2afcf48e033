package sidecar

import (
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

const adriftPath = "../../testdata/sidecar/v1-adrift.json"

// TestAdriftKeepsEveryByte reads a file with claims of an earlier, longer text,
// and puts them through a journal.
func TestAdriftKeepsEveryByte(t *testing.T) {
	raw := load(t, adriftPath)
	f := parse(t, raw)
	same(t, write(t, f), raw)
	if len(f.Set.Claims) != 1 || len(f.Set.Adrift) != 4 || f.Set.Adrift[3].End() <= f.Document.Length {
		t.Fatalf("%d claims in the text, %d adrift", len(f.Set.Claims), len(f.Set.Adrift))
	}
	if err := validate(t, published(t), raw); err != nil {
		t.Error(err)
	}
	var e model.Edit
	for _, c := range f.Set.All() {
		e.Changes = append(e.Changes, model.Change{Before: c})
	}
	line, err := AppendRecord(nil, Record{Seq: 1, Op: OpEdit, Edit: e}, f.Order)
	if err != nil {
		t.Fatal(err)
	}
	lines, _ := Scan(line, "s")
	r, err := lines[0].Record()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range r.Edit.Changes {
		if !model.Same(c.Before, e.Changes[i].Before) {
			t.Errorf("%+v, want %+v", c.Before, e.Changes[i].Before)
		}
	}
}

func TestRemember(t *testing.T) {
	stood := []model.Fragment{{Span: text.Span{Start: 3, End: 5}, Text: "眠\u0000"}}
	entry := `{"standing": "moved", "stood": [{"start": 3, "end": 5, "text": "眠\u0000", "prefix": "", "suffix": ""}], "stood_in": "` + zeros + `"}`
	for before, want := range map[string]string{
		``:                `[` + entry + `]`,
		`[]`:              `[` + entry + `]`,
		`[{"x": [1]}]`:    `[{"x": [1]}, ` + entry + `]`,
		`{"x": 1}`:        `[{"x": 1}, ` + entry + `]`,
		`[` + entry + `]`: `[` + entry + `, ` + entry + `]`,
	} {
		got, err := AppendHistory([]byte(before), stood, zeros, model.Moved)
		if err != nil || string(got) != want {
			t.Errorf("%s and one more: %s, %v", before, got, err)
		}
		if again, err := oneLine(nil, got); err != nil || string(again) != string(got) {
			t.Errorf("%s is not as it would be read", got)
		}
	}
	if _, err := AppendHistory(nil, stood, strings.Repeat("x", 64), model.Moved); err == nil {
		t.Error("a history of no text")
	}
}
