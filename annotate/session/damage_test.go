package session

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pizhu/annotate/sidecar"
	"pizhu/annotate/store"
	"pizhu/model"
	"pizhu/model/corpus"
)

// whole is all that a set says, as a sidecar has it.
func whole(t *testing.T, set model.Set) string {
	t.Helper()
	var b strings.Builder
	if err := sidecar.Write(&b, sidecar.File{Document: sidecar.DocumentRef{Path: "a.txt", Encoding: "utf-8", Length: 99, SHA256: strings.Repeat("0", 64)}, Scheme: sidecar.SchemeRef{ID: "x", SHA256: strings.Repeat("0", 64)}, Annotator: "chen", Set: set}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestDamageIsSaidOrHarmless flips bits of a sidecar, its log and a journal with
// work that is nowhere else, and cuts each at every byte. A session that opens
// what is left finds all as it was, or says that something is wrong. One thing
// nobody can find: a journal that ends between two records may well have ended
// there. Then all is as it was at that time.
func TestDamageIsSaidOrHarmless(t *testing.T) {
	_, a, o := begin(t)
	v := newVolume(t, filepath.Dir(a.Path))
	o.Disk = store.On(v)
	s := reopen(t, a, o)
	do(t, s, "市场", "goal", "2030")
	do(t, s, "潜力", "goal", "2030")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, a, o)
	do(t, s, "市场", "cluster", "health")
	flush(t, s)
	tick(s)
	earlier := []string{whole(t, s.Set())}
	do(t, s, "未来产业", "goal", "2035")
	earlier = append(earlier, whole(t, s.Set()))
	if _, _, err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	earlier = append(earlier, whole(t, s.Set()))
	do(t, s, "潜力", "goal", "2035")
	flush(t, s)
	want := whole(t, s.Set())
	usual := notices(reopen(t, a, o)) // what is said without damage

	step := 1
	if testing.Short() {
		step = 41
	}
	said, mended, refused, harmless, ended := 0, 0, 0, 0, 0
	judge := func(what string, at *volume, ends bool) {
		o := o
		o.Disk = store.On(at)
		s, err := Open(a, o)
		switch {
		case err != nil:
			refused++
		case !slices.Equal(notices(s), usual):
			said++
			if whole(t, s.Set()) == want {
				mended++
			}
		case whole(t, s.Set()) == want:
			harmless++
		case ends && slices.Contains(earlier, whole(t, s.Set())):
			ended++
		default:
			t.Errorf("%s: nothing is said, and there is\n%s", what, whole(t, s.Set()))
		}
	}
	for at, f := range v.folders {
		for name, n := range f.entries {
			if n.folder != nil {
				continue
			}
			for i := 0; i < len(n.data); i += step {
				w := v.after(cut{})
				flipped := slices.Clone(n.data)
				flipped[i] ^= 1 << ((i + i/8) % 8)
				w.folders[at].entries[name].data = flipped
				judge(fmt.Sprintf("%s: bit %d of byte %d", name, (i+i/8)%8, i), w, false)
				w.folders[at].entries[name].data = n.data[:i:i]
				judge(fmt.Sprintf("%s: cut at byte %d", name, i), w, corpus.IsJournal(name) && n.data[max(0, i-1)] == '\n')
			}
		}
	}
	t.Logf("%d damages: %d were said (after %d of them all was there), for %d the article was not opened, %d were harmless, and %d times a journal ended between two records", said+refused+harmless+ended, said, mended, refused, harmless, ended)
}
