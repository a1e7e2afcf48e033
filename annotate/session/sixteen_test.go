package session

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pizhu/annotate/layer"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// turns lets one of several goroutines run at a time. Each stops before every
// call to the disk, and chance says who goes on: the same one for the same seed.
type turns struct {
	*rand.Rand
	now     int
	goOn    []chan struct{}
	stopped chan bool // whether the one that ran is done
}

func newTurns(n int, seed uint64) *turns {
	x := &turns{Rand: rand.New(rand.NewPCG(seed, 16)), stopped: make(chan bool)}
	for range n {
		x.goOn = append(x.goOn, make(chan struct{}))
	}
	return x
}

// stop is called by the one that runs.
func (x *turns) stop() {
	next := x.goOn[x.now]
	x.stopped <- false
	<-next
}

// run runs work for each number to its end, and calls between after every step.
func (x *turns) run(work func(i int), between func()) {
	running := x.Perm(len(x.goOn))
	for i := range x.goOn {
		go func() {
			<-x.goOn[i]
			work(i)
			x.stopped <- true
		}()
	}
	for len(running) > 0 {
		at := x.IntN(len(running))
		x.now = running[at]
		x.goOn[x.now] <- struct{}{}
		if <-x.stopped {
			running = append(running[:at], running[at+1:]...)
		}
		between()
	}
}

// crowd has sessions work on one article at once, on a disk on which no lock
// holds and every writer seems to be gone. It reports what is lost, at the end
// or when the power is cut on the way, and how many calls were made.
func crowd(t *testing.T, sessions int, seed uint64) (calls int, fault error) {
	_, a, o := begin(t)
	v := newVolume(t, filepath.Dir(a.Path))
	v.left = true
	o.Disk, o.MaxJournal, o.Author.Now = store.On(v), cramped(seed), clock()
	x := newTurns(sessions, seed)
	ledgers := make([]*ledger, sessions)
	for i := range ledgers {
		ledgers[i] = newLedger(reopen(t, a, o), fmt.Sprintf("s%dc", i))
	}
	v.before = func(string, string) error { x.stop(); return nil }
	quiet := func() *volume { w := *v; w.before = nil; return &w }
	x.run(func(i int) {
		if err := bustle(ledgers[i], a, o, x.Rand); err != nil {
			fault = errors.Join(fault, fmt.Errorf("session %d: %w", i, err))
		}
	}, func() {
		if calls++; calls%10 == 0 && fault == nil {
			fault = lost(quiet().after(v.anyCut(x.Rand)), a, o, ledgers...)
		}
	})
	if fault == nil {
		fault = lost(quiet(), a, o, ledgers...)
	}
	for i, l := range ledgers {
		if l.sure != len(l.states)-1 && fault == nil {
			fault = fmt.Errorf("session %d ended with %d of %d edits acknowledged", i, l.sure, len(l.states)-1)
		}
	}
	return calls, fault
}

// clock goes on by a millisecond each time that it is asked: what one session does after
// another has done something is later.
func clock() func() time.Time {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	return func() time.Time { now = now.Add(time.Millisecond); return now }
}

// bustle is what one session of a crowd does: it edits, flushes, saves, looks,
// leaves and comes back.
func bustle(l *ledger, a corpus.Article, o layer.Options, r *rand.Rand) error {
	for range 12 {
		switch r.IntN(8) {
		case 0, 1, 2:
			if err := l.edit(r); err != nil {
				return err
			}
		case 3, 4:
			l.settle(l.Flush())
		case 5:
			l.settle(l.Save())
		case 6:
			l.settle(l.Poll())
		case 7:
			if err := l.leave(); err != nil {
				return err
			}
			s, err := Open(a, o)
			if err != nil {
				return err
			}
			if err := l.lacks(s.Set()); err != nil {
				return fmt.Errorf("back again: %w", err)
			}
			l.begin(s)
		}
	}
	return l.leave()
}

// leave ends the session. That others write the sidecar all the time is no
// failure: the work is in the journal. That they take a journal away before
// anything is acknowledged in it is tried again.
func (l *ledger) leave() error {
	var err error
	for range 9 {
		err = l.Close()
		l.acknowledge()
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if errors.Is(err, store.ErrChanged) {
		return nil
	}
	return err
}

// TestSixteenSessionsWithoutLocks lets two, four and sixteen sessions take turns
// at every call to the disk, with nothing that keeps them apart.
func TestSixteenSessionsWithoutLocks(t *testing.T) {
	for sessions, runs := range map[int]uint64{2: 8, 4: 8, 16: 4} {
		if testing.Short() {
			runs = 1
		}
		calls := 0
		for seed := range runs {
			n, err := crowd(t, sessions, seed)
			if err != nil {
				t.Fatalf("%d sessions, seed %d: %v", sessions, seed, err)
			}
			calls += n
		}
		t.Logf("%d times %d sessions took turns at %d calls: nothing was lost", runs, sessions, calls)
	}
}

// TestAJournalThatIsTakenAway joins the journal of a session that is at work to
// the log: it notices, and goes on in a new one.
func TestAJournalThatIsTakenAway(t *testing.T) {
	_, a, o := begin(t)
	v := newVolume(t, filepath.Dir(a.Path))
	v.left = true
	o.Disk = store.On(v)
	one := reopen(t, a, o)
	do(t, one, "市场", "goal", "2030")
	flush(t, one)
	tick(one)
	two := reopen(t, a, o)
	do(t, two, "潜力", "goal", "2030")
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	do(t, one, "未来产业", "goal", "2030")
	flush(t, one)
	if got := short(reopen(t, a, o)); strings.Count(got, "\n") != 3 {
		t.Errorf("a new session finds\n%s", got)
	}
}

// TestAnUndoneEditInTheLogStaysUndone has a session undo an edit that others have joined to the log meanwhile, with the
// sidecar that has it: its place there says so, for no record counts the session's edits any more.
func TestAnUndoneEditInTheLogStaysUndone(t *testing.T) {
	for _, limit := range []int64{0, 2000} {
		_, a, o := begin(t)
		v := newVolume(t, filepath.Dir(a.Path))
		v.left = true
		o.Disk, o.MaxJournal, o.Author.Now = store.On(v), limit, clock()
		one := reopen(t, a, o)
		do(t, one, "市场", "goal", "2030")
		flush(t, one)
		for _, piece := range []string{"潜力", "未来产业", "未来科技", "去年5月"} {
			two := reopen(t, a, o)
			do(t, two, piece, "goal", "2030")
			if err := two.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if _, ok, err := one.Undo(); err != nil || !ok {
			t.Fatal(ok, err)
		}
		if err := one.saveLatest(); err != nil {
			t.Fatal(err)
		}
		if got := short(one); strings.Contains(got, "市场") || strings.Count(got, "\n") != 4 {
			t.Errorf("limit %d: it has\n%s", limit, got)
		}
	}
}
