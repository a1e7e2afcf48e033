// Package article holds one open article: its session, the view of its text, the claim that keys are about, and the one list
// of suggestions that wait for a verdict. It says in which faces and with which words claims are shown. It knows no keys and
// no messages of Bubble Tea; what a person decides comes in as calls, and what stands in the way goes out as errors.
package article

import (
	"slices"

	"pizhu/annotate/edit"
	"pizhu/annotate/noise"
	"pizhu/annotate/session"
	"pizhu/model"
	"pizhu/model/text"
	"pizhu/model/words"
	"pizhu/ui/reader"
)

// An Article is one open article. The zero value is not usable.
type Article struct {
	Session *session.Session
	Reader  *reader.Reader
	Labels
	Measure text.Measure

	Unresolved string // id of the claim that was looked at last, since the article was changed
	Related    string // id of the relation that was made last

	words   *words.Segmenter // with the names that the article has of its own
	pending pending
	picked  string // id of the claim that was labelled or gone to last
	kept    keptClaim
}

// New makes the view of a session, with the cursor at the start of the text.
func New(s *session.Session, labels Labels, m text.Measure) *Article {
	w := words.New(ownWords(labels.Scheme, s.Set())...)
	a := &Article{Session: s, Labels: labels, Measure: m, words: w, Reader: reader.New(s.Text(), w, m)}
	a.UpdateNoise()
	return a
}

// longestName is how long, in code points, a claim may be whose text counts as a name: 吴东文, 未来电子信息.
const longestName = 8

// ownWords returns the words that a corpus has of its own: the labels' names, and the short claims.
func ownWords(scheme *model.Scheme, set model.Set) []string {
	var list []string
	for _, g := range scheme.Groups {
		for _, l := range g.Labels {
			for _, n := range l.Names {
				list = append(list, n.Text)
			}
		}
	}
	for _, c := range set.Claims {
		if c.Len() <= longestName && len(c.Fragments) == 1 && !c.IsNoise(scheme) {
			list = append(list, c.Fragments[0].Text)
		}
	}
	return list
}

// Remeasure lays the text out by another measure. The place on the screen is kept.
func (a *Article) Remeasure(m text.Measure) {
	a.Measure = m
	a.Reader.Remeasure(m)
}

// Reanchor shows the text that the session has now, where the article was changed on disk. It reports whether it was.
func (a *Article) Reanchor() bool {
	old, now := a.Reader.Text(), a.Session.Text()
	if old == now {
		return false
	}
	a.Reader.Follow(now, func(o text.Offset) text.Offset { return a.Session.MoveOffset(old, o) })
	a.pending.forget()
	return true
}

// ShowWhole shows all of a large article of which the beginning was shown.
func (a *Article) ShowWhole() {
	a.pending.forget()
	a.Reader.Retext(a.Session.Text())
}

// Editor returns the editor of the next edit. Noise that is certain and not rejected counts as noise.
func (a *Article) Editor() edit.Editor {
	d := a.Session.Editor()
	d.Found = a.certainNoise()
	return d
}

// Do makes an edit, if err is nil, and picks a claim; none if its id is empty. It returns err, or why the session refused.
func (a *Article) Do(e model.Edit, claim string, err error) error {
	if err == nil {
		err = a.Session.Do(e)
	}
	if err != nil {
		return err
	}
	a.picked = claim
	a.updateNoiseAfter(e)
	return nil
}

// UpdateNoise finds anew what is noise: what a person marked, and what was found and is not rejected. Motions skip it.
func (a *Article) UpdateNoise() {
	set := a.Session.Set()
	a.pending.candidates = noise.Undecided(a.pending.detected, set, a.Scheme)
	spans := append(set.Noise(a.Scheme), a.certainNoise()...)
	text.SortSpans(spans)
	a.Reader.Skip(spans)
}

// updateNoiseAfter updates the noise if an edit touched a noise claim. Most edits do not, and with 10,000 claims a full
// update is slow.
func (a *Article) updateNoiseAfter(e model.Edit) {
	isNoise := func(i model.Item) bool {
		c, ok := i.(*model.Claim)
		return ok && c != nil && c.NoiseGroup(a.Scheme) != ""
	}
	if slices.ContainsFunc(e.Changes, func(c model.Change) bool { return isNoise(c.Before) || isNoise(c.After) }) {
		a.UpdateNoise()
	}
}

// certainNoise returns the spans that count as noise though nobody has said so.
func (a *Article) certainNoise() []text.Span {
	var spans []text.Span
	for _, c := range a.pending.candidates {
		if c.Confidence >= noise.Certain {
			spans = append(spans, c.Span)
		}
	}
	return spans
}
