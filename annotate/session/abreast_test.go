package session

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pizhu/annotate/anchor"
)

// TestTwoWindowsAndAChangingArticle has two sessions annotate one article while it
// is changed again and again, each its own claims: then nothing is in conflict, no
// claim comes out twice, and what both have said is there.
func TestTwoWindowsAndAChangingArticle(t *testing.T) {
	runs := 60
	if testing.Short() {
		runs = 10
	}
	for seed := range uint64(runs) {
		if err := abreast(t, rand.New(rand.NewPCG(seed, 3))); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

var pieces = []string{"未来产业", "未来科技", "万博体育app", "发展新方向", "市场潜力大", "去年5月"}

// abreast is one run of two sessions.
func abreast(t *testing.T, r *rand.Rand) error {
	s, a, o := begin(t)
	for _, q := range pieces {
		do(t, s, q, "goal", "2030")
	}
	finish(t, s)
	sessions := []*Session{reopen(t, a, o), reopen(t, a, o)}
	said := map[string]string{}
	for range 30 {
		i := r.IntN(2)
		s := sessions[i]
		switch r.IntN(7) {
		case 0, 1:
			id := fmt.Sprint("c", 1+i+2*r.IntN(len(pieces)/2))
			for _, c := range s.Set().All() {
				if c.ID == id {
					said[id] += "记"
					if err := s.Do(s.Editor().Note(c, said[id])); err != nil {
						return err
					}
				}
			}
		case 2:
			if job := s.Flush(); job != nil {
				job().Settle()
			}
		case 3:
			if job := s.Save(); job != nil {
				job().Settle()
			}
		case 4:
			watching(s)
		case 5:
			changed := article
			for _, at := range []string{"未来科技", "万博", "市场"} {
				changed = strings.Replace(changed, at, strings.Repeat("另据报道，", r.IntN(3))+at, 1)
			}
			rewrite(t, a, changed)
		case 6:
			finish(t, s)
			sessions[i] = reopen(t, a, o)
			if n := len(s.Conflicts()); n > 0 {
				return fmt.Errorf("%d conflicts: %v", n, s.Conflicts())
			}
		}
	}
	for _, s := range sessions {
		finish(t, s)
	}
	end := reopen(t, a, o)
	for _, s := range append(sessions, end) {
		if n := len(s.Conflicts()); n > 0 {
			return fmt.Errorf("%d conflicts: %v", n, s.Conflicts())
		}
	}
	if n := len(end.Set().All()); n != len(pieces) {
		return fmt.Errorf("%d claims of %d:\n%s", n, len(pieces), stood(end.Set()))
	}
	for _, c := range end.Set().All() {
		if c.Note != said[c.ID] || !c.Adrift() && !anchor.IsInPlace(end.Text(), c) {
			return fmt.Errorf("%s, %s %q, is at %v, and says %q, not %q", c.ID, c.Standing, c.Quote(), c.Spans(), c.Note, said[c.ID])
		}
	}
	return nil
}

// TestTwoSayDifferentThings holds that what two say of one claim is both kept and
// listed, at the place where the claim is now.
func TestTwoSayDifferentThings(t *testing.T) {
	a, o := annotated(t, "　", "　")
	one, two := reopen(t, a, o), reopen(t, a, o)
	for note, s := range map[string]*Session{"一": one, "二": two} {
		if err := s.Do(s.Editor().Note(s.Set().Claim("c2"), note)); err != nil {
			t.Fatal(err)
		}
		flush(t, s)
	}
	rewrite(t, a, strings.Replace(article, "　　未", "　　昨天，未", 1))
	watching(one)
	finish(t, one)
	finish(t, two)
	claims := reopen(t, a, o).Set().Claims
	if len(two.Conflicts()) != 1 || len(claims) != 3 || claims[1].Note == "" || claims[1].Note == claims[2].Note {
		t.Fatalf("%v, %d claims", two.Conflicts(), len(claims))
	}
	for _, c := range claims[1:] {
		if c.Start() != 35 || c.Quote() != "市场潜力大" {
			t.Errorf("%s at %v", c.ID, c.Spans())
		}
	}
}
