package annotate

import (
	"cmp"
	"fmt"
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/text"
)

// followed is the action of the edits that take claims to a changed text. Nobody
// takes them back: the claims would stand in a text that is gone.
const followed = "follow-text"

// followable is the length in code points of the longest text in which claims are
// looked for: that takes some 30 bytes for each.
const followable = 8 << 20

// A chart says where claims are in one text. What was looked for once is known.
type chart struct {
	text     *text.Text
	hash     string           // the SHA-256 of what the text was read from
	resolver *anchor.Resolver // nil until a claim has to be looked for
	known    map[*model.Claim]anchor.Resolution
}

func newChart(t *text.Text, hash string) *chart {
	return &chart{text: t, hash: hash, known: map[*model.Claim]anchor.Resolution{}}
}

// find gives the places of claims, which are in the order of a set.
func (m *chart) find(claims []*model.Claim) []anchor.Resolution {
	if slices.ContainsFunc(claims, func(c *model.Claim) bool { _, ok := m.known[c]; return !ok }) {
		if m.resolver == nil {
			m.resolver = anchor.New(m.text)
		}
		for i, p := range m.resolver.Resolve(claims) {
			m.known[claims[i]] = p
		}
	}
	places := make([]anchor.Resolution, len(claims))
	for i, c := range claims {
		places[i] = m.known[c]
	}
	return places
}

// sought are the claims of a set that have to be looked for: all, where they were
// made for a text with another hash, else those that do not stand where they say;
// and those that are adrift, but for the orphans that a person keeps. Claims that
// are made for this text are left out.
func (m *chart) sought(set model.Set, was string, made map[string]bool) []*model.Claim {
	return slices.DeleteFunc(set.All(), func(c *model.Claim) bool {
		if c.Adrift() {
			return c.Standing == model.Kept
		}
		return (was == m.hash || made[c.ID]) && stands(m.text, c)
	})
}

// stands reports whether the text of a claim is where its spans say.
func stands(t *text.Text, c *model.Claim) bool {
	return !slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool {
		return f.Span.End > t.Len() || t.Slice(f.Span) != f.Text
	})
}

// follow is the edit that takes a set to the text, from one with another hash. A
// claim goes along where its text is there unchanged; one whose text was changed,
// or whose place is not known, goes adrift; and one that was adrift comes back.
func (m *chart) follow(set model.Set, was string, made map[string]bool) (model.Edit, error) {
	e := model.Edit{Action: followed}
	claims := m.sought(set, was, made)
	if len(claims) > 0 && m.text.Len() > followable {
		return e, fmt.Errorf("%w, which is too long to look for the claims in it", ErrOtherText)
	}
	for i, p := range m.find(claims) {
		if after := m.land(claims[i], p, was); !after.Equal(claims[i]) {
			e.Changes = append(e.Changes, model.Change{Before: claims[i], After: after})
		}
	}
	return e, nil
}

// land is a claim at the place where it was found, or adrift. Of one that was
// moved the history says from where; one of which that cannot be said goes adrift.
func (m *chart) land(c *model.Claim, p anchor.Resolution, was string) *model.Claim {
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
	next.Fragments = redescribe(m.text, c.Fragments, p.Spans)
	return next
}

// redescribe makes the fragments of a claim that has new spans.
func redescribe(t *text.Text, old []model.Fragment, spans []text.Span) []model.Fragment {
	fragments := make([]model.Fragment, len(spans))
	for i, s := range spans {
		fragments[i] = model.Describe(t, s)
		if len(old) == len(spans) {
			fragments[i].Unknown = old[i].Unknown
		}
	}
	return fragments
}

// follow takes the session's claims to its text, from one with another hash, and
// reports whether that changed any. It is written with the next change that a
// person makes; where one was made in this session, it is the next edit at once.
func (s *Session) follow(was string) (changed bool, err error) {
	e, err := s.chart.follow(s.set, was, s.made())
	if err != nil || len(e.Changes) == 0 {
		return false, err
	}
	if s.set, err = s.set.Apply(e); err != nil {
		return false, err
	}
	s.next = e
	for _, m := range movements(e) {
		s.moved[m.after.ID] = m
	}
	if len(s.mine) > 0 && s.held == nil {
		s.catchUp()
	}
	return true, nil
}

// arrive is follow, and says what that did. While only the beginning of the article
// is known it waits.
func (s *Session) arrive(was string) error {
	if s.former = was; s.Partial() {
		return nil
	}
	changed, err := s.follow(was)
	if err == nil && (changed || s.Waiting() > 0) {
		s.tellDrifts()
	}
	return err
}

// made are the claims that were made in this session, by their ids: they were made
// for its text.
func (s *Session) made() map[string]bool {
	ids := map[string]bool{}
	for _, r := range s.mine {
		for _, c := range r.Edit.Changes {
			if after, ok := c.After.(*model.Claim); ok && c.Before == nil && r.Undoes == 0 {
				ids[after.ID] = true
			}
		}
	}
	return ids
}

// catchUp makes what follow did an edit of the session.
func (s *Session) catchUp() {
	if len(s.next.Changes) > 0 {
		r := sidecar.Record{Edit: s.next}
		s.next = model.Edit{}
		s.append(r)
	}
}

// forget takes back what follow did, where that is no edit yet.
func (s *Session) forget() error {
	set, err := s.set.Apply(s.next.Inverse())
	if err == nil {
		s.set, s.next = set, model.Edit{}
	}
	return err
}

// here is a set as it is in the session's text, once the session's own claims are
// there: what two did alike to follow the text is then no difference between them.
func (s *Session) here(set model.Set, was string) model.Set {
	if len(s.mine) == 0 {
		return set
	}
	e, err := s.chart.follow(set, was, nil)
	if err != nil {
		return set
	}
	there, err := set.Apply(e)
	if err != nil {
		return set
	}
	return there
}

// carry makes an edit that was made for an earlier text one for this. A claim that
// has only another place than the edit found it at is changed where it is now, and
// one that comes back is looked for.
func (s *Session) carry(e model.Edit) model.Edit {
	e.Changes = slices.Clone(e.Changes)
	for i, c := range e.Changes {
		before, _ := c.Before.(*model.Claim)
		after, _ := c.After.(*model.Claim)
		if there := s.set.Any(before); before != nil && there != nil && before.At(there).Equal(there) {
			if after != nil && after.At(before).Equal(after) {
				after = after.At(there)
			}
			e.Changes[i].Before = there
		}
		if after != nil && !after.Adrift() && !fits(s.text, after) {
			after = s.chart.land(after, s.chart.find([]*model.Claim{after})[0], s.former)
		}
		if after != nil {
			e.Changes[i].After = after
		}
	}
	return e
}

// fits reports whether a claim stands where its spans say, with what stood around
// it.
func fits(t *text.Text, c *model.Claim) bool {
	return !slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool {
		from, to := f.Span.Start-text.CountCodePoints(f.Prefix), f.Span.End+text.CountCodePoints(f.Suffix)
		return from < 0 || to > t.Len() || t.Slice(text.Span{Start: from, End: to}) != f.Prefix+f.Text+f.Suffix
	})
}
