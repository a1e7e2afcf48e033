package session

import (
	"slices"

	"pizhu/annotate/anchor"
	"pizhu/annotate/sidecar"
	"pizhu/model"
	"pizhu/model/text"
)

// reanchor takes the session's claims to its text, from one with another hash, and
// reports whether that changed any. It is written with the next change that a
// person makes; where one was made in this session, it is the next edit at once.
func (s *Session) reanchor(was string) (changed bool, err error) {
	e, err := s.locator.Reanchor(s.set, was, s.claimsMadeHere())
	if err != nil || len(e.Changes) == 0 {
		return false, err
	}
	if s.set, err = s.set.Apply(e); err != nil {
		return false, err
	}
	s.pendingReanchor = e
	for _, m := range anchor.Moves(e) {
		s.moved[m.After.ID] = m
	}
	if len(s.edits) > 0 && s.withheld == nil {
		s.commitReanchor()
	}
	return true, nil
}

// reanchorAndNotify is follow, and says what that did. While only the beginning of the article
// is known it waits.
func (s *Session) reanchorAndNotify(was string) error {
	if s.formerHash = was; s.IsPartial() {
		return nil
	}
	changed, err := s.reanchor(was)
	if err == nil && (changed || s.UnresolvedCount() > 0) {
		s.notifyUnresolved()
	}
	return err
}

// claimsMadeHere are the claims that were made in this session, by their ids: they were made
// for its text.
func (s *Session) claimsMadeHere() map[string]bool {
	ids := map[string]bool{}
	for _, r := range s.edits {
		for _, c := range r.Edit.Changes {
			if after, ok := c.After.(*model.Claim); ok && c.Before == nil && r.Undoes == 0 {
				ids[after.ID] = true
			}
		}
	}
	return ids
}

// commitReanchor makes what follow did an edit of the session.
func (s *Session) commitReanchor() {
	if len(s.pendingReanchor.Changes) > 0 {
		r := sidecar.Record{Edit: s.pendingReanchor}
		s.pendingReanchor = model.Edit{}
		s.appendRecord(r)
	}
}

// revertReanchor takes back what follow did, where that is no edit yet.
func (s *Session) revertReanchor() error {
	set, err := s.set.Apply(s.pendingReanchor.Inverse())
	if err == nil {
		s.set, s.pendingReanchor = set, model.Edit{}
	}
	return err
}

// reanchored is a set as it is in the session's text, once the session's own claims are
// there: what two did alike to follow the text is then no difference between them.
func (s *Session) reanchored(set model.Set, was string) model.Set {
	if len(s.edits) == 0 {
		return set
	}
	e, err := s.locator.Reanchor(set, was, nil)
	if err != nil {
		return set
	}
	there, err := set.Apply(e)
	if err != nil {
		return set
	}
	return there
}

// rebaseEdit makes an edit that was made for an earlier text one for this. A claim that
// has only another place than the edit found it at is changed where it is now, and
// one that comes back is looked for.
func (s *Session) rebaseEdit(e model.Edit) model.Edit {
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
		if after != nil && !after.Adrift() && !isInContext(s.text, after) {
			after = s.locator.Place(after, s.locator.Locate([]*model.Claim{after})[0], s.formerHash)
		}
		if after != nil {
			e.Changes[i].After = after
		}
	}
	return e
}

// isInContext reports whether a claim stands where its spans say, with what stood around
// it.
func isInContext(t *text.Text, c *model.Claim) bool {
	return !slices.ContainsFunc(c.Fragments, func(f model.Fragment) bool {
		from, to := f.Span.Start-text.CountCodePoints(f.Prefix), f.Span.End+text.CountCodePoints(f.Suffix)
		return from < 0 || to > t.Len() || t.Slice(text.Span{Start: from, End: to}) != f.Prefix+f.Text+f.Suffix
	})
}
