package session

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/edit"
	"pizhu/annotate/sidecar"
	"pizhu/model"
)

// flush makes all that was done durable, and leaves the sidecar as it is.
func flush(t *testing.T, s *Session) {
	t.Helper()
	if job := s.Flush(); job != nil {
		job().Settle()
	}
	if state, err := s.State(); state != Durable {
		t.Fatalf("state %v, %v", state, err)
	}
}

func tick(s *Session) {
	if job := s.Save(); job != nil {
		job().Settle()
	}
}

// journals are the names in the folder of an article's journals.
func journals(t *testing.T, path string) string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".pizhu"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimLeft(filepath.Ext(e.Name()), "."))
	}
	return strings.Join(names, " ")
}

// TestAcknowledgedIsFoundWithoutASidecar: the program is killed at any moment
// after an acknowledgement.
func TestAcknowledgedIsFoundWithoutASidecar(t *testing.T) {
	s, a, o := begin(t)
	want := []string{short(s)}
	for i, piece := range []string{"市场", "潜力", "市场潜力大", "未来产业"} {
		do(t, s, piece, "goal", "2030")
		flush(t, s)
		if i == 1 {
			tick(s)
		}
		if i == 3 {
			if _, _, err := s.Undo(); err != nil {
				t.Fatal(err)
			}
			flush(t, s)
		}
		want = append(want, short(s))
		if got := short(reopen(t, a, o)); got != short(s) {
			t.Errorf("after %d edits a new start finds\n%swant\n%s", i+1, got, short(s))
		}
	}
	if names := journals(t, a.Path); names != "journal" {
		t.Errorf("journals: %q", names)
	}
	again := reopen(t, a, o)
	if err := again.Close(); err != nil || len(onDisk(t, a).Set.Claims) != 3 || journals(t, a.Path) != "log journal" && journals(t, a.Path) != "journal log" {
		t.Errorf("a session that found work did not write it: %v, %q", err, journals(t, a.Path))
	}
	if err := reopen(t, a, o).Close(); err != nil {
		t.Errorf("a session that found nothing: %v", err)
	}
	if err := s.Close(); err != nil || journals(t, a.Path) != "log" {
		t.Errorf("%q, %v", journals(t, a.Path), err)
	}
}

// TestUndoSurvivesARestart takes back in each session what an earlier one did.
func TestUndoSurvivesARestart(t *testing.T) {
	s, a, o := begin(t)
	states := []string{short(s)}
	for _, piece := range []string{"市场", "潜力", "市场潜力大", "未来产业"} {
		do(t, s, piece, "goal", "2030")
		states = append(states, short(s))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = reopen(t, a, o)
	}
	step := func(back func() (model.Edit, bool, error), want string) {
		t.Helper()
		if e, ok, err := back(); !ok || err != nil || !strings.HasPrefix(string(e.Action), "label:") || short(s) != want {
			t.Fatalf("%v, %v, %v: got\n%swant\n%s", e.Action, ok, err, short(s), want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = reopen(t, a, o)
	}
	for i := range slices.Backward(states[1:]) {
		step(s.Undo, states[i])
	}
	if _, ok, err := s.Undo(); ok || err != nil {
		t.Errorf("undo before the first: %v", err)
	}
	for _, want := range states[1:] {
		step(s.Redo, want)
	}
	if _, ok, err := s.Redo(); ok || err != nil {
		t.Errorf("redo after the last: %v", err)
	}
	step(s.Undo, states[len(states)-2])
	do(t, s, "潜力", "goal", "2035")
	if _, ok, _ := s.Redo(); ok {
		t.Error("redo after another edit")
	}
}

// runs returns how often a test is done: all times, or with -short only some.
func runs[N int | uint64](t *testing.T, all, short N) N {
	t.Helper()
	if testing.Short() {
		return short
	}
	return all
}

// TestRandomWork holds that undoing all gives the start, over restarts with and
// without a clean end. The control leaves one inverse out.
func TestRandomWork(t *testing.T) {
	for seed := range runs(t, 20, 4) {
		if !randomWork(t, rand.New(rand.NewPCG(1, uint64(seed))), false) {
			t.Errorf("seed %d: undoing all does not give the start", seed)
		}
	}
	found := 0
	for seed := range uint64(8) {
		if !randomWork(t, rand.New(rand.NewPCG(1, seed)), true) {
			found++
		}
	}
	if found == 0 {
		t.Error("the control: an inverse that was left out is not found")
	}
}

func randomWork(t *testing.T, r *rand.Rand, drop bool) bool {
	s, a, o := begin(t)
	start := short(s)
	restart := func() {
		switch r.IntN(4) {
		case 0:
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		case 1:
			flush(t, s)
			tick(s)
		case 2:
			flush(t, s)
		default:
			return
		}
		before := short(s)
		if s = reopen(t, a, o); short(s) != before {
			t.Fatalf("a restart changed\n%sto\n%s", before, short(s))
		}
	}
	labels := []string{"2030", "2035"}
	for range 30 {
		switch r.IntN(5) {
		case 0:
			_, _, _ = s.Undo()
		case 1:
			_, _, _ = s.Redo()
		default:
			do(t, s, []string{"市场", "潜力", "未来产业"}[r.IntN(3)], "goal", labels[r.IntN(2)])
		}
		restart()
	}
	for n := 0; ; n++ {
		if drop && n == 5 {
			for len(s.undoable) == 0 && s.recallEarlier() {
			}
			s.undoable = s.undoable[:max(0, len(s.undoable)-1)]
		}
		if _, ok, err := s.Undo(); err != nil && !drop {
			t.Fatal(err)
		} else if !ok && err == nil {
			break
		}
		if !drop {
			restart()
		}
	}
	return short(s) == start
}

// TestAForeignSidecarIsMerged: another program wrote the sidecar while the
// session was cut off with work that is only in its journal.
func TestAForeignSidecarIsMerged(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "潜力", "goal", "2030")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, a, o)
	do(t, s, "未来产业", "goal", "2035")
	flush(t, s)
	f := onDisk(t, a)
	f.Set.Claims = slices.Clone(f.Set.Claims[1:])
	foreign := f.Set.Claims[0].Clone()
	foreign.Note = "of another program"
	f.Set.Claims[0] = foreign
	raw := new(strings.Builder)
	if err := sidecar.Write(raw, f); err != nil {
		t.Fatal(err)
	}
	put(t, a.SidecarPath("chen", ""), raw.String())
	again := reopen(t, a, o)
	if got := again.Set(); len(got.Claims) != 2 || got.Claim(foreign.ID).Note != foreign.Note || len(again.Conflicts()) != 0 {
		t.Errorf("%s%v", short(again), again.Conflicts())
	}
	s.Poll()().Settle()
	if short(s) != short(again) || len(s.Conflicts()) != 0 || len(notices(s)) != 1 {
		t.Errorf("the running session has\n%s%v", short(s), s.Conflicts())
	}
	if _, _, err := again.Undo(); err != nil || len(again.Set().Claims) != 1 {
		t.Errorf("undo of the newest: %v", err)
	}
	if _, _, err := again.Undo(); err == nil || len(again.Set().Claims) != 1 {
		t.Errorf("undo of what another program changed: %v", err)
	}
}

// TestBothSidesOfAConflictStay: two sessions change one claim.
func TestBothSidesOfAConflictStay(t *testing.T) {
	s, a, o := begin(t)
	do(t, s, "市场", "goal", "2030")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	one, two := reopen(t, a, o), reopen(t, a, o)
	do(t, one, "市场", "cluster", "health")
	do(t, two, "市场", "cluster", "materials")
	flush(t, two)
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	again := reopen(t, a, o)
	if got := short(again); strings.Count(got, "\n") != 2 || !strings.Contains(got, "health") || !strings.Contains(got, "materials") || len(two.Conflicts()) == 0 {
		t.Errorf("%s%v", got, two.Conflicts())
	}
}

// TestSixteenSessions work on one article at once, and nobody loses anything,
// whatever the order in which they write and leave.
func TestSixteenSessions(t *testing.T) {
	_, a, o := begin(t)
	r := rand.New(rand.NewPCG(3, 4))
	sessions := make([]*Session, 16)
	want := 0
	for i := range sessions {
		sessions[i] = reopen(t, a, o)
	}
	for range 200 {
		s := sessions[r.IntN(len(sessions))]
		switch r.IntN(3) {
		case 0:
			tick(s)
		case 1:
			flush(t, s)
		default:
			c := &model.Claim{
				ID: edit.NewID(), Fragments: []model.Fragment{model.Describe(s.Text(), span(t, "市场"))},
				Provenance: model.Provenance{By: "chen", Method: model.Person, Created: s.author.Now()},
			}
			if err := s.Do(model.Edit{Action: "add", Changes: []model.Change{{After: c}}}); err != nil {
				t.Fatal(err)
			}
			want++
		}
	}
	for _, s := range sessions {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if got := len(onDisk(t, a).Set.Claims); got != want {
		t.Errorf("%d claims in the sidecar, want %d", got, want)
	}
	s := reopen(t, a, o)
	for _, ok, err := s.Undo(); ok; _, ok, err = s.Undo() {
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(s.Set().Claims) != 0 || journals(t, a.Path) != "log" {
		t.Errorf("after undoing all %d claims are left; journals: %s", len(s.Set().Claims), journals(t, a.Path))
	}
}
