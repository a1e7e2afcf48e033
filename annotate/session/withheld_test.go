package session

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/journal"
	"pizhu/annotate/layer"
	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// putBack is a layer whose sidecar is as it was before the last edits: 3 claims were made and
// 1 was deleted since. Old are the bytes of the sidecar, new those that it had last.
func putBack(t *testing.T) (a corpus.Article, o layer.Options, old, now string) {
	t.Helper()
	s, a, o := begin(t)
	o.Author.Now = clock()
	finish(t, s)
	s = reopen(t, a, o)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "潜力", "goal", "2030")
	finish(t, s)
	old = contents(t, a.SidecarPath("chen", ""))
	s = reopen(t, a, o)
	for _, piece := range []string{"未来产业", "未来科技", "去年5月"} {
		do(t, s, piece, "goal", "2035")
	}
	if err := s.Do(s.Editor().Delete(s.Set().Claim("c1"))); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	now = contents(t, a.SidecarPath("chen", ""))
	put(t, a.SidecarPath("chen", ""), old)
	return a, o, old, now
}

func contents(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// asks is what a session asks about its sidecar; empty where it asks nothing.
func asks(s *Session) string {
	if w, ok := s.Withheld(); ok {
		return w.String()
	}
	return ""
}

// TestASidecarThatWasPutBackStands holds that nothing made after it is replayed: not by a session, until its question is
// answered, and not by Load, which says how much it leaves out.
func TestASidecarThatWasPutBackStands(t *testing.T) {
	a, o, old, _ := putBack(t)
	s := reopen(t, a, o)
	if got := asks(s); got != "3 changes and 1 deletion" || len(s.Set().Claims) != 2 {
		t.Fatalf("it asks %q, with %d claims", got, len(s.Set().Claims))
	}
	e, _, err := s.Editor().LabelSpan(span(t, "发展"), "goal", "2030")
	if err == nil {
		err = s.Do(e)
	}
	if !errors.Is(err, ErrPutBack) {
		t.Errorf("an edit before the answer: %v", err)
	}
	if _, _, err := s.Undo(); !errors.Is(err, ErrPutBack) {
		t.Errorf("undo before the answer: %v", err)
	}
	d, err := layer.Load(a, o)
	if err != nil || len(d.Layers) != 1 || len(d.Layers[0].Set.Claims) != 2 || d.Layers[0].Withheld != [2]int{3, 1} || d.Layers[0].Recovered != 0 {
		t.Errorf("Load: %+v, %v", d.Layers, err)
	}
	if got := inspected(t, a, o); !strings.HasPrefix(got, "put-back .json: ") || strings.Contains(got, "\n") {
		t.Errorf("check: %q", got)
	}
	s.SaveRecovered()
	if s.Save() != nil {
		t.Error("the sidecar is written before the answer")
	}
	if err := s.Close(); err != nil || contents(t, s.backend.Path) != old {
		t.Errorf("leaving without an answer changed the sidecar: %v", err)
	}
	if got := asks(reopen(t, a, o)); got != "3 changes and 1 deletion" {
		t.Errorf("the next session asks %q", got)
	}
}

// TestAnswersAreRecords holds that neither answer is asked for again: not after a crash, not after the end of the session,
// and not when the sidecar that was left comes back with others between.
func TestAnswersAreRecords(t *testing.T) {
	for _, crash := range []bool{true, false} {
		for answer, want := range map[string]int{"leave": 2, "bring": 4} {
			t.Run(fmt.Sprintf("%s, crash %v", answer, crash), func(t *testing.T) {
				a, o, old, now := putBack(t)
				s := reopen(t, a, o)
				if answer == "bring" {
					if _, err := s.RestoreWithheld(); err != nil {
						t.Fatal(err)
					}
				} else {
					s.DiscardWithheld()
				}
				flush(t, s)
				if !crash {
					finish(t, s)
				}
				s = reopen(t, a, o)
				if asks(s) != "" || len(s.Set().Claims) != want {
					t.Errorf("a new session asks %q, with %d claims", asks(s), len(s.Set().Claims))
				}
				if d, err := layer.Load(a, o); err != nil || len(d.Layers[0].Set.Claims) != want || d.Layers[0].Withheld != [2]int{} {
					t.Errorf("Load: %+v, %v", d.Layers, err)
				}
				do(t, s, "发展", "goal", "2030")
				finish(t, s)
				if got := onDisk(t, a).Set.Claims; len(got) != want+1 {
					t.Errorf("%d claims in the sidecar, want %d", len(got), want+1)
				}
				mine := contents(t, s.backend.Path)
				put(t, s.backend.Path, now) // as git does that goes to the other branch
				other := reopen(t, a, o)
				if len(other.Set().Claims) != 4 || asks(other) == "" {
					t.Errorf("the other branch asks %q, with %d claims", asks(other), len(other.Set().Claims))
				}
				put(t, other.backend.Path, mine)
				if s := reopen(t, a, o); asks(s) != "" || len(s.Set().Claims) != want+1 {
					t.Errorf("back again it asks %q, with %d claims", asks(s), len(s.Set().Claims))
				}
				put(t, s.backend.Path, old)
				if got := asks(reopen(t, a, o)); got == "" {
					t.Error("of what was made after the answer it does not ask")
				}
			})
		}
	}
}

// TestWhatWasBroughtIsUndone holds that the answer that brings edits is an edit.
func TestWhatWasBroughtIsUndone(t *testing.T) {
	a, o, _, _ := putBack(t)
	s := reopen(t, a, o)
	before := short(s)
	if e, err := s.RestoreWithheld(); err != nil || len(e.Changes) != 4 {
		t.Fatalf("%+v, %v", e, err)
	}
	if _, ok, err := s.Undo(); !ok || err != nil || short(s) != before {
		t.Errorf("%v, %v\n%s", ok, err, short(s))
	}
}

// TestPutBackWhileItIsOpen puts an older sidecar back under a session, which has edits that no sidecar has yet.
func TestPutBackWhileItIsOpen(t *testing.T) {
	for _, bring := range []bool{false, true} {
		s, a, o := begin(t)
		do(t, s, "市场", "goal", "2030")
		tick(s)
		old := contents(t, s.backend.Path)
		do(t, s, "潜力", "goal", "2030")
		tick(s)
		do(t, s, "未来产业", "goal", "2030")
		flush(t, s)
		put(t, s.backend.Path, old)
		s.backend.Stamp = journal.FileStamp{}
		s.Poll()().Settle()
		if asks(s) != "2 changes" || len(s.Set().Claims) != 1 || s.Save() != nil {
			t.Fatalf("it asks %q, with %d claims", asks(s), len(s.Set().Claims))
		}
		want := 1
		if bring {
			if _, err := s.RestoreWithheld(); err != nil {
				t.Fatal(err)
			}
			want = 3
		} else {
			s.DiscardWithheld()
		}
		flush(t, s)
		if got := reopen(t, a, o); asks(got) != "" || len(got.Set().Claims) != want {
			t.Errorf("bring %v: a new session asks %q, with %d claims, want %d", bring, asks(got), len(got.Set().Claims), want)
		}
		do(t, s, "发展", "goal", "2030")
		finish(t, s)
		if got := onDisk(t, a).Set.Claims; len(got) != want+1 {
			t.Errorf("bring %v: %d claims in the sidecar", bring, len(got))
		}
	}
}

// TestKilledBetweenTwoStepsOfASave stops a save before each call to the disk, for good or with a call that fails. A save
// that did not end is no sidecar that was put back: all that was acknowledged is there, unasked. As a control, a
// snapshot is noted as written that was not: then it asks.
func TestKilledBetweenTwoStepsOfASave(t *testing.T) {
	for _, fails := range []bool{false, true} {
		stopped, controls := 0, 0
		for at := 0; ; at++ {
			_, a, o := begin(t)
			v := newVolume(t, filepath.Dir(a.Path))
			o.Disk = store.On(v)
			s := reopen(t, a, o)
			do(t, s, "市场", "goal", "2030")
			tick(s)
			do(t, s, "潜力", "goal", "2030")
			flush(t, s)
			var there *volume // what a new session finds after the kill
			calls := 0
			v.before = func(string, string) error {
				if calls++; calls-1 != at && (!fails || calls-1 < at) {
					return nil
				}
				if fails {
					return errors.New("it fails")
				}
				there = v.after(everything(v))
				return nil
			}
			tick(s)
			v.before = nil
			if calls <= at {
				break
			}
			if fails {
				there = v.after(everything(v))
			}
			stopped++
			o.Disk = store.On(there)
			next := reopen(t, a, o)
			if asks(next) != "" || len(next.Set().Claims) != 2 {
				t.Errorf("fails %v, before call %d: a new session asks %q, with %d claims", fails, at, asks(next), len(next.Set().Claims))
			}
			if d, err := layer.Load(a, o); err != nil || len(d.Layers) != 1 || len(d.Layers[0].Set.Claims) != 2 {
				t.Errorf("fails %v, before call %d: Load finds %+v, %v", fails, at, d.Layers, err)
			}
			if len(next.base.Claims) == 1 && notePending(t, there) {
				controls++
				if asks(reopen(t, a, o)) == "" {
					t.Errorf("fails %v, before call %d: the control asks nothing", fails, at)
				}
			}
		}
		if stopped < 10 || controls == 0 {
			t.Errorf("a save makes %d calls, of which %d have a control", stopped, controls)
		}
	}
}

// notePending notes in the journals of a volume that the last snapshot was written, where nothing says so, and reports
// whether there was one.
func notePending(t *testing.T, v *volume) bool {
	t.Helper()
	for _, f := range v.folders {
		for name, n := range f.entries {
			if !corpus.IsJournal(name) {
				continue
			}
			lines, _ := sidecar.Scan(n.data, "")
			last := lines[len(lines)-1]
			r, err := last.Record()
			if err != nil {
				t.Fatal(err)
			}
			if last.Op != sidecar.OpSnapshot || !r.Written.IsZero() {
				continue
			}
			r.Seq, r.Written, r.Time = r.Seq+1, r.Time, r.Time.Add(1)
			if n.data, err = sidecar.AppendRecord(slices.Clip(n.data), r, sidecar.Order{}); err != nil {
				t.Fatal(err)
			}
			return true
		}
	}
	return false
}

// everything is the cut that leaves all on the disk that was written: only the program was killed.
func everything(v *volume) cut {
	c := cut{map[*folder]int{}, map[*node]int{}}
	folders, nodes, _ := v.unsynced()
	for _, f := range folders {
		c.names[f] = 1<<len(f.changes) - 1
	}
	for _, n := range nodes {
		c.bytes[n] = 1 // of contents
	}
	return c
}

// asEarlierVersion makes the journals and the log of an article what a version made that did not note which sidecars came to
// their place.
func asEarlierVersion(t *testing.T, a corpus.Article) {
	t.Helper()
	entries, err := os.ReadDir(a.JournalFolders("", "")[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(a.JournalFolders("", "")[0], e.Name())
		lines, faults := sidecar.Scan([]byte(contents(t, path)), "")
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		var raw []byte
		for _, l := range lines {
			r, err := l.Record()
			if err != nil {
				t.Fatal(err)
			}
			if r.Encoding = ""; r.Written.IsZero() {
				raw, err = sidecar.AppendRecord(raw, r, sidecar.Order{})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		put(t, path, string(raw))
	}
}

// TestJournalsOfEarlierVersions holds that of the log of such a version, whose sessions ended, it is known that somebody put
// the sidecar back. Of a session that was cut off it is not: then nothing may be lost.
func TestJournalsOfEarlierVersions(t *testing.T) {
	a, o, _, _ := putBack(t)
	asEarlierVersion(t, a)
	if s := reopen(t, a, o); asks(s) != "3 changes and 1 deletion" || len(s.Set().Claims) != 2 {
		t.Errorf("a session that ended: it asks %q, with %d claims", asks(s), len(s.Set().Claims))
	}
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	tick(s)
	old := contents(t, s.backend.Path)
	do(t, s, "潜力", "goal", "2030")
	tick(s)
	asEarlierVersion(t, a)
	put(t, s.backend.Path, old)
	if s := reopen(t, a, o); asks(s) != "" || len(s.Set().Claims) != 2 {
		t.Errorf("a session that was cut off: it asks %q, with %d claims", asks(s), len(s.Set().Claims))
	}
}

// TestRecordsOfLaterVersionsAreKept holds that a record with an op that is not known is no damage, and goes to the log.
func TestRecordsOfLaterVersionsAreKept(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	flush(t, s)
	path := s.backend.JournalPath()
	later, err := sidecar.AppendRecord(nil, sidecar.Record{Seq: 90, Op: "vote", Unknown: `"for":"c1"`}, sidecar.Order{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, path, contents(t, path)+string(later))
	do(t, s, "潜力", "goal", "2030")
	flush(t, s)
	if got := inspected(t, a, o); strings.Contains(got, "damaged") {
		t.Errorf("check: %q", got)
	}
	if next := reopen(t, a, o); len(next.Set().Claims) != 2 || len(notices(next)) != 1 {
		t.Errorf("a new session has %d claims", len(next.Set().Claims))
	}
	finish(t, s)
	if log := contents(t, filepath.Join(s.backend.Folders[0], "chen.log")); !strings.Contains(log, string(later)) || strings.Count(log, `"op":"edit"`) != 2 {
		t.Errorf("the log is\n%s", log)
	}
}

// TestASaveThatIsUnderWayPutsNothingBack has a session write its sidecar again, as it was, over what another has saved
// since: the check before the rename came too early. Until it notes that this is done, the other's edits are replayed.
func TestASaveThatIsUnderWayPutsNothingBack(t *testing.T) {
	_, a, o := begin(t)
	v := newVolume(t, filepath.Dir(a.Path))
	o.Disk, o.Author.Now = store.On(v), clock()
	first := reopen(t, a, o)
	do(t, first, "市场", "goal", "2030")
	finish(t, first)
	one, two := reopen(t, a, o), reopen(t, a, o)
	do(t, two, "潜力", "goal", "2030")
	do(t, one, "未来产业", "goal", "2030")
	if _, _, err := one.Undo(); err != nil { // its sidecar is to be as it is already
		t.Fatal(err)
	}
	began, replaced, looked := false, false, 0
	v.before = func(call, path string) error {
		switch {
		case call == "rename" && strings.HasSuffix(path, ".tmp") && !began:
			began = true
			if err := two.saveLatest(); err != nil {
				t.Error(err)
			}
			replaced = true
		case call == "write" && corpus.IsJournal(path) && replaced:
			quiet := *v
			quiet.before = nil
			p := o
			p.Disk = store.On(&quiet)
			s := reopen(t, a, p)
			if got := asks(s); got != "" || len(s.Set().Claims) != 2 {
				t.Errorf("before %s of %s it asks %q, with %d claims", call, filepath.Base(path), got, len(s.Set().Claims))
			}
			looked++
		}
		return nil
	}
	if err := one.saveLatest(); err != nil {
		t.Fatal(err)
	}
	if looked != 1 { // before the note that it is done
		t.Errorf("looked %d times", looked)
	}
}

// TestAnAnswerReachesOthers holds that what one session answers ends the question of another that is open, before any sidecar
// is written, and that a third which is opened later is not asked. As a control, without an answer the question goes on.
func TestAnAnswerReachesOthers(t *testing.T) {
	for name, tt := range map[string]struct {
		answer func(*Session) error
		asks   string
		want   int
	}{
		"leave": {func(s *Session) error { s.DiscardWithheld(); return nil }, "", 1},
		"bring": {func(s *Session) error { _, err := s.RestoreWithheld(); return err }, "", 3},
		"none":  {func(*Session) error { return nil }, "2 changes", 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, a, o := begin(t)
			o.Author.Now = clock()
			one := reopen(t, a, o)
			do(t, one, "市场", "goal", "2030")
			tick(one)
			old := contents(t, one.backend.Path)
			do(t, one, "潜力", "goal", "2030")
			tick(one)
			two := reopen(t, a, o)
			do(t, two, "未来产业", "goal", "2030")
			tick(two)
			put(t, one.backend.Path, old)
			for _, s := range []*Session{one, two} {
				s.backend.Stamp = journal.FileStamp{}
				s.Poll()().Settle()
				s.Notices()
			}
			if asks(one) != "2 changes" || asks(two) != "2 changes" {
				t.Fatalf("they ask %q and %q", asks(one), asks(two))
			}
			if err := tt.answer(one); err != nil {
				t.Fatal(err)
			}
			flush(t, one)
			two.Poll()().Settle()
			third := reopen(t, a, o)
			for _, s := range []*Session{two, third} {
				if got := asks(s); got != tt.asks || len(s.Set().Claims) != tt.want || len(s.Conflicts()) > 0 {
					t.Errorf("a session asks %q, with %d claims, want %d: %v", got, len(s.Set().Claims), tt.want, s.Conflicts())
				}
			}
			if news := two.Notices(); (len(news) > 0) != (tt.asks == "") {
				t.Errorf("it says %q", news)
			}
			if tt.asks != "" {
				return
			}
			do(t, two, "发展", "goal", "2030")
			finish(t, two)
			finish(t, one)
			if n := len(onDisk(t, a).Set.Claims); n != tt.want+1 {
				t.Errorf("%d claims in the sidecar, want %d", n, tt.want+1)
			}
		})
	}
}

// TestTwoSessionsAnswer puts a sidecar back under two sessions, of which one answers, or both.
func TestTwoSessionsAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		answer func(one, two *Session) error
		want   int
	}{
		"one leaves it":                {func(one, _ *Session) error { one.DiscardWithheld(); return nil }, 1},
		"one brings it":                {func(one, _ *Session) error { _, err := one.RestoreWithheld(); return err }, 2},
		"one leaves it, one brings it": {func(one, two *Session) error { one.DiscardWithheld(); _, err := two.RestoreWithheld(); return err }, 2},
		"both bring it": {func(one, two *Session) error {
			_, err := one.RestoreWithheld()
			_, too := two.RestoreWithheld()
			return errors.Join(err, too)
		}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			_, a, o := begin(t)
			o.Author.Now = clock()
			one := reopen(t, a, o)
			do(t, one, "市场", "goal", "2030")
			tick(one)
			old := contents(t, one.backend.Path)
			do(t, one, "潜力", "goal", "2030")
			tick(one)
			two := reopen(t, a, o)
			put(t, one.backend.Path, old)
			for _, s := range []*Session{one, two} {
				s.backend.Stamp = journal.FileStamp{}
				s.Poll()().Settle()
				if asks(s) != "1 change" {
					t.Fatalf("it asks %q", asks(s))
				}
			}
			if err := tt.answer(one, two); err != nil {
				t.Fatal(err)
			}
			for _, s := range []*Session{one, two} {
				flush(t, s)
				finish(t, s)
			}
			end := reopen(t, a, o)
			if asks(end) != "" || len(end.Set().Claims) != tt.want || len(end.Conflicts()) > 0 {
				t.Errorf("a new session asks %q, with %d claims, want %d: %v", asks(end), len(end.Set().Claims), tt.want, end.Conflicts())
			}
			if n := len(onDisk(t, a).Set.Claims); n != tt.want {
				t.Errorf("%d claims in the sidecar", n)
			}
		})
	}
}
