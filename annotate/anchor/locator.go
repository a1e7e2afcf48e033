package anchor

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/text"
)

// ActionReanchor is the action of the edits that take claims to a changed text. Nobody
// takes them back: the claims would stand in a text that is gone.
const ActionReanchor = "follow-text"

// MaxText is the length in code points of the longest text in which claims are
// looked for: that takes some 30 bytes for each.
const MaxText = 8 << 20

// A Locator says where claims are in one text. What was looked for once is known.
type Locator struct {
	Text     *text.Text
	Hash     string    // the SHA-256 of what the text was read from
	Resolver *Resolver // nil until a claim has to be looked for
	known    map[*model.Claim]Resolution
}

func NewLocator(t *text.Text, hash string) *Locator {
	return &Locator{Text: t, Hash: hash, known: map[*model.Claim]Resolution{}}
}

// Locate gives the places of claims, which are in the order of a set.
func (m *Locator) Locate(claims []*model.Claim) []Resolution {
	if slices.ContainsFunc(claims, func(c *model.Claim) bool { _, ok := m.known[c]; return !ok }) {
		if m.Resolver == nil {
			m.Resolver = New(m.Text)
		}
		for i, p := range m.Resolver.Resolve(claims) {
			m.known[claims[i]] = p
		}
	}
	places := make([]Resolution, len(claims))
	for i, c := range claims {
		places[i] = m.known[c]
	}
	return places
}

// claimsToFind are the claims of a set that have to be looked for: all, where they were
// made for a text with another hash, else those that do not stand where they say;
// and those that are adrift, but for the orphans that a person keeps. Claims that
// are made for this text are left out.
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

// Reanchor is the edit that takes a set to the text, from one with another hash. A
// claim goes along where its text is there unchanged; one whose text was changed,
// or whose place is not known, goes adrift; and one that was adrift comes back.
func (m *Locator) Reanchor(set model.Set, was string, made map[string]bool) (model.Edit, error) {
	e := model.Edit{Action: ActionReanchor}
	claims := m.claimsToFind(set, was, made)
	if len(claims) > 0 && m.Text.Len() > MaxText {
		return e, fmt.Errorf("%w, which is too long to look for the claims in it", ErrOtherText)
	}
	for i, p := range m.Locate(claims) {
		if after := m.Land(claims[i], p, was); !after.Equal(claims[i]) {
			e.Changes = append(e.Changes, model.Change{Before: claims[i], After: after})
		}
	}
	return e, nil
}

// Land is a claim at the place where it was found, or adrift. Of one that was
// moved the history says from where; one of which that cannot be said goes adrift.
func (m *Locator) Land(c *model.Claim, p Resolution, was string) *model.Claim {
	next := c.Clone()
	stood := cmp.Or(c.Stood, was)
	history, err := c.History, error(nil)
	if p.Standing == model.Moved {
		history, err = sidecar.Remember(c.History, c.Fragments, stood, model.Moved)
	}
	if err != nil || p.Standing != model.Unmoved && p.Standing != model.Moved {
		next.Standing, next.Stood = p.Standing, stood
		return next
	}
	next.Standing, next.Stood, next.History = "", "", history
	next.Fragments = Redescribe(m.Text, c.Fragments, p.Spans)
	return next
}

// Redescribe makes the fragments of a claim that has new spans.
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

// ErrOtherText says that a sidecar was made for another text than the article
// now has.
var ErrOtherText = errors.New("made for another text than the article has now")
