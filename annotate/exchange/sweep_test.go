package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pizhu/model"
	"pizhu/model/text"
)

// TestSweep holds that the pieces make the text, that over each are the claims that
// Set.At gives for each place in it, and that none could be longer.
func TestSweep(t *testing.T) {
	s := defaultScheme(t)
	for seed := range uint64(100) {
		d := thrownDocument(rand.New(rand.NewPCG(seed, 4)), s)
		for _, l := range d.Layers {
			at := text.Offset(0)
			newSweep(l.Set).pieces(d.Text.Len(), func(piece text.Span, over []*model.Claim) {
				if piece.Start != at || piece.Empty() {
					t.Fatalf("seed %d: a piece at %v after %d", seed, piece, at)
				}
				for at = piece.Start; at < piece.End; at++ {
					if want := l.Set.At(at); !slices.Equal(over, want) {
						t.Fatalf("seed %d: %d claims at %d, want %d", seed, len(over), at, len(want))
					}
				}
			})
			if at != d.Text.Len() {
				t.Fatalf("seed %d: the pieces end at %d of %d", seed, at, d.Text.Len())
			}
		}
	}
}

// TestSweepIsLinear holds that twice as many fragments or claims take twice the steps,
// and that a page grows as they do, however many claims are on one place.
func TestSweepIsLinear(t *testing.T) {
	s := defaultScheme(t)
	label := map[string][]string{"goal": {"2030"}}
	for name, set := range map[string]func(x *text.Text, n int) model.Set{
		"fragments of one claim": func(x *text.Text, n int) model.Set {
			c := &model.Claim{ID: "a", Labels: label}
			for i := range n {
				c.Fragments = append(c.Fragments, model.Describe(x, text.Span{Start: text.Offset(2 * i), End: text.Offset(2*i + 1)}))
			}
			return model.Set{Claims: []*model.Claim{c}}
		},
		"claims within claims": func(x *text.Text, n int) (set model.Set) {
			for i := range n {
				span := text.Span{Start: text.Offset(i), End: x.Len() - text.Offset(i)}
				set.Claims = append(set.Claims, &model.Claim{ID: fmt.Sprint(i), Labels: label, Fragments: []model.Fragment{{Span: span}}})
			}
			return set
		},
	} {
		measure := func(n int) (steps, size int) {
			x := text.New(strings.Repeat("春眠", n))
			layer := set(x, n)
			sweep := newSweep(layer)
			sweep.pieces(x.Len(), func(text.Span, []*model.Claim) {})
			out := export(t, &Exporter{Format: format(t, "html"), Scheme: s}, []Document{{Name: "a", Text: x, Layers: []Layer{{Annotator: "chen", Set: layer}}}})
			return sweep.steps, out["out.html"].Len()
		}
		steps, size := measure(500)
		twice, larger := measure(1000)
		if steps == 0 || twice > 2*steps || larger > 5*size/2 {
			t.Errorf("%s: %d steps, then %d; %d bytes, then %d", name, steps, twice, size, larger)
		}
	}
}

// TestBratNamesOnce holds that many labels are named once each, in their order.
func TestBratNamesOnce(t *testing.T) {
	var n bratNames
	for i := range 200_000 {
		n.add(fmt.Sprint(i % 100_000))
	}
	if len(n.list) != 100_000 || n.list[99_999] != "99999" {
		t.Errorf("%d names", len(n.list))
	}
}
