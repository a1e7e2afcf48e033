package session

import (
	"errors"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/layer"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
	"pizhu/model/text"
)

// A ledger notes what a session did, and how much of it was acknowledged.
type ledger struct {
	*Session
	own    map[string]bool     // ids of its claims and relations
	states []map[string]string // what it says of each: at the start, and after each edit
	sure   int                 // the newest state that was acknowledged
	made   int
	prefix string // of its ids
}

func newLedger(s *Session, prefix string) *ledger {
	l := &ledger{own: map[string]bool{}, prefix: prefix}
	l.begin(s)
	return l
}

// begin goes on with a new session, which has found something.
func (l *ledger) begin(s *Session) {
	l.Session, l.sure = s, 0
	l.states = []map[string]string{l.picture(s.Set())}
}

// picture is what a set says of the ledger's claims and relations, by their ids.
func (l *ledger) picture(set model.Set) map[string]string {
	said := map[string]string{}
	for _, c := range set.Claims {
		if l.own[c.ID] {
			said[c.ID] = fmt.Sprintf("%v %v %q", c.Fragments, c.Labels, c.Note)
		}
	}
	for _, r := range set.Relations {
		if l.own[r.ID] {
			said[r.ID] = r.From + " " + r.To
		}
	}
	return said
}

// edit makes an edit of any kind.
func (l *ledger) edit(r *rand.Rand) error {
	var mine []*model.Claim
	for _, c := range l.Set().Claims {
		if l.own[c.ID] {
			mine = append(mine, c)
		}
	}
	var err error
	switch n := r.IntN(12); {
	case n < 2 && len(l.undoable) > 0:
		_, _, err = l.Undo()
	case n < 3 && len(l.redoable) > 0:
		_, _, err = l.Redo()
	case n < 7 && len(mine) > 0:
		err = l.Do(l.change(mine[r.IntN(len(mine))], r))
	case n < 8 && len(mine) > 1:
		err = l.Do(l.relate(mine[0], mine[1]))
	default:
		err = l.Do(l.add(r))
	}
	l.states = append(l.states, l.picture(l.Set()))
	return err
}

func (l *ledger) id() string {
	l.made++
	id := fmt.Sprintf("%s%d", l.prefix, l.made)
	l.own[id] = true
	return id
}

func (l *ledger) add(r *rand.Rand) model.Edit {
	pieces := []string{"市场", "潜力", "未来产业", "去年5月"}
	at := strings.Index(article, pieces[r.IntN(len(pieces))])
	start := l.Text().OffsetOfByte(at)
	c := &model.Claim{
		ID: l.id(), Fragments: []model.Fragment{model.Describe(l.Text(), text.Span{Start: start, End: start + 2})},
		Labels:     map[string][]string{"goal": {"2030"}},
		Provenance: model.Provenance{By: "chen", Method: model.Person, Created: l.author.Now()},
	}
	return model.Edit{Action: "add", Changes: []model.Change{{After: c}}}
}

func (l *ledger) change(c *model.Claim, r *rand.Rand) model.Edit {
	if r.IntN(4) == 0 {
		return l.Editor().Delete(c)
	}
	next := c.Clone()
	next.Note = fmt.Sprintf("第%d条。%s", len(l.states), strings.Repeat("注", r.IntN(40)))
	return model.Edit{Action: "note", Changes: []model.Change{{Before: c, After: next}}}
}

func (l *ledger) relate(from, to *model.Claim) model.Edit {
	r := &model.Relation{ID: l.id(), Type: "supports", From: from.ID, To: to.ID, Provenance: from.Provenance}
	return model.Edit{Action: "relate", Changes: []model.Change{{After: r}}}
}

// acknowledge notes what the session says is on disk.
func (l *ledger) acknowledge() { l.sure = max(l.sure, l.durable) }

// settle runs a job, if there is one, and takes its result.
func (l *ledger) settle(job func() JobResult) {
	if job == nil {
		return
	}
	done := job()
	done.Settle()
	l.acknowledge()
}

// lacks says which of the ledger's items are not in a set as they were when they
// were acknowledged last, nor as they were left later. Of what was not
// acknowledged any part may have come to the disk.
func (l *ledger) lacks(set model.Set) error {
	got := l.picture(set)
	for id := range l.own {
		if !slices.ContainsFunc(l.states[l.sure:], func(said map[string]string) bool { return said[id] == got[id] }) {
			return fmt.Errorf("%s is %q, and was acknowledged as %q", id, got[id], l.states[l.sure][id])
		}
	}
	return nil
}

// lost says what a session that opens a volume has not, of what was acknowledged.
func lost(v *volume, a corpus.Article, o layer.Options, ledgers ...*ledger) error {
	o.Disk = store.On(v)
	s, err := Open(a, o)
	if err != nil {
		return err
	}
	for _, l := range ledgers {
		if err := l.lacks(s.Set()); err != nil {
			return fmt.Errorf("%w; a new session says %q", err, notices(s))
		}
	}
	return nil
}

// A blackout cuts the power of a volume in every way, at every call, and looks
// what is lost.
type blackout struct {
	v       *volume
	article corpus.Article
	options layer.Options
	ledgers []*ledger
	seen    map[uint64]bool
	seed    maphash.Seed
	points  int // calls before which it was cut
	ways    int // that differ
	fault   error
}

func newBlackout(v *volume, a corpus.Article, o layer.Options) *blackout {
	b := &blackout{v: v, article: a, options: o, seen: map[uint64]bool{}, seed: maphash.MakeSeed()}
	v.before = func(call, _ string) error {
		if changes[call] {
			b.look()
		}
		return nil
	}
	return b
}

func (b *blackout) look() {
	if b.fault != nil {
		return
	}
	b.points++
	acknowledged := ""
	for _, l := range b.ledgers {
		acknowledged += fmt.Sprintf("%p %d/%d ", l.Session, l.sure, len(l.states))
	}
	err := b.v.cuts(func(c cut) {
		if b.fault != nil {
			return
		}
		after := b.v.after(c)
		key := maphash.String(b.seed, acknowledged+after.String())
		if b.seen[key] {
			return
		}
		b.seen[key] = true
		if b.ways++; b.ways%10 == 0 {
			b.fault = b.goOn(after)
			return
		}
		b.fault = lost(after, b.article, b.options, b.ledgers...)
	})
	b.fault = errors.Join(b.fault, err)
}

// goOn is lost, after which a session works on what is there.
func (b *blackout) goOn(v *volume) error {
	if err := lost(v, b.article, b.options, b.ledgers...); err != nil {
		return err
	}
	o := b.options
	o.Disk = store.On(v)
	s, err := Open(b.article, o)
	if err != nil {
		return err
	}
	next := newLedger(s, "next")
	if err := errors.Join(next.Do(next.add(rand.New(rand.NewPCG(1, 1)))), next.Close()); err != nil {
		return err
	}
	next.states = append(next.states, next.picture(next.Set()))
	next.sure = 1
	return lost(v, b.article, b.options, append(b.ledgers, next)...)
}

// cramped is how much of a journal the sessions of every second script may hold:
// less than they write.
func cramped(seed uint64) int64 { return []int64{0, 2000}[seed%2] }

// work is a random script of edits, flushes and saves of one annotator, who
// leaves and comes back, or is cut off and comes back.
func work(t *testing.T, seed uint64, steps int, omit string) *blackout {
	_, a, o := begin(t)
	v := newVolume(t, filepath.Dir(a.Path))
	o.Disk, o.MaxJournal = store.On(v), cramped(seed)
	l := newLedger(reopen(t, a, o), "c")
	b := newBlackout(v, a, o)
	b.ledgers = []*ledger{l}
	v.omit = omit
	r := rand.New(rand.NewPCG(seed, 7))
	for range steps {
		switch r.IntN(10) {
		case 0, 1, 2, 3:
			for range 1 + r.IntN(3) {
				if err := l.edit(r); err != nil {
					t.Fatal(err)
				}
			}
		case 4, 5:
			l.settle(l.Flush())
		case 6:
			l.settle(l.Save())
		case 7:
			l.settle(l.Poll())
		case 8:
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			l.acknowledge()
			b.look()
			l.begin(reopen(t, a, o))
		case 9:
			l.begin(reopen(t, a, o))
		}
		b.look()
	}
	return b
}

// TestPowerCutsOfASession cuts the power at every call of sessions that edit,
// flush, save, leave and come back. What was acknowledged is found again.
func TestPowerCutsOfASession(t *testing.T) {
	scripts, steps := uint64(8), 40
	if testing.Short() {
		scripts, steps = 3, 25
	}
	points, ways := 0, 0
	for seed := range scripts {
		b := work(t, seed, steps, "")
		if b.fault != nil {
			t.Fatalf("script %d: %v", seed, b.fault)
		}
		points, ways = points+b.points, ways+b.ways
	}
	t.Logf("%d scripts: the power was cut at %d points, which left the disk in %d ways: nothing acknowledged was lost", scripts, points, ways)
}

// TestPowerCutsOfASessionControl leaves out what makes work durable, and must
// lose some.
func TestPowerCutsOfASessionControl(t *testing.T) {
	for _, omit := range []string{"sync", "sync folder"} {
		if b := work(t, 1, 25, omit); b.fault == nil {
			t.Errorf("without %q nothing was lost: the test proves nothing", omit)
		}
	}
}
