package paint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"pizhu/model/text"
	"pizhu/ui/face"
)

// edits is how many frames the property is tried on, for each terminal.
const edits = 2000

// A differ is Diff, or a faulty one.
type differ func(dst []byte, before, now *Frame, o Options) []byte

// replay paints random frames one upon the other on one terminal, each also
// whole on a terminal of its own in the worst state, and gives the first
// difference that can be seen. By the seed, the terminal has mode 2026 or not,
// and a column more than its frames or not.
func replay(seed uint64, frames, slot int, diff differ) error {
	return replayOn(newRandom(seed), seed, frames, diff, func(rows, columns int) *emulator { return newEmulator(rows, columns, slot) })
}

// replayOn is replay with frames and terminals of a kind.
func replayOn(r *random, seed uint64, frames int, diff differ, make func(rows, columns int) *emulator) error {
	o := Options{
		SGR:          face.NewPalette(colorprofile.TrueColor, true, true).SGR,
		Synchronized: seed%2 == 0,
	}
	spare := int(seed / 2 % 2)
	var before *Frame
	var terminal *emulator
	now := r.frame()
	for i := range frames {
		if before == nil || !before.sameSize(now) {
			terminal = make(len(now.Rows), now.Columns+spare)
		}
		sent := diff(nil, before, now, o)
		terminal.write(sent)
		whole := make(len(now.Rows), now.Columns+spare)
		whole.write(Diff(nil, nil, now, o))
		if err := compare(terminal, whole); err != nil {
			return fmt.Errorf("seed %d, frame %d, slots of %d: %w\nafter %q\nto\n%s", seed, i, terminal.slot, err, sent, now.Picture())
		}
		before, now = now, r.next(now)
	}
	return nil
}

// TestDamage is the invariant where rows show what nobody knows, and the Screen
// was told so. The control was not told.
func TestDamage(t *testing.T) {
	for _, told := range []bool{true, false} {
		r := newRandom(4)
		r.rows, r.columns = 12, 40
		f := r.frame()
		e := newEmulator(12, 40, 2)
		s := NewScreen(Options{SGR: allColours().SGR})
		differ := false
		for range 300 {
			s.Set(*f)
			e.write(s.Paint(false))
			whole := newEmulator(12, 40, 2)
			whole.write(Diff(nil, nil, f, Options{SGR: allColours().SGR}))
			if err := compare(e, whole); err != nil {
				if differ = true; told {
					t.Fatalf("%v\n%s", err, f.Picture())
				}
				break
			}
			f = r.next(f)
			top := 1 + r.IntN(8)
			e.write(fmt.Appendf(nil, "\x1b[%dH\x1b[41m囧囧“\x1b[m", top+1))
			e.write(fmt.Appendf(nil, "\x1b[%dH囧", top+3))
			if told {
				s.Damage(top, top+3)
			}
		}
		if !told && !differ {
			t.Error("rows that were written over are not found")
		}
	}
}

// straying makes a terminal that draws what has no columns into the next one.
func straying(rows, columns int) *emulator {
	e := newEmulator(rows, columns, 2)
	e.stray = true
	return e
}

// measured is a random whose phrases the terminal has answered for, so that no
// cell of several code points is a slot.
func measured(seed uint64) *random {
	r, e := newRandom(seed), newEmulator(1, 80, 2)
	r.joiners = false
	r.phrases = append(r.phrases, "葛\U000E0100城市", "❤\ufe0f与", "e\u0303\u0308x", "が")
	answers := map[string]int{}
	for _, q := range text.NewMeasure(text.Auto).Unanswered(strings.Join(r.phrases, "\n"), 1000) {
		columns := 0
		for _, c := range q {
			columns += e.width(c)
		}
		answers[q] = columns
	}
	r.measure = text.NewMeasure(text.Auto).WithAnswers(answers)
	return r
}

// TestStrayMarks is the invariant on a terminal that draws the marks of a
// cluster into the next column: what stands there is written again. The control
// is a painter that takes each cell for one code point.
func TestStrayMarks(t *testing.T) {
	for seed := range seeds() {
		if err := replayOn(measured(seed), seed, edits, Diff, straying); err != nil {
			t.Fatal(err)
		}
	}
	if err := replayOn(measured(1), 1, edits, unmarked, straying); err == nil {
		t.Error("a painter that leaves the next column alone is not found")
	}
}

// unmarked is Diff for cells of which each is one code point for it.
func unmarked(dst []byte, before, now *Frame, o Options) []byte {
	names := map[string]string{}
	short := func(f *Frame) *Frame {
		if f == nil {
			return nil
		}
		g := *f
		g.Rows = nil
		for _, row := range f.Rows {
			row = slices.Clone(row)
			for i, c := range row {
				if c.strays() {
					if names[c.Text] == "" {
						names[c.Text] = string(rune(0xe000 + len(names)))
					}
					row[i].Text = names[c.Text]
				}
			}
			g.Rows = append(g.Rows, row)
		}
		return &g
	}
	out := string(Diff(dst, short(before), short(now), o))
	for s, name := range names {
		out = strings.ReplaceAll(out, name, s)
	}
	return []byte(out)
}

// compare is the first difference of two screens.
func compare(a, b *emulator) error {
	x, y := a.screen(), b.screen()
	for i := range x {
		if x[i] != y[i] {
			return fmt.Errorf("row %d shows\n  %q\nwant\n  %q", i, x[i], y[i])
		}
	}
	if a.state() != b.state() {
		return fmt.Errorf("left with %s, want %s", a.state(), b.state())
	}
	return nil
}

// TestIncrementalIsFull is the package's invariant, on terminals that draw a
// slot in one column and in two.
func TestIncrementalIsFull(t *testing.T) {
	for slot := 1; slot <= 2; slot++ {
		for seed := range seeds() {
			if err := replay(seed, edits, slot, Diff); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// seeds is how many random screens are tried; the race detector slows them down tenfold.
func seeds() uint64 {
	if testing.Short() {
		return 1
	}
	return 4
}

// TestSkippedRowIsFound is its control: where one row of one frame is not
// painted, the property must fail.
func TestSkippedRowIsFound(t *testing.T) {
	for seed := range uint64(20) {
		skipped := false
		err := replay(seed, 200, 2, func(dst []byte, before, now *Frame, o Options) []byte {
			if !skipped {
				now, skipped = now.control(before)
			}
			return Diff(dst, before, now, o)
		})
		if !skipped || err == nil {
			t.Errorf("seed %d: a row that was not painted is not found", seed)
		}
	}
}

// TestTrustedSlotsAreFound is the control of the slots: a painter that trusts
// their columns must fail on one of the two terminals.
func TestTrustedSlotsAreFound(t *testing.T) {
	for slot := 1; slot <= 2; slot++ {
		err := replay(1, 200, slot, func(dst []byte, before, now *Frame, o Options) []byte {
			return Diff(dst, trusted(before), trusted(now), o)
		})
		if (err != nil) != (slot == 1) {
			t.Errorf("slots of %d drawn without care: %v", slot, err)
		}
	}
}

// trusted is f with the columns of its slots taken for certain, but for those
// of sequences.
func trusted(f *Frame) *Frame {
	if f == nil {
		return nil
	}
	g := *f
	g.Rows = nil
	for _, row := range f.Rows {
		var sure Row
		for _, c := range row {
			c.Slot = c.Slot && c.spills()
			sure = append(sure, c)
		}
		g.Rows = append(g.Rows, sure)
	}
	return &g
}

// TestSynchronized holds that each frame is one update for a terminal with mode
// 2026, and that a moved cursor alone is none.
func TestSynchronized(t *testing.T) {
	r := newRandom(3)
	o := Options{SGR: func(face.Face) string { return "" }, Synchronized: true}
	f := r.frame()
	g := *f
	g.Cursor = Cursor{1, 0, true}
	if got := string(Diff(nil, f, &g, o)); got != "\x1b[2H"+showCursor {
		t.Errorf("a moved cursor: %q", got)
	}
	if got := string(Diff(nil, nil, f, o)); !strings.HasPrefix(got, beginUpdate) || !strings.HasSuffix(got, endUpdate) {
		t.Errorf("a frame: %q", got)
	}
}
