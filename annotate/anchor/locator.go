package anchor

import (
	"cmp"
	"errors"
	"slices"

	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/fault"
	"pizhu/model/text"
)

// ActionReanchor is the action of edits that reanchor claims in a changed text. They
// cannot be undone: the claims would have positions in a text that is gone.
const ActionReanchor = "follow-text"

// MaxText is the length in code points of the longest text in which claims are
// searched for, which takes some 30 bytes of memory for each.
const MaxText = 8 << 20

// A Locator finds the positions of claims in one text, and caches them.
type Locator struct {
	Text     *text.Text
	Hash     string    // the SHA-256 of the bytes that the text was read from
	Resolver *Resolver // nil until a claim has to be searched for
	cache    map[*model.Claim]Resolution
}

// NewLocator makes a locator for a text, with the hash of its source.
func NewLocator(t *text.Text, hash string) *Locator {
	return &Locator{Text: t, Hash: hash, cache: map[*model.Claim]Resolution{}}
}

// Locate returns the resolutions of claims, which are in the order of a set.
func (m *Locator) Locate(claims []*model.Claim) []Resolution {
	if slices.ContainsFunc(claims, func(c *model.Claim) bool { _, ok := m.cache[c]; return !ok }) {
		if m.Resolver == nil {
			m.Resolver = New(m.Text)
		}
		for i, p := range m.Resolver.Resolve(claims) {
			m.cache[claims[i]] = p
		}
	}
	places := make([]Resolution, len(claims))
	for i, c := range claims {
		places[i] = m.cache[c]
	}
	return places
}

// claimsToFind returns the claims of a set that have to be searched for: all, if they were made for a text with another
// hash, else those whose text is not in its position; and those that are detached, except the orphans that a person
// keeps. It omits claims that were made for this text.
func (m *Locator) claimsToFind(set model.Set, was string, made map[string]bool) []*model.Claim {
	return slices.DeleteFunc(set.All(), func(c *model.Claim) bool {
		if c.Adrift() {
			return c.Standing == model.Kept
		}
		return (was == m.Hash || made[c.ID]) && IsInPlace(m.Text, c)
	})
}

// IsInPlace reports whether the text of a claim is where its spans say.
func IsInPlace(t *text.Text, c *model.Claim) bool {
	return !slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool {
		return f.Span.End > t.Len() || t.Slice(f.Span) != f.Text
	})
}

// Reanchor returns the edit that reanchors a set in the text, from one with the hash was. A claim moves with its text if
// that is unchanged; one whose text was changed, or whose position is uncertain, is detached; and one that was detached
// may be found again. made has the ids of claims that were made for this text. A text longer than MaxText is
// ErrOtherText.
func (m *Locator) Reanchor(set model.Set, was string, made map[string]bool) (model.Edit, error) {
	e := model.Edit{Action: ActionReanchor}
	claims := m.claimsToFind(set, was, made)
	if len(claims) > 0 && m.Text.Len() > MaxText {
		return e, fault.Errorf("%w, which is too long to look for the claims in it", ErrOtherText)
	}
	for i, p := range m.Locate(claims) {
		if after := m.Place(claims[i], p, was); !after.Equal(claims[i]) {
			e.Changes = append(e.Changes, model.Change{Before: claims[i], After: after})
		}
	}
	return e, nil
}

// Place returns a claim at the position that was resolved, or detached. The history of a moved claim records the earlier
// position; a claim whose history cannot record it is detached.
func (m *Locator) Place(c *model.Claim, p Resolution, was string) *model.Claim {
	next := c.Clone()
	oldText := cmp.Or(c.Stood, was)
	history, err := c.History, error(nil)
	if p.Standing == model.Moved {
		history, err = sidecar.AppendHistory(c.History, c.Fragments, oldText, model.Moved)
	}
	if err != nil || p.Standing != model.Unmoved && p.Standing != model.Moved {
		next.Standing, next.Stood = p.Standing, oldText
		return next
	}
	next.Standing, next.Stood, next.History = "", "", history
	next.Fragments = Redescribe(m.Text, c.Fragments, p.Spans)
	return next
}

// Redescribe makes the fragments of a claim with new spans.
func Redescribe(t *text.Text, old []model.Fragment, spans []text.Span) []model.Fragment {
	fragments := make([]model.Fragment, len(spans))
	for i, s := range spans {
		fragments[i] = model.Describe(t, s)
		if len(old) == len(spans) {
			fragments[i].Unknown = old[i].Unknown
		}
	}
	return fragments
}

// ErrOtherText is the error for a sidecar of another text than the article now has.
var ErrOtherText = errors.New("made for another text than the article has now")
