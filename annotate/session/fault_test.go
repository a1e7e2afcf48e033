//go:build unix

package session

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pizhu/annotate/layer"
	"pizhu/annotate/store"
	"pizhu/model/corpus"
)

// A faulty disk is a volume of which calls fail: from one on, as many as are
// wanted, and where wanted only below a folder.
type faulty struct {
	*volume
	from, many int
	with       error
	below      string
	armed      bool // calls are counted, and fail
	calls      int
	failed     int
}

func newFaulty(t *testing.T, at string) *faulty {
	f := &faulty{volume: newVolume(t, at)}
	f.before = func(_, path string) error {
		if !f.armed || !strings.HasPrefix(path, f.below) {
			return nil
		}
		f.calls++
		if f.calls <= f.from || f.calls > f.from+f.many {
			return nil
		}
		f.failed++
		return f.with
	}
	return f
}

// mended is the volume as it is now, without faults.
func (f *faulty) mended() *volume {
	v := *f.volume
	v.before = nil
	return &v
}

// faultyWork edits, flushes and saves while calls fail, mends the disk and goes
// on. It reports what was lost on the way, or is not in order in the end.
func faultyWork(t *testing.T, a corpus.Article, o layer.Options, f *faulty) error {
	o.Disk = store.On(f)
	l := newLedger(reopen(t, a, o), "c")
	check := func(when string) error {
		o := o
		var fault error
		err := f.mended().cuts(func(c cut) {
			if fault == nil {
				fault = lost(f.after(c), a, o, l)
			}
		})
		if fault != nil {
			return fmt.Errorf("%s: %w", when, fault)
		}
		return err
	}
	r := rand.New(rand.NewPCG(11, 1))
	f.armed = true
	for round := range 6 {
		failed := f.failed
		for range 1 + round%2 {
			if err := l.edit(r); err != nil {
				return err
			}
		}
		l.settle(l.Flush())
		state, err := l.State()
		if (state == Durable) != (err == nil) || state == Failed && f.failed == failed {
			return fmt.Errorf("flush %d: state %v, %v after %d faults", round, state, err, f.failed-failed)
		}
		if state == Failed && !errors.Is(err, f.with) {
			return fmt.Errorf("flush %d says %v, not %v", round, err, f.with)
		}
		if err := check("after a flush"); err != nil {
			return err
		}
		if round%2 == 1 {
			l.settle(l.Save())
			if err := check("after a save"); err != nil {
				return err
			}
		}
	}
	f.armed = false
	for range 3 { // as the screen does: what failed is tried again, what another wrote is read first
		l.settle(l.Flush())
		l.settle(l.Save())
	}
	if state, err := l.State(); state != Durable {
		return fmt.Errorf("mended, the state is %v, %v", state, err)
	}
	if behind, err := l.Unsaved(); behind || err != nil {
		return fmt.Errorf("mended, the sidecar is behind: %v, %v", behind, err)
	}
	if l.sure != len(l.states)-1 {
		return fmt.Errorf("%d of %d edits are acknowledged", l.sure, len(l.states)-1)
	}
	if err := check("mended"); err != nil {
		return err
	}
	if err := l.Close(); err != nil {
		return err
	}
	return check("closed")
}

// TestEveryCallOfAFlushAndASaveFails lets each call fail, alone and with all
// that come after it until the disk is mended.
func TestEveryCallOfAFlushAndASaveFails(t *testing.T) {
	faults := []syscall.Errno{syscall.ENOSPC, syscall.EIO, syscall.EDQUOT, syscall.EROFS, syscall.EACCES}
	step := 3
	if testing.Short() {
		faults, step = faults[:2], 23
	}
	_, a, o := begin(t)
	at := filepath.Dir(a.Path)
	whole := newFaulty(t, at)
	if err := faultyWork(t, a, o, whole); err != nil {
		t.Fatal(err)
	}
	runs, failed := 0, 0
	for i, with := range faults {
		for from := i % step; from < whole.calls; from += step {
			for _, many := range []int{1, whole.calls} {
				f := newFaulty(t, at)
				f.with, f.from, f.many = with, from, many
				if err := faultyWork(t, a, o, f); err != nil {
					t.Fatalf("%v at call %d and %d after it: %v", with, from, many-1, err)
				}
				runs, failed = runs+1, failed+f.failed
			}
		}
	}
	t.Logf("%d runs in which %d calls failed: nothing acknowledged was lost, and all was written in the end", runs, failed)
}

// TestAFolderThatCannotBeWritten has the journals where the program keeps what
// it remembers, from any call on.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	_, a, o := begin(t)
	at := filepath.Dir(a.Path)
	o.State = filepath.Join(t.TempDir(), "state")
	for from := range 60 {
		f := newFaulty(t, at)
		f.with, f.from, f.many, f.below = syscall.EROFS, from, 1000, at
		o.Disk = store.On(f)
		l := newLedger(reopen(t, a, o), "c")
		f.armed = true
		r := rand.New(rand.NewPCG(5, 5))
		for range 5 {
			if err := l.edit(r); err != nil {
				t.Fatal(err)
			}
			l.settle(l.Flush())
			if state, err := l.State(); state != Durable {
				t.Fatalf("from call %d: %v, %v", from, state, err)
			}
			l.settle(l.Save())
		}
		if err := lost(f.mended(), a, o, l); err != nil {
			t.Fatalf("from call %d: %v", from, err)
		}
	}
}
