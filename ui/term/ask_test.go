package term

import (
	"maps"
	"testing"
)

func TestInquiry(t *testing.T) {
	q := NewProbeBatch([]string{"“", "🚀", "é"}, 24)
	want := "\x1b[?7l\x1b[8m\x1b[2H“\x1b[6n\x1b[3H🚀\x1b[6n\x1b[4Hé\x1b[6n\x1b[m"
	if got := string(q.Bytes()); got != want {
		t.Errorf("asks %q, want %q", got, want)
	}
	if q.Answer(30, 5) {
		t.Error("took a report that it did not ask for")
	}
	if !q.Answer(1, 1) || q.Done() {
		t.Error("did not take the first answer")
	}
	if !q.Answer(3, 2) || !q.Done() { // the second got lost
		t.Error("did not take the last answer")
	}
	if want := map[string]int{"“": 1, "é": 2}; !maps.Equal(q.Columns(), want) {
		t.Errorf("learnt %v, want %v", q.Columns(), want)
	}
	if missing := q.Missing(); len(missing) != 1 || missing[0] != "🚀" {
		t.Errorf("missing %q", missing)
	}
	if q.Answer(1, 1) {
		t.Error("took an answer after the last")
	}
}

func TestInquiryLosesAnyOne(t *testing.T) {
	var clusters []string
	for r := '①'; r < '①'+50; r++ {
		clusters = append(clusters, string(r))
	}
	for lost := range clusters {
		q := NewProbeBatch(clusters, 24)
		for i := range clusters {
			if i != lost {
				q.Answer(q.row(i)-1, i+1)
			}
		}
		for i, c := range clusters {
			if n, ok := q.Columns()[c]; ok == (i == lost) || ok && n != i+1 {
				t.Fatalf("lost %d: %d has %d, %v", lost, i, n, ok)
			}
		}
	}
}
