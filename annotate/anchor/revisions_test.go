package anchor

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pizhu/model"
	"pizhu/model/text"
)

// revision is a text before and after somebody changed it.
type revision struct{ Old, New string }

// revisions returns real ones, of the Chinese text of a specification.
func revisions(t *testing.T) []revision {
	raw, err := os.ReadFile("../../../shared/conformance/anchoring/clreq-zh-hans-revisions.json")
	if err != nil {
		t.Skip("the published revisions are not here: ", err)
	}
	var list []revision
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// sentences cuts a text after stops and line feeds; blanks alone are none.
func sentences(s string) []string {
	return strings.FieldsFunc(mark(s), func(r rune) bool { return r == 0 })
}

func mark(s string) string {
	return strings.NewReplacer("。", "。\x00", "！", "！\x00", "？", "？\x00", "\n", "\n\x00").Replace(s)
}

// everyFifth makes claims of every fifth sentence, without the blanks around it.
func everyFifth(t *text.Text) []*model.Claim {
	var claims []*model.Claim
	at := text.Offset(0)
	for i, s := range sentences(t.String()) {
		span := text.Span{Start: at, End: at + text.CountCodePoints(s)}
		at = span.End
		trimmed := strings.TrimSpace(s)
		if i%5 != 0 || trimmed == "" {
			continue
		}
		span.Start += text.CountCodePoints(s[:strings.Index(s, trimmed)])
		span.End = span.Start + text.CountCodePoints(trimmed)
		claims = append(claims, &model.Claim{Fragments: []model.Fragment{model.Describe(t, t.Snap(span))}})
	}
	return claims
}

// A truth maps the characters of an old text to the new one and back, with -1 for characters that are gone or new.
type truth struct{ forth, back []int }

// known compares two texts whole, which a resolver cannot: sentence by sentence,
// then what differs character by character.
func known(before, after string) truth {
	before, after = strings.Map(plain, before), strings.Map(plain, after)
	old, new := []rune(before), []rune(after)
	t := truth{fill(len(old)), fill(len(new))}
	a, b := sentences(before), sentences(after)
	i, j, atA, atB := 0, 0, 0, 0
	for _, m := range append(commonPairs(a, b, math.MaxInt), [2]int{len(a), len(b)}) {
		lengthA, lengthB := length(a[i:m[0]]), length(b[j:m[1]])
		for _, p := range commonPairs(old[atA:atA+lengthA], new[atB:atB+lengthB], 6000) {
			t.forth[atA+p[0]], t.back[atB+p[1]] = atB+p[1], atA+p[0]
		}
		atA, atB = atA+lengthA, atB+lengthB
		if i, j = m[0], m[1]; i < len(a) {
			for range length(a[i : i+1]) {
				t.forth[atA], t.back[atB] = atB, atA
				atA, atB = atA+1, atB+1
			}
			i, j = i+1, j+1
		}
	}
	return t
}

// plain returns one character for all forms of r, of those for private use.
func plain(r rune) rune {
	if k := variantKey(r); k > unicode.MaxRune {
		return 0xf0000 + k - unicode.MaxRune
	}
	return r
}

func fill(n int) []int { return slices.Repeat([]int{-1}, n) }

func length(list []string) int {
	n := 0
	for _, s := range list {
		n += int(text.CountCodePoints(s))
	}
	return n
}

// wrong reports whether a claim was moved to other text of the old article, or to new text while its own is unchanged
// elsewhere. A copy of its own text does not count: no rule can distinguish them.
func (t truth) wrong(from, to text.Span) bool {
	within, outside, kept, here := 0, 0, 0, 0
	for o := to.Start; o < to.End; o++ {
		switch was := source(t.back[o]); {
		case was < 0:
		case from.Contains(text.Offset(was)):
			within++
		default:
			outside++
		}
	}
	for o := from.Start; o < from.End; o++ {
		if at := t.forth[o]; at >= 0 {
			kept++
			if to.Contains(text.Offset(at)) {
				here++
			}
		}
	}
	return outside > within || within == 0 && kept == from.Len() && here == 0
}

// source returns where in the old text a character of the new one was or was copied
// from, -1 if nowhere.
func source(back int) int {
	if back < -1 {
		return copyOf - back
	}
	return back
}

// copyOf less n marks a character that is a copy of the one at n.
const copyOf = -2

// stands reports whether at least a share of a span is still in the new text.
func (t truth) stands(s text.Span, share float64) bool {
	kept := 0
	for o := s.Start; o < s.End; o++ {
		if t.forth[o] >= 0 {
			kept++
		}
	}
	return float64(kept) >= share*float64(s.Len())
}

// A tally counts the results of claims.
type tally struct {
	claims, wrong, silent int // silent: wrong, and not reported as changed
	standing, found       int // claims most of whose text is still there, and those of them that were found
	whole, wholeFound     int // the same of claims whose text is there unchanged
	by                    map[model.Standing]int
}

func (n *tally) add(claims []*model.Claim, places []Resolution, t truth) {
	if n.by == nil {
		n.by = map[model.Standing]int{}
	}
	for i, c := range claims {
		p := places[i]
		n.claims++
		n.by[p.Standing]++
		placed, wrong, stands, whole := len(p.Spans) > 0, false, true, true
		for k, from := range c.Spans() {
			wrong = wrong || placed && t.wrong(from, p.Spans[k])
			stands, whole = stands && t.stands(from, minSimilarity), whole && t.stands(from, 1)
		}
		n.wrong += count(wrong)
		n.silent += count(wrong && p.Standing != model.Changed)
		n.standing += count(stands)
		n.found += count(stands && placed && !wrong)
		n.whole += count(whole)
		n.wholeFound += count(whole && placed && !wrong)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// recall returns the share of found claims among those whose text is still there.
func (n tally) recall() float64 { return float64(n.found) / float64(n.standing) }

// String returns one row of the measurement.
func (n tally) String() string {
	return fmt.Sprintf("%d claims, %d wrong of which %d silent, %d of %d found that stand, %d of %d unchanged, %v",
		n.claims, n.wrong, n.silent, n.found, n.standing, n.wholeFound, n.whole, n.by)
}

// hold fails where a claim went astray without a word, or too few were found.
func (n tally) hold(t *testing.T, floor float64) {
	t.Helper()
	if n.claims == 0 || n.silent > 0 || n.recall() < floor {
		t.Errorf("%v; want none silent, recall %.3f", n, floor)
	}
}

// nearest returns the rule that the test compares with: the exact quote nearest to
// its old place, else the place most like it, whatever that is.
func nearest(r *Resolver, claims []*model.Claim) []Resolution {
	a := &aligner{text: r.folded.runes}
	places := make([]Resolution, len(claims))
	for i, c := range claims {
		best := make(chain, len(c.Fragments))
		for k, f := range c.Fragments {
			best[k] = r.likest(f, a)
		}
		places[i].Standing = model.Orphan
		if spans := r.spansOf(best); areAscending(spans) {
			places[i] = Resolution{Standing: r.standing(c, spans), Spans: spans}
		}
	}
	return places
}

// likest returns the place most like a fragment's text, the nearest of several.
func (r *Resolver) likest(f model.Fragment, a *aligner) candidate {
	p := newPattern(model.Fragment{Text: f.Text, Span: f.Span})
	found := r.findExact(p)
	if len(found) == 0 {
		found = r.findSimilar(p, a)
	}
	if len(found) == 0 {
		return candidate{}
	}
	return slices.MaxFunc(found, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(x.score(), y.score()), cmp.Compare(-abs(x.from-p.oldStart), -abs(y.from-p.oldStart)))
	})
}

func abs(n int) int { return max(n, -n) }

func TestRevisions(t *testing.T) {
	var ours, theirs tally
	for _, v := range revisions(t) {
		claims, truth, r := everyFifth(text.New(v.Old)), known(v.Old, v.New), New(text.New(v.New))
		ours.add(claims, r.Resolve(claims), truth)
		theirs.add(claims, nearest(r, claims), truth)
	}
	t.Logf("by evidence: %v", ours)
	t.Logf("best match:  %v", theirs)
	ours.hold(t, 0.995)
	if theirs.silent == 0 {
		t.Error("the rule without a threshold does nothing wrong: the test cannot fail")
	}
}
