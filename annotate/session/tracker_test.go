package session

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/model/corpus"
)

// records are the edits in the files of an article's journals and log.
func records(t *testing.T, path string) map[journal.RecordID]bool {
	t.Helper()
	found := map[journal.RecordID]bool{}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".pizhu", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, session, _ := corpus.SplitJournal(filepath.Base(file))
		lines, faults := sidecar.Scan(raw, session)
		if len(faults) > 0 {
			t.Fatalf("%s: %v", file, faults)
		}
		for _, l := range lines {
			if l.Op == sidecar.OpEdit {
				found[journal.RecordID{Session: l.Session, Seq: l.Seq}] = true
			}
		}
	}
	return found
}

// TestALogThatIsTooLarge works on an article whose log outgrows what is held of it:
// it opens all the same, with all of its claims; what is not so old is undone; the
// reader is told of the rest; and no record leaves the disk.
func TestALogThatIsTooLarge(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场潜力大", "goal", "2030")
	finish(t, s)
	o.MaxJournal = 8000
	note := ""
	for i := range 12 {
		s := reopen(t, a, o)
		for range 3 {
			note += fmt.Sprint(i)
			if err := s.Do(s.Editor().Note(s.Set().Claims[0], note)); err != nil {
				t.Fatal(err)
			}
			flush(t, s)
		}
		finish(t, s)
	}
	if n := len(records(t, a.Path)); n != 37 {
		t.Errorf("%d records of 37", n)
	}
	s = reopen(t, a, o)
	if s.Set().Claims[0].Note != note || len(s.Conflicts()) > 0 {
		t.Errorf("%q, %v", s.Set().Claims[0].Note, s.Conflicts())
	}
	if news := strings.Join(notices(s), "\n"); !strings.HasSuffix(news, `chen.log" is very large: older edits in it cannot be undone from here`) {
		t.Errorf("it says %q", news)
	}
	held := 0
	if f, err := newBackend(a, o).ReadUsable(); err == nil {
		for _, l := range f.History.Lines {
			held += l.Len()
		}
	}
	if held == 0 || held > 9000 {
		t.Errorf("%d bytes are held, of a limit of 8000", held)
	}
	undone := 0
	for ; ; undone++ {
		if _, ok, err := s.Undo(); err != nil {
			t.Fatal(err)
		} else if !ok {
			break
		}
	}
	if undone == 0 || undone >= 37 {
		t.Errorf("%d of 37 edits were undone", undone)
	}
	all, damaged, err := layer.ReadLog(a, "", o)
	if err != nil || len(damaged) != 1 || !strings.HasSuffix(damaged[0].Error(), layer.ErrSkipped.Error()) || len(all) != undone {
		t.Errorf("%d deeds, %v, %v", len(all), damaged, err)
	}
	o.MaxJournal = 0
	if all, damaged, err := layer.ReadLog(a, "", o); len(all) != 37 || len(damaged) > 0 || err != nil {
		t.Errorf("with room for all: %d deeds, %v, %v", len(all), damaged, err)
	}
}

// TestAJournalThatIsTooLarge finds all that a session did in its journal though
// that is larger than what is held of one: without the sidecar, with an older one,
// and with one that another program wrote. Joining it to the log loses nothing.
func TestAJournalThatIsTooLarge(t *testing.T) {
	for name, spoil := range map[string]func(path string, older []byte) error{
		"as it was left":  func(string, []byte) error { return nil },
		"no sidecar":      func(path string, _ []byte) error { return os.Remove(path) },
		"an older one":    func(path string, older []byte) error { return os.WriteFile(path, older, 0o644) },
		"another program": func(path string, older []byte) error { return os.WriteFile(path, append(older, '\n'), 0o644) },
	} {
		s, a, o := begin(t)
		var older []byte
		for i, piece := range pieces {
			do(t, s, piece, "goal", "2030")
			flush(t, s)
			s.Save()().Settle()
			if i == 2 {
				raw, err := os.ReadFile(a.SidecarPath("chen", ""))
				if err != nil {
					t.Fatal(err)
				}
				older = raw
			}
		}
		want, written := stood(s.Set()), records(t, a.Path)
		if err := spoil(a.SidecarPath("chen", ""), older); err != nil {
			t.Fatal(err)
		}
		o.MaxJournal = 900
		next := reopen(t, a, o)
		if w, asks := next.Withheld(); asks != (name == "an older one") || asks && w.String() != "3 changes" {
			t.Errorf("%s: asks %v, %v", name, asks, w)
		}
		if _, err := next.RestoreWithheld(); err != nil {
			t.Fatal(err)
		}
		if got := stood(next.Set()); got != want {
			t.Errorf("%s:\n%swant\n%s", name, got, want)
		}
		next.SaveRecovered()
		finish(t, next)
		for _, limit := range []int64{900, 0} {
			o.MaxJournal = limit
			if got := stood(reopen(t, a, o).Set()); got != want {
				t.Errorf("%s, opened again:\n%swant\n%s", name, got, want)
			}
		}
		kept := records(t, a.Path)
		for r := range written {
			if !kept[r] {
				t.Errorf("%s: the record %v is gone", name, r)
			}
		}
	}
}

// TestLargeAndSmallAlike works at random with two sessions that hold little of
// their journals, and reads all with room for everything: the same is there.
func TestLargeAndSmallAlike(t *testing.T) {
	for seed := range runs(t, uint64(20), 4) {
		r := rand.New(rand.NewPCG(seed, 5))
		s, a, o := begin(t)
		o.MaxJournal = 500 + r.Int64N(3000)
		sessions := []*Session{s, reopen(t, a, o)}
		for range 40 {
			i := r.IntN(2)
			s := sessions[i]
			switch r.IntN(5) {
			case 0, 1:
				e, _, err := s.Editor().LabelSpan(span(t, pieces[r.IntN(len(pieces))]), "goal", []string{"2030", "2035"}[r.IntN(2)])
				if err == nil {
					err = s.Do(e)
				}
				if err != nil {
					t.Fatal(err)
				}
			case 2:
				if job := s.Flush(); job != nil {
					job().Settle()
				}
			case 3:
				tick(s)
			case 4:
				finish(t, s)
				sessions[i] = reopen(t, a, o)
			}
		}
		for _, s := range sessions {
			finish(t, s)
		}
		little := short(reopen(t, a, o))
		o.MaxJournal = 0
		if all := short(reopen(t, a, o)); all != little {
			t.Fatalf("seed %d: with little\n%swith all\n%s", seed, little, all)
		}
	}
}
