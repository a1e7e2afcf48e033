package session

import (
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/text"
)

// follow takes the session's claims to its text, from one with another hash, and
// reports whether that changed any. It is written with the next change that a
// person makes; where one was made in this session, it is the next edit at once.
func (s *Session) follow(was string) (changed bool, err error) {
	e, err := s.chart.Reanchor(s.set, was, s.made())
	if err != nil || len(e.Changes) == 0 {
		return false, err
	}
	if s.set, err = s.set.Apply(e); err != nil {
		return false, err
	}
	s.next = e
	for _, m := range anchor.Moves(e) {
		s.moved[m.After.ID] = m
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
	e, err := s.chart.Reanchor(set, was, nil)
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
			after = s.chart.Land(after, s.chart.Locate([]*model.Claim{after})[0], s.former)
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
